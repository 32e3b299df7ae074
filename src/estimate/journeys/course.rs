//! Journeys in time: shares by months since the start, medians, and the gradient of the monthly hazard.

use super::super::cell;
use super::{Of, Place};
use crate::count::Tally;
use crate::count::journeys::{Course, Stand};
use crate::disclose::Published;
use crate::domain::journey::Journey;
use crate::domain::{Axis, Cell, Dimension, Figure, Measure, Stratum, Unit};
use crate::stats::gradient::ridits;
use crate::stats::survival::hazard_gradient::{self, HazardCell, hazard_gradient};
use crate::stats::survival::kaplan_meier::{Beyond, CurveLimits};
use crate::stats::survival::{Stretch, grouped, grouped_incidence, grouped_median, grouped_survival};
use crate::stats::{Answer, Estimate, Group, Interval, Level};

/// What a hidden ending is said of where a figure rests on it.
const CONVENTION: &str = "v1; cumulative incidence, competing endings";

/// Who set out, and what became of them.
type Told<'a> = (&'a Tally<Published>, &'a Course<Published>);

/// Adds the figures of one journey.
pub(super) fn course(of: &Of<'_>, journey: Journey, course: &Course<Published>, figures: &mut Vec<Figure>) {
    let Some(entered) = of.journeys.entered(of.definition, journey) else { return };
    for place in of.places(entered) {
        standing(of, journey, (entered, course), place, figures);
        let read = Reading::of(of, journey, (entered, course), place);
        for look in &read.looks {
            figures.push(read.share(of, look, Measured::Incidence));
            if journey == Journey::Rereferral {
                figures.push(read.share(of, look, Measured::KaplanMeier));
            }
        }
        if journey == Journey::PlanLength {
            figures.push(read.median(of));
        }
    }
    figures.push(hazard(of, journey, (entered, course)));
}

