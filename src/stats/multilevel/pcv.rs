//! Proportional change in variance: how much of the difference between strata adds up from main effects.
//!
//! What: the share of the variance between strata that goes once each characteristic's main effect is in
//! the model. Read: near one, differences add up; what is left is interaction on the model's scale. It may
//! be negative. Not when: the variance without main effects is nought, or the two models rest on different
//! rows. Formula: `(σ²₀ − σ²₁)/σ²₀`. Source: Merlo et al. 2005, J Epidemiol Community Health 59:1022;
//! Evans et al. 2024, SSM Population Health 26:101664.

use super::fit::Multilevel;
use crate::stats::{Answer, Method, NoAnswer, finite};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "pcv",
    title: "Proportional change in variance",
    what: "The share of the variance between strata that goes once main effects are in the model.",
    read: "Near one, differences between strata add up from the characteristics; what is left is interaction.",
    not_when: "The variance without main effects is nought.",
    formula: "(s2 null - s2 main)/s2 null",
    source: "Merlo et al. 2005, J Epidemiol Community Health 59:1022; Evans et al. 2024, SSM Population Health 26:101664",
};

/// Returns the change from the model without main effects to the one with them.
///
/// # Errors
/// [`NoAnswer::BoundaryVariance`] where there was no variance to explain.
pub fn pcv(null: &Multilevel<'_>, main: &Multilevel<'_>) -> Answer<f64> {
    if null.at_boundary() {
        return Err(NoAnswer::BoundaryVariance);
    }
    finite((null.variance() - main.variance()) / null.variance())
}
