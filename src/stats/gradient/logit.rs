//! Slope and relative index of inequality by logistic regression on mid-point ranks.
//!
//! What: a straight line for the log-odds of a share across the whole population, fitted to counts.
//! Read: as the Poisson gradient; suits outcomes that most or many people have, such as repeat referral.
//! Not when: one person can count more than once, or the outcome is rare (it then equals the Poisson gradient).
//! Formula: `logit(p_k) = α + β(1 - x_k)`; ends `p(0) = logit⁻¹(α)`, `p(1) = logit⁻¹(α + β)`; each child counts once.
//! Source: Moreno-Betancur et al. 2015, Epidemiology 26:518.

use nalgebra::Vector2;

use super::ends::{Gradient, Limits};
use super::fit::{Family, Fit};
use super::limited;
use super::ridit::closeness;
use crate::stats::line::se;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, finite};

/// What `explain logit-gradient` says.
pub const METHOD: Method = Method {
    name: "logit-gradient",
    title: "Slope and relative index by logistic regression",
    what: "A steady gradient in the odds of an outcome across the whole population, fitted to counts.",
    read: "SII: the difference between the shares at the two ends; RII: their ratio. Suits outcomes that many people have.",
    not_when: "One person can count more than once.",
    formula: "logit p = a + b(1 - x), x the mid-point rank; ends 1/(1 + exp(-a)) and 1/(1 + exp(-a-b))",
    source: "Moreno-Betancur et al. 2015, Epidemiology 26:518-527",
};

/// A gradient in shares, and the odds ratio behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogitGradient {
    /// The gradient, in shares.
    pub gradient: Gradient,
    /// The odds at the most deprived end over those at the least, with limits on its logarithm.
    pub odds_ratio: Estimate,
    /// The standard error of the logarithm of the odds ratio.
    pub log_odds_ratio_se: f64,
}

/// Fits the gradient of groups ordered from the most deprived to the least.
///
/// # Errors
///
/// As [`poisson`](super::poisson()); `OutOfRange` where events exceed people; `Separation` where a
/// point on the scale divides those with the event from those without.
pub fn logit(groups: &[Group], limits: Limits, level: Level) -> Answer<LogitGradient> {
    let fit = Fit::new(groups, closeness(groups)?, Family::Binomial)?;
    let line = fit.line(limits)?;
    let quantile = line.quantiles(groups.len(), level).0;
    let interval = line.error(Vector2::new(0.0, 1.0)).and_then(|error| {
        Interval::new((fit.slope - quantile * error).exp(), (fit.slope + quantile * error).exp())
    });
    Ok(LogitGradient {
        gradient: limited(&fit, limits, level)?,
        odds_ratio: Estimate::new(fit.slope.exp(), interval)?,
        log_odds_ratio_se: finite(se(&line.variance, 0.0, 1.0))?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::poisson;
    use super::*;
    use crate::stats::NoAnswer;

    #[test]
    fn a_rare_outcome_has_the_poisson_gradient() {
        let groups = [60.0, 30.0, 20.0, 8.0].map(|events| Group { events, population: 1e7 });
        let shares = logit(&groups, Limits::Delta, Level::P95).unwrap().gradient;
        let rates = poisson(&groups, Limits::Delta, Level::P95).unwrap();
        assert!((shares.rii.value / rates.rii.value - 1.0).abs() < 1e-4);
    }

    #[test]
    fn a_point_that_divides_is_named() {
        let of = |rows: &[(f64, f64)]| {
            let groups: Vec<Group> =
                rows.iter().map(|&(events, population)| Group { events, population }).collect();
            logit(&groups, Limits::Delta, Level::P95).map(|_| ())
        };
        assert_eq!(of(&[(5.0, 5.0), (2.0, 7.0), (0.0, 9.0)]), Err(NoAnswer::Separation));
        assert_eq!(of(&[(5.0, 5.0), (9.0, 9.0)]), Err(NoAnswer::Separation));
        assert_eq!(of(&[(6.0, 5.0), (1.0, 9.0)]), Err(NoAnswer::OutOfRange));
        assert_eq!(of(&[(5.0, 6.0), (2.0, 7.0), (0.0, 9.0)]), Ok(()));
    }
}
