//! Funnel limits of counts: for rates and for standardised ratios.
//!
//! What: how many events a unit has when only chance sets it apart from the number expected of it.
//! Read: divide by the expected count for a ratio, by people for a rate.
//! Not when: as for funnel limits of a proportion.
//! Formula: the count whose exact Poisson limit is the number expected, whole or not; a limit on the lower
//! side exists from the expected number at which no events would be unusual.
//! Source: Spiegelhalter 2005, Statistics in Medicine 24:1185; Dover and Schopflocher 2011.

use crate::stats::distribution::outside;
use crate::stats::rates::exact::exact;
use crate::stats::root::root;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What `explain funnel-count` says.
pub const METHOD: Method = Method {
    name: "funnel-count",
    title: "Funnel limits of a rate or a standardised ratio",
    what: "How many events a unit has when only chance sets it apart from the number expected of it.",
    read: "Divide by the expected number for a ratio, by people for a rate. Outside 95% is unusual; outside 99.8% calls for a look.",
    not_when: "Units differ for known reasons (adjust first), or by more than chance (add over-dispersion).",
    formula: "the count O whose exact Poisson limit is E; no lower limit while E < -ln(a/2)",
    source: "Spiegelhalter 2005, Statistics in Medicine 24:1185-1202",
};

/// Returns the two expected numbers at which `observed` events lie on a limit: below the lower one they
/// are too many, above the upper one too few.
///
/// # Errors
///
/// `OutOfRange`, as for [`exact`].
pub fn expected_at(observed: f64, level: Level) -> Answer<Interval> {
    exact(observed, level)
}

/// Returns the limits of the count of a unit of which `expected` events are expected. The lower limit is
/// nought where even no events would not be unusual.
///
/// # Errors
///
/// `NoEvents` where none are expected; `OutOfRange`.
pub fn count_limits(expected: f64, level: Level) -> Answer<Interval> {
    if !expected.is_finite() || expected < 0.0 {
        return Err(NoAnswer::OutOfRange);
    }
    if expected == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let lower_end = |observed: f64| exact(observed, level).map_or(f64::NAN, |limits| limits.lower);
    let upper_end = |observed: f64| exact(observed, level).map_or(f64::NAN, |limits| limits.upper);
    let mut top = expected + 10.0;
    while lower_end(top) < expected {
        top *= 2.0;
    }
    let upper = root(0.0, top, |observed| lower_end(observed) - expected);
    let lower = if expected <= -outside(level).ln() {
        0.0
    } else {
        root(0.0, expected, |observed| upper_end(observed) - expected)
    };
    Interval::of(lower, upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_and_crossings_undo_each_other() {
        for expected in [4.5, 30.0, 400.0] {
            let limits = count_limits(expected, Level::P95).unwrap();
            assert!((expected_at(limits.upper, Level::P95).unwrap().lower / expected - 1.0).abs() < 1e-9);
            assert!((expected_at(limits.lower, Level::P95).unwrap().upper / expected - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_small_unit_cannot_be_low() {
        assert_eq!(count_limits(3.0, Level::P95).unwrap().lower, 0.0);
        assert_eq!(count_limits(0.0, Level::P95), Err(NoAnswer::NoEvents));
    }
}
