//! Percent agreement: the share of files to which two readers gave the same category.
//!
//! Read it first; it is what a reader of a report means by agreement. It takes no account of how often
//! they would agree by chance. Not alone where nearly all files fall in one category.
//!
//! Formula: `Σ p_ii`, with Wilson limits.
//! Source: Wilson 1927, JASA 22:209 (limits).

use super::Ratings;
use crate::stats::rates::wilson;
use crate::stats::{Answer, Estimate, Group, Level, Method};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "percent-agreement",
    title: "Percent agreement",
    what: "The share of files to which two readers gave the same category.",
    read: "0.9: they agreed on nine files in ten. It takes no account of chance.",
    not_when: "Nearly all files fall in one category: agreement is then high whatever they do.",
    formula: "sum(p_ii), Wilson limits",
    source: "Wilson 1927, Journal of the American Statistical Association 22:209-212.",
};

/// Returns the share of agreement, from 0 to 1.
///
/// # Errors
///
/// None in practice: a table of ratings always has a file.
pub fn percent_agreement(ratings: &Ratings, level: Level) -> Answer<Estimate> {
    let agreed: u64 = (0..ratings.categories).map(|i| ratings.cells[i * ratings.categories + i]).sum();
    wilson(Group { events: agreed as f64, population: ratings.files as f64 }, level)
}
