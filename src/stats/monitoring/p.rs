//! The p chart: a share each month, out of a denominator that changes.
//!
//! Read a point beyond its limits as a month whose share is not like the rest. Not with large
//! denominators and more variation than chance gives: the limits are then too tight (use p').
//!
//! Formula: `p̄ ± 3√(p̄(1 − p̄)/n)`, within 0 and 1.
//! Source: Montgomery 2009, Introduction to Statistical Quality Control, section 7.2.

use super::lines::{Bounds, overall, ratios, shares, sound};
use super::{Baseline, Chart, Count};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "p-chart",
    title: "p chart",
    what: "A share each month, with limits that follow the denominator.",
    read: "A point beyond its limits is a month whose share is not like the rest.",
    not_when: "Denominators are large and the share varies more than chance gives (use p-prime-chart).",
    formula: "m +/- 3*sqrt(m*(1-m)/n), m = sum(events)/sum(n), kept within 0 and 1",
    source: "Montgomery 2009, Introduction to Statistical Quality Control, section 7.2.",
};

/// Returns the p chart of counts.
///
/// # Errors
///
/// [`crate::stats::NoAnswer`] `OutOfRange` where a count is negative, not finite or larger than its
/// denominator, `NoPopulation` where the baseline has no denominator.
pub fn p_chart(series: &[Count], baseline: Baseline) -> Answer<Chart> {
    sound(series)?;
    shares(series)?;
    let centre = overall(baseline.of(series))?;
    ratios(series, centre, (centre * (1.0 - centre)).sqrt(), Bounds::SHARE)
}
