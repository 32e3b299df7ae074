//! Additive interaction of two exposures: whether both together are worse than their sum.
//!
//! A model with a log or logit link holds both exposures and their product; [`Joint`] takes the three
//! coefficients and their covariance from it, and [`reri()`], [`attributable_proportion`] and [`synergy()`]
//! read them. Where there is nothing to adjust for, [`additive`] takes the counts themselves.

mod ap;
mod counts;
mod joint;
mod mover;
mod reri;
mod synergy;
#[cfg(test)]
mod tests;

use crate::stats::Method;

pub use ap::attributable_proportion;
pub use counts::{Additive, Exposures, Families, additive, synergy_of_counts};
pub use joint::{Joint, Limits, Ratios};
pub use reri::reri;
pub use synergy::synergy;

/// The methods of this area.
pub const METHODS: &[Method] = &[reri::METHOD, ap::METHOD, synergy::METHOD, counts::METHOD, mover::METHOD];
