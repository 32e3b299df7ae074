//! Quantile groups of areas by score, with ties.
//!
//! What: which fifth or tenth of areas an area belongs to.
//! Read: group 1 is the most deprived; areas with the same score share a group.
//! Not when: there are fewer areas than groups.
//! Formula: with `r` the rank (ties take their lowest) among `N` areas and `q` groups, `⌊(r - 1)q/N⌋ + 1`,
//! the Office for Health Improvement and Disparities' rule, or `⌈r q/N⌉`, the ministry's.
//! Source: PHEindicatormethods' documentation of `phe_quantile`; MHCLG, English Indices of Deprivation, technical report.

use super::{Answer, Method, NoAnswer};

/// The methods of this file.
pub const METHODS: &[Method] = &[METHOD];

/// What `explain quantile` says.
pub const METHOD: Method = Method {
    name: "quantile",
    title: "Quantile group of an area",
    what: "Which fifth or tenth of areas an area belongs to by its score, counted among the areas given.",
    read: "Group 1 is the most deprived. Areas with the same score share a group, so groups can differ in size.",
    not_when: "There are fewer areas with a score than groups.",
    formula: "floor((r - 1) q/N) + 1 (rank rule) or ceil(r q/N) (share rule), ties taking their lowest rank r",
    source: "PHEindicatormethods, phe_quantile; MHCLG, English Indices of Deprivation, technical report",
};

/// Which end of the scores is group 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum First {
    /// The highest score, as for deprivation scores.
    Highest,
    /// The lowest, as for deprivation ranks.
    Lowest,
}

/// How a rank becomes a group. The two differ only where a rank falls on a boundary that is not a
/// whole number of areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// `⌊(r - 1)q/N⌋ + 1`: the group in which the area's rank begins.
    RankBegins,
    /// `⌈r q/N⌉`: the group in which the area's rank ends.
    RankEnds,
}

/// Returns each area's group from 1 to `groups`, in the order given; `None` for an area without a
/// score.
///
/// # Errors
///
/// `TooFewGroups` where fewer areas have a score than there are groups, or `groups` is nought;
/// `OutOfRange` for a score that is not finite.
pub fn quantiles(
    scores: &[Option<f64>],
    groups: usize,
    first: First,
    rule: Rule,
) -> Answer<Vec<Option<usize>>> {
    let direction = match first {
        First::Highest => -1.0,
        First::Lowest => 1.0,
    };
    let mut sorted: Vec<f64> = scores.iter().flatten().map(|score| direction * score).collect();
    if !sorted.iter().all(|score| score.is_finite()) {
        return Err(NoAnswer::OutOfRange);
    }
    let areas = sorted.len();
    if groups == 0 || areas < groups {
        return Err(NoAnswer::TooFewGroups);
    }
    sorted.sort_by(f64::total_cmp);
    let place = |score: f64| {
        let rank = sorted.partition_point(|&other| other < direction * score) + 1;
        match rule {
            Rule::RankBegins => (rank - 1) * groups / areas + 1,
            Rule::RankEnds => (rank * groups).div_ceil(areas),
        }
    };
    Ok(scores.iter().map(|score| score.map(place)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_group_of_their_first() {
        let scores = [9.0, 7.0, 7.0, 7.0, 1.0].map(Some);
        let groups = quantiles(&scores, 5, First::Highest, Rule::RankBegins).unwrap();
        assert_eq!(groups, [1, 2, 2, 2, 5].map(Some));
    }

    #[test]
    fn an_area_without_a_score_has_no_group() {
        let groups = quantiles(&[Some(1.0), None, Some(2.0)], 2, First::Lowest, Rule::RankEnds).unwrap();
        assert_eq!(groups, [Some(1), None, Some(2)]);
        assert_eq!(
            quantiles(&[Some(1.0), None], 2, First::Lowest, Rule::RankEnds),
            Err(NoAnswer::TooFewGroups)
        );
    }

    #[test]
    fn negative_zero_ties_with_zero() {
        let groups =
            quantiles(&[Some(0.0), Some(-0.0), Some(3.0)], 3, First::Lowest, Rule::RankBegins).unwrap();
        assert_eq!(groups, [1, 1, 3].map(Some));
    }

    #[test]
    fn the_english_deciles_begin_and_end_where_published() {
        // MHCLG 2019: of 32,844 areas, ranks 1 to 3,284 are decile 1 and rank 3,285 begins decile 2.
        let ranks: Vec<Option<f64>> = (1..=32_844).map(|rank| Some(f64::from(rank))).collect();
        let groups = quantiles(&ranks, 10, First::Lowest, Rule::RankEnds).unwrap();
        assert_eq!([3_284, 3_285, 32_844].map(|rank: usize| groups[rank - 1]), [1, 2, 10].map(Some));
    }
}
