//! Jeffreys' limits for a proportion.
//!
//! What: the middle of a beta distribution that starts from an even-handed prior.
//! Read: shorter than the exact limits; at 0 and at all its limit on that side is not the end itself.
//! Not when: a reader expects 0 events to have a lower limit of 0 (use Wilson's).
//! Formula: `Beta(α/2; y + ½, n - y + ½)` to `Beta(1 - α/2; y + ½, n - y + ½)`.
//! Source: Brown, Cai and DasGupta 2001, Statistical Science 16:101.

use super::check_proportion;
use crate::stats::distribution::{Tail, beta_quantile, outside};
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer};

/// What `explain jeffreys` says.
pub const METHOD: Method = Method {
    name: "jeffreys",
    title: "Proportion with Jeffreys' limits",
    what: "The share of a group to whom something happened, with limits from an even-handed prior.",
    read: "The middle 95% of what the share could be, given the counts.",
    not_when: "Nothing or everything happened and a limit of exactly 0 or 1 is expected (use Wilson's).",
    formula: "Beta(a/2; y + 1/2, n - y + 1/2) to Beta(1 - a/2; y + 1/2, n - y + 1/2)",
    source: "Brown, Cai and DasGupta 2001, Statistical Science 16:101-133",
};

/// Returns the proportion of one group, with Jeffreys' limits.
///
/// # Errors
///
/// `OutOfRange` where events exceed people; `NoPopulation`.
pub fn jeffreys(group: Group, level: Level) -> Answer<Estimate> {
    check_proportion(&group)?;
    let (a, b) = (group.events + 0.5, group.population - group.events + 0.5);
    let quantile = |tail| beta_quantile(a, b, tail);
    let tail = outside(level);
    let interval = Interval::new(quantile(Tail::Lower(tail)), quantile(Tail::Upper(tail)))
        .ok_or(NoAnswer::OutOfRange)?;
    Estimate::new(group.rate(), Some(interval))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_events_and_the_rest_mirrors_the_limits() {
        let at = |events| jeffreys(Group { events, population: 30.0 }, Level::P95).unwrap().interval.unwrap();
        assert!((at(4.0).lower - (1.0 - at(26.0).upper)).abs() < 1e-13);
        assert!((at(4.0).upper - (1.0 - at(26.0).lower)).abs() < 1e-13);
    }
}
