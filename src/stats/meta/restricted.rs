//! The restricted maximum-likelihood variance between sites: the default.
//!
//! Read `tau` (its root) as the spread of true effects between sites, on the effect's own scale. It
//! allows for the mean having been estimated. Not when there are two or three sites: no estimator can
//! then tell spread from chance.
//!
//! Formula: maximises the likelihood of the residuals; scoring step `(Y'PPY − tr P)/tr PP`; standard error `√(2/tr PP)`.
//! Source: Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261.

use super::likelihood::scored;
use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-reml",
    title: "Restricted maximum-likelihood variance between sites",
    what: "The variance of true effects between sites that makes the sites' departures from their mean most likely.",
    read: "Its square root is the spread of true effects, on the effect's own scale; nought means no spread was seen.",
    not_when: "There are two or three sites: no estimator can then tell spread from chance.",
    formula: "argmax over t >= 0 of -sum(ln(v+t))/2 - ln(sum(w))/2 - sum((y-m)^2*w)/2, w = 1/(v+t)",
    source: "Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261-293.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    let value = scored(studies, |t| {
        let weighted = Weighted::inverse_variance(studies, t);
        (squared_weight_squares(studies, &weighted) - weighted.trace()) / weighted.trace_of_square()
    })?;
    let information = Weighted::inverse_variance(studies, value).trace_of_square();
    Tau2::new(value, Some((2.0 / information).sqrt()))
}

/// Returns `Y'PPY`: squares about the mean, weighted by the squared weights.
pub(super) fn squared_weight_squares(studies: &Studies, weighted: &Weighted) -> f64 {
    weighted.weights.iter().zip(&studies.0).map(|(w, s)| (w * (s.effect - weighted.mean)).powi(2)).sum()
}
