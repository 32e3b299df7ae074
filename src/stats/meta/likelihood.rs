//! Fisher scoring for the two likelihoods of the variance between sites.

use super::Studies;
use super::hedges;
use crate::stats::{Answer, NoAnswer};

const STEPS: usize = 1000;
const CLOSE: f64 = 1e-14;

/// Returns the variance at which scoring from Hedges' estimate settles.
///
/// `step` gives the scoring step at a variance: the score over the information. A step that would
/// leave the boundary of nought stops there, and one that reverses the last is halved.
pub(super) fn scored(studies: &Studies, step: impl Fn(f64) -> f64) -> Answer<f64> {
    let mut value = hedges::tau2(studies).value;
    let (mut last, mut damping) = (0.0_f64, 1.0_f64);
    for _ in 0..STEPS {
        let full = step(value);
        if full * last < 0.0 {
            damping = (damping / 2.0).max(1.0 / 64.0);
        }
        let next = (value + damping * full).max(0.0);
        if !next.is_finite() {
            return Err(NoAnswer::NoConvergence);
        }
        if (next - value).abs() <= CLOSE * next.max(typical(studies)) {
            return Ok(next);
        }
        (value, last) = (next, full);
    }
    Err(NoAnswer::NoConvergence)
}

fn typical(studies: &Studies) -> f64 {
    super::weights::typical_variance(studies)
}
