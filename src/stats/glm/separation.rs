//! Rows that a model predicts perfectly, and the terms whose coefficients therefore run to infinity.
//!
//! A maximum-likelihood estimate is finite unless some direction of the coefficients lowers the fitted
//! mean of rows with no events (or raises that of rows where everyone has one) and touches no other
//! row. Such a direction can only lie in the null space of the rows that hold it still, which is found
//! first; within it, the iterative rectifier of Correia, Guimarães and Zylkin (2019, "Verifying the
//! existence of maximum likelihood estimates for generalized linear models") finds the rows it moves.

use nalgebra::{DMatrix, DVector, SVD};

use super::design::Design;
use super::family::Law;
use super::model::Model;
use super::normal_equations::{cross, null_space};

/// A fitted direction below this moves nothing.
const STILL: f64 = 1e-7;
const MOST_ROUNDS: usize = 10_000;

/// Returns which rows the model predicts perfectly; empty where there are none.
pub(super) fn separated_rows(model: &Model<'_>) -> Vec<usize> {
    let design = model.design();
    let side: Vec<f64> = (0..design.rows()).map(|row| side(model, row)).collect();
    let held = cross(design, |row| f64::from(u8::from(side[row] == 0.0)));
    let (basis, lengths) = null_space(&held);
    let free: Vec<usize> =
        (0..design.rows()).filter(|&row| side[row].abs() == 1.0 && model.counts(row)).collect();
    if basis.ncols() == 0 || free.is_empty() {
        return Vec::new();
    }
    let moves = DMatrix::from_fn(free.len(), basis.ncols(), |i, k| {
        let direction: Vec<f64> = basis.column(k).iter().zip(&lengths).map(|(b, l)| b / l).collect();
        side[free[i]] * design.row_dot(free[i], &direction)
    });
    let largest = moves.amax();
    if largest <= STILL {
        return Vec::new();
    }
    rectify(&(moves / largest)).into_iter().map(|i| free[i]).collect()
}

/// Returns which coefficients the kept rows cannot tell: those that some unseen direction moves.
pub(super) fn cannot_tell(design: &Design, kept: &[bool]) -> Vec<bool> {
    let (basis, _) = null_space(&cross(design, |row| f64::from(u8::from(kept[row]))));
    let mut moved = vec![false; design.terms().len()];
    for direction in basis.column_iter() {
        let largest = direction.amax();
        for (flag, part) in moved.iter_mut().zip(direction.iter()) {
            *flag |= part.abs() > 1e-6 * largest;
        }
    }
    moved
}

/// Returns −1 where no event occurred, 1 where every trial is an event, 0 where the row holds still,
/// and `NaN` where the row says nothing.
fn side(model: &Model<'_>, row: usize) -> f64 {
    let (y, size) = model.outcome_at(row);
    match model.law() {
        _ if size == 0.0 => f64::NAN,
        Law::Gaussian => 0.0,
        _ if y == 0.0 => -1.0,
        Law::Binomial if y == 1.0 => 1.0,
        _ => 0.0,
    }
}

/// Returns the rows of `moves` that some combination of its columns makes positive while making none
/// negative.
fn rectify(moves: &DMatrix<f64>) -> Vec<usize> {
    let svd = SVD::new(moves.clone(), true, false);
    let Some(u) = svd.u else { return Vec::new() };
    let strong: Vec<usize> =
        (0..svd.singular_values.len()).filter(|&k| svd.singular_values[k] > 1e-9).collect();
    let span = u.select_columns(&strong);
    let mut target = DVector::from_element(moves.nrows(), 1.0);
    for _ in 0..MOST_ROUNDS {
        let fitted = &span * span.tr_mul(&target);
        let worst = fitted.min();
        if worst > -STILL {
            return (0..fitted.len()).filter(|&i| fitted[i] > 1e-4 * fitted.amax().max(1e-4)).collect();
        }
        target = fitted.map(|value| value.max(0.0));
        if target.amax() < 1e-5 {
            return Vec::new();
        }
    }
    Vec::new()
}
