//! Pooling: one figure from several sites that each measured the same thing.
//!
//! Each study brings an effect on a scale where it is roughly normal (a log rate ratio, a slope) and
//! the variance of that effect. The order of work is [`between_variance`], then [`pool`] and
//! [`prediction_interval`], with [`heterogeneity()`] beside them.

pub mod der_simonian_laird;
pub mod empirical_bayes;
pub mod fixed;
pub mod hedges;
pub mod heterogeneity;
mod likelihood;
pub mod maximum_likelihood;
pub mod paule_mandel;
pub mod pooled;
pub mod prediction;
pub mod prediction_generalised;
pub mod q_profile;
pub mod restricted;
pub mod sidik_jonkman;
mod weights;

use super::{Answer, Method, NoAnswer, finite};

pub use heterogeneity::{Heterogeneity, heterogeneity, share};
pub use pooled::{Pooled, PooledLimits, pool};
pub use prediction::{PredictionQuantile, prediction_interval};
pub use prediction_generalised::generalised_prediction;
pub use q_profile::tau2_interval;

/// The methods of this room.
pub const METHODS: &[Method] = &[
    fixed::METHOD,
    der_simonian_laird::METHOD,
    hedges::METHOD,
    sidik_jonkman::METHOD,
    paule_mandel::METHOD,
    empirical_bayes::METHOD,
    maximum_likelihood::METHOD,
    restricted::METHOD,
    pooled::METHOD,
    prediction::METHOD,
    prediction_generalised::METHOD,
    heterogeneity::METHOD,
    q_profile::METHOD,
];

/// One site's effect and the variance of that effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Study {
    /// The effect, on a scale where its error is roughly normal.
    pub effect: f64,
    /// The variance of the effect: its standard error squared.
    pub variance: f64,
}

/// Studies that have been checked: at least one, every effect finite, every variance positive.
#[derive(Debug, Clone, PartialEq)]
pub struct Studies(Vec<Study>);

/// How the variance between sites is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Between {
    /// None: every site shares one true effect.
    Fixed,
    /// DerSimonian and Laird's moments, weighted by precision.
    DerSimonianLaird,
    /// Hedges' moments, unweighted.
    Hedges,
    /// Sidik and Jonkman's two steps from the crude variance.
    SidikJonkman,
    /// Paule and Mandel's generalised moments.
    PauleMandel,
    /// Morris' empirical Bayes, the same figure as Paule and Mandel's.
    EmpiricalBayes,
    /// Maximum likelihood.
    MaximumLikelihood,
    /// Restricted maximum likelihood; the default.
    #[default]
    RestrictedMaximumLikelihood,
}

/// The variance between sites, `tau²`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tau2 {
    /// The variance, never negative.
    pub value: f64,
    /// Its large-sample standard error; `None` where the variance is taken to be nought.
    pub se: Option<f64>,
}

/// Effects and variances beyond this, or variances below its inverse, are not measurements: their squares
/// would not be numbers.
const HUGE: f64 = 1e75;

impl Tau2 {
    /// No variance between sites.
    const NONE: Self = Self { value: 0.0, se: None };

    /// Returns a variance with its standard error, where it has one, both of them numbers.
    fn new(value: f64, se: Option<f64>) -> Answer<Self> {
        Ok(Self { value: finite(value)?, se: se.map(finite).transpose()? })
    }
}

impl Studies {
    /// Checks the studies.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::TooFewGroups`] where there is none, [`NoAnswer::OutOfRange`] where an effect is
    /// not finite or a variance is not a positive number.
    pub fn new(studies: &[Study]) -> Answer<Self> {
        if studies.is_empty() {
            return Err(NoAnswer::TooFewGroups);
        }
        let sound = |s: &Study| s.effect.abs() <= HUGE && (1.0 / HUGE..=HUGE).contains(&s.variance);
        if studies.iter().all(sound) { Ok(Self(studies.to_vec())) } else { Err(NoAnswer::OutOfRange) }
    }

    /// Returns how many studies there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns the degrees of freedom about one common mean.
    fn df(&self) -> f64 {
        self.0.len() as f64 - 1.0
    }
}

/// Returns the variance between sites by the named estimator.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than two studies (one is enough for [`Between::Fixed`]), and
/// [`NoAnswer::NoConvergence`] where an iterative estimator does not settle, [`NoAnswer::Overflow`] where the variance or
/// its error is too large to hold.
pub fn between_variance(studies: &Studies, between: Between) -> Answer<Tau2> {
    if between == Between::Fixed {
        return Ok(fixed::tau2());
    }
    if studies.count() < 2 {
        return Err(NoAnswer::TooFewGroups);
    }
    match between {
        Between::Fixed => Ok(fixed::tau2()),
        Between::DerSimonianLaird => der_simonian_laird::tau2(studies),
        Between::Hedges => hedges::tau2(studies),
        Between::SidikJonkman => sidik_jonkman::tau2(studies),
        Between::PauleMandel => paule_mandel::tau2(studies),
        Between::EmpiricalBayes => empirical_bayes::tau2(studies),
        Between::MaximumLikelihood => maximum_likelihood::tau2(studies),
        Between::RestrictedMaximumLikelihood => restricted::tau2(studies),
    }
}

#[cfg(test)]
mod tests;
