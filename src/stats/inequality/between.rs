//! Between-group variance, its root, and the coefficient of variation.
//!
//! What: the mean squared distance of rates from the mean, by people.
//! Read: the standard deviation is in the unit of the rate; the coefficient is that over the mean.
//! Not when: groups are small: chance alone spreads them, and the figure is not corrected for it.
//! Formula: `V = Σ a (r - μ)²`; its standard error allows for the square of chance as well as for its first order.
//! Source: Keppel et al. 2005, Vital and Health Statistics 2(141); WHO 2013, Handbook on Health Inequality Monitoring.

use super::{Chance, FEWEST, Index, Shares};
use crate::stats::{Answer, Group, Level, Method, NoAnswer, deviation, finite};

/// What `explain between-group-variance` says.
pub const METHOD: Method = Method {
    name: "between-group-variance",
    title: "Between-group variance, standard deviation and coefficient of variation",
    what: "How far rates of groups lie from the mean, weighted by people.",
    read: "The standard deviation is in the unit of the rate; the coefficient is the standard deviation over the mean.",
    not_when: "Groups are small: chance alone spreads them, and the figure is not corrected for it.",
    formula: "V = sum a (r - mean)^2; sd = sqrt V; coefficient = sd/mean; V people/mean is a chi-squared statistic, whose noncentral distribution gives the limits",
    source: "Keppel et al. 2005, Vital and Health Statistics 2(141); Sankaran 1959 and 1963, Biometrika 46:235-237 and 50:199-204, for the limits",
};

/// The spread of rates of groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BetweenGroups {
    /// The variance, in squared rates.
    pub variance: Index,
    /// Its root.
    pub deviation: f64,
    /// The root over the mean; no answer without events.
    pub coefficient: Answer<f64>,
}

/// Returns the spread of rates of groups about their mean.
///
/// # Errors
///
/// `TooFewGroups` below two; `OutOfRange`; `NoPopulation`; `Overflow`.
pub fn between(groups: &[Group], chance: Chance, level: Level) -> Answer<BetweenGroups> {
    let shares = Shares::of(groups)?;
    let mean = shares.mean;
    let value: f64 = shares.rows().map(|(rate, share)| share * (rate - mean).powi(2)).sum();
    let rows =
        || shares.rows().zip(groups).map(|((rate, share), group)| (rate, share, chance.variance(group)));
    let first: f64 = rows().map(|(rate, share, var)| share * share * var * (rate - mean).powi(2)).sum();
    let whole: f64 = rows().map(|(_, share, var)| share * share * var).sum();
    let second: f64 = rows()
        .map(|(_, share, var)| var * var * share * share * ((1.0 - share).powi(2) - share * share))
        .sum();
    let se = deviation(4.0 * first + 2.0 * (whole * whole + second));
    let root = value.sqrt();
    let coefficient = if mean > 0.0 { finite(root / mean) } else { Err(NoAnswer::NoEvents) };
    // Events times the squared coefficient of variation are Pearson's chi-squared.
    let scale = mean / shares.people;
    let interval = if mean > 0.0 {
        Index::spread(value, 2.0 * first.sqrt(), scale, level, &shares, FEWEST)?.interval
    } else {
        None
    };
    Ok(BetweenGroups { variance: Index::new(value, Some(se), interval)?, deviation: root, coefficient })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_equal_groups_lie_half_their_gap_from_the_mean() {
        let groups = [Group { events: 3.0, population: 10.0 }, Group { events: 1.0, population: 10.0 }];
        let spread = between(&groups, Chance::Poisson, Level::P95).unwrap();
        assert!((spread.deviation - 0.1).abs() < 1e-15 && (spread.coefficient.unwrap() - 0.5).abs() < 1e-14);
    }
}
