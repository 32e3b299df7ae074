//! Gauss–Hermite nodes and weights, for any number of nodes.
//!
//! Nodes start as eigenvalues of the Jacobi matrix and are polished by Newton's method on the orthonormal
//! Hermite polynomials; weights follow from Christoffel's formula. Source: Golub and Welsch 1969, Math
//! Comp 23:221.

use std::num::NonZeroU8;

use nalgebra::{DMatrix, SymmetricEigen};

/// A number of quadrature nodes; one is Laplace's approximation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nodes(NonZeroU8);

impl Nodes {
    /// One node: Laplace's approximation.
    pub const LAPLACE: Self = Self(NonZeroU8::MIN);

    /// Returns `None` for nought.
    #[must_use]
    pub const fn new(nodes: u8) -> Option<Self> {
        match NonZeroU8::new(nodes) {
            Some(nodes) => Some(Self(nodes)),
            None => None,
        }
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0.get()
    }
}

impl Default for Nodes {
    /// Seven: enough for strata of a few people.
    fn default() -> Self {
        Self(NonZeroU8::MIN.saturating_add(6))
    }
}

/// One node of a rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// Where it lies.
    pub(super) x: f64,
    /// The logarithm of its weight times `exp(x²)`.
    pub(super) log_weight: f64,
}

/// Returns the rule for `∫ exp(−x²) f(x) dx`.
pub(super) fn rule(nodes: Nodes) -> Vec<Node> {
    let n = usize::from(nodes.get());
    let jacobi =
        DMatrix::from_fn(n, n, |i, j| if i.abs_diff(j) == 1 { (i.max(j) as f64 / 2.0).sqrt() } else { 0.0 });
    let mut places: Vec<f64> = SymmetricEigen::new(jacobi).eigenvalues.iter().copied().collect();
    places.sort_by(f64::total_cmp);
    places
        .into_iter()
        .map(|start| {
            let mut x = start;
            for _ in 0..3 {
                let (value, slope, _) = hermite(n, x);
                x -= value / slope;
            }
            let (_, _, squares) = hermite(n, x);
            Node { x, log_weight: x.mul_add(x, -squares.ln()) }
        })
        .collect()
}

/// Returns the mean of `of` over a normal variable with mean nought and standard deviation `sd`.
///
/// Of a smooth function the sum of equally spaced points closes in faster than any power of their distance, however wide
/// the normal is beside what it is a mean of; nodes of Hermite's kind lie too far apart for a wide one.
pub(super) fn normal_mean<F: Fn(f64) -> f64>(sd: f64, of: F) -> f64 {
    const APART: f64 = 1.0 / 32.0;
    const FURTHEST: i32 = 12 * 32;
    let density = |z: f64| (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    (-FURTHEST..=FURTHEST).map(|step| f64::from(step) * APART).map(|z| APART * density(z) * of(sd * z)).sum()
}

/// Returns the orthonormal polynomial of degree `n`, its slope, and the sum of squares of those below it.
fn hermite(n: usize, x: f64) -> (f64, f64, f64) {
    let (mut before, mut here) = (0.0, std::f64::consts::PI.powf(-0.25));
    let mut squares = 0.0;
    for degree in 0..n {
        squares += here * here;
        let up = ((degree + 1) as f64 / 2.0).sqrt();
        let down = (degree as f64 / 2.0).sqrt();
        (before, here) = (here, (x * here - down * before) / up);
    }
    (here, (2.0 * n as f64).sqrt() * before, squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_nodes_are_those_of_the_tables() {
        // Abramowitz and Stegun, table 25.10, n = 5.
        let five = rule(Nodes::new(5).expect("not nought"));
        let want = [
            (-2.020_182_870_456_086, 0.019_953_242_059_046),
            (-0.958_572_464_613_819, 0.393_619_323_152_241),
        ];
        for (node, (x, w)) in five.iter().zip(want) {
            assert!((node.x - x).abs() < 1e-14);
            assert!(((node.log_weight - x * x).exp() - w).abs() < 1e-14);
        }
    }

    #[test]
    fn moments_of_the_normal_are_exact() {
        for nodes in [1, 2, 7, 25, 100] {
            let total: f64 = rule(Nodes::new(nodes).expect("not nought"))
                .iter()
                .map(|node| (node.log_weight - node.x * node.x).exp())
                .sum();
            assert!((total - std::f64::consts::PI.sqrt()).abs() < 1e-12, "{nodes}");
        }
        assert!((normal_mean(0.7, |u| u.powi(4)) - 3.0 * 0.7_f64.powi(4)).abs() < 1e-12);
        assert!((normal_mean(1.3, f64::exp) - (0.5_f64 * 1.69).exp()).abs() < 1e-12);
    }
}
