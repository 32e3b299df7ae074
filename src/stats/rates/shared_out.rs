//! A rate with events of an unknown category shared out in proportion.
//!
//! What: the rate a category would have if those whose category is not recorded were spread as the others are.
//! Read: the middle between leaving them out and counting them all with one category.
//! Not when: who is not recorded depends on the category; the bounds then say how far it could move.
//! Formula: `y/n (1 + m/r)`, `m` not recorded and `r` recorded in all; limits those of `y`, so many times as far.
//! Source: Manski 1990, American Economic Review 80:319, for the bounds; proportional allocation as in England's health statistics.

use super::crude::{CountLimits, rate};
use super::effective;
use crate::stats::{Answer, Estimate, Group, Level, Method, NoAnswer};

/// What `explain shared-out-rate` says.
pub const METHOD: Method = Method {
    name: "shared-out-rate",
    title: "Rate with those not recorded shared out",
    what: "The rate of a category if those whose category is not recorded were spread over categories as the others are.",
    read: "The middle between leaving them out and counting all of them with the category.",
    not_when: "Who is not recorded depends on the category.",
    formula: "y/n (1 + m/r), m not recorded, r recorded in all; limits those of y times as much",
    source: "Manski 1990, American Economic Review 80:319-323, for the bounds about it",
};

/// Returns the rate of a category of which some are recorded, among so many `recorded` and `missing` in all, whose families
/// have a design effect.
///
/// # Errors
///
/// `NoEvents` where nothing is recorded; as [`rate`].
pub fn shared_out(of: Group, recorded: f64, missing: f64, effect: f64, level: Level) -> Answer<Estimate> {
    if recorded <= 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let times = 1.0 + missing / recorded;
    let own = rate(effective(of, effect), CountLimits::default(), level)?;
    Estimate::new(own.value * times, own.interval.map(|limits| limits.times(times)).transpose()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_shared_out_move_figure_and_limits_alike() {
        let of = Group { events: 30.0, population: 6000.0 };
        let plain = rate(of, CountLimits::default(), Level::P95).unwrap();
        let found = shared_out(of, 120.0, 30.0, 1.0, Level::P95).unwrap();
        assert!((found.value - 1.25 * plain.value).abs() < 1e-15);
        // They say nothing of the category: its limits are as wide, for its size, as without them.
        let wide = |of: Estimate| of.interval.unwrap().upper / of.value;
        assert!((wide(found) - wide(plain)).abs() < 1e-12);
    }

    #[test]
    fn with_none_recorded_there_is_no_rate() {
        let of = Group { events: 0.0, population: 6000.0 };
        assert_eq!(shared_out(of, 0.0, 3.0, 1.0, Level::P95), Err(NoAnswer::NoEvents));
    }
}
