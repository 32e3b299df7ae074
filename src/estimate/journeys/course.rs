//! Journeys in time: shares by months since the start, medians, and the gradient of the monthly hazard.

use super::super::{cell, to_f64};
use super::{Of, Place};
use crate::count::journeys::{Course, Stand};
use crate::disclose::Published;
use crate::domain::journey::Journey;
use crate::domain::{Axis, Cell, Dimension, Figure, Measure, Stratum, Unit};
use crate::stats::gradient::ridits;
use crate::stats::survival::kaplan_meier::{Beyond, CurveLimits};
use crate::stats::survival::{
    HazardCell, Stretch, grouped, grouped_incidence, grouped_median, grouped_survival, hazard_gradient,
};
use crate::stats::{Answer, Estimate, Group, Interval, Level, NoAnswer};

/// What a hidden ending is said of where a figure rests on it.
const CONVENTION: &str = "v1; cumulative incidence, competing endings";

/// Adds the figures of one journey.
pub(super) fn course(of: &Of<'_>, journey: Journey, course: &Course<Published>, figures: &mut Vec<Figure>) {
    for place in of.places() {
        standing(of, journey, course, place, figures);
        let read = Reading::of(of, journey, course, place);
        for at in 0..journey.months().len() {
            figures.push(read.share(of, at, Measured::Incidence));
            if journey == Journey::Rereferral {
                figures.push(read.share(of, at, Measured::KaplanMeier));
            }
        }
        if journey == Journey::PlanLength {
            figures.push(read.median(of));
        }
    }
    figures.push(hazard(of, journey, course));
}

/// Adds the published counts themselves.
fn standing(
    of: &Of<'_>,
    journey: Journey,
    course: &Course<Published>,
    place: Place,
    figures: &mut Vec<Figure>,
) {
    let axes = [Axis::Months(journey), Axis::Standing];
    for (at, stand) in course.by.iter().enumerate() {
        let each = [&stand.happened, &stand.impossible, &stand.unseen, &stand.waiting];
        for (standing, tally) in each.into_iter().enumerate() {
            figures.push(Figure {
                dimension: of.dimension(place, &axes),
                stratum: of.stratum(place, &[(axes[0], at), (axes[1], standing)]),
                value: cell(place.of(tally)),
                cases: cell(place.of(tally)),
                population: place.of(&course.entered).shown().map(to_f64),
                convention: "v1; cumulative",
                ..of.figure(Measure::Standing, journey.unit())
            });
        }
    }
}

/// Which share is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measured {
    Incidence,
    KaplanMeier,
}

/// A journey of one group, as far as its published counts tell.
struct Reading {
    journey: Journey,
    place: Place,
    entered: Published,
    /// To how many the event had happened, by each month.
    happened: Vec<Published>,
    /// Why there is nothing at a month; `None` where there is.
    lacking: Vec<Option<Lack>>,
    stretches: Vec<Stretch>,
}

/// Why a share at a month is lacking.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lack {
    /// A count it rests on is hidden.
    Hidden,
    /// Nobody was followed so long.
    Unfollowed,
}

impl Reading {
    fn of(of: &Of<'_>, journey: Journey, course: &Course<Published>, place: Place) -> Self {
        let entered = place.of(&course.entered);
        let happened = course.by.iter().map(|stand| place.of(&stand.happened)).collect();
        let (mut lacking, mut stretches) = (Vec::new(), Vec::<Stretch>::new());
        let mut before = (0.0, 0.0, entered.shown().map_or(0.0, to_f64));
        for (stand, &months) in course.by.iter().zip(journey.months()) {
            let lack = match entered.shown().and_then(|entered| known(of, stand, place, entered)) {
                None => Some(Lack::Hidden),
                Some((happened, impossible, waiting)) => {
                    let (events_before, competing_before, at_risk) = before;
                    let events = (happened - events_before).clamp(0.0, at_risk);
                    let competing = (impossible - competing_before).clamp(0.0, at_risk - events);
                    let left = waiting.clamp(0.0, at_risk - events - competing);
                    let withdrawn = at_risk - events - competing - left;
                    if at_risk <= 0.0 || (left <= 0.0 && withdrawn > 0.0) {
                        Some(Lack::Unfollowed)
                    } else {
                        let end = f64::from(months);
                        stretches.push(Stretch { end, at_risk, events, competing, withdrawn });
                        before = (happened.max(events_before), impossible.max(competing_before), left);
                        None
                    }
                }
            };
            lacking.push(lack);
        }
        Self { journey, place, entered, happened, lacking, stretches }
    }

    /// Returns the share at one of the journey's months.
    fn share(&self, of: &Of<'_>, at: usize, measured: Measured) -> Figure {
        let axis = Axis::Months(self.journey);
        let measure = match measured {
            Measured::Incidence => self.journey.measure(),
            Measured::KaplanMeier => Measure::RereferralForwardKm,
        };
        let blank = Figure {
            dimension: of.dimension(self.place, &[axis]),
            stratum: of.stratum(self.place, &[(axis, at)]),
            cases: cell(self.happened[at]),
            population: self.entered.shown().map(to_f64),
            method: grouped::METHOD.name,
            convention: match measured {
                Measured::Incidence => CONVENTION,
                Measured::KaplanMeier => "v1; one less the survival curve, competing endings censored",
            },
            ..of.figure(measure, Unit::Proportion)
        };
        match self.lacking[at] {
            Some(Lack::Hidden) => blank.hidden(),
            Some(Lack::Unfollowed) => unfollowed(blank),
            None => blank.with(self.estimate(at, measured), 1.0, Level::P95),
        }
    }

