//! Slope and relative index of inequality by Poisson regression on mid-point ranks.
//!
//! What: a straight line for the logarithm of the rate across the whole population, fitted to counts.
//! Read: RII 12 means the rate at the most deprived end is twelve times that at the least; SII is their difference.
//! Not when: rates do not rise or fall steadily (read the groups themselves), or all events sit in one end group.
//! Formula: `ln E[y_k] = ln n_k + α + β(1 - x_k)`, `x` the ridit; `RII = e^β`, `SII = e^α(e^β - 1)`;
//! delta gradient of SII `(SII, e^{α+β})`; dispersion `φ = Σ(y - μ)²/μ / (k - 2)`.
//! Source: Kunst and Mackenbach 1995; Moreno-Betancur et al. 2015, Epidemiology 26:518; Hayes and Berry 2002, JECH 56:762.

use super::ends::{Gradient, Limits, Line, quantile};
use super::ridit::closeness;
use crate::stats::line::{invert, moments};
use crate::stats::root::root;
use crate::stats::{Answer, Group, Level, Method, NoAnswer, group};

/// What `explain poisson-gradient` says.
pub const METHOD: Method = Method {
    name: "poisson-gradient",
    title: "Slope and relative index by Poisson regression",
    what: "A steady gradient in rates across the whole population, fitted to counts, so that groups with few or no events are taken as they are.",
    read: "RII 12: the rate at the most deprived end is twelve times that at the least. SII: the difference between the two ends. Above 1, and above 0, is worse for the more deprived.",
    not_when: "Rates do not rise or fall steadily; all events lie in one end group (there is no line).",
    formula: "ln E[y] = ln n + a + b(1 - x), x the mid-point rank; RII = exp(b); SII = exp(a)(exp(b) - 1)",
    source: "Kunst and Mackenbach 1995; Moreno-Betancur et al. 2015, Epidemiology 26:518-527",
};

/// Fits the gradient of groups ordered from the most deprived to the least.
///
/// # Errors
///
/// `TooFewGroups` below two groups, or below three for inflated or sandwich limits; `NoEvents`;
/// `Separation` where all events lie in the first group or the last; `OutOfRange`; `NoPopulation`.
pub fn poisson(groups: &[Group], limits: Limits, level: Level) -> Answer<Gradient> {
    let fit = Fit::new(groups)?;
    let line = fit.line(groups, limits)?;
    line.gradient(quantile(limits, groups.len(), level))
}

/// The fitted line and what it expects of each group.
struct Fit {
    x: Vec<f64>,
    expected: Vec<f64>,
    intercept: f64,
    slope: f64,
}

impl Fit {
    fn new(groups: &[Group]) -> Answer<Self> {
        let events = group::totals(groups, 2)?.events;
        if events == 0.0 {
            return Err(NoAnswer::NoEvents);
        }
        let x = closeness(groups)?;
        let centre = groups.iter().zip(&x).map(|(group, x)| group.events * x).sum::<f64>() / events;
        let slope = slope(groups, &x, centre)?;
        let people: f64 =
            groups.iter().zip(&x).map(|(group, x)| group.population * (slope * (x - centre)).exp()).sum();
        let at_centre = (events / people).ln();
        let expected = groups
            .iter()
            .zip(&x)
            .map(|(group, x)| group.population * (at_centre + slope * (x - centre)).exp())
            .collect();
        Ok(Self { x, expected, intercept: at_centre - slope * centre, slope })
    }

