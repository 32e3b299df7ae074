//! The design effect of clusters: how much less a clustered sample knows than its size suggests.
//!
//! Read a design effect of 1.5 as a third of the sample lost: divide the sample size by it, or widen
//! limits by its root. Children in one family, or files of one team, resemble each other by `ρ`. Not where
//! clusters are few: `ρ` is then a guess, so give a range.
//!
//! Formula: `1 + (m − 1)ρ`, with `m = Σm²/Σm` for unequal sizes.
//! Source: Kish 1965, Survey Sampling, section 5.4.

use crate::stats::{Answer, Method, NoAnswer, finite};

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
    let all: f64 = finite(sizes.iter().sum())?;
    let typical: f64 = sizes.iter().map(|m| m * (m / all)).sum();
    let effect = finite(1.0 + (typical - 1.0) * rho)?;
    if effect > 0.0 { Ok(effect) } else { Err(NoAnswer::OutOfRange) }
}

/// Returns the size of the simple random sample that would know as much.
///
/// # Errors
///
/// [`NoAnswer::OutOfRange`] unless both are finite numbers above nought; [`NoAnswer::Overflow`].
pub fn effective_size(sample: f64, effect: f64) -> Answer<f64> {
    let sound = |x: f64| x.is_finite() && x > 0.0;
    if !(sound(sample) && sound(effect)) {
        return Err(NoAnswer::OutOfRange);
    }
    let size = sample / effect;
    if size.is_normal() { Ok(size) } else { Err(NoAnswer::Overflow) }
}
