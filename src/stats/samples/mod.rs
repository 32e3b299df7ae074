//! What a sample of files says of all of them: dip samples, clean samples, clustered samples.

pub mod design_effect;
pub mod finite_exact;
pub mod finite_wilson;
mod hypergeometric;
pub mod kish;
pub mod lot_quality;
#[cfg(test)]
mod tests;
pub mod upper_bound;
pub mod zero_failure;

use super::Method;

pub use design_effect::{design_effect, effective_size};
pub use finite_exact::{FiniteTail, finite_exact};
pub use finite_wilson::finite_wilson;
pub use kish::kish;
pub use lot_quality::{Lot, LotRule, chance_of_passing};
pub use upper_bound::{FailureBound, failures_at_most};
pub use zero_failure::{ZeroFailure, zero_failure_bound};

/// The methods of this room.
pub const METHODS: &[Method] = &[
    upper_bound::METHOD,
    zero_failure::METHOD,
    lot_quality::METHOD,
    finite_exact::METHOD,
    finite_wilson::METHOD,
    design_effect::METHOD,
    kish::METHOD,
];
