//! Shewhart's individuals (i) chart: a series about its mean, three standard deviations either side.
//!
//! Read it as the XmR chart, of which it is the textbook form: the divisor is 1.128 in full and no
//! moving range is screened. Not for small counts.
//!
//! Formula: `mean ± 3 × mean moving range / 1.128`.
//! Source: Montgomery 2009, Introduction to Statistical Quality Control, section 6.4.

use super::lines::{Bounds, D2, mark, mean, moving_ranges, present};
use super::{Baseline, Chart};
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "i-chart",
    title: "Individuals chart (Shewhart)",
    what: "A series about its mean, with limits three standard deviations either side.",
    read: "A point beyond the limits is a change with a cause.",
    not_when: "Counts are small (use a c or u chart); or there are fewer than about twelve points.",
    formula: "mean +/- 3*mean(|difference of neighbours|)/1.128",
    source: "Montgomery 2009, Introduction to Statistical Quality Control, section 6.4.",
};

/// Returns the individuals chart of a series.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] where the baseline has no two neighbours with values,
/// [`NoAnswer::OutOfRange`] where a value is not finite.
pub fn individuals_chart(series: &[Option<f64>], baseline: Baseline) -> Answer<Chart> {
    present(series)?;
    let based = baseline.of(series);
    let centre = mean(&present(based)?);
    let ranges = moving_ranges(based);
    if ranges.is_empty() {
        return Err(NoAnswer::TooFewGroups);
    }
    let sigma = mean(&ranges) / D2;
    Chart::new(centre, series.iter().map(|&value| mark(value, centre, sigma, Bounds::NONE)).collect())
}
