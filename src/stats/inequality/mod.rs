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

use super::distribution::{normal_quantile, outside, z};
use super::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, finite, group};

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

/// How many events a group should have, were all rates the same, for its limits or a statistic of it to hold
/// their promise: Cochran's rule.
const FEWEST: f64 = 5.0;

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
    /// Returns limits of so many standard errors to either side, as other tools give them: for an index of how
    /// far groups differ they hold the truth too seldom, and may fall below nought. `None` without a standard error.
    #[must_use]
    pub fn symmetric(&self, level: Level) -> Option<Interval> {
        let reach = z(level) * self.se?;
        Interval::new(self.value - reach, self.value + reach)
    }

    /// Returns an index with its standard error and limits, where it has them.
    fn new(value: f64, se: Option<f64>, interval: Option<Interval>) -> Answer<Self> {
        Ok(Self { value: finite(value)?, se: se.map(finite).transpose()?, interval })
    }

    fn bare(value: f64) -> Answer<Self> {
        Self::new(value, None, None)
    }

    /// An index with limits of so many standard errors, `quantile`, to either side; without, where it has an error of
    /// nought, since nothing is as sure as that.
    fn normal(value: f64, se: f64, quantile: f64) -> Answer<Self> {
        Self::new(value, Some(se), Estimate::around(value, Some(quantile * se))?.interval)
    }

    /// An index that is `scale` times a chi-squared statistic of groups that differ, with limits from the
    /// noncentral distribution that such a statistic has (Sankaran 1959, Biometrika 46:235, and 1963, 50:199: its root is nearly normal),
    /// as wide as the delta method would have them where groups differ much. None where a group would have fewer than `fewest` events at the common rate.
    fn spread(
        value: f64,
        se: f64,
        scale: f64,
        level: Level,
        shares: &Shares<'_>,
        fewest: f64,
    ) -> Answer<Self> {
        if !shares.enough(fewest) {
            return Self::new(value, Some(se), None);
        }
        let free = shares.groups.len() as f64 - 1.0;
        let (statistic, by_delta) = (value / scale, (se / scale).powi(2));
        let noncentral = 2.0 * free + 4.0 * (statistic - free).max(0.0);
        let far = (1.0 - 2.0 * free / statistic).max(0.0);
        let width = 1.0 + far * ((2.0 * free + (by_delta - 4.0 * free).max(0.0)) / noncentral - 1.0);
        let shift = (free - 1.0) / 2.0;
        let unit = width.sqrt();
        let (centre, equal) = ((statistic - shift).max(0.0).sqrt(), shift.max(0.0).sqrt());
        let (near, reach) = (equal + unit, z(level) * unit);
        // Close to equal groups a figure cannot be too low, so the limit on that side may err all the more often.
        let one_sided = -normal_quantile(2.0 * outside(level)) * unit;
        let lower = (centre - reach).max((centre - one_sided).min(near));
        let at = |root: f64| (root.max(equal).powi(2) - shift).max(0.0) * scale;
        Self::new(value, Some(se), Interval::new(at(lower), at((centre + reach).max(near))))
    }

    /// The figure and its uncertainty times a number above nought.
    fn scaled(self, factor: f64) -> Answer<Self> {
        let interval = self.interval.map(|interval| interval.times(factor)).transpose()?;
        Self::new(self.value * factor, self.se.map(|se| se * factor), interval)
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

    /// Whether every group has people enough, were all rates the same, for a chi-squared statistic.
    fn enough(&self, fewest: f64) -> bool {
        self.groups.iter().all(|group| group.population * self.mean >= fewest)
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
