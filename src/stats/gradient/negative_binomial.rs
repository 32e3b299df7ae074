//! Slope and relative index of inequality by negative-binomial regression on mid-point ranks.
//!
//! What: the Poisson gradient, with a variance between groups beyond chance that grows with the square of the count.
//! Read: as the Poisson gradient; `alpha` is the squared coefficient of variation of groups about the line.
//! Not when: groups are few (ten deciles hardly tell a variance from a bend); small areas suit it better.
//! Formula: as the Poisson gradient with variance `μ + αμ²`; `α` by maximum likelihood, and standard errors given it. By
//! default limits take the variance times `k/(k - 2)`, because `α` was found beside two coefficients, and Student's quantile
//! on `k - 2` degrees of freedom; where `α` is nought, the limits of the Poisson gradient.
//! Source: Lawless 1987, Canadian Journal of Statistics 15:209; Moreno-Betancur et al. 2015.

use super::ends::{Gradient, Limits};
use super::fit::{Family, Fit};
use super::limited;
use super::ridit::closeness;
use crate::stats::distribution::ln_rising;
use crate::stats::root::highest;
use crate::stats::{Answer, Group, Level, Method};

/// What `explain negative-binomial-gradient` says.
pub const METHOD: Method = Method {
    name: "negative-binomial-gradient",
    title: "Slope and relative index by negative-binomial regression",
    what: "The Poisson gradient, allowing groups to vary about the line by more than chance.",
    read: "As the Poisson gradient. Alpha is the squared coefficient of variation of groups about the line; at nought the two agree.",
    not_when: "Groups are few: ten deciles hardly tell variance from a bend. Small areas suit it better.",
    formula: "ln E[y] = ln n + a + b(1 - x), variance mu + alpha mu^2, alpha by maximum likelihood; limits with the variance times k/(k - 2) and Student's quantile on k - 2",
    source: "Lawless 1987, Canadian Journal of Statistics 15:209-225",
};

/// A gradient with variance between groups beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverdispersedGradient {
    /// The gradient.
    pub gradient: Gradient,
    /// The squared coefficient of variation of groups about the line; nought where the counts vary no
    /// more than chance allows, and the gradient is then the Poisson one.
    pub alpha: f64,
}

/// Fits the gradient of groups ordered from the most deprived to the least.
///
/// # Errors
///
/// As [`poisson`](super::poisson()).
pub fn negative_binomial(groups: &[Group], limits: Limits, level: Level) -> Answer<OverdispersedGradient> {
    let x = closeness(groups)?;
    let poisson = Fit::new(groups, x.clone(), Family::Poisson)?;
    let fit = |log_alpha: f64| {
        let family = Family::NegativeBinomial { alpha: log_alpha.exp() };
        Fit::new(groups, x.clone(), family).map(|fit| {
            let counts: f64 = groups.iter().map(|group| ln_rising(group.events, log_alpha.exp())).sum();
            let height = fit.log_likelihood() + counts;
            (fit, height)
        })
    };
    let best =
        highest(-16.0, 5.0, |log_alpha| fit(log_alpha).map_or(f64::NEG_INFINITY, |(_, height)| height));
    let (spread, height) = fit(best)?;
    let alpha = best.exp();
    if height <= poisson.log_likelihood() + 1e-9 {
        return Ok(OverdispersedGradient { gradient: limited(&poisson, limits, level)?, alpha: 0.0 });
    }
    Ok(OverdispersedGradient { gradient: limited(&spread, limits, level)?, alpha })
}

#[cfg(test)]
mod tests {
    use super::super::poisson;
    use super::*;

    fn table(rows: &[f64]) -> Vec<Group> {
        rows.iter().map(|&events| Group { events, population: 1000.0 }).collect()
    }

    #[test]
    fn counts_on_a_line_give_the_poisson_gradient() {
        let groups = table(&[80.0, 40.0, 20.0, 10.0, 5.0]);
        let fitted = negative_binomial(&groups, Limits::Delta, Level::P95).unwrap();
        assert_eq!(fitted.alpha, 0.0);
        assert_eq!(fitted.gradient, poisson(&groups, Limits::Delta, Level::P95).unwrap());
    }

    #[test]
    fn limits_allow_for_a_spread_that_was_estimated() {
        let groups = table(&[120.0, 20.0, 90.0, 10.0, 60.0, 4.0, 30.0, 2.0]);
        let of = |limits| negative_binomial(&groups, limits, Level::P95).unwrap().gradient;
        let (plain, wide) = (of(Limits::Delta), of(Limits::Inflated));
        assert!((wide.log_rii_se / plain.log_rii_se - (8.0f64 / 6.0).sqrt()).abs() < 1e-12);
        assert!((wide.sii_se / plain.sii_se - (8.0f64 / 6.0).sqrt()).abs() < 1e-12);
        let reach = (wide.rii.interval.unwrap().upper / wide.rii.value).ln() / wide.log_rii_se;
        assert!(
            (reach - 2.446_911_851).abs() < 1e-6,
            "Student's quantile on six degrees of freedom: {reach}"
        );
    }

    #[test]
    fn counts_that_jump_widen_the_limits() {
        let groups = table(&[120.0, 20.0, 90.0, 10.0, 60.0, 4.0, 30.0, 2.0]);
        let fitted = negative_binomial(&groups, Limits::Delta, Level::P95).unwrap();
        let plain = poisson(&groups, Limits::Delta, Level::P95).unwrap();
        assert!(fitted.alpha > 0.1 && fitted.gradient.log_rii_se > 2.0 * plain.log_rii_se);
    }
}
