//! What a release says of itself: what was hidden, and what it was made from.

mod audit;
mod manifest;

pub(super) use audit::audit;
pub(super) use manifest::manifest;
