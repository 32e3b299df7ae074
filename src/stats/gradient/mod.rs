//! The gradient across ordered groups: slope and relative index of inequality, each under a named model.
//!
//! Groups come from the most deprived to the least. Each stands at the middle of its share of the
//! population (its ridit), so the slope index is the difference between the two *ends* of the whole
//! population, not between two groups, and groups of unequal size do not distort it. A slope above
//! nought, and a ratio above one, mean worse for the more deprived.

mod ends;
mod fit;
pub mod linear;
pub mod logit;
pub mod negative_binomial;
pub mod ohid;
mod ohid_fit;
pub mod per_unit;
pub mod poisson;
mod profile;
pub mod reliability;
pub mod ridit;

pub use ends::{Gradient, Limits, Relative};
pub use linear::{LinearGradient, LinearLimits, linear};
pub use logit::{LogitGradient, logit};
pub use negative_binomial::{OverdispersedGradient, negative_binomial};
pub use ohid::{Draws, Measured, OhidGradient, OhidLimits, Scale, ohid, suits};
pub use per_unit::{PerUnit, Spread, per_sd, per_step, per_unit};
pub use poisson::{poisson, poisson_at, poisson_clustered};
pub use reliability::{Reliability, reliability};
pub use ridit::{generalised_ridits, ridits};

use super::{Answer, Level, Method};

/// The methods of this area.
pub const METHODS: &[Method] = &[
    ridit::METHOD,
    poisson::METHOD,
    negative_binomial::METHOD,
    logit::METHOD,
    linear::METHOD,
    ohid::METHOD,
    reliability::METHOD,
    per_unit::METHOD,
];

/// A fitted line's gradient under a kind of limits.
fn limited(fit: &fit::Fit<'_>, limits: Limits, level: Level) -> Answer<Gradient> {
    let line = fit.line(limits)?;
    let (ratio, difference) = line.quantiles(fit.groups.len(), level);
    let gradient = line.gradient(ratio, difference)?;
    match limits {
        Limits::Profile | Limits::InflatedProfile => {
            let widened = |quantile: f64, inflation: f64| quantile * inflation.sqrt();
            let reach = (widened(ratio, line.inflation), widened(difference, line.sii_inflation));
            profile::profiled(fit, gradient, reach)
        }
        _ => Ok(gradient),
    }
}
