//! Cross-products of a design, and what can and cannot be estimated from them.
//!
//! Columns are compared after scaling each to length one, so that no unit of measurement matters. A
//! column counts as a combination of those before it where less than a millionth of its length is its
//! own.

use nalgebra::{Cholesky, DMatrix, DVector, SymmetricEigen};

use super::blocks::{dot, dot_four, sum};
use super::design::Design;

/// Squared share of a column's length that must be its own.
const OWN: f64 = 1e-12;

/// Returns how many numbers the upper triangle of a `p` by `p` matrix holds.
pub(super) const fn triangle(p: usize) -> usize {
    p * (p + 1) / 2
}

/// Adds `X'WX` of some rows to the upper triangle `into`, by rows; `scratch` is as long as the block.
pub(super) fn add_cross(
    design: &Design,
    start: usize,
    weights: &[f64],
    scratch: &mut [f64],
    into: &mut [f64],
) {
    let p = design.terms().len();
    let end = start + weights.len();
    let mut slot = 0;
    for left in 0..p {
        let column = &design.column(left)[start..end];
        for ((out, x), w) in scratch.iter_mut().zip(column).zip(weights) {
            *out = x * w;
        }
        let part = |right: usize| &design.column(right)[start..end];
        let mut right = left;
        while right + 4 <= p {
            let four = dot_four(scratch, [part(right), part(right + 1), part(right + 2), part(right + 3)]);
            for (out, sum) in into[slot..slot + 4].iter_mut().zip(four) {
                *out += sum;
            }
            (right, slot) = (right + 4, slot + 4);
        }
        for right in right..p {
            into[slot] += dot(scratch, part(right));
            slot += 1;
        }
    }
}

/// Returns the symmetric matrix whose upper triangle is given by rows.
pub(super) fn unfold(p: usize, upper: &[f64]) -> DMatrix<f64> {
    let mut whole = DMatrix::zeros(p, p);
    let mut slot = 0;
    for left in 0..p {
        for right in left..p {
            whole[(left, right)] = upper[slot];
            whole[(right, left)] = upper[slot];
            slot += 1;
        }
    }
    whole
}

/// Returns `X'WX` with one weight per row.
pub(super) fn cross<F>(design: &Design, weight: F) -> DMatrix<f64>
where
    F: Fn(usize) -> f64 + Sync,
{
    let p = design.terms().len();
    let upper = sum(design.rows(), triangle(p), |range, sums| {
        let start = range.start;
        let weights: Vec<f64> = range.map(&weight).collect();
        let mut scratch = vec![0.0; weights.len()];
        add_cross(design, start, &weights, &mut scratch, sums);
    });
    unfold(p, &upper)
}

/// Returns the columns that are not combinations of those before them.
pub(super) fn independent(gram: &DMatrix<f64>) -> Vec<usize> {
    let scaled = scaled(gram).0;
    let mut kept: Vec<usize> = Vec::new();
    for column in 0..gram.nrows() {
        kept.push(column);
        let part = scaled.select_rows(&kept).select_columns(&kept);
        let own = Cholesky::new(part).map_or(0.0, |c| c.l_dirty()[(kept.len() - 1, kept.len() - 1)].powi(2));
        if scaled[(column, column)] == 0.0 || own <= OWN {
            kept.pop();
        }
    }
    kept
}

/// Returns a basis, one direction a column, of the coefficients that change no fitted value, and the
/// columns' lengths. The basis is orthonormal in units where each column has length one; divided by the
/// lengths it is in the coefficients' own units.
pub(super) fn null_space(gram: &DMatrix<f64>) -> (DMatrix<f64>, DVector<f64>) {
    let (scaled, lengths) = scaled(gram);
    let p = gram.nrows();
    if p == 0 {
        return (DMatrix::zeros(0, 0), lengths);
    }
    let eigen = SymmetricEigen::new(scaled);
    let flat: Vec<usize> = (0..p).filter(|&k| eigen.eigenvalues[k] <= OWN * p as f64).collect();
    (eigen.eigenvectors.select_columns(&flat), lengths)
}

/// Returns the inverse of a positive definite matrix, or `None` where it is not.
pub(in crate::stats) fn inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let (scaled, lengths) = scaled(matrix);
    let mut inverse = Cholesky::new(scaled)?.inverse();
    for (i, a) in lengths.iter().enumerate() {
        for (j, b) in lengths.iter().enumerate() {
            inverse[(i, j)] /= a * b;
        }
    }
    inverse.iter().all(|value| value.is_finite()).then_some(inverse)
}

fn scaled(gram: &DMatrix<f64>) -> (DMatrix<f64>, DVector<f64>) {
    let lengths = gram.diagonal().map(|d| if d > 0.0 { d.sqrt() } else { 1.0 });
    let scaled =
        DMatrix::from_fn(gram.nrows(), gram.ncols(), |i, j| gram[(i, j)] / (lengths[i] * lengths[j]));
    (scaled, lengths)
}
