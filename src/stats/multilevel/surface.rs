//! The log-likelihood of all groups, its gradient and its Hessian.
//!
//! A place is a vector: the standard deviation of the intercept, the coefficients, and for the negative
//! binomial the logarithm of theta. The Hessian differences the exact gradient of each group in the few
//! directions that matter to it, so it costs a handful of evaluations whatever the number of terms.

use nalgebra::{DMatrix, DVector};

use super::group::{EachRow, Group, Said, say};
use super::quadrature::{Node, Nodes, rule};
use crate::stats::glm::family::constant;
use crate::stats::glm::{Fit, Law};

/// Step of the differences, in units of the linear predictor: good to a part in a million up to some million
/// events in one group. That of the standard deviation is this share of it, down to a thousandth and up to one.
const STEP: f64 = 1e-4;

/// One group's rows, ready to be summed.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    /// Their positions in the design.
    pub(super) positions: Vec<usize>,
    outcomes: Vec<(f64, f64)>,
    offset: Vec<f64>,
    /// The active columns, row by row.
    x: Vec<f64>,
}

/// The groups and the columns of a fit.
#[derive(Debug, Clone)]
pub(super) struct Surface {
    pub(super) groups: Vec<Rows>,
    law: Law,
    columns: usize,
    rule: Vec<Node>,
}

/// The value and gradient at a place.
#[derive(Debug, Clone)]
pub(super) struct Slope {
    pub(super) value: f64,
    pub(super) gradient: DVector<f64>,
}

impl Surface {
    /// Returns the surface of the rows and columns that a fixed-effects fit left standing; row `i` belongs
    /// to group `codes[i]` of `count`.
    pub(super) fn new(fit: &Fit<'_>, active: &[usize], codes: &[usize], count: usize, nodes: Nodes) -> Self {
        let model = fit.model();
        let design = model.design();
        let empty = Rows { positions: Vec::new(), outcomes: Vec::new(), offset: Vec::new(), x: Vec::new() };
        let mut groups = vec![empty; count];
        for row in (0..design.rows()).filter(|&row| fit.is_live(row)) {
            let group = &mut groups[codes[row]];
            group.positions.push(row);
            group.outcomes.push(model.outcome_at(row));
            group.offset.push(model.offset_at(row));
            group.x.extend(active.iter().map(|&column| design.at(row, column)));
        }
        Self { groups, law: model.law(), columns: active.len(), rule: rule(nodes) }
    }

    /// Returns how many numbers make a place.
    pub(super) const fn size(&self) -> usize {
        self.columns + 1 + if self.has_theta() { 1 } else { 0 }
    }

    /// Returns whether a coordinate of a place is a coefficient.
    pub(super) const fn is_coefficient(&self, coordinate: usize) -> bool {
        1 <= coordinate && coordinate <= self.columns
    }

    /// Returns the law at a place.
    pub(super) fn law(&self, place: &DVector<f64>) -> Law {
        match self.law {
            Law::NegativeBinomial { .. } => Law::NegativeBinomial { theta: place[self.columns + 1].exp() },
            other => other,
        }
    }

    /// Returns the constants of the data, which the values leave out.
    pub(super) fn constants(&self) -> f64 {
        if self.has_theta() { 0.0 } else { self.constants_of(self.law) }
    }

    /// Returns what each group says at a place; `modes` holds guesses of the modes and keeps the new ones.
    pub(super) fn each(&self, place: &DVector<f64>, modes: &mut [f64]) -> Vec<Said> {
        let law = self.law(place);
        let said = |(rows, mode): (&Rows, &mut f64)| {
            let said = say(
                Group { outcomes: &rows.outcomes, law },
                &self.eta(rows, place),
                place[0],
                *mode,
                &self.rule,
            );
            *mode = said.mode;
            said
        };
        self.groups.iter().zip(modes).map(said).collect()
    }

    /// Returns the log-likelihood and its gradient.
    pub(super) fn slope(&self, place: &DVector<f64>, modes: &mut [f64]) -> Slope {
        let mut gradient = DVector::zeros(self.size());
        let mut value = if self.has_theta() { self.constants_of(self.law(place)) } else { 0.0 };
        for (said, rows) in self.each(place, modes).iter().zip(&self.groups) {
            value += said.value;
            gradient[0] += said.by_sd;
            if self.has_theta() {
                gradient[self.columns + 1] += said.by_theta;
            }
            self.add_rows(rows, &said.by_eta, 1.0, |column, part| gradient[1 + column] += part);
        }
        Slope { value, gradient }
    }

