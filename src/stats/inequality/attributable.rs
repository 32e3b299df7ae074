//! Excess over a reference group: population attributable risk and fraction.
//!
//! What: how many events fewer there would be had every group the reference's rate, per person and as a share.
//! Read: 0.78 means 78% fewer children; it is arithmetic, not a claim that deprivation causes each of them.
//! Not when: the reference group is small (its chance becomes everyone's), or has no events (the share is 1).
//! Formula: `PAR = μ - r_ref = (1 - a)(r_rest - r_ref)`, `a` the reference's share of people; `PAF = PAR/μ =
//! 1 - 1/(a + (1 - a) r_rest/r_ref)`. So their limits are those of a difference and of a ratio of two rates:
//! PAF's never pass 1, and exist where the reference has no events. Standard errors by the delta method.
//! Source: Walter 1978, International Journal of Epidemiology 7:175; Mackenbach and Kunst 1997.

use super::range::limited;
use super::{Chance, Index, Shares};
use crate::stats::rates::{RatioLimits, difference, ratio};
use crate::stats::{Answer, Group, Interval, Level, Method, NoAnswer, finite, group};

/// What `explain paf` says.
pub const METHOD: Method = Method {
    name: "paf",
    title: "Population attributable fraction and risk",
    what: "How many fewer events there would be had every group the rate of the reference group: as a share of all (PAF) and per person (PAR).",
    read: "0.78: 78% fewer. Arithmetic, not a claim that deprivation causes each event.",
    not_when: "The reference group is small, so that its chance becomes everyone's; with no events there the share is 1.",
    formula: "PAR = mean - r_ref; PAF = PAR/mean; limits from those of the difference and of the ratio of the rest to the reference, where the reference would have five events at the common rate",
    source: "Walter 1978, International Journal of Epidemiology 7:175-182; Mackenbach and Kunst 1997, Social Science and Medicine 44:757-771",
};

/// Which group every other is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reference {
    /// The least deprived: the last.
    #[default]
    LeastDeprived,
    /// The one with the lowest rate. Its limits take no account of its having been chosen.
    Lowest,
}

/// Excess over the reference group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attributable {
    /// Excess rate per person; below nought where the reference's rate is above the mean.
    pub risk: Index,
    /// Excess as a share of all events.
    pub fraction: Answer<Index>,
}

/// Returns the excess over a reference group.
///
/// # Errors
///
/// `TooFewGroups` below two; `OutOfRange`; `NoPopulation`; `Overflow`. The fraction alone has `NoEvents` where there
/// are none.
pub fn attributable(
    groups: &[Group],
    reference: Reference,
    chance: Chance,
    level: Level,
) -> Answer<Attributable> {
    let shares = Shares::of(groups)?;
    let at = match reference {
        Reference::LeastDeprived => groups.len() - 1,
        Reference::Lowest => lowest(groups),
    };
    let (held, mean) = (groups[at].rate(), shares.mean);
    let own = groups[at];
    let events: f64 =
        groups.iter().enumerate().filter(|(group, _)| *group != at).map(|(_, group)| group.events).sum();
    let rest = Group { events, population: shares.people - own.population };
    let others = rest.population / shares.people;
    let is_reference = |group: usize| if group == at { 1.0 } else { 0.0 };
    let gap = limited(difference(rest, own, level), rest, own)?.interval;
    let risk = Index::new(
        mean - held,
        Some(shares.se(chance, |group, _, share| share - is_reference(group))),
        gap.map(|gap| gap.times(others)).transpose()?,
    )?;
    let fraction = if mean == 0.0 {
        Err(NoAnswer::NoEvents)
    } else {
        let se = (held > 0.0).then(|| {
            (held / mean) * shares.se(chance, |group, _, share| is_reference(group) / held - share / mean)
        });
        Index::new(1.0 - held / mean, se, fraction_limits(rest, own, others, level))
    };
    Ok(Attributable { risk, fraction })
}

