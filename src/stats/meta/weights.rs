//! Sums over the studies that every estimator shares.
//!
//! With weights `w` and one common mean, the residual-making matrix is `P = W − ww'/Σw`. Every
//! estimator here is a quadratic form in `P` or the trace of a product of it, and each reduces to
//! sums of powers of the weights, so no matrix is ever built.

use super::Studies;
use crate::stats::weights::{beside_the_rest, others};

/// The weights of the studies with their weighted mean.
pub(super) struct Weighted {
    pub(super) weights: Vec<f64>,
    pub(super) total: f64,
    pub(super) mean: f64,
    /// `Y'PY`: the weighted squares about the mean.
    pub(super) squares: f64,
}

impl Weighted {
    /// Weighs each study by the inverse of its own variance plus `tau2`.
    pub(super) fn inverse_variance(studies: &Studies, tau2: f64) -> Self {
        Self::new(studies, studies.0.iter().map(|s| 1.0 / (s.variance + tau2)).collect())
    }

    /// Weighs every study alike.
    pub(super) fn equal(studies: &Studies) -> Self {
        Self::new(studies, vec![1.0; studies.count()])
    }

    fn new(studies: &Studies, weights: Vec<f64>) -> Self {
        let total: f64 = weights.iter().sum();
        let mean = weights.iter().zip(&studies.0).map(|(w, s)| w * s.effect).sum::<f64>() / total;
        let squares = weights.iter().zip(&studies.0).map(|(w, s)| w * (s.effect - mean).powi(2)).sum();
        Self { weights, total, mean, squares }
    }

    /// Returns `tr P`.
    pub(super) fn trace(&self) -> f64 {
        beside_the_rest(&self.weights)
    }

    /// Returns `tr PAPB` for the diagonal matrices `A` and `B`: the sum of `P_ij² a_i b_j`, `P_ii` being a weight times
    /// the others' share and `P_ij` less the product of two weights over all, so that nothing cancels.
    pub(super) fn trace_of_two(&self, a: &[f64], b: &[f64]) -> f64 {
        let shares: Vec<f64> = self.weights.iter().map(|weight| weight / self.total).collect();
        let own =
            self.weights.iter().zip(others(&self.weights)).map(|(weight, rest)| weight * (rest / self.total));
        let same: f64 = own.zip(a.iter().zip(b)).map(|(own, (a, b))| own * own * a * b).sum();
        // Off the diagonal: w_i² a_i (Σ_j≠i w_j² b_j)/(Σw)².
        let squares: Vec<f64> = shares.iter().zip(b).map(|(share, b)| share * share * b).collect();
        let rows = self.weights.iter().zip(a).zip(others(&squares));
        same + rows.map(|((weight, a), rest)| weight * weight * a * rest).sum::<f64>()
    }

    /// Returns `tr PP`.
    pub(super) fn trace_of_square(&self) -> f64 {
        let ones = vec![1.0; self.weights.len()];
        self.trace_of_two(&ones, &ones)
    }

    /// Returns the sum of a function of the weights.
    pub(super) fn sum(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.weights.iter().map(|&w| f(w)).sum()
    }
}

/// Returns the variance within a typical study, `(k − 1) / tr P` at `tau² = 0`.
pub(super) fn typical_variance(studies: &Studies) -> f64 {
    studies.df() / Weighted::inverse_variance(studies, 0.0).trace()
}
