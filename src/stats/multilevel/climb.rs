//! Newton's method to the top of a likelihood, safe where it is not yet concave.
//!
//! By hand: libraries' Newton methods take the step as it comes; this one turns directions that curve upwards round, keeps
//! the step of a standard deviation short, and carries each group's mode along.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use super::surface::{Slope, Surface};
use crate::stats::{Answer, NoAnswer};

const MOST_ROUNDS: usize = 200;
const MOST_HALVINGS: usize = 40;
/// The furthest that a standard deviation, or the logarithm of theta, moves in one round.
const LONGEST: f64 = 1.0;
/// A step shorter than this many squared standard errors is the last: Newton's method squares what is left.
const SETTLED: f64 = 1e-9;

/// The top of a surface.
#[derive(Debug, Clone)]
pub(super) struct Top {
    pub(super) place: DVector<f64>,
    pub(super) modes: Vec<f64>,
    pub(super) slope: Slope,
}

/// Climbs from `place`, moving only the coordinates listed in `free`.
///
/// # Errors
/// [`NoAnswer::NoConvergence`] where the top is not reached.
pub(super) fn climb(surface: &Surface, place: DVector<f64>, modes: Vec<f64>, free: &[usize]) -> Answer<Top> {
    let (mut place, mut modes) = (place, modes);
    let mut here = surface.slope(&place, &mut modes);
    let held = !free.contains(&0);
    for _ in 0..MOST_ROUNDS {
        if !here.value.is_finite() {
            return Err(NoAnswer::NoConvergence);
        }
        let hessian = surface.hessian(&place, &modes, held).select_rows(free).select_columns(free);
        let gradient = here.gradient.select_rows(free);
        let (step, concave) = uphill(&hessian, &gradient).ok_or(NoAnswer::NoConvergence)?;
        let decrement = step.dot(&gradient);
        let last = concave && decrement <= SETTLED;
        let floor = here.value - 1e-11 * (1.0 + here.value.abs());
        let mut share = 1.0_f64;
        for (part, &coordinate) in step.iter().zip(free) {
            if !surface.is_coefficient(coordinate) {
                share = share.min(LONGEST / part.abs());
            }
        }
        let mut moved = false;
        for _ in 0..MOST_HALVINGS {
            let mut next = place.clone();
            for (i, &coordinate) in free.iter().enumerate() {
                next[coordinate] += share * step[i];
            }
            let mut next_modes = modes.clone();
            let there = surface.slope(&next, &mut next_modes);
            share *= 0.5;
            if there.value >= floor {
                (place, modes, here, moved) = (next, next_modes, there, true);
                break;
            }
        }
        if last {
            return Ok(Top { place, modes, slope: here });
        }
        if !moved {
            break;
        }
    }
    Err(NoAnswer::NoConvergence)
}

/// Returns the Newton step, with directions that curve upwards turned round, and whether there were none.
fn uphill(hessian: &DMatrix<f64>, gradient: &DVector<f64>) -> Option<(DVector<f64>, bool)> {
    let lengths = hessian.diagonal().map(|d| if d == 0.0 { 1.0 } else { d.abs().sqrt() });
    let scaled = DMatrix::from_fn(hessian.nrows(), hessian.ncols(), |i, j| {
        hessian[(i, j)] / (lengths[i] * lengths[j])
    });
    if scaled.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let eigen = SymmetricEigen::new(-scaled);
    let concave = eigen.eigenvalues.iter().all(|&value| value > 0.0);
    let along = eigen.eigenvectors.tr_mul(&gradient.component_div(&lengths));
    let least = 1e-9 * eigen.eigenvalues.amax();
    let turned = DVector::from_fn(along.len(), |i, _| along[i] / eigen.eigenvalues[i].abs().max(least));
    Some(((eigen.eigenvectors * turned).component_div(&lengths), concave))
}
