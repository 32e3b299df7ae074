//! Rates and proportions of one group, and two groups compared.
//!
//! Every function works per person: multiply a figure and its limits by 10,000 (with
//! [`Interval::times`](super::Interval::times)) to read it per 10,000 children.

pub mod byar;
pub mod clopper_pearson;
pub mod clusters;
pub mod crude;
pub mod difference;
pub mod exact;
pub mod jeffreys;
pub mod ratio;
pub mod score;
pub mod shared_out;
pub mod wilson;

pub use clusters::{Clusters, effective, within};
pub use crude::{CountLimits, rate};
pub use difference::{Published, difference};
pub use ratio::{RatioLimits, ratio};
pub use shared_out::shared_out;
pub use wilson::wilson;

use super::Method;

/// The methods of this area.
pub const METHODS: &[Method] = &[
    crude::METHOD,
    byar::METHOD,
    exact::METHOD,
    score::METHOD,
    wilson::METHOD,
    clopper_pearson::METHOD,
    jeffreys::METHOD,
    clusters::METHOD,
    difference::METHOD,
    ratio::METHOD,
    shared_out::METHOD,
];

/// Events that are a finite count, not negative.
fn check_count(events: f64) -> super::Answer<()> {
    if events.is_finite() && events >= 0.0 { Ok(()) } else { Err(super::NoAnswer::OutOfRange) }
}

/// A group in which events are people, so there are no more of them than people.
fn check_proportion(group: &super::Group) -> super::Answer<()> {
    super::group::check(group)?;
    if group.events <= group.population { Ok(()) } else { Err(super::NoAnswer::OutOfRange) }
}
