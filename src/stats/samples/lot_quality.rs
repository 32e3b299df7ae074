//! Lot-quality sampling: the risks of a pass mark.
//!
//! Read the chance of passing at a good standard (one minus it is the risk of failing a good service)
//! and at a poor one (the risk of passing a bad service), and choose the rule whose risks can be lived
//! with. Not for estimating a share: a rule only sorts.
//!
//! Formula: `P(X ≥ m)`, `X` compliant files of `n`: binomial for a service at large, hypergeometric
//! for a known number of files.
//! Source: Robertson & Valadez 2006, Social Science & Medicine 63:1648.

use super::hypergeometric::{Draw, MOST_FILES};
use crate::stats::distribution::binomial_at_most;
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "lot-quality",
    title: "Lot-quality operating characteristic",
    what: "The chance that a service passes a rule such as 16 compliant of 20, by how good it is.",
    read: "At a good standard, one minus it is the risk of failing a good service; at a poor one, it is the risk of passing a bad one.",
    not_when: "A share is to be estimated: a rule only sorts.",
    formula: "P(X >= m), X ~ Binomial(n, p) or Hypergeometric(N, K, n)",
    source: "Robertson & Valadez 2006, Social Science & Medicine 63:1648-1660.",
};

/// A rule: how many files to read and how many must be compliant to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LotRule {
    /// Files read.
    pub sample: u64,
    /// The fewest compliant files that pass.
    pub pass: u64,
}

/// What the files are drawn from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lot {
    /// A service at large, with this share of its files compliant.
    Share(f64),
    /// A known number of files, so many of them compliant.
    Files {
        /// All files.
        population: u64,
        /// Compliant files among them.
        compliant: u64,
    },
}

/// Returns the chance that a lot passes a rule.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where nothing is read; [`NoAnswer::OutOfRange`] where the pass mark is
/// above the sample, a share is not within 0 and 1, more files are read or compliant than there are, or there are more
/// than a thousand million of them.
pub fn chance_of_passing(rule: LotRule, lot: Lot) -> Answer<f64> {
    if rule.sample == 0 {
        return Err(NoAnswer::NoPopulation);
    }
    if rule.pass > rule.sample {
        return Err(NoAnswer::OutOfRange);
    }
    let most = rule.sample - rule.pass;
    match lot {
        Lot::Share(share) if !(0.0..=1.0).contains(&share) => Err(NoAnswer::OutOfRange),
        Lot::Share(share) => Ok(binomial_at_most(most as f64, rule.sample as f64, 1.0 - share, share)),
        Lot::Files { population, compliant }
            if compliant > population || rule.sample > population || population > MOST_FILES =>
        {
            Err(NoAnswer::OutOfRange)
        }
        Lot::Files { population, compliant } => {
            Ok(Draw { population, failures: population - compliant, sample: rule.sample }.at_most(most))
        }
    }
}
