//! Journeys: from published counts of where children stood to shares over time, and from parts to shares.
//!
//! Nothing here saw a single time. Shares over time come from life tables of the months at which counts were
//! published; where a count is hidden, its stretch of time is taken together with the next. Every count that is used
//! is itself a figure of the release, under the measure `standing` or as `cases` and `population`.
//!
//! Brothers and sisters often go the same way on the same day. Limits are those of so many independent journeys as tell as
//! much, by the design effect of the referrals or plans that the journeys set out from: as if a family's children always
//! went together, which makes limits too wide rather than too narrow where they do not.

mod course;
mod shares;

use super::cluster::DesignEffect;
use crate::config::Plan;
use crate::count::journeys::Journeys;
use crate::count::{Counts, Key, Tally};
use crate::disclose::Published;
use crate::domain::journey::Portions;
use crate::domain::{
    Axis, Cell, Cross, Definition, Dimension, Figure, Group, Measure, Outcome, Period, Stratum, Unit,
};

/// Adds every figure of journeys.
pub(super) fn journeys(counts: &Counts<Published>, plan: &Plan, figures: &mut Vec<Figure>) {
    let journeys = &counts.journeys;
    for (&(definition, journey), course) in &journeys.courses {
        let effect = effect(counts, plan, (definition, journey.begins()), journey.unit());
        let (period, outcome) = (counts.periods[0], journey.outcome());
        let of = Of { journeys, plan, period, definition, outcome, effect };
        course::course(&of, journey, course, figures);
    }
    for (&(period, definition, portions), shares) in &journeys.shares {
        let outcome = portions.outcome();
        let effect = effect(counts, plan, (definition, outcome), portions.unit());
        let of = Of { journeys, plan, period, definition, outcome, effect };
        shares::shares(&of, portions, shares, figures);
    }
    unseen(counts, plan, figures);
}

/// Returns the design effect of those who set out; where they are not counted, of the plan's headline.
fn effect(
    counts: &Counts<Published>,
    plan: &Plan,
    (definition, begins): (Definition, Outcome),
    unit: Unit,
) -> DesignEffect {
    let of = |outcome| counts.cells.get(&Key { period: counts.periods[0], definition, outcome });
    of(begins).or_else(|| of(plan.headline)).map_or(DesignEffect::NONE, |cell| match unit {
        Unit::Children => DesignEffect::of_children(cell),
        _ => DesignEffect::of_episodes(cell),
    })
}

/// What figures are of.
struct Of<'a> {
    journeys: &'a Journeys<Published>,
    plan: &'a Plan,
    period: Period,
    definition: Definition,
    outcome: Outcome,
    effect: DesignEffect,
}

impl Of<'_> {
    /// Returns a figure with nothing in it yet.
    fn figure(&self, measure: Measure, unit: Unit) -> Figure {
        Figure::blank((self.period, self.definition, self.outcome), measure, unit)
    }

    /// Returns the places of a tally: the total, then each group it has.
    fn places(&self, tally: &Tally<Published>) -> Vec<Place> {
        let groups = tally.groups.first().map_or(0, Vec::len);
        std::iter::once(Place::Total).chain((0..groups).map(Place::Group)).collect()
    }

    /// Returns the breakdown of a place by further axes.
    fn dimension(&self, place: Place, axes: &[Axis]) -> Dimension {
        let own = [Axis::Deprivation(self.journeys.grouping)];
        let all: Vec<Axis> = match place {
            Place::Total => axes.to_vec(),
            Place::Group(_) => own.into_iter().chain(axes.iter().copied()).collect(),
        };
        Cross::new(&all).map_or(Dimension::None, Dimension::Cross)
    }

    /// Returns the cell of such a breakdown, by its category on each further axis.
    fn stratum(&self, place: Place, categories: &[(Axis, usize)]) -> Stratum {
        let axes: Vec<Axis> = categories.iter().map(|&(axis, _)| axis).collect();
        let Dimension::Cross(cross) = self.dimension(place, &axes) else { return Stratum::Total };
        let stratum = cross.stratum(|axis| match (axis, place) {
            (Axis::Deprivation(_), Place::Group(group)) => group,
            _ => categories.iter().find(|(one, _)| *one == axis).map_or(0, |&(_, at)| at),
        });
        let stratum = stratum.and_then(|stratum| u16::try_from(stratum).ok());
        Stratum::Cross(cross, stratum.expect("a group and a part that there are"))
    }
}

/// Where in a tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Total,
    Group(usize),
}

impl Place {
    /// Returns the count; `None` for a group of a tally that has none.
    fn of(self, tally: &Tally<Published>) -> Option<Published> {
        match self {
            Self::Total => Some(tally.total),
            Self::Group(group) => tally.groups.first()?.get(group).copied(),
        }
    }

    /// Returns the count where it is shown.
    fn shown(self, tally: &Tally<Published>) -> Option<f64> {
        self.of(tally)?.shown().map(super::to_f64)
    }
}

/// Says of which periods a table of shares is lacking because the returns do not go back far enough.
fn unseen(counts: &Counts<Published>, plan: &Plan, figures: &mut Vec<Figure>) {
    for definition in [plan.definitions[0], Definition::All] {
        for portions in
            [Portions::Rereferrals, Portions::ChildrenRereferred, Portions::LaterPlans, Portions::LongTerm]
        {
            for &period in
                counts.periods.iter().take(if portions == Portions::LongTerm { 1 } else { usize::MAX })
            {
                if !counts.journeys.shares.contains_key(&(period, definition, portions)) {
                    let of = (period, definition, portions.outcome());
                    let figure = Figure::blank(of, portions.measure(), Unit::Proportion);
                    figures.push(Figure {
                        value: Cell::Unavailable,
                        convention: "the returns do not go back far enough before the period",
                        reason: Some("the returns do not go back far enough before the period"),
                        ..figure
                    });
                }
            }
        }
    }
}

/// Returns the number of a group, counted from nought, as groups are numbered.
fn group(at: usize) -> Option<Group> {
    u8::try_from(at + 1).ok().and_then(Group::new)
}
