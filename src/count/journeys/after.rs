//! What comes after a plan: within 12 months, the first of these that is so. On a plan again; left (18, adopted,
//! died or moved to another authority's services); referred again after closure; still open; closed and not back.

use super::course::{leaves, ruled_out};
use super::{Scope, Shares, later};
use crate::domain::{Date, Period};
use crate::link::journeys::{History, Plan, Spell};

/// Of plans that ended at least 12 months before the end of the period.
pub(super) fn after(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let units = scope.children().flat_map(|child| {
        let spells = child.spells.iter().enumerate().filter(|(_, spell)| scope.meets(spell));
        let plans = spells.flat_map(|(at, spell)| spell.plans.iter().map(move |plan| (at, spell, plan)));
        plans.filter_map(move |(at, spell, plan)| {
            let ended = plan.ended.filter(|&ended| period.holds(ended))?;
            let year = Some(later(ended, 12)).filter(|&year| year <= period.end)?;
            Some((scope.group(spell)?, path(child, (at, spell), plan, (ended, year))))
        })
    });
    scope.split(units)
}

fn path(
    child: &History,
    (at, spell): (usize, &Spell),
    plan: &Plan,
    (ended, year): (Date, Date),
) -> [bool; 5] {
    let within = |day: Date| ended <= day && day <= year;
    let mut plans = child.spells.iter().flat_map(|spell| &spell.plans);
    let left = leaves(spell).or_else(|| ruled_out(child));
    let place = if plans.any(|other| other.started > plan.started && within(other.started)) {
        0
    } else if left.is_some_and(within) {
        1
    } else if child.spells[at + 1..].iter().any(|later| within(later.referred)) {
        2
    } else if spell.closed.is_none_or(|closed| closed > year) {
        3
    } else {
        4
    };
    std::array::from_fn(|part| part == place)
}
