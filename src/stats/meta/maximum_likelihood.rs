//! The maximum-likelihood variance between sites.
//!
//! Read it as the restricted one's, which it always falls below a little, because it takes the mean
//! as known. Not as the default: use the restricted one unless a likelihood-ratio test is wanted.
//!
//! Formula: maximises `−½Σ ln(v + τ²) − ½Σ (y − μ)²/(v + τ²)` over `τ² ≥ 0`; standard error `√(2/Σw²)`.
//! Source: Hardy & Thompson 1996, Statistics in Medicine 15:619.

use super::likelihood::scored;
use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-ml",
    title: "Maximum-likelihood variance between sites",
    what: "The variance of true effects between sites that makes the sites' effects most likely.",
    read: "Its square root is the spread of true effects; a little too small with few sites.",
    not_when: "As a default: the restricted estimator allows for the mean having been estimated.",
    formula: "argmax over t >= 0 of -sum(ln(v+t))/2 - sum((y-m)^2/(v+t))/2",
    source: "Hardy & Thompson 1996, Statistics in Medicine 15:619-629.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    let value = scored(studies, |t| {
        let weighted = Weighted::inverse_variance(studies, t);
        (super::restricted::squared_weight_squares(studies, &weighted) - weighted.total)
            / weighted.sum(|w| w * w)
    })?;
    let information = Weighted::inverse_variance(studies, value).sum(|w| w * w);
    Tau2::new(value, Some((2.0 / information).sqrt()))
}
