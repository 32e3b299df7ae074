//! Standard errors that allow for siblings: the cluster-robust covariance of a Cox fit.
//!
//! Read them as the fit's own, but honest where children of one family resemble each other, or where
//! the model is only roughly right. Not with fewer than about thirty families: they are then too small.
//!
//! Formula: `I⁻¹ (Σ_c L_c L_c') I⁻¹`, `L_c` the sum over the cluster of score residuals.
//! Source: Lin & Wei 1989, JASA 84:1074; Therneau & Grambsch 2000, section 7.2 (with Efron's ties).

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::CoxFit;
use super::risk_sets::visit;
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "cox-clustered",
    title: "Cluster-robust standard errors of a Cox model",
    what: "Standard errors of log hazard ratios that allow for children of one family resembling each other.",
    read: "As the model's own, but honest about siblings and repeat episodes.",
    not_when: "There are fewer than about thirty families: they are then too small.",
    formula: "I^-1 (sum over clusters of L*L') I^-1, L the cluster's summed score residuals",
    source: "Lin & Wei 1989, Journal of the American Statistical Association 84:1074-1078.",
};

/// What the events at one time add to the hazard, and to the hazard times the mean covariates.
struct Jump {
    hazard: f64,
    moment: DVector<f64>,
    /// The same as felt by those who have the event here.
    own_hazard: f64,
    own_moment: DVector<f64>,
    mean: DVector<f64>,
}

impl CoxFit {
    /// Returns the standard errors that allow for clusters, given each observation's cluster in the
    /// order of the fit's own observations.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::ShapeMismatch`] where the lengths differ, [`NoAnswer::TooFewGroups`] with fewer than
    /// two clusters.
    pub fn clustered(&self, clusters: &[usize]) -> Answer<Vec<f64>> {
        if clusters.len() != self.sorted.len() {
            return Err(NoAnswer::ShapeMismatch);
        }
        let residuals = self.score_residuals();
        let mut sums: BTreeMap<usize, DVector<f64>> = BTreeMap::new();
        for (place, residual) in residuals.iter().enumerate() {
            let cluster = clusters[self.sorted.order[place] as usize];
            *sums.entry(cluster).or_insert_with(|| DVector::zeros(self.sorted.width)) += residual;
        }
        if sums.len() < 2 {
            return Err(NoAnswer::TooFewGroups);
        }
        let mut meat = DMatrix::zeros(self.sorted.width, self.sorted.width);
        for sum in sums.values() {
            meat.ger(1.0, sum, sum, 1.0);
        }
        let sandwich = &self.covariance * meat * &self.covariance;
        Ok(sandwich.diagonal().iter().map(|v| v.sqrt()).collect())
    }

    /// Returns the score residual of each sorted row.
    fn score_residuals(&self) -> Vec<DVector<f64>> {
        let sorted = &self.sorted;
        let hazards: Vec<f64> = sorted.predictors(&self.coefficients).iter().map(|eta| eta.exp()).collect();
        let mut jumps: Vec<(std::ops::Range<usize>, Jump)> = Vec::new();
        visit(sorted, &hazards, |at| {
            let zero = DVector::zeros(sorted.width);
            let mut jump = Jump {
                hazard: 0.0,
                moment: zero.clone(),
                own_hazard: 0.0,
                own_moment: zero.clone(),
                mean: zero,
            };
            for (gone, weight) in at.turns(self.ties) {
                let mean = DVector::from_fn(sorted.width, |i, _| {
                    (at.at_risk.first[i] - gone * at.dying.first[i]) / weight
                });
                jump.hazard += 1.0 / weight;
                jump.own_hazard += (1.0 - gone) / weight;
                jump.moment.axpy(1.0 / weight, &mean, 1.0);
                jump.own_moment.axpy((1.0 - gone) / weight, &mean, 1.0);
                jump.mean.axpy(1.0 / at.deaths as f64, &mean, 1.0);
            }
            jumps.push((at.places.clone(), jump));
        });
        let mut residuals = vec![DVector::zeros(sorted.width); sorted.len()];
        let (mut hazard, mut moment) = (0.0, DVector::zeros(sorted.width));
        let mut done = sorted.len();
        let mut settle = |places: std::ops::Range<usize>, hazard: f64, moment: &DVector<f64>| {
            for place in places {
                let x = DVector::from_column_slice(sorted.row(place));
                residuals[place] = (moment - x * hazard) * hazards[place];
            }
        };
        let mut dying: Vec<(usize, DVector<f64>)> = Vec::new();
        for (places, jump) in jumps.iter().rev() {
            // Rows after this time and before the last one met were censored between the two.
            settle(places.end..done, hazard, &moment);
            for place in places.clone().filter(|&p| sorted.events[p]) {
                let x = DVector::from_column_slice(sorted.row(place));
                let felt = (&moment + &jump.own_moment - &x * (hazard + jump.own_hazard)) * hazards[place];
                dying.push((place, x - &jump.mean + felt));
            }
            hazard += jump.hazard;
            moment += &jump.moment;
            done = places.end;
        }
        settle(0..done, hazard, &moment);
        for (place, residual) in dying {
            residuals[place] = residual;
        }
        residuals
    }
}
