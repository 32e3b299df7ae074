//! Fitting a random-intercept model to grouped counts.
//!
//! The fixed-effects model gives the start, names aliased and separated terms, and is itself the answer
//! where the likelihood falls as soon as groups are let differ: a variance of nought. Otherwise Newton's
//! method climbs the quadrature's own likelihood.

use nalgebra::{DMatrix, DVector};

use super::climb::{Top, climb};
use super::group::{Said, derivatives};
use super::nuisance::Likelihood;
use super::quadrature::Nodes;
use super::surface::Surface;
use crate::stats::glm::{Fit, Law, Link, Model, Term, fit, inverse, negative_binomial};
use crate::stats::{Answer, NoAnswer};

/// Above this, theta is the Poisson limit.
const ENDLESS_LOG: f64 = 16.0;
/// Below this, a standard deviation is nought to the accuracy of the arithmetic.
const NOUGHT: f64 = 1e-5;

/// A group's random intercept: how it departs from what the terms predict, on the linear predictor's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The group, as the caller numbered it.
    pub group: usize,
    /// The conditional mode: the departure, drawn towards nought by how little the group says.
    pub mode: f64,
    /// The variance of the departure given the data and the estimates.
    pub variance: f64,
}

/// A fitted random-intercept model.
#[derive(Debug, Clone)]
pub struct Multilevel<'a> {
    pub(super) base: Fit<'a>,
    pub(super) surface: Surface,
    pub(super) top: Top,
    pub(super) active: Vec<usize>,
    pub(super) codes: Vec<usize>,
    pub(super) covariance: DMatrix<f64>,
    pub(super) effects: Vec<Effect>,
    /// The height of the likelihood that the fit maximises.
    pub(super) highest: f64,
    likelihood: Likelihood,
    said: Vec<Said>,
    nodes: Nodes,
    theta: Answer<f64>,
}

/// Fits a random intercept for each distinct value of `groups`, one value a row, by adaptive Gauss–Hermite
/// quadrature. A negative binomial model's theta is estimated; the one stated is not used.
///
/// # Errors
/// As [`fit`]; [`NoAnswer::TooFewGroups`] for fewer than two groups; [`NoAnswer::ShapeMismatch`] where
/// there is not one group a row, or the model is neither binomial with a logit link nor of counts with a
/// log link. A variance of nought is not an error.
pub fn multilevel<'a>(model: &Model<'a>, groups: &[usize], nodes: Nodes) -> Answer<Multilevel<'a>> {
    let suits = match model.law() {
        Law::Binomial => model.link() == Link::Logit,
        Law::Poisson | Law::NegativeBinomial { .. } => model.link() == Link::Log,
        Law::Gaussian => false,
    };
    if !suits || groups.len() != model.design().rows() {
        return Err(NoAnswer::ShapeMismatch);
    }
    if matches!(model.law(), Law::NegativeBinomial { .. }) {
        let base = negative_binomial(model)?;
        if base.theta.is_ok() {
            let found = Multilevel::from_base(base.fit, groups, nodes)?;
            if found.theta.is_ok_and(|theta| theta.ln() < ENDLESS_LOG) {
                return Ok(found);
            }
        }
        let mut found = Multilevel::from_base(fit(&model.with_law(Law::Poisson))?, groups, nodes)?;
        found.theta = Err(NoAnswer::BoundaryVariance);
        return Ok(found);
    }
    Multilevel::from_base(fit(model)?, groups, nodes)
}

