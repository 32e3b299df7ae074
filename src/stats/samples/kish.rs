//! Kish's design effect of weights: how much less a weighted sample knows than its size suggests.
//!
//! Read 1.5 as a third of the sample lost: divide the sample size by it. Not where the weights follow what is measured:
//! it then overstates the loss.
//!
//! Formula: `n Σw²/(Σw)²`.
//! Source: Kish 1965, Survey Sampling, section 11.7.

use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "kish",
    title: "Kish's design effect of weights",
    what: "How much less a weighted sample knows than its size suggests.",
    read: "1 when all weights are the same; 1.5: divide the sample size by one and a half.",
    not_when: "The weights follow what is measured: it then overstates the loss.",
    formula: "n*sum(w^2)/sum(w)^2",
    source: "Kish 1965, Survey Sampling, section 11.7.",
};

/// Returns Kish's design effect of unequal weights.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where no weight is above nought, [`NoAnswer::OutOfRange`] where one is
/// negative or not finite.
pub fn kish(weights: &[f64]) -> Answer<f64> {
    if weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
        return Err(NoAnswer::OutOfRange);
    }
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(NoAnswer::NoPopulation);
    }
    // Of the largest, so that no sum is too large to hold.
    let total: f64 = weights.iter().map(|w| w / largest).sum();
    let squares: f64 = weights.iter().map(|w| (w / largest / total).powi(2)).sum();
    Ok(weights.len() as f64 * squares)
}
