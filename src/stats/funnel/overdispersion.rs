//! Funnel limits where units vary by more than chance.
//!
//! What: the variance between units that chance does not explain, and limits that allow for it.
//! Read: `phi` well above 1 means that units vary beyond chance; the limits then show who stands out even so.
//! Not when: units are few (under about ten), or the spread is the finding.
//! Formula: `z = (Y - target)/s` on a transformed scale, trimmed; `φ = Σz²/m`; `τ² = max(0, (mφ - (m - 1)) /
//! (Σw - Σw²/Σw))`, `w = 1/s²`, over the `m` units kept; limits `target ∓ q√(s² + τ²)`, taken back.
//! Source: Spiegelhalter 2005, Quality and Safety in Health Care 14:347; NHS Digital, SHMI methodology.

use crate::stats::distribution::z;
use crate::stats::weights::beside_the_rest;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// What `explain funnel-overdispersion` says.
pub const METHOD: Method = Method {
    name: "funnel-overdispersion",
    title: "Funnel limits with over-dispersion",
    what: "The variance between units that chance does not explain, and funnel limits that allow for it.",
    read: "Phi well above 1: units vary beyond chance. The limits show who stands out even so.",
    not_when: "Units are few, or the spread between them is itself the finding.",
    formula: "z = (Y - target)/s, trimmed; phi = mean z^2; tau2 by DerSimonian and Laird; limits target -/+ q sqrt(s^2 + tau2), taken back",
    source: "Spiegelhalter 2005, Quality and Safety in Health Care 14:347-351; NHS Digital, SHMI methodology",
};

/// One unit of a funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Events seen.
    pub events: f64,
    /// Events expected, for a ratio; people, for a proportion.
    pub size: f64,
}

/// The scale on which units vary evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transform {
    /// Logarithm of a ratio to expected; target 1. A unit without events has none.
    LogRatio,
    /// Square root of a ratio to expected; target 1.
    RootRatio,
    /// Arc-sine of the root of a proportion; target the share of all units together.
    ArcsineProportion,
}

/// What is done with the outermost tenths of `z` before the variance is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trim {
    /// Left out: ranks `r` with `10r/(n + 1)` below 1 or from 9 on.
    Truncate,
    /// Drawn in to the tenth and ninetieth hundredths (interpolated between units).
    Winsorise,
}

/// Variance between units, and what is needed for limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Overdispersion {
    /// The mean of the squared trimmed `z`.
    pub phi: f64,
    /// The variance between units, on the transformed scale; nought where chance explains their spread.
    pub tau2: f64,
    /// Each unit's `z`.
    pub z: Vec<f64>,
    /// Each unit's trimmed `z`; `None` where it was left out.
    pub trimmed: Vec<Option<f64>>,
    /// The target on the transformed scale.
    pub target: f64,
    /// The scale.
    pub transform: Transform,
}

/// Returns the over-dispersion of units.
///
/// # Errors
///
/// `TooFewGroups` below two units kept; `ZeroCount` where a unit has no events and a logarithm is asked
/// for; `NoEvents` where no unit has any; `NoPopulation` for a size of nought; `OutOfRange`; `Overflow`.
pub fn overdispersion(units: &[Unit], transform: Transform, trim: Trim) -> Answer<Overdispersion> {
    let target = transform.target(units)?;
    let points = units.iter().map(|unit| transform.point(unit)).collect::<Answer<Vec<_>>>()?;
    let z = points.iter().map(|(point, se)| finite((point - target) / se)).collect::<Answer<Vec<f64>>>()?;
    let trimmed = match trim {
        Trim::Truncate => truncate(&z),
        Trim::Winsorise => winsorise(&z),
    };
    let kept = || trimmed.iter().zip(&points).filter_map(|(z, (_, se))| z.map(|z| (z, 1.0 / (se * se))));
    let count = kept().count() as f64;
    if count < 2.0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let phi = finite(kept().map(|(z, _)| z * z).sum::<f64>() / count)?;
    let weights: Vec<f64> = kept().map(|(_, weight)| weight).collect();
    let tau2 = finite((count * phi - (count - 1.0)) / beside_the_rest(&weights))?.max(0.0);
    Ok(Overdispersion { phi, tau2, z, trimmed, target, transform })
}

impl Overdispersion {
    /// Returns the limits of a unit of a given size, as a ratio or a share.
    ///
    /// # Errors
    ///
    /// `NoPopulation` for a size that is not above nought.
    pub fn limits(&self, size: f64, level: Level) -> Answer<Interval> {
        if size.is_nan() || size <= 0.0 {
            return Err(NoAnswer::NoPopulation);
        }
        let reach = z(level) * (self.transform.se(size).powi(2) + self.tau2).sqrt();
        let back = |point: f64| self.transform.back(point);
        Interval::new(back(self.target - reach), back(self.target + reach)).ok_or(NoAnswer::Overflow)
    }
}

