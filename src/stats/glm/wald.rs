//! Coefficients with limits and tests: a number of standard errors either side.
//!
//! What: each coefficient with its standard error, limits and p-value. Read: on a log link, `exp` of a
//! coefficient is a ratio of rates; on a logit link, of odds. Not when: counts are so few that the
//! likelihood is lopsided (use profile limits). Formula: `b ± z·se`; with an estimated dispersion,
//! Student's t on the residual degrees of freedom. Source: McCullagh and Nelder 1989.

use nalgebra::DMatrix;

use super::fit::Fit;
use crate::stats::distribution::{normal_beyond, student_beyond, t, z};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// How `explain` describes these limits.
pub(super) const METHOD: Method = Method {
    name: "wald",
    title: "Wald limits of a coefficient",
    what: "A coefficient with its standard error, confidence limits and p-value.",
    read: "On a log link the exponential of a coefficient is a ratio of rates; on a logit link, of odds.",
    not_when: "Counts are so few that the likelihood is lopsided; use profile limits.",
    formula: "b +/- z se; Student's t where the dispersion is estimated",
    source: "McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition",
};

/// Which distribution limits and p-values refer to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reference {
    /// The normal: the dispersion is known.
    Normal,
    /// Student's t on these degrees of freedom: the dispersion is estimated.
    Student(f64),
}

/// A coefficient with what is known about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// The value, on the scale of the linear predictor.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// Its limits.
    pub limits: Interval,
    /// The probability of a value further from nought, were the truth nought.
    pub p: f64,
}

/// Returns a coefficient with its limits, given a covariance of all coefficients.
///
/// # Errors
/// As [`Fit::coefficient`]; [`NoAnswer::TooFewGroups`] where the covariance gives it no spread,
/// [`NoAnswer::ShapeMismatch`] where it is of fewer coefficients; [`NoAnswer::OutOfRange`] for degrees of freedom that
/// are not a number above nought; [`NoAnswer::Overflow`].
pub fn wald(
    fit: &Fit<'_>,
    index: usize,
    covariance: &DMatrix<f64>,
    level: Level,
    reference: Reference,
) -> Answer<Coefficient> {
    let value = fit.coefficient(index)?;
    let error = covariance.get((index, index)).ok_or(NoAnswer::ShapeMismatch)?.sqrt();
    if !(error > 0.0 && error.is_finite()) {
        return Err(NoAnswer::TooFewGroups);
    }
    let (reach, p) = match reference {
        Reference::Normal => (z(level), normal_beyond(value / error)),
        Reference::Student(df) if df > 0.0 && df.is_finite() => {
            (t(level, df), student_beyond(value / error, df))
        }
        Reference::Student(_) => return Err(NoAnswer::OutOfRange),
    };
    let limits = Interval::of(value - reach * error, value + reach * error)?;
    Ok(Coefficient { value, error, limits, p: finite(p)? })
}
