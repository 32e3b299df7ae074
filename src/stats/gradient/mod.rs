//! The gradient across ordered groups: slope and relative index of inequality, each under a named model.
//!
//! Groups come from the most deprived to the least. Each stands at the middle of its share of the
//! population (its ridit), so the slope index is the difference between the two *ends* of the whole
//! population, not between two groups, and groups of unequal size do not distort it. A slope above
//! nought, and a ratio above one, mean worse for the more deprived.

mod ends;
pub mod poisson;
pub mod ridit;

pub use ends::{Gradient, Limits};
pub use poisson::poisson;
pub use ridit::ridits;

use super::Method;

/// The methods of this area.
pub const METHODS: &[Method] = &[ridit::METHOD, poisson::METHOD];
