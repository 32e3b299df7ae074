//! The moving-range (mr) chart: how much each month differs from the one before.
//!
//! Read a point above the limit as a jump too great to be chance. Not with run rules: neighbouring
//! moving ranges share a month, so runs in them mean nothing.
//!
//! Formula: centre the mean moving range; limits nought and `3.267 × mean`.
//! Source: Montgomery 2009, Introduction to Statistical Quality Control, section 6.4.

use super::lines::{D4, mean, moving_ranges, present};
use super::{Baseline, Chart, Mark};
use crate::stats::{Answer, Interval, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "mr-chart",
    title: "Moving-range chart",
    what: "How much each month differs from the one before.",
    read: "A point above the limit is a jump too great to be chance.",
    not_when: "Run rules are wanted: neighbouring moving ranges share a month.",
    formula: "|difference of neighbours|; centre their mean, limits 0 and 3.267*mean",
    source: "Montgomery 2009, Introduction to Statistical Quality Control, section 6.4.",
};

/// Returns the moving-range chart of a series; the first time has no value.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] where the baseline has no two neighbours with values,
/// [`NoAnswer::OutOfRange`] where a value is not finite.
pub fn moving_range_chart(series: &[Option<f64>], baseline: Baseline) -> Answer<Chart> {
    present(series)?;
    let ranges = moving_ranges(baseline.of(series));
    if ranges.is_empty() {
        return Err(NoAnswer::TooFewGroups);
    }
    let centre = mean(&ranges);
    let limits = Interval::new(0.0, D4 * centre);
    let change = |i: usize| Some((series[i]? - series[i.checked_sub(1)?]?).abs());
    let marks = (0..series.len()).map(|i| Mark { value: change(i), sigma: None, limits }).collect();
    Ok(Chart { runs: false, ..Chart::new(centre, marks)? })
}
