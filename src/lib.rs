//! The social gradient in domestic abuse-related child protection.

pub mod config;
pub mod diag;
pub mod disclose;
pub mod domain;
pub mod provenance;
pub mod read;
pub mod render;
pub mod stats;
