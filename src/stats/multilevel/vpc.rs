//! Variance partition coefficient: how much of the variation lies between strata.
//!
//! What: the share of the variation of the outcome that lies between groups rather than within them, on the
//! latent scale of a logistic model, on the response scale, or for counts. Read: near nought, a child's
//! stratum says little of the child, however much strata differ on average. Not when: comparing
//! authorities or years with other prevalences or detection; the response and count forms move with the
//! mean, and the count form with how rows are aggregated. Formula: latent `σ²/(σ²+π²/3)`; response
//! `var(p)/(var(p)+E p(1−p))`; counts, with marginal mean `μ`, `μ²(e^σ²−1)` over that plus
//! `μ + μ² e^σ²/θ`; log-normal `σ²/(σ² + mean ln(1 + 1/μ_i + 1/θ))`. Source: Goldstein, Browne and Rasbash
//! 2002, Understanding Statistics 1:223; Leckie et al. 2020, Psychological Methods 25:787; Nakagawa,
//! Johnson and Schielzeth 2017, J R Soc Interface 14:20170213.

use super::fit::Multilevel;
use super::quadrature::normal_mean;
use crate::stats::glm::Law;
use crate::stats::glm::family::logistic;
use crate::stats::{Answer, Method, NoAnswer, finite};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "vpc",
    title: "Variance partition coefficient",
    what: "The share of the outcome's variation that lies between strata rather than within them.",
    read: "Near nought, a child's stratum says little of the child, however much strata differ on average.",
    not_when: "Comparing places or years with other prevalence or detection; the response and count forms move with the mean.",
    formula: "latent s2/(s2 + pi^2/3); response var(p)/(var(p) + E p(1-p)); counts m^2(e^s2 - 1)/(that + m + m^2 e^s2/theta)",
    source: "Goldstein, Browne and Rasbash 2002, Understanding Statistics 1:223; Leckie et al. 2020, Psychological Methods 25:787",
};

/// Returns the latent-scale share of a logistic model: nought where the variance is nought.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] for a model that is not binomial.
pub fn vpc_latent(fit: &Multilevel<'_>) -> Answer<f64> {
    binomial(fit)?;
    finite(latent_share(fit.variance()))
}

/// Returns the latent-scale share of a logistic model whose fit has this variance between groups.
fn latent_share(variance: f64) -> f64 {
    variance / (variance + std::f64::consts::PI.powi(2) / 3.0)
}

/// Returns the response-scale share of a logistic model, at its mean linear predictor over trials.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] for a model that is not binomial.
pub fn vpc_response(fit: &Multilevel<'_>) -> Answer<f64> {
    binomial(fit)?;
    let (mut total, mut weight) = (0.0, 0.0);
    for row in (0..fit.codes.len()).filter(|&row| fit.base.is_live(row)) {
        let size = fit.model().outcome_at(row).1;
        total += size * fit.linear(row);
        weight += size;
    }
    let middle = total / weight;
    if fit.at_boundary() {
        return Ok(0.0);
    }
    let mean = normal_mean(fit.sd(), |u| logistic(middle + u).0);
    let between = normal_mean(fit.sd(), |u| (logistic(middle + u).0 - mean).powi(2));
    let within = normal_mean(fit.sd(), |u| logistic(middle + u).1);
    finite(between / (between + within))
}

/// Returns the exact share of a count model for a unit whose linear predictor, exposure included, is `eta`.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] for a model that is not of counts; [`NoAnswer::Overflow`] where the mean
/// is too large to hold.
pub fn vpc_count(fit: &Multilevel<'_>, eta: f64) -> Answer<f64> {
    let looseness = looseness(fit)?;
    let variance = fit.variance();
    let mean = (eta + 0.5 * variance).exp();
    let between = mean * mean * variance.exp_m1();
    finite(between / (between + mean + looseness * mean * mean * variance.exp()))
}

/// Returns the log-normal share of a count model over its own rows, each with its fitted count.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] for a model that is not of counts.
pub fn vpc_lognormal(fit: &Multilevel<'_>) -> Answer<f64> {
    let looseness = looseness(fit)?;
    let (mut total, mut rows) = (0.0, 0.0);
    for row in (0..fit.codes.len()).filter(|&row| fit.base.is_live(row)) {
        let mean = (fit.linear(row) + fit.effects[fit.codes[row]].mode).exp();
        total += (1.0 / mean + looseness).ln_1p();
        rows += 1.0;
    }
    let variance = fit.variance();
    Ok(variance / (variance + finite(total / rows)?))
}

fn binomial(fit: &Multilevel<'_>) -> Answer<()> {
    if matches!(fit.model().law(), Law::Binomial) { Ok(()) } else { Err(NoAnswer::ShapeMismatch) }
}

/// Returns one over theta: nought for a Poisson model.
fn looseness(fit: &Multilevel<'_>) -> Answer<f64> {
    match fit.model().law() {
        Law::Poisson | Law::NegativeBinomial { .. } => Ok(fit.theta().map_or(0.0, f64::recip)),
        Law::Binomial | Law::Gaussian => Err(NoAnswer::ShapeMismatch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latent_shares_are_those_of_the_methods_page() {
        // Variances 0.25, 0.5 and 1: 0.0706, 0.1319 and 0.2331 (Evans et al. 2024 conventions, computed).
        for (variance, share) in [(0.25, 0.0706), (0.5, 0.1319), (1.0, 0.2331)] {
            assert!((latent_share(variance) - share).abs() < 5e-5);
        }
    }
}
