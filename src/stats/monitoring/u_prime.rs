//! Laney's u' chart: a u chart whose limits allow for more variation than chance alone.
//!
//! Read it as a u chart that asks whether a month differs more than months usually do. Not with few
//! points, where the factor is rough.
//!
//! Formula: the u chart's standard deviation times the mean moving range of the standardised rates over 1.128.
//! Source: Laney 2002, Quality Engineering 14:531.

use super::lines::{Bounds, laney, overall, ratios, sound};
use super::{Baseline, Chart, Count};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "u-prime-chart",
    title: "u' chart (Laney)",
    what: "A rate each month, with limits that allow for more (or less) variation than chance alone.",
    read: "A point beyond its limits differs more than months usually do.",
    not_when: "There are few points, when the factor is rough.",
    formula: "m +/- 3*f*sqrt(m/n), f = mean(|difference of neighbouring z|)/1.128",
    source: "Laney 2002, Quality Engineering 14:531-537.",
};

/// Returns the u' chart of counts.
///
/// # Errors
///
/// As for a u chart; also [`crate::stats::NoAnswer`] `BoundaryVariance` where there is no event, and
/// `TooFewGroups` where the baseline has no two neighbours with values.
pub fn u_prime_chart(series: &[Count], baseline: Baseline) -> Answer<Chart> {
    sound(series)?;
    let centre = overall(baseline.of(series))?;
    let unit = centre.sqrt();
    let factor = laney(baseline.of(series), centre, unit)?;
    ratios(series, centre, unit * factor, Bounds::COUNT)
}
