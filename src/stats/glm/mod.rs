//! Generalised linear models: regressions of counts, proportions and values.
//!
//! A [`Design`] is built term by term; a [`Model`] states an outcome, its law and its link; [`fit()`]
//! returns a [`Fit`] whose terms each have a coefficient or the reason why not. Limits come from a
//! [`Covariance`] of one's choice, or from the [`profile()`] of the likelihood.
//!
//! Sums over rows go by blocks of a fixed size, so the same rows give the same bits on any number of
//! threads.

pub(in crate::stats) mod blocks;
mod covariance;
mod design;
pub(in crate::stats) mod family;
mod fit;
mod likelihood;
mod likelihood_ratio;
mod model;
mod negative_binomial;
mod normal_equations;
mod profile;
mod separation;
#[cfg(test)]
mod tests;
mod wald;

use crate::stats::Method;

pub use covariance::{Covariance, FewClusters, clustered, covariance, dispersion};
pub use design::{Design, Factor, Term, Variable};
pub use family::{Law, Link};
pub use fit::{Fit, fit, null_deviance};
pub use likelihood_ratio::{ChiSquared, likelihood_ratio};
pub use model::Model;
pub(in crate::stats) use negative_binomial::theta_slopes;
pub use negative_binomial::{NegativeBinomial, Theta, negative_binomial};
pub(in crate::stats) use normal_equations::inverse;
pub use profile::profile;
pub use wald::{Coefficient, Reference, wald};

/// How `explain` describes the models as a whole.
pub const METHOD: Method = Method {
    name: "glm",
    title: "Generalised linear model",
    what: "A regression of counts (Poisson), events out of trials (binomial) or values (Gaussian) on stated terms.",
    read: "On a log link the exponential of a coefficient is a ratio of rates; on a logit link, of odds; on an identity link, a difference.",
    not_when: "Rows depend on one another (use clustered errors or a multilevel model). A term that predicts the outcome perfectly, or repeats others, has no coefficient and is named.",
    formula: "g(E y) = offset + x'b, fitted by Fisher scoring",
    source: "McCullagh and Nelder 1989, Generalized Linear Models, 2nd edition",
};

/// The methods of this area.
pub const METHODS: &[Method] = &[
    METHOD,
    negative_binomial::METHOD,
    covariance::METHOD,
    wald::METHOD,
    profile::METHOD,
    likelihood_ratio::METHOD,
];
