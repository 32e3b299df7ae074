//! Fitting a generalised linear model by Fisher scoring.
//!
//! Each round sums the information and the score over fixed blocks of rows and takes the step that
//! solves them, halved while the likelihood falls. Terms that are combinations of others, and terms
//! whose coefficients run to infinity, are named in the fit and have no number; the others are those of
//! the limit. McCullagh and Nelder, Generalized Linear Models, 2nd edition, section 2.5.

use nalgebra::{DMatrix, DVector};

use super::blocks::{dot, sum};
use super::design::{Design, Term};
use super::family::{Law, first_mean, forward, inverse as inverse_link, point, unit_deviance, variance};
use super::model::Model;
use super::normal_equations::{add_cross, cross, independent, inverse, triangle, unfold};
use super::separation::{cannot_tell, separated_rows};
use crate::stats::{Answer, NoAnswer};

/// Rounds after which slow progress is taken as a sign of separation.
const PATIENCE: usize = 15;
const MOST_ROUNDS: usize = 200;
const MOST_HALVINGS: usize = 40;
/// A round whose step is shorter than this many squared standard errors is the last; less where events sum
/// to less than one, as with small weights.
const SETTLED: f64 = 1e-16;

/// A fitted model.
#[derive(Debug, Clone)]
pub struct Fit<'a> {
    model: Model<'a>,
    beta: DVector<f64>,
    standing: Vec<Answer<()>>,
    bread: DMatrix<f64>,
    live: Vec<bool>,
    rows: usize,
    rank: usize,
}

/// Fits a model.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] and [`NoAnswer::OutOfRange`] for inputs that cannot be read;
/// [`NoAnswer::NoEvents`] where nothing happened in any row; [`NoAnswer::TooFewGroups`] where no row
/// counts; [`NoAnswer::NoConvergence`] where the rounds do not settle, which a link that does not keep
/// means in range can cause; [`NoAnswer::Separation`] where every row is predicted perfectly. Aliased and separated terms are not errors: see [`Fit::lost`].
pub fn fit<'a>(model: &Model<'a>) -> Answer<Fit<'a>> {
    fit_from(model, None)
}

/// Fits a model, starting from known coefficients.
pub(in crate::stats) fn fit_from<'a>(model: &Model<'a>, start: Option<&DVector<f64>>) -> Answer<Fit<'a>> {
    model.check()?;
    let rows = model.rows_that_count();
    if rows == 0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let settled = match model.law() {
        Law::Gaussian => SETTLED,
        _ => SETTLED * events(model).min(1.0),
    };
    if settled == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    let terms = model.design().terms().len();
    let begin = round(model, &[], &Place::Observed);
    let active = independent(&begin.information);
    let mut standing = vec![Err(NoAnswer::Aliased); terms];
    for &column in &active {
        standing[column] = Ok(());
    }
    let rank = active.len();
    let whole = Task { model, live: &[], active: &active, settled };
    let first = start.cloned().or_else(|| whole.solve(&begin));
    if let Some((beta, bread)) = first.and_then(|beta| whole.settle(beta, PATIENCE)) {
        return Ok(Fit { model: *model, beta, standing, bread, live: Vec::new(), rows, rank });
    }
    let design = model.design().select(&active);
    let separated = separated_rows(&model.with_design(&design));
    if separated.is_empty() {
        let first = whole.solve(&begin).ok_or(NoAnswer::NoConvergence)?;
        let (beta, bread) = whole.settle(first, MOST_ROUNDS).ok_or(NoAnswer::NoConvergence)?;
        return Ok(Fit { model: *model, beta, standing, bread, live: Vec::new(), rows, rank });
    }
    let mut live: Vec<bool> = (0..design.rows()).map(|row| model.counts(row)).collect();
    for row in separated {
        live[row] = false;
    }
    if !live.contains(&true) {
        return Err(NoAnswer::Separation);
    }
    for (&column, lost) in active.iter().zip(cannot_tell(&design, &live)) {
        if lost {
            standing[column] = Err(NoAnswer::Separation);
        }
    }
    let gram = cross(&design, |row| f64::from(u8::from(live[row])));
    let left: Vec<usize> = independent(&gram).into_iter().map(|column| active[column]).collect();
    let part = Task { model, live: &live, active: &left, settled };
    let first = part.solve(&round(model, &live, &Place::Observed)).ok_or(NoAnswer::NoConvergence)?;
    let (beta, bread) = part.settle(first, MOST_ROUNDS).ok_or(NoAnswer::NoConvergence)?;
    Ok(Fit { model: *model, beta, standing, bread, live, rows, rank })
}

