//! Funnel limits of a proportion.
//!
//! What: between which shares a unit of a given size lies when only chance sets it apart from the target.
//! Read: outside the 95% limits is unusual, outside the 99.8% limits calls for a look.
//! Not when: units differ for known reasons (adjust first) or by more than chance (add over-dispersion).
//! Formula: `p ∓ z√(p(1 - p)/n)`, cut at 0 and 1: where Wilson's limit of a unit meets the target.
//! Source: Spiegelhalter 2005, Statistics in Medicine 24:1185; PHE technical guide on funnel plots.

use crate::stats::distribution::z;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What `explain funnel-proportion` says.
pub const METHOD: Method = Method {
    name: "funnel-proportion",
    title: "Funnel limits of a proportion",
    what: "Between which shares a unit of a given size lies when only chance sets it apart from the target.",
    read: "Outside the 95% limits is unusual; outside the 99.8% limits calls for a look. A funnel ranks nobody.",
    not_when: "Units differ for known reasons (adjust first), or by more than chance (add over-dispersion).",
    formula: "p -/+ z sqrt(p(1-p)/n), cut at 0 and 1",
    source: "Spiegelhalter 2005, Statistics in Medicine 24:1185-1202",
};

/// Returns the limits at a `target` share for a unit of `population` people.
///
/// # Errors
///
/// `NoEvents` for a target of nought and `BoundaryVariance` for one of one, about which chance moves nobody; `OutOfRange`
/// for one outside them; `NoPopulation`; `Overflow`.
pub fn proportion_limits(target: f64, population: f64, level: Level) -> Answer<Interval> {
    if !(0.0..=1.0).contains(&target) || !population.is_finite() || population < 0.0 {
        return Err(NoAnswer::OutOfRange);
    }
    if population == 0.0 {
        return Err(NoAnswer::NoPopulation);
    }
    if target == 0.0 {
        return Err(NoAnswer::NoEvents);
    }
    if target == 1.0 {
        return Err(NoAnswer::BoundaryVariance);
    }
    let reach = z(level) * (target * (1.0 - target) / population).sqrt();
    Interval::new((target - reach).max(0.0), (target + reach).min(1.0)).ok_or(NoAnswer::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Group, rates::wilson};

    #[test]
    fn a_unit_on_the_limit_has_the_target_on_its_own_limit() {
        let limits = proportion_limits(0.2, 150.0, Level::P998).unwrap();
        let unit = wilson(Group { events: limits.upper * 150.0, population: 150.0 }, Level::P998).unwrap();
        assert!((unit.interval.unwrap().lower - 0.2).abs() < 1e-14);
    }
}
