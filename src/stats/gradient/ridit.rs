//! The ridit: where a group stands in the population, as a share of it.
//!
//! What: the share of people in more deprived groups, plus half of the group's own.
//! Read: 0 is the most deprived person of all, 1 the least; a decile of exact tenths stands at 0.05, 0.15, ….
//! Not when: groups have no order.
//! Formula: `x_k = Σ_{j<k} a_j + a_k/2`, with `a_k = n_k/Σn`. A first group of 12% stands at 0.06.
//! Source: Bross 1958, Biometrics 14:18; Low and Low 2004, Journal of Public Health 26:388.

use crate::stats::{Answer, Group, Method, NoAnswer, group};

/// What `explain ridit` says.
pub const METHOD: Method = Method {
    name: "ridit",
    title: "Mid-point rank",
    what: "Where a group stands in the whole population, counted from the most deprived person.",
    read: "0 is the most deprived end, 1 the least; a first group holding 12% of people stands at 0.06.",
    not_when: "The groups have no order.",
    formula: "x_k = sum of the shares of more deprived groups + half the group's own share",
    source: "Bross 1958, Biometrics 14:18-38; Low and Low 2004, Journal of Public Health 26:388-395",
};

/// Returns each group's mid-point rank from the most deprived end, in the order given.
///
/// # Errors
///
/// `TooFewGroups` for an empty table, `OutOfRange`, `NoPopulation`.
pub fn ridits(groups: &[Group]) -> Answer<Vec<f64>> {
    let people = group::totals(groups, 1)?.population;
    let mut before = 0.0;
    Ok(groups
        .iter()
        .map(|group| {
            let middle = (before + group.population / 2.0) / people;
            before += group.population;
            middle
        })
        .collect())
}

/// Returns each area's mid-point rank from the most deprived end by its own score (higher is more
/// deprived), in the order given. Areas with the same score share one rank: the middle of the people of
/// all of them, so that the order of rows changes nothing.
///
/// # Errors
///
/// `ShapeMismatch`, `TooFewGroups` for an empty table, `OutOfRange`, `NoPopulation`.
pub fn generalised_ridits(areas: &[Group], scores: &[f64]) -> Answer<Vec<f64>> {
    if areas.len() != scores.len() {
        return Err(NoAnswer::ShapeMismatch);
    }
    if !scores.iter().all(|score| score.is_finite()) {
        return Err(NoAnswer::OutOfRange);
    }
    let people = group::totals(areas, 1)?.population;
    let mut order: Vec<usize> = (0..areas.len()).collect();
    order.sort_by(|&one, &two| scores[two].total_cmp(&scores[one]));
    let mut ranks = vec![0.0; areas.len()];
    let mut before = 0.0;
    for tied in order.chunk_by(|&one, &two| scores[one] == scores[two]) {
        let together: f64 = tied.iter().map(|&at| areas[at].population).sum();
        for &at in tied {
            ranks[at] = (before + together / 2.0) / people;
        }
        before += together;
    }
    Ok(ranks)
}

/// Each group's closeness to the most deprived end: 1 less its ridit. Slopes on it are positive where
/// the more deprived are worse off.
pub(super) fn closeness(groups: &[Group]) -> Answer<Vec<f64>> {
    Ok(ridits(groups)?.into_iter().map(|ridit| 1.0 - ridit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_group_of_twelve_per_cent_stands_at_six() {
        // PHEindicatormethods' documentation prints 0.6 for this case, a slip (methods.md 3.2).
        let groups = [12.0, 88.0].map(|population| Group { events: 0.0, population });
        assert_eq!(ridits(&groups).unwrap(), [0.06, 0.56]);
    }

    #[test]
    fn tied_areas_share_one_rank_whatever_their_order() {
        let areas = [10.0, 30.0, 20.0, 40.0].map(|population| Group { events: 0.0, population });
        let ranks = generalised_ridits(&areas, &[5.0, 9.0, 5.0, 1.0]).unwrap();
        assert_eq!(ranks, [0.45, 0.15, 0.45, 0.8]);
    }
}
