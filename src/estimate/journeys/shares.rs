//! Shares of referrals, plans and children, with Wilson's limits, and their gradient.

use super::super::gradient::FEWEST;
use super::super::share::share;
use super::super::{cell, to_f64};
use super::{Of, Place};
use crate::count::Tally;
use crate::count::journeys::Shares;
use crate::disclose::Published;
use crate::domain::journey::Portions;
use crate::domain::{Axis, Cell, Figure, Measure, Unit};
use crate::stats::gradient::{Limits, logit};
use crate::stats::{Group, Level};

/// Adds the shares of one table.
pub(super) fn shares(of: &Of<'_>, portions: Portions, table: &Shares<Published>, figures: &mut Vec<Figure>) {
    let axis = Axis::Part(portions);
    for (at, part) in table.parts.iter().enumerate() {
        for place in of.places(&table.of) {
            let blank = Figure {
                dimension: of.dimension(place, &[axis]),
                stratum: of.stratum(place, &[(axis, at)]),
                convention: convention(portions),
                ..of.figure(portions.measure(), Unit::Proportion)
            };
            let [part, whole] = [part, &table.of].map(|tally| place.of(tally).unwrap_or(Published::Hidden));
            figures.push(share(blank, part, whole, of.effect));
        }
        if !part.groups.is_empty() {
            figures.push(gradient(of, axis, at, (part, &table.of)));
        }
    }
    if let (Portions::LaterPlans, [reported, derived, ..]) = (portions, table.parts.as_slice()) {
        figures.push(discrepancy(of, reported, derived, &table.of));
    }
}

/// Returns how a table's shares are defined, with the version of the definition.
const fn convention(portions: Portions) -> &'static str {
    match portions {
        Portions::Rereferrals => "v1; referral within 12 calendar months after another of the child (DfE)",
        Portions::ChildrenRereferred => "v1; children with such a referral in the period (DfE)",
        Portions::LaterPlans => "v1; derived is only as far back as the returns go",
        Portions::PlansEnded => "v1; DfE bands, start to end",
        Portions::PlansOpen => "v1; DfE bands, start to the last day; long plans weigh more",
        Portions::AfterPlan => "v1; within 12 months of the end, the first that is so",
        Portions::LongTerm => "v1; 36 months to the end of the window",
    }
}

/// Returns the ratio of the fitted ends of a share over the groups.
fn gradient(of: &Of<'_>, axis: Axis, at: usize, counts: (&Tally<Published>, &Tally<Published>)) -> Figure {
    let (part, whole) = counts;
    let blank = Figure {
        dimension: of.dimension(Place::Group(0), &[axis]),
        stratum: of.stratum(Place::Total, &[(axis, at)]),
        cases: cell(part.total),
        population: whole.total.shown().map(to_f64),
        method: "logit-gradient",
        convention: "v1; ends_ratio of shares; groups with hidden counts taken together",
        ..of.figure(Measure::ShareRii, Unit::Ratio)
    };
    match known(part, whole).filter(|groups| groups.len() >= FEWEST) {
        None => blank.hidden(),
        Some(groups) => {
            let fitted = logit(&of.effect.all(&groups), Limits::default(), Level::P95);
            blank.with(fitted.map(|one| one.gradient.rii), 1.0, Level::P95)
        }
    }
}

/// Returns the groups with what is known of them; those between the first and the last with a hidden count are
/// taken together, as what the total leaves over. `None` where the total is hidden.
fn known(part: &Tally<Published>, whole: &Tally<Published>) -> Option<Vec<Group>> {
    let pairs: Vec<(Option<u64>, Option<u64>)> = part.groups[0]
        .iter()
        .zip(&whole.groups[0])
        .map(|(part, whole)| (part.shown(), whole.shown()))
        .collect();
    let (events, population) = (to_f64(part.total.shown()?), to_f64(whole.total.shown()?));
    let lacks = |pair: &(Option<u64>, Option<u64>)| pair.0.is_none() || pair.1.is_none();
    let group = |pair: &(Option<u64>, Option<u64>)| {
        let (events, population) = (to_f64(pair.0.unwrap_or(0)), to_f64(pair.1.unwrap_or(0)));
        Group { events: events.min(population), population }
    };
    let (Some(first), Some(last)) = (pairs.iter().position(lacks), pairs.iter().rposition(lacks)) else {
        return Some(pairs.iter().map(group).filter(|group| group.population > 0.0).collect());
    };
    let (before, after) = (&pairs[..first], &pairs[last + 1..]);
    let shown = |of: fn(&Group) -> f64| before.iter().chain(after).map(|pair| of(&group(pair))).sum::<f64>();
    let rest = (population - shown(|group| group.population)).max(0.0);
    let together =
        Group { events: (events - shown(|group| group.events)).clamp(0.0, rest), population: rest };
    let groups = before.iter().map(group).chain([together]).chain(after.iter().map(group));
    Some(groups.filter(|group| group.population > 0.0).collect())
}

/// Returns the share reported as second or later less the share that the returns show.
fn discrepancy(
    of: &Of<'_>,
    reported: &Tally<Published>,
    derived: &Tally<Published>,
    whole: &Tally<Published>,
) -> Figure {
    let blank = Figure {
        convention: "v1; reported less derived; above nought, the authority knows of plans that the returns do not show",
        ..of.figure(Measure::LaterPlanDiscrepancy, Unit::Proportion)
    };
    match (reported.total.shown(), derived.total.shown(), whole.total.shown()) {
        (Some(reported), Some(derived), Some(whole)) if whole > 0 => Figure {
            value: Cell::Shown((to_f64(reported) - to_f64(derived)) / to_f64(whole)),
            population: Some(to_f64(whole)),
            ..blank
        },
        (Some(_), Some(_), Some(_)) => Figure { value: Cell::Unavailable, reason: Some("no plans"), ..blank },
        _ => blank.hidden(),
    }
}
