//! Funnels: which areas or teams differ from a target by more than their size explains.

pub mod counts;
pub mod overdispersion;
pub mod position;
pub mod proportion;

pub use counts::{count_limits, expected_at};
pub use overdispersion::{Overdispersion, Transform, Trim, Unit, overdispersion};
pub use position::{Position, count_position, share_position};
pub use proportion::proportion_limits;

use super::Method;

/// The methods of this area.
pub const METHODS: &[Method] =
    &[proportion::METHOD, counts::METHOD, position::METHOD, overdispersion::METHOD];
