//! Attributable proportion due to interaction: the share of the joint ratio that interaction makes.
//!
//! What: the part of the ratio among those with both exposures that is due to their coming together. Read: a
//! third means that a third of the rate among the doubly exposed would go if the two only added up. Not
//! when: as for RERI; and MOVER limits are too narrow where the doubly exposed have few events (with ten of
//! them they held the truth 86 times in 100 simulated tables, delta limits 93). Formula: `RERI/RR11`.
//! Source: Rothman 1986, Modern Epidemiology; Hosmer and Lemeshow 1992, Epidemiology 3:452; Zou 2008, Am J
//! Epidemiol 168:212 for MOVER.

use super::joint::{Joint, Limits, Ratios, symmetric};
use super::mover::{Part, one_plus};
use crate::stats::{Answer, Estimate, Level, Method};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "attributable-proportion",
    title: "Attributable proportion due to interaction",
    what: "The part of the ratio among those with both exposures that is due to their coming together.",
    read: "A third means that a third of the rate among the doubly exposed would go if the two only added up.",
    not_when: "Odds ratios stand in for ratios of a common outcome; MOVER limits where the doubly exposed have few events.",
    formula: "RERI/RR11",
    source: "Rothman 1986, Modern Epidemiology; Hosmer and Lemeshow 1992, Epidemiology 3:452; Zou 2008, Am J Epidemiol 168:212",
};

/// Returns the proportion with its limits.
///
/// # Errors
/// [`NoAnswer::Overflow`](crate::stats::NoAnswer::Overflow) where a ratio is too large to hold.
pub fn attributable_proportion(joint: &Joint, level: Level, limits: Limits) -> Answer<Estimate> {
    match limits {
        Limits::Delta => {
            let Ratios { first, second, both } = joint.ratios()?;
            let value = (both - first - second + 1.0) / both;
            let slope = [(both - first) / both - value, (both - second) / both - value, 1.0 - value];
            symmetric(value, joint.error(slope), level)
        }
        Limits::Mover => one_plus(
            joint,
            [Part::Plus([-1.0, -1.0, -1.0]), Part::Minus([0.0, -1.0, -1.0]), Part::Minus([-1.0, 0.0, -1.0])],
            level,
        ),
    }
}