    fn estimate(&self, at: usize, measured: Measured) -> Answer<Estimate> {
        let time = f64::from(self.journey.months()[at]);
        match measured {
            Measured::Incidence => {
                let point = grouped_incidence(&self.stretches, Level::P95)?.at(time, Beyond::Refuse)?;
                Ok(Estimate { value: point.incidence, interval: point.interval })
            }
            Measured::KaplanMeier => {
                let curve = grouped_survival(&self.stretches, CurveLimits::LogLog, Level::P95)?;
                let point = curve.at(time, Beyond::Refuse)?;
                let interval =
                    point.interval.and_then(|limits| Interval::new(1.0 - limits.upper, 1.0 - limits.lower));
                Ok(Estimate { value: 1.0 - point.survival, interval })
            }
        }
    }

    /// Returns the median time.
    fn median(&self, of: &Of<'_>) -> Figure {
        let (dimension, stratum) = match self.place {
            Place::Total => (Dimension::None, Stratum::Total),
            Place::Group(at) => (
                Dimension::Deprivation(of.journeys.grouping),
                super::group(at).map_or(Stratum::Total, Stratum::Group),
            ),
        };
        let blank = Figure {
            dimension,
            stratum,
            population: self.entered.shown().map(to_f64),
            method: grouped::METHOD.name,
            convention: "v1; straight line between the months of the table",
            ..of.figure(Measure::PlanMedianMonths, Unit::Months)
        };
        if self.entered == Published::Hidden {
            return blank.hidden();
        }
        let answer = grouped_survival(&self.stretches, CurveLimits::LogLog, Level::P95).and_then(|curve| {
            let median = grouped_median(&curve);
            let interval =
                median.lower.zip(median.upper).and_then(|(lower, upper)| Interval::new(lower, upper));
            Ok(Estimate { value: median.value?, interval })
        });
        blank.with(answer, 1.0, Level::P95)
    }
}

fn unfollowed(blank: Figure) -> Figure {
    Figure { value: Cell::Unavailable, reason: Some("nobody was followed so long"), ..blank }
}

/// Returns to how many it had happened, to how many it had become impossible, and how many were waiting; `None` where
/// that cannot be told from what is published.
///
/// The four add up to those who set out, so one that is hidden is what the others leave over, within what a hidden
/// count can be. Where several are, an ending that makes the event impossible is taken as the middle of what it can be.
fn known(of: &Of<'_>, stand: &Stand<Published>, place: Place, entered: u64) -> Option<(f64, f64, f64)> {
    let most = f64::from(of.plan.disclosure.hide_up_to);
    let at = |tally| place.of(tally).shown().map(to_f64);
    let (happened, impossible) = (at(&stand.happened)?, at(&stand.impossible));
    let (unseen, waiting) = (at(&stand.unseen), at(&stand.waiting));
    let rest = |others: [Option<f64>; 2]| {
        let others = others[0]? + others[1]?;
        Some((to_f64(entered) - happened - others).clamp(1.0, most))
    };
    let impossible_or = impossible.or_else(|| rest([unseen, waiting])).unwrap_or(f64::midpoint(1.0, most));
    let waiting = waiting.or_else(|| rest([unseen, Some(impossible_or)]))?;
    Some((happened, impossible_or, waiting))
}

/// Returns the gradient of the monthly hazard over the groups whose counts tell.
fn hazard(of: &Of<'_>, journey: Journey, course: &Course<Published>) -> Figure {
    let axis = Axis::Months(journey);
    let groups: Vec<Place> = of.places().into_iter().filter(|place| *place != Place::Total).collect();
    let blank = Figure {
        dimension: of.dimension(Place::Group(0), &[axis]),
        cases: course.by.last().map_or(Cell::NotApplicable, |stand| cell(stand.happened.total)),
        population: course.entered.total.shown().map(to_f64),
        method: "discrete-hazard-gradient",
        convention: "v1; odds in a month, most over least deprived end; groups with hidden counts left out",
        ..of.figure(Measure::HazardRatio, Unit::Ratio)
    };
    let entered: Vec<Group> = groups
        .iter()
        .map(|place| place.of(&course.entered).shown().map_or(0.5, to_f64).max(0.5))
        .map(|population| Group { events: 0.0, population })
        .collect();
    let cells = || -> Answer<Vec<HazardCell>> {
        let ranks = ridits(&entered)?;
        let mut cells = Vec::new();
        for (&place, rank) in groups.iter().zip(ranks) {
            let mut begins = 0.0;
            for stretch in Reading::of(of, journey, course, place).stretches {
                let left = stretch.at_risk - stretch.events - stretch.competing - stretch.withdrawn;
                cells.push(HazardCell {
                    closeness: 1.0 - rank,
                    stretch: format!("{begins} to {}", stretch.end),
                    months: f64::midpoint(stretch.at_risk, left) * (stretch.end - begins),
                    events: stretch.events,
                });
                begins = stretch.end;
            }
        }
        Ok(cells)
    };
    let answer = cells().and_then(|cells| hazard_gradient(&cells, Level::P95));
    match answer {
        Err(NoAnswer::TooFewGroups) if course.entered.groups[0].contains(&Published::Hidden) => {
            blank.hidden()
        }
        answer => blank.with(answer, 1.0, Level::P95),
    }
}
