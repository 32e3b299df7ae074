//! The design effect: how much less a clustered or weighted sample knows than its size suggests.
//!
//! Read a design effect of 1.5 as a third of the sample lost: divide the sample size by it, or widen
//! limits by its root. Children in one family, or files of one team, resemble each other by `ρ`; weights
//! that differ lose more (Kish). Not where clusters are few: `ρ` is then a guess, so give a range.
//!
//! Formula: clusters `1 + (m − 1)ρ`, with `m = Σm²/Σm` for unequal sizes; weights `n Σw²/(Σw)²`.
//! Source: Kish 1965, Survey Sampling, sections 5.4 and 11.7.

use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "design-effect",
    title: "Design effect of clusters",
    what: "How much less a sample in clusters knows than its size suggests.",
    read: "1.5: divide the sample size by one and a half, or widen limits by its root.",
    not_when: "Clusters are few: the resemblance within them is then a guess, so give a range.",
    formula: "1 + (m-1)*rho, m = sum(size^2)/sum(size)",
    source: "Kish 1965, Survey Sampling, section 5.4.",
};

/// What Kish's effect of weights says of itself.
pub const KISH: Method = Method {
    name: "kish",
    title: "Kish's design effect of weights",
    what: "How much less a weighted sample knows than its size suggests.",
    read: "1 when all weights are the same; 1.5: divide the sample size by one and a half.",
    not_when: "The weights follow what is measured: it then overstates the loss.",
    formula: "n*sum(w^2)/sum(w)^2",
    source: "Kish 1965, Survey Sampling, section 11.7.",
};

/// Returns the design effect of clusters of the given sizes whose members resemble each other by `rho`.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] without a cluster, [`NoAnswer::OutOfRange`] where a size is not a finite
/// number of at least one, `rho` is not within −1 and 1, or the effect would not be positive.
pub fn design_effect(sizes: &[f64], rho: f64) -> Answer<f64> {
    if sizes.is_empty() {
        return Err(NoAnswer::NoPopulation);
    }
    if sizes.iter().any(|m| !m.is_finite() || *m < 1.0) || !(-1.0..=1.0).contains(&rho) {
        return Err(NoAnswer::OutOfRange);
    }
    let typical = sizes.iter().map(|m| m * m).sum::<f64>() / sizes.iter().sum::<f64>();
    let effect = 1.0 + (typical - 1.0) * rho;
    if effect > 0.0 { Ok(effect) } else { Err(NoAnswer::OutOfRange) }
}

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
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return Err(NoAnswer::NoPopulation);
    }
    let squares: f64 = weights.iter().map(|w| (w / total).powi(2)).sum();
    Ok(weights.len() as f64 * squares)
}

/// Returns the size of the simple random sample that would know as much.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] unless both are finite numbers above nought.
pub fn effective_size(sample: f64, effect: f64) -> Answer<f64> {
    let sound = |x: f64| x.is_finite() && x > 0.0;
    if sound(sample) && sound(effect) { Ok(sample / effect) } else { Err(NoAnswer::OutOfRange) }
}
