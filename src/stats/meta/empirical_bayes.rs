//! Morris' empirical Bayes variance between sites.
//!
//! Read it exactly as Paule and Mandel's: the two estimating equations have the same root, reached
//! here once. It has a name of its own because readers ask for it by that name.
//!
//! Formula: the `τ² ≥ 0` with `τ² = Σ w(k/(k−1)(y − μ)² − v) / Σw`, `w = 1/(v + τ²)`.
//! Source: Morris 1983, JASA 78:47; Viechtbauer et al. 2015, Psychological Methods 20:360 (identity with PM).

use super::{Studies, Tau2, paule_mandel};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-eb",
    title: "Empirical Bayes variance between sites",
    what: "Morris' estimator of the variance of true effects between sites; the same figure as Paule–Mandel's.",
    read: "As Paule–Mandel's.",
    not_when: "As Paule–Mandel's.",
    formula: "the t >= 0 solving t = sum(w*(k/(k-1)*(y-m)^2 - v))/sum(w), w = 1/(v+t)",
    source: "Morris 1983, Journal of the American Statistical Association 78:47-55.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    paule_mandel::tau2(studies)
}
