//! The prediction interval: where the true effect of one more site like these would lie.
//!
//! Read it beside the pooled mean: the mean's limits say how well the average is known, this says how
//! far a single site may be from it. Not with fewer than about twenty sites: it takes `τ²` as known, and
//! holds the next effect too seldom. The generalised interval is the default.
//!
//! Formula: `μ ± q·√(se² + τ²)`, `q` the quantile of the mean's own limits, or Student's on `k − 2`.
//! Source: Higgins, Thompson & Spiegelhalter 2009, JRSS A 172:137.

use super::pooled::{Pooled, PooledLimits, quantile};
use super::{Studies, Tau2};
use crate::stats::distribution::t;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-prediction",
    title: "Prediction interval for one more site",
    what: "Where the true effect of another site like these would lie.",
    read: "Wider than the limits of the mean whenever sites differ; if it spans no effect, a further site may well show none.",
    not_when: "There are fewer than about twenty sites (use meta-prediction-generalised).",
    formula: "m +/- q*sqrt(se^2 + tau2); q as the mean's limits, or Student's on k-2",
    source: "Higgins, Thompson & Spiegelhalter 2009, Journal of the Royal Statistical Society A 172:137-159.",
};

/// Which quantile the prediction interval uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PredictionQuantile {
    /// The quantile of the pooled mean's own limits: normal, or Student's on `k − 1`.
    AsLimits,
    /// Student's on `k − 2` degrees of freedom, as Higgins and colleagues have it.
    StudentKMinusTwo,
}

/// Returns the prediction interval around a pooled mean got with the same `limits`.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than two studies, or fewer than three for
/// [`PredictionQuantile::StudentKMinusTwo`].
pub fn prediction_interval(
    studies: &Studies,
    tau2: &Tau2,
    pooled: &Pooled,
    limits: PooledLimits,
    convention: PredictionQuantile,
    level: Level,
) -> Answer<Interval> {
    let least = match convention {
        PredictionQuantile::AsLimits => 2,
        PredictionQuantile::StudentKMinusTwo => 3,
    };
    if studies.count() < least {
        return Err(NoAnswer::TooFewGroups);
    }
    let quantile = match convention {
        PredictionQuantile::AsLimits => quantile(studies, limits, level),
        PredictionQuantile::StudentKMinusTwo => t(level, studies.df() - 1.0),
    };
    let half = quantile * (pooled.se * pooled.se + tau2.value).sqrt();
    Interval::of(pooled.effect - half, pooled.effect + half)
}
