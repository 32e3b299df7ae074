//! Indirectly standardised ratio and rate.
//!
//! What: events seen over those expected, had the group the reference's rates at each age.
//! Read: 1 is as expected; 1.3 is 30% more than the reference's rates would give.
//! Not when: two groups are compared with each other (each has its own weights), only each with the reference.
//! Formula: `E = Σ n y_ref/n_ref`; ratio `O/E`, limits of `O` over `E`; rate = ratio × reference crude rate.
//! Source: Breslow and Day 1987, vol. II, ch. 2; Eayres 2008.

use crate::stats::rates::crude::{CountLimits, count_limits};
use crate::stats::{Answer, Estimate, Group, Level, Method, NoAnswer, finite, group};

/// What `explain smr` says.
pub const METHOD: Method = Method {
    name: "smr",
    title: "Indirectly standardised ratio",
    what: "Events seen over the events expected had the group the reference population's rates at each age.",
    read: "1 is as expected; 1.3 is 30% more than the reference's rates would give. Times the reference's crude rate it reads as a rate.",
    not_when: "Two groups are compared with each other rather than with the reference: each has its own weights.",
    formula: "E = sum(n y_ref/n_ref); O/E; limits of O (score limits; by the rule of England's health statistics exact below 10, otherwise Byar's) over E",
    source: "Breslow and Day 1987, Statistical Methods in Cancer Research II, ch. 2",
};

/// The reference population's events and people in one stratum.
pub type Reference = Group;

/// An indirectly standardised ratio and the rate it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indirect {
    /// Events seen.
    pub observed: f64,
    /// Events expected at the reference's rates.
    pub expected: f64,
    /// Seen over expected.
    pub ratio: Estimate,
    /// The ratio times the reference's crude rate, per person.
    pub rate: Estimate,
}

/// Returns the events expected of a population at a reference's rates.
///
/// # Errors
///
/// `ShapeMismatch`, `TooFewGroups`, `OutOfRange`, `NoPopulation` (in a reference stratum).
pub fn expected(populations: &[f64], reference: &[Reference]) -> Answer<f64> {
    if populations.len() != reference.len() {
        return Err(NoAnswer::ShapeMismatch);
    }
    group::totals(reference, 1)?;
    if !populations.iter().all(|people| people.is_finite() && *people >= 0.0) {
        return Err(NoAnswer::OutOfRange);
    }
    finite(populations.iter().zip(reference).map(|(people, reference)| people * reference.rate()).sum())
}

/// Returns the indirectly standardised ratio and rate of a group with `observed` events.
///
/// # Errors
///
/// As [`expected`]; `NoEvents` where none are expected.
pub fn indirect(
    observed: f64,
    populations: &[f64],
    reference: &[Reference],
    limits: CountLimits,
    level: Level,
) -> Answer<Indirect> {
    let expected = expected(populations, reference)?;
    if expected == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let interval = count_limits(observed, limits, level)?.times(1.0 / expected)?;
    let ratio = Estimate::new(observed / expected, Some(interval))?;
    let totals = group::totals(reference, 1)?;
    let crude = totals.events / totals.population;
    let rate = Estimate::new(ratio.value * crude, Some(interval.times(crude)?))?;
    Ok(Indirect { observed, expected, ratio, rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_against_itself_is_one() {
        let reference = [Group { events: 30.0, population: 100.0 }, Group { events: 5.0, population: 400.0 }];
        let own = indirect(35.0, &[100.0, 400.0], &reference, CountLimits::House, Level::P95).unwrap();
        assert!((own.ratio.value - 1.0).abs() < 1e-14 && (own.rate.value - 35.0 / 500.0).abs() < 1e-15);
    }

    #[test]
    fn nothing_expected_is_no_ratio() {
        let reference = [Group { events: 0.0, population: 100.0 }];
        assert_eq!(
            indirect(0.0, &[10.0], &reference, CountLimits::House, Level::P95),
            Err(NoAnswer::NoEvents)
        );
        assert_eq!(
            indirect(0.0, &[10.0, 2.0], &reference, CountLimits::House, Level::P95),
            Err(NoAnswer::ShapeMismatch)
        );
    }
}
