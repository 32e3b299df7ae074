//! The social gradient in domestic abuse-related child protection.

pub mod stats;