impl<'a> Multilevel<'a> {
    /// Returns the model that was fitted.
    #[must_use]
    pub const fn model(&self) -> &Model<'a> {
        self.base.model()
    }

    /// Returns the number of quadrature nodes.
    #[must_use]
    pub const fn nodes(&self) -> Nodes {
        self.nodes
    }

    /// Returns which likelihood of the variance the fit maximises.
    #[must_use]
    pub const fn likelihood(&self) -> Likelihood {
        self.likelihood
    }

    /// Returns a coefficient by position; on the scale of a group whose intercept is nought.
    ///
    /// # Errors
    /// As [`Fit::coefficient`].
    pub fn coefficient(&self, index: usize) -> Answer<f64> {
        self.base.coefficient(index)?;
        Ok(self.top.place[1 + self.slot(index)?])
    }

    /// Returns a coefficient's standard error, from the joint Hessian of coefficients and standard
    /// deviation; where the variance is nought, from the model without groups.
    ///
    /// # Errors
    /// As [`Fit::coefficient`].
    pub fn error(&self, index: usize) -> Answer<f64> {
        self.base.coefficient(index)?;
        let slot = 1 + self.slot(index)?;
        Ok(self.covariance[(slot, slot)].sqrt())
    }

    /// Returns the terms that have no coefficient, each with the reason.
    pub fn lost(&self) -> impl Iterator<Item = (&'a Term, NoAnswer)> {
        self.base.lost()
    }

    /// Returns the standard deviation of the intercepts; nought where the data show no difference between
    /// groups beyond chance.
    #[must_use]
    pub fn sd(&self) -> f64 {
        self.top.place[0]
    }

    /// Returns the variance of the intercepts.
    #[must_use]
    pub fn variance(&self) -> f64 {
        self.sd() * self.sd()
    }

    /// Returns the standard error of the standard deviation.
    ///
    /// # Errors
    /// [`NoAnswer::BoundaryVariance`] where the variance is nought.
    pub fn sd_error(&self) -> Answer<f64> {
        if self.at_boundary() { Err(NoAnswer::BoundaryVariance) } else { Ok(self.covariance[(0, 0)].sqrt()) }
    }

    /// Returns whether the variance is at its boundary of nought.
    #[must_use]
    pub fn at_boundary(&self) -> bool {
        self.sd() == 0.0
    }

    /// Returns the negative binomial's theta.
    ///
    /// # Errors
    /// [`NoAnswer::ShapeMismatch`] for a model without one; [`NoAnswer::BoundaryVariance`] where counts
    /// vary no more than chance and group explain, and the fit is the Poisson limit.
    pub const fn theta(&self) -> Answer<f64> {
        self.theta
    }

    /// Returns each group's intercept, in order of the groups' numbers.
    #[must_use]
    pub fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// Returns the steepest slope of the log-likelihood left at the estimates: a check that the top was
    /// reached. At the boundary the slope along the standard deviation is nought by symmetry.
    #[must_use]
    pub fn steepest(&self) -> f64 {
        self.top.slope.gradient.amax()
    }

    /// Returns a coefficient's standard error given the variance of the intercepts, as some programs print.
    ///
    /// # Errors
    /// As [`Fit::coefficient`]; [`NoAnswer::NoConvergence`] where the information is not positive definite.
    pub fn error_given_variance(&self, index: usize) -> Answer<f64> {
        self.base.coefficient(index)?;
        let slot = self.slot(index)?;
        let columns = self.active.len();
        let law = self.surface.law(&self.top.place);
        let mut information = DMatrix::zeros(columns, columns);
        for ((rows, effect), &v) in self.surface.groups.iter().zip(&self.effects).zip(&self.top.modes) {
            let mut total = DVector::zeros(columns);
            for (i, &row) in rows.positions.iter().enumerate() {
                let x = self.surface.x(rows, i);
                let (y, size) = self.model().outcome_at(row);
                let weight = -derivatives(law, y, size, self.linear(row) + self.sd() * v)[1];
                information += weight * &x * x.transpose();
                total += weight * x;
            }
            information -= effect.variance * &total * total.transpose();
        }
        let inverse = inverse(&information).ok_or(NoAnswer::NoConvergence)?;
        Ok(inverse[(slot, slot)].sqrt())
    }

    /// Returns a row's linear predictor without its group's intercept, offset included.
    pub(super) fn linear(&self, row: usize) -> f64 {
        let model = self.base.model();
        let part = |(i, &column): (usize, &usize)| self.top.place[1 + i] * model.design().at(row, column);
        model.offset_at(row) + self.active.iter().enumerate().map(part).sum::<f64>()
    }

    /// Returns how a group's mode moves with the estimates.
    pub(super) fn effect_slope(&self, group: usize) -> DVector<f64> {
        let mut slope = DVector::zeros(self.top.place.len());
        let rows = &self.surface.groups[group];
        let (said, sd) = (&self.said[group], self.sd());
        slope[0] = said.mode + sd * said.mode_by_sd;
        for (i, by_eta) in said.mode_by_eta.iter().enumerate() {
            let x = self.surface.x(rows, i) * (sd * by_eta);
            let mut part = slope.rows_mut(1, x.len());
            part += x;
        }
        slope
    }

    /// Returns the fit at the maximum of the adjusted likelihood, with the covariance of its estimates.
    pub(super) fn moved(&self, top: Top, covariance: DMatrix<f64>, highest: f64) -> Answer<Self> {
        let labels: Vec<usize> = self.effects.iter().map(|effect| effect.group).collect();
        let (said, effects) = departures(&self.surface, &top, &labels);
        sound(&top, &covariance, &effects)?;
        let theta = match self.surface.law(&top.place) {
            Law::NegativeBinomial { theta } => Ok(theta),
            _ => self.theta,
        };
        let likelihood = Likelihood::Adjusted;
        Ok(Self { top, covariance, said, effects, theta, highest, likelihood, ..self.clone() })
    }

    fn slot(&self, index: usize) -> Answer<usize> {
        self.active.iter().position(|&column| column == index).ok_or(NoAnswer::Aliased)
    }

    fn from_base(base: Fit<'a>, groups: &[usize], nodes: Nodes) -> Answer<Self> {
        let mut labels = groups.to_vec();
        labels.sort_unstable();
        labels.dedup();
        let codes: Vec<usize> =
            groups.iter().map(|group| labels.partition_point(|label| label < group)).collect();
        let columns = base.terms().len();
        let active: Vec<usize> =
            (0..columns).filter(|&column| base.bread()[(column, column)] > 0.0).collect();
        let surface = Surface::new(&base, &active, &codes, labels.len(), nodes);
        if surface.groups.iter().filter(|rows| !rows.positions.is_empty()).count() < 2 {
            return Err(NoAnswer::TooFewGroups);
        }
        let top = summit(&surface, &base, &active)?;
        let theta = match surface.law(&top.place) {
            Law::NegativeBinomial { theta } => Ok(theta),
            _ => Err(NoAnswer::ShapeMismatch),
        };
        let covariance = spread(&surface, &top)?;
        let (said, effects) = departures(&surface, &top, &labels);
        sound(&top, &covariance, &effects)?;
        let (highest, likelihood) = (top.slope.value, Likelihood::Profile);
        Ok(Self {
            base,
            surface,
            top,
            active,
            codes,
            covariance,
            effects,
            highest,
            likelihood,
            said,
            nodes,
            theta,
        })
    }
}

