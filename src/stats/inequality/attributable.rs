//! Excess over a reference group: population attributable risk and fraction.
//!
//! What: how many events fewer there would be had every group the reference's rate, per person and as a share.
//! Read: 0.78 means 78% fewer children; it is arithmetic, not a claim that deprivation causes each of them.
//! Not when: the reference group is small (its chance becomes everyone's), or has no events (the share is 1).
//! Formula: `PAR = μ - r_ref`; `PAF = (μ - r_ref)/μ`. Limits by the delta method over independent groups: PAR
//! on its own scale, PAF on `ln(1 - PAF) = ln(r_ref/μ)`, so that they never pass 1.
//! Source: Walter 1978, American Journal of Epidemiology 108:341; Mackenbach and Kunst 1997.

use super::{Chance, Index, Shares};
use crate::stats::distribution::z;
use crate::stats::{Answer, Group, Interval, Level, Method, NoAnswer, group};

/// What `explain paf` says.
pub const METHOD: Method = Method {
    name: "paf",
    title: "Population attributable fraction and risk",
    what: "How many fewer events there would be had every group the rate of the reference group: as a share of all (PAF) and per person (PAR).",
    read: "0.78: 78% fewer. Arithmetic, not a claim that deprivation causes each event.",
    not_when: "The reference group is small, so that its chance becomes everyone's; with no events there the share is 1, without limits.",
    formula: "PAR = mean - r_ref; PAF = PAR/mean; PAF's limits on ln(1 - PAF), by the delta method",
    source: "Walter 1978, American Journal of Epidemiology 108:341-346; Mackenbach and Kunst 1997, Social Science and Medicine 44:757-771",
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
/// `TooFewGroups` below two; `OutOfRange`; `NoPopulation`. The fraction alone has `NoEvents` where there
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
    let is_reference = |group: usize| if group == at { 1.0 } else { 0.0 };
    let risk_se = shares.se(chance, |group, _, share| share - is_reference(group));
    let fraction = if mean == 0.0 {
        Err(NoAnswer::NoEvents)
    } else if held == 0.0 {
        Ok(Index::bare(1.0))
    } else {
        let remainder = held / mean;
        let log_se = shares.se(chance, |group, _, share| is_reference(group) / held - share / mean);
        let reach = z(level) * log_se;
        let interval = Interval::new(1.0 - remainder * reach.exp(), 1.0 - remainder * (-reach).exp());
        Ok(Index { value: 1.0 - remainder, se: Some(remainder * log_se), interval })
    };
    Ok(Attributable { risk: Index::normal(mean - held, risk_se, level), fraction })
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
    if square >= 0.0 { Ok(square.sqrt()) } else { Err(NoAnswer::OutOfRange) }
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
        assert!(((interval.upper - interval.lower) / (2.0 * 1.96 * se) - 1.0).abs() < 0.1);
    }

    #[test]
    fn a_reference_without_events_explains_everything() {
        let mut groups = table();
        groups[2].events = 0.0;
        let all = attributable(&groups, Reference::LeastDeprived, Chance::Poisson, Level::P95).unwrap();
        assert_eq!(all.fraction, Ok(Index::bare(1.0)));
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
