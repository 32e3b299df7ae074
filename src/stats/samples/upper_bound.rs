//! How many files may still fail, given a clean or partly clean sample of them.
//!
//! Read it as the most failures among all files that would still make a sample this clean likely
//! enough: with 60 live plans and 20 sampled clean, up to 6 may fail. Not for files not drawn at random.
//!
//! Formula: the largest `D` with `P(X ≤ x) > 1 − level`, `X` hypergeometric of `n` drawn from `N` with
//! `D` failures.
//! Source: Katz 1953, JASA 48:256; Wright 1991, Exact Confidence Bounds when Sampling from Small Finite Universes.

use super::hypergeometric::{Draw, MOST_FILES};
use crate::stats::{Answer, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "failures-at-most",
    title: "Upper bound on failures among all files",
    what: "The most files that may fail among all, given how many failed in a sample of them.",
    read: "With 60 live plans and 20 sampled clean, up to 6 may fail.",
    not_when: "The sample was not drawn at random.",
    formula: "largest D with P(X <= x) > 1 - level, X ~ Hypergeometric(N, D, n)",
    source: "Katz 1953, Journal of the American Statistical Association 48:256-261; Wright 1991, Exact Confidence Bounds when Sampling from Small Finite Universes.",
};

/// A one-sided bound on failures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FailureBound {
    /// The most failures among all files, those seen included.
    pub failures: u64,
    /// The same as a share of all files.
    pub share: f64,
}

/// Returns the one-sided upper bound on failures in a population, given those `seen` in a sample.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where nothing was sampled, [`NoAnswer::OutOfRange`] where the sample is
/// larger than the population, the failures than the sample, or there are more than a thousand million files.
pub fn failures_at_most(population: u64, sample: u64, seen: u64, level: Level) -> Answer<FailureBound> {
    if sample == 0 {
        return Err(NoAnswer::NoPopulation);
    }
    if sample > population || seen > sample || population > MOST_FILES {
        return Err(NoAnswer::OutOfRange);
    }
    let unlikely = 1.0 - level.get();
    let likely = |failures| Draw { population, failures, sample }.at_most(seen) > unlikely;
    // More failures only make a sample this clean less likely, so halving finds the last likely count.
    let (mut low, mut high) = (seen, population - (sample - seen));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if likely(middle) { low = middle } else { high = middle - 1 }
    }
    Ok(FailureBound { failures: low, share: low as f64 / population as f64 })
}
