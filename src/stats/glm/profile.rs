//! Profile-likelihood limits of a coefficient.
//!
//! What: the values of a coefficient that the data do not speak against, the others being refitted at
//! each. Read: as Wald limits, but they may be lopsided, as small counts are. Not when: nothing is gained
//! at large counts, and each limit costs some ten fits. Formula: the two values where the deviance rises
//! by `z² φ` above its minimum. Source: Venzon and Moolgavkar 1988, Appl Stat 37:87.

use super::covariance::{Covariance, covariance, dispersion};
use super::family::Law;
use super::fit::{Fit, fit_from};
use crate::stats::distribution::z;
use crate::stats::root::{crossing, likelihood};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// How `explain` describes these limits.
pub(super) const METHOD: Method = Method {
    name: "profile",
    title: "Profile-likelihood limits of a coefficient",
    what: "The values of a coefficient that the data do not speak against, the others refitted at each.",
    read: "As Wald limits, but they may be lopsided, as small counts are.",
    not_when: "Nothing is gained at large counts.",
    formula: "the two values where the deviance rises by z^2 above its minimum",
    source: "Venzon and Moolgavkar 1988, Appl Stat 37:87",
};

/// Returns the profile limits of the coefficient in one position.
///
/// # Errors
/// As [`Fit::coefficient`]; [`NoAnswer::NotReached`] where the likelihood never falls far enough on one
/// side; [`NoAnswer::NoConvergence`] where a constrained fit does not settle.
pub fn profile(fit: &Fit<'_>, index: usize, level: Level) -> Answer<Interval> {
    let best = fit.coefficient(index)?;
    let model = fit.model();
    let design = model.design();
    let error = covariance(fit, Covariance::Model)?[(index, index)].sqrt();
    let scale = if matches!(model.law(), Law::Gaussian) { dispersion(fit)? } else { 1.0 };
    let others: Vec<usize> = (0..design.terms().len()).filter(|&column| column != index).collect();
    let smaller = design.select(&others);
    let held = design.column(index);
    let lowest = fit.deviance();
    let z = z(level);
    let mut start = fit.beta().select_rows(&others);
    let mut rise = |value: f64| {
        let offset: Vec<f64> =
            held.iter().enumerate().map(|(row, x)| model.offset_at(row) + x * value).collect();
        let constrained = fit_from(&model.with_design(&smaller).with_offset(&offset), Some(&start))?;
        start.clone_from(constrained.beta());
        Ok(((constrained.deviance() - lowest) / scale).max(0.0).sqrt() - z)
    };
    let lower = crossing((best, -z), -z * error, likelihood(error), &mut rise)?;
    let upper = crossing((best, -z), z * error, likelihood(error), &mut rise)?;
    Interval::new(lower, upper).ok_or(NoAnswer::NoConvergence)
}
