//! Wilson's limits for a share, and the same when the sample is a good part of all files.
//!
//! Read them as limits for the share among all files. The finite form narrows as the sample nears the
//! whole, and closes when every file has been read. Not for clustered samples unless the sample size
//! is first divided by the design effect.
//!
//! Formula: the score limits at `n*` in place of `n`: `(p + z²/2n* ± z√(p(1 − p)/n* + z²/4n*²))/(1 + z²/n*)`,
//! with `n* = n(N − 1)/(N − n)`; `n* = n` for a service at large.
//! Source: Wilson 1927, JASA 22:209; Korn & Graubard 1998, Survey Methodology 24:193 (effective size in a score interval).

use crate::stats::tails::normal_two_sided;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "wilson-finite",
    title: "Wilson limits for a finite number of files",
    what: "Limits for a share among all files when a good part of them was read.",
    read: "Narrower as the sample nears the whole; closed when every file was read.",
    not_when: "Files come in clusters and the sample size has not been divided by the design effect.",
    formula: "Wilson's limits at n* = n*(N-1)/(N-n)",
    source: "Wilson 1927, Journal of the American Statistical Association 22:209-212; Korn & Graubard 1998, Survey Methodology 24:193-201.",
};

/// Returns a share with Wilson's limits; the sample size need not be whole.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where the sample is nought, [`NoAnswer::OutOfRange`] where the count is
/// negative, not finite or above the sample.
pub fn wilson(count: f64, sample: f64, level: Level) -> Answer<Estimate> {
    if sample == 0.0 {
        return Err(NoAnswer::NoPopulation);
    }
    let sound = count.is_finite() && sample.is_finite() && (0.0..=sample).contains(&count);
    if !sound {
        return Err(NoAnswer::OutOfRange);
    }
    let z2 = normal_two_sided(level.get()).powi(2);
    let value = count / sample;
    let centre = value + z2 / (2.0 * sample);
    let half = (z2 * value * (1.0 - value) / sample + (z2 / (2.0 * sample)).powi(2)).sqrt();
    let scale = 1.0 + z2 / sample;
    let lower = if count == 0.0 { 0.0 } else { (centre - half) / scale };
    let upper = if count == sample { 1.0 } else { (centre + half) / scale };
    Ok(Estimate { value, interval: Interval::new(lower.min(value), upper.max(value)) })
}

/// Returns a share with Wilson's limits for all of a finite number of files.
///
/// # Errors
///
/// As [`wilson`]; [`NoAnswer::OutOfRange`] also where the sample is larger than the population.
pub fn finite_wilson(count: u64, sample: u64, population: u64, level: Level) -> Answer<Estimate> {
    if sample > population {
        return Err(NoAnswer::OutOfRange);
    }
    let (x, n, all) = (count as f64, sample as f64, population as f64);
    let plain = wilson(x, n, level)?;
    if sample == population {
        return Ok(Estimate { value: plain.value, interval: Interval::new(plain.value, plain.value) });
    }
    let effective = n * (all - 1.0) / (all - n);
    let around = wilson(plain.value * effective, effective, level)?;
    Ok(Estimate { value: plain.value, interval: around.interval })
}
