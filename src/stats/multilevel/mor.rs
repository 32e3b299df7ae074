//! Median odds ratio: the variance between strata on the scale of odds ratios.
//!
//! What: the middle value of the odds ratio between two children alike in all else, from two strata drawn at
//! random, the higher over the lower. Read: 1 is no difference; compare with the odds ratios of the terms.
//! Not when: the model is not logistic. Formula: `exp(√(2σ²) Φ⁻¹(0.75))`. Source: Larsen and Merlo 2005,
//! Am J Epidemiol 161:81.

use super::fit::Multilevel;
use crate::stats::distribution::normal_quantile;
use crate::stats::glm::Law;
use crate::stats::{Answer, Method, NoAnswer, finite};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "mor",
    title: "Median odds ratio",
    what: "The middle value of the odds ratio between children alike in all else from two strata drawn at random.",
    read: "1 is no difference between strata; compare with the odds ratios of the terms.",
    not_when: "The model is not logistic.",
    formula: "exp(sqrt(2 s2) * 0.6745)",
    source: "Larsen and Merlo 2005, Am J Epidemiol 161:81",
};

/// Returns the median odds ratio of a logistic model: one where the variance is nought.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] for a model that is not binomial.
pub fn mor(fit: &Multilevel<'_>) -> Answer<f64> {
    if matches!(fit.model().law(), Law::Binomial) {
        finite(median_ratio(fit.variance()))
    } else {
        Err(NoAnswer::ShapeMismatch)
    }
}

/// Returns the median ratio that a fit's variance between groups amounts to, which is a number because that is.
pub(crate) fn median_ratio(variance: f64) -> f64 {
    ((2.0 * variance).sqrt() * normal_quantile(0.75)).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_ratios_are_those_of_the_methods_page() {
        // Variances 0.25, 0.5 and 1: 1.611, 1.963 and 2.596 (Larsen and Merlo's formula, computed).
        for (variance, ratio) in [(0.25, 1.611), (0.5, 1.963), (1.0, 2.596)] {
            assert!((median_ratio(variance) - ratio).abs() < 5e-4);
        }
    }
}