/// Adds the published counts themselves.
fn standing(
    of: &Of<'_>,
    journey: Journey,
    (entered, course): Told<'_>,
    place: Place,
    figures: &mut Vec<Figure>,
) {
    let axes = [Axis::Months(journey), Axis::Standing];
    for (at, stand) in course.by.iter().enumerate() {
        let each = [&stand.happened, &stand.impossible, &stand.unseen, &stand.waiting];
        let counts = each.map(|tally| place.of(tally)).into_iter().enumerate();
        figures.extend(counts.filter_map(|(standing, count)| {
            Some(Figure {
                dimension: of.dimension(place, &axes),
                stratum: of.stratum(place, &[(axes[0], at), (axes[1], standing)]),
                value: cell(count?),
                cases: cell(count?),
                population: place.shown(entered),
                convention: "v1; cumulative",
                ..of.figure(Measure::Standing, journey.unit())
            })
        }));
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
    entered: Option<f64>,
    looks: Vec<Look>,
    stretches: Vec<Stretch>,
}

/// One of the months at which counts of the group are published.
struct Look {
    /// Its place among the journey's months.
    at: usize,
    /// To how many the event had happened.
    happened: Cell,
    /// Why there is no share at it; `None` where there is.
    lack: Option<Lack>,
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
    fn of(of: &Of<'_>, journey: Journey, (entered, course): Told<'_>, place: Place) -> Self {
        let entered = place.shown(entered);
        let (mut looks, mut stretches) = (Vec::new(), Vec::<Stretch>::new());
        let mut before = (0.0, 0.0, entered.unwrap_or(0.0));
        for (at, (stand, &months)) in course.by.iter().zip(journey.months()).enumerate() {
            let Some(happened) = place.of(&stand.happened) else { continue };
            let known = entered.and_then(|entered| known(of, stand, place, entered));
            let next = known.map(|known| stretch(before, known, f64::from(months)));
            let lack = match next {
                None => Some(Lack::Hidden),
                Some(None) => Some(Lack::Unfollowed),
                Some(Some((stretch, after))) => {
                    stretches.push(of.effect.stretch(stretch));
                    before = after;
                    None
                }
            };
            looks.push(Look { at, happened: cell(happened), lack });
        }
        Self { journey, place, entered, looks, stretches }
    }

    /// Returns the share at one of the journey's months.
    fn share(&self, of: &Of<'_>, look: &Look, measured: Measured) -> Figure {
        let axis = Axis::Months(self.journey);
        let measure = match measured {
            Measured::Incidence => self.journey.measure(),
            Measured::KaplanMeier => Measure::RereferralForwardKm,
        };
        let blank = Figure {
            dimension: of.dimension(self.place, &[axis]),
            stratum: of.stratum(self.place, &[(axis, look.at)]),
            cases: look.happened,
            population: self.entered,
            method: grouped::METHOD.name,
            convention: match measured {
                Measured::Incidence => CONVENTION,
                Measured::KaplanMeier => "v1; one less the survival curve, competing endings censored",
            },
            ..of.figure(measure, Unit::Proportion)
        };
        match look.lack {
            Some(Lack::Hidden) => blank.hidden(),
            Some(Lack::Unfollowed) => unfollowed(blank),
            None => blank.with(self.estimate(look.at, measured), 1.0, Level::P95),
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
            population: self.entered,
            method: grouped::METHOD.name,
            convention: "v1; straight line between the months of the table",
            ..of.figure(Measure::PlanMedianMonths, Unit::Months)
        };
        if self.entered.is_none() {
            return blank.hidden();
        }
        let answer = grouped_survival(&self.stretches, CurveLimits::LogLog, Level::P95).and_then(|curve| {
            let median = grouped_median(&curve, Level::P95);
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

/// What had become of a group by some month: to how many it had happened, to how many it had become impossible, and
/// how many were waiting.
type Stood = (f64, f64, f64);

/// Returns the stretch of months between two such, kept from contradicting each other where counts were rounded;
/// `None` where nobody was followed to its end.
fn stretch(before: Stood, now: Stood, end: f64) -> Option<(Stretch, Stood)> {
    let at_risk = before.2;
    let events = (now.0 - before.0).clamp(0.0, at_risk);
    let competing = (now.1 - before.1).clamp(0.0, at_risk - events);
    let left = now.2.clamp(0.0, at_risk - events - competing);
    let withdrawn = at_risk - events - competing - left;
    let followed = at_risk > 0.0 && (left > 0.0 || withdrawn == 0.0);
    let after = (now.0.max(before.0), now.1.max(before.1), left);
    followed.then_some((Stretch { end, at_risk, events, competing, withdrawn }, after))
}

/// Returns what had become of a group; `None` where that cannot be told from what is published.
///
/// The four counts add up to those who set out, so one that is hidden is what the others leave over, within what a
/// hidden count can be. Where two are, endings that make the event impossible are taken as the middle of what they can
/// be, as any reader could take them.
fn known(of: &Of<'_>, stand: &Stand<Published>, place: Place, entered: f64) -> Option<Stood> {
    let most = f64::from(of.plan.disclosure.hide_up_to);
    let (happened, impossible) = (place.shown(&stand.happened)?, place.shown(&stand.impossible));
    let (unseen, waiting) = (place.shown(&stand.unseen), place.shown(&stand.waiting));
    let rest =
        |one: Option<f64>, other: Option<f64>| Some((entered - happened - one? - other?).clamp(1.0, most));
    let impossible = impossible.or_else(|| rest(unseen, waiting)).unwrap_or(f64::midpoint(1.0, most));
    Some((happened, impossible, waiting.or_else(|| rest(unseen, Some(impossible)))?))
}

/// Returns the gradient of the monthly hazard over the groups whose counts tell.
fn hazard(of: &Of<'_>, journey: Journey, (entered, course): Told<'_>) -> Figure {
    let blank = Figure {
        dimension: of.dimension(Place::Group(0), &[Axis::Months(journey)]),
        cases: course.by.last().map_or(Cell::NotApplicable, |stand| cell(stand.happened.total)),
        population: Place::Total.shown(entered),
        method: hazard_gradient::METHOD.name,
        convention: "v1; odds in a month, most over least deprived end; groups with hidden counts left out",
        ..of.figure(Measure::HazardRatio, Unit::Ratio)
    };
    let places: Vec<Place> = of.places(entered).into_iter().skip(1).collect();
    // A group whose size is hidden is a small one; it takes up next to no room on the scale of ranks.
    let size =
        |place: &Place| Group { events: 0.0, population: place.shown(entered).unwrap_or(1.0).max(1.0) };
    let cells = ridits(&places.iter().map(size).collect::<Vec<_>>()).map(|ranks| {
        let each = places.iter().zip(ranks);
        each.flat_map(|(&place, rank)| {
            HazardCell::of(1.0 - rank, &Reading::of(of, journey, (entered, course), place).stretches)
        })
        .collect::<Vec<_>>()
    });
    blank.with(cells.and_then(|cells| hazard_gradient(&cells, Level::P95)), 1.0, Level::P95)
}
