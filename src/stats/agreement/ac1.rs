//! Gwet's AC1: agreement beyond chance that holds up when nearly all files fall in one category.
//!
//! Read it as kappa. Chance agreement is taken from how hard the files are to tell apart, so a rare
//! category does not drag it down. Not beside published kappas as if they were the same scale.
//!
//! Formula: `(p_a − p_e)/(1 − p_e)`, `p_e = Σ π(1 − π)/(k − 1)`, `π` the mean of the two readers' shares;
//! limits from the linearised variance at `n − 1` for `n`, symmetric in the logarithm of the disagreement `1 − AC1`.
//! Source: Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29.

use super::Ratings;
use crate::stats::distribution::z;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "ac1",
    title: "Gwet's AC1",
    what: "Agreement between two readers beyond chance, steady when nearly all files fall in one category.",
    read: "0 is no better than chance, 1 is perfect.",
    not_when: "It is set beside published kappas as if on one scale.",
    formula: "(pa - pe)/(1 - pe), pe = sum(q*(1-q))/(k-1), q = mean of the two readers' shares",
    source: "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29-48.",
};

/// Returns AC1 with limits; without limits where agreement is perfect, for it then has no variance.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with a single file.
pub fn ac1(ratings: &Ratings, level: Level) -> Answer<Estimate> {
    let df = ratings.files as f64 - 1.0;
    if df < 1.0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let (first, second) = ratings.margins();
    let mean: Vec<f64> = first.iter().zip(&second).map(|(a, b)| f64::midpoint(*a, *b)).collect();
    let others = ratings.categories as f64 - 1.0;
    let agreed = |i: usize, j: usize| if i == j { 1.0 } else { 0.0 };
    let chance = mean.iter().map(|q| q * (1.0 - q)).sum::<f64>() / others;
    let value = (ratings.mean(agreed) - chance) / (1.0 - chance);
    let influence = |i: usize, j: usize| {
        (agreed(i, j) - (1.0 - value) * (1.0 - mean[i] - mean[j]) / others) / (1.0 - chance)
    };
    let se = (ratings.variance(influence) / df).sqrt();
    let disagreement = 1.0 - value;
    let spread = (z(level) * se / disagreement).exp();
    let limits = || Interval::new((1.0 - disagreement * spread).max(-1.0), 1.0 - disagreement / spread);
    let interval = if disagreement > 1e-12 && se > 0.0 { limits() } else { None };
    Estimate::new(value, interval)
}
