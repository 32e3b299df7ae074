//! The gate: what may be published.

mod audit;
mod safe;

pub use audit::{Audit, Check};
pub use safe::Safe;
