//! The Kaplan–Meier curve: the share of children to whom the event has not yet happened.
//!
//! Read the value at a time as the share still without the event then, allowing for children not
//! followed that long. Not where another ending makes the event impossible: one minus this curve then
//! overstates how many will have it; use the Aalen–Johansen cumulative incidence. Not beyond the last
//! time anyone was followed.
//!
//! Formula: `S(t) = Π (1 − d/n)` over times up to `t`; Greenwood's `σ² = Σ d/(n(n − d))`; limits
//! `S ± zSσ` (plain), `S·exp(±zσ)` (log) or `S^exp(±zσ/ln S)` (log-log), kept within 0 and 1.
//! Source: Kaplan & Meier 1958, JASA 53:457; Kalbfleisch & Prentice 2002, section 1.4 (log-log).

use super::Observation;
use super::life_table::{Step, of_observations};
use crate::stats::distribution::z;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "kaplan-meier",
    title: "Kaplan–Meier curve",
    what: "The share of children to whom the event has not yet happened, by time since the start.",
    read: "At a time: the share still without the event, allowing for children not followed that long. Log-log limits are the default; they stay within 0 and 1.",
    not_when: "Another ending makes the event impossible (use aalen-johansen); or beyond the last time anyone was followed.",
    formula: "S(t) = prod(1 - d/n); s2 = sum(d/(n*(n-d))); plain S +/- z*S*s, log S*exp(+/- z*s), log-log S^exp(+/- z*s/ln(S))",
    source: "Kaplan & Meier 1958, Journal of the American Statistical Association 53:457-481; Kalbfleisch & Prentice 2002, section 1.4.",
};

/// The scale on which the limits of a curve are symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CurveLimits {
    /// The curve's own scale; poor near 0 and 1.
    Plain,
    /// The logarithm.
    Log,
    /// The complementary log-log; the default.
    #[default]
    LogLog,
}

/// What to say of a time beyond the last one observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beyond {
    /// Nothing, unless the curve has already reached nought.
    Refuse,
    /// The last value, as some packages do on request.
    CarryForward,
}

/// One time on a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The time.
    pub time: f64,
    /// Children still under observation just before it.
    pub at_risk: f64,
    /// Events up to and including it.
    pub events: f64,
    /// The share without the event.
    pub survival: f64,
    /// Greenwood's standard error of that share; `None` once the curve is at nought.
    pub se: Option<f64>,
    /// Its limits; `None` at nought, and for log-log limits also at one.
    pub interval: Option<Interval>,
}

/// A Kaplan–Meier curve, one point for each distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub(super) limits: CurveLimits,
    pub(super) steps: Vec<Step>,
    points: Vec<Point>,
}

/// Returns the Kaplan–Meier curve of the observations.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where there is no observation, [`NoAnswer::OutOfRange`] where a time is
/// not a finite number above nought; [`NoAnswer::Overflow`].
pub fn kaplan_meier(observations: &[Observation], limits: CurveLimits, level: Level) -> Answer<Curve> {
    of_steps(of_observations(observations)?, limits, level)
}

/// Returns the curve of a life table.
pub(super) fn of_steps(steps: Vec<Step>, limits: CurveLimits, level: Level) -> Answer<Curve> {
    let z = z(level);
    let (mut survival, mut greenwood, mut events) = (1.0, Some(0.0), 0.0);
    let points = steps
        .iter()
        .map(|step| {
            events += step.events;
            survival = finite(survival * (1.0 - step.events / step.at_risk))?;
            greenwood =
                greenwood.zip(step.greenwood().or((step.events == 0.0).then_some(0.0))).map(|(a, b)| a + b);
            let sigma = greenwood.map(|square| finite(square.sqrt())).transpose()?;
            Ok(Point {
                time: step.time,
                at_risk: step.at_risk,
                events,
                survival,
                se: sigma.map(|s| survival * s),
                interval: sigma.and_then(|s| limits.around(survival, z * s)),
            })
        })
        .collect::<Answer<_>>()?;
    Ok(Curve { limits, steps, points })
}

impl CurveLimits {
    /// Returns the limits around a share whose logarithm has `half` as its half-width.
    pub(super) fn around(self, survival: f64, half: f64) -> Option<Interval> {
        let (lower, upper) = match self {
            Self::Plain => (survival - survival * half, survival + survival * half),
            Self::Log => (survival * (-half).exp(), survival * half.exp()),
            Self::LogLog if survival >= 1.0 => return None,
            Self::LogLog => {
                let factor = (half / survival.ln()).exp();
                (survival.powf(1.0 / factor), survival.powf(factor))
            }
        };
        Interval::new(lower.max(0.0), upper.min(1.0))
    }
}

impl Curve {
    /// Returns the curve without its limits.
    pub(super) fn without_limits(mut self) -> Self {
        self.points.iter_mut().for_each(|point| point.interval = None);
        self
    }

    /// Returns the points, in order of time.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Returns the last time observed.
    #[must_use]
    pub fn last_time(&self) -> f64 {
        self.points.last().map_or(0.0, |p| p.time)
    }

    /// Returns where the curve stands at a time; before the first time it is one, without log-log limits.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::NotReached`] beyond the last time under [`Beyond::Refuse`], unless the curve is
    /// already at nought; [`NoAnswer::OutOfRange`] for a time that is not a number at or above nought.
    pub fn at(&self, time: f64, beyond: Beyond) -> Answer<Point> {
        if !time.is_finite() || time < 0.0 {
            return Err(NoAnswer::OutOfRange);
        }
        let passed = self.points.partition_point(|p| p.time <= time);
        let below = self.points.partition_point(|p| p.time < time);
        let at_risk = self.points.get(below).map_or(0.0, |p| p.at_risk);
        let Some(standing) = passed.checked_sub(1).map(|i| self.points[i]) else {
            let (events, survival) = (0.0, 1.0);
            let interval = self.limits.around(survival, 0.0);
            return Ok(Point { time, at_risk, events, survival, se: Some(0.0), interval });
        };
        if beyond == Beyond::Refuse && time > self.last_time() && standing.survival > 0.0 {
            return Err(NoAnswer::NotReached);
        }
        Ok(Point { time, at_risk, ..standing })
    }
}
