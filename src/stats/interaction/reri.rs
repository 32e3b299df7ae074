//! Relative excess risk due to interaction: what two exposures add beyond the sum of each.
//!
//! What: the excess ratio of having both exposures over the sum of the excesses of each. Read: above nought,
//! both together are worse than their sum; times the reference rate, it is excess cases per 10,000. Not
//! when: odds ratios stand in for ratios of a common outcome. It is defined where an exposure protects, but
//! the reference is then better recoded. Formula: `RR11 − RR10 − RR01 + 1`, with `h = (RR11−RR10, RR11−RR01,
//! RR11)` for the delta method. Source: Rothman 1986, Modern Epidemiology; Hosmer and Lemeshow 1992,
//! Epidemiology 3:452; Zou 2008, Am J Epidemiol 168:212 for MOVER.

use super::joint::{Joint, Limits, Ratios, symmetric};
use super::mover::{Part, one_plus};
use crate::stats::{Answer, Estimate, Level, Method};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "reri",
    title: "Relative excess risk due to interaction",
    what: "The excess of having both exposures over the sum of the excesses of each.",
    read: "Above nought, both together are worse than their sum; times the reference rate, it is excess cases.",
    not_when: "Odds ratios stand in for ratios of a common outcome.",
    formula: "RR11 - RR10 - RR01 + 1",
    source: "Rothman 1986, Modern Epidemiology; Hosmer and Lemeshow 1992, Epidemiology 3:452; Zou 2008, Am J Epidemiol 168:212",
};

/// Returns the excess with its limits.
///
/// # Errors
/// [`NoAnswer::Overflow`](crate::stats::NoAnswer::Overflow) where a ratio is too large to hold.
pub fn reri(joint: &Joint, level: Level, limits: Limits) -> Answer<Estimate> {
    match limits {
        Limits::Delta => {
            let Ratios { first, second, both } = joint.ratios()?;
            let error = joint.error([both - first, both - second, both]);
            symmetric(both - first - second + 1.0, error, level)
        }
        Limits::Mover => one_plus(
            joint,
            [Part::Plus([1.0, 1.0, 1.0]), Part::Minus([1.0, 0.0, 0.0]), Part::Minus([0.0, 1.0, 0.0])],
            level,
        ),
    }
}
