//! The NB2 negative binomial with its dispersion estimated: counts that vary more than chance.
//!
//! What: a count model whose variance is `mean + mean²/theta`, with theta at its maximum likelihood.
//! Read: coefficients as in a Poisson model; a small theta means much extra variation. Not when: counts
//! vary no more than chance, in which case the fit is the Poisson limit and theta has no value; or when
//! rows depend by cluster (use clustered errors). Formula: alternately, coefficients given theta and theta
//! given means, until neither moves. Source: Lawless 1987, Can J Stat 15:209; Hilbe 2011, chapter 8.

use nalgebra::{DMatrix, DVector};
use statrs::function::gamma::digamma;

use super::covariance::{Covariance, covariance};
use super::family::{Law, Link};
use super::fit::{Fit, fit, fit_from};
use super::model::Model;
use super::normal_equations::inverse;
use crate::stats::distribution::trigamma;
use crate::stats::{Answer, Method, NoAnswer};

const MOST_ROUNDS: usize = 200;
/// Above this, theta is the Poisson limit to the accuracy of the arithmetic.
const ENDLESS: f64 = 1e10;
/// A step of theta's logarithm that grows again is the rounding of a flat likelihood where it is so small, and where the
/// likelihood would gain so little by it.
const ROUNDING: f64 = 1e-6;
const NO_GAIN: f64 = 1e-13;

/// How `explain` describes the model.
pub(super) const METHOD: Method = Method {
    name: "negative-binomial",
    title: "Negative binomial (NB2) regression",
    what: "A model of counts whose variance is mean + mean^2/theta, theta estimated.",
    read: "Coefficients are logarithms of rate ratios; a small theta means much variation beyond chance.",
    not_when: "Counts vary no more than chance: the fit is then the Poisson limit and theta has no value.",
    formula: "Var(y) = m + m^2/theta; joint maximum likelihood of coefficients and theta",
    source: "Lawless 1987, Can J Stat 15:209",
};

/// The estimated size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theta {
    /// The size: the inverse of the dispersion.
    pub value: f64,
    /// Its standard error, given the fitted means.
    pub error: f64,
}

/// A negative binomial fit.
#[derive(Debug, Clone)]
pub struct NegativeBinomial<'a> {
    /// The fit of the coefficients given theta, or the Poisson fit where theta has no value.
    pub fit: Fit<'a>,
    /// The size, or [`NoAnswer::BoundaryVariance`] where counts vary no more than chance.
    pub theta: Answer<Theta>,
}

/// Fits a Poisson model's coefficients together with an NB2 dispersion.
///
/// # Errors
/// As [`fit`]; [`NoAnswer::ShapeMismatch`] for a model that is not of counts with a log link.
pub fn negative_binomial<'a>(model: &Model<'a>) -> Answer<NegativeBinomial<'a>> {
    let counts = matches!(model.law(), Law::Poisson | Law::NegativeBinomial { .. });
    if !counts || model.link() != Link::Log {
        return Err(NoAnswer::ShapeMismatch);
    }
    let poisson = fit(&model.with_law(Law::Poisson))?;
    let at_chance = over_rows(&poisson, |y, size, mean| [size * ((y - mean) * (y - mean) - y), 0.0]);
    if at_chance[0] <= 0.0 {
        return Ok(NegativeBinomial { fit: poisson, theta: Err(NoAnswer::BoundaryVariance) });
    }
    let moments = over_rows(&poisson, |_, size, mean| [size * mean * mean, 0.0]);
    let mut theta = settle_theta(&poisson, moments[0] / at_chance[0])?;
    let mut beta = poisson.beta().clone();
    let mut before = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        if theta.value > ENDLESS {
            return Ok(NegativeBinomial { fit: poisson, theta: Err(NoAnswer::BoundaryVariance) });
        }
        let law = Law::NegativeBinomial { theta: theta.value };
        let fitted = fit_from(&model.with_law(law), Some(&beta))?;
        let next = settle_theta(&fitted, theta.value)?;
        let step = (next.value / theta.value).ln().abs();
        if step <= 1e-11 || (step <= ROUNDING && step >= before) {
            return Ok(NegativeBinomial { fit: fitted, theta: Ok(next) });
        }
        beta.clone_from(fitted.beta());
        (theta, before) = (next, step);
    }
    Err(NoAnswer::NoConvergence)
}

