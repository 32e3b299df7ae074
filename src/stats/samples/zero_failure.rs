//! What a sample without any failure still allows.
//!
//! Read it as the largest share of failures that a clean sample leaves open: no failure in 10 allows up
//! to 27.8% by Wilson's two-sided limit, 25.9% by the exact one-sided one. Not where the sample is a good part
//! of all files: use the bound for a finite number of files.
//!
//! Formula: Wilson `z²/(n + z²)`; exact `1 − (1 − level)^(1/n)`, the "rule of three" for large `n`.
//! Source: Wilson 1927, JASA 22:209; Hanley & Lippman-Hand 1983, JAMA 249:1743.

use crate::stats::rates::wilson;
use crate::stats::{Answer, Group, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "zero-failure",
    title: "Zero-failure bound",
    what: "The largest share of failures that a sample without any still allows.",
    read: "No failure in 10 allows up to 27.8% (Wilson, two-sided).",
    not_when: "The sample is a good part of all files (use failures-at-most).",
    formula: "Wilson z^2/(n+z^2); exact 1 - (1-level)^(1/n)",
    source: "Wilson 1927, Journal of the American Statistical Association 22:209-212; Hanley & Lippman-Hand 1983, Journal of the American Medical Association 249:1743-1745.",
};

/// Which bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ZeroFailure {
    /// The upper of Wilson's two-sided limits.
    Wilson,
    /// The exact one-sided limit.
    Exact,
}

/// Returns the bound for a sample of `sample` files without a failure.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where nothing was sampled.
pub fn zero_failure_bound(sample: u64, bound: ZeroFailure, level: Level) -> Answer<f64> {
    if sample == 0 {
        return Err(NoAnswer::NoPopulation);
    }
    let n = sample as f64;
    match bound {
        ZeroFailure::Wilson => wilson(Group { events: 0.0, population: n }, level)?
            .interval
            .map(|i| i.upper)
            .ok_or(NoAnswer::NoPopulation),
        ZeroFailure::Exact => Ok(-((1.0 - level.get()).ln() / n).exp_m1()),
    }
}
