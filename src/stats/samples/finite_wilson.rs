//! Wilson's limits for a share, and the same when the sample is a good part of all files.
//!
//! Read them as limits for the share among all files. The finite form narrows as the sample nears the
//! whole, and closes when every file has been read. Not for clustered samples unless the sample size
//! is first divided by the design effect.
//!
//! Formula: the score limits at `n*` in place of `n`: `(p + z²/2n* ± z√(p(1 − p)/n* + z²/4n*²))/(1 + z²/n*)`,
//! with `n* = n(N − 1)/(N − n)`; `n* = n` for a service at large.
//! Source: Wilson 1927, JASA 22:209; Korn & Graubard 1998, Survey Methodology 24:193 (effective size in a score interval).

use crate::stats::rates::wilson;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer};

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

/// Returns a share with Wilson's limits for all of a finite number of files.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where the sample is nought, [`NoAnswer::OutOfRange`] where the count is above it,
/// and where the sample is larger than the population.
pub fn finite_wilson(count: u64, sample: u64, population: u64, level: Level) -> Answer<Estimate> {
    if sample > population {
        return Err(NoAnswer::OutOfRange);
    }
    let (x, n, all) = (count as f64, sample as f64, population as f64);
    let plain = wilson(Group { events: x, population: n }, level)?;
    if sample == population {
        return Ok(plain.with(Interval::new(plain.value, plain.value)));
    }
    let effective = n * (all - 1.0) / (all - n);
    let around = wilson(Group { events: plain.value * effective, population: effective }, level)?;
    Ok(plain.with(around.interval))
}
