//! Two exposures and their product in one model: what every measure of interaction starts from.

use nalgebra::{DMatrix, Matrix3, Vector3};

use super::counts::Exposures;
use crate::stats::distribution::z;
use crate::stats::glm::Fit;
use crate::stats::group::totals;
use crate::stats::{Answer, Estimate, Interval, Level, NoAnswer, deviation};

/// How limits are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// A number of standard errors by the delta method: symmetric, on the logarithm for synergy.
    Delta,
    /// Recovered from the limits of the ratios (MOVER): lopsided, as ratios are.
    Mover,
}

/// The logarithms of the ratios for two exposures and for their product, with their covariance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joint {
    theta: Vector3<f64>,
    covariance: Matrix3<f64>,
}

/// The ratios of each combination of exposures against neither.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratios {
    /// The first exposure alone.
    pub first: f64,
    /// The second exposure alone.
    pub second: f64,
    /// Both.
    pub both: f64,
}

impl Joint {
    /// Returns the joint of three coefficients on a log or logit link: first, second, product.
    ///
    /// # Errors
    /// [`NoAnswer::OutOfRange`] where a number is not finite or a variance is negative.
    pub fn new(theta: [f64; 3], covariance: [[f64; 3]; 3]) -> Answer<Self> {
        let theta = Vector3::from(theta);
        let covariance = Matrix3::from_fn(|i, j| covariance[i][j]);
        let finite = theta.iter().chain(covariance.iter()).all(|value| value.is_finite());
        if finite && covariance.diagonal().iter().all(|&variance| variance >= 0.0) {
            Ok(Self { theta, covariance })
        } else {
            Err(NoAnswer::OutOfRange)
        }
    }

    /// Returns the joint of four counts: what a Poisson model of both exposures and their product, which fits them exactly,
    /// gives for unrelated events.
    ///
    /// # Errors
    /// [`NoAnswer::ZeroCount`] where a group has no events; those of a table of counts.
    pub fn of_counts(of: &Exposures) -> Answer<Self> {
        let groups = of.groups();
        totals(&groups, groups.len())?;
        if groups.iter().any(|group| group.events == 0.0) {
            return Err(NoAnswer::ZeroCount);
        }
        let [r00, r10, r01, r11] = groups.map(|group| group.rate().ln());
        let [v00, v10, v01, v11] = groups.map(|group| 1.0 / group.events);
        Self::new(
            [r10 - r00, r01 - r00, r11 - r10 - r01 + r00],
            [
                [v00 + v10, v00, -v00 - v10],
                [v00, v00 + v01, -v00 - v01],
                [-v00 - v10, -v00 - v01, v00 + v10 + v01 + v11],
            ],
        )
    }

    /// Returns the joint of three coefficients of a fit, by position, under a covariance of one's choice.
    ///
    /// # Errors
    /// As [`Fit::coefficient`]; [`NoAnswer::ShapeMismatch`] where the covariance is of fewer coefficients.
    pub fn of(fit: &Fit<'_>, covariance: &DMatrix<f64>, positions: [usize; 3]) -> Answer<Self> {
        let mut theta = [0.0; 3];
        let mut part = [[0.0; 3]; 3];
        for (i, &row) in positions.iter().enumerate() {
            theta[i] = fit.coefficient(row)?;
            for (j, &column) in positions.iter().enumerate() {
                part[i][j] = *covariance.get((row, column)).ok_or(NoAnswer::ShapeMismatch)?;
            }
        }
        Self::new(theta, part)
    }

    /// Returns the ratios against neither exposure.
    ///
    /// # Errors
    /// [`NoAnswer::Overflow`] where a ratio is too large, or too small, to hold.
    pub fn ratios(&self) -> Answer<Ratios> {
        let ratio = |log: f64| if log.exp().is_normal() { Ok(log.exp()) } else { Err(NoAnswer::Overflow) };
        Ok(Ratios {
            first: ratio(self.theta[0])?,
            second: ratio(self.theta[1])?,
            both: ratio(self.theta.sum())?,
        })
    }

    /// Returns the ratio that a combination of the three logarithms amounts to, with limits: `[0, 0, 1]` is
    /// the interaction on the multiplicative scale, `[0, 1, 1]` the second exposure among the first.
    ///
    /// # Errors
    /// [`NoAnswer::Overflow`] where the ratio is too large to hold.
    pub fn ratio(&self, weights: [f64; 3], level: Level) -> Answer<Estimate> {
        let (middle, error) = self.combine(weights);
        let half = z(level) * error;
        let interval = Interval::of((middle - half).exp(), (middle + half).exp())?;
        Estimate::new(middle.exp(), Some(interval))
    }

    /// Returns a combination of the logarithms and its standard error.
    pub(super) fn combine(&self, weights: [f64; 3]) -> (f64, f64) {
        let weights = Vector3::from(weights);
        (weights.dot(&self.theta), self.error(weights.into()))
    }

    /// Returns the standard error of something that moves by `slope` with the logarithms.
    pub(super) fn error(&self, slope: [f64; 3]) -> f64 {
        deviation(self.between(slope, slope))
    }

    /// Returns the covariance of two combinations of the logarithms.
    pub(super) fn between(&self, a: [f64; 3], b: [f64; 3]) -> f64 {
        Vector3::from(a).dot(&(self.covariance * Vector3::from(b)))
    }

    /// Returns whether an exposure alone lowers the outcome.
    pub(super) fn protects(&self) -> bool {
        self.theta[0] < 0.0 || self.theta[1] < 0.0
    }
}

/// Returns an estimate with limits a number of standard errors either side.
pub(super) fn symmetric(value: f64, error: f64, level: Level) -> Answer<Estimate> {
    let half = z(level) * error;
    Estimate::new(value, Some(Interval::of(value - half, value + half)?))
}
