//! Mean difference from the mean, from the best group, or from one group.
//!
//! What: how far rates of groups lie from a rate, on average.
//! Read: in the unit of the rate: groups lie so many per 10,000 from the best, say.
//! Not when: groups are small: the best of them is best by chance (no limits are given).
//! Formula: `Σ a |r - r₀|` by people, or the plain mean of `|r - r₀|` by groups; `r₀` the mean, the lowest, or one.
//! Source: WHO 2013, Handbook on Health Inequality Monitoring; Harper and Lynch 2005.

use super::{Index, Shares};
use crate::stats::{Answer, Group, Method, NoAnswer};

/// What `explain mean-difference` says.
pub const METHOD: Method = Method {
    name: "mean-difference",
    title: "Mean difference from the mean, the best or one group",
    what: "How far rates of groups lie, on average, from the mean rate, from the lowest, or from one group's.",
    read: "In the unit of the rate.",
    not_when: "Groups are small: the best of them is best by chance.",
    formula: "mean of |r - r0|, weighted by people or each group once",
    source: "Harper and Lynch 2005, Methods for Measuring Cancer Disparities; WHO 2013, Handbook on Health Inequality Monitoring",
};

/// What rates are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Against {
    /// The mean rate of all people.
    Mean,
    /// The lowest rate.
    Best,
    /// The rate of the group in this place, counted from nought.
    Group(usize),
}

/// Whose mean is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Weighting {
    /// Each group counts by its people.
    People,
    /// Each group counts once.
    Groups,
}

/// Returns the mean distance of groups' rates from a rate, per person.
///
/// # Errors
///
/// `TooFewGroups` below two; `OutOfRange`, also for a place beyond the last group; `NoPopulation`.
pub fn mean_difference(groups: &[Group], against: Against, weighting: Weighting) -> Answer<Index> {
    let shares = Shares::of(groups)?;
    let from = match against {
        Against::Mean => shares.mean,
        Against::Best => shares.rows().map(|(rate, _)| rate).fold(f64::INFINITY, f64::min),
        Against::Group(at) => groups.get(at).ok_or(NoAnswer::OutOfRange)?.rate(),
    };
    let weight = |share: f64| match weighting {
        Weighting::People => share,
        Weighting::Groups => 1.0 / groups.len() as f64,
    };
    Index::bare(shares.rows().map(|(rate, share)| weight(share) * (rate - from).abs()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_equals_is_at_no_distance() {
        let groups = [Group { events: 4.0, population: 20.0 }; 3];
        for against in [Against::Mean, Against::Best, Against::Group(2)] {
            assert!(mean_difference(&groups, against, Weighting::People).unwrap().value.abs() < 1e-15);
        }
        assert_eq!(mean_difference(&groups, Against::Group(3), Weighting::People), Err(NoAnswer::OutOfRange));
    }
}