/// The fraction's limits from those of the reference's rate over the rest's, or of the rest's over the
/// reference's where the rest has no events.
fn fraction_limits(rest: Group, own: Group, others: f64, level: Level) -> Option<Interval> {
    if rest.events > 0.0 {
        let fold = limited(ratio(own, rest, RatioLimits::default(), level), own, rest).ok()?.interval?;
        let fraction = |fold: f64| others * (1.0 - fold) / ((1.0 - others) * fold + others);
        return Interval::new(fraction(fold.upper), fraction(fold.lower));
    }
    let fold = limited(ratio(rest, own, RatioLimits::default(), level), rest, own).ok()?.interval?;
    let fraction = |fold: f64| others * (fold - 1.0) / (1.0 - others + others * fold);
    Interval::new(fraction(fold.lower), fraction(fold.upper))
}

/// Returns Walter's standard error of the fraction against the least deprived group, which takes all
/// other groups as one.
///
/// # Errors
///
/// `TooFewGroups`, `OutOfRange`, `NoPopulation`, `NoEvents`; `ZeroReference` where the reference has no
/// events, and the formula would give nought.
pub fn walter_se(groups: &[Group]) -> Answer<f64> {
    let totals = group::totals(groups, 2)?;
    let reference = groups[groups.len() - 1];
    if totals.events == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    if reference.events == 0.0 {
        return Err(NoAnswer::ZeroReference);
    }
    let exposed = totals.events - reference.events;
    let well = reference.population - reference.events;
    let exposed_well = totals.population - reference.population - exposed;
    let held = reference.events;
    let inner = exposed * well * (totals.population - held) + exposed_well * held * held;
    let square = held * totals.population * inner / (totals.events.powi(3) * reference.population.powi(3));
    if square < 0.0 { Err(NoAnswer::OutOfRange) } else { finite(square.sqrt()) }
}

/// The place of the lowest rate; the last of equals, which is the least deprived.
fn lowest(groups: &[Group]) -> usize {
    groups
        .iter()
        .enumerate()
        .fold(0, |best, (at, group)| if group.rate() <= groups[best].rate() { at } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> [Group; 3] {
        [(60.0, 4000.0), (30.0, 3000.0), (10.0, 3000.0)]
            .map(|(events, population)| Group { events, population })
    }

    #[test]
    fn the_share_s_limits_are_shares_and_as_wide_as_its_standard_error_says() {
        // healthequal prints a standard error in shares beside an estimate in per cent, so that its
        // interval is a hundred times too narrow (statistics.md, section 4, 7).
        let fraction =
            attributable(&table(), Reference::LeastDeprived, Chance::Binomial, Level::P95).unwrap().fraction;
        let fraction = fraction.unwrap();
        let (interval, se) = (fraction.interval.unwrap(), fraction.se.unwrap());
        assert!((fraction.value - 2.0 / 3.0).abs() < 1e-14);
        assert!(interval.upper < 1.0 && interval.lower < fraction.value);
        assert!(((interval.upper - interval.lower) / (2.0 * 1.96 * se) - 1.0).abs() < 0.15);
    }

    #[test]
    fn a_reference_without_events_explains_everything() {
        let mut groups = table();
        groups[2].events = 0.0;
        let all = attributable(&groups, Reference::LeastDeprived, Chance::Poisson, Level::P95).unwrap();
        let fraction = all.fraction.unwrap();
        let limits = fraction.interval.unwrap();
        assert_eq!((fraction.value, fraction.se, limits.upper), (1.0, None, 1.0));
        assert!(limits.lower > 0.0 && limits.lower < 1.0);
        groups[0].events = 0.0;
        groups[1].events = 0.0;
        let none = attributable(&groups, Reference::LeastDeprived, Chance::Poisson, Level::P95).unwrap();
        assert_eq!((none.fraction, none.risk.value), (Err(NoAnswer::NoEvents), 0.0));
    }

    #[test]
    fn the_lowest_rate_need_not_be_the_last() {
        let mut groups = table();
        groups.swap(1, 2);
        let of =
            |reference| attributable(&groups, reference, Chance::Poisson, Level::P95).unwrap().risk.value;
        assert!(of(Reference::Lowest) > of(Reference::LeastDeprived));
    }
}
