//! Profile-likelihood limits of the slope and relative index.
//!
//! A value stays within the limits while the best line that has it loses no more than half the
//! squared quantile in log-likelihood against the best line of all (Venzon and Moolgavkar
//! 1988). The dispersion of a negative binomial is held at its estimate.

use super::ends::Gradient;
use super::fit::{Family, Fit};
use crate::stats::root::{highest, root};
use crate::stats::{Answer, Interval, NoAnswer};

/// The figure held fixed.
#[derive(Clone, Copy)]
enum Held {
    LogRatio,
    Difference,
}

/// Returns the gradient with its limits replaced by profile limits, as wide as `reach` standard errors
/// of the model would be, of the ratio and of the difference. On a logarithmic scale the slope over the mean rises with the relative index alone, and
/// takes its limits; on another it keeps those of the delta method.
pub(super) fn profiled(fit: &Fit<'_>, gradient: Gradient, reach: (f64, f64)) -> Answer<Gradient> {
    let log = limits(fit, Held::LogRatio, gradient.rii.value.ln(), gradient.log_rii_se, &gradient, reach.0)?;
    let difference = limits(fit, Held::Difference, gradient.sii.value, gradient.sii_se, &gradient, reach.1)?;
    let ratio = Interval::new(log.lower.exp(), log.upper.exp());
    let over_mean = match fit.family {
        Family::Binomial => gradient.slope_over_mean.interval,
        _ => Interval::new(fit.slope_over_mean(log.lower), fit.slope_over_mean(log.upper)),
    };
    Ok(Gradient {
        rii: gradient.rii.with(ratio),
        sii: gradient.sii.with(Some(difference)),
        slope_over_mean: gradient.slope_over_mean.with(over_mean),
        ..gradient
    })
}

fn limits(
    fit: &Fit<'_>,
    held: Held,
    value: f64,
    se: f64,
    gradient: &Gradient,
    quantile: f64,
) -> Answer<Interval> {
    let allowed = fit.log_likelihood() - 0.5 * quantile.powi(2);
    let spare = |at: f64| best(fit, held, at, gradient) - allowed;
    let end = |direction: f64| {
        let mut reach = quantile * se;
        if reach.is_nan() || reach <= 0.0 {
            return Err(NoAnswer::NoConvergence);
        }
        while spare(value + direction * reach) > 0.0 {
            reach *= 1.6;
            if !reach.is_finite() || reach > 1e9 {
                return Err(NoAnswer::NoConvergence);
            }
        }
        Ok(root(value, value + direction * reach, spare))
    };
    Interval::new(end(-1.0)?, end(1.0)?).ok_or(NoAnswer::NoConvergence)
}

/// The highest log-likelihood among lines that have the held figure at `at`. The smaller end is free;
/// the larger follows from it.
fn best(fit: &Fit<'_>, held: Held, at: f64, gradient: &Gradient) -> f64 {
    if let (Family::Poisson, Held::LogRatio) = (fit.family, held) {
        // At a given slope the best line expects as many events as there were.
        let (events, expected) =
            fit.groups.iter().zip(&fit.x).fold((0.0, 0.0), |(events, expected), (group, x)| {
                (events + group.events, expected + group.population * (at * x).exp())
            });
        return fit.family.log_likelihood(fit.groups, &fit.x, (events / expected).ln(), at);
    }
    let ceiling = match (fit.family, held) {
        (Family::Binomial, Held::LogRatio) => -at.abs(),
        (Family::Binomial, Held::Difference) if at.abs() >= 1.0 => return f64::NEG_INFINITY,
        (Family::Binomial, Held::Difference) => (-at.abs()).ln_1p(),
        _ => f64::INFINITY,
    };
    let link = fit.family.link();
    let value = |log_smaller: f64| {
        let smaller = log_smaller.exp();
        let larger = match held {
            Held::LogRatio => (log_smaller + at.abs()).exp(),
            Held::Difference => smaller + at.abs(),
        };
        let (most, least) = if at >= 0.0 { (larger, smaller) } else { (smaller, larger) };
        let intercept = link.predictor(least);
        fit.family.log_likelihood(fit.groups, &fit.x, intercept, link.predictor(most) - intercept)
    };
    let centre = gradient.most.min(gradient.least).ln();
    let span = 12.0 + (gradient.most / gradient.least).ln().abs() + at.abs().min(60.0);
    let top = (centre + span).min(ceiling - 1e-12);
    value(highest(centre - span, top, value))
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, poisson};

    use crate::stats::distribution::z;
    use crate::stats::{Group, Level};

    #[test]
    fn many_events_make_profile_and_delta_limits_meet() {
        let groups = [9e5, 7e5, 6e5, 4e5].map(|events| Group { events, population: 1e7 });
        let delta = poisson(&groups, Limits::Delta, Level::P95).unwrap();
        let profile = poisson(&groups, Limits::Profile, Level::P95).unwrap();
        for (one, two) in [(delta.rii, profile.rii), (delta.sii, profile.sii)] {
            let (one, two) = (one.interval.unwrap(), two.interval.unwrap());
            assert!(((one.lower - two.lower) / (one.upper - one.lower)).abs() < 1e-3);
            assert!(((one.upper - two.upper) / (one.upper - one.lower)).abs() < 1e-3);
        }
    }

    #[test]
    fn two_groups_have_the_limits_of_their_own_likelihood_ratio() {
        // With two groups the line passes through both, so the profile of the log ratio is that of two
        // Poisson counts: y₁ ln(π/π̂) + y₂ ln((1-π)/(1-π̂)) with π the share of events in the first.
        let groups = [Group { events: 12.0, population: 300.0 }, Group { events: 5.0, population: 300.0 }];
        let limits = poisson(&groups, Limits::Profile, Level::P95).unwrap().rii.interval.unwrap();
        for limit in [limits.lower, limits.upper] {
            // The ratio between group mid-points is the square root of that between the ends.
            let share = limit.sqrt() / (1.0 + limit.sqrt());
            let loss: f64 = 12.0 * (12.0 / 17.0 / share).ln() + 5.0 * (5.0 / 17.0 / (1.0 - share)).ln();
            assert!((2.0 * loss - z(Level::P95).powi(2)).abs() < 1e-6, "{loss}");
        }
    }
}
