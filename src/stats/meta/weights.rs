//! Sums over the studies that every estimator shares.
//!
//! With weights `w` and one common mean, the residual-making matrix is `P = W − ww'/Σw`. Every
//! estimator here is a quadratic form in `P` or the trace of a product of it, and each reduces to
//! sums of powers of the weights, so no matrix is ever built.

use super::Studies;

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
        self.total - self.sum(|w| w * w) / self.total
    }

    /// Returns `tr PAPB` for the diagonal matrices `A` and `B`.
    pub(super) fn trace_of_two(&self, a: &[f64], b: &[f64]) -> f64 {
        let over = |f: &dyn Fn(usize, f64) -> f64| -> f64 {
            self.weights.iter().enumerate().map(|(i, &w)| f(i, w)).sum()
        };
        let both = over(&|i, w| w * w * a[i] * b[i]);
        let cross = over(&|i, w| w.powi(3) * a[i] * b[i]);
        let apart = over(&|i, w| w * w * a[i]) * over(&|i, w| w * w * b[i]);
        both - 2.0 * cross / self.total + apart / (self.total * self.total)
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
