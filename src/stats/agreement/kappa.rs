//! Cohen's kappa, plain or weighted: agreement beyond chance.
//!
//! Read nought as no better than chance and one as perfect; below 0.4 is poor for a coding that
//! decisions rest on. Weighted kappa lets near misses on an ordered scale count for something. Not
//! where nearly all files fall in one category: kappa is then low whatever the agreement (use AC1).
//!
//! Formula: `(p_o − p_e)/(1 − p_e)` with weights `w` (1 on the diagonal; linear `1 − |i − j|/(k − 1)`;
//! quadratic `1 − (i − j)²/(k − 1)²`); limits from the large-sample variance at `n − 1` for `n`, symmetric
//! in `artanh κ`, by Student's quantile on `n − 1`: plain ones hold the truth too seldom below 100 files.
//! Source: Cohen 1960, 1968; Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323 (variance).

use super::Ratings;
use crate::stats::distribution::t;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "kappa",
    title: "Cohen's kappa",
    what: "Agreement between two readers beyond what chance would give; weighted, near misses count for something.",
    read: "0 is no better than chance, 1 is perfect; below 0.4 is poor for a coding that decisions rest on.",
    not_when: "Nearly all files fall in one category: kappa is then low whatever the agreement (use ac1).",
    formula: "(po - pe)/(1 - pe), po = sum(w*p_ij), pe = sum(w*p_i*p_j); w: identity, 1-|i-j|/(k-1), 1-(i-j)^2/(k-1)^2",
    source: "Cohen 1960, Educational and Psychological Measurement 20:37-46; Cohen 1968, Psychological Bulletin 70:213-220 (weights); Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323-327.",
};

/// How much a near miss counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KappaWeights {
    /// Not at all: categories have no order.
    Nominal,
    /// In proportion to the distance.
    Linear,
    /// In proportion to the squared distance.
    Quadratic,
}

/// Returns kappa with limits; without limits where agreement is perfect, for it then has no variance.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with a single file; [`NoAnswer::BoundaryVariance`] where both readers put every file in one category, so that chance
/// agreement is already perfect.
pub fn kappa(ratings: &Ratings, weights: KappaWeights, level: Level) -> Answer<Estimate> {
    let df = ratings.files as f64 - 1.0;
    if df < 1.0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let (first, second) = ratings.margins();
    let k = ratings.categories;
    let weight = |i: usize, j: usize| weights.of(i, j, k);
    let mean_over = |margin: &[f64], w: &dyn Fn(usize) -> f64| -> f64 {
        margin.iter().enumerate().map(|(i, m)| m * w(i)).sum()
    };
    let by_first: Vec<f64> = (0..k).map(|i| mean_over(&second, &|j| weight(i, j))).collect();
    let by_second: Vec<f64> = (0..k).map(|j| mean_over(&first, &|i| weight(i, j))).collect();
    let observed = ratings.mean(weight);
    let chance = mean_over(&first, &|i| by_first[i]);
    if 1.0 - chance <= f64::EPSILON {
        return Err(NoAnswer::BoundaryVariance);
    }
    let value = (observed - chance) / (1.0 - chance);
    let influence = |i, j| (weight(i, j) - (1.0 - value) * (by_first[i] + by_second[j])) / (1.0 - chance);
    let se = (ratings.variance(influence) / df).sqrt();
    Estimate::new(value, fisher(value, se, t(level, df)))
}

impl KappaWeights {
    fn of(self, i: usize, j: usize, categories: usize) -> f64 {
        let distance = i.abs_diff(j) as f64 / (categories as f64 - 1.0);
        match self {
            Self::Nominal if i == j => 1.0,
            Self::Nominal => 0.0,
            Self::Linear => 1.0 - distance,
            Self::Quadratic => 1.0 - distance * distance,
        }
    }
}

/// Returns limits symmetric in the inverse hyperbolic tangent; `None` at perfect agreement or disagreement.
fn fisher(value: f64, se: f64, quantile: f64) -> Option<Interval> {
    let room = 1.0 - value * value;
    if room <= 1e-12 || se <= 0.0 {
        return None;
    }
    let (centre, half) = (value.atanh(), quantile * se / room);
    Interval::new((centre - half).tanh(), (centre + half).tanh())
}
