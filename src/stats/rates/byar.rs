//! Byar's limits for a Poisson count.
//!
//! What: a close approximation to the exact limits of a count, in closed form.
//! Read: were the same year lived many times, about 95 of 100 such intervals would hold the count to be expected.
//! Not when: there are no events (no lower limit), or fewer than 10 (the exact limits are preferred).
//! Formula: lower `y(1 - 1/(9y) - z/(3√y))³`, upper `(y+1)(1 - 1/(9(y+1)) + z/(3√(y+1)))³`.
//! Source: Breslow and Day 1987, vol. II, p. 69; the Office for Health Improvement and Disparities' usual limits.

use super::check_count;
use crate::stats::distribution::z;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What `explain byar` says.
pub const METHOD: Method = Method {
    name: "byar",
    title: "Byar's limits for a count",
    what: "Limits for a count of independent events, close to the exact Poisson limits and in closed form.",
    read: "Of many such intervals, about 95 in 100 hold the count to be expected in the long run.",
    not_when: "No lower limit with no events; below 10 events the exact limits are preferred; too narrow where siblings or repeat events make counts cluster.",
    formula: "lower = y(1 - 1/(9y) - z/(3 sqrt y))^3; upper = (y+1)(1 - 1/(9(y+1)) + z/(3 sqrt(y+1)))^3",
    source: "Breslow and Day 1987, Statistical Methods in Cancer Research II, p. 69",
};

/// Returns both limits of a count.
///
/// # Errors
///
/// `OutOfRange` for a negative or infinite count; `ZeroCount` where the lower limit does not exist.
pub fn byar(events: f64, level: Level) -> Answer<Interval> {
    Interval::new(lower(events, level)?, upper(events, level)?).ok_or(NoAnswer::OutOfRange)
}

/// Returns the lower limit of a count; `ZeroCount` where the formula gives none (no events, or so few
/// at so high a level that its cube is negative).
///
/// # Errors
///
/// `OutOfRange` and `ZeroCount`, as for [`byar`].
pub fn lower(events: f64, level: Level) -> Answer<f64> {
    check_count(events)?;
    if events == 0.0 {
        return Err(NoAnswer::ZeroCount);
    }
    let limit = events * (1.0 - 1.0 / (9.0 * events) - z(level) / (3.0 * events.sqrt())).powi(3);
    if limit < 0.0 { Err(NoAnswer::ZeroCount) } else { Ok(limit) }
}

/// Returns the upper limit of a count, which exists even with no events.
///
/// # Errors
///
/// `OutOfRange` for a negative or infinite count.
pub fn upper(events: f64, level: Level) -> Answer<f64> {
    check_count(events)?;
    let next = events + 1.0;
    Ok(next * (1.0 - 1.0 / (9.0 * next) + z(level) / (3.0 * next.sqrt())).powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_one_five_and_ten_have_the_printed_limits() {
        // methods.md 3.1, checked against PHEindicatormethods.
        for (events, low, high) in [(1.0, 0.0131, 5.5638), (5.0, 1.6113, 11.6682), (10.0, 4.7874, 18.3915)] {
            let limits = byar(events, Level::P95).unwrap();
            assert!((limits.lower - low).abs() < 5e-5 && (limits.upper - high).abs() < 5e-5);
        }
    }

    #[test]
    fn no_events_have_an_upper_limit_only() {
        assert_eq!(byar(0.0, Level::P95), Err(NoAnswer::ZeroCount));
        assert!((upper(0.0, Level::P95).unwrap() - 3.668).abs() < 1e-3);
    }

    #[test]
    fn a_negative_cube_is_no_limit() {
        assert_eq!(lower(1.0, Level::P998), Err(NoAnswer::ZeroCount));
    }
}
