//! Sidik and Jonkman's variance between sites.
//!
//! Read it as the others; it is never exactly nought unless every effect is the same, so it keeps
//! limits honest when sites do differ. Not when they do not: it then overstates the spread.
//!
//! Formula: start from `τ₀² = Σ(y − ȳ)²/k`; then `τ² = τ₀² Σ u(y − ȳᵤ)² / (k − 1)`, `u = 1/(v + τ₀²)`.
//! Source: Sidik & Jonkman 2005, Applied Statistics 54:367.

use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-sj",
    title: "Sidik–Jonkman variance between sites",
    what: "The variance of true effects between sites in two steps from the crude variance of the effects.",
    read: "Its square root is the spread of true effects; it is almost never nought.",
    not_when: "Sites hardly differ: it overstates the spread.",
    formula: "t0 = sum((y-mean)^2)/k; t0*sum(u*(y-mean_u)^2)/(k-1), u = 1/(v+t0)",
    source: "Sidik & Jonkman 2005, Journal of the Royal Statistical Society C 54:367-384.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    let (df, k) = (studies.df(), studies.count() as f64);
    let crude = Weighted::equal(studies).squares / k;
    let weighted = Weighted::inverse_variance(studies, crude);
    let value = crude * weighted.squares / df;
    let variances: Vec<f64> = studies.0.iter().map(|s| s.variance).collect();
    let ones = vec![1.0; variances.len()];
    let spread = 2.0 * weighted.trace_of_two(&variances, &variances)
        + 4.0 * value * weighted.trace_of_two(&variances, &ones)
        + 2.0 * value * value * weighted.trace_of_square();
    Tau2::new(value, Some(crude / df * spread.sqrt()))
}
