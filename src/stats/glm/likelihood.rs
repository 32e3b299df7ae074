//! The likelihood of a fitted model, and Akaike's criterion, which is made from it.

use super::blocks::sum;
use super::family::{Law, constant, point};
use super::fit::Fit;
use crate::stats::{Answer, NoAnswer, finite};

/// The share of the squares of measured values that rounding leaves as deviance of a model that fits each of them.
const ROUNDING: f64 = 1e-24;

impl Fit<'_> {
    /// Returns the log-likelihood, all constants included; the Gaussian variance is at its maximum.
    ///
    /// # Errors
    /// [`NoAnswer::Separation`] where a Gaussian model fits every value, to rounding: its likelihood is then endless;
    /// [`NoAnswer::Overflow`].
    pub fn log_likelihood(&self) -> Answer<f64> {
        let law = self.model().law();
        if matches!(law, Law::Gaussian) {
            let (n, deviance) = (self.rows() as f64, self.deviance());
            if deviance <= ROUNDING * self.total(|y, size, _| size * y * y) {
                return Err(NoAnswer::Separation);
            }
            let logs = self.total(|_, size, _| size.ln());
            return finite(0.5 * logs - 0.5 * n * ((std::f64::consts::TAU * deviance / n).ln() + 1.0));
        }
        let model = self.model();
        let sums = sum(model.design().rows(), 1, |range, sums| {
            for row in range.filter(|&row| self.is_live(row)) {
                let (y, size) = model.outcome_at(row);
                let at = point(law, model.link(), y, size, self.eta(row));
                sums[0] += at.kernel + constant(law, y, size);
            }
        });
        finite(sums[0])
    }

    /// Returns Akaike's criterion; an estimated variance or dispersion counts as a parameter.
    ///
    /// # Errors
    /// As [`Fit::log_likelihood`].
    pub fn aic(&self) -> Answer<f64> {
        let extra = match self.model().law() {
            Law::Gaussian | Law::NegativeBinomial { .. } => 1.0,
            Law::Poisson | Law::Binomial => 0.0,
        };
        Ok(2.0f64.mul_add(self.rank() as f64 + extra, -2.0 * self.log_likelihood()?))
    }
}
