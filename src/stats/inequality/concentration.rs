//! Concentration index of grouped rates: relative, generalised, Wagstaff's and Erreygers'.
//!
//! What: how far an outcome is concentrated towards one end of the deprivation scale.
//! Read: 0 is even; +1 would be all events with the most deprived person, -1 all with the least.
//! Not when: two outcomes of very different frequency are compared by the bounded forms: at child-protection
//! rates Wagstaff's equals the relative index and Erreygers' is near 0, an absolute measure.
//! Formula: `C = (2/μ) Σ a_k (c_k - ½) r_k`, `c` the closeness to the most deprived end; generalised `μC`;
//! Wagstaff `C/(1 - μ)`; Erreygers `4μC`. Limits from the counts' chance, or from a regression on ranks.
//! Source: Wagstaff, Paci and van Doorslaer 1991; O'Donnell et al. 2008, ch. 8; Wagstaff 2005; Erreygers 2009.

use super::{Chance, Index, Shares};
use crate::stats::distribution::{t, z};
use crate::stats::gradient::ridits;
use crate::stats::line::{Line, Variance, se};
use crate::stats::{Answer, Group, Level, Method, NoAnswer};

/// What `explain concentration-index` says.
pub const METHOD: Method = Method {
    name: "concentration-index",
    title: "Concentration index",
    what: "How far an outcome is concentrated towards the more deprived (above 0) or the less deprived (below 0).",
    read: "0 is even; +1 would be all events with the most deprived person. Other tools that rank from the most deprived print the negative.",
    not_when: "Bounded forms are read at low rates: Wagstaff's then equals the relative index, and Erreygers' is near 0 because it is absolute.",
    formula: "C = (2/mean) sum a (c - 1/2) r; generalised mean x C; Wagstaff C/(1 - mean); Erreygers 4 mean x C",
    source: "O'Donnell et al. 2008, Analyzing Health Equity Using Household Survey Data, ch. 8; Erreygers 2009, Journal of Health Economics 28:504-515",
};

/// Which index is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Form {
    /// Relative: doubling every rate changes nothing.
    #[default]
    Relative,
    /// Generalised, or absolute: the relative index times the mean.
    Generalised,
    /// Wagstaff's, for an outcome between 0 and 1.
    Wagstaff,
    /// Erreygers', for an outcome between 0 and 1.
    Erreygers,
}

/// Where the limits come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConcentrationLimits {
    /// The chance in each group's count, by the delta method; for the relative forms with Student's quantile on
    /// events less one. None below ten events (of shares, fifty events and fifty people without one), and none for those forms
    /// where all events are of one rank.
    Counts(Chance),
    /// The scatter of groups about a line on ranks, the mean taken as known ("convenient regression").
    Regression,
    /// The scatter of groups about a line on ranks, the mean estimated with it (delta method).
    RegressionDelta,
}

/// Returns the index of groups ordered from the most deprived to the least.
///
/// # Errors
///
/// `TooFewGroups` below two, or below three for limits by regression; `NoEvents` for the relative and
/// Wagstaff's; `OutOfRange`, also where a bounded form meets a mean above 1, or Wagstaff's one of 1; `NoPopulation`; `Overflow`.
pub fn concentration(
    groups: &[Group],
    form: Form,
    limits: ConcentrationLimits,
    level: Level,
) -> Answer<Index> {
    concentration_at(groups, &ridits(groups)?, form, limits, level)
}