    /// Returns the matrix of second derivatives. Where the standard deviation is `held`, that of the standard deviation
    /// alone is left at nought, which saves half of the work.
    pub(super) fn hessian(&self, place: &DVector<f64>, modes: &[f64], held: bool) -> DMatrix<f64> {
        let mut hessian = DMatrix::zeros(self.size(), self.size());
        for (rows, &mode) in self.groups.iter().zip(modes) {
            self.add_group(rows, place, mode, held, &mut hessian);
        }
        if held {
            let tilt = hessian.column(0).transpose();
            hessian.set_row(0, &tilt);
        }
        0.5 * (&hessian + hessian.transpose())
    }

    /// Returns the product of a row of a group with the coefficients of a place, without the offset.
    pub(super) fn x(&self, rows: &Rows, index: usize) -> DVector<f64> {
        DVector::from_column_slice(&rows.x[index * self.columns..(index + 1) * self.columns])
    }

    const fn has_theta(&self) -> bool {
        matches!(self.law, Law::NegativeBinomial { .. })
    }

    fn constants_of(&self, law: Law) -> f64 {
        let of = |rows: &Rows| rows.outcomes.iter().map(|&(y, size)| constant(law, y, size)).sum::<f64>();
        self.groups.iter().map(of).sum()
    }

    fn eta(&self, rows: &Rows, place: &DVector<f64>) -> EachRow {
        let beta = &place.as_slice()[1..=self.columns];
        let dot = |x: &[f64]| x.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>();
        if self.columns == 0 {
            return EachRow::from_slice(&rows.offset);
        }
        rows.x.chunks_exact(self.columns).zip(&rows.offset).map(|(x, offset)| offset + dot(x)).collect()
    }

    /// Gives `add` the sum over rows of `weights` times each column.
    fn add_rows(&self, rows: &Rows, weights: &[f64], factor: f64, mut add: impl FnMut(usize, f64)) {
        if self.columns == 0 {
            return;
        }
        for (x, weight) in rows.x.chunks_exact(self.columns).zip(weights) {
            for (column, value) in x.iter().enumerate() {
                add(column, factor * weight * value);
            }
        }
    }

    fn add_group(
        &self,
        rows: &Rows,
        place: &DVector<f64>,
        mode: f64,
        held: bool,
        hessian: &mut DMatrix<f64>,
    ) {
        let eta = self.eta(rows, place);
        let (count, last) = (eta.len(), self.columns + 1);
        let at = |eta: &[f64], sd: f64, law: Law| {
            say(Group { outcomes: &rows.outcomes, law }, eta, sd, mode, &self.rule)
        };
        let law = self.law(place);
        // Adds the change of the gradient along one direction to row `to` of the Hessian.
        let add = |hessian: &mut DMatrix<f64>, to: usize, weight: f64, up: &Said, down: &Said| {
            let factor = weight / (2.0 * STEP);
            hessian[(to, 0)] += factor * (up.by_sd - down.by_sd);
            if self.has_theta() {
                hessian[(to, last)] += factor * (up.by_theta - down.by_theta);
            }
            let change: EachRow = up.by_eta.iter().zip(&down.by_eta).map(|(a, b)| a - b).collect();
            self.add_rows(rows, &change, factor, |column, part| hessian[(to, 1 + column)] += part);
        };
        if !held {
            let share = place[0].abs().clamp(1e-3, 1.0);
            let moved = |by: f64| at(&eta, place[0] + by * share, law);
            add(hessian, 0, share.recip(), &moved(STEP), &moved(-STEP));
        }
        if self.has_theta() {
            let shifted = |by: f64| Law::NegativeBinomial { theta: (place[last] + by).exp() };
            add(hessian, last, 1.0, &at(&eta, place[0], shifted(STEP)), &at(&eta, place[0], shifted(-STEP)));
        }
        if count <= self.columns {
            for i in 0..count {
                let moved = |by: f64| {
                    let mut eta = eta.clone();
                    eta[i] += by;
                    at(&eta, place[0], law)
                };
                let (up, down) = (moved(STEP), moved(-STEP));
                for column in 0..self.columns {
                    let x = rows.x[i * self.columns + column];
                    if x != 0.0 {
                        add(hessian, 1 + column, x, &up, &down);
                    }
                }
            }
        } else {
            for column in 0..self.columns {
                let along: Vec<f64> = (0..count).map(|i| rows.x[i * self.columns + column]).collect();
                let longest = along.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
                if longest == 0.0 {
                    continue;
                }
                let moved = |by: f64| {
                    let eta: EachRow = eta.iter().zip(&along).map(|(e, x)| e + by * x / longest).collect();
                    at(&eta, place[0], law)
                };
                add(hessian, 1 + column, longest, &moved(STEP), &moved(-STEP));
            }
        }
    }
}
