//! Long-term involvement, version 1: in 36 months, open for 24 of them or more (730 days), referred three times
//! or more, or on a plan for two years or more.
//!
//! The thresholds are choices; they are part of the measure's name, and each is also given by itself.

use super::{Scope, Shares, later};
use crate::domain::{Date, Period};
use crate::link::journeys::{History, Spell};

/// Days open that make an involvement long.
const LONG: i32 = 730;
/// Referrals that make an involvement long.
const MANY: usize = 3;

/// Of children with an episode that meets the definition open in the period.
pub(super) fn long_term(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let units = scope.children().filter_map(|child| {
        let mut own = child.spells.iter().filter(|spell| scope.meets(spell) && spell.group.is_some());
        let first = own.find(|spell| stretch(spell, period).is_some())?;
        let long = days_open(child, period) >= LONG;
        let many = child.spells.iter().filter(|spell| period.holds(spell.referred)).count() >= MANY;
        let mut plans = child.spells.iter().flat_map(|spell| &spell.plans);
        let on_plan = plans.any(|plan| {
            let end = plan.ended.unwrap_or(period.end).min(period.end);
            end >= period.start && later(plan.started, 24) <= end
        });
        Some((scope.group(first)?, [long, many, on_plan, long || many || on_plan]))
    });
    scope.split(units)
}

/// Returns the part of the period in which the episode was open.
fn stretch(spell: &Spell, period: Period) -> Option<(Date, Date)> {
    let (start, end) =
        (spell.referred.max(period.start), spell.closed.unwrap_or(spell.known_to).min(period.end));
    (start <= end).then_some((start, end))
}

/// Returns on how many days of the period some episode was open.
fn days_open(child: &History, period: Period) -> i32 {
    let (mut days, mut reached) = (0, None::<Date>);
    for (start, end) in child.spells.iter().filter_map(|spell| stretch(spell, period)) {
        let start = reached.map_or(start, |reached| start.max(reached));
        days += start.until(end).map_or(0, |span| span.get_days()).max(0);
        reached = Some(reached.map_or(end, |reached| reached.max(end)));
    }
    days
}
