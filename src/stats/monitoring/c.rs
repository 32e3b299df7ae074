//! The c chart: a count each month, from a population that stays the same.
//!
//! Read a point beyond the limits as a month unlike the rest. Not where the population changes (use u).
//!
//! Formula: `c̄ ± 3√c̄`, not below 0.
//! Source: Montgomery 2009, Introduction to Statistical Quality Control, section 7.3.

use super::lines::{Bounds, mark, mean, present};
use super::{Baseline, Chart};
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "c-chart",
    title: "c chart",
    what: "A count each month, from a population that stays the same.",
    read: "A point beyond the limits is a month unlike the rest.",
    not_when: "The population changes (use u-chart).",
    formula: "m +/- 3*sqrt(m), m = mean count, not below 0",
    source: "Montgomery 2009, Introduction to Statistical Quality Control, section 7.3.",
};

/// Returns the c chart of counts.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] where the baseline has no count, [`NoAnswer::OutOfRange`] where one is
/// negative or not finite.
pub fn c_chart(series: &[Option<f64>], baseline: Baseline) -> Answer<Chart> {
    if present(series)?.iter().any(|v| *v < 0.0) {
        return Err(NoAnswer::OutOfRange);
    }
    let centre = mean(&present(baseline.of(series))?);
    let marks = series.iter().map(|&value| mark(value, centre, centre.sqrt(), Bounds::COUNT)).collect();
    Chart::new(centre, marks)
}