impl<'a> Fit<'a> {
    /// Returns the model that was fitted.
    #[must_use]
    pub const fn model(&self) -> &Model<'a> {
        &self.model
    }

    /// Returns the design's terms, in the order of the coefficients.
    #[must_use]
    pub fn terms(&self) -> &'a [Term] {
        self.model.design().terms()
    }

    /// Returns a coefficient by position.
    ///
    /// # Errors
    /// [`NoAnswer::Aliased`] where the term is a combination of those before it;
    /// [`NoAnswer::Separation`] where it runs to infinity; [`NoAnswer::ShapeMismatch`] past the last.
    pub fn coefficient(&self, index: usize) -> Answer<f64> {
        self.standing.get(index).copied().unwrap_or(Err(NoAnswer::ShapeMismatch))?;
        Ok(self.beta[index])
    }

    /// Returns the terms that have no coefficient, each with the reason.
    pub fn lost(&self) -> impl Iterator<Item = (&'a Term, NoAnswer)> {
        self.terms().iter().zip(&self.standing).filter_map(|(term, held)| held.err().map(|why| (term, why)))
    }

    /// Returns the fitted mean of a row: a count, a proportion or a value.
    ///
    /// # Errors
    /// [`NoAnswer::Separation`] where the row is predicted perfectly.
    pub fn fitted(&self, row: usize) -> Answer<f64> {
        if self.is_live(row) { Ok(self.point_at(row).0) } else { Err(NoAnswer::Separation) }
    }

    /// Returns the deviance: twice the log-likelihood lost against a perfect fit.
    #[must_use]
    pub fn deviance(&self) -> f64 {
        let law = self.model.law();
        self.total(|y, size, mean| size * unit_deviance(law, y, mean))
    }

    /// Returns Pearson's chi-squared statistic.
    #[must_use]
    pub fn pearson(&self) -> f64 {
        let law = self.model.law();
        self.total(|y, size, mean| size * (y - mean) * (y - mean) / variance(law, mean))
    }

    /// Returns the number of rows less the number of coefficients.
    #[must_use]
    pub const fn residual_df(&self) -> usize {
        self.rows.saturating_sub(self.rank)
    }

    /// Returns the number of rows that count.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Returns the number of coefficients, aliased ones not counted.
    #[must_use]
    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// Returns the coefficients with nought for those that have none.
    pub(in crate::stats) const fn beta(&self) -> &DVector<f64> {
        &self.beta
    }

    /// Returns the inverse of the information, with noughts for coefficients that have none.
    pub(in crate::stats) const fn bread(&self) -> &DMatrix<f64> {
        &self.bread
    }

    /// Returns what stands in each coefficient's way.
    pub(in crate::stats) fn standing(&self) -> &[Answer<()>] {
        &self.standing
    }

    /// Returns whether a row counts and is not predicted perfectly.
    pub(in crate::stats) fn is_live(&self, row: usize) -> bool {
        self.live.get(row).copied().unwrap_or_else(|| self.model.counts(row))
    }

    /// Returns a row's linear predictor, offset included.
    pub(in crate::stats) fn eta(&self, row: usize) -> f64 {
        self.model.offset_at(row) + self.model.design().row_dot(row, self.beta.as_slice())
    }

    /// Returns a row's mean, weight and score.
    pub(in crate::stats) fn point_at(&self, row: usize) -> (f64, f64, f64) {
        let (y, size) = self.model.outcome_at(row);
        let at = point(self.model.law(), self.model.link(), y, size, self.eta(row));
        (at.mean, at.weight, at.score)
    }

    pub(super) fn total<F: Fn(f64, f64, f64) -> f64 + Sync>(&self, of: F) -> f64 {
        let link = self.model.link();
        let sums = sum(self.model.design().rows(), 1, |range, sums| {
            for row in range.filter(|&row| self.is_live(row)) {
                let (y, size) = self.model.outcome_at(row);
                sums[0] += of(y, size, inverse_link(link, self.eta(row)).0);
            }
        });
        sums[0]
    }
}

/// Returns the deviance of the model with the constant alone, with the same offset and weights.
///
/// # Errors
/// As [`fit`].
pub fn null_deviance(model: &Model<'_>) -> Answer<f64> {
    let constant = Design::intercept(model.design().rows());
    Ok(fit(&model.with_design(&constant))?.deviance())
}

/// Where a round takes its linear predictors from.
enum Place<'b> {
    /// From the outcomes themselves, before there are coefficients.
    Observed,
    /// From coefficients.
    At(&'b DVector<f64>),
}

struct Round {
    information: DMatrix<f64>,
    score: DVector<f64>,
    kernel: f64,
}

