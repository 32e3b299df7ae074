//! Slope and relative index of inequality by Poisson regression on mid-point ranks.
//!
//! What: a straight line for the logarithm of the rate across the whole population, fitted to counts.
//! Read: RII 12 means the rate at the most deprived end is twelve times that at the least; SII is their difference.
//! Not when: rates do not rise or fall steadily (read the groups themselves), or all events sit in one end group.
//! Formula: `ln E[y_k] = ln n_k + α + β(1 - x_k)`, `x` the ridit; `RII = e^β`, `SII = e^α(e^β - 1)`;
//! delta gradient of SII `(SII, e^{α+β})`; dispersion `φ = Σ(y - μ)²/μ / (k - 2)`.
//! Source: Kunst and Mackenbach 1995, Measuring socioeconomic inequalities in health; Moreno-Betancur et al. 2015,
//! Epidemiology 26:518; Hayes and Berry 2002, JECH 56:762.

use super::ends::{Gradient, Limits};
use super::fit::{Family, Fit};
use super::limited;
use super::ridit::closeness;
use crate::stats::distribution::z;
use crate::stats::{Answer, Group, Level, Method};

/// What `explain poisson-gradient` says.
pub const METHOD: Method = Method {
    name: "poisson-gradient",
    title: "Slope and relative index by Poisson regression",
    what: "A steady gradient in rates across the whole population, fitted to counts, so that groups with few or no events are taken as they are.",
    read: "RII 12: the rate at the most deprived end is twelve times that at the least. SII: the difference between the two ends. Above 1, and above 0, is worse for the more deprived.",
    not_when: "Rates do not rise or fall steadily; all events lie in one end group (there is no line).",
    formula: "ln E[y] = ln n + a + b(1 - x), x the mid-point rank; RII = exp(b); SII = exp(a)(exp(b) - 1)",
    source: "Kunst and Mackenbach 1995, Measuring socioeconomic inequalities in health; Moreno-Betancur et al. 2015, Epidemiology 26:518-527",
};

/// Fits the gradient of groups ordered from the most deprived to the least.
///
/// # Errors
///
/// `TooFewGroups` below two groups, or below three for inflated or sandwich limits; `NoEvents`;
/// `Separation` where all events lie in the first group or the last; `OutOfRange`; `NoPopulation`.
pub fn poisson(groups: &[Group], limits: Limits, level: Level) -> Answer<Gradient> {
    limited(&Fit::new(groups, closeness(groups)?, Family::Poisson)?, limits, level)
}

/// Fits the gradient of areas at mid-point ranks of their own, such as
/// [`generalised_ridits`](super::generalised_ridits) finds from their scores.
///
/// # Errors
///
/// As [`poisson`], and `ShapeMismatch`.
pub fn poisson_at(areas: &[Group], ranks: &[f64], limits: Limits, level: Level) -> Answer<Gradient> {
    let x = ranks.iter().map(|rank| 1.0 - rank).collect();
    limited(&Fit::new(areas, x, Family::Poisson)?, limits, level)
}

/// Fits the gradient of groups whose events come in clusters, such as families or repeats: `squares` is
/// each group's sum, over clusters, of the square of its events. The limits rest on those, by the delta
/// method with the normal quantile; clusters within one group only.
///
/// # Errors
///
/// As [`poisson`], and `ShapeMismatch`.
pub fn poisson_clustered(groups: &[Group], squares: &[f64], level: Level) -> Answer<Gradient> {
    Fit::new(groups, closeness(groups)?, Family::Poisson)?.clustered(squares)?.gradient(z(level), z(level))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::NoAnswer;

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
    fn families_of_two_double_the_variance() {
        let groups = table(&[(40.0, 1000.0), (20.0, 1000.0), (10.0, 1000.0)]);
        let squares = |times: f64| groups.iter().map(|group| times * group.events).collect::<Vec<_>>();
        let of = |times| poisson_clustered(&groups, &squares(times), Level::P95).unwrap();
        assert!((of(2.0).log_rii_se / of(1.0).log_rii_se - 2f64.sqrt()).abs() < 1e-12);
        // These rates lie on a line, so single events give the model's own variance.
        let model = poisson(&groups, Limits::Delta, Level::P95).unwrap();
        assert!((of(1.0).log_rii_se / model.log_rii_se - 1.0).abs() < 1e-12);
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
