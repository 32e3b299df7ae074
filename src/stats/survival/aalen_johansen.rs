//! The Aalen–Johansen cumulative incidence: the share to whom the event has happened, when another
//! ending can make it impossible.
//!
//! Read the value at a time as the share of all children who have had the event by then. It is never
//! more than one minus the Kaplan–Meier curve that treats the competing ending as censoring. Not for
//! comparing how fast events come among those still able to have them: use the hazard for that.
//!
//! Formula: `F(t) = Σ S(t−) d₁/n`, `S` the curve for any ending; delta-method variance; limits
//! `F^exp(±z·se/(F ln F))`.
//! Source: Aalen & Johansen 1978, Scandinavian Journal of Statistics 5:141; Marubini & Valsecchi 1995, chapter 10.

use super::kaplan_meier::{Beyond, CurveLimits};
use super::life_table::{Kind, Step, steps};
use crate::stats::distribution::z;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, deviation, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "aalen-johansen",
    title: "Aalen–Johansen cumulative incidence",
    what: "The share of children to whom the event has happened by a time, when another ending can make it impossible.",
    read: "Of all children, so many have had the event by then.",
    not_when: "The question is how fast events come among those still able to have them: use the hazard.",
    formula: "F(t) = sum(S(t-)*d1/n); limits F^exp(+/- z*se/(F*ln(F))), delta-method se",
    source: "Aalen & Johansen 1978, Scandinavian Journal of Statistics 5:141-150; Marubini & Valsecchi 1995, Analysing Survival Data from Clinical Trials and Observational Studies, chapter 10.",
};

/// How a child's time ended, when endings compete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Still able to have the event when last seen.
    Censored,
    /// With the event.
    Event,
    /// With an ending that makes the event impossible.
    Competing,
}

/// One child's time and how it ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Departure {
    /// How long the child was observed; finite and above nought.
    pub time: f64,
    /// How it ended.
    pub exit: Exit,
}

/// The cumulative incidence at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidencePoint {
    /// The time.
    pub time: f64,
    /// Children still under observation just before it.
    pub at_risk: f64,
    /// The share to whom the event has happened.
    pub incidence: f64,
    /// Its standard error.
    pub se: f64,
    /// Its limits; `None` while no event has happened, and at one.
    pub interval: Option<Interval>,
}

/// A cumulative incidence curve, one point for each distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    points: Vec<IncidencePoint>,
    /// The share with neither ending, after the last time.
    left: f64,
}

/// Returns the cumulative incidence of the event.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where there is no departure, [`NoAnswer::OutOfRange`] where a time is
/// not a finite number above nought; [`NoAnswer::Overflow`].
pub fn aalen_johansen(departures: &[Departure], level: Level) -> Answer<Incidence> {
    of_steps(&steps(departures.iter().map(|d| (d.time, Kind::from(d.exit))))?, level)
}

/// Returns the cumulative incidence of a life table.
pub(super) fn of_steps(steps: &[Step], level: Level) -> Answer<Incidence> {
    let z = z(level);
    let (mut free, mut incidence) = (1.0, 0.0);
    let mut moments = Moments::default();
    let points = steps
        .iter()
        .map(|step| {
            let jump = free * step.events / step.at_risk;
            incidence = finite(incidence + jump)?;
            let own = free * free * step.events * (step.at_risk - step.events) / step.at_risk.powi(3);
            moments.add(incidence, step.greenwood().unwrap_or(0.0), own, jump / step.at_risk);
            free *= 1.0 - (step.events + step.competing) / step.at_risk;
            let se = finite(deviation(moments.variance(incidence)))?;
            let limits = (incidence > 0.0 && incidence < 1.0)
                .then(|| CurveLimits::LogLog.around(incidence, z * se / incidence))
                .flatten();
            Ok(IncidencePoint { time: step.time, at_risk: step.at_risk, incidence, se, interval: limits })
        })
        .collect::<Answer<_>>()?;
    Ok(Incidence { points, left: finite(free)? })
}

impl Incidence {
    /// Returns the incidence without its limits.
    pub(super) fn without_limits(mut self) -> Self {
        self.points.iter_mut().for_each(|point| point.interval = None);
        self
    }

    /// Returns the points, in order of time.
    #[must_use]
    pub fn points(&self) -> &[IncidencePoint] {
        &self.points
    }

    /// Returns the cumulative incidence at a time; before the first it is nought without limits.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::NotReached`] beyond the last time under [`Beyond::Refuse`] while some children
    /// have had neither ending; [`NoAnswer::OutOfRange`] for a time below nought or not finite.
    pub fn at(&self, time: f64, beyond: Beyond) -> Answer<IncidencePoint> {
        if !time.is_finite() || time < 0.0 {
            return Err(NoAnswer::OutOfRange);
        }
        let passed = self.points.partition_point(|p| p.time <= time);
        let below = self.points.partition_point(|p| p.time < time);
        let at_risk = self.points.get(below).map_or(0.0, |p| p.at_risk);
        if beyond == Beyond::Refuse && below == self.points.len() && self.left > 0.0 {
            return Err(NoAnswer::NotReached);
        }
        let start = IncidencePoint { time, at_risk, incidence: 0.0, se: 0.0, interval: None };
        Ok(passed.checked_sub(1).map_or(start, |i| IncidencePoint { time, at_risk, ..self.points[i] }))
    }
}

/// Running sums of the delta-method variance, a quadratic in the present incidence.
#[derive(Default)]
struct Moments {
    square: f64,
    linear: f64,
    constant: f64,
}

impl Moments {
    /// Adds a time at which the incidence stood at `then`.
    fn add(&mut self, then: f64, greenwood: f64, own: f64, cross: f64) {
        self.square += greenwood;
        self.linear += greenwood * then + cross;
        self.constant += greenwood * then * then + own + 2.0 * then * cross;
    }

    fn variance(&self, now: f64) -> f64 {
        self.square * now * now - 2.0 * self.linear * now + self.constant
    }
}

impl From<Exit> for Kind {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Censored => Self::Censored,
            Exit::Event => Self::Event,
            Exit::Competing => Self::Competing,
        }
    }
}
