//! Mean log deviation.
//!
//! What: how unequally rates fall, with most weight on groups whose rates are low.
//! Read: 0 is equal; as Theil's index it adds up over nested groups.
//! Not when: a group has no events: it is then infinite, and has no answer here.
//! Formula: `M = -Σ a ln(r/μ)`; variance by the delta method, slope `a(1/μ - 1/r)`.
//! Source: Theil 1967; Borrell and Talih 2011, Statistics in Medicine 30:277.

use super::{Chance, Index, Shares};
use crate::stats::{Answer, Group, Level, Method, NoAnswer, finite};

/// What `explain mean-log-deviation` says.
pub const METHOD: Method = Method {
    name: "mean-log-deviation",
    title: "Mean log deviation",
    what: "How unequally rates fall across groups, with most weight on low rates.",
    read: "0 is equal. It has no upper end; compare it over time or between places. Some tools print it times 1,000.",
    not_when: "A group has no events: the index is infinite. Limits need twelve events a group.",
    formula: "M = -sum a ln(r/mean); 2 M events is a chi-squared statistic, whose noncentral distribution gives the limits",
    source: "Theil 1967, Economics and Information Theory; Borrell and Talih 2011, Statistics in Medicine 30:277-290; Sankaran 1959 and 1963, Biometrika 46:235-237 and 50:199-204, for the limits",
};

/// How many events each group should have at a common rate for limits: logarithms of small counts lean.
const FEWEST_FOR_LOGARITHMS: f64 = 12.0;

/// Returns the mean log deviation.
///
/// # Errors
///
/// `ZeroCount` where a group has no events; `NoEvents` where none has; `TooFewGroups`; `OutOfRange`;
/// `NoPopulation`.
pub fn mean_log_deviation(groups: &[Group], chance: Chance, level: Level) -> Answer<Index> {
    let shares = Shares::with_events(groups)?;
    if groups.iter().any(|group| group.events == 0.0) {
        return Err(NoAnswer::ZeroCount);
    }
    let value = -shares.rows().map(|(rate, share)| share * (rate / shares.mean).ln()).sum::<f64>();
    let se = shares.se(chance, |_, rate, share| share * (1.0 / shares.mean - 1.0 / rate));
    // Twice the events times the index is a chi-squared statistic of groups that differ.
    let events = shares.mean * shares.people;
    Index::spread(finite(value)?.max(0.0), se, 0.5 / events, level, &shares, FEWEST_FOR_LOGARITHMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_error_is_that_of_the_logarithms() {
        // healthequal multiplies the index by 1,000 and not its standard error (statistics.md, section 4, 7).
        // Two equal groups with counts y: M = ln((1 + k)/(2√k)), k their ratio; worked out by hand.
        let groups = [Group { events: 30.0, population: 100.0 }, Group { events: 10.0, population: 100.0 }];
        let index = mean_log_deviation(&groups, Chance::Poisson, Level::P95).unwrap();
        let k: f64 = 3.0;
        assert!((index.value - ((1.0 + k) / (2.0 * k.sqrt())).ln()).abs() < 1e-14);
        let slope: f64 = k / (1.0 + k) - 0.5;
        let by_hand = slope * (1.0f64 / 30.0 + 1.0 / 10.0).sqrt();
        assert!((index.se.unwrap() - by_hand).abs() < 1e-14);
    }

    #[test]
    fn a_group_without_events_has_no_logarithm() {
        let groups = [Group { events: 10.0, population: 100.0 }, Group { events: 0.0, population: 100.0 }];
        assert_eq!(mean_log_deviation(&groups, Chance::Poisson, Level::P95), Err(NoAnswer::ZeroCount));
    }
}
