//! Two-coefficient count models on a position, by Newton steps: Poisson and negative binomial on the
//! logarithm of the rate, binomial on the logit.
//!
//! By hand: two coefficients have their inverse in closed form, and profile limits fit some hundred times, so that a general
//! optimiser, or the general model of `glm`, would take longer than all the rest.

use nalgebra::{Matrix2, Vector2};

use super::ends::{Limits, Line, Link};
use crate::stats::distribution::chi_squared_above;
use crate::stats::line::{invert, moments, se};
use crate::stats::{Answer, Group, NoAnswer, group};

/// The distribution of a group's events about what is expected of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Family {
    /// Variance `μ`.
    Poisson,
    /// Variance `μ + αμ²`, with `α` held.
    NegativeBinomial { alpha: f64 },
    /// Variance `μ(1 - μ/n)`.
    Binomial,
}

/// One group's part in the likelihood, as a function of the linear predictor.
#[derive(Debug, Clone, Copy)]
struct Part {
    log_likelihood: f64,
    score: f64,
    curvature: f64,
}

impl Family {
    pub(super) fn link(self) -> Link {
        match self {
            Self::Binomial => Link::Logit,
            Self::Poisson | Self::NegativeBinomial { .. } => Link::Log,
        }
    }

    fn part(self, group: &Group, predictor: f64) -> Part {
        let Group { events: y, population: n } = *group;
        match self {
            Self::Poisson => {
                let mu = n * predictor.exp();
                Part { log_likelihood: y * predictor - mu, score: y - mu, curvature: mu }
            }
            Self::NegativeBinomial { alpha } => {
                let mu = n * predictor.exp();
                let spread = 1.0 + alpha * mu;
                Part {
                    log_likelihood: y * predictor - (y + 1.0 / alpha) * (alpha * mu).ln_1p(),
                    score: (y - mu) / spread,
                    curvature: mu * (1.0 + alpha * y) / (spread * spread),
                }
            }
            Self::Binomial => {
                let share = Link::Logit.rate(predictor);
                let softplus = predictor.max(0.0) + (-predictor.abs()).exp().ln_1p();
                Part {
                    log_likelihood: y * predictor - n * softplus,
                    score: y - n * share,
                    curvature: n * share * (1.0 - share),
                }
            }
        }
    }

    /// The log-likelihood of all groups along a line, less a constant of the counts and populations.
    pub(super) fn log_likelihood(self, groups: &[Group], x: &[f64], intercept: f64, slope: f64) -> f64 {
        groups.iter().zip(x).map(|(group, x)| self.part(group, intercept + slope * x).log_likelihood).sum()
    }

    /// The variance of a count expected to be `mu`.
    fn variance(self, mu: f64, population: f64) -> f64 {
        match self {
            Self::Poisson => mu,
            Self::NegativeBinomial { alpha } => mu * (1.0 + alpha * mu),
            Self::Binomial => mu * (1.0 - mu / population),
        }
    }

    /// The deviance of one group.
    fn deviance(self, y: f64, mu: f64, population: f64) -> f64 {
        let held = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
        2.0 * match self {
            Self::Poisson => held(y, mu) - (y - mu),
            Self::NegativeBinomial { alpha } => {
                held(y, mu) - (y + 1.0 / alpha) * (alpha * (y - mu) / (1.0 + alpha * mu)).ln_1p()
            }
            Self::Binomial => held(y, mu) + held(population - y, population - mu),
        }
    }
}

/// How rarely chance alone must give as large a Pearson's chi-squared for limits to be inflated. The slope index
/// rests on few large counts, where an excess is harder to see; shares vary less the larger they are.
const RATIO_TAIL: f64 = 0.25;
const SLOPE_TAIL: f64 = 0.35;

/// A fitted line and what it expects of each group.
pub(super) struct Fit<'a> {
    pub(super) family: Family,
    pub(super) groups: &'a [Group],
    pub(super) x: Vec<f64>,
    pub(super) intercept: f64,
    pub(super) slope: f64,
    expected: Vec<f64>,
}

impl<'a> Fit<'a> {
    /// Fits groups at positions `x`.
    pub(super) fn new(groups: &'a [Group], x: Vec<f64>, family: Family) -> Answer<Self> {
        let totals = group::totals(groups, 2)?;
        if totals.events == 0.0 {
            return Err(NoAnswer::NoEvents);
        }
        if x.len() != groups.len() {
            return Err(NoAnswer::ShapeMismatch);
        }
        if !x.iter().all(|x| x.is_finite()) {
            return Err(NoAnswer::OutOfRange);
        }
        check_overlap(groups, &x, family)?;
        let start = family.link().predictor(totals.events / totals.population);
        let (intercept, slope) = climb(groups, &x, family, start)?;
        let expected = groups
            .iter()
            .zip(&x)
            .map(|(group, x)| group.population * family.link().rate(intercept + slope * x))
            .collect();
        Ok(Self { family, groups, x, intercept, slope, expected })
    }

