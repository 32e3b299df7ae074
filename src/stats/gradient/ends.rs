//! From a fitted line to its two ends, its indices and their limits.

use nalgebra::{Matrix2, Vector2};

use crate::stats::distribution::{t, z};
use crate::stats::line::se;
use crate::stats::{Answer, Estimate, Interval, Level, NoAnswer};

/// Which limits a modelled gradient is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Limits {
    /// The model's own variance, by the delta method (on the logarithm for the ratio).
    Delta,
    /// Quasi-Poisson where counts vary more than chance: where Pearson's chi-squared is in the upper
    /// quarter (for the slope index, third) of what chance gives, the model's variance times the dispersion, with Student's quantile
    /// on `k - 2` degrees of freedom; else as [`Limits::Delta`].
    Inflated,
    /// Sandwich variance, uncorrected (HC0).
    Hc0,
    /// Sandwich variance times `k/(k - 2)` (HC1).
    Hc1,
    /// Values the likelihood ratio would not reject.
    Profile,
    /// As [`Limits::Profile`], with the likelihood ratio divided by the dispersion, and Student's
    /// quantile, where [`Limits::Inflated`] inflates. Holds its promise from five events on.
    ///
    /// A negative-binomial model has a spread of its own: where it is above nought, both inflate by `k/(k - 2)`, for the
    /// two coefficients that were fitted beside it.
    #[default]
    InflatedProfile,
}

/// Which of the two figures called relative index of inequality is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Relative {
    /// The fitted rate at the most deprived end over that at the least (Kunst and Mackenbach).
    #[default]
    EndsRatio,
    /// The slope index over the mean rate (Pamuk).
    SlopeOverMean,
}

impl Relative {
    /// Returns the convention's name in tables: `ends_ratio` or `slope_over_mean`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EndsRatio => "ends_ratio",
            Self::SlopeOverMean => "slope_over_mean",
        }
    }
}

/// A gradient across ordered groups. Rates and the slope index are per person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gradient {
    /// Slope index: the fitted rate at the most deprived end less that at the least.
    pub sii: Estimate,
    /// Relative index, as the ratio of the two fitted ends (Kunst and Mackenbach's convention).
    pub rii: Estimate,
    /// Relative index, as the slope index over the mean rate (Pamuk's convention).
    pub slope_over_mean: Estimate,
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

impl Gradient {
    /// Returns the relative index under a convention.
    #[must_use]
    pub const fn relative(&self, convention: Relative) -> Estimate {
        match convention {
            Relative::EndsRatio => self.rii,
            Relative::SlopeOverMean => self.slope_over_mean,
        }
    }
}

/// The scale on which a line is straight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    Log,
    Logit,
}

impl Link {
    /// The rate at a point of the line.
    pub(super) fn rate(self, predictor: f64) -> f64 {
        match self {
            Self::Log => predictor.exp(),
            Self::Logit => 1.0 / (1.0 + (-predictor).exp()),
        }
    }

    /// The point of the line at a rate.
    pub(super) fn predictor(self, rate: f64) -> f64 {
        match self {
            Self::Log => rate.ln(),
            Self::Logit => (rate / (1.0 - rate)).ln(),
        }
    }

    /// How the difference of the ends moves with the intercept and the slope.
    pub(super) fn sii_slopes(self, intercept: f64, slope: f64) -> Vector2<f64> {
        let at = |predictor: f64| self.derivative(self.rate(predictor));
        Vector2::new(at(intercept + slope) - at(intercept), at(intercept + slope))
    }

    /// The change of a rate along the line.
    pub(super) fn derivative(self, rate: f64) -> f64 {
        match self {
            Self::Log => rate,
            Self::Logit => rate * (1.0 - rate),
        }
    }
}

