//! Additive interaction straight from the counts of four groups, with limits that keep their promise at few events.
//!
//! What: the three measures, from the rates of those with neither exposure, the first, the second and both. Read: as
//! each measure. Not when: other terms are adjusted for; read them from a model then. Formula: each measure at `x`
//! says that a sum of the four rates is nought: `r11 − r10 − r01 + (1 − x)r00` for RERI, `(1 − x)r11 − r10 − r01 + r00`
//! for AP, `r11 − x r10 − x r01 + (2x − 1)r00` for S; the limits are the `x` at which nought lies on a limit of that
//! sum, recovered from the score limits of each rate (MOVER). Source: Fieller 1954, JRSS B 16:175; Donner and Zou
//! 2012, Statistical Methods in Medical Research 21:347; Zou 2008, Am J Epidemiol 168:212 for these measures.

use crate::stats::rates::{CountLimits, rate};
use crate::stats::root::{crossing, precise};
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "interaction-counts",
    title: "Additive interaction from counts",
    what: "RERI, the attributable proportion and the synergy index of two exposures, from the counts of four groups.",
    read: "As each measure. Limits are wide at few events, and missing on a side where the counts rule nothing out.",
    not_when: "Other characteristics are adjusted for: read the measure from a model then.",
    formula: "limits: the x at which 0 lies on a limit of r11 - r10 - r01 + (1 - x)r00 (RERI), (1 - x)r11 - r10 - r01 + r00 (AP), r11 - x r10 - x r01 + (2x - 1)r00 (S), recovered from the score limits of each rate",
    source: "Fieller 1954, Journal of the Royal Statistical Society B 16:175-185; Donner and Zou 2012, Statistical Methods in Medical Research 21:347-359",
};

/// How many events every group should have, were all rates the same, for limits that hold their promise.
const FEWEST: f64 = 3.0;

/// Which measure of additive interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additive {
    /// Relative excess risk due to interaction.
    Reri,
    /// Attributable proportion.
    Proportion,
    /// Synergy index.
    Synergy,
}

/// Four groups by two exposures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposures {
    /// Neither exposure.
    pub neither: Group,
    /// The first alone.
    pub first: Group,
    /// The second alone.
    pub second: Group,
    /// Both.
    pub both: Group,
}

impl Exposures {
    /// Returns how a measure (of synergy the logarithm) moves with the rates of the four groups, in the order of the fields
    /// and up to a common factor; numbers that are not finite where it has no value.
    #[must_use]
    pub fn slopes(&self, measure: Additive) -> [f64; 4] {
        let [r00, r10, r01, r11] =
            [self.neither, self.first, self.second, self.both].map(|group| group.rate());
        let excess = r11 - r10 - r01 + r00;
        match measure {
            Additive::Reri => [1.0 - excess / r00, -1.0, -1.0, 1.0],
            Additive::Proportion => [1.0, -1.0, -1.0, 1.0 - excess / r11],
            Additive::Synergy => {
                let (apart, together) = (1.0 / (r10 + r01 - 2.0 * r00), 1.0 / (r11 - r00));
                [2.0 * apart - together, -apart, -apart, together]
            }
        }
    }
}

/// Returns a measure with its limits; without limits where one of them is not reached, or a group would have fewer
/// than three events at the common rate.
///
/// # Errors
///
/// [`NoAnswer::ZeroReference`] without events among those with neither exposure; [`NoAnswer::ZeroCount`] for the
/// proportion without events among those with both; [`NoAnswer::Protective`] for synergy where an exposure, or
/// both together, lowers the rate or leaves it as it is; `OutOfRange`; `NoPopulation`.
pub fn additive(of: Exposures, measure: Additive, level: Level) -> Answer<Estimate> {
    let groups = [of.neither, of.first, of.second, of.both];
    let mut rates = [(0.0, 0.0, 0.0); 4];
    for (found, group) in rates.iter_mut().zip(groups) {
        let estimate = rate(group, CountLimits::Score, level)?;
        let limits = estimate.interval.ok_or(NoAnswer::OutOfRange)?;
        *found = (estimate.value, limits.lower, limits.upper);
    }
    let [r00, r10, r01, r11] = rates.map(|(value, ..)| value);
    if r00 == 0.0 {
        return Err(NoAnswer::ZeroReference);
    }
    let excess = r11 - r10 - r01 + r00;
    let value = match measure {
        Additive::Reri => excess / r00,
        Additive::Proportion if r11 == 0.0 => return Err(NoAnswer::ZeroCount),
        Additive::Proportion => excess / r11,
        Additive::Synergy if r10.min(r01) < r00 || r11 <= r00 || r10 + r01 <= 2.0 * r00 => {
            return Err(NoAnswer::Protective);
        }
        Additive::Synergy => (r11 - r00) / (r10 + r01 - 2.0 * r00),
    };
    // How far the sum at `x` lies from nought, as a share of how far its limit does.
    let distance = |x: f64| {
        let weights = match measure {
            Additive::Reri => [1.0 - x, -1.0, -1.0, 1.0],
            Additive::Proportion => [1.0, -1.0, -1.0, 1.0 - x],
            Additive::Synergy => [2.0 * x - 1.0, -x, -x, 1.0],
        };
        let sum: f64 = weights.iter().zip(&rates).map(|(weight, (rate, ..))| weight * rate).sum();
        let square = |(weight, (rate, lower, upper)): (&f64, &(f64, f64, f64))| {
            let towards = if weight * sum > 0.0 { rate - lower } else { upper - rate };
            (weight * towards).powi(2)
        };
        sum / weights.iter().zip(&rates).map(square).sum::<f64>().sqrt()
    };
    let (events, people) = groups
        .iter()
        .fold((0.0, 0.0), |(events, people), group| (events + group.events, people + group.population));
    if groups.iter().any(|group| group.population * events / people < FEWEST) {
        return Ok(Estimate { value, interval: None });
    }
    let step = 0.1 * (1.0 + value.abs());
    let lower = crossing((value, -1.0), -step, precise, |x| Ok(distance(x) - 1.0));
    let upper = crossing((value, 1.0), step, precise, |x| Ok(distance(x) + 1.0));
    // Far out the sum's distance stands still but for rounding: a limit there is none.
    let interval = lower
        .ok()
        .zip(upper.ok())
        .filter(|(lower, upper)| lower.abs().max(upper.abs()) < 1e6 * (1.0 + value.abs()))
        .and_then(|(lower, upper)| Interval::new(lower, upper));
    Ok(Estimate { value, interval })
}
