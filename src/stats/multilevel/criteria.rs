//! The likelihood of a fitted random-intercept model, and the criteria that are made from it.

use super::fit::Multilevel;

impl Multilevel<'_> {
    /// Returns the log-likelihood, all constants included, as the quadrature approximates it.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        self.top.slope.value + self.surface.constants()
    }

    /// Returns the number of parameters: coefficients, the standard deviation, and theta if any.
    #[must_use]
    pub const fn parameters(&self) -> usize {
        self.base.rank() + 1 + if self.theta().is_ok() { 1 } else { 0 }
    }

    /// Returns Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0f64.mul_add(self.parameters() as f64, -2.0 * self.log_likelihood())
    }

    /// Returns the Bayesian criterion, by the number of rows.
    #[must_use]
    pub fn bic(&self) -> f64 {
        (self.base.rows() as f64).ln().mul_add(self.parameters() as f64, -2.0 * self.log_likelihood())
    }
}
