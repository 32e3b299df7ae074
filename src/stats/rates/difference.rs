//! The difference of two rates, with limits from those of each rate.
//!
//! What: how many more events per person one group has than another.
//! Read: excess events among the worse-off group, were its people as many as the rate's unit.
//! Not when: the two groups share people or families: the limits take them as independent.
//! Formula: `d = r₁ - r₂`; lower `d - √((r₁ - l₁)² + (u₂ - r₂)²)`, upper `d + √((u₁ - r₁)² + (r₂ - l₂)²)`.
//! Source: Donner and Zou 2012, Statistical Methods in Medical Research 21:347 (MOVER).

use super::{CountLimits, check_proportion, rate};
use crate::stats::distribution::z;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, finite, group};

/// What `explain rate-difference` says.
pub const METHOD: Method = Method {
    name: "rate-difference",
    title: "Difference of two rates",
    what: "How much higher the rate of one group is than that of another.",
    read: "Per 10,000 children: this many more children in the first group than in the second. Above nought is worse for the first.",
    not_when: "The groups share people or families; the limits take them as independent.",
    formula: "d = r1 - r2; limits d - sqrt((r1-l1)^2 + (u2-r2)^2) and d + sqrt((u1-r1)^2 + (r2-l2)^2), with l and u the score limits of each rate",
    source: "Donner and Zou 2012, Statistical Methods in Medical Research 21:347-359; Zou and Donner 2008, Statistics in Medicine 27:1693-1702",
};

/// Returns the rate of `first` less that of `second`, per person, with limits that recover each
/// rate's own variance from its score limits, which keep their promise at few events.
///
/// # Errors
///
/// `OutOfRange`, `NoPopulation`.
pub fn difference(first: Group, second: Group, level: Level) -> Answer<Estimate> {
    let one = rate(first, CountLimits::Score, level)?;
    let two = rate(second, CountLimits::Score, level)?;
    let value = one.value - two.value;
    let interval = one.interval.zip(two.interval).ok_or(NoAnswer::OutOfRange)?;
    Estimate::new(value, recover(one.value, interval.0, two.value, interval.1))
}

/// A published figure with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Published {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
}

impl Published {
    /// A rate of independent events, with the standard error `√y/n`.
    ///
    /// # Errors
    ///
    /// `OutOfRange`, `NoPopulation`.
    pub fn rate(group: Group) -> Answer<Self> {
        group::check(&group)?;
        Ok(Self { value: group.rate(), se: finite(group.events.sqrt() / group.population)? })
    }

    /// A share of people, with the standard error `√(p(1 - p)/n)`.
    ///
    /// # Errors
    ///
    /// `OutOfRange` where events exceed people; `NoPopulation`.
    pub fn share(group: Group) -> Answer<Self> {
        check_proportion(&group)?;
        let value = group.rate();
        Ok(Self { value, se: (value * (1.0 - value) / group.population).sqrt() })
    }

    /// Checks that the figure is a number, and its standard error one that is not negative.
    pub(super) fn check(&self) -> Answer<()> {
        let sound = self.value.is_finite() && self.se.is_finite() && self.se >= 0.0;
        if sound { Ok(()) } else { Err(NoAnswer::OutOfRange) }
    }
}

/// Returns the difference of two independent figures, with normal (Wald) limits: too short where
/// either rests on few events.
///
/// # Errors
///
/// `OutOfRange` for a figure or a standard error that is not finite, or one that is negative.
pub fn of_published(first: Published, second: Published, level: Level) -> Answer<Estimate> {
    first.check()?;
    second.check()?;
    let se = first.se.hypot(second.se);
    Estimate::around(first.value - second.value, Some(z(level) * se))
}

/// The limits of `one - two` from the limits of each.
pub(crate) fn recover(one: f64, of_one: Interval, two: f64, of_two: Interval) -> Option<Interval> {
    let value = one - two;
    Interval::new(
        value - (one - of_one.lower).hypot(of_two.upper - two),
        value + (of_one.upper - one).hypot(two - of_two.lower),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(events: f64, population: f64) -> Group {
        Group { events, population }
    }

    #[test]
    fn swapping_the_groups_negates_the_figure_and_turns_its_limits() {
        let there = difference(group(30.0, 900.0), group(4.0, 800.0), Level::P95).unwrap();
        let back = difference(group(4.0, 800.0), group(30.0, 900.0), Level::P95).unwrap();
        assert!((there.value + back.value).abs() < 1e-15);
        let (there, back) = (there.interval.unwrap(), back.interval.unwrap());
        assert!((there.lower + back.upper).abs() < 1e-15 && (there.upper + back.lower).abs() < 1e-15);
    }

    #[test]
    fn two_empty_groups_differ_by_nothing_with_limits() {
        let none = difference(group(0.0, 100.0), group(0.0, 100.0), Level::P95).unwrap();
        assert_eq!(none.value, 0.0);
        assert!(none.interval.unwrap().holds(0.0));
        assert!(none.interval.unwrap().upper > 0.03);
    }
}
