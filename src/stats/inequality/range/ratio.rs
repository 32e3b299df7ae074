//! The rate of the most deprived group over that of the least.
//!
//! What: the gap between the two ends of the table, without a model: 10:1 for deciles, Q5:Q1 for fifths.
//! Read: the figure the field quotes, such as "ten times as high in the most deprived tenth".
//! Not when: the least deprived group has few or no events, or the groups between matter: they are not used.
//! Formula: `r₁/r_k`, with the limits of the ratio of two rates.
//! Source: Bywaters et al. 2020, Child Welfare Inequalities Project; limits as for two rates.

use super::{ends, limited};
use crate::stats::rates::{RatioLimits, ratio};
use crate::stats::{Answer, Estimate, Group, Level, Method};

/// What `explain range-ratio` says.
pub const METHOD: Method = Method {
    name: "range-ratio",
    title: "Most over least deprived",
    what: "The rate of the most deprived group over that of the least: 10:1 for deciles, Q5:Q1 for fifths.",
    read: "12 means twelve times as high in the most deprived group.",
    not_when: "The least deprived group has few or no events, or the groups between them matter.",
    formula: "r1/rk, with score limits given the total, where both groups would have five events at their common rate",
    source: "Bywaters et al. 2020, Child Welfare Inequalities Project, final report",
};

/// Returns the first group's rate over the last's; without limits as for [`range_difference`](super::range_difference).
///
/// # Errors
///
/// As [`ratio()`], and `TooFewGroups` below two groups.
pub fn range_ratio(groups: &[Group], limits: RatioLimits, level: Level) -> Answer<Estimate> {
    let (first, last) = ends(groups)?;
    limited(ratio(first, last, limits, level), first, last)
}
