//! Theil's index.
//!
//! What: how unequally rates fall, with most weight on groups whose rates are high.
//! Read: 0 is equal; it has no upper end and no everyday meaning, but adds up over nested groups.
//! Not when: a reader needs a direction: it cannot tell who is worse off.
//! Formula: `T = Σ a (r/μ) ln(r/μ)`, with `0 ln 0 = 0`; variance by the delta method, slope `a(ln(r/μ) - T)/μ`.
//! Source: Theil 1967; Borrell and Talih 2011, Statistics in Medicine 30:277.

use super::{Chance, FEWEST, Index, Shares};
use crate::stats::{Answer, Group, Level, Method, finite};

/// What `explain theil` says.
pub const METHOD: Method = Method {
    name: "theil",
    title: "Theil's index",
    what: "How unequally rates fall across groups, with most weight on high rates.",
    read: "0 is equal. It has no upper end; compare it over time or between places, not with other indices. Some tools print it times 1,000.",
    not_when: "A direction is needed: it cannot tell who is worse off. Limits need five events a group.",
    formula: "T = sum a (r/mean) ln(r/mean); 2 T events is a chi-squared statistic, whose noncentral distribution gives the limits",
    source: "Theil 1967, Economics and Information Theory; Borrell and Talih 2011, Statistics in Medicine 30:277-290; Sankaran 1959 and 1963, Biometrika 46:235-237 and 50:199-204, for the limits",
};

/// Returns Theil's index.
///
/// # Errors
///
/// `TooFewGroups` below two; `NoEvents`; `OutOfRange`; `NoPopulation`.
pub fn theil(groups: &[Group], chance: Chance, level: Level) -> Answer<Index> {
    let shares = Shares::with_events(groups)?;
    let relative = |rate: f64| rate / shares.mean;
    let value: f64 = shares
        .rows()
        .map(|(rate, share)| if rate > 0.0 { share * relative(rate) * relative(rate).ln() } else { 0.0 })
        .sum();
    // A group without events adds no chance of its own.
    let se =
        shares.se(
            chance,
            |_, rate, share| {
                if rate > 0.0 { share * (relative(rate).ln() - value) / shares.mean } else { 0.0 }
            },
        );
    // Twice the events times the index is the deviance of groups from one rate.
    let events = shares.mean * shares.people;
    Index::spread(finite(value)?.max(0.0), se, 0.5 / events, level, &shares, FEWEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_error_is_on_the_scale_of_the_index() {
        // healthequal multiplies the index by 1,000 and not its standard error (statistics.md, section 4, 7).
        let groups = [(81.0, 8265.0), (57.0, 6357.0), (17.0, 6322.0)]
            .map(|(events, population)| Group { events, population });
        let index = theil(&groups, Chance::Poisson, Level::P95).unwrap();
        let moved = |by: f64| {
            let mut groups = groups;
            groups[0].events += by;
            theil(&groups, Chance::Poisson, Level::P95).unwrap().value
        };
        // The first group's part of the variance, by a numerical slope on its count.
        let part = ((moved(1e-3) - moved(-1e-3)) / 2e-3).powi(2) * 81.0;
        assert!(part < index.se.unwrap().powi(2) && part > 0.1 * index.se.unwrap().powi(2));
    }

    #[test]
    fn a_group_without_events_counts_as_nought() {
        let groups = [Group { events: 10.0, population: 100.0 }, Group { events: 0.0, population: 100.0 }];
        let index = theil(&groups, Chance::Poisson, Level::P95).unwrap();
        assert!((index.value - 2f64.ln()).abs() < 1e-15 && index.interval.unwrap().holds(index.value));
    }
}
