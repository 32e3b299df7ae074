//! The Anhøj run rules: a shift shows as too long a run or too few crossings.
//!
//! Read a signal as a lasting shift somewhere in the series. It says nothing of single points, and it
//! works on any chart with a centre line, with or without limits. Not on a moving-range chart, whose
//! neighbours share a month; not with fewer than about ten points off the line.
//!
//! Formula: of the `n` points off the centre line, a run longer than `round(log₂ n) + 3`, or fewer
//! crossings than the 5% point of a binomial of `n − 1` fair coins.
//! Source: Anhøj & Olesen 2014, PLoS ONE 9:e113825.

use statrs::function::factorial::ln_binomial;

use super::super::Chart;
use super::sides;
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "anhoej-rules",
    title: "Anhøj run rules",
    what: "Whether a series has shifted: too long a run on one side, or too few crossings of the centre.",
    read: "A signal is a lasting shift somewhere in the series.",
    not_when: "A single month is the question; the chart is of moving ranges; or there are fewer than about ten points off the line.",
    formula: "longest run > round(log2(n)) + 3, or crossings < 5% quantile of Binomial(n-1, 1/2); n points off the line",
    source: "Anhøj & Olesen 2014, PLoS ONE 9:e113825.",
};

/// What the runs of a series look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Runs {
    /// Points off the centre line.
    pub useful: usize,
    /// The longest run of them on one side.
    pub longest: usize,
    /// The longest that chance allows.
    pub longest_allowed: usize,
    /// How often the series crosses the centre line.
    pub crossings: usize,
    /// The fewest crossings that chance allows.
    pub crossings_needed: usize,
    /// Whether the rules hold on such a chart; where they do not, runs are only described.
    pub judged: bool,
}

impl Runs {
    /// Returns whether the series has shifted; never on a chart on which the rules do not hold.
    #[must_use]
    pub const fn shifted(&self) -> bool {
        self.judged && (self.longest > self.longest_allowed || self.crossings < self.crossings_needed)
    }
}

/// Returns what the runs of a chart look like.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] where every point lies on the centre line.
pub fn anhoej(chart: &Chart) -> Answer<Runs> {
    let useful: Vec<i8> = sides(chart).into_iter().flatten().filter(|s| *s != 0).collect();
    let longest = useful.chunk_by(|a, b| a == b).map(<[i8]>::len).max().ok_or(NoAnswer::TooFewGroups)?;
    let n = useful.len();
    Ok(Runs {
        useful: n,
        longest,
        longest_allowed: (n as f64).log2().round() as usize + 3,
        crossings: useful.windows(2).filter(|w| w[0] != w[1]).count(),
        crossings_needed: fair_coins(n - 1, 0.05),
        judged: chart.runs,
    })
}

/// Returns the least count of heads among `coins` fair coins whose chance, with all below, is `share`.
fn fair_coins(coins: usize, share: f64) -> usize {
    let mut below = 0.0;
    (0..=coins)
        .find(|&heads| {
            let exponent = ln_binomial(coins as u64, heads as u64) - coins as f64 * std::f64::consts::LN_2;
            below += exponent.exp();
            below >= share
        })
        .unwrap_or(coins)
}
