//! The run chart: a series about its median, without limits.
//!
//! Read it with the Anhøj run rules: too long a run, or too few crossings of the median, is a shift.
//! Not for a single unusual month, which it cannot show.
//!
//! Formula: the centre is the median of the baseline.
//! Source: Anhøj & Olesen 2014, PLoS ONE 9:e113825.

use super::lines::present;
use super::{Baseline, Chart, Mark};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "run-chart",
    title: "Run chart",
    what: "A series about its median.",
    read: "With the Anhøj rules: too long a run, or too few crossings of the median, is a shift.",
    not_when: "A single unusual month is the question: it has no limits.",
    formula: "centre = median",
    source: "Anhøj & Olesen 2014, PLoS ONE 9:e113825.",
};

/// Returns the run chart of a series.
///
/// # Errors
///
/// [`crate::stats::NoAnswer`] `TooFewGroups` where the baseline has no value, `OutOfRange` where one is not finite.
pub fn run_chart(series: &[Option<f64>], baseline: Baseline) -> Answer<Chart> {
    present(series)?;
    let mut values = present(baseline.of(series))?;
    values.sort_by(f64::total_cmp);
    let (low, high) = (values[(values.len() - 1) / 2], values[values.len() / 2]);
    let marks = series.iter().map(|&value| Mark { value, sigma: None, limits: None }).collect();
    Chart::new(low + (high - low) / 2.0, marks)
}
