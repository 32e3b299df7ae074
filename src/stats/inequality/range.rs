//! The most deprived group against the least: difference and ratio.
//!
//! What: the gap between the two ends of the table, without a model.
//! Read: the figure the field quotes, such as "ten times as high in the most deprived tenth".
//! Not when: end groups are small, or the groups between matter: they are not used.
//! Formula: `r₁ - r_k` and `r₁/r_k`, with the limits of two rates.
//! Source: Bywaters et al. 2020, Child Welfare Inequalities Project; limits as for two rates.

use super::FEWEST;
use crate::stats::rates::{RatioLimits, difference, ratio};
use crate::stats::{Answer, Estimate, Group, Level, Method, NoAnswer};

/// What `explain range-difference` says.
pub const DIFFERENCE: Method = Method {
    name: "range-difference",
    title: "Most less least deprived",
    what: "The rate of the most deprived group less that of the least.",
    read: "Per 10,000 children: how many more in the most deprived group. Above nought is worse for the more deprived.",
    not_when: "The end groups are small, or the groups between them matter.",
    formula: "r1 - rk, with limits that recover each rate's own, where both groups would have five events at their common rate",
    source: "Bywaters et al. 2020, Child Welfare Inequalities Project, final report",
};

/// What `explain range-ratio` says.
pub const RATIO: Method = Method {
    name: "range-ratio",
    title: "Most over least deprived",
    what: "The rate of the most deprived group over that of the least: 10:1 for deciles, Q5:Q1 for fifths.",
    read: "12 means twelve times as high in the most deprived group.",
    not_when: "The least deprived group has few or no events, or the groups between them matter.",
    formula: "r1/rk, with score limits given the total, where both groups would have five events at their common rate",
    source: "Bywaters et al. 2020, Child Welfare Inequalities Project, final report",
};

/// Returns the first group's rate less the last's, per person; without limits where either would have fewer than
/// five events at their common rate.
///
/// # Errors
///
/// `TooFewGroups` below two; `OutOfRange`; `NoPopulation`.
pub fn range_difference(groups: &[Group], level: Level) -> Answer<Estimate> {
    let (first, last) = ends(groups)?;
    limited(difference(first, last, level), first, last)
}

/// Returns the first group's rate over the last's; without limits as for [`range_difference`].
///
/// # Errors
///
/// As [`ratio()`], and `TooFewGroups` below two groups.
pub fn range_ratio(groups: &[Group], limits: RatioLimits, level: Level) -> Answer<Estimate> {
    let (first, last) = ends(groups)?;
    limited(ratio(first, last, limits, level), first, last)
}

/// Drops the limits of a comparison of groups one of which is too small for them.
pub(super) fn limited(found: Answer<Estimate>, first: Group, second: Group) -> Answer<Estimate> {
    let common = (first.events + second.events) / (first.population + second.population);
    let fewest = common * first.population.min(second.population);
    found.map(|found| if fewest < FEWEST { Estimate { interval: None, ..found } } else { found })
}

fn ends(groups: &[Group]) -> Answer<(Group, Group)> {
    match groups {
        [first, .., last] => Ok((*first, *last)),
        _ => Err(NoAnswer::TooFewGroups),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_ends_count() {
        let groups = [113.0, 71.0, 9.0].map(|events| Group { events, population: 1e4 });
        assert!((range_difference(&groups, Level::P95).unwrap().value * 1e4 - 104.0).abs() < 1e-10);
        let tenfold = range_ratio(&groups, RatioLimits::MidP, Level::P95).unwrap();
        assert!((tenfold.value - 12.556).abs() < 5e-4);
        assert_eq!(range_difference(&groups[..1], Level::P95), Err(NoAnswer::TooFewGroups));
    }
}
