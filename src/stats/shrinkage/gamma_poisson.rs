//! Gamma-Poisson empirical Bayes rates, by maximum likelihood.
//!
//! What: each area's rate as the mean of what it could be, given its count and the spread of all areas' rates.
//! Read: as Marshall's, with the spread taken from the likelihood rather than from moments.
//! Not when: as Marshall's.
//! Formula: `y ~ Poisson(n λ)`, `λ ~ gamma(mean b, variance a)`; `b` and `a` maximise the negative-binomial
//! likelihood; `r̃ = b + a(r - b)/(a + b/n)`, which is `(y + b²/a)/(n + b/a)`.
//! Source: Clayton and Kaldor 1987, Biometrics 43:671.

use super::{Shrunk, draw};
use crate::stats::distribution::ln_rising;
use crate::stats::root::{highest, root};
use crate::stats::{Answer, Group, Method, NoAnswer, group};

/// What `explain gamma-poisson` says.
pub const METHOD: Method = Method {
    name: "gamma-poisson",
    title: "Shrunken rates (gamma-Poisson)",
    what: "Each small area's rate drawn towards the whole's, with the spread between areas taken from the likelihood.",
    read: "A steadier map. The variance between areas is nought where chance alone explains their spread.",
    not_when: "Never for disclosure control (it hides nothing) and never as input to a gradient.",
    formula: "y ~ Poisson(n lambda), lambda ~ gamma(mean b, variance a) by maximum likelihood; (y + b^2/a)/(n + b/a)",
    source: "Clayton and Kaldor 1987, Biometrics 43:671-681",
};

/// Returns the shrunken rates of areas.
///
/// # Errors
///
/// `TooFewGroups` below two areas; `NoEvents`; `OutOfRange`; `NoPopulation`.
pub fn gamma_poisson(areas: &[Group]) -> Answer<Shrunk> {
    let sums = group::totals(areas, 2)?;
    if sums.events == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let crude = sums.events / sums.population;
    // The spread is searched as the logarithm of the squared coefficient of variation.
    let best = highest(-14.0, 7.0, |spread| profile(areas, crude, spread.exp()).1);
    let (centre, fitted) = profile(areas, crude, best.exp());
    if fitted <= poisson(areas, crude) + 1e-9 {
        return draw(areas, crude, 0.0);
    }
    draw(areas, centre, best.exp() * centre * centre)
}

/// The mean that is likeliest for a squared coefficient of variation, and the likelihood there.
fn profile(areas: &[Group], crude: f64, spread: f64) -> (f64, f64) {
    let score = |log_mean: f64| {
        let mean = f64::exp(log_mean);
        areas
            .iter()
            .map(|area| (area.events - area.population * mean) / (1.0 + spread * area.population * mean))
            .sum::<f64>()
    };
    let (low, high) = (crude.ln() - 12.0, crude.ln() + 12.0);
    let mean = root(low, high, score).exp();
    (mean, areas.iter().map(|area| log_likelihood(area, mean, spread)).sum())
}

/// The negative-binomial log-likelihood of one area, less what its count alone contributes.
fn log_likelihood(area: &Group, mean: f64, spread: f64) -> f64 {
    let (y, mu) = (area.events, area.population * mean);
    let held = if y > 0.0 { y * mu.ln() } else { 0.0 };
    ln_rising(y, spread) + held - (y + 1.0 / spread) * (spread * mu).ln_1p()
}

fn poisson(areas: &[Group], crude: f64) -> f64 {
    areas
        .iter()
        .map(|area| {
            let mu = area.population * crude;
            if area.events > 0.0 { area.events * mu.ln() - mu } else { -mu }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(rows: &[(f64, f64)]) -> Vec<Group> {
        rows.iter().map(|&(events, population)| Group { events, population }).collect()
    }

    #[test]
    fn the_fitted_centre_and_spread_have_no_slope() {
        let areas = areas(&[(0.0, 400.0), (2.0, 600.0), (5.0, 800.0), (9.0, 700.0), (30.0, 900.0)]);
        let shrunk = gamma_poisson(&areas).unwrap();
        let spread = shrunk.between / (shrunk.centre * shrunk.centre);
        let at =
            |mean: f64, spread: f64| areas.iter().map(|area| log_likelihood(area, mean, spread)).sum::<f64>();
        let top = at(shrunk.centre, spread);
        for (by_mean, by_spread) in [(1.01, 1.0), (0.99, 1.0), (1.0, 1.02), (1.0, 0.98)] {
            assert!(at(shrunk.centre * by_mean, spread * by_spread) < top);
        }
        // Every rate lies between the area's own and the centre.
        for (area, rate) in areas.iter().zip(&shrunk.rates) {
            assert!((rate - area.rate()) * (rate - shrunk.centre) <= 1e-18);
        }
    }

    #[test]
    fn areas_that_differ_by_chance_alone_are_drawn_together() {
        let shrunk = gamma_poisson(&areas(&[(5.0, 100.0), (6.0, 100.0), (4.0, 100.0)])).unwrap();
        assert_eq!(shrunk.between, 0.0);
    }
}