    /// The log-likelihood at the top, less the same constant as [`Family::log_likelihood`].
    pub(super) fn log_likelihood(&self) -> f64 {
        self.family.log_likelihood(self.groups, &self.x, self.intercept, self.slope)
    }

    /// The difference of the ends over the mean rate, on a logarithmic scale, at another slope.
    pub(super) fn slope_over_mean(&self, slope: f64) -> f64 {
        let people: f64 = self.groups.iter().map(|group| group.population).sum();
        // Both are taken over the larger end, which then cannot be too large to hold.
        let top = slope.max(0.0);
        let rates =
            self.groups.iter().zip(&self.x).map(|(group, x)| group.population * (slope * x - top).exp());
        ((slope - top).exp() - (-top).exp()) * people / rates.sum::<f64>()
    }

    /// Returns the line with the variance that sums of squared events per cluster imply: each group's
    /// score varies as the squares of its clusters add up.
    pub(super) fn clustered(&self, squares: &[f64]) -> Answer<Line> {
        if squares.len() != self.groups.len() {
            return Err(NoAnswer::ShapeMismatch);
        }
        if !squares.iter().all(|square| square.is_finite() && *square >= 0.0) {
            return Err(NoAnswer::OutOfRange);
        }
        // A family's events squared and summed are no fewer than its events.
        if self.groups.iter().zip(squares).any(|(group, square)| group.events > 0.0 && *square == 0.0) {
            return Err(NoAnswer::OutOfRange);
        }
        let line = self.line(Limits::Delta)?;
        let meat = moments(squares.iter().copied().zip(self.x.iter().copied()));
        Ok(Line { variance: line.variance * meat * line.variance, ..line })
    }

    /// Returns the standard error of the slope by the sandwich in which each group's part is divided by one less its leverage
    /// (HC3, MacKinnon and White 1985): as far as the slope moves when groups are left out one by one.
    pub(super) fn leveraged_error(&self) -> Answer<f64> {
        let rows = || self.groups.iter().zip(&self.expected).zip(&self.x);
        let weight = |mu: f64, n: f64| n * self.family.link().derivative(mu / n);
        let information = rows().map(|((group, &mu), &x)| {
            (weight(mu, group.population).powi(2) / self.family.variance(mu, group.population), x)
        });
        let model = invert(moments(information.clone()))?;
        let parts = rows().zip(information).map(|(((group, &mu), &x), (information, _))| {
            let row = Vector2::new(1.0, x);
            let leverage = information * (model * row).dot(&row);
            let score = (group.events - mu) * information / weight(mu, group.population);
            ((score / (1.0 - leverage)).powi(2), x)
        });
        let error = (model * moments(parts) * model)[(1, 1)].sqrt();
        // A group that the line goes through whatever its count leaves nothing to tell its spread by.
        if error.is_finite() { Ok(error) } else { Err(NoAnswer::TooFewGroups) }
    }

    /// Returns the line with the variance that a kind of limits asks for.
    pub(super) fn line(&self, limits: Limits) -> Answer<Line> {
        let free = self.groups.len() as f64 - 2.0;
        if free == 0.0
            && matches!(limits, Limits::Inflated | Limits::InflatedProfile | Limits::Hc0 | Limits::Hc1)
        {
            return Err(NoAnswer::TooFewGroups);
        }
        let rows = || {
            self.groups.iter().zip(&self.expected).map(|(group, &mu)| (group.events, mu, group.population))
        };
        // The derivative of a group's expected count along the line; for canonical links its variance too.
        let weight = |mu: f64, n: f64| n * self.family.link().derivative(mu / n);
        let information = rows().map(|(_, mu, n)| weight(mu, n).powi(2) / self.family.variance(mu, n));
        let model = invert(moments(information.zip(self.x.iter().copied())))?;
        let pearson: f64 = rows().map(|(y, mu, n)| (y - mu).powi(2) / self.family.variance(mu, n)).sum();
        let dispersion = (free > 0.0).then_some(pearson / free);
        let robust = || -> Matrix2<f64> {
            let squares =
                rows().map(|(y, mu, n)| ((y - mu) * weight(mu, n) / self.family.variance(mu, n)).powi(2));
            model * moments(squares.zip(self.x.iter().copied())) * model
        };
        let excess = |tail: f64| match (limits, dispersion, self.family) {
            // Its spread was found by maximum likelihood, as though the line had not taken two groups to draw.
            (Limits::Inflated | Limits::InflatedProfile, _, Family::NegativeBinomial { .. }) => 2.0 / free,
            (Limits::Inflated | Limits::InflatedProfile, Some(dispersion), _)
                if chi_squared_above(pearson, free) < tail =>
            {
                (dispersion - 1.0).max(0.0)
            }
            _ => 0.0,
        };
        let inflation = 1.0 + excess(RATIO_TAIL);
        let slope_excess = excess(if self.family == Family::Binomial { RATIO_TAIL } else { SLOPE_TAIL });
        // Families make all counts vary alike beyond chance, rates that vary make large ones vary most. The slope
        // index rests on large counts, so it takes the wider of the two; `typical` is a harmonic mean because the
        // excess of each count is then taken over that count.
        let typical = (free + 2.0) / rows().map(|(_, mu, n)| 1.0 / self.family.variance(mu, n)).sum::<f64>();
        let spreads = rows().map(|(_, mu, n)| {
            let variance = self.family.variance(mu, n);
            weight(mu, n).powi(2) / variance * (1.0 + slope_excess * variance / typical)
        });
        let quadratic = model * moments(spreads.zip(self.x.iter().copied())) * model;
        let slopes = self.family.link().sii_slopes(self.intercept, self.slope);
        let widening = se(&quadratic, slopes[0], slopes[1]) / se(&model, slopes[0], slopes[1]);
        let sii_inflation = match self.family {
            Family::NegativeBinomial { .. } => 1.0 + slope_excess,
            _ if slope_excess > 0.0 => (1.0 + slope_excess).max(widening.powi(2)),
            _ => 1.0,
        };
        let variance = match limits {
            Limits::Delta | Limits::Profile => model,
            Limits::Inflated | Limits::InflatedProfile => model * inflation,
            Limits::Hc0 => robust(),
            Limits::Hc1 => robust() * ((free + 2.0) / free),
        };
        let people: f64 = self.groups.iter().map(|group| group.population).sum();
        let mean = self.expected.iter().sum::<f64>() / people;
        let mean_slopes = rows().zip(&self.x).fold(Vector2::zeros(), |sum, ((_, mu, n), x)| {
            sum + Vector2::new(1.0, *x) * (weight(mu, n) / people)
        });
        let deviance = rows().map(|(y, mu, n)| self.family.deviance(y, mu, n)).sum();
        Ok(Line {
            link: self.family.link(),
            intercept: self.intercept,
            slope: self.slope,
            variance,
            model,
            inflation,
            sii_inflation,
            mean,
            mean_slopes,
            deviance,
            dispersion,
        })
    }
}

