//! Gradient per step, per standard deviation or per unit of a deprivation score, by Poisson regression.
//!
//! What: how many times as high the rate is for one more step, standard deviation or unit of deprivation.
//! Read: 1.28 per decile step is 28% more for each step towards the most deprived; per SD as in the Welfare
//! Inequalities papers; per 10 points of income score as in Goldacre and Hood.
//! Not when: the relation bends, or the spread of deprivation differs between places compared (per SD).
//! Formula: `ln E[y] = ln n + α + β s`, `s` higher for more deprived; the ratio is `e^β`. Where limits widen because counts
//! vary more than chance, they reach at least as far as those by HC3 with Student's quantile on `k - 2`: most scores lie close
//! together and few far out, and the line hangs on those.
//! Source: MacKinnon and White 1985, Journal of Econometrics 29:305 for HC3; Webb et al. 2020; Goldacre and Hood 2022, British Journal of Social Work 52:3599.

use super::ends::Limits;
use super::fit::{Family, Fit};
use super::limited;
use crate::stats::distribution::t;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, finite};

/// What `explain gradient-per-unit` says.
pub const METHOD: Method = Method {
    name: "gradient-per-unit",
    title: "Gradient per step, per standard deviation or per unit",
    what: "How many times as high the rate is for one more step, standard deviation or unit of deprivation.",
    read: "1.28 per step: 28% more for each step towards the most deprived. 1 is no gradient.",
    not_when: "The relation bends; or, per standard deviation, the spread of deprivation differs between the places compared.",
    formula: "ln E[y] = ln n + a + b s, s higher for the more deprived; ratio exp(b)",
    source: "Webb et al. 2020, Children and Youth Services Review 117:105299 (per SD); Goldacre and Hood 2022, British Journal of Social Work 52:3599-3617 (per 10 points)",
};

/// A ratio of rates for one more unit of deprivation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerUnit {
    /// The ratio, with limits on its logarithm.
    pub ratio: Estimate,
    /// The standard error of the logarithm.
    pub log_se: f64,
    /// Pearson's chi-squared over `k - 2`; `None` with two groups.
    pub dispersion: Option<f64>,
}

/// Over what a score's standard deviation is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spread {
    /// Areas, each counting once.
    Areas,
    /// People, each with the score of their area.
    People,
}

/// Returns the ratio of rates for one more unit of `scores`, which are higher for the more deprived.
///
/// # Errors
///
/// As [`poisson`](super::poisson()), and `ShapeMismatch`; `Aliased` where all scores are the same;
/// `NoConvergence` where profile limits are not found; `Overflow` where the ratio or a limit is no number because the
/// unit is so much larger than the range of scores, or both limits are 1 because it is so much smaller.
pub fn per_unit(groups: &[Group], scores: &[f64], limits: Limits, level: Level) -> Answer<PerUnit> {
    let (low, high) = scores
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &score| (low.min(score), high.max(score)));
    // The whole range of scores is the unit of the fit, whose two ends then lie among the groups.
    let range = high - low;
    if range == 0.0 {
        return Err(NoAnswer::Aliased);
    }
    let x = scores.iter().map(|score| (score - low) / range).collect();
    let fit = Fit::new(groups, x, Family::Poisson)?;
    let ends = limited(&fit, limits, level)?;
    let mut reach = ends.rii.interval;
    // The lower bar is that of the slope index, which hangs on few groups as well.
    if let (Some(it), true) = (reach, fit.line(limits)?.sii_inflation > 1.0) {
        let half = t(level, groups.len() as f64 - 2.0) * fit.leveraged_error()?;
        let (lower, upper) = (ends.rii.value * (-half).exp(), ends.rii.value * half.exp());
        reach = Interval::new(it.lower.min(lower), it.upper.max(upper));
    }
    // For a unit far larger than the range of scores the ratio is beyond any number, or beneath.
    let unit = |ratio: f64| {
        let per_unit = ratio.powf(1.0 / range);
        if per_unit.is_normal() { Ok(per_unit) } else { Err(NoAnswer::Overflow) }
    };
    // For one far smaller every ratio is 1 as far as numbers tell.
    let limits = |it: Interval| {
        let here = Interval::of(unit(it.lower)?, unit(it.upper)?)?;
        if here.lower < here.upper { Ok(here) } else { Err(NoAnswer::Overflow) }
    };
    // A group that the line all but goes through leaves nothing to tell how far it could have missed.
    let reach = reach.filter(|it| it.upper < 1e6 * it.lower);
    let ratio = Estimate::new(unit(ends.rii.value)?, reach.map(limits).transpose()?)?;
    Ok(PerUnit { ratio, log_se: finite(ends.log_rii_se / range)?, dispersion: ends.dispersion })
}

