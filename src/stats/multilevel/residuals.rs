//! Interaction residuals: how each stratum departs from what its characteristics add up to.
//!
//! What: a stratum's random intercept in the model with main effects, with limits; its exponential is a
//! ratio of odds or of rates. Read: limits that exclude nought mark a stratum worse or better off than its
//! characteristics add up to. Not when: the variance is nought (there is no departure), or many strata are
//! read one at a time without allowing for their number. Formula: conditional mode ± z standard errors (Student's
//! quantile where the fit is restricted, on Satterthwaite's degrees of freedom for the part that is estimated), of the departure given the estimates or of its prediction; the Benjamini–Hochberg rule bounds the share of flags that are false. Source: Evans et al.
//! 2018, Soc Sci Med 203:64; Benjamini and Hochberg 1995, J R Stat Soc B 57:289.

use super::fit::{Effect, Multilevel};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "interaction-residual",
    title: "Interaction residual of a stratum",
    what: "How a stratum departs from what its characteristics add up to.",
    read: "Limits that exclude nought mark a stratum worse or better off than its characteristics add up to.",
    not_when: "The variance between strata is nought, or many strata are read without allowing for their number.",
    formula: "conditional mode +/- z standard errors (Student's quantile where the fit is restricted), given the estimates or of prediction; optional Benjamini-Hochberg flags",
    source: "Evans et al. 2018, Soc Sci Med 203:64; Benjamini and Hochberg 1995, J R Stat Soc B 57:289",
};

/// Whether flags allow for the number of strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flagging {
    /// Each stratum by itself.
    Separate,
    /// The expected share of false flags is kept below one less the level.
    BenjaminiHochberg,
}

/// What a departure's limits allow for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// The stratum's own chance alone, the estimates taken as known: what other programs print.
    Conditional,
    /// Also that coefficients and variance are estimated.
    Prediction,
}

/// A stratum's departure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Residual {
    /// The stratum, as the caller numbered it.
    pub group: usize,
    /// The departure on the scale of the linear predictor.
    pub value: f64,
    /// Its limits.
    pub limits: Interval,
    /// The probability of a departure further from nought, were there none, adjusted if asked.
    pub p: f64,
    /// Whether the probability is below one less the level.
    pub flagged: bool,
}

/// Returns the departures of all strata, in order of their numbers.
///
/// # Errors
/// [`NoAnswer::BoundaryVariance`] where the variance between strata is nought.
pub fn residuals(
    fit: &Multilevel<'_>,
    level: Level,
    spread: Spread,
    flagging: Flagging,
) -> Answer<Vec<Residual>> {
    if fit.at_boundary() {
        return Err(NoAnswer::BoundaryVariance);
    }
    let effects = fit.effects();
    let errors: Vec<f64> = effects
        .iter()
        .enumerate()
        .map(|(index, effect)| match spread {
            Spread::Conditional => effect.variance.sqrt(),
            Spread::Prediction => {
                let along = fit.effect_slope(index);
                (effect.variance + along.dot(&(&fit.covariance * &along))).sqrt()
            }
        })
        .collect();
    let estimated = |effect: &Effect, error: f64| 1.0 - effect.variance / error.powi(2);
    let p = |(effect, &error): (&Effect, &f64)| fit.beyond(effect.mode / error, estimated(effect, error));
    let mut p: Vec<f64> = effects.iter().zip(&errors).map(p).collect();
    if flagging == Flagging::BenjaminiHochberg {
        p = adjusted(&p);
    }
    let residual = |((effect, error), p): ((&Effect, f64), f64)| {
        let half = fit.reach(level, estimated(effect, error)) * error;
        let limits = Interval::of(effect.mode - half, effect.mode + half)?;
        Ok(Residual { group: effect.group, value: effect.mode, limits, p, flagged: p < 1.0 - level.get() })
    };
    effects.iter().zip(errors).zip(p).map(residual).collect()
}

/// Returns Benjamini and Hochberg's adjusted probabilities.
fn adjusted(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
    let mut out = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (above, &index) in order.iter().enumerate() {
        let rank = (p.len() - above) as f64;
        least = least.min(p[index] * p.len() as f64 / rank);
        out[index] = least;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_probabilities_rise_with_the_raw_ones() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH") = 0.02 0.04 0.04 0.02.
        let got = adjusted(&[0.01, 0.04, 0.03, 0.005]);
        for (got, want) in got.iter().zip([0.02, 0.04, 0.04, 0.02]) {
            assert!((got - want).abs() < 1e-15);
        }
    }
}