/// Returns the index of areas at given mid-point ranks from the most deprived end, such as
/// [`generalised_ridits`](crate::stats::gradient::generalised_ridits) finds among ties.
///
/// # Errors
///
/// As [`concentration`], and `ShapeMismatch`.
pub fn concentration_at(
    groups: &[Group],
    ranks: &[f64],
    form: Form,
    limits: ConcentrationLimits,
    level: Level,
) -> Answer<Index> {
    if groups.len() != ranks.len() {
        return Err(NoAnswer::ShapeMismatch);
    }
    let shares = Shares::of(groups)?;
    let place = |at: usize| 0.5 - ranks[at];
    let generalised: f64 =
        2.0 * shares.rows().enumerate().map(|(at, (rate, share))| share * place(at) * rate).sum::<f64>();
    let mean = shares.mean;
    match form {
        Form::Relative | Form::Wagstaff if mean == 0.0 => return Err(NoAnswer::NoEvents),
        Form::Wagstaff if mean >= 1.0 => return Err(NoAnswer::OutOfRange),
        Form::Erreygers if mean > 1.0 => return Err(NoAnswer::OutOfRange),
        _ => {}
    }
    // Each form is a factor of the generalised index, which moves with the mean in its own way.
    let (factor, factor_slope) = match form {
        Form::Generalised => (1.0, 0.0),
        Form::Erreygers => (4.0, 0.0),
        Form::Relative => (1.0 / mean, -1.0 / (mean * mean)),
        Form::Wagstaff => {
            let spread = mean * (1.0 - mean);
            (1.0 / spread, -(1.0 - 2.0 * mean) / (spread * spread))
        }
    };
    match limits {
        ConcentrationLimits::Counts(chance) => {
            let se = shares
                .se(chance, |at, _, share| share * (2.0 * place(at) * factor + generalised * factor_slope));
            let (value, events) = (generalised * factor, mean * shares.people);
            match form {
                _ if events < FEWEST_IN_ALL => Index::bare(value),
                _ if chance == Chance::Binomial && events.min(shares.people - events) < FEWEST_OF_SHARES => {
                    Index::bare(value)
                }
                // A mean over events of one rank, or near it, is as sure of itself as it is wrong.
                Form::Relative | Form::Wagstaff if in_one_place(groups, ranks) => Index::bare(value),
                Form::Relative | Form::Wagstaff => sampled(value, se, events, level),
                Form::Generalised | Form::Erreygers => Index::normal(value, se, z(level)),
            }
        }
        ConcentrationLimits::Regression => {
            by_regression(&shares, place, generalised, None, level)?.scaled(factor)
        }
        ConcentrationLimits::RegressionDelta => {
            by_regression(&shares, place, generalised, Some(mean), level)?.scaled(factor)
        }
    }
}

/// Whether all events lie at one rank.
fn in_one_place(groups: &[Group], ranks: &[f64]) -> bool {
    let mut places = groups.iter().zip(ranks).filter(|(group, _)| group.events > 0.0).map(|(_, rank)| rank);
    let first = places.next();
    places.all(|rank| Some(rank) == first)
}

/// The fewest events in all for limits: below, they would not hold their promise.
const FEWEST_IN_ALL: f64 = 10.0;

/// The fewest events, and people without one, for limits of an index of shares, whose groups are as small as the events are few.
const FEWEST_OF_SHARES: f64 = 50.0;

/// A relative index is a mean over events, so its limits are those of a mean of so many: Student's, with the
/// variance over one event fewer.
fn sampled(value: f64, se: f64, events: f64, level: Level) -> Answer<Index> {
    Index::normal(value, se * (events / (events - 1.0)).sqrt(), t(level, events - 1.0))
}

