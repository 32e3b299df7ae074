//! Rates made comparable across age make-ups: direct and indirect standardisation.

pub mod direct;
pub mod fay_feuer;
pub mod indirect;

pub use direct::{Small, Standardised, Stratum, direct};
pub use fay_feuer::fay_feuer;
pub use indirect::{Indirect, Reference, indirect};

use super::Method;

/// The methods of this area.
pub const METHODS: &[Method] = &[direct::METHOD, fay_feuer::METHOD, indirect::METHOD];
