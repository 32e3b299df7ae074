//! Curves from a life table: counts of stretches of time, and no single time.
//!
//! Read as the curves they stand for. Whoever is no longer seen is taken to have left half-way through the
//! stretch in which they left, so they count as half a child at risk in it. Not with stretches so long that the
//! half matters: most of those at risk should be seen to its end.
//!
//! Formula: `n' = n − w/2`, never below the endings; then `S = Π(1 − d/n')` for one ending, and `F = Σ S d₁/n'`
//! where endings compete; Greenwood's and the delta-method variance with `n'` for `n`.
//! Source: Cutler & Ederer 1958, Journal of Chronic Diseases 8:699; Chiang 1968 for competing endings.

use super::aalen_johansen::{self, Incidence};
use super::kaplan_meier::{self, Curve, CurveLimits, Point};
use super::life_table::Step;
use super::quantile::TimeQuantile;
use crate::stats::distribution::z;
use crate::stats::root::root;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "life-table",
    title: "Life table of stretches of time",
    what: "The share to whom something has or has not yet happened, from counts of stretches of time and no single time.",
    read: "As a Kaplan–Meier curve, or where endings compete as a cumulative incidence, at the end of each stretch.",
    not_when: "Many are lost from sight within one stretch: half of them are counted as at risk in it, which is then a guess.",
    formula: "n' = n - w/2; S = prod(1 - d/n'); with competing endings F = sum(S*d1/n'); variances with n' for n; a median lies on the straight line between two ends of stretches",
    source: "Cutler & Ederer 1958, Journal of Chronic Diseases 8:699-712.",
};

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// When it ends; it begins where the one before it ends, and the first at nought.
    pub end: f64,
    /// How many were at risk when it began.
    pub at_risk: f64,
    /// To how many the event happened in it.
    pub events: f64,
    /// To how many another ending happened in it.
    pub competing: f64,
    /// How many were last seen in it, with neither.
    pub withdrawn: f64,
}

impl Stretch {
    /// Returns the stretch of as many independent journeys as tell as much as these under a design effect. Shares stay.
    #[must_use]
    pub fn effective(self, effect: f64) -> Self {
        Self {
            end: self.end,
            at_risk: self.at_risk / effect,
            events: self.events / effect,
            competing: self.competing / effect,
            withdrawn: self.withdrawn / effect,
        }
    }
}

/// Returns the cumulative incidence of the event, at the end of each stretch; without limits below twenty at the start.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where there is no stretch or nobody at risk in one; [`NoAnswer::OutOfRange`] for counts
/// that are negative or more than those at risk, or ends that do not rise; [`NoAnswer::Overflow`].
pub fn grouped_incidence(stretches: &[Stretch], level: Level) -> Answer<Incidence> {
    let curve = aalen_johansen::of_steps(&steps(stretches, 0.0)?, level)?;
    Ok(if too_few(stretches) { curve.without_limits() } else { curve })
}

/// Returns the curve of those to whom the event has not happened, other endings taken to be withdrawals; without limits
/// below twenty at the start.
///
/// # Errors
///
/// As [`grouped_incidence`].
pub fn grouped_survival(stretches: &[Stretch], limits: CurveLimits, level: Level) -> Answer<Curve> {
    let curve = kaplan_meier::of_steps(steps(stretches, 1.0)?, limits, level)?;
    Ok(if too_few(stretches) { curve.without_limits() } else { curve })
}

/// Returns the median time, on the straight line between the two ends of stretches around it.
///
/// Its limits are the times at which the limits of the line, whose variance is that of its two ends together, leave one half
/// (Brookmeyer and Crowley 1982, Biometrics 38:29).
#[must_use]
pub fn grouped_median(curve: &Curve, level: Level) -> TimeQuantile {
    let quantile = z(level);
    let start = Point { time: 0.0, at_risk: 0.0, events: 0.0, survival: 1.0, se: Some(0.0), interval: None };
    let ends = || std::iter::once(&start).chain(curve.points()).zip(curve.points());
    let crossing = |height: &dyn Fn(&Point, &Point, f64) -> f64| {
        let (from, to) = ends().find(|(from, to)| height(from, to, 1.0) <= 0.5)?;
        let part = root(0.0, 1.0, |part| height(from, to, part) - 0.5);
        Some(from.time + part * (to.time - from.time))
    };
    let on_line = |from: &Point, to: &Point, part: f64| from.survival + part * (to.survival - from.survival);
    let limits = |from: &Point, to: &Point, part: f64| {
        let (one, other) = (from.se.unwrap_or(0.0), to.se.unwrap_or(0.0));
        let shared = one * one * to.survival / from.survival;
        let variance =
            ((1.0 - part) * one).powi(2) + (part * other).powi(2) + 2.0 * part * (1.0 - part) * shared;
        let survival = on_line(from, to, part);
        // Before the first event a curve has no limits, and stands at one; at nought it has none either.
        if survival <= 0.0 {
            None
        } else {
            curve.limits.around(survival, quantile * variance.sqrt() / survival)
        }
    };
    let limit = |side: fn(Interval) -> f64| {
        let has_limits = curve.points().iter().any(|point| point.interval.is_some());
        has_limits.then(|| {
            crossing(&|from, to, part| limits(from, to, part).map_or(on_line(from, to, part), side))
        })?
    };
    TimeQuantile {
        value: crossing(&on_line).ok_or(NoAnswer::NotReached),
        lower: limit(|limits| limits.lower),
        upper: limit(|limits| limits.upper),
    }
}

