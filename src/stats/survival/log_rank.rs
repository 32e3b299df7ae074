//! The log-rank test: do groups differ in how soon the event comes?
//!
//! Read a small `p` as evidence that they do, and observed against expected for the direction. It
//! gives no size: report a hazard ratio or restricted means beside it. Not where curves cross, which
//! it can miss; the Peto form weighs early differences more.
//!
//! Formula: at each time `O − E` with `E = d·n_g/n`, weight `1` or the pooled `S(t−)`, and the
//! hypergeometric covariance `d(n − d)/(n − 1) · n_g/n (δ_gh − n_h/n)`; chi-squared on groups less one.
//! Source: Mantel 1966; Peto & Peto 1972, JRSS A 135:185; Harrington & Fleming 1982, Biometrika 69:553.

use nalgebra::{DMatrix, DVector};

use super::Observation;
use super::life_table::{Kind, of_observations, steps};
use crate::stats::distribution::chi_squared_above;
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "log-rank",
    title: "Log-rank test",
    what: "Whether groups differ in how soon the event comes.",
    read: "A small p is evidence that they differ; more observed than expected is sooner. It gives no size.",
    not_when: "The curves cross; or a size is wanted (use a hazard ratio or restricted means).",
    formula: "U_g = sum(w*(d_g - d*n_g/n)); V_gh = sum(w^2*d*(n-d)/(n-1)*n_g/n*(delta_gh - n_h/n)); U'V^-1 U",
    source: "Peto & Peto 1972, Journal of the Royal Statistical Society A 135:185-207; Harrington & Fleming 1982, Biometrika 69:553-566.",
};

/// How much each time counts in the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogRankWeight {
    /// Every event alike: the log-rank test.
    Equal,
    /// By the pooled share still without the event: Peto and Peto's test, which favours early times.
    PooledSurvival,
}

/// The result of a log-rank test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// Weighted events observed in each group.
    pub observed: Vec<f64>,
    /// Weighted events expected in each group, were there no difference.
    pub expected: Vec<f64>,
    /// The test statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom: groups in which events could have happened, less one.
    pub df: usize,
    /// The probability of a statistic this large, were there no difference.
    pub p: f64,
}

/// Returns the test over two or more groups.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than two groups in which events could have happened,
/// [`NoAnswer::NoEvents`] without events, and as for a life table where a group is empty or a time is
/// not a finite number above nought.
pub fn log_rank(groups: &[&[Observation]], weight: LogRankWeight) -> Answer<LogRank> {
    let tables = groups.iter().map(|g| of_observations(g)).collect::<Answer<Vec<_>>>()?;
    let pooled = steps(groups.iter().flat_map(|g| g.iter()).map(|o| (o.time, Kind::from(o.end))))?;
    let count = groups.len();
    let (mut observed, mut expected) = (vec![0.0; count], vec![0.0; count]);
    let mut covariance = DMatrix::<f64>::zeros(count, count);
    let mut next = vec![0_usize; count];
    let mut survival = 1.0;
    for all in &pooled {
        let mut shares = vec![0.0; count];
        for (g, table) in tables.iter().enumerate() {
            let here = table.get(next[g]);
            shares[g] = here.map_or(0.0, |s| s.at_risk) / all.at_risk;
            if let Some(step) = here.filter(|s| s.time == all.time) {
                let w = weight.at(survival);
                observed[g] += w * step.events;
                next[g] += 1;
            }
        }
        if all.events == 0.0 {
            continue;
        }
        let w = weight.at(survival);
        let spread = if all.at_risk > 1.0 {
            all.events * (all.at_risk - all.events) / (all.at_risk - 1.0)
        } else {
            0.0
        };
        for g in 0..count {
            expected[g] += w * all.events * shares[g];
            for h in 0..count {
                let own = if g == h { 1.0 } else { 0.0 };
                covariance[(g, h)] += w * w * spread * shares[g] * (own - shares[h]);
            }
        }
        survival *= 1.0 - all.events / all.at_risk;
    }
    test(observed, expected, &covariance)
}

impl LogRankWeight {
    fn at(self, survival: f64) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::PooledSurvival => survival,
        }
    }
}

fn test(observed: Vec<f64>, expected: Vec<f64>, covariance: &DMatrix<f64>) -> Answer<LogRank> {
    if observed.iter().all(|o| *o == 0.0) {
        return Err(NoAnswer::NoEvents);
    }
    let mut live: Vec<usize> = (0..observed.len()).filter(|g| expected[*g] > 0.0).collect();
    live.pop();
    if live.is_empty() {
        return Err(NoAnswer::TooFewGroups);
    }
    let excess = DVector::from_iterator(live.len(), live.iter().map(|&g| observed[g] - expected[g]));
    let block = DMatrix::from_fn(live.len(), live.len(), |i, j| covariance[(live[i], live[j])]);
    let solved = block.cholesky().ok_or(NoAnswer::TooFewGroups)?.solve(&excess);
    let chi_squared = excess.dot(&solved);
    let df = live.len();
    Ok(LogRank { observed, expected, chi_squared, df, p: chi_squared_above(chi_squared, df as f64) })
}
