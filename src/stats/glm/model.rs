//! A generalised linear model as stated: design, outcome, law, link, offset and weights.

use super::design::Design;
use super::family::{Law, Link};
use crate::stats::{Answer, NoAnswer};

/// A model to fit. Its parts are borrowed; stating one copies nothing.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    design: &'a Design,
    law: Law,
    link: Link,
    outcome: &'a [f64],
    trials: &'a [f64],
    offset: &'a [f64],
    weights: &'a [f64],
}

impl<'a> Model<'a> {
    /// States a Poisson model of counts with a log link.
    #[must_use]
    pub const fn poisson(design: &'a Design, events: &'a [f64]) -> Self {
        Self::new(design, Law::Poisson, Link::Log, events)
    }

    /// States a negative binomial (NB2) model of counts with a log link and a given size `theta`.
    #[must_use]
    pub const fn negative_binomial(design: &'a Design, events: &'a [f64], theta: f64) -> Self {
        Self::new(design, Law::NegativeBinomial { theta }, Link::Log, events)
    }

    /// States a binomial model of events out of trials with a logit link.
    #[must_use]
    pub const fn binomial(design: &'a Design, events: &'a [f64], trials: &'a [f64]) -> Self {
        Self { trials, ..Self::new(design, Law::Binomial, Link::Logit, events) }
    }

    /// States a Gaussian model of values with an identity link: least squares.
    #[must_use]
    pub const fn gaussian(design: &'a Design, values: &'a [f64]) -> Self {
        Self::new(design, Law::Gaussian, Link::Identity, values)
    }

    /// Returns the model with another link.
    #[must_use]
    pub const fn with_link(self, link: Link) -> Self {
        Self { link, ..self }
    }

    /// Returns the model with a known part of the linear predictor: `ln(population)` for rates.
    #[must_use]
    pub const fn with_offset(self, offset: &'a [f64]) -> Self {
        Self { offset, ..self }
    }

    /// Returns the model with prior weights: a row of weight two counts as two.
    #[must_use]
    pub const fn with_weights(self, weights: &'a [f64]) -> Self {
        Self { weights, ..self }
    }

    /// Returns the model with another design over the same rows.
    #[must_use]
    pub const fn with_design(self, design: &'a Design) -> Self {
        Self { design, ..self }
    }

    /// Returns the design.
    #[must_use]
    pub const fn design(&self) -> &'a Design {
        self.design
    }

    /// Returns the law.
    #[must_use]
    pub const fn law(&self) -> Law {
        self.law
    }

    /// Returns the link.
    #[must_use]
    pub const fn link(&self) -> Link {
        self.link
    }

    const fn new(design: &'a Design, law: Law, link: Link, outcome: &'a [f64]) -> Self {
        Self { design, law, link, outcome, trials: &[], offset: &[], weights: &[] }
    }

    pub(in crate::stats) const fn with_law(self, law: Law) -> Self {
        Self { law, ..self }
    }

    /// Returns a row's offset, nought where the model has none.
    #[inline]
    pub(in crate::stats) fn offset_at(&self, row: usize) -> f64 {
        self.offset.get(row).copied().unwrap_or(0.0)
    }

    /// Returns a row's outcome (a proportion for the binomial) and its size: weight times trials.
    #[inline]
    pub(in crate::stats) fn outcome_at(&self, row: usize) -> (f64, f64) {
        let weight = self.weights.get(row).copied().unwrap_or(1.0);
        let outcome = self.outcome[row];
        match self.law {
            Law::Binomial => {
                let trials = self.trials[row];
                if trials > 0.0 { (outcome / trials, weight * trials) } else { (0.0, 0.0) }
            }
            _ => (outcome, weight),
        }
    }

    /// Returns whether a row says anything: its weight and its trials are not nought.
    pub(in crate::stats) fn counts(&self, row: usize) -> bool {
        self.outcome_at(row).1 > 0.0
    }

    /// Returns the number of rows that say anything.
    pub(in crate::stats) fn rows_that_count(&self) -> usize {
        (0..self.design.rows()).filter(|&row| self.counts(row)).count()
    }

    /// Checks lengths and ranges.
    pub(in crate::stats) fn check(&self) -> Answer<()> {
        let rows = self.design.rows();
        let optional = |part: &[f64]| part.is_empty() || part.len() == rows;
        let trials = matches!(self.law, Law::Binomial);
        if self.outcome.len() != rows
            || !optional(self.offset)
            || !optional(self.weights)
            || (trials && self.trials.len() != rows)
        {
            return Err(NoAnswer::ShapeMismatch);
        }
        if rows == 0 {
            return Err(NoAnswer::TooFewGroups);
        }
        let finite = |part: &[f64]| part.iter().all(|value| value.is_finite());
        let counts = !matches!(self.law, Law::Gaussian);
        let good = finite(self.outcome)
            && finite(self.offset)
            && finite(self.weights)
            && finite(self.trials)
            && self.weights.iter().all(|&weight| weight >= 0.0)
            && (!counts || self.outcome.iter().all(|&events| events >= 0.0))
            && (!trials || self.outcome.iter().zip(self.trials).all(|(events, trials)| events <= trials))
            && !matches!(self.law, Law::NegativeBinomial { theta } if !(theta > 0.0 && theta.is_finite()));
        if good { Ok(()) } else { Err(NoAnswer::OutOfRange) }
    }
}
