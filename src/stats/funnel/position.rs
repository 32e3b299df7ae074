//! Where a unit lies in a funnel.
//!
//! What: whether a unit's own limits hold the target, at 95% and at 99.8%.
//! Read: within, high or low beyond 95%, high or low beyond 99.8%.
//! Not when: many units are judged at once without expecting one in twenty beyond 95%.
//! Formula: a unit is high where its lower limit lies above the target, low where its upper limit lies below.
//! Source: PHE technical guide on funnel plots; PHEindicatormethods' documentation.

use crate::stats::rates::crude::{CountLimits, count_limits};
use crate::stats::rates::wilson;
use crate::stats::{Answer, Group, Interval, Level, Method, NoAnswer};

/// What `explain funnel-position` says.
pub const METHOD: Method = Method {
    name: "funnel-position",
    title: "Place in a funnel",
    what: "Whether a unit differs from the target by more than chance, at 95% and at 99.8%.",
    read: "Within; high or low beyond 95%; high or low beyond 99.8%. Of 20 units that differ by chance alone, about one lies beyond 95%.",
    not_when: "Units vary by more than chance: use limits with over-dispersion.",
    formula: "high where the unit's own lower limit lies above the target, low where its upper limit lies below",
    source: "PHE technical guide on funnel plots",
};

/// A unit's place against a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Position {
    /// Below the target at 99.8%.
    Low998,
    /// Below the target at 95%.
    Low95,
    /// Not told apart from the target.
    Within,
    /// Above the target at 95%.
    High95,
    /// Above the target at 99.8%.
    High998,
}

/// Returns the place of a unit with `observed` events where the target expects `expected`, by the house
/// limits of a count.
///
/// # Errors
///
/// `NoEvents` where none are expected; `OutOfRange`.
pub fn count_position(observed: f64, expected: f64) -> Answer<Position> {
    if !expected.is_finite() || expected < 0.0 {
        return Err(NoAnswer::OutOfRange);
    }
    if expected == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let limits = |level| count_limits(observed, CountLimits::House, level);
    Ok(place(expected, limits(Level::P95)?, limits(Level::P998)?))
}

/// Returns the place of a unit against a target share, by Wilson's limits.
///
/// # Errors
///
/// As [`wilson()`].
pub fn share_position(unit: Group, target: f64) -> Answer<Position> {
    let limits = |level| wilson(unit, level)?.interval.ok_or(NoAnswer::Overflow);
    Ok(place(target, limits(Level::P95)?, limits(Level::P998)?))
}

fn place(target: f64, inner: Interval, outer: Interval) -> Position {
    if outer.lower > target {
        Position::High998
    } else if inner.lower > target {
        Position::High95
    } else if outer.upper < target {
        Position::Low998
    } else if inner.upper < target {
        Position::Low95
    } else {
        Position::Within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_run_from_low_to_high() {
        let at = |observed| count_position(observed, 40.0).unwrap();
        let places = [15.0, 24.0, 41.0, 55.0, 80.0].map(at);
        assert_eq!(
            places,
            [Position::Low998, Position::Low95, Position::Within, Position::High95, Position::High998]
        );
    }
}
