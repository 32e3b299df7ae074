//! Cox's proportional hazards: how much sooner the event comes for each step of a covariate.
//!
//! Read a hazard ratio of 1.2 as the event coming at a rate 20% higher, at every time, for one more
//! unit of the covariate. Siblings are not independent: use [`CoxFit::clustered`]. Not where the ratio
//! changes over time; [`CoxFit::proportional`] tests that. Not with fewer than about ten events for each
//! covariate.
//!
//! Formula: maximises the partial likelihood, ties by Efron's or Breslow's approximation, by Newton
//! steps on standardised covariates.
//! Source: Cox 1972, JRSS B 34:187; Efron 1977, JASA 72:557; Breslow 1974, Biometrics 30:89.

pub mod concordance;
mod fit;
pub mod proportional;
mod risk_sets;
pub mod robust;
mod sorted;
#[cfg(test)]
mod tests;

use nalgebra::DMatrix;

use super::Observation;
use crate::stats::distribution::{chi_squared_above, normal_beyond, z};
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};
use sorted::Sorted;

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "cox",
    title: "Cox proportional hazards",
    what: "How much sooner the event comes for one more unit of a covariate, the others held fixed.",
    read: "A hazard ratio of 1.2: the event comes at a rate 20% higher, at every time.",
    not_when: "The ratio changes over time (see cox-proportional); there are fewer than about ten events for each covariate; or siblings are in the data and the limits are not clustered (see cox-clustered).",
    formula: "argmax of sum over events of x'b - ln(sum over risk set of exp(x'b)), ties by Efron or Breslow",
    source: "Cox 1972, Journal of the Royal Statistical Society B 34:187-220; Efron 1977, Journal of the American Statistical Association 72:557-565.",
};

/// How events at the same time share the risk set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ties {
    /// Each in turn leaves a share of its weight; close to the exact likelihood. The default.
    #[default]
    Efron,
    /// All see the whole risk set; pulls hazard ratios towards one when ties are heavy.
    Breslow,
}

/// A fitted Cox model.
#[derive(Debug, Clone)]
pub struct CoxFit {
    /// The log hazard ratio of each covariate.
    pub coefficients: Vec<f64>,
    /// The log partial likelihood at the fit.
    pub log_likelihood: f64,
    /// The log partial likelihood without covariates.
    pub null_log_likelihood: f64,
    /// Rao's score statistic for all covariates together.
    pub score_chi_squared: f64,
    /// Wald's statistic for all covariates together.
    pub wald_chi_squared: f64,
    /// Events.
    pub events: usize,
    covariance: DMatrix<f64>,
    sorted: Sorted,
    ties: Ties,
}

/// Returns the fit of a Cox model.
///
/// `columns` holds one slice for each covariate, each with a value for every observation.
///
/// # Errors
///
/// [`NoAnswer`] `ShapeMismatch` where lengths differ or there is no covariate,
/// `NoPopulation` and `OutOfRange` as for a life table (a covariate must be finite too), `NoEvents`
/// without events, `Aliased` where a covariate is constant over the risk sets or a combination of others,
/// `Separation` where a coefficient runs to infinity, `NoConvergence` where the fit does not settle.
pub fn cox(observations: &[Observation], columns: &[&[f64]], ties: Ties) -> Answer<CoxFit> {
    fit::fit(Sorted::new(observations, columns)?, ties)
}

impl CoxFit {
    /// Returns the covariance of two log hazard ratios, by position.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::ShapeMismatch`] past the last covariate.
    pub fn covariance(&self, i: usize, j: usize) -> Answer<f64> {
        self.covariance.get((i, j)).copied().ok_or(NoAnswer::ShapeMismatch)
    }

    /// Returns the standard error of each log hazard ratio.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<f64> {
        self.covariance.diagonal().iter().map(|v| v.sqrt()).collect()
    }

    /// Returns the hazard ratio of each covariate with Wald limits; [`NoAnswer::Overflow`] where it is
    /// too large to write, for want of a sensible unit.
    #[must_use]
    pub fn hazard_ratios(&self, level: Level) -> Vec<Answer<Estimate>> {
        hazard_ratios(&self.coefficients, &self.standard_errors(), z(level))
    }

    /// Returns the two-sided probability of each coefficient under no effect, by Wald's test.
    #[must_use]
    pub fn p_values(&self) -> Vec<f64> {
        self.coefficients.iter().zip(self.standard_errors()).map(|(b, se)| normal_beyond(b / se)).collect()
    }

    /// Returns the likelihood-ratio statistic for all covariates together, with its probability.
    #[must_use]
    pub fn likelihood_ratio(&self) -> (f64, f64) {
        let statistic = 2.0 * (self.log_likelihood - self.null_log_likelihood);
        (statistic, chi_squared_above(statistic, self.coefficients.len() as f64))
    }
}

/// Returns hazard ratios whose limits are `quantile` standard errors either side of the coefficient.
fn hazard_ratios(coefficients: &[f64], standard_errors: &[f64], quantile: f64) -> Vec<Answer<Estimate>> {
    let one = |(b, se): (&f64, &f64)| {
        let interval = Interval::new((b - quantile * se).exp(), (b + quantile * se).exp());
        let value = b.exp();
        Estimate::new(value, interval)
    };
    coefficients.iter().zip(standard_errors).map(one).collect()
}
