//! Profile-likelihood limits of the variance between groups.
//!
//! What: the variances that the data do not speak against, all else being refitted at each. Read: a lower
//! limit of nought says that strata may not differ at all beyond their terms. Not when: coefficients are
//! many beside strata and the fit is not the restricted one, for the limits are then too narrow; or a
//! test of no variance is wanted. Formula: the variances where twice the log-likelihood falls by `z²` below
//! its maximum. Source: Pawitan 2001, In All Likelihood, chapter 17; Cox and Reid 1987, J R Stat Soc B 49:1.

use super::fit::Multilevel;
use super::nuisance::Curve;
use crate::stats::distribution::z;
use crate::stats::root::{between, crossing, likelihood};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "variance-profile",
    title: "Profile limits of the variance between strata",
    what: "The variances between strata that the data do not speak against.",
    read: "A lower limit of nought says that strata may not differ at all beyond their terms.",
    not_when: "Coefficients are many beside strata and the fit is not the restricted one: the limits are then too narrow.",
    formula: "the variances where 2 log-likelihood falls by z^2 below its maximum",
    source: "Pawitan 2001, In All Likelihood, chapter 17; Cox and Reid 1987, J R Stat Soc B 49:1",
};

/// Returns the limits of the variance of the intercepts, by the likelihood that the fit maximises; the lower
/// is nought where nought is not ruled out.
///
/// # Errors
/// [`NoAnswer::NoConvergence`] where a constrained fit does not settle; [`NoAnswer::NotReached`] where no
/// variance is too large for the data.
pub fn variance_limits(fit: &Multilevel<'_>, level: Level) -> Answer<Interval> {
    let z = z(level);
    let (sd, highest) = (fit.sd(), fit.highest);
    let mut curve = Curve::new(&fit.surface, &fit.top, fit.likelihood());
    let mut fall = |sd: f64| Ok((2.0 * (highest - curve.at(sd)?)).max(0.0).sqrt() - z);
    let stride = fit.sd_error().unwrap_or(0.1).clamp(1e-3, 1.0);
    let upper = crossing((sd, -z), stride, likelihood(stride), &mut fall)?;
    let at_nought = if sd == 0.0 { -z } else { fall(0.0)? };
    let lower =
        if at_nought <= 0.0 { 0.0 } else { between((0.0, at_nought), (sd, -z), likelihood(sd), &mut fall)? };
    Interval::new(lower * lower, upper * upper).ok_or(NoAnswer::NoConvergence)
}
