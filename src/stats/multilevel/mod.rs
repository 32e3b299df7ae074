//! Random-intercept models of grouped counts: children in intersecting strata, small areas in authorities.
//!
//! [`multilevel`] fits a binomial, Poisson or negative binomial [`Model`](crate::stats::glm::Model) with an
//! intercept for each group drawn from a normal law, by adaptive Gauss–Hermite quadrature. The same fit
//! without and with main effects is an intersectional analysis of heterogeneity (MAIHDA): [`vpc_latent`],
//! [`pcv()`], [`mor()`], [`auc()`], [`residuals()`] and [`predict()`] read it. [`aggregate()`] counts rows
//! into strata first, which changes nothing but the time it takes.

mod aggregate;
mod auc;
mod climb;
mod criteria;
mod fit;
mod group;
mod mor;
mod nuisance;
mod pcv;
mod predict;
mod profile;
mod quadrature;
mod residuals;
mod restricted;
mod sites;
mod surface;
#[cfg(test)]
mod tests;
mod vpc;

use crate::stats::Method;

pub use aggregate::{Strata, aggregate};
pub use auc::auc;
pub use fit::{Effect, Multilevel, multilevel};
pub(crate) use mor::median_ratio;
pub use mor::mor;
pub use nuisance::Likelihood;
pub use pcv::pcv;
pub use predict::{Kind, fitted, predict};
pub use profile::variance_limits;
pub use quadrature::Nodes;
pub use residuals::{Flagging, Residual, Spread, residuals};
pub use restricted::{restricted, restricted_limits};
pub use sites::{Areas, Gradients, gradients};
pub use vpc::{vpc_count, vpc_latent, vpc_lognormal, vpc_response};

/// How `explain` describes the model as a whole.
pub const METHOD: Method = Method {
    name: "maihda",
    title: "Intersectional multilevel analysis (MAIHDA)",
    what: "Strata are the crossing of characteristics; a random intercept for each measures how far they differ, without and with main effects.",
    read: "See vpc, pcv, mor, auc and interaction-residual; the variance is on the scale of the linear predictor.",
    not_when: "There are few strata, or detection of the outcome varies with the characteristics.",
    formula: "g(E y_j) = x_j'b + u_j, u_j ~ N(0, s2); maximum likelihood by adaptive Gauss-Hermite quadrature, one node being Laplace",
    source: "Evans et al. 2018, Soc Sci Med 203:64; Merlo 2018, Soc Sci Med 203:74; Liu and Pierce 1994, Biometrika 81:624",
};

/// The methods of this area.
pub const METHODS: &[Method] = &[
    METHOD,
    vpc::METHOD,
    pcv::METHOD,
    mor::METHOD,
    auc::METHOD,
    residuals::METHOD,
    predict::METHOD,
    profile::METHOD,
    restricted::METHOD,
    sites::METHOD,
];