/// Newton steps from a flat line, halved until the likelihood rises; it has one top in every family.
fn climb(groups: &[Group], x: &[f64], family: Family, start: f64) -> Answer<(f64, f64)> {
    let people: f64 = groups.iter().map(|group| group.population).sum();
    let centre = groups.iter().zip(x).map(|(group, x)| group.population * x).sum::<f64>() / people;
    let centred: Vec<f64> = x.iter().map(|x| x - centre).collect();
    let mut at = Vector2::new(start, 0.0);
    let value = |at: &Vector2<f64>| family.log_likelihood(groups, &centred, at[0], at[1]);
    let mut height = value(&at);
    let mut left = f64::INFINITY;
    for _ in 0..200 {
        let (score, curvature) = groups.iter().zip(&centred).fold(
            (Vector2::zeros(), Matrix2::zeros()),
            |(score, curvature), (group, &x)| {
                let part = family.part(group, at[0] + at[1] * x);
                let row = Vector2::new(1.0, x);
                (score + row * part.score, curvature + row * row.transpose() * part.curvature)
            },
        );
        let mut step = curvature.try_inverse().ok_or(NoAnswer::Aliased)? * score;
        let size = step.amax();
        let mut next = at + step;
        let mut there = value(&next);
        // Near the top, rises are lost in rounding; a full step is then the better one.
        while size > 1e-6 && (there.is_nan() || there < height) {
            step *= 0.5;
            next = at + step;
            there = value(&next);
            if step.amax() < 1e-12 * size {
                return Err(NoAnswer::NoConvergence);
            }
        }
        at = next;
        height = there;
        left = size;
        if size <= 1e-14 * (1.0 + at.amax()) {
            break;
        }
        if !at.iter().all(|value| value.is_finite()) || at.amax() > 1e6 {
            return Err(NoAnswer::Separation);
        }
    }
    // Rounding can keep the last steps from becoming shorter still; a step that is not short has not settled.
    if left <= 1e-6 * (1.0 + at.amax()) {
        Ok((at[0] - at[1] * centre, at[1]))
    } else {
        Err(NoAnswer::NoConvergence)
    }
}

/// Checks that positions differ and that the slope is finite: events lie on both sides of some people
/// who had none, for a rate, or of some who could have had more, for a share.
fn check_overlap(groups: &[Group], x: &[f64], family: Family) -> Answer<()> {
    let span = |holds: &dyn Fn(&Group) -> bool| {
        groups
            .iter()
            .zip(x)
            .filter(|(group, _)| holds(group))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (_, &x)| (low.min(x), high.max(x)))
    };
    let all = span(&|_| true);
    if all.0 >= all.1 {
        return Err(NoAnswer::Aliased);
    }
    let events = span(&|group| group.events > 0.0);
    let others = match family {
        Family::Binomial if groups.iter().any(|group| group.events > group.population) => {
            return Err(NoAnswer::OutOfRange);
        }
        Family::Binomial => span(&|group| group.events < group.population),
        Family::Poisson | Family::NegativeBinomial { .. } => all,
    };
    if others.1 <= events.0 || events.1 <= others.0 { Err(NoAnswer::Separation) } else { Ok(()) }
}