/// Returns the ratio of rates for one more standard deviation of `scores`.
///
/// # Errors
///
/// As [`per_unit`].
pub fn per_sd(
    groups: &[Group],
    scores: &[f64],
    spread: Spread,
    limits: Limits,
    level: Level,
) -> Answer<PerUnit> {
    if groups.len() != scores.len() {
        return Err(NoAnswer::ShapeMismatch);
    }
    let weight = |group: &Group| match spread {
        Spread::Areas => 1.0,
        Spread::People => group.population,
    };
    let rows = || groups.iter().map(weight).zip(scores);
    let all: f64 = rows().map(|(weight, _)| weight).sum();
    let mean = rows().map(|(weight, score)| weight * score).sum::<f64>() / all;
    let sd = (rows().map(|(weight, score)| weight * (score - mean).powi(2)).sum::<f64>() / all).sqrt();
    if sd == 0.0 {
        return Err(NoAnswer::Aliased);
    }
    let standard: Vec<f64> = scores.iter().map(|score| (score - mean) / sd).collect();
    per_unit(groups, &standard, limits, level)
}

/// Returns the ratio of rates for one step towards the most deprived, for groups ordered from the most
/// deprived to the least.
///
/// # Errors
///
/// As [`per_unit`].
pub fn per_step(groups: &[Group], limits: Limits, level: Level) -> Answer<PerUnit> {
    let steps: Vec<f64> = (0..groups.len()).rev().map(|step| step as f64).collect();
    per_unit(groups, &steps, limits, level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_that_double_each_step_have_a_ratio_of_two() {
        let groups = [80.0, 40.0, 20.0, 10.0].map(|events| Group { events, population: 1000.0 });
        let step = per_step(&groups, Limits::Delta, Level::P95).unwrap();
        assert!((step.ratio.value - 2.0).abs() < 1e-12);
        let sd = per_sd(&groups, &[3.0, 2.0, 1.0, 0.0], Spread::Areas, Limits::Delta, Level::P95).unwrap();
        assert!((sd.ratio.value - 2f64.powf(1.25f64.sqrt())).abs() < 1e-12);
    }

    #[test]
    fn a_far_score_that_its_own_rate_decides_widens_limits_where_counts_vary() {
        let events = [60.0, 10.0, 30.0, 8.0, 26.0, 12.0];
        let groups = events.map(|events| Group { events, population: 1000.0 });
        let width = |scores: &[f64]| {
            let found = per_unit(&groups, scores, Limits::default(), Level::P95).unwrap();
            let limits = found.ratio.interval.unwrap();
            (limits.upper / limits.lower).ln()
        };
        let inflated = |scores: &[f64]| {
            let x = scores.to_vec();
            let fit = Fit::new(&groups, x, Family::Poisson).unwrap();
            let limits = limited(&fit, Limits::default(), Level::P95).unwrap().rii.interval.unwrap();
            (limits.upper / limits.lower).ln()
        };
        let far = [1.0, 0.2, 0.15, 0.1, 0.05, 0.0];
        assert!(width(&far) > 1.2 * inflated(&far), "{} {}", width(&far), inflated(&far));
        // Counts that lie on the line widen nothing.
        let even = [80.0, 40.0, 20.0, 10.0].map(|events| Group { events, population: 1000.0 });
        let plain = per_step(&even, Limits::Profile, Level::P95).unwrap();
        assert_eq!(per_step(&even, Limits::default(), Level::P95).unwrap().ratio, plain.ratio);
    }
}