/// A line fitted on closeness to the most deprived end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) link: Link,
    /// The predictor at the least deprived end.
    pub(super) intercept: f64,
    /// How much higher it is at the most deprived end.
    pub(super) slope: f64,
    /// The variance of both under the limits asked for.
    pub(super) variance: Matrix2<f64>,
    /// Their variance under the model.
    pub(super) model: Matrix2<f64>,
    /// By how much that exceeds the model's, where it was inflated by the dispersion.
    pub(super) inflation: f64,
    /// As `inflation`, for the slope index.
    pub(super) sii_inflation: f64,
    /// The mean rate, and how it moves with the two coefficients.
    pub(super) mean: f64,
    pub(super) mean_slopes: Vector2<f64>,
    pub(super) deviance: f64,
    pub(super) dispersion: Option<f64>,
}

/// A standard error below this share of the model's is what rounding leaves of nought.
const ROUNDING: f64 = 1e-8;

impl Line {
    /// Returns the two ends, their difference and ratio, with limits that reach so many standard errors of the
    /// ratio's logarithm and of the difference.
    pub(super) fn gradient(self, quantile: f64, sii_quantile: f64) -> Answer<Gradient> {
        let (least, most) = (self.link.rate(self.intercept), self.link.rate(self.intercept + self.slope));
        let (sii, rii) = match self.link {
            Link::Log => (least * self.slope.exp_m1(), self.slope.exp()),
            Link::Logit => (most - least, most / least),
        };
        let (at_most, at_least) = (self.link.derivative(most), self.link.derivative(least));
        let sii_slopes = self.link.sii_slopes(self.intercept, self.slope);
        let log_slopes = Vector2::new(at_most / most - at_least / least, at_most / most);
        let over_mean = sii / self.mean;
        let over_mean_slopes = (sii_slopes - self.mean_slopes * over_mean) / self.mean;
        let error = |slopes: Vector2<f64>| se(&self.variance, slopes[0], slopes[1]);
        let sii_se = error(sii_slopes) * (self.sii_inflation / self.inflation).sqrt();
        let (log_rii_se, over_mean_se) = (error(log_slopes), error(over_mean_slopes));
        let all = [sii, rii, over_mean, log_rii_se, sii_se, over_mean_se, self.deviance];
        let held = all.into_iter().chain(self.dispersion).all(f64::is_finite);
        if !(held && least.is_normal() && most.is_normal() && rii.is_normal()) {
            return Err(NoAnswer::Separation);
        }
        let reach = |slopes, error: f64, quantile: f64| self.error(slopes).map(|_| quantile * error);
        let ratio = reach(log_slopes, log_rii_se, quantile);
        let ratio = ratio.and_then(|reach| Interval::new(rii * (-reach).exp(), rii * reach.exp()));
        Ok(Gradient {
            sii: Estimate::around(sii, reach(sii_slopes, sii_se, sii_quantile))?,
            rii: Estimate::new(rii, ratio)?,
            slope_over_mean: Estimate::around(over_mean, reach(over_mean_slopes, over_mean_se, quantile))?,
            sii_se,
            log_rii_se,
            most,
            least,
            deviance: self.deviance,
            dispersion: self.dispersion,
        })
    }
}

impl Line {
    /// Returns a standard error of a combination of the two coefficients; none where there is no scatter to take it from.
    pub(super) fn error(&self, slopes: Vector2<f64>) -> Option<f64> {
        let error = se(&self.variance, slopes[0], slopes[1]);
        // Groups that lie on their line, or events in one group, leave no scatter: an error of nought is none.
        (error > ROUNDING * se(&self.model, slopes[0], slopes[1])).then_some(error)
    }

    /// The quantiles of the ratio's and the difference's limits: Student's where the variance was inflated by an
    /// estimate, else the normal one.
    pub(super) fn quantiles(&self, groups: usize, level: Level) -> (f64, f64) {
        let quantile =
            |inflation: f64| if inflation > 1.0 { t(level, (groups - 2) as f64) } else { z(level) };
        (quantile(self.inflation), quantile(self.sii_inflation))
    }
}
