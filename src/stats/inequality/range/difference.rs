//! The rate of the most deprived group less that of the least.
//!
//! What: the gap between the two ends of the table, without a model.
//! Read: how many more per person in the most deprived group; above nought is worse for the more deprived.
//! Not when: end groups are small, or the groups between matter: they are not used.
//! Formula: `r₁ - r_k`, with the limits of the difference of two rates.
//! Source: Bywaters et al. 2020, Child Welfare Inequalities Project; limits as for two rates.

use super::{ends, limited};
use crate::stats::rates::difference;
use crate::stats::{Answer, Estimate, Group, Level, Method};

/// What `explain range-difference` says.
pub const METHOD: Method = Method {
    name: "range-difference",
    title: "Most less least deprived",
    what: "The rate of the most deprived group less that of the least.",
    read: "Per 10,000 children: how many more in the most deprived group. Above nought is worse for the more deprived.",
    not_when: "The end groups are small, or the groups between them matter.",
    formula: "r1 - rk, with limits that recover each rate's own, where both groups would have five events at their common rate",
    source: "Bywaters et al. 2020, Child Welfare Inequalities Project, final report",
};

/// Returns the first group's rate less the last's, per person; without limits where either would have fewer than
/// five events at their common rate.
///
/// # Errors
///
/// `TooFewGroups` below two; `OutOfRange`; `NoPopulation`; `Overflow`.
pub fn range_difference(groups: &[Group], level: Level) -> Answer<Estimate> {
    let (first, last) = ends(groups)?;
    limited(difference(first, last, level), first, last)
}