/// A standard deviation beyond this is of no strata that anybody counts: its median ratio would be above 10⁴⁰.
const LARGEST: f64 = 100.0;

/// Checks that all that a fit says are numbers.
///
/// # Errors
///
/// `NoConvergence` where one is not, or groups differ beyond all measure.
fn sound(top: &Top, covariance: &DMatrix<f64>, effects: &[Effect]) -> Answer<()> {
    let known = covariance.diagonal().iter().all(|variance| *variance >= 0.0)
        && covariance.iter().all(|value| value.is_finite())
        && effects.iter().all(|effect| effect.mode.is_finite() && effect.variance.is_finite())
        && top.place.iter().all(|value| value.is_finite())
        && top.slope.value.is_finite()
        && top.place[0] <= LARGEST;
    if known { Ok(()) } else { Err(NoAnswer::NoConvergence) }
}

/// Returns what each group says at a place, and its intercept.
fn departures(surface: &Surface, top: &Top, labels: &[usize]) -> (Vec<Said>, Vec<Effect>) {
    let sd = top.place[0];
    let said = surface.each(&top.place, &mut top.modes.clone());
    let effect = |(said, &group): (&Said, &usize)| Effect {
        group,
        mode: sd * said.mode,
        variance: sd * sd / said.curvature,
    };
    let effects = said.iter().zip(labels).map(effect).collect();
    (said, effects)
}

