//! The likelihood-ratio test of one model inside another.
//!
//! What: whether the terms that a larger model adds are worth having. Read: a small p-value says the
//! smaller model would rarely fit so much worse by chance. Not when: the models are not nested or rest on
//! different rows, or the added term is a variance (the p-value is then too large). Formula: twice the
//! difference of log-likelihoods, against chi-squared on the difference of their ranks.
//! Source: Wilks 1938, Ann Math Stat 9:60.

use super::fit::Fit;
use crate::stats::distribution::chi_squared_above;
use crate::stats::{Answer, Method, NoAnswer};

/// How `explain` describes the test.
pub(super) const METHOD: Method = Method {
    name: "likelihood-ratio",
    title: "Likelihood-ratio test",
    what: "Whether the terms that a larger model adds are worth having.",
    read: "A small p-value says that the smaller model would rarely fit so much worse by chance.",
    not_when: "The models are not nested, rest on different rows, or the added term is a variance.",
    formula: "2 (logL large - logL small), chi-squared on the difference of ranks",
    source: "Wilks 1938, Ann Math Stat 9:60",
};

/// A chi-squared test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared {
    /// The statistic.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// The probability of a larger statistic, were the smaller model true.
    pub p: f64,
}

/// Returns the test of `small` against `large`.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] where they rest on different numbers of rows or the larger adds nothing; as
/// [`Fit::log_likelihood`].
pub fn likelihood_ratio(small: &Fit<'_>, large: &Fit<'_>) -> Answer<ChiSquared> {
    if small.rows() != large.rows() || large.rank() <= small.rank() {
        return Err(NoAnswer::ShapeMismatch);
    }
    let statistic = (2.0 * (large.log_likelihood()? - small.log_likelihood()?)).max(0.0);
    let df = large.rank() - small.rank();
    Ok(ChiSquared { statistic, df, p: chi_squared_above(statistic, df as f64) })
}
