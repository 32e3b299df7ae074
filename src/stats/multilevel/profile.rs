//! Profile-likelihood limits of the variance between groups.
//!
//! What: the variances that the data do not speak against, all else being refitted at each. Read: a lower
//! limit of nought says that strata may not differ at all beyond their terms. Not when: a test of no
//! variance is wanted; at the boundary the limits are too wide, never too narrow. Formula: the variances
//! where twice the log-likelihood falls by `z²` below its maximum. Source: Pawitan 2001, In All Likelihood,
//! section 17; Self and Liang 1987, J Am Stat Assoc 82:605, for the boundary.

use super::climb::climb;
use super::fit::Multilevel;
use crate::stats::glm::roots::{between, crossing};
use crate::stats::glm::tails::reach;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "variance-profile",
    title: "Profile limits of the variance between strata",
    what: "The variances between strata that the data do not speak against.",
    read: "A lower limit of nought says that strata may not differ at all beyond their terms.",
    not_when: "A test of no variance is wanted: at the boundary the limits are too wide, never too narrow.",
    formula: "the variances where 2 log-likelihood falls by z^2 below its maximum",
    source: "Pawitan 2001, In All Likelihood, section 17; Self and Liang 1987, J Am Stat Assoc 82:605",
};

/// Returns the limits of the variance of the intercepts; the lower is nought where nought is not ruled out.
///
/// # Errors
/// [`NoAnswer::NoConvergence`] where a constrained fit does not settle; [`NoAnswer::NotReached`] where no
/// variance is too large for the data.
pub fn variance_limits(fit: &Multilevel<'_>, level: Level) -> Answer<Interval> {
    let z = reach(level);
    let free: Vec<usize> = (1..fit.surface.size()).collect();
    let highest = fit.top.slope.value;
    let mut near = fit.top.clone();
    let mut fall = |sd: f64| {
        let mut place = near.place.clone();
        place[0] = sd;
        near = climb(&fit.surface, place, near.modes.clone(), &free)?;
        Ok((2.0 * (highest - near.slope.value)).max(0.0).sqrt() - z)
    };
    let sd = fit.sd();
    let stride = fit.sd_error().unwrap_or(0.1).clamp(1e-3, 1.0);
    let upper = crossing(sd, -z, stride, &mut fall)?;
    let lower = if sd == 0.0 {
        0.0
    } else {
        let at_nought = fall(0.0)?;
        if at_nought <= 0.0 { 0.0 } else { between(sd, -z, 0.0, at_nought, &mut fall)? }
    };
    Interval::new(lower * lower, upper * upper).ok_or(NoAnswer::NoConvergence)
}