/// Finds the highest likelihood, at the boundary or inside.
fn summit(surface: &Surface, base: &Fit<'_>, active: &[usize]) -> Answer<Top> {
    let mut place = DVector::zeros(surface.size());
    for (i, &column) in active.iter().enumerate() {
        place[1 + i] = base.beta()[column];
    }
    if let Law::NegativeBinomial { theta } = base.model().law() {
        place[active.len() + 1] = theta.ln();
    }
    let mut modes = vec![0.0; surface.groups.len()];
    let slope = surface.slope(&place, &mut modes);
    let flat = Top { place, modes, slope };
    let (push, information) = at_nought(surface, base);
    let moment = (push / information).clamp(0.01, 4.0).sqrt();
    let mut start = flat.place.clone();
    start[0] = moment;
    if push <= 0.0 {
        // The likelihood falls at first; only a rise further out would make another top. Theta and the
        // variance vie for the same variation, so theirs is looked for with more of it given to the groups.
        if let Some(theta) = start.as_mut_slice().get_mut(active.len() + 1) {
            *theta += std::f64::consts::LN_2;
        }
        let higher = [0.25, 0.5, 1.0].into_iter().find(|&sd| {
            start[0] = sd;
            surface.slope(&start, &mut vec![0.0; surface.groups.len()]).value > flat.slope.value
        });
        if higher.is_none() {
            return Ok(flat);
        }
    }
    let free: Vec<usize> = (0..surface.size()).collect();
    let mut top = climb(surface, start, flat.modes.clone(), &free)?;
    if top.place[0] < 0.0 {
        top.place[0] = -top.place[0];
        top.modes.iter_mut().for_each(|mode| *mode = -*mode);
    }
    if top.place[0] < NOUGHT || top.slope.value < flat.slope.value { Ok(flat) } else { Ok(top) }
}

/// Returns twice the slope of the log-likelihood by the variance at a variance of nought, and the summed
/// squared information, whose ratio is a moment estimate of the variance.
fn at_nought(surface: &Surface, base: &Fit<'_>) -> (f64, f64) {
    let law = base.model().law();
    let (mut push, mut information) = (0.0, 0.0);
    for rows in &surface.groups {
        let (mut score, mut weight) = (0.0, 0.0);
        for &row in &rows.positions {
            let (y, size) = base.model().outcome_at(row);
            let [first, second, _] = derivatives(law, y, size, base.eta(row));
            score += first;
            weight -= second;
        }
        push += score * score - weight;
        information += weight * weight;
    }
    (push, information)
}

/// Returns the inverse of the joint information; at the boundary, of the coefficients alone.
fn spread(surface: &Surface, top: &Top) -> Answer<DMatrix<f64>> {
    let information = -surface.hessian(&top.place, &top.modes, false);
    let size = information.nrows();
    if top.place[0] > 0.0 {
        return inverse(&information).ok_or(NoAnswer::NoConvergence);
    }
    let part = inverse(&information.view((1, 1), (size - 1, size - 1)).into_owned())
        .ok_or(NoAnswer::NoConvergence)?;
    let mut whole = DMatrix::zeros(size, size);
    whole.view_mut((1, 1), (size - 1, size - 1)).copy_from(&part);
    Ok(whole)
}
