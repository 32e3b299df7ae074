//! Directly standardised rate, with gamma limits.
//!
//! What: the same rate as [`direct`](super::direct()), with limits that do not rest on many events.
//! Read: as the directly standardised rate; at least 95 in 100 such intervals hold the truth.
//! Not when: events cluster in families: the upper limit then knows nothing of them.
//! Formula: lower `v/(2r) χ²(α/2; 2r²/v)`; upper `(v + m²)/(2(r + m)) χ²(1 - α/2; 2(r + m)²/(v + m²))`,
//! `m` the most that one more event can add.
//! Source: Fay and Feuer 1997, Statistics in Medicine 16:791.

use super::direct::{Standardised, Stratum, Sums};
use crate::stats::distribution::{Tail, gamma_quantile, outside};
use crate::stats::{Answer, Interval, Level, Method};

/// What `explain dsr-gamma` says.
pub const METHOD: Method = Method {
    name: "dsr-gamma",
    title: "Directly standardised rate with gamma limits",
    what: "The directly standardised rate, with limits that keep their promise with few events.",
    read: "As the directly standardised rate; at least 95 in 100 such intervals hold the truth.",
    not_when: "Events cluster in families; or a shorter interval is wanted and events are many.",
    formula: "lower = v/(2r) chi2(a/2; 2r^2/v); upper = (v+m^2)/(2(r+m)) chi2(1-a/2; 2(r+m)^2/(v+m^2)), m = the most one more event adds",
    source: "Fay and Feuer 1997, Statistics in Medicine 16:791-801",
};

/// Returns the directly standardised rate of one group, with gamma limits at any number of events.
///
/// # Errors
///
/// `NoPopulation`, `NoWeight`, `TooFewGroups`, `OutOfRange`, `Overflow`, as for [`direct`](super::direct()).
pub fn fay_feuer(strata: &[Stratum], level: Level) -> Answer<Standardised> {
    let sums = Sums::of(strata)?;
    sums.weighted()?;
    let Sums { value, variance, events, population, heaviest } = sums;
    let tail = outside(level);
    let lower = if events > 0.0 {
        variance / value * gamma_quantile(value * value / variance, Tail::Lower(tail))
    } else {
        0.0
    };
    let (more, spread) = (value + heaviest, variance + heaviest * heaviest);
    let upper = spread / more * gamma_quantile(more * more / spread, Tail::Upper(tail));
    let interval = Interval::of(lower, upper)?;
    Ok(Standardised { value, variance, interval, events, population })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::rates::exact::exact;

    #[test]
    fn one_stratum_has_the_exact_limits_of_a_count() {
        for events in [0.0, 4.0, 60.0] {
            let one = fay_feuer(&[Stratum::independent(events, 500.0, 3.0)], Level::P95).unwrap();
            let limits = exact(events, Level::P95).unwrap();
            assert!((one.interval.lower * 500.0 - limits.lower).abs() < 1e-10);
            assert!((one.interval.upper * 500.0 - limits.upper).abs() < 1e-10);
        }
    }
}
