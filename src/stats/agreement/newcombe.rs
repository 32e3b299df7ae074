//! The difference of two shares of the same files, with Newcombe's limits.
//!
//! Read it as how much larger the first share is: for one, how much oftener plans hold an action for
//! the victim than for the person causing harm. Limits lie within −1 and 1 and need no large sample.
//! Not for different files.
//!
//! Formula: `d = (b − c)/n`; limits square and add the Wilson limits of the two shares, with their
//! correlation `φ` (method 10: the numerator of a positive `φ` is drawn in by `n/2`, not past nought).
//! Source: Newcombe 1998, Statistics in Medicine 17:2635.

use crate::stats::rates::wilson;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, deviation};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "newcombe-paired",
    title: "Newcombe's paired difference of shares",
    what: "How much larger one share is than another of the same files.",
    read: "0.3: thirty more files in every hundred.",
    not_when: "The two shares are of different files.",
    formula: "d = (b-c)/n; limits d -/+ sqrt(a1^2 - 2*phi*a1*a2 + a2^2) from the Wilson limits of each share",
    source: "Newcombe 1998, Statistics in Medicine 17:2635-2650, method 10.",
};

/// Files by whether each of two things holds for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paired {
    /// Both hold.
    pub both: u64,
    /// Only the first holds.
    pub first: u64,
    /// Only the second holds.
    pub second: u64,
    /// Neither holds.
    pub neither: u64,
}

/// Returns the share for which the first holds less that for which the second does.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where there is no file.
pub fn paired_difference(files: Paired, level: Level) -> Answer<Estimate> {
    let [a, b, c, d] = [files.both, files.first, files.second, files.neither].map(|x| x as f64);
    let n = a + b + c + d;
    let limits = |holds: f64| {
        let share = wilson(Group { events: holds, population: n }, level)?;
        let interval = share.interval.ok_or(NoAnswer::NoPopulation)?;
        Ok((share.value - interval.lower, interval.upper - share.value))
    };
    let ((down1, up1), (down2, up2)) = (limits(a + b)?, limits(a + c)?);
    let product = (a + b) * (c + d) * (a + c) * (b + d);
    let cross = a * d - b * c;
    let drawn_in = if cross > 0.0 { (cross - n / 2.0).max(0.0) } else { cross };
    let phi = if product > 0.0 { drawn_in / product.sqrt() } else { 0.0 };
    let reach = |x: f64, y: f64| deviation(x * x - 2.0 * phi * x * y + y * y);
    let value = (b - c) / n;
    let interval = Interval::new((value - reach(down1, up2)).max(-1.0), (value + reach(up1, down2)).min(1.0));
    Estimate::new(value, interval)
}
