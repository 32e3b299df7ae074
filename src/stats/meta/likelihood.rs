//! Fisher scoring for the two likelihoods of the variance between sites.
//!
//! By hand: a dozen lines, whose boundary at nought and whose unit of what is near no library of optimisers knows.

use super::Studies;
use super::hedges;
use super::weights::typical_variance;
use crate::stats::{Answer, NoAnswer, finite};

const STEPS: usize = 1000;
/// A change this small, beside the variance or the typical sampling variance, is none.
const CLOSE: f64 = 1e-14;
/// Steps that overshoot are drawn in to no less than this.
const DRAWN_IN: f64 = 1.0 / 64.0;

/// Returns the variance at which scoring from Hedges' estimate settles.
///
/// `step` gives the scoring step at a variance: the score over the information. A step that would
/// leave the boundary of nought stops there, and one that reverses the last is halved.
pub(super) fn scored(studies: &Studies, step: impl Fn(f64) -> f64) -> Answer<f64> {
    let mut value = hedges::tau2(studies)?.value;
    let unit = finite(typical_variance(studies))?;
    let (mut last, mut damping) = (0.0_f64, 1.0_f64);
    for _ in 0..STEPS {
        let full = step(value);
        if full * last < 0.0 {
            damping = (damping / 2.0).max(DRAWN_IN);
        }
        let next = (value + damping * full).max(0.0);
        if !next.is_finite() {
            return Err(NoAnswer::NoConvergence);
        }
        if (next - value).abs() <= CLOSE * next.max(unit) {
            return Ok(next);
        }
        (value, last) = (next, full);
    }
    Err(NoAnswer::NoConvergence)
}
