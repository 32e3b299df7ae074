//! Limits for the files that fail among all of a known number: hypergeometric, mid-p or exact.
//!
//! Read them as the counts of failing files, among all, that a sample like this would not be surprising
//! for. Exact limits never hold the truth less often than they say; mid-p ones hold it about as often, a
//! little less in lots so small that a sample can only come out a few ways. Not for files not drawn at random.
//!
//! Formula: the smallest and the largest `D` at which both tails of `x`, hypergeometric of `n` drawn from
//! `N` with `D` failing, are at least `(1 − level)/2`; mid-p counts half the chance of `x` itself.
//! Source: Katz 1953, JASA 48:256; Berry & Armitage 1995, The Statistician 44:417 (mid-p).

use super::hypergeometric::{Draw, MOST_FILES};
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "finite-exact",
    title: "Hypergeometric limits for a finite number of files",
    what: "Limits for the share that fails among all of a known number of files, from a sample of them.",
    read: "The shares for which a sample like this would be no surprise; a single point when every file was read.",
    not_when: "The sample was not drawn at random.",
    formula: "smallest and largest D with both tails >= (1-level)/2 (mid-p: half of P(X = x) left out), X ~ Hypergeometric(N, D, n)",
    source: "Katz 1953, Journal of the American Statistical Association 48:256-261; Berry & Armitage 1995, The Statistician 44:417-423.",
};

/// How much of the chance of the sample itself each tail counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FiniteTail {
    /// All of it: the truth is held at least as often as the level says; the default.
    #[default]
    Exact,
    /// Half of it: the truth is held about as often as the level says.
    MidP,
}

/// Returns the share of files that fail, with limits for all of a known number of files.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where nothing was sampled, [`NoAnswer::OutOfRange`] where the sample is
/// larger than the population, the count than the sample, or there are more than a thousand million files.
pub fn finite_exact(
    count: u64,
    sample: u64,
    population: u64,
    counting: FiniteTail,
    level: Level,
) -> Answer<Estimate> {
    if sample == 0 {
        return Err(NoAnswer::NoPopulation);
    }
    if sample > population || count > sample || population > MOST_FILES {
        return Err(NoAnswer::OutOfRange);
    }
    // A tail that equals the level is not beyond it, whichever way it rounds.
    let tail = (1.0 - level.get()) / 2.0 * (1.0 - 1e-9);
    let own = match counting {
        FiniteTail::Exact => 1.0,
        FiniteTail::MidP => 0.5,
    };
    let tails = |failures| {
        let draw = Draw { population, failures, sample };
        let (through, itself) = (draw.at_most(count), draw.exactly(count));
        (through - (1.0 - own) * itself, 1.0 - through + own * itself)
    };
    let (fewest, most) = (count, population - (sample - count));
    // Each tail moves one way with the failures, so each limit is where one of them stops being rare.
    let lower = first(fewest, most, |failures| tails(failures).1 > tail);
    let upper = most - (first(0, most - fewest, |spared| tails(most - spared).0 > tail));
    let value = count as f64 / sample as f64;
    let share = |failures: u64| failures as f64 / population as f64;
    Estimate::new(value, Interval::new(share(lower), share(upper)))
}

/// Returns the first number from `low` to `high` that passes a test which, once passed, stays so; `high` if none does.
fn first(mut low: u64, mut high: u64, passes: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if passes(middle) { high = middle } else { low = middle + 1 }
    }
    low
}
