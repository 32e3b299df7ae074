//! How far simulated limits of the slope index differ from run to run.
//!
//! What: the mean absolute difference of the limits of nine runs from those of the first, each with draws of its own.
//! Read: in the unit of the index: a tenth says that a limit printed to one place may move by its last digit.
//! Not when: limits have a closed form, as on transformed scales: they do not move.
//! Formula: the mean over nine runs and two limits of `|limit - limit of the first run|`.
//! Source: PHEindicatormethods, `phe_sii`, the reliability statistic.

use super::ohid::{Draws, Measured, Scale};
use super::ohid_fit::Fit;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// What `explain ohid-reliability` says.
pub const METHOD: Method = Method {
    name: "ohid-reliability",
    title: "Reliability of simulated limits",
    what: "How far the simulated limits of the slope index from published figures differ from run to run.",
    read: "In the unit of the index: a tenth says that a limit printed to one place may move by its last digit.",
    not_when: "Limits have a closed form: they do not move.",
    formula: "mean over nine runs and two limits of |limit - limit of the first run|, each run with draws of its own",
    source: "PHEindicatormethods, phe_sii, reliability statistic",
};

/// How far limits of simulations differ from run to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// The mean absolute difference of the slope index's limits from those of the first of ten runs.
    pub sii: f64,
    /// The same for the relative index, where it has limits in every run.
    pub rii: Option<f64>,
}

/// Returns the reliability of simulated limits: ten runs of their own, compared with the first.
///
/// # Errors
///
/// As [`ohid`](super::ohid()).
pub fn reliability(
    groups: &[Measured],
    scale: Scale,
    name: &str,
    repetitions: usize,
    level: Level,
) -> Answer<Reliability> {
    let fit = Fit::new(groups, scale)?;
    let runs = (0..10)
        .map(|run| fit.simulated(&Draws::new(&format!("{name}/run {run}"), groups.len(), repetitions), level))
        .collect::<Answer<Vec<_>>>()?;
    let differences = |limits: Vec<Interval>| {
        let (first, others) = limits.split_first().expect("ten runs have a first");
        let sum: f64 =
            others.iter().map(|run| (run.lower - first.lower).abs() + (run.upper - first.upper).abs()).sum();
        finite(sum / (2.0 * others.len() as f64))
    };
    let slopes = runs.iter().map(|run| run.0).collect::<Option<Vec<_>>>().ok_or(NoAnswer::Overflow)?;
    let ratios = runs.iter().map(|run| run.1).collect::<Option<Vec<_>>>();
    Ok(Reliability { sii: differences(slopes)?, rii: ratios.map(differences).transpose()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reliability_shrinks_with_more_draws() {
        let group =
            |value: f64| Measured { value, lower: 0.8 * value, upper: 1.2 * value, population: 1000.0 };
        let groups = [60.0, 45.0, 41.0, 30.0, 19.0].map(group);
        let at = |repetitions| {
            reliability(&groups, Scale::Linear, "an area", repetitions, Level::P95).unwrap().sii
        };
        let (few, many) = (at(1000), at(9000));
        assert!(many < few && many > 0.0);
    }
}
