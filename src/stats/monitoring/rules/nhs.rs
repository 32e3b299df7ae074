//! The NHS "making data count" rules.
//!
//! Read a signal as a change with a cause, good or bad by the direction that is wanted. Every point of
//! a pattern carries it; where a point belongs to several, the first in this order names it: beyond a
//! limit, a trend of seven, two of three near a limit, seven on one side of the mean. Not before
//! twelve points.
//!
//! Formula: a trend is six strict steps one way; near is beyond two thirds of the way to a limit but
//! within it, with all three points on one side; a point on the mean is on neither side.
//! Source: NHS England, Making Data Count, the "plot the dots" rules. A month without a value breaks a
//! pattern and is never part of one.

use super::super::{Chart, Mark};
use super::{patterns, shared};
use crate::stats::Method;

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "nhs-rules",
    title: "NHS making-data-count rules",
    what: "Four patterns on an XmR chart that chance rarely makes.",
    read: "A signal is a change with a cause, good or bad by the direction that is wanted.",
    not_when: "There are fewer than twelve points.",
    formula: "beyond a limit; 7 points in strict trend; 2 of 3 beyond 2/3 of the way to a limit, all 3 on one side; 7 on one side of the mean",
    source: "NHS England, Making Data Count.",
};

/// A signal under the NHS rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nhs {
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// Part of seven points each above the last.
    Rising,
    /// Part of seven points each below the last.
    Falling,
    /// One of two in three near the upper limit.
    TwoOfThreeHigh,
    /// One of two in three near the lower limit.
    TwoOfThreeLow,
    /// Part of seven points above the mean.
    SevenAbove,
    /// Part of seven points below the mean.
    SevenBelow,
}

/// Points in a trend, and points in a row on one side.
const RUN: usize = 7;

/// Returns the signal of each mark of an XmR chart; `None` for common cause.
#[must_use]
pub fn nhs(chart: &Chart) -> Vec<Option<Nhs>> {
    let (sides, turns) = patterns(chart);
    let trends = spread(&turns, RUN - 1, chart.marks.len(), 1);
    let rows = spread(&sides, RUN, chart.marks.len(), 0);
    let near: Vec<bool> = chart.marks.iter().map(|m| is_near(m, chart.centre)).collect();
    (0..chart.marks.len())
        .map(|i| {
            let named = |direction: i8, up, down| if direction > 0 { up } else { down };
            match chart.marks[i].breach() {
                0 => {}
                breach => return Some(named(breach, Nhs::AboveLimit, Nhs::BelowLimit)),
            }
            if let Some(direction) = trends[i] {
                return Some(named(direction, Nhs::Rising, Nhs::Falling));
            }
            if near[i]
                && let Some(direction) = of_three(&sides, &near, i)
            {
                return Some(named(direction, Nhs::TwoOfThreeHigh, Nhs::TwoOfThreeLow));
            }
            rows[i].map(|direction| named(direction, Nhs::SevenAbove, Nhs::SevenBelow))
        })
        .collect()
}

/// Marks every point of each window of steps that all share a direction; a window covers `extra`
/// points more than it has steps. Where windows of both directions meet, the later one names the point.
fn spread(steps: &[Option<i8>], length: usize, points: usize, extra: usize) -> Vec<Option<i8>> {
    let mut marks = vec![None; points];
    for (start, window) in steps.windows(length).enumerate() {
        if let Some(direction) = shared(window) {
            marks[start..start + length + extra].fill(Some(direction));
        }
    }
    marks
}

fn is_near(mark: &Mark, centre: f64) -> bool {
    let (Some(value), Some(sigma)) = (mark.value, mark.sigma) else { return false };
    mark.breach() == 0 && (value - centre).abs() > 2.0 * sigma
}

/// Returns the side of a window of three around `i` that holds two near points, all on that side.
fn of_three(sides: &[Option<i8>], near: &[bool], i: usize) -> Option<i8> {
    (i.saturating_sub(2)..=i)
        .filter(|start| start + 3 <= sides.len())
        .filter(|&start| near[start..start + 3].iter().filter(|n| **n).count() >= 2)
        .find_map(|start| shared(&sides[start..start + 3]))
}
