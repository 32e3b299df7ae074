//! The social gradient in domestic abuse-related child protection.

pub mod config;
pub mod count;
pub mod diag;
pub mod dictionary;
pub mod disclose;
pub mod domain;
pub mod estimate;
pub mod link;
pub mod provenance;
pub mod read;
pub mod render;
pub mod stats;
pub mod synth;
