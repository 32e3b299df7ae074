//! The partial likelihood with its derivatives, and Newton's way to its top.

use nalgebra::{DMatrix, DVector};

use super::risk_sets::{EventTime, visit};
use super::sorted::Sorted;
use super::{CoxFit, Ties};
use crate::stats::{Answer, NoAnswer, finite};

/// The log partial likelihood with its score and information.
#[derive(Debug, Clone)]
pub(super) struct Slope {
    pub(super) log_likelihood: f64,
    pub(super) score: DVector<f64>,
    pub(super) information: DMatrix<f64>,
}

const STEPS: usize = 40;
const HALVINGS: usize = 30;
/// A step this small, in standard deviations of the covariates, is no step.
const STILL: f64 = 1e-10;
/// A pivot this small beside its diagonal means that a column is a combination of others.
const ALIASED: f64 = 1e-11;
/// A gain in log likelihood this small is none; nor is one this small beside its size, where sums round.
const LEVEL: f64 = 1e-8;
const ROUNDING: f64 = 1e-13;
/// A step that gains nothing and yet moves some child's log hazard this far is on its way to infinity.
const WANDERING: f64 = 0.1;
/// A log hazard ratio this large for one standard deviation is on its way to infinity.
const RUNAWAY: f64 = 12.0;

pub(super) fn fit(mut sorted: Sorted, ties: Ties) -> Answer<CoxFit> {
    let events = sorted.events.iter().filter(|e| **e).count();
    if events == 0 {
        return Err(NoAnswer::NoEvents);
    }
    if sorted.scales.contains(&0.0) {
        return Err(NoAnswer::Aliased);
    }
    let scales = DVector::from_column_slice(&sorted.scales);
    for row in sorted.rows.chunks_exact_mut(sorted.width) {
        row.iter_mut().zip(&sorted.scales).for_each(|(x, s)| *x /= s);
    }
    let mut beta = DVector::zeros(sorted.width);
    let null = slope(&sorted, beta.as_slice(), ties);
    let flat = inverse(&null.information).ok_or(NoAnswer::Aliased)?;
    let score_chi_squared = null.score.dot(&(flat * &null.score));
    let null_log_likelihood = null.log_likelihood;
    let top = climb(&sorted, ties, &mut beta, null)?;
    let covariance = inverse(&top.information).ok_or(NoAnswer::Separation)?;
    let wald_chi_squared = beta.dot(&(&top.information * &beta));
    for row in sorted.rows.chunks_exact_mut(sorted.width) {
        row.iter_mut().zip(&sorted.scales).for_each(|(x, s)| *x *= s);
    }
    let covariance =
        DMatrix::from_fn(sorted.width, sorted.width, |i, j| covariance[(i, j)] / (scales[i] * scales[j]));
    let numbers = [top.log_likelihood, null_log_likelihood, score_chi_squared, wald_chi_squared];
    let coefficients = beta.component_div(&scales).as_slice().to_vec();
    numbers
        .iter()
        .chain(&coefficients)
        .chain(&covariance)
        .try_for_each(|value| finite(*value).map(|_| ()))?;
    Ok(CoxFit {
        coefficients,
        log_likelihood: top.log_likelihood,
        null_log_likelihood,
        score_chi_squared,
        wald_chi_squared,
        events,
        covariance,
        sorted,
        ties,
    })
}

/// Climbs from `beta`, where the slope is `here`, to the top.
fn climb(sorted: &Sorted, ties: Ties, beta: &mut DVector<f64>, mut here: Slope) -> Answer<Slope> {
    for _ in 0..STEPS {
        let runaway = beta.amax() > RUNAWAY;
        let Some(curve) = inverse(&here.information).filter(|_| !runaway) else {
            return Err(NoAnswer::Separation);
        };
        let mut step = curve * &here.score;
        let mut halvings = 0;
        let next = loop {
            let next = slope(sorted, (&*beta + &step).as_slice(), ties);
            let slack = 1e-12 * here.log_likelihood.abs();
            if next.log_likelihood >= here.log_likelihood - slack {
                break next;
            }
            step /= 2.0;
            halvings += 1;
            if halvings > HALVINGS {
                return Err(NoAnswer::NoConvergence);
            }
        };
        *beta += &step;
        let gain = next.log_likelihood - here.log_likelihood;
        here = next;
        let level = LEVEL.max(ROUNDING * here.log_likelihood.abs());
        if gain <= level && farthest(sorted, &step) > WANDERING {
            return Err(NoAnswer::Separation);
        }
        if step.amax() <= STILL * (1.0 + beta.amax()) {
            return Ok(here);
        }
    }
    Err(if beta.amax() > RUNAWAY / 2.0 { NoAnswer::Separation } else { NoAnswer::NoConvergence })
}

/// Returns how far a step moves the log hazard of the child that it moves most.
fn farthest(sorted: &Sorted, step: &DVector<f64>) -> f64 {
    sorted.predictors(step.as_slice()).iter().fold(0.0, |most: f64, eta| most.max(eta.abs()))
}

/// Returns the log partial likelihood and its derivatives.
pub(super) fn slope(sorted: &Sorted, beta: &[f64], ties: Ties) -> Slope {
    let width = sorted.width;
    let mut total = Slope::flat(width);
    each_slope(sorted, beta, ties, |_, own| {
        total.log_likelihood += own.log_likelihood;
        total.score += &own.score;
        total.information += &own.information;
    });
    total
}

/// Meets each event time, latest first, with its own share of the likelihood and its derivatives.
pub(super) fn each_slope(
    sorted: &Sorted,
    beta: &[f64],
    ties: Ties,
    mut meet: impl FnMut(&EventTime<'_>, &Slope),
) {
    let predictors = sorted.predictors(beta);
    let hazards: Vec<f64> = predictors.iter().map(|eta| eta.exp()).collect();
    let width = sorted.width;
    let mut own = Slope::flat(width);
    let mut mean = vec![0.0; width];
    visit(sorted, &hazards, |at| {
        own.log_likelihood = 0.0;
        own.score.fill(0.0);
        own.information.fill(0.0);
        for place in at.places.clone().filter(|&p| sorted.events[p]) {
            own.log_likelihood += predictors[place];
            own.score.iter_mut().zip(sorted.row(place)).for_each(|(s, x)| *s += x);
        }
        for (gone, weight) in at.turns(ties) {
            own.log_likelihood -= weight.ln();
            let mut cell = 0;
            for i in 0..width {
                mean[i] = (at.at_risk.first[i] - gone * at.dying.first[i]) / weight;
                own.score[i] -= mean[i];
                for j in 0..=i {
                    let square = (at.at_risk.second[cell] - gone * at.dying.second[cell]) / weight;
                    own.information[(i, j)] += square - mean[i] * mean[j];
                    cell += 1;
                }
            }
        }
        own.information.fill_upper_triangle_with_lower_triangle();
        meet(at, &own);
    });
}

impl Slope {
    fn flat(width: usize) -> Self {
        Self { log_likelihood: 0.0, score: DVector::zeros(width), information: DMatrix::zeros(width, width) }
    }
}

/// Returns the inverse of an information matrix; `None` where a column is a combination of others.
pub(super) fn inverse(information: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let factor = information.clone().cholesky()?;
    let lower = factor.l_dirty();
    let sound = (0..information.nrows()).all(|i| lower[(i, i)].powi(2) > ALIASED * information[(i, i)]);
    sound.then(|| factor.inverse())
}
