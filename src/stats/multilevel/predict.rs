//! Predicted rates of strata, with limits.
//!
//! What: the rate a model gives a stratum, either from its characteristics alone (fixed) or with its own
//! departure (total), drawn towards the fixed one by how little the stratum says. Read: total against
//! observed shows the shrinkage; total against fixed shows the interaction. Not when: disclosure control is
//! wanted, which shrinkage is not; or the stratum is predicted perfectly. Formula: `g⁻¹(x'b + u)` with
//! limits on the scale of the linear predictor; the variance of `x'b + u` is that of `u` given the
//! estimates plus `a'Va`, `a` being how `x'b + û` moves with the estimates; where the fit is restricted Student's quantile, on
//! Satterthwaite's degrees of freedom for the part that is estimated. Source: Booth and Hobert 1998,
//! J Am Stat Assoc 93:262; Satterthwaite 1946, Biometrics Bull 2:110; Skrondal and Rabe-Hesketh 2009, J R Stat Soc A 172:659.

use nalgebra::DVector;

use super::fit::Multilevel;
use crate::stats::glm::family::inverse;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer, finite};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "predicted-rate",
    title: "Predicted rate of a stratum",
    what: "The rate that a model gives a stratum, from its characteristics alone (fixed) or with its own departure (total).",
    read: "Total against observed shows the shrinkage; total against fixed shows the interaction.",
    not_when: "Disclosure control is wanted, which shrinkage is not; or the stratum is predicted perfectly.",
    formula: "g^-1(x'b + u), limits on the linear predictor from the variance of u given the estimates and theirs",
    source: "Skrondal and Rabe-Hesketh 2009, J R Stat Soc A 172:659",
};

/// Which prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// From the terms alone: a stratum whose departure is nought.
    Fixed,
    /// With the stratum's own departure.
    Total,
}

/// Returns a row's predicted probability, or its rate per unit of exposure, with limits.
///
/// # Errors
/// [`NoAnswer::Separation`] where the row is predicted perfectly or rests on a term that is.
pub fn predict(fit: &Multilevel<'_>, row: usize, kind: Kind, level: Level) -> Answer<Estimate> {
    let middle = linear(fit, row, kind)?;
    let x = fit.active.iter().map(|&column| fit.model().design().at(row, column));
    let mut along = DVector::zeros(fit.top.place.len());
    for (i, value) in x.enumerate() {
        along[1 + i] = value;
    }
    let mut variance = 0.0;
    if kind == Kind::Total {
        let group = fit.codes[row];
        variance += fit.effects[group].variance;
        along += fit.effect_slope(group);
    }
    let estimated = along.dot(&(&fit.covariance * &along));
    variance += estimated;
    let half = fit.reach(level, estimated / variance) * variance.sqrt();
    let link = fit.model().link();
    let at = |eta| inverse(link, eta).0;
    Estimate::new(at(middle), Interval::new(at(middle - half), at(middle + half)))
}

/// Returns a row's predicted probability, or its rate per unit of exposure.
///
/// # Errors
/// As [`predict`].
pub fn fitted(fit: &Multilevel<'_>, row: usize, kind: Kind) -> Answer<f64> {
    finite(inverse(fit.model().link(), linear(fit, row, kind)?).0)
}

/// Returns a row's linear predictor without its offset.
fn linear(fit: &Multilevel<'_>, row: usize, kind: Kind) -> Answer<f64> {
    if row >= fit.codes.len() {
        return Err(NoAnswer::ShapeMismatch);
    }
    let model = fit.model();
    let rests = |(column, held): (usize, &Answer<()>)| {
        *held == Err(NoAnswer::Separation) && model.design().at(row, column) != 0.0
    };
    if !fit.base.is_live(row) && (model.counts(row) || fit.base.standing().iter().enumerate().any(rests)) {
        return Err(NoAnswer::Separation);
    }
    let effect = match kind {
        Kind::Fixed => 0.0,
        Kind::Total => fit.effects[fit.codes[row]].mode,
    };
    Ok(fit.linear(row) - model.offset_at(row) + effect)
}