/// Fewer than so many at the start, and a curve has no limits: they would be too wide.
const FEWEST: f64 = 20.0;

fn too_few(stretches: &[Stretch]) -> bool {
    stretches.first().is_some_and(|first| first.at_risk < FEWEST)
}

/// Returns stretches as steps; `others` is the part of other endings that counts as withdrawn.
fn steps(stretches: &[Stretch], others: f64) -> Answer<Vec<Step>> {
    if stretches.is_empty() {
        return Err(NoAnswer::NoPopulation);
    }
    let mut before = 0.0;
    stretches
        .iter()
        .map(|stretch| {
            let Stretch { end, at_risk, events, competing, withdrawn } = *stretch;
            if at_risk == 0.0 {
                return Err(NoAnswer::NoPopulation);
            }
            let sound = [at_risk, events, competing, withdrawn].iter().all(|n| n.is_finite() && *n >= 0.0);
            if !sound || events + competing + withdrawn > at_risk || !(end > before && end.is_finite()) {
                return Err(NoAnswer::OutOfRange);
            }
            before = end;
            let (competing, withdrawn) = (competing * (1.0 - others), withdrawn + competing * others);
            let exposed = (at_risk - withdrawn / 2.0).max(events + competing);
            Ok(Step { time: end, at_risk: exposed, events, competing })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::survival::{Beyond, Departure, Exit, aalen_johansen};

    fn stretch(end: f64, at_risk: f64, events: f64, competing: f64, withdrawn: f64) -> Stretch {
        Stretch { end, at_risk, events, competing, withdrawn }
    }

    #[test]
    fn half_of_those_last_seen_in_a_stretch_are_at_risk_in_it() {
        // Cutler and Ederer's rule by hand: 100 at risk, 20 withdrawn, so 90; 9 events: 0.9 is left.
        let table = [stretch(1.0, 100.0, 9.0, 0.0, 20.0), stretch(2.0, 71.0, 7.0, 0.0, 2.0)];
        let curve = grouped_survival(&table, CurveLimits::LogLog, Level::P95).unwrap();
        assert!((curve.points()[0].survival - 0.9).abs() < 1e-12);
        assert!((curve.points()[1].survival - 0.9 * 0.9).abs() < 1e-12);
        let greenwood = 9.0 / (90.0 * 81.0) + 7.0 / (70.0 * 63.0);
        assert!((curve.points()[1].se.unwrap() - 0.81 * f64::sqrt(greenwood)).abs() < 1e-12);
    }

    #[test]
    fn without_withdrawals_it_is_the_curve_of_single_times() {
        let exits = |number, time, exit| vec![Departure { time, exit }; number];
        let single = [
            exits(3, 1.0, Exit::Event),
            exits(2, 1.0, Exit::Competing),
            exits(4, 2.0, Exit::Event),
            exits(11, 3.0, Exit::Censored),
        ];
        let single = aalen_johansen(&single.concat(), Level::P95).unwrap();
        let table = [stretch(1.0, 20.0, 3.0, 2.0, 0.0), stretch(2.0, 15.0, 4.0, 0.0, 0.0)];
        let grouped = grouped_incidence(&table, Level::P95).unwrap();
        for time in [1.0, 2.0] {
            let (one, other) =
                (single.at(time, Beyond::Refuse).unwrap(), grouped.at(time, Beyond::Refuse).unwrap());
            assert!((one.incidence - other.incidence).abs() < 1e-12 && (one.se - other.se).abs() < 1e-12);
        }
    }

    #[test]
    fn a_median_lies_between_the_ends_around_it() {
        let table = [stretch(6.0, 100.0, 25.0, 0.0, 0.0), stretch(12.0, 75.0, 50.0, 0.0, 0.0)];
        let curve = grouped_survival(&table, CurveLimits::LogLog, Level::P95).unwrap();
        let median = grouped_median(&curve, Level::P95);
        assert!((median.value.unwrap() - 9.0).abs() < 1e-12);
        assert!(median.lower.unwrap() < 9.0 && median.upper.unwrap() > 9.0);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let of = |table: &[Stretch]| grouped_incidence(table, Level::P95).map(|_| ());
        assert_eq!(of(&[]), Err(NoAnswer::NoPopulation));
        assert_eq!(of(&[stretch(1.0, 0.0, 0.0, 0.0, 0.0)]), Err(NoAnswer::NoPopulation));
        assert_eq!(of(&[stretch(1.0, 5.0, 4.0, 2.0, 0.0)]), Err(NoAnswer::OutOfRange));
        let falling = [stretch(2.0, 5.0, 1.0, 0.0, 0.0), stretch(1.0, 4.0, 1.0, 0.0, 0.0)];
        assert_eq!(of(&falling), Err(NoAnswer::OutOfRange));
    }

    #[test]
    fn all_may_have_had_the_event_where_some_were_last_seen() {
        let curve =
            grouped_survival(&[stretch(1.0, 4.0, 3.0, 0.0, 1.0)], CurveLimits::LogLog, Level::P95).unwrap();
        assert!(curve.points()[0].survival >= 0.0);
    }
}
