//! Score limits for a Poisson count.
//!
//! What: the expected counts that lie no further than `z` of their own standard deviations from what was seen.
//! Read: as Byar's; shorter than the exact limits at few events, and 95% on average rather than at least.
//! Not when: limits must never hold the truth less often than they say (use the exact ones).
//! Formula: `y + z²/2 ∓ z√(y + z²/4)`; with no events the lower limit is 0.
//! Source: Wilson 1927 in the Poisson limit; Barker 2002, The American Statistician 56:85.

use super::check_count;
use crate::stats::distribution::z;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What `explain score-poisson` says.
pub const METHOD: Method = Method {
    name: "score-poisson",
    title: "Score limits for a count",
    what: "Limits for a count of independent events, in closed form, that hold the truth 95 times in 100 on average even at few events.",
    read: "The counts to be expected from which what was seen is not surprising.",
    not_when: "Limits must never hold the truth less often than they say; or siblings and repeats make counts cluster.",
    formula: "y + z^2/2 -/+ z sqrt(y + z^2/4)",
    source: "Wilson 1927, in the Poisson limit; Barker 2002, The American Statistician 56:85-89",
};

/// Returns both limits of a count.
///
/// # Errors
///
/// `OutOfRange` for a negative or infinite count.
pub fn score(events: f64, level: Level) -> Answer<Interval> {
    check_count(events)?;
    let z = z(level);
    let upper = events + z * z / 2.0 + z * (events + z * z / 4.0).sqrt();
    // The product of the two roots is the square of the count.
    Interval::new(events * (events / upper), upper).ok_or(NoAnswer::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_lies_z_of_its_own_deviations_away() {
        for events in [0.0, 1.0, 7.0, 400.0] {
            let limits = score(events, Level::P95).unwrap();
            for limit in [limits.lower, limits.upper] {
                let distance = (events - limit).abs();
                assert!((distance - z(Level::P95) * limit.sqrt()).abs() < 1e-9 * (1.0 + events));
            }
        }
    }
}
