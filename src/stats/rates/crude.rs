//! A crude rate with limits: score limits, or by the rule of England's health statistics.
//!
//! What: events over people.
//! Read: the rate among all children of the group; the limits say what chance alone could have made of it.
//! Not when: events cluster (siblings, repeats): use a variance for events that are not independent.
//! Formula: `y/n`; score limits of `y` over `n` (`y + z²/2 ∓ z√(y + z²/4)`); by the rule of England's health
//! statistics exact limits where `y < 10`, else Byar's.
//! Source: PHE Technical Guide: Confidence Intervals (2018); Eayres 2008.

use super::{byar::byar, exact::exact, score::score};
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, group};

/// Which limits a count is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CountLimits {
    /// Exact below 10 events, Byar's from 10 on: the rule of the health statistics of England. Holds the truth
    /// too often below about three expected events.
    House,
    /// Byar's at any count that has them.
    Byar,
    /// Exact at any count.
    Exact,
    /// Score limits at any count: shorter than exact ones, and 95% on average at few events too.
    #[default]
    Score,
}

/// The count from which the house rule uses Byar's limits.
pub const BYAR_FROM: f64 = 10.0;

/// What `explain rate` says.
pub const METHOD: Method = Method {
    name: "rate",
    title: "Crude rate",
    what: "Events over the people they could have happened to.",
    read: "Per 10,000 children: of 10,000 children in the group, this many had the event. The limits say what chance alone could have made of it.",
    not_when: "Groups of differing age make-up are compared (standardise instead), or events cluster in families and no design effect is given.",
    formula: "y / n; limits (y + z^2/2 -/+ z sqrt(y + z^2/4)) / n; by the rule of England's health statistics exact where y < 10, otherwise Byar's, over n",
    source: "Barker 2002, The American Statistician 56:85-89 (score limits); Eayres 2008, APHO Technical Briefing 3 (the rule of England's health statistics)",
};

/// Returns the limits of a count under a convention.
///
/// # Errors
///
/// As [`byar`] and [`exact`].
pub fn count_limits(events: f64, limits: CountLimits, level: Level) -> Answer<Interval> {
    match limits {
        CountLimits::House if events < BYAR_FROM => exact(events, level),
        CountLimits::House | CountLimits::Byar => byar(events, level),
        CountLimits::Exact => exact(events, level),
        CountLimits::Score => score(events, level),
    }
}

/// Returns the rate of one group per person, with limits under a convention.
///
/// # Errors
///
/// `OutOfRange`, `NoPopulation`, `Overflow`; `ZeroCount` for Byar's limits with no events.
pub fn rate(group: Group, limits: CountLimits, level: Level) -> Answer<Estimate> {
    group::check(&group)?;
    let interval = count_limits(group.events, limits, level)?.times(1.0 / group.population)?;
    Estimate::new(group.rate(), Some(interval))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::NoAnswer;

    #[test]
    fn the_house_rule_turns_at_ten() {
        let at = |events| count_limits(events, CountLimits::House, Level::P95).unwrap();
        assert_eq!(at(9.0), exact(9.0, Level::P95).unwrap());
        assert_eq!(at(10.0), byar(10.0, Level::P95).unwrap());
    }

    #[test]
    fn nobody_and_nothing_are_told_apart() {
        let of = |events, population| rate(Group { events, population }, CountLimits::House, Level::P95);
        assert_eq!(of(0.0, 0.0), Err(NoAnswer::NoPopulation));
        assert_eq!(of(f64::NAN, 10.0), Err(NoAnswer::OutOfRange));
        assert_eq!(of(0.0, 10.0).unwrap().value, 0.0);
    }
}
