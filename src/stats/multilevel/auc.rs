//! Area under the curve: how well strata tell who will have the outcome.
//!
//! What: the chance that a child with the outcome has a higher predicted probability than one without.
//! Read: 0.5 is no better than chance, 1 is certainty; strata differ on average long before this is high.
//! Not when: everybody or nobody has the outcome. Formula: the share of pairs of a case and a non-case in
//! which the case is predicted higher, ties counting half. Source: Hanley and McNeil 1982, Radiology
//! 143:29; Merlo et al. 2016, PLoS One 11:e0153778.

use super::fit::Multilevel;
use super::predict::{Kind, fitted};
use crate::stats::glm::Law;
use crate::stats::{Answer, Method, NoAnswer};

/// Predictions closer than this are the same.
const SAME: f64 = 1e-12;

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "auc",
    title: "Area under the curve of strata",
    what: "The chance that a child with the outcome has a higher predicted probability than one without.",
    read: "0.5 is no better than chance, 1 is certainty.",
    not_when: "Everybody or nobody has the outcome.",
    formula: "share of case and non-case pairs in which the case is predicted higher, ties counting half",
    source: "Hanley and McNeil 1982, Radiology 143:29; Merlo et al. 2016, PLoS One 11:e0153778",
};

/// Returns the area under the curve of a logistic model's predictions.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] for a model that is not binomial; [`NoAnswer::NoEvents`] where everybody or
/// nobody has the outcome.
pub fn auc(fit: &Multilevel<'_>, kind: Kind) -> Answer<f64> {
    if !matches!(fit.model().law(), Law::Binomial) {
        return Err(NoAnswer::ShapeMismatch);
    }
    let rows = (0..fit.codes.len()).filter(|&row| fit.model().counts(row));
    let mut strata: Vec<(f64, f64, f64)> = rows
        .map(|row| {
            let (share, size) = fit.model().outcome_at(row);
            // A stratum predicted perfectly is predicted as it is.
            let predicted = fitted(fit, row, kind).unwrap_or(share);
            (predicted, size * share, size * (1.0 - share))
        })
        .collect();
    strata.sort_by(|a, b| a.0.total_cmp(&b.0));
    area(&strata)
}

/// Returns the area from strata in order of prediction, each with its cases and non-cases.
fn area(strata: &[(f64, f64, f64)]) -> Answer<f64> {
    let (mut won, mut cases, mut others) = (0.0, 0.0, 0.0);
    for tied in strata.chunk_by(|a, b| b.0 - a.0 <= SAME) {
        let here: f64 = tied.iter().map(|stratum| stratum.1).sum();
        let non: f64 = tied.iter().map(|stratum| stratum.2).sum();
        won += here * (others + 0.5 * non);
        cases += here;
        others += non;
    }
    if cases > 0.0 && others > 0.0 { Ok(won / (cases * others)) } else { Err(NoAnswer::NoEvents) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_counts_pairs_and_half_of_ties() {
        assert_eq!(area(&[(0.1, 1.0, 3.0), (0.4, 3.0, 1.0)]), Ok((0.5 * 3.0 + 3.0 * 3.0 + 1.5) / 16.0));
        assert_eq!(area(&[(0.2, 1.0, 3.0), (0.2, 3.0, 1.0)]), Ok(0.5));
        assert_eq!(area(&[(0.2, 0.0, 3.0)]), Err(NoAnswer::NoEvents));
    }
}
