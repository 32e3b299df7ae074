//! From a fitted log-linear gradient to its two ends, its indices and their limits.

use nalgebra::Matrix2;

use crate::stats::distribution::{t, z};
use crate::stats::line::se;
use crate::stats::{Answer, Estimate, Interval, Level, NoAnswer};

/// Which limits a modelled gradient is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Limits {
    /// The model's own variance, by the delta method (on the logarithm for the ratio).
    Delta,
    /// The model's variance times Pearson's dispersion where that exceeds one, with Student's
    /// quantile on `k - 2` degrees of freedom: quasi-Poisson, never narrower than Poisson.
    #[default]
    Inflated,
    /// Sandwich variance, uncorrected (HC0).
    Hc0,
    /// Sandwich variance times `k/(k - 2)` (HC1).
    Hc1,
    /// Values the likelihood ratio would not reject.
    Profile,
}

/// A gradient across ordered groups. Rates and the slope index are per person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gradient {
    /// Slope index: the fitted rate at the most deprived end less that at the least.
    pub sii: Estimate,
    /// Relative index, as the ratio of the two fitted ends (Kunst and Mackenbach's convention).
    pub rii: Estimate,
    /// The standard error of the slope index under the limits' variance.
    pub sii_se: f64,
    /// The standard error of the logarithm of the relative index under the limits' variance.
    pub log_rii_se: f64,
    /// The fitted rate at the most deprived end.
    pub most: f64,
    /// The fitted rate at the least deprived end.
    pub least: f64,
    /// The deviance of the groups from the fit.
    pub deviance: f64,
    /// Pearson's chi-squared over `k - 2`; `None` with two groups. Well above one means that counts
    /// vary more than chance or the line allows.
    pub dispersion: Option<f64>,
}

/// A log-linear fit on closeness to the most deprived end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The logarithm of the rate at the least deprived end.
    pub(super) intercept: f64,
    /// The logarithm of the ratio of the ends.
    pub(super) slope: f64,
    /// The variance under the limits asked for.
    pub(super) variance: Matrix2<f64>,
    pub(super) deviance: f64,
    pub(super) dispersion: Option<f64>,
}

impl Line {
    /// Returns the two ends, their difference and ratio, with limits `quantile` standard errors wide.
    pub(super) fn gradient(self, quantile: f64) -> Answer<Gradient> {
        let least = self.intercept.exp();
        let most = (self.intercept + self.slope).exp();
        let (sii, rii) = (least * self.slope.exp_m1(), self.slope.exp());
        let log_rii_se = se(&self.variance, 0.0, 1.0);
        let sii_se = se(&self.variance, sii, most);
        if ![least, most, rii, log_rii_se, sii_se].into_iter().all(f64::is_finite) {
            return Err(NoAnswer::Separation);
        }
        let reach = quantile * log_rii_se;
        Ok(Gradient {
            sii: Estimate {
                value: sii,
                interval: Interval::new(sii - quantile * sii_se, sii + quantile * sii_se),
            },
            rii: Estimate { value: rii, interval: Interval::new(rii * (-reach).exp(), rii * reach.exp()) },
            sii_se,
            log_rii_se,
            most,
            least,
            deviance: self.deviance,
            dispersion: self.dispersion,
        })
    }
}

/// The quantile that goes with a kind of limits.
pub(super) fn quantile(limits: Limits, groups: usize, level: Level) -> f64 {
    match limits {
        Limits::Inflated => t(level, (groups - 2) as f64),
        _ => z(level),
    }
}
