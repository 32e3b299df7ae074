//! Slope and relative index of inequality by a weighted straight line through the rates.
//!
//! What: a straight line for the rate itself across the whole population, weighted by people.
//! Read: SII is the difference between the two ends of the line; a relative index needs a positive line.
//! Not when: rates are steep: the line then falls below nought at the least deprived end, and no ratio exists.
//! Formula: weighted least squares of `y_k/n_k` on `1 - x_k` with weights `n_k`; limits by Student's
//! quantile on `k - 2` degrees of freedom, or normal with a sandwich variance.
//! Source: Low and Low 2004, Journal of Public Health 26:388; Pamuk 1985; MacKinnon and White 1985.

use nalgebra::Matrix2;

use super::ends::Relative;
use super::ridit::closeness;
use crate::stats::distribution::{t, z};
use crate::stats::line::{Line, Variance, se};
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, group};

/// What `explain linear-gradient` says.
pub const METHOD: Method = Method {
    name: "linear-gradient",
    title: "Slope and relative index by a straight line",
    what: "A straight line through the rates of groups, weighted by their people.",
    read: "SII: the difference between the ends of the line. A relative index exists only where both ends are above nought.",
    not_when: "Rates are steep, as in child protection: the line falls below nought at the least deprived end.",
    formula: "weighted least squares of y/n on 1 - x with weights n; SII = slope; RII = ratio of the ends, or slope over mean",
    source: "Low and Low 2004, Journal of Public Health 26:388-395; Pamuk 1985, Population Studies 39:17-31",
};

/// Which limits a straight line is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LinearLimits {
    /// Equal variance of the weighted residuals, with Student's quantile on `k - 2`.
    #[default]
    Student,
    /// Sandwich, uncorrected, with the normal quantile.
    Hc0,
    /// Sandwich times `k/(k - 2)`, with the normal quantile.
    Hc1,
    /// Sandwich with residuals over `√(1 - h)`, with the normal quantile.
    Hc2,
    /// Sandwich with residuals over `1 - h`, with the normal quantile.
    Hc3,
}

/// A straight gradient across ordered groups, per person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearGradient {
    /// Slope index: the line at the most deprived end less that at the least. Two groups have no limits, nor have groups
    /// that lie on their line.
    pub sii: Estimate,
    /// The line at the most deprived end; may be below nought.
    pub most: f64,
    /// The line at the least deprived end; may be below nought.
    pub least: f64,
    /// The mean rate.
    pub mean: f64,
    spread: Option<Spread>,
}

/// The variance of the line's two coefficients, and the quantile of its limits; none where groups lie on the line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spread {
    variance: Matrix2<f64>,
    quantile: Option<f64>,
}

impl Spread {
    /// How far limits of a combination of the two coefficients reach.
    fn reach(&self, first: f64, second: f64) -> Option<f64> {
        Some(self.quantile? * se(&self.variance, first, second))
    }
}

impl LinearGradient {
    /// Returns the standard error of the slope index; `None` with two groups.
    #[must_use]
    pub fn sii_se(&self) -> Option<f64> {
        self.spread.map(|spread| se(&spread.variance, 0.0, 1.0))
    }

    /// Returns the relative index under a convention, with limits on the logarithm for a ratio of ends.
    ///
    /// # Errors
    ///
    /// `FittedEndNotPositive` for a ratio of ends one of which is not above nought; `NoEvents` for a
    /// slope over a mean of nought.
    pub fn relative(&self, convention: Relative) -> Answer<Estimate> {
        match convention {
            Relative::EndsRatio => self.ends_ratio(),
            Relative::SlopeOverMean => self.slope_over_mean(),
        }
    }

    fn ends_ratio(&self) -> Answer<Estimate> {
        if self.most <= 0.0 || self.least <= 0.0 {
            return Err(NoAnswer::FittedEndNotPositive);
        }
        let value = self.most / self.least;
        let interval = self
            .log_ratio_reach()
            .and_then(|reach| Interval::new(value * (-reach).exp(), value * reach.exp()));
        Estimate::new(value, interval)
    }

    fn log_ratio_reach(&self) -> Option<f64> {
        self.spread?.reach(1.0 / self.most - 1.0 / self.least, 1.0 / self.most)
    }

    fn slope_over_mean(&self) -> Answer<Estimate> {
        if self.mean <= 0.0 {
            return Err(NoAnswer::NoEvents);
        }
        let value = self.sii.value / self.mean;
        // The mean is the line at the middle rank, so the index moves with both coefficients.
        let (by_end, by_slope) = (-value / self.mean, (1.0 - value / 2.0) / self.mean);
        Estimate::around(value, self.spread.and_then(|spread| spread.reach(by_end, by_slope)))
    }
}

/// Fits the straight gradient of groups ordered from the most deprived to the least.
///
/// # Errors
///
/// `TooFewGroups` below two groups; `OutOfRange`; `NoPopulation`.
pub fn linear(groups: &[Group], limits: LinearLimits, level: Level) -> Answer<LinearGradient> {
    let totals = group::totals(groups, 2)?;
    let x = closeness(groups)?;
    let points = groups.iter().zip(&x).map(|(group, &x)| (x, group.rate(), group.population));
    let line = Line::fit(points)?;
    let free = groups.len() as f64 - 2.0;
    let (kind, quantile) = match limits {
        LinearLimits::Student if free > 0.0 => (Variance::Model, t(level, free)),
        LinearLimits::Student => (Variance::Model, 0.0),
        LinearLimits::Hc0 => (Variance::Hc0, z(level)),
        LinearLimits::Hc1 => (Variance::Hc1, z(level)),
        LinearLimits::Hc2 => (Variance::Hc2, z(level)),
        LinearLimits::Hc3 => (Variance::Hc3, z(level)),
    };
    let quantile = line.scatters().then_some(quantile);
    let spread = line.variance(kind).ok().map(|variance| Spread { variance, quantile });
    Ok(LinearGradient {
        sii: Estimate::around(line.slope, spread.and_then(|spread| spread.reach(0.0, 1.0)))?,
        most: line.intercept + line.slope,
        least: line.intercept,
        mean: totals.events / totals.population,
        spread,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steep_rates_have_a_slope_and_no_ratio() {
        let groups = [113.0, 71.0, 51.0, 47.0, 35.0, 32.0, 23.0, 21.0, 14.0, 9.0]
            .map(|events| Group { events, population: 1e4 });
        let line = linear(&groups, LinearLimits::Student, Level::P95).unwrap();
        assert!(line.least < 0.0);
        assert_eq!(line.relative(Relative::EndsRatio), Err(NoAnswer::FittedEndNotPositive));
        assert!((line.relative(Relative::SlopeOverMean).unwrap().value - 94.5455 / 41.6).abs() < 1e-4);
    }

    #[test]
    fn two_groups_have_a_slope_without_limits() {
        let groups = [Group { events: 5.0, population: 10.0 }, Group { events: 1.0, population: 10.0 }];
        let line = linear(&groups, LinearLimits::Student, Level::P95).unwrap();
        assert!((line.sii.value - 0.8).abs() < 1e-15 && line.sii.interval.is_none());
    }
}
