//! The median time, or any other quantile, read off a Kaplan–Meier curve.
//!
//! Read the median as the time by which the event has happened to half the children. Not where the
//! curve never falls that far: there is then no median, though its lower limit may exist.
//!
//! Formula: the first time at which `S ≤ ½`, or the middle of the stretch on which `S` is exactly
//! one half; the limits are the first times at which the curve's own limits do the same.
//! Source: Brookmeyer & Crowley 1982, Biometrics 38:29.

use super::kaplan_meier::{Curve, Point};
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "survival-median",
    title: "Median time with limits",
    what: "The time by which the event has happened to half the children.",
    read: "Shorter is sooner. A missing upper limit means that the data do not say how long it might be.",
    not_when: "The event happens to fewer than half in the time observed: there is no median.",
    formula: "first t with S(t) <= 1/2 (midpoint of a flat stretch at exactly 1/2); limits where the curve's limits do the same",
    source: "Brookmeyer & Crowley 1982, Biometrics 38:29-41.",
};

/// A quantile of the time to the event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeQuantile {
    /// The time, or [`NoAnswer::NotReached`].
    pub value: Answer<f64>,
    /// The lower limit; `None` where the curve's lower limit never falls that far.
    pub lower: Option<f64>,
    /// The upper limit; `None` where the curve's upper limit never falls that far.
    pub upper: Option<f64>,
}

/// Returns the median time.
#[must_use]
pub fn median(curve: &Curve) -> TimeQuantile {
    let crossing = |height: fn(&Point) -> Option<f64>| {
        let heights = curve.points().iter().filter_map(|p| height(p).map(|h| (p.time, h)));
        first_at_or_below(heights, 0.5)
    };
    TimeQuantile {
        value: crossing(|p| Some(p.survival)).ok_or(NoAnswer::NotReached),
        lower: crossing(|p| p.interval.map(|i| i.lower)),
        upper: crossing(|p| p.interval.map(|i| i.upper)),
    }
}

/// A share this close to the one sought is taken to be it: a product of fractions rounds.
const ROUNDING: f64 = 1.5e-8;

fn first_at_or_below(heights: impl Iterator<Item = (f64, f64)>, left: f64) -> Option<f64> {
    let mut below = heights.skip_while(|(_, h)| *h >= left + ROUNDING);
    let (time, height) = below.next()?;
    if (height - left).abs() >= ROUNDING {
        return Some(time);
    }
    Some(below.find(|(_, h)| *h < height).map_or(time, |(next, _)| (time + next) / 2.0))
}
