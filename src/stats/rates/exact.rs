//! Exact limits for a Poisson count.
//!
//! What: the counts to be expected under which what was seen, or something further off, is no rarer than the level allows.
//! Read: as Byar's; at least 95 in 100 such intervals hold the truth, for small counts more.
//! Not when: counts cluster (siblings, repeat events): the limits are then too narrow.
//! Formula: lower `χ²(α/2; 2y)/2`, upper `χ²(1 - α/2; 2y + 2)/2`; with no events the lower limit is 0.
//! Source: Garwood 1936, Biometrika 28:437.

use super::check_count;
use crate::stats::distribution::{Tail, gamma_quantile, outside};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What `explain exact-poisson` says.
pub const METHOD: Method = Method {
    name: "exact-poisson",
    title: "Exact limits for a count",
    what: "Limits for a count of independent events that never hold the truth less often than they say.",
    read: "At least 95 in 100 such intervals hold the count to be expected; for small counts more do.",
    not_when: "Too narrow where siblings or repeat events make counts cluster.",
    formula: "lower = chi2(a/2; 2y)/2 (0 with no events); upper = chi2(1 - a/2; 2y + 2)/2",
    source: "Garwood 1936, Biometrika 28:437-442",
};

/// Returns both limits of a count.
///
/// # Errors
///
/// `OutOfRange` for a negative or infinite count.
pub fn exact(events: f64, level: Level) -> Answer<Interval> {
    check_count(events)?;
    let tail = outside(level);
    let lower = if events > 0.0 { gamma_quantile(events, Tail::Lower(tail)) } else { 0.0 };
    let upper = gamma_quantile(events + 1.0, Tail::Upper(tail));
    Interval::new(lower, upper).ok_or(NoAnswer::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_events_have_a_closed_upper_limit() {
        let limits = exact(0.0, Level::P95).unwrap();
        assert_eq!(limits.lower, 0.0);
        assert!((limits.upper + 0.025f64.ln()).abs() < 1e-13);
    }

    #[test]
    fn garwood_s_table_is_met() {
        // Garwood 1936, 95%: 5 events, 1.6235 to 11.6683.
        let limits = exact(5.0, Level::P95).unwrap();
        assert!((limits.lower - 1.6235).abs() < 5e-5 && (limits.upper - 11.6683).abs() < 5e-5);
    }
}
