//! The u chart: a rate each month, events per unit of a denominator that changes.
//!
//! Read a point beyond its limits as a month whose rate is not like the rest. Not with large
//! denominators and more variation than chance gives (use u').
//!
//! Formula: `ū ± 3√(ū/n)`, not below 0.
//! Source: Montgomery 2009, Introduction to Statistical Quality Control, section 7.3.

use super::lines::{Bounds, overall, ratios, sound};
use super::{Baseline, Chart, Count};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "u-chart",
    title: "u chart",
    what: "A rate each month, with limits that follow the denominator.",
    read: "A point beyond its limits is a month whose rate is not like the rest.",
    not_when: "Denominators are large and the rate varies more than chance gives (use u-prime-chart).",
    formula: "m +/- 3*sqrt(m/n), m = sum(events)/sum(n), not below 0",
    source: "Montgomery 2009, Introduction to Statistical Quality Control, section 7.3.",
};

/// Returns the u chart of counts.
///
/// # Errors
///
/// [`crate::stats::NoAnswer`] `OutOfRange` where a count is negative or not finite, or has events but
/// no denominator, `NoPopulation` where the baseline has no denominator.
pub fn u_chart(series: &[Count], baseline: Baseline) -> Answer<Chart> {
    sound(series)?;
    let centre = overall(baseline.of(series))?;
    ratios(series, centre, centre.sqrt(), Bounds::COUNT)
}
