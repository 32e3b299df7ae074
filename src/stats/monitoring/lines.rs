//! Centre lines, moving ranges and three-sigma limits that the charts share.

use super::{Chart, Count, Mark};
use crate::stats::{Answer, Interval, NoAnswer, finite};

/// The mean moving range of normal noise is this many standard deviations (two neighbours).
pub(super) const D2: f64 = 1.128;
/// A moving range this many times the mean is beyond its own limit (two neighbours).
pub(super) const D4: f64 = 3.267;

/// Values beyond this are not measurements: their sums and squares would not be numbers.
const HUGE: f64 = 1e100;

/// The lowest and the highest that a limit may be.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Bounds {
    pub(super) const NONE: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };
    pub(super) const COUNT: Self = Self { low: 0.0, high: f64::INFINITY };
    pub(super) const SHARE: Self = Self { low: 0.0, high: 1.0 };
}

/// Returns the values that are there, having checked that they are numbers.
pub(super) fn present(series: &[Option<f64>]) -> Answer<Vec<f64>> {
    let values: Vec<f64> = series.iter().flatten().copied().collect();
    if values.iter().any(|v| !v.is_finite() || v.abs() > HUGE) {
        return Err(NoAnswer::OutOfRange);
    }
    if values.is_empty() { Err(NoAnswer::TooFewGroups) } else { Ok(values) }
}

/// Returns the mean, taken once more of what is left over, so that a value that is the mean is not a rounding off it.
pub(super) fn mean(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let first = values.iter().sum::<f64>() / count;
    first + values.iter().map(|value| value - first).sum::<f64>() / count
}

/// Returns the moving ranges between neighbours in time that both have a value.
pub(super) fn moving_ranges(series: &[Option<f64>]) -> Vec<f64> {
    series.windows(2).filter_map(|pair| Some((pair[1]? - pair[0]?).abs())).collect()
}

/// Returns a mark with limits three standard deviations either side of the centre.
pub(super) fn mark(value: Option<f64>, centre: f64, sigma: f64, bounds: Bounds) -> Mark {
    let limits =
        Interval::new((centre - 3.0 * sigma).max(bounds.low), (centre + 3.0 * sigma).min(bounds.high));
    Mark { value, sigma: Some(sigma), limits }
}

/// Returns the overall ratio of events to denominators over the baseline.
pub(super) fn overall(baseline: &[Count]) -> Answer<f64> {
    let events: f64 = baseline.iter().map(|c| c.events).sum();
    let denominator: f64 = baseline.iter().map(|c| c.denominator).sum();
    if denominator > 0.0 { Ok(events / denominator) } else { Err(NoAnswer::NoPopulation) }
}

/// Checks counts: finite, not negative, and no events where there is nobody.
pub(super) fn sound(series: &[Count]) -> Answer<()> {
    let fine = |c: &Count| {
        c.events.is_finite()
            && c.denominator.is_finite()
            && c.events >= 0.0
            && c.denominator >= 0.0
            && c.events.max(c.denominator) <= HUGE
            && if c.denominator > 0.0 { c.denominator >= 1.0 / HUGE } else { c.events == 0.0 }
    };
    if series.iter().all(fine) { Ok(()) } else { Err(NoAnswer::OutOfRange) }
}

/// Checks that no time has more events than its denominator.
pub(super) fn shares(series: &[Count]) -> Answer<()> {
    if series.iter().all(|c| c.events <= c.denominator) { Ok(()) } else { Err(NoAnswer::OutOfRange) }
}

/// Returns the value of a count; `None` without a denominator.
pub(super) fn ratio(count: &Count) -> Option<f64> {
    (count.denominator > 0.0).then(|| count.events / count.denominator)
}

/// Returns the chart of ratios whose standard deviation is `unit / √denominator`.
pub(super) fn ratios(series: &[Count], centre: f64, unit: f64, bounds: Bounds) -> Answer<Chart> {
    let marks = series
        .iter()
        .map(|count| match ratio(count) {
            Some(value) => mark(Some(value), centre, unit / count.denominator.sqrt(), bounds),
            None => Mark { value: None, sigma: None, limits: None },
        })
        .collect();
    Chart::new(centre, marks)
}

/// Returns Laney's factor: how much more the standardised ratios vary than chance alone would have them.
pub(super) fn laney(baseline: &[Count], centre: f64, unit: f64) -> Answer<f64> {
    if unit <= 0.0 {
        return Err(NoAnswer::BoundaryVariance);
    }
    let standardised: Vec<Option<f64>> =
        baseline.iter().map(|c| ratio(c).map(|r| (r - centre) * c.denominator.sqrt() / unit)).collect();
    let ranges = moving_ranges(&standardised);
    if ranges.is_empty() { Err(NoAnswer::TooFewGroups) } else { finite(mean(&ranges) / D2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_of_equal_values_is_that_value() {
        // Ten times 0.1 sum to less than 1: a plain sum would put every one of them off their own mean.
        assert_eq!(mean(&[0.1; 10]), 0.1);
        assert_eq!(mean(&[0.7; 23]), 0.7);
    }
}
