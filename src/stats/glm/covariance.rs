//! Covariances of the coefficients: from the model, scaled, robust, and by cluster.
//!
//! What: how far each coefficient would move on other data like these. The model's own covariance
//! trusts the law's variance; the scaled one multiplies it by the Pearson dispersion; HC0 to HC3 trust
//! only the mean; the clustered one lets the rows of a cluster (a family, an area over years) depend.
//! Read: a robust error much larger than the model's says that the rows vary more than the law allows.
//! Not when: rows are few beside columns: with ten groups and two coefficients, HC0 to HC2 limits hold the
//! truth 84 to 91 times in 100, HC3 with Student's t 96; or clusters are fewer than about thirty, and then
//! Student's t on one less than their number.
//! Formula: `A⁻¹ (Σ e² x x') A⁻¹` with `e` the score of a row; HC1 times `n/(n−k)`, HC2 `e²/(1−h)`, HC3
//! `e²/(1−h)²`, `h` the leverage; by cluster, `Σ s s'` with `s` a cluster's summed score.
//! Source: MacKinnon and White 1985, J Econometrics 29:305; Zeileis 2006, J Stat Softw 16(9).

use nalgebra::{DMatrix, DVector};

use super::family::Law;
use super::fit::Fit;
use super::normal_equations::cross;
use crate::stats::{Answer, Method, NoAnswer, finite};

/// How `explain` describes these covariances.
pub(super) const METHOD: Method = Method {
    name: "robust-errors",
    title: "Robust and clustered standard errors",
    what: "How far each coefficient would move on other data like these, with or without trust in the model's variance.",
    read: "A robust error much larger than the model's says that rows vary more than the model allows.",
    not_when: "Few rows for each coefficient (prefer HC3), or fewer than about thirty clusters.",
    formula: "A^-1 (sum of e^2 x x') A^-1; HC1 times n/(n-k); HC2 e^2/(1-h); HC3 e^2/(1-h)^2; by cluster sum of s s'",
    source: "MacKinnon and White 1985, J Econometrics 29:305; Zeileis 2006, J Stat Softw 16(9)",
};

/// A row that leaves less than this to the others has all the leverage.
const ALL: f64 = 1e-7;

/// Which covariance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covariance {
    /// The inverse of the information; for the Gaussian law, times the residual variance.
    Model,
    /// The model's, times the Pearson dispersion: quasi-likelihood.
    Scaled,
    /// Squared scores as they are.
    Hc0,
    /// HC0 times `n/(n−k)`.
    Hc1,
    /// Squared scores over one less the leverage.
    Hc2,
    /// Squared scores over the square of one less the leverage.
    Hc3,
}

/// What is done about there being few clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FewClusters {
    /// Nothing.
    AsIs,
    /// Times `G/(G−1)`: the usual correction of a maximum-likelihood fit.
    Clusters,
    /// Times `G/(G−1) · (n−1)/(n−k)`: the usual correction of least squares, also called HC1.
    ClustersAndRows,
}

/// Returns a covariance of the coefficients, with noughts for those that have no number.
///
/// # Errors
/// [`NoAnswer::TooFewGroups`] where a dispersion or a correction is asked of as many coefficients as
/// rows, or a row has all the leverage and HC2 or HC3 is asked.
pub fn covariance(fit: &Fit<'_>, which: Covariance) -> Answer<DMatrix<f64>> {
    let bread = fit.bread();
    match which {
        Covariance::Model if matches!(fit.model().law(), Law::Gaussian) => whole(bread * dispersion(fit)?),
        Covariance::Model => Ok(bread.clone()),
        Covariance::Scaled => whole(bread * dispersion(fit)?),
        Covariance::Hc0 => sandwich(fit, 0),
        Covariance::Hc1 => {
            let free = fit.residual_df();
            if free == 0 {
                return Err(NoAnswer::TooFewGroups);
            }
            whole(sandwich(fit, 0)? * (fit.rows() as f64 / free as f64))
        }
        Covariance::Hc2 => sandwich(fit, 1),
        Covariance::Hc3 => sandwich(fit, 2),
    }
}

/// Returns the covariance that lets rows of one cluster depend; `clusters` names each row's cluster.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] where there is not one cluster a row; [`NoAnswer::TooFewGroups`] where
/// there are fewer than two, or as many coefficients as rows.
pub fn clustered(fit: &Fit<'_>, clusters: &[usize], few: FewClusters) -> Answer<DMatrix<f64>> {
    let design = fit.model().design();
    if clusters.len() != design.rows() {
        return Err(NoAnswer::ShapeMismatch);
    }
    let mut names: Vec<usize> =
        (0..clusters.len()).filter(|&row| fit.model().counts(row)).map(|row| clusters[row]).collect();
    names.sort_unstable();
    names.dedup();
    let (groups, n, k) = (names.len() as f64, fit.rows() as f64, fit.rank() as f64);
    if groups < 2.0 || n <= k {
        return Err(NoAnswer::TooFewGroups);
    }
    let mut scores = DMatrix::zeros(names.len(), design.terms().len());
    for row in (0..clusters.len()).filter(|&row| fit.is_live(row)) {
        let (_, _, score) = fit.point_at(row);
        if let Ok(group) = names.binary_search(&clusters[row]) {
            for column in 0..design.terms().len() {
                scores[(group, column)] += score * design.at(row, column);
            }
        }
    }
    let factor = match few {
        FewClusters::AsIs => 1.0,
        FewClusters::Clusters => groups / (groups - 1.0),
        FewClusters::ClustersAndRows => groups / (groups - 1.0) * (n - 1.0) / (n - k),
    };
    let meat = scores.tr_mul(&scores);
    whole(fit.bread() * meat * fit.bread() * factor)
}

/// Returns Pearson's chi-squared over the residual degrees of freedom: above one, rows vary more than
/// the law allows.
///
/// # Errors
/// [`NoAnswer::TooFewGroups`] where no degree of freedom is left.
pub fn dispersion(fit: &Fit<'_>) -> Answer<f64> {
    match fit.residual_df() {
        0 => Err(NoAnswer::TooFewGroups),
        free => finite(fit.pearson() / free as f64),
    }
}

fn sandwich(fit: &Fit<'_>, power: i32) -> Answer<DMatrix<f64>> {
    let bread = fit.bread();
    let meat = cross(fit.model().design(), |row| {
        if !fit.is_live(row) {
            return 0.0;
        }
        let (_, weight, score) = fit.point_at(row);
        if power == 0 {
            return score * score;
        }
        let rest = 1.0 - weight * spread(fit, row);
        if rest < ALL { f64::NAN } else { score * score / rest.powi(power) }
    });
    whole(bread * meat * bread).map_err(|_| NoAnswer::TooFewGroups)
}

/// Returns a covariance whose numbers are numbers.
fn whole(covariance: DMatrix<f64>) -> Answer<DMatrix<f64>> {
    covariance.iter().try_for_each(|value| finite(*value).map(|_| ()))?;
    Ok(covariance)
}

/// Returns `x' A⁻¹ x` of a row.
fn spread(fit: &Fit<'_>, row: usize) -> f64 {
    let design = fit.model().design();
    let x = DVector::from_fn(design.terms().len(), |column, _| design.at(row, column));
    x.dot(&(fit.bread() * &x))
}
