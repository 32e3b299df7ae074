//! Standard errors that allow for siblings: the cluster-robust covariance of a Cox fit.
//!
//! Read them as the fit's own, but honest where children of one family resemble each other, or where
//! the model is only roughly right. Not with fewer than about ten families with events: they are then
//! too small, whatever the quantile.
//!
//! Formula: `I⁻¹ (Σ_c L_c L_c') I⁻¹`, `L_c` the sum over the cluster of score residuals; limits by
//! Student's quantile, on the families with events less one, since only they inform the fit.
//! Source: Lin & Wei 1989, JASA 84:1074; Therneau & Grambsch 2000, section 7.2 (with Efron's ties).

use std::ops::Range;

use nalgebra::{DMatrix, DVectorView};

use super::risk_sets::visit;
use super::{CoxFit, hazard_ratios};
use crate::stats::distribution::t;
use crate::stats::{Answer, Estimate, Level, Method, NoAnswer, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "cox-clustered",
    title: "Cluster-robust standard errors of a Cox model",
    what: "Standard errors of log hazard ratios that allow for children of one family resembling each other.",
    read: "As the model's own, but honest about siblings and repeat episodes.",
    not_when: "There are fewer than about ten families with events: they are then too small.",
    formula: "I^-1 (sum over clusters of L*L') I^-1, L the cluster's summed score residuals; limits by Student's t on families with events less one",
    source: "Lin & Wei 1989, Journal of the American Statistical Association 84:1074-1078.",
};

/// Standard errors that allow for clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustered {
    /// The standard error of each log hazard ratio.
    pub standard_errors: Vec<f64>,
    /// Clusters with an event, less one: the degrees of freedom of the limits.
    pub df: f64,
    coefficients: Vec<f64>,
}

impl Clustered {
    /// Returns the hazard ratio of each covariate with limits that allow for clusters;
    /// [`NoAnswer::Overflow`] where it is too large to write.
    #[must_use]
    pub fn hazard_ratios(&self, level: Level) -> Vec<Answer<Estimate>> {
        hazard_ratios(&self.coefficients, &self.standard_errors, t(level, self.df))
    }
}

/// What the events at one time add to the hazard, and to the hazard times the mean covariates.
struct Jump {
    places: Range<usize>,
    hazard: f64,
    moment: Vec<f64>,
    /// The same as felt by those who have the event here.
    own_hazard: f64,
    own_moment: Vec<f64>,
    mean: Vec<f64>,
}

impl CoxFit {
    /// Returns standard errors that allow for clusters, given each observation's cluster in the
    /// order of the fit's own observations.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::ShapeMismatch`] where the lengths differ, [`NoAnswer::TooFewGroups`] with fewer than
    /// two clusters that have an event.
    pub fn clustered(&self, clusters: &[usize]) -> Answer<Clustered> {
        if clusters.len() != self.sorted.len() {
            return Err(NoAnswer::ShapeMismatch);
        }
        let width = self.sorted.width;
        let residuals = self.score_residuals();
        let mut members: Vec<(usize, u32)> =
            self.sorted.order.iter().map(|&i| clusters[i as usize]).zip(0..).collect();
        members.sort_unstable();
        let mut meat = DMatrix::zeros(width, width);
        let mut families = 0;
        for family in members.chunk_by(|a, b| a.0 == b.0) {
            let mut sum = vec![0.0; width];
            for &(_, place) in family {
                let start = place as usize * width;
                sum.iter_mut().zip(&residuals[start..start + width]).for_each(|(s, r)| *s += r);
            }
            let sum = DVectorView::from_slice(&sum, width);
            meat.ger(1.0, &sum, &sum, 1.0);
            families += usize::from(family.iter().any(|&(_, place)| self.sorted.events[place as usize]));
        }
        if families < 2 {
            return Err(NoAnswer::TooFewGroups);
        }
        let sandwich = &self.covariance * meat * &self.covariance;
        let standard_errors = sandwich.diagonal().iter().map(|v| finite(v.sqrt())).collect::<Answer<_>>()?;
        Ok(Clustered { standard_errors, df: families as f64 - 1.0, coefficients: self.coefficients.clone() })
    }

    /// Returns the score residuals of the sorted rows, row by row.
    ///
    /// A child adds to its score, when it has the event, how far its covariates are from the mean of
    /// those at risk, and takes away the same distance for each jump of the hazard that it lived through.
    fn score_residuals(&self) -> Vec<f64> {
        let sorted = &self.sorted;
        let width = sorted.width;
        let hazards: Vec<f64> = sorted.predictors(&self.coefficients).iter().map(|eta| eta.exp()).collect();
        let mut residuals = vec![0.0; sorted.rows.len()];
        let mut settle = |places: Range<usize>, hazard: f64, moment: &[f64]| {
            for place in places.filter(|&p| !sorted.events[p]) {
                let own = &mut residuals[place * width..(place + 1) * width];
                for ((r, x), m) in own.iter_mut().zip(sorted.row(place)).zip(moment) {
                    *r = hazards[place] * (m - x * hazard);
                }
            }
        };
        let (mut hazard, mut moment, mut done) = (0.0, vec![0.0; width], sorted.len());
        let mut dying: Vec<(usize, Vec<f64>)> = Vec::new();
        for jump in self.jumps(&hazards).iter().rev() {
            // Rows beyond this time and short of the one before it were censored between the two.
            settle(jump.places.end..done, hazard, &moment);
            for place in jump.places.clone().filter(|&p| sorted.events[p]) {
                let felt = |i: usize, x: f64| moment[i] + jump.own_moment[i] - x * (hazard + jump.own_hazard);
                let row = sorted.row(place).iter().enumerate();
                dying.push((
                    place,
                    row.map(|(i, x)| x - jump.mean[i] + hazards[place] * felt(i, *x)).collect(),
                ));
            }
            hazard += jump.hazard;
            moment.iter_mut().zip(&jump.moment).for_each(|(m, j)| *m += j);
            done = jump.places.end;
        }
        settle(0..done, hazard, &moment);
        for (place, own) in dying {
            residuals[place * width..(place + 1) * width].copy_from_slice(&own);
        }
        residuals
    }

    /// Returns the jump of the hazard at each event time, latest first.
    fn jumps(&self, hazards: &[f64]) -> Vec<Jump> {
        let width = self.sorted.width;
        let mut jumps = Vec::new();
        visit(&self.sorted, hazards, |at| {
            let zeros = || vec![0.0; width];
            let (places, hazard, own_hazard) = (at.places.clone(), 0.0, 0.0);
            let mut jump =
                Jump { places, hazard, moment: zeros(), own_hazard, own_moment: zeros(), mean: zeros() };
            for (gone, weight) in at.turns(self.ties) {
                jump.hazard += 1.0 / weight;
                jump.own_hazard += (1.0 - gone) / weight;
                for i in 0..width {
                    let mean = (at.at_risk.first[i] - gone * at.dying.first[i]) / weight;
                    jump.moment[i] += mean / weight;
                    jump.own_moment[i] += (1.0 - gone) * mean / weight;
                    jump.mean[i] += mean / at.deaths as f64;
                }
            }
            jumps.push(jump);
        });
        jumps
    }
}
