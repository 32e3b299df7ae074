//! The social gradient in domestic abuse-related child protection.

pub mod diag;
pub mod domain;
pub mod stats;
