//! Figures from reference implementations, row by row.
//!
//! The folder is named by `SOCIAL_GRADIENT_ORACLES` and holds `inputs/` and `expected/`; without the
//! variable each test says that it was skipped. Any folder of the same layout must pass.

#![expect(clippy::print_stdout, reason = "the counts of rows are what these tests are read for")]

mod harness;
mod meta;
mod spc;
mod survival;
