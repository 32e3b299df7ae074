//! The risk set at each distinct time: what every curve and test here is made of.

use super::{End, Observation};
use crate::stats::{Answer, NoAnswer};

/// One distinct time, whether events or only censoring happened at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    pub(super) time: f64,
    /// Children still under observation just before this time.
    pub(super) at_risk: f64,
    /// Events of the kind of interest at this time.
    pub(super) events: f64,
    /// Events that compete with it at this time.
    pub(super) competing: f64,
}

/// What happened at a time, as a life table counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Censored,
    Event,
    Competing,
}

impl Step {
    /// Returns this step's share of Greenwood's sum; `None` where nobody is left after it.
    pub(super) fn greenwood(&self) -> Option<f64> {
        let left = self.at_risk - self.events - self.competing;
        (left > 0.0).then(|| (self.events + self.competing) / (self.at_risk * left))
    }
}

/// Returns the distinct times in order, from any list of times and kinds.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] for an empty list; [`NoAnswer::OutOfRange`] where a time is not a
/// finite number above nought.
pub(super) fn steps(times: impl Iterator<Item = (f64, Kind)>) -> Answer<Vec<Step>> {
    let mut times: Vec<(f64, Kind)> = times.collect();
    if times.is_empty() {
        return Err(NoAnswer::NoPopulation);
    }
    if times.iter().any(|(t, _)| !t.is_finite() || *t <= 0.0) {
        return Err(NoAnswer::OutOfRange);
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut steps: Vec<Step> = Vec::new();
    let mut at_risk = times.len() as f64;
    for tied in times.chunk_by(|a, b| a.0 == b.0) {
        let count = |kind| tied.iter().filter(|(_, k)| *k == kind).count() as f64;
        let (events, competing) = (count(Kind::Event), count(Kind::Competing));
        steps.push(Step { time: tied[0].0, at_risk, events, competing });
        at_risk -= tied.len() as f64;
    }
    Ok(steps)
}

/// Returns the distinct times of plain observations.
pub(super) fn of_observations(observations: &[Observation]) -> Answer<Vec<Step>> {
    steps(observations.iter().map(|o| (o.time, Kind::from(o.end))))
}

impl From<End> for Kind {
    fn from(end: End) -> Self {
        match end {
            End::Censored => Self::Censored,
            End::Event => Self::Event,
        }
    }
}
