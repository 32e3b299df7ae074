//! What the gate did, as `audit.json` states it: never an interval, a hidden count or a key.

use crate::config::Disclosure;

/// What was hidden, by which rule, and what was tried to recover it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The policy.
    pub policy: Disclosure,
    /// How many counts the release rests on.
    pub counts: u64,
    /// How many of them are hidden because they are small.
    pub hidden_small: u64,
    /// How many are hidden because a small one could be worked out from them.
    pub hidden_linked: u64,
    /// What was tried.
    pub checks: Vec<Check>,
}

/// One thing that was tried on the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// A short name.
    pub name: &'static str,
    /// What a reader was taken to know and do.
    pub attack: &'static str,
    /// How many relations were used in it.
    pub relations: u64,
    /// How many hidden counts it narrowed too far. A release is written only where this is nought.
    pub recovered: u64,
}
