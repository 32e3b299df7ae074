//! Wilson's limits for a proportion.
//!
//! What: the proportions a score test would not reject.
//! Read: the share of the group; the limits stay between 0 and 1 and exist at 0 and at all.
//! Not when: events can happen to one person more than once (that is a rate), or cluster in families.
//! Formula: `(2y + z² ∓ z√(z² + 4y(1 - y/n))) / (2(n + z²))`.
//! Source: Wilson 1927, JASA 22:209; Newcombe 1998, Statistics in Medicine 17:857.

use super::check_proportion;
use crate::stats::distribution::z;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer};

/// What `explain wilson` says.
pub const METHOD: Method = Method {
    name: "wilson",
    title: "Proportion with Wilson's limits",
    what: "The share of a group to whom something happened, with score limits.",
    read: "The limits say what chance alone could have made of the share; they stay between 0 and 1.",
    not_when: "One person can count more than once (that is a rate), or events cluster in families.",
    formula: "(2y + z^2 -/+ z sqrt(z^2 + 4y(1 - y/n))) / (2(n + z^2))",
    source: "Wilson 1927, JASA 22:209-212",
};

/// Returns the proportion of one group, with Wilson's limits.
///
/// # Errors
///
/// `OutOfRange` where events exceed people; `NoPopulation`.
pub fn wilson(group: Group, level: Level) -> Answer<Estimate> {
    check_proportion(&group)?;
    let z = z(level);
    let Group { events: y, population: n } = group;
    let half = z * (z * z + 4.0 * y * (1.0 - y / n)).sqrt();
    // Each limit is written so that it does not cancel: the product of the roots is y²/(n(n + z²)).
    let upper = if y == n { 1.0 } else { (2.0 * y + z * z + half) / (2.0 * (n + z * z)) };
    let lower = y / n * (2.0 * y / (2.0 * y + z * z + half));
    let interval = Interval::new(lower, upper).ok_or(NoAnswer::OutOfRange)?;
    Estimate::new(group.rate(), Some(interval))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newcombe_s_example_is_met() {
        // Newcombe 1998, table I: 81 of 263, Wilson 0.2553 to 0.3662.
        let limits = wilson(Group { events: 81.0, population: 263.0 }, Level::P95).unwrap().interval.unwrap();
        assert!((limits.lower - 0.2553).abs() < 5e-5 && (limits.upper - 0.3662).abs() < 5e-5);
    }

    #[test]
    fn none_and_all_keep_their_end() {
        let limits =
            |events| wilson(Group { events, population: 20.0 }, Level::P95).unwrap().interval.unwrap();
        assert_eq!(limits(0.0).lower, 0.0);
        assert_eq!(limits(20.0).upper, 1.0);
        assert!((limits(0.0).upper - (1.0 - limits(20.0).lower)).abs() < 1e-15);
    }
}