/// The rows and columns that take part in a fit.
struct Task<'b, 'a> {
    model: &'b Model<'a>,
    live: &'b [bool],
    active: &'b [usize],
    settled: f64,
}

impl Task<'_, '_> {
    fn settle(&self, start: DVector<f64>, patience: usize) -> Option<(DVector<f64>, DMatrix<f64>)> {
        let mut beta = start;
        let mut here = round(self.model, self.live, &Place::At(&beta));
        if !here.kernel.is_finite() {
            beta = self.level_start()?;
            here = round(self.model, self.live, &Place::At(&beta));
        }
        for _ in 0..patience {
            let bread = self.invert(&here.information)?;
            let step = &bread * &here.score;
            let decrement = step.dot(&here.score);
            if decrement.is_nan() || !here.kernel.is_finite() {
                return None;
            }
            if decrement <= self.settled {
                return Some((beta + step, bread));
            }
            let mut share = 1.0;
            let floor = here.kernel - 1e-11 * (1.0 + here.kernel.abs());
            for _ in 0..MOST_HALVINGS {
                let next = &beta + share * &step;
                let there = round(self.model, self.live, &Place::At(&next));
                share *= 0.5;
                if there.kernel >= floor {
                    (beta, here) = (next, there);
                    break;
                }
            }
        }
        None
    }

    /// Returns the coefficients of the weighted regression on the observed outcomes.
    fn solve(&self, begin: &Round) -> Option<DVector<f64>> {
        Some(self.invert(&begin.information)? * &begin.score)
    }

    /// Returns coefficients that give every row the overall mean.
    fn level_start(&self) -> Option<DVector<f64>> {
        let (mut events, mut size) = (0.0, 0.0);
        for row in 0..self.model.design().rows() {
            let (y, n) = self.model.outcome_at(row);
            events += n * y;
            size += n;
        }
        let constant = self.model.design().position(&Term::Intercept)?;
        let mut beta = DVector::zeros(self.model.design().terms().len());
        beta[constant] = forward(self.model.link(), events / size);
        Some(beta)
    }

    fn invert(&self, information: &DMatrix<f64>) -> Option<DMatrix<f64>> {
        let part = inverse(&information.select_rows(self.active).select_columns(self.active))?;
        let mut whole = DMatrix::zeros(information.nrows(), information.ncols());
        for (i, &row) in self.active.iter().enumerate() {
            for (j, &column) in self.active.iter().enumerate() {
                whole[(row, column)] = part[(i, j)];
            }
        }
        Some(whole)
    }
}

/// Returns the events of all rows, weighted.
fn events(model: &Model<'_>) -> f64 {
    (0..model.design().rows())
        .map(|row| {
            let (y, size) = model.outcome_at(row);
            y * size
        })
        .sum()
}

fn round(model: &Model<'_>, live: &[bool], place: &Place<'_>) -> Round {
    let design = model.design();
    let (rows, p) = (design.rows(), design.terms().len());
    let (law, link) = (model.law(), model.link());
    let sums = sum(rows, triangle(p) + p + 1, |range, sums| {
        let start = range.start;
        let mut eta: Vec<f64> = range.clone().map(|row| model.offset_at(row)).collect();
        if let Place::At(beta) = place {
            for (column, &b) in beta.iter().enumerate().filter(|(_, b)| **b != 0.0) {
                for (out, x) in eta.iter_mut().zip(&design.column(column)[range.clone()]) {
                    *out += b * x;
                }
            }
        }
        let mut weights = vec![0.0; eta.len()];
        let mut scores = vec![0.0; eta.len()];
        for (i, row) in range.enumerate() {
            let (y, size) = model.outcome_at(row);
            if size == 0.0 || live.get(row) == Some(&false) {
                continue;
            }
            let at = match place {
                Place::At(_) => point(law, link, y, size, eta[i]),
                Place::Observed => {
                    let guess = forward(link, first_mean(law, y, size));
                    let mut at = point(law, link, y, size, guess);
                    at.score += at.weight * (guess - eta[i]);
                    at
                }
            };
            weights[i] = at.weight;
            scores[i] = at.score;
            sums[triangle(p) + p] += at.kernel;
        }
        add_cross(design, start, &weights, &mut eta, sums);
        for (column, out) in sums[triangle(p)..triangle(p) + p].iter_mut().enumerate() {
            *out += dot(&scores, &design.column(column)[start..start + scores.len()]);
        }
    });
    Round {
        information: unfold(p, &sums),
        score: DVector::from_column_slice(&sums[triangle(p)..triangle(p) + p]),
        kernel: sums[triangle(p) + p],
    }
}
