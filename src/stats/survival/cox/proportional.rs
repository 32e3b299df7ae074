//! Are hazards proportional? A score test of whether each coefficient drifts with time.
//!
//! Read a small `p` as evidence that the hazard ratio changes over time, so that one figure misleads.
//! Not as proof that it does not when `p` is large and events are few.
//!
//! Formula: score test of `γ = 0` in the log hazard ratio `β + γ·g(t)`, with `g` one minus the pooled
//! Kaplan–Meier curve just before `t`.
//! Source: Grambsch & Therneau 1994, Biometrika 81:515.

use nalgebra::{DMatrix, DVector};

use super::CoxFit;
use super::fit::{Slope, each_slope};
use crate::stats::distribution::chi_squared_above;
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "cox-proportional",
    title: "Test of proportional hazards",
    what: "Whether hazard ratios change over time.",
    read: "A small p: the ratio drifts, and one figure misleads.",
    not_when: "Events are few: a large p then proves nothing.",
    formula: "score test of c = 0 in b + c*g(t), g(t) = 1 - S(t-)",
    source: "Grambsch & Therneau 1994, Biometrika 81:515-526.",
};

/// A test of proportional hazards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proportional {
    /// The test statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// The probability of a statistic this large, were hazards proportional.
    pub p: f64,
}

impl CoxFit {
    /// Returns the test for each covariate, then the one for all together.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::TooFewGroups`] where events fall at a single time, so that nothing can drift.
    pub fn proportional(&self) -> Answer<(Vec<Proportional>, Proportional)> {
        let (score, information) = self.drift();
        let width = self.sorted.width;
        let test = |which: &[usize]| -> Answer<Proportional> {
            let kept: Vec<usize> = (0..width).chain(which.iter().map(|j| width + j)).collect();
            let block = DMatrix::from_fn(kept.len(), kept.len(), |i, j| information[(kept[i], kept[j])]);
            let own = DVector::from_iterator(kept.len(), kept.iter().map(|&i| score[i]));
            let solved = block.lu().solve(&own).ok_or(NoAnswer::TooFewGroups)?;
            let chi_squared = own.dot(&solved);
            if !chi_squared.is_finite() || chi_squared < 0.0 {
                return Err(NoAnswer::TooFewGroups);
            }
            Ok(Proportional {
                chi_squared,
                df: which.len(),
                p: chi_squared_above(chi_squared, which.len() as f64),
            })
        };
        let each = (0..width).map(|j| test(&[j])).collect::<Answer<_>>()?;
        Ok((each, test(&(0..width).collect::<Vec<_>>())?))
    }

    /// Returns the score and information of the coefficients and their drifts together.
    fn drift(&self) -> (DVector<f64>, DMatrix<f64>) {
        let width = self.sorted.width;
        let mut shares: Vec<(f64, f64, Slope)> = Vec::new();
        each_slope(&self.sorted, &self.coefficients, self.ties, |at, own| {
            shares.push((at.places.end as f64, at.deaths as f64, own.clone()));
        });
        shares.reverse();
        let mut survival = 1.0;
        let clock: Vec<f64> = shares
            .iter()
            .map(|(at_risk, deaths, _)| {
                let before = 1.0 - survival;
                survival *= 1.0 - deaths / at_risk;
                before
            })
            .collect();
        let events: f64 = shares.iter().map(|s| s.1).sum();
        let middle = clock.iter().zip(&shares).map(|(g, s)| g * s.1).sum::<f64>() / events;
        let mut score = DVector::zeros(2 * width);
        let mut information = DMatrix::zeros(2 * width, 2 * width);
        for (g, (_, _, own)) in clock.iter().map(|g| g - middle).zip(&shares) {
            for i in 0..width {
                score[width + i] += g * own.score[i];
                for j in 0..width {
                    let cell = own.information[(i, j)];
                    information[(i, j)] += cell;
                    information[(width + i, j)] += g * cell;
                    information[(i, width + j)] += g * cell;
                    information[(width + i, width + j)] += g * g * cell;
                }
            }
        }
        (score, information)
    }
}