/// The generalised index with the standard error from a line of rates on ranks; with a mean, that of the relative index
/// times the mean. Groups that lie on the line leave no limits.
fn by_regression(
    shares: &Shares<'_>,
    place: impl Fn(usize) -> f64,
    value: f64,
    mean: Option<f64>,
    level: Level,
) -> Answer<Index> {
    let points =
        shares.groups.iter().enumerate().map(|(at, group)| (0.5 + place(at), group.rate(), group.population));
    let line = Line::fit(points)?;
    let variance = line.variance(Variance::Model)?;
    let middle: f64 = shares.rows().enumerate().map(|(at, (_, share))| share * place(at)).sum();
    let spread: f64 =
        shares.rows().enumerate().map(|(at, (_, share))| share * (place(at) - middle).powi(2)).sum();
    let error = match mean {
        None => 2.0 * spread * se(&variance, 0.0, 1.0),
        Some(mean) => {
            let (a, b) = (line.intercept, line.slope);
            let slope = 8.0 * spread / (2.0 * a + b).powi(2);
            mean * se(&variance, -b * slope, a * slope)
        }
    };
    if line.scatters() { Index::normal(value, error, z(level)) } else { Index::new(value, Some(error), None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANCE: ConcentrationLimits = ConcentrationLimits::Counts(Chance::Poisson);

    fn of(rows: &[(f64, f64)], form: Form) -> Answer<Index> {
        let groups: Vec<Group> =
            rows.iter().map(|&(events, population)| Group { events, population }).collect();
        concentration(&groups, form, CHANCE, Level::P95)
    }

    #[test]
    fn even_rates_are_not_concentrated() {
        let even = of(&[(10.0, 1000.0), (40.0, 4000.0), (5.0, 500.0)], Form::Relative).unwrap();
        assert!(even.value.abs() < 1e-15 && even.interval.unwrap().holds(0.0));
    }

    #[test]
    fn all_events_in_the_most_deprived_half_are_one_half() {
        let half = of(&[(10.0, 100.0), (0.0, 100.0)], Form::Relative).unwrap();
        assert!((half.value - 0.5).abs() < 1e-15);
    }

    #[test]
    fn grouped_data_keep_the_grouped_index() {
        // rineq multiplies by k/(k - 1) or worse on grouped data (statistics.md, section 4, 8): with two
        // equal groups, rates 3 and 1, the index is (2/2)·(½·¼·3 - ½·¼·1) = 1/4 whatever their number.
        let two = of(&[(30.0, 10.0), (10.0, 10.0)], Form::Relative).unwrap();
        assert!((two.value - 0.25).abs() < 1e-15);
    }

    #[test]
    fn bounded_forms_need_a_mean_of_at_most_one() {
        assert_eq!(of(&[(30.0, 10.0), (10.0, 10.0)], Form::Wagstaff), Err(NoAnswer::OutOfRange));
        assert_eq!(of(&[(30.0, 10.0), (10.0, 10.0)], Form::Erreygers), Err(NoAnswer::OutOfRange));
        assert_eq!(of(&[(10.0, 10.0), (10.0, 10.0)], Form::Wagstaff), Err(NoAnswer::OutOfRange));
        assert_eq!(of(&[(10.0, 10.0), (10.0, 10.0)], Form::Erreygers).unwrap().value, 0.0);
        assert_eq!(of(&[(0.0, 10.0), (0.0, 10.0)], Form::Relative), Err(NoAnswer::NoEvents));
        assert_eq!(of(&[(0.0, 10.0), (0.0, 10.0)], Form::Generalised).unwrap().value, 0.0);
    }

    #[test]
    fn ties_do_not_depend_on_the_order_of_rows() {
        // rineq's default rank gives 0.25 or -0.25 for the same four rows (statistics.md, section 4, 8).
        let scores = [2.0, 2.0, 1.0, 1.0];
        let at = |order: [usize; 4]| {
            let groups: Vec<Group> =
                order.iter().map(|&at| Group { events: [1.0, 0.0, 1.0, 0.0][at], population: 1.0 }).collect();
            let scores: Vec<f64> = order.iter().map(|&at| scores[at]).collect();
            let ranks = crate::stats::gradient::generalised_ridits(&groups, &scores).unwrap();
            concentration_at(&groups, &ranks, Form::Relative, CHANCE, Level::P95).unwrap().value
        };
        assert_eq!(at([0, 1, 2, 3]), 0.0);
        assert_eq!(at([3, 1, 0, 2]), 0.0);
    }
}