impl NegativeBinomial<'_> {
    /// Returns the covariance of the coefficients that allows for theta being estimated: the inverse of
    /// the observed information in the coefficients and theta together.
    ///
    /// # Errors
    /// [`NoAnswer::NoConvergence`] where the information is not positive definite.
    pub fn joint_covariance(&self) -> Answer<DMatrix<f64>> {
        let Ok(Theta { value: theta, .. }) = self.theta else {
            return covariance(&self.fit, Covariance::Model);
        };
        let (model, p) = (self.fit.model(), self.fit.terms().len());
        let active: Vec<usize> = (0..p).filter(|&column| self.fit.standing()[column].is_ok()).collect();
        let k = active.len();
        let mut information = DMatrix::zeros(k + 1, k + 1);
        for row in (0..model.design().rows()).filter(|&row| self.fit.is_live(row)) {
            let (y, size) = model.outcome_at(row);
            let mean = self.fit.point_at(row).0;
            let share = mean / (theta + mean);
            let x = DVector::from_fn(k, |i, _| model.design().at(row, active[i]));
            let bend = size * (y + theta) * share * (1.0 - share);
            let tilt = -size * (y - mean) * mean / ((theta + mean) * (theta + mean));
            for i in 0..k {
                for j in 0..k {
                    information[(i, j)] += bend * x[i] * x[j];
                }
                information[(i, k)] += tilt * x[i];
                information[(k, i)] += tilt * x[i];
            }
            information[(k, k)] += size * theta_slopes(y, mean, theta)[1];
        }
        let joint = inverse(&information).ok_or(NoAnswer::NoConvergence)?;
        let mut whole = DMatrix::zeros(p, p);
        for (i, &row) in active.iter().enumerate() {
            for (j, &column) in active.iter().enumerate() {
                whole[(row, column)] = joint[(i, j)];
            }
        }
        Ok(whole)
    }
}

/// Finds theta given the fitted means, by Newton's method on its logarithm.
fn settle_theta(fitted: &Fit<'_>, start: f64) -> Answer<Theta> {
    let mut log = start.max(1e-8).ln();
    let mut before = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        let theta = log.exp();
        let [score, information] =
            over_rows(fitted, |y, size, mean| theta_slopes(y, mean, theta).map(|slope| size * slope));
        let (slope, bend) = (theta * score, theta * score - theta * theta * information);
        let step = if bend < 0.0 { -slope / bend } else { slope.signum() };
        log += step.clamp(-2.0, 2.0);
        let rounding = step.abs() <= ROUNDING && step.abs() >= before && (step * slope).abs() <= NO_GAIN;
        let still = step.abs() <= 1e-12 || rounding;
        if theta > ENDLESS || (still && information > 0.0) {
            return Ok(Theta { value: theta, error: information.abs().sqrt().recip() });
        }
        before = step.abs();
    }
    Err(NoAnswer::NoConvergence)
}

/// Returns a row's score for theta, and its observed information.
pub(in crate::stats) fn theta_slopes(y: f64, mean: f64, theta: f64) -> [f64; 2] {
    let (first, second) = if y.fract() == 0.0 && y <= 200.0 {
        let (mut first, mut second, mut step) = (0.0, 0.0, 0.0);
        while step < y {
            first += 1.0 / (theta + step);
            second += 1.0 / ((theta + step) * (theta + step));
            step += 1.0;
        }
        (first, second)
    } else {
        (digamma(y + theta) - digamma(theta), trigamma(theta) - trigamma(y + theta))
    };
    let sum = mean + theta;
    [
        first - (mean / theta).ln_1p() + (mean - y) / sum,
        second - mean / (theta * sum) + (mean - y) / (sum * sum),
    ]
}

fn over_rows<F: Fn(f64, f64, f64) -> [f64; 2]>(fitted: &Fit<'_>, of: F) -> [f64; 2] {
    let model = fitted.model();
    let mut total = [0.0; 2];
    for row in (0..model.design().rows()).filter(|&row| fitted.is_live(row)) {
        let (y, size) = model.outcome_at(row);
        let part = of(y, size, fitted.point_at(row).0);
        total[0] += part[0];
        total[1] += part[1];
    }
    total
}
