//! What the gate did, as `audit.json` states it: never an interval, a hidden count or a key, and never which
//! hidden figure is small and which is hidden with one.

use crate::config::Disclosure;

/// What was hidden, by which rule, and what was tried to recover it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The policy.
    pub policy: Disclosure,
    /// How many counts the release rests on.
    pub counts: u64,
    /// Those of them that are hidden, by name: period, definition, outcome, unit, breakdown, stratum, and what makes
    /// groups.
    pub hidden: Vec<String>,
    /// The breakdowns that hold a hidden figure.
    pub tables: Vec<Hidden>,
    /// What was tried.
    pub checks: Vec<Check>,
    /// How many earlier releases and outside tables a reader was taken to hold beside this one.
    pub beside: u64,
    /// What was merged because hiding would have cost too much, in words.
    pub merged: Vec<String>,
    /// What could be merged for the same reason, in words.
    pub proposed: Vec<String>,
}

/// The hidden figures of one breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// What is broken down by what.
    pub table: String,
    /// How many of its figures are hidden.
    pub figures: u64,
}

/// One thing that was tried on the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// A short name.
    pub name: &'static str,
    /// What a reader was taken to know and do.
    pub attack: &'static str,
    /// How many hidden figures, differences and groups were attacked.
    pub attacked: u64,
    /// How many relations were used in it.
    pub relations: u64,
    /// How many linear and integer programmes it might solve before the release was refused. How many it did solve
    /// depends on what is hidden, so it is not stated.
    pub programmes: u64,
    /// How many hidden figures it narrowed too far. A release is written only where this is nought.
    pub recovered: u64,
}
