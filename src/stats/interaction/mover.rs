//! Limits of a sum of ratios from the limits of each: method of variance estimates recovery (MOVER).
//!
//! The distance from a sum to its limit is put together from each part's distance to its own limit on the
//! side that moves the sum that way, and from how the parts go together. Source: Zou 2008, Am J Epidemiol
//! 168:212; Zou and Donner 2008, Stat Med 27:1693.

use super::joint::Joint;
use crate::stats::distribution::z;
use crate::stats::{Answer, Estimate, Interval, Level, Method, deviation};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "mover",
    title: "Limits of a sum of ratios recovered from the limits of each",
    what: "Limits of RERI and of the attributable proportion that lean the way limits of ratios do.",
    read: "As limits by the delta method, but longer on the side of larger ratios.",
    not_when: "The doubly exposed have few events: limits of the proportion are then too narrow.",
    formula: "distance to a limit = sqrt(sum over pairs of gap_i gap_j corr_ij), gap the distance of each signed ratio to its own limit on that side",
    source: "Zou 2008, American Journal of Epidemiology 168:212-224; Zou and Donner 2008, Statistics in Medicine 27:1693-1702",
};

/// A ratio that is added or taken away: the combination of logarithms that makes it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Plus([f64; 3]),
    Minus([f64; 3]),
}

impl Part {
    const fn weights(self) -> [f64; 3] {
        match self {
            Self::Plus(weights) | Self::Minus(weights) => weights,
        }
    }

    const fn sign(self) -> f64 {
        match self {
            Self::Plus(_) => 1.0,
            Self::Minus(_) => -1.0,
        }
    }
}

/// Returns `1 + Σ ± ratio` with its limits.
pub(super) fn one_plus(joint: &Joint, parts: [Part; 3], level: Level) -> Answer<Estimate> {
    let z = z(level);
    let combined = parts.map(|part| joint.combine(part.weights()));
    let value = 1.0 + parts.iter().zip(combined).map(|(part, (log, _))| part.sign() * log.exp()).sum::<f64>();
    let distance = |side: f64| {
        // How far each signed ratio lies from its own limit on this side of the sum.
        let gaps = [0, 1, 2].map(|i| {
            let (log, error) = combined[i];
            ((log + side * parts[i].sign() * z * error).exp() - log.exp()).abs() * parts[i].sign()
        });
        let mut total = 0.0;
        for i in 0..3 {
            for j in 0..3 {
                total += gaps[i] * gaps[j] * correlation(joint, parts[i], parts[j]);
            }
        }
        deviation(total)
    };
    Estimate::new(value, Some(Interval::of(value - distance(-1.0), value + distance(1.0))?))
}

fn correlation(joint: &Joint, a: Part, b: Part) -> f64 {
    let errors = joint.error(a.weights()) * joint.error(b.weights());
    if errors > 0.0 { joint.between(a.weights(), b.weights()) / errors } else { 0.0 }
}