impl Transform {
    fn target(self, units: &[Unit]) -> Answer<f64> {
        if units.iter().any(|unit| {
            !unit.events.is_finite() || !unit.size.is_finite() || unit.events < 0.0 || unit.size < 0.0
        }) {
            return Err(NoAnswer::OutOfRange);
        }
        if units.iter().any(|unit| unit.size == 0.0) {
            return Err(NoAnswer::NoPopulation);
        }
        let events: f64 = units.iter().map(|unit| unit.events).sum();
        if events == 0.0 {
            return Err(NoAnswer::NoEvents);
        }
        Ok(match self {
            Self::LogRatio => 0.0,
            Self::RootRatio => 1.0,
            Self::ArcsineProportion => {
                let share = events / units.iter().map(|unit| unit.size).sum::<f64>();
                share.min(1.0).sqrt().asin()
            }
        })
    }

    fn point(self, unit: &Unit) -> Answer<(f64, f64)> {
        let ratio = unit.events / unit.size;
        let point = match self {
            Self::LogRatio if unit.events == 0.0 => return Err(NoAnswer::ZeroCount),
            Self::LogRatio => ratio.ln(),
            Self::RootRatio => ratio.sqrt(),
            Self::ArcsineProportion if ratio > 1.0 => return Err(NoAnswer::OutOfRange),
            Self::ArcsineProportion => ratio.sqrt().asin(),
        };
        Ok((point, self.se(unit.size)))
    }

    fn se(self, size: f64) -> f64 {
        match self {
            Self::LogRatio => 1.0 / size.sqrt(),
            Self::RootRatio | Self::ArcsineProportion => 0.5 / size.sqrt(),
        }
    }

    fn back(self, point: f64) -> f64 {
        match self {
            Self::LogRatio => point.exp(),
            Self::RootRatio => point.max(0.0).powi(2),
            Self::ArcsineProportion => point.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2),
        }
    }
}

/// Leaves out the outer tenths by rank; ties share the mean of their ranks.
fn truncate(z: &[f64]) -> Vec<Option<f64>> {
    let sorted = sorted(z);
    let tenth = |z: f64| {
        let (first, after) =
            (sorted.partition_point(|&other| other < z), sorted.partition_point(|&other| other <= z));
        let rank = (first + 1 + after) as f64 / 2.0;
        (10.0 * rank / (sorted.len() + 1) as f64).floor()
    };
    z.iter().map(|&z| (1.0..9.0).contains(&tenth(z)).then_some(z)).collect()
}

/// Draws the outer tenths in to the tenth and ninetieth hundredths.
fn winsorise(z: &[f64]) -> Vec<Option<f64>> {
    let sorted = sorted(z);
    let quantile = |share: f64| {
        let at = share * (sorted.len() - 1) as f64;
        let below = at.floor() as usize;
        let above = (below + 1).min(sorted.len() - 1);
        sorted[below] + (at - at.floor()) * (sorted[above] - sorted[below])
    };
    let (low, high) = (quantile(0.1), quantile(0.9));
    z.iter().map(|z| Some(z.clamp(low, high))).collect()
}

fn sorted(z: &[f64]) -> Vec<f64> {
    let mut sorted = z.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(rows: &[(f64, f64)]) -> Vec<Unit> {
        rows.iter().map(|&(events, size)| Unit { events, size }).collect()
    }

    #[test]
    fn units_that_vary_by_chance_keep_plain_limits() {
        let units = units(&[(100.0, 100.0), (104.0, 100.0), (97.0, 100.0), (99.0, 100.0)]);
        let spread = overdispersion(&units, Transform::LogRatio, Trim::Winsorise).unwrap();
        assert_eq!(spread.tau2, 0.0);
        assert!((spread.limits(100.0, Level::P95).unwrap().upper - 0.196f64.exp()).abs() < 1e-4);
    }

    #[test]
    fn limits_of_a_root_stay_above_nought_and_are_squared() {
        let units = units(&[(40.0, 10.0), (2.0, 10.0), (1.0, 10.0), (0.0, 10.0), (30.0, 10.0)]);
        let spread = overdispersion(&units, Transform::RootRatio, Trim::Winsorise).unwrap();
        let limits = spread.limits(10.0, Level::P998).unwrap();
        assert!(spread.tau2 > 0.0 && limits.lower == 0.0 && limits.upper > 1.0);
    }

    #[test]
    fn a_unit_without_events_has_no_logarithm() {
        let units = units(&[(0.0, 10.0), (2.0, 10.0), (9.0, 10.0)]);
        assert_eq!(overdispersion(&units, Transform::LogRatio, Trim::Truncate), Err(NoAnswer::ZeroCount));
    }
}
