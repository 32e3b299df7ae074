//! Counting rows into strata, which lose nothing a multilevel model of them needs.
//!
//! Rows of one stratum share their terms, so the likelihood of their outcomes is that of the stratum's count
//! up to a constant. A million children become a few hundred strata.

use std::collections::BTreeMap;

use crate::stats::glm::Factor;
use crate::stats::{Answer, NoAnswer};

/// Cells below which counts are kept in one flat table.
const FLAT: usize = 1 << 20;

/// Counts by stratum, in order of the factors' levels, the last factor fastest; empty strata left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Strata {
    /// The factors, one code for each stratum.
    pub factors: Vec<Factor>,
    /// Events in each stratum.
    pub events: Vec<f64>,
    /// Trials, people or exposure in each stratum.
    pub trials: Vec<f64>,
}

/// Returns the counts of rows by the crossing of `factors`.
///
/// # Errors
/// [`NoAnswer::ShapeMismatch`] where lengths differ; [`NoAnswer::OutOfRange`] where a value is negative or
/// not finite; [`NoAnswer::TooFewGroups`] without rows.
pub fn aggregate(factors: &[&Factor], events: &[f64], trials: &[f64]) -> Answer<Strata> {
    let rows = events.len();
    if trials.len() != rows || factors.iter().any(|factor| factor.codes().len() != rows) {
        return Err(NoAnswer::ShapeMismatch);
    }
    if rows == 0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let mut keys = vec![0_usize; rows];
    let mut cells = 1_usize;
    for factor in factors {
        let levels = factor.levels().len();
        cells = cells.checked_mul(levels).ok_or(NoAnswer::OutOfRange)?;
        for (key, code) in keys.iter_mut().zip(factor.codes()) {
            *key = *key * levels + code;
        }
    }
    let wrong = |value: &f64| !(*value >= 0.0 && value.is_finite());
    if events.iter().any(wrong) || trials.iter().any(wrong) {
        return Err(NoAnswer::OutOfRange);
    }
    let rows = keys.iter().zip(events.iter().zip(trials));
    let mut found: Vec<(usize, f64, f64)> = Vec::new();
    if cells <= FLAT {
        let mut table = vec![(0.0, 0.0); cells];
        for (&key, (event, trial)) in rows {
            table[key].0 += event;
            table[key].1 += trial;
        }
        found.extend(table.into_iter().enumerate().map(|(key, (event, trial))| (key, event, trial)));
    } else {
        let mut table: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
        for (&key, (event, trial)) in rows {
            let cell = table.entry(key).or_default();
            cell.0 += event;
            cell.1 += trial;
        }
        found.extend(table.into_iter().map(|(key, (event, trial))| (key, event, trial)));
    }
    found.retain(|&(_, _, trial)| trial > 0.0);
    let mut left: Vec<usize> = found.iter().map(|cell| cell.0).collect();
    let mut kept = Vec::with_capacity(factors.len());
    for factor in factors.iter().rev() {
        let levels = factor.levels().len();
        let codes = left.iter_mut().map(|key| {
            let code = *key % levels;
            *key /= levels;
            code
        });
        kept.push(factor.recoded(codes.collect()));
    }
    kept.reverse();
    Ok(Strata {
        factors: kept,
        events: found.iter().map(|cell| cell.1).collect(),
        trials: found.iter().map(|cell| cell.2).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_hold_every_row_once_and_no_empty_cell() {
        let sex = Factor::from_labels("sex", &["F", "M", "F", "M"]);
        let age = Factor::from_labels("age", &["young", "young", "old", "young"]);
        let strata = aggregate(&[&sex, &age], &[1.0, 0.0, 0.0, 1.0], &[1.0; 4]).expect("strata");
        assert_eq!(strata.events, [1.0, 0.0, 1.0]);
        assert_eq!(strata.trials, [1.0, 1.0, 2.0]);
        assert_eq!(strata.factors[0].codes(), [0, 0, 1]);
        assert_eq!(strata.factors[1].codes(), [0, 1, 0]);
    }

    #[test]
    fn a_huge_crossing_is_counted_too() {
        let levels: Vec<String> = (0..2000).map(|level| level.to_string()).collect();
        let names: Vec<&str> = levels.iter().map(String::as_str).collect();
        let a = Factor::new("a", &names, vec![1999, 0, 1999]).expect("a factor");
        let b = Factor::new("b", &names, vec![1998, 5, 1998]).expect("a factor");
        let strata = aggregate(&[&a, &b], &[1.0, 1.0, 1.0], &[1.0, 1.0, 1.0]).expect("strata");
        assert_eq!(strata.events, [1.0, 2.0]);
        assert_eq!(strata.factors[1].codes(), [5, 1998]);
    }
}
