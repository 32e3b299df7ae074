//! A weighted straight line, with model and sandwich variances of its two coefficients.

use nalgebra::{Matrix2, Vector2};

use super::{Answer, NoAnswer, deviation, finite};

/// Which variance a straight line is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Variance {
    /// Equal variance of the weighted residuals.
    Model,
    /// Sandwich, uncorrected.
    Hc0,
    /// Sandwich times `k/(k - 2)`.
    Hc1,
    /// Sandwich, each residual over `√(1 - h)`.
    Hc2,
    /// Sandwich, each residual over `1 - h`.
    Hc3,
}

/// `y = intercept + slope·x`, fitted with weights.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) intercept: f64,
    pub(crate) slope: f64,
    bread: Matrix2<f64>,
    rows: Vec<Row>,
    /// The weighted sum of squares of what is fitted.
    squares: f64,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    x: f64,
    weight: f64,
    residual: f64,
}

/// Sums `weight · (1, x)(1, x)ᵀ`.
pub(crate) fn moments(terms: impl Iterator<Item = (f64, f64)>) -> Matrix2<f64> {
    terms.fold(Matrix2::zeros(), |sum, (weight, x)| {
        sum + Matrix2::new(weight, weight * x, weight * x, weight * x * x)
    })
}

/// Returns the inverse of a sum of [`moments`].
///
/// # Errors
///
/// `Aliased` where all `x` are the same.
pub(crate) fn invert(moments: Matrix2<f64>) -> Answer<Matrix2<f64>> {
    let inverse = moments.try_inverse().ok_or(NoAnswer::Aliased)?;
    if inverse.iter().all(|value| value.is_finite()) && inverse[(0, 0)] > 0.0 && inverse[(1, 1)] > 0.0 {
        Ok(inverse)
    } else {
        Err(NoAnswer::Aliased)
    }
}

/// Returns the standard error of `first·intercept + second·slope`.
pub(crate) fn se(variance: &Matrix2<f64>, first: f64, second: f64) -> f64 {
    let at = Vector2::new(first, second);
    deviation(at.dot(&(variance * at)))
}

impl Line {
    /// Fits the line to triples of `x`, `y` and a positive weight.
    pub(crate) fn fit(points: impl Iterator<Item = (f64, f64, f64)> + Clone) -> Answer<Self> {
        let (count, weights, sum_x, sum_y) =
            points.clone().fold((0, 0.0, 0.0, 0.0), |(n, w, sx, sy), (x, y, weight)| {
                (n + 1, w + weight, sx + weight * x, sy + weight * y)
            });
        if count < 2 {
            return Err(NoAnswer::TooFewGroups);
        }
        let (mean_x, mean_y) = (sum_x / weights, sum_y / weights);
        let (sxx, sxy) = points.clone().fold((0.0, 0.0), |(sxx, sxy), (x, y, weight)| {
            (sxx + weight * (x - mean_x) * (x - mean_x), sxy + weight * (x - mean_x) * (y - mean_y))
        });
        let bread = invert(moments(points.clone().map(|(x, _, weight)| (weight, x))))?;
        if sxx <= 0.0 {
            return Err(NoAnswer::Aliased);
        }
        let slope = finite(sxy / sxx)?;
        let rows = points
            .clone()
            .map(|(x, y, weight)| Row { x, weight, residual: y - mean_y - slope * (x - mean_x) })
            .collect();
        let squares = points.map(|(_, y, weight)| weight * y * y).sum();
        Ok(Self { intercept: finite(mean_y - slope * mean_x)?, slope, bread, rows, squares })
    }

    /// Returns the variance of the intercept and the slope.
    ///
    /// # Errors
    ///
    /// `TooFewGroups` with two points, which leave nothing to judge a variance by; `Overflow`.
    pub(crate) fn variance(&self, kind: Variance) -> Answer<Matrix2<f64>> {
        let points = self.rows.len() as f64;
        if points < 3.0 {
            return Err(NoAnswer::TooFewGroups);
        }
        if kind == Variance::Model {
            return whole(self.bread * (self.residual() / (points - 2.0)));
        }
        let meat = moments(self.rows.iter().map(|row| {
            let spare = 1.0 - row.weight * se(&self.bread, 1.0, row.x).powi(2);
            let factor = match kind {
                Variance::Model | Variance::Hc0 => 1.0,
                Variance::Hc1 => points / (points - 2.0),
                Variance::Hc2 => 1.0 / spare,
                Variance::Hc3 => 1.0 / (spare * spare),
            };
            ((row.weight * row.residual).powi(2) * factor, row.x)
        }));
        whole(self.bread * meat * self.bread)
    }

    /// Returns whether points scatter about the line by more than rounding: else a variance of nought is none.
    pub(crate) fn scatters(&self) -> bool {
        self.residual() > ROUNDING * self.squares
    }

    fn residual(&self) -> f64 {
        self.rows.iter().map(|row| row.weight * row.residual * row.residual).sum()
    }
}

/// The share of the squares of what is fitted that rounding leaves as squared distances from a line that goes through
/// every point.
const ROUNDING: f64 = 1e-24;

/// Returns a variance whose numbers are numbers.
fn whole(variance: Matrix2<f64>) -> Answer<Matrix2<f64>> {
    variance.iter().try_for_each(|value| finite(*value).map(|_| ()))?;
    Ok(variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_line_are_met_whatever_their_weights() {
        let line = Line::fit([(0.0, 1.0, 3.0), (1.0, 3.0, 1.0), (2.0, 5.0, 9.0)].into_iter()).unwrap();
        assert!((line.intercept - 1.0).abs() < 1e-14 && (line.slope - 2.0).abs() < 1e-14);
        assert!(se(&line.variance(Variance::Model).unwrap(), 0.0, 1.0) < 1e-14 && !line.scatters());
    }

    #[test]
    fn one_place_has_no_slope() {
        let line = Line::fit([(0.5, 1.0, 3.0), (0.5, 3.0, 1.0)].into_iter());
        assert_eq!(line.map(|_| ()), Err(NoAnswer::Aliased));
    }
}
