//! Index of disparity.
//!
//! What: the mean distance of groups' rates from the mean rate, as a share of it.
//! Read: 0.35 means that groups lie 35% from the mean on average.
//! Not when: a direction is needed, or groups are small (chance alone moves them apart; no limits are given).
//! Formula: `Σ a |r - μ| / μ` by people, or the plain mean of `|r - μ| / μ` by groups.
//! Source: Pearcy and Keppel 2002, Public Health Reports 117:273; WHO 2013.

use super::mean_difference::{Against, Weighting, mean_difference};
use super::{Index, Shares};
use crate::stats::{Answer, Group, Method};

/// What `explain index-of-disparity` says.
pub const METHOD: Method = Method {
    name: "index-of-disparity",
    title: "Index of disparity",
    what: "How far rates of groups lie from the mean rate, as a share of it.",
    read: "0.35: groups lie 35% from the mean on average.",
    not_when: "A direction is needed; or groups are small, as chance alone moves them apart.",
    formula: "mean of |r - mean|/mean, weighted by people or each group once",
    source: "Pearcy and Keppel 2002, Public Health Reports 117:273-280",
};

/// Returns the index of disparity, as a share of the mean.
///
/// # Errors
///
/// `TooFewGroups` below two; `NoEvents`; `OutOfRange`; `NoPopulation`.
pub fn disparity(groups: &[Group], weighting: Weighting) -> Answer<Index> {
    let mean = Shares::with_events(groups)?.mean;
    mean_difference(groups, Against::Mean, weighting)?.scaled(1.0 / mean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_people_weigh_differently() {
        let groups = [Group { events: 6.0, population: 30.0 }, Group { events: 14.0, population: 10.0 }];
        assert!((disparity(&groups, Weighting::People).unwrap().value - 0.9).abs() < 1e-15);
        assert!((disparity(&groups, Weighting::Groups).unwrap().value - 1.2).abs() < 1e-15);
    }
}
