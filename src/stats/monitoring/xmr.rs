//! The XmR chart as the NHS draws it: a series about its mean, with limits from month-to-month change.
//!
//! Read a point beyond the limits, or a pattern under the NHS rules, as a change with a cause; all else
//! is the usual coming and going. Not for counts below about ten a month (use a run or c chart), nor
//! with fewer than twelve points, where the limits still move.
//!
//! Formula: `mean ± 2.66 × mean moving range`; moving ranges of `3.267 × mean` or more are left out
//! once when screening. The mean keeps every point.
//! Source: NHS England, Making Data Count; Wheeler 2000, Understanding Variation. Where every month is
//! the same, screening leaves out nothing and the limits are the mean.

use super::lines::{D4, mark, mean, moving_ranges, present};
use super::{Baseline, Chart, lines::Bounds};
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "xmr",
    title: "XmR chart (NHS making data count)",
    what: "A series about its mean, with limits from how much neighbouring months differ.",
    read: "A point beyond the limits, or a pattern under the NHS rules, is a change with a cause; all else is the usual coming and going.",
    not_when: "Counts are below about ten a month; or there are fewer than twelve points, when limits still move.",
    formula: "mean +/- 2.66*mean(|difference of neighbours|), moving ranges >= 3.267 times their mean left out once",
    source: "NHS England, Making Data Count; Wheeler 2000, Understanding Variation.",
};

/// Whether great jumps between months are kept out of the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screening {
    /// Moving ranges beyond their own limit are left out once; the NHS default.
    Screened,
    /// All moving ranges count.
    Unscreened,
}

/// Three standard deviations in mean moving ranges, rounded as the convention has it.
const LIMIT: f64 = 2.66;

/// Returns the XmR chart of a series.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] where the baseline has no two neighbours with values,
/// [`NoAnswer::OutOfRange`] where a value is not finite.
pub fn xmr_chart(series: &[Option<f64>], screening: Screening, baseline: Baseline) -> Answer<Chart> {
    present(series)?;
    let based = baseline.of(series);
    let centre = mean(&present(based)?);
    let ranges = moving_ranges(based);
    if ranges.is_empty() {
        return Err(NoAnswer::TooFewGroups);
    }
    let all = mean(&ranges);
    let kept: Vec<f64> = match screening {
        Screening::Screened => ranges.iter().copied().filter(|r| *r < D4 * all).collect(),
        Screening::Unscreened => ranges,
    };
    let typical = if kept.is_empty() { all } else { mean(&kept) };
    let marks =
        series.iter().map(|&value| mark(value, centre, LIMIT * typical / 3.0, Bounds::NONE)).collect();
    Chart::new(centre, marks)
}
