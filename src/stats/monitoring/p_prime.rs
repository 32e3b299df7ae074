//! Laney's p' chart: a p chart whose limits allow for more variation than chance alone.
//!
//! Read it as a p chart. With huge denominators a p chart flags nearly every month; this one asks
//! whether a month differs more than months usually do. Not with few points, where the factor is rough.
//!
//! Formula: the p chart's standard deviation times the mean moving range of the standardised shares over 1.128.
//! Source: Laney 2002, Quality Engineering 14:531.

use super::lines::{Bounds, laney, overall, ratios, shares, sound};
use super::{Baseline, Chart, Count};
use crate::stats::{Answer, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "p-prime-chart",
    title: "p' chart (Laney)",
    what: "A share each month, with limits that allow for more (or less) variation than chance alone.",
    read: "A point beyond its limits differs more than months usually do.",
    not_when: "There are few points, when the factor is rough.",
    formula: "m +/- 3*f*sqrt(m*(1-m)/n), f = mean(|difference of neighbouring z|)/1.128",
    source: "Laney 2002, Quality Engineering 14:531-537.",
};

/// Returns the p' chart of counts.
///
/// # Errors
///
/// As for a p chart; also [`crate::stats::NoAnswer`] `BoundaryVariance` where no or every event
/// happened, and `TooFewGroups` where the baseline has no two neighbours with values.
pub fn p_prime_chart(series: &[Count], baseline: Baseline) -> Answer<Chart> {
    sound(series)?;
    shares(series)?;
    let centre = overall(baseline.of(series))?;
    let unit = (centre * (1.0 - centre)).sqrt();
    let factor = laney(baseline.of(series), centre, unit)?;
    ratios(series, centre, unit * factor, Bounds::SHARE)
}
