//! Hedges' variance between sites, by unweighted moments.
//!
//! Read it as DerSimonian–Laird's, but every site counts alike, which suits sites whose sizes have
//! nothing to do with their effects. Not when some sites are tiny: their noise enters in full.
//!
//! Formula: `max(0, s² − mean(v))` with `s²` the plain variance of the effects.
//! Source: Hedges & Olkin 1985, chapter 9; called HE or Cochran's ANOVA estimator.

use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::{Answer, Method, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-he",
    title: "Hedges' variance between sites",
    what: "The plain variance of the sites' effects, less their average sampling variance.",
    read: "Its square root is the spread of true effects; every site counts alike.",
    not_when: "Some sites are tiny: their noise enters in full.",
    formula: "max(0, var(y) - mean(v))",
    source: "Hedges & Olkin 1985, Statistical Methods for Meta-Analysis, chapter 9.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    let weighted = Weighted::equal(studies);
    let (df, k) = (studies.df(), studies.count() as f64);
    let variances: Vec<f64> = studies.0.iter().map(|s| s.variance).collect();
    let trace = (1.0 - 1.0 / k) * variances.iter().sum::<f64>();
    let value = finite((weighted.squares - trace) / df)?.max(0.0);
    let spread =
        2.0 * weighted.trace_of_two(&variances, &variances) + 4.0 * value * trace + 2.0 * value * value * df;
    Tau2::new(value, Some(spread.sqrt() / df))
}