    fn line(&self, groups: &[Group], limits: Limits) -> Answer<Line> {
        let free = groups.len() as f64 - 2.0;
        if free == 0.0 && matches!(limits, Limits::Inflated | Limits::Hc0 | Limits::Hc1) {
            return Err(NoAnswer::TooFewGroups);
        }
        let rows = || groups.iter().zip(&self.expected).map(|(group, &expected)| (group.events, expected));
        let model = invert(moments(self.expected.iter().copied().zip(self.x.iter().copied())))?;
        let pearson: f64 = rows().map(|(y, mu)| (y - mu) * (y - mu) / mu).sum();
        let dispersion = (free > 0.0).then_some(pearson / free);
        let robust = || {
            let squares = rows().map(|(y, mu)| (y - mu) * (y - mu));
            model * moments(squares.zip(self.x.iter().copied())) * model
        };
        let variance = match limits {
            Limits::Delta | Limits::Profile => model,
            Limits::Inflated => model * dispersion.unwrap_or(1.0).max(1.0),
            Limits::Hc0 => robust(),
            Limits::Hc1 => robust() * ((free + 2.0) / free),
        };
        let deviance =
            2.0 * rows().map(|(y, mu)| if y > 0.0 { y * (y / mu).ln() + mu - y } else { mu }).sum::<f64>();
        Ok(Line { intercept: self.intercept, slope: self.slope, variance, deviance, dispersion })
    }
}

/// The slope at which the mean position of people, weighted by the fitted rates, is that of events.
fn slope(groups: &[Group], x: &[f64], centre: f64) -> Answer<f64> {
    let (low, high) =
        x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
    if low >= high {
        return Err(NoAnswer::Aliased);
    }
    if centre <= low || centre >= high {
        return Err(NoAnswer::Separation);
    }
    let gap = |slope: f64| {
        let peak = if slope > 0.0 { high } else { low };
        let (people, moment) = groups.iter().zip(x).fold((0.0, 0.0), |(people, moment), (group, x)| {
            let weight = group.population * (slope * (x - peak)).exp();
            (people + weight, moment + weight * (x - centre))
        });
        moment / people
    };
    let mut reach = 1.0;
    while gap(reach) < 0.0 || gap(-reach) > 0.0 {
        reach *= 2.0;
        if reach > 1e9 {
            return Err(NoAnswer::Separation);
        }
    }
    Ok(root(-reach, reach, gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(f64, f64)]) -> Vec<Group> {
        rows.iter().map(|&(events, population)| Group { events, population }).collect()
    }

    #[test]
    fn two_groups_are_fitted_exactly() {
        let two = poisson(&table(&[(50.0, 5000.0), (16.0, 4000.0)]), Limits::Delta, Level::P95).unwrap();
        let slope = (50.0f64 / 5000.0 * 4000.0 / 16.0).ln() / 0.5;
        assert!((two.rii.value.ln() - slope).abs() < 1e-12);
        assert_eq!(two.dispersion, None);
    }

    #[test]
    fn equal_rates_have_no_gradient() {
        let flat =
            poisson(&table(&[(10.0, 1000.0), (20.0, 2000.0), (5.0, 500.0)]), Limits::Inflated, Level::P95)
                .unwrap();
        assert!((flat.rii.value - 1.0).abs() < 1e-12 && flat.sii.value.abs() < 1e-14);
        assert!(flat.rii.interval.unwrap().holds(1.0));
    }

    #[test]
    fn what_has_no_line_says_why() {
        let of = |rows: &[(f64, f64)], limits| poisson(&table(rows), limits, Level::P95).map(|_| ());
        assert_eq!(of(&[(3.0, 10.0)], Limits::Delta), Err(NoAnswer::TooFewGroups));
        assert_eq!(of(&[(3.0, 10.0), (2.0, 10.0)], Limits::Inflated), Err(NoAnswer::TooFewGroups));
        assert_eq!(of(&[(0.0, 10.0), (0.0, 10.0)], Limits::Delta), Err(NoAnswer::NoEvents));
        assert_eq!(of(&[(3.0, 10.0), (0.0, 10.0), (0.0, 5.0)], Limits::Delta), Err(NoAnswer::Separation));
        assert_eq!(of(&[(3.0, 10.0), (0.0, 0.0)], Limits::Delta), Err(NoAnswer::NoPopulation));
    }

    #[test]
    fn events_in_a_middle_group_alone_have_a_line() {
        assert!(poisson(&table(&[(0.0, 10.0), (3.0, 10.0), (0.0, 10.0)]), Limits::Delta, Level::P95).is_ok());
    }
}
