//! Figures from reference implementations, row by row.
//!
//! The folder is named by `SOCIAL_GRADIENT_ORACLES` and holds `inputs/` and `expected/`; without the
//! variable each test says that it was skipped. Any folder of the same layout must pass.

#![expect(clippy::print_stdout, reason = "the counts of rows are what these tests are read for")]

mod answers;
mod ci;
mod concentration;
mod dispersion;
mod funnel;
mod glm;
mod harness;
mod interaction;
mod maihda;
mod meta;
mod peer_models;
mod peers_rates;
mod quantile;
mod sii_rii;
mod spc;
mod standardise;
mod strata;
mod survival;
mod tables;
