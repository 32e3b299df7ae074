//! How much sites differ: Q, I² and H².
//!
//! Read I² as the share of the spread that is not chance: 0.25 is a little, 0.75 a lot; it rises with
//! the size of the sites even when `τ²` stays put, so read `τ` first. Not from two or three sites,
//! where Q has no power and I² is noise.
//!
//! Formula: `Q = Σw(y − μ)²`, `w = 1/v`, chi-squared on `k − 1`. Under fixed effects `H² = Q/(k − 1)`
//! and `I² = max(0, 1 − 1/H²)`; with a `τ²`, `I² = τ²/(τ² + s²)` and `H² = 1 + τ²/s²`, with
//! `s² = (k − 1)/(Σw − Σw²/Σw)`.
//! Source: Higgins & Thompson 2002, Statistics in Medicine 21:1539.

use super::weights::{Weighted, typical_variance};
use super::{Studies, Tau2};
use crate::stats::distribution::chi_squared_above;
use crate::stats::{Answer, Method, NoAnswer, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-heterogeneity",
    title: "Q, I² and H²",
    what: "How much the sites differ beyond chance.",
    read: "I² is the share of the spread that is not chance: 0.25 is a little, 0.75 a lot. Read tau first: I² rises with the size of the sites.",
    not_when: "There are two or three sites: Q has no power and I² is noise.",
    formula: "Q = sum(w*(y-m)^2), w = 1/v; I2 = tau2/(tau2+s2), H2 = 1 + tau2/s2, s2 = (k-1)/(sum(w)-sum(w^2)/sum(w)); fixed: H2 = Q/(k-1), I2 = max(0, 1-1/H2)",
    source: "Higgins & Thompson 2002, Statistics in Medicine 21:1539-1558.",
};

/// How much the sites differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heterogeneity {
    /// Cochran's Q about the fixed-effect mean.
    pub q: f64,
    /// Its degrees of freedom, one less than the studies.
    pub df: f64,
    /// The probability of a Q this large, did the sites share one effect.
    pub p: f64,
    /// The share of the spread that is not chance, from 0 to 1.
    pub i2: f64,
    /// The spread as a multiple of chance alone; below one only under fixed effects.
    pub h2: f64,
}

/// Returns how much the sites differ, given an estimate of the variance between them.
///
/// An estimate without a standard error is taken as fixed effects, where H² comes from Q itself.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than two studies; [`NoAnswer::Overflow`].
pub fn heterogeneity(studies: &Studies, tau2: &Tau2) -> Answer<Heterogeneity> {
    if studies.count() < 2 {
        return Err(NoAnswer::TooFewGroups);
    }
    let q = Weighted::inverse_variance(studies, 0.0).squares;
    let df = studies.df();
    let (i2, h2) = match tau2.se {
        None => ((1.0 - df / q.max(df)).max(0.0), q / df),
        Some(_) => (share(studies, tau2.value)?, 1.0 + tau2.value / typical_variance(studies)),
    };
    Ok(Heterogeneity { q: finite(q)?, df, p: chi_squared_above(q, df), i2, h2: finite(h2)? })
}

/// Returns I² for a variance between sites: its share of itself and the typical sampling variance.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than two studies; [`NoAnswer::OutOfRange`] for a variance that is negative or
/// not finite; [`NoAnswer::Overflow`].
pub fn share(studies: &Studies, tau2: f64) -> Answer<f64> {
    if studies.count() < 2 {
        return Err(NoAnswer::TooFewGroups);
    }
    if !(tau2.is_finite() && tau2 >= 0.0) {
        return Err(NoAnswer::OutOfRange);
    }
    finite(tau2 / (tau2 + typical_variance(studies)))
}
