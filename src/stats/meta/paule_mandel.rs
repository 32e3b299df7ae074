//! Paule and Mandel's variance between sites.
//!
//! Read it as the variance at which the sites' spread is exactly what chance would give. It makes no
//! assumption of normality and does well with few sites. Not when there are two or three: no
//! estimator can then tell spread from chance.
//!
//! Formula: the `τ² ≥ 0` that solves `Σ (y − μ)²/(v + τ²) = k − 1`.
//! Source: Paule & Mandel 1982, Journal of Research of the NBS 87:377.

use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::root::{crossing, precise};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-pm",
    title: "Paule–Mandel variance between sites",
    what: "The variance of true effects between sites at which the weighted spread is exactly what chance would give.",
    read: "Its square root is the spread of true effects; nought means the sites differ no more than chance allows.",
    not_when: "There are two or three sites: no estimator can then tell spread from chance.",
    formula: "the t >= 0 solving sum((y-m)^2/(v+t)) = k-1",
    source: "Paule & Mandel 1982, Journal of Research of the National Bureau of Standards 87:377-385.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    let (df, k) = (studies.df(), studies.count() as f64);
    let value = generalised_q_root(studies, df)?;
    let total = Weighted::inverse_variance(studies, value).total;
    Tau2::new(value, Some((2.0 * k * k / df).sqrt() / total))
}

/// Returns the variance at which the generalised Q falls to `target`; nought where it starts below.
pub(super) fn generalised_q_root(studies: &Studies, target: f64) -> Answer<f64> {
    let excess = |t: f64| Ok(Weighted::inverse_variance(studies, t).squares - target);
    let at_nought = excess(0.0)?;
    if at_nought <= 0.0 {
        return Ok(0.0);
    }
    let scale = studies.0.iter().map(|s| s.variance).fold(f64::INFINITY, f64::min);
    crossing((0.0, at_nought), scale, precise, excess)
}
