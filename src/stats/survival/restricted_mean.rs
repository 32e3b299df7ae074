//! The restricted mean: average time without the event, up to a horizon.
//!
//! Read it as the days without the event that a child has on average in the first so many days. It
//! exists where the median does not, and compares groups without assuming proportional hazards. Not
//! across different horizons.
//!
//! Formula: the area under `S` up to `τ`; variance `Σ A(t)² d/(n(n − d))`, `A(t)` the area from `t` to `τ`.
//! Limits are symmetric in the logarithm of the time lost, `τ` less the mean, because with few events its
//! error is skewed.
//! Source: Irwin 1949, Journal of Hygiene 47:188; Royston & Parmar 2013, BMC Med Res Methodol 13:152.

use super::kaplan_meier::{Beyond, Curve};
use crate::stats::distribution::z;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "restricted-mean",
    title: "Restricted mean time",
    what: "The average time without the event, up to a stated horizon.",
    read: "Days without the event in the first so many days; larger is longer. Compare only at one horizon.",
    not_when: "Horizons differ between the groups compared, or lie beyond the last time observed.",
    formula: "integral of S from 0 to tau; var = sum(A(t)^2*d/(n*(n-d))), A(t) = integral of S from t to tau; limits tau - lost*exp(+/- z*se/lost)",
    source: "Royston & Parmar 2013, BMC Medical Research Methodology 13:152.",
};

/// A restricted mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RestrictedMean {
    /// The mean time without the event up to the horizon.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Its limits; `None` where no time was lost to the event, or all of it.
    pub interval: Option<Interval>,
}

/// Returns the mean time without the event up to `horizon`.
///
/// # Errors
///
/// [`NoAnswer::NotReached`] where the horizon lies beyond the last time under [`Beyond::Refuse`],
/// [`NoAnswer::OutOfRange`] where it is not a finite number above nought.
pub fn restricted_mean(curve: &Curve, horizon: f64, beyond: Beyond, level: Level) -> Answer<RestrictedMean> {
    if !horizon.is_finite() || horizon <= 0.0 {
        return Err(NoAnswer::OutOfRange);
    }
    curve.at(horizon, beyond)?;
    let reached = curve.points().partition_point(|p| p.time <= horizon);
    let (mut area, mut variance, mut end) = (0.0, 0.0, horizon);
    for (point, step) in curve.points()[..reached].iter().zip(&curve.steps).rev() {
        area += point.survival * (end - point.time);
        variance += area * area * step.greenwood().unwrap_or(0.0);
        end = point.time;
    }
    let (value, se) = (finite(area + end)?, finite(variance.sqrt())?);
    let lost = horizon - value;
    let spread = (z(level) * se / lost).exp();
    let limits = || Interval::new((horizon - lost * spread).max(0.0), horizon - lost / spread);
    let interval = if se > 0.0 && lost > 0.0 { limits() } else { None };
    Ok(RestrictedMean { value, se, interval })
}
