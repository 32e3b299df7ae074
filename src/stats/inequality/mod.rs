//! One-figure summaries of how unequally an outcome falls across groups.
//!
//! Groups come from the most deprived to the least; measures that know no order (Theil, variance,
//! disparity, mean difference) are the same in any.

pub mod attributable;
pub mod between;
pub mod concentration;
pub mod disparity;
pub mod mean_difference;
pub mod mean_log_deviation;
pub mod range;
pub mod theil;

pub use attributable::{Attributable, Reference, attributable};
pub use between::{BetweenGroups, between};
pub use concentration::{ConcentrationLimits, Form, concentration, concentration_at};
pub use disparity::disparity;
pub use mean_difference::{Against, Weighting, mean_difference};
pub use mean_log_deviation::mean_log_deviation;
pub use range::{range_difference, range_ratio};
pub use theil::theil;

use super::distribution::z;
use super::{Answer, Group, Interval, Level, Method, NoAnswer, group};

/// The methods of this area.
pub const METHODS: &[Method] = &[
    range::DIFFERENCE,
    range::RATIO,
    attributable::METHOD,
    concentration::METHOD,
    theil::METHOD,
    mean_log_deviation::METHOD,
    between::METHOD,
    disparity::METHOD,
    mean_difference::METHOD,
];

/// A summary with its standard error and limits, where it has them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// The figure.
    pub value: f64,
    /// Its standard error; `None` where the method gives none.
    pub se: Option<f64>,
    /// Its limits; `None` where the method gives none.
    pub interval: Option<Interval>,
}

impl Index {
    fn bare(value: f64) -> Self {
        Self { value, se: None, interval: None }
    }

    fn normal(value: f64, se: f64, level: Level) -> Self {
        let reach = z(level) * se;
        Self { value, se: Some(se), interval: Interval::new(value - reach, value + reach) }
    }

    /// The figure and its uncertainty times a number above nought.
    fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            se: self.se.map(|se| se * factor),
            interval: self.interval.map(|interval| interval.scaled(factor)),
        }
    }
}

/// How much of a group's rate is chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Chance {
    /// Events are independent and can happen to one person more than once: variance `r/n`.
    #[default]
    Poisson,
    /// Each person has the event or not: variance `r(1 - r)/n`.
    Binomial,
}

impl Chance {
    /// The variance of a group's rate.
    fn variance(self, group: &Group) -> f64 {
        let rate = group.rate();
        match self {
            Self::Poisson => rate / group.population,
            Self::Binomial => (rate * (1.0 - rate)).max(0.0) / group.population,
        }
    }
}

/// A checked table with its mean rate and each group's share of people.
struct Shares<'a> {
    groups: &'a [Group],
    mean: f64,
    people: f64,
}

impl<'a> Shares<'a> {
    fn of(groups: &'a [Group]) -> Answer<Self> {
        let totals = group::totals(groups, 2)?;
        Ok(Self { groups, mean: totals.events / totals.population, people: totals.population })
    }

    /// As [`Shares::of`], for figures that are nought over nought without events.
    fn with_events(groups: &'a [Group]) -> Answer<Self> {
        let shares = Self::of(groups)?;
        if shares.mean == 0.0 { Err(NoAnswer::NoEvents) } else { Ok(shares) }
    }

    /// Rates and shares of people, in order.
    fn rows(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.groups.iter().map(|group| (group.rate(), group.population / self.people))
    }

    /// The standard error of a figure whose slope on each group's rate is given, by the delta method.
    fn se(&self, chance: Chance, slope: impl Fn(usize, f64, f64) -> f64) -> f64 {
        self.rows()
            .zip(self.groups)
            .enumerate()
            .map(|(at, ((rate, share), group))| slope(at, rate, share).powi(2) * chance.variance(group))
            .sum::<f64>()
            .sqrt()
    }
}
