//! Child protection plans: which follow another, and how long they last.
//!
//! Whether a plan is a second or later one is told in three ways, which never quite agree: as the authority
//! reports it (over a lifetime), as the returns show (only as far back as they go), and as the returns show
//! within 24 months. Bands of length are the Department for Education's.

use super::{Scope, Shares, later as after};
use crate::domain::{Date, Period};
use crate::link::journeys::{History, Plan, Spell};

/// Of plans begun: reported, derived, derived within 24 months, reported and derived.
pub(super) fn later(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let units = scope.children().flat_map(|child| {
        plans(scope, child).filter(move |(_, plan)| period.holds(plan.started)).filter_map(|(spell, plan)| {
            let earlier = || {
                let all = child.spells.iter().flat_map(|spell| &spell.plans);
                all.filter(|other| other.started < plan.started)
            };
            let reported = plan.earlier.is_some_and(|number| number > 0);
            let derived = earlier().next().is_some();
            let soon = earlier().any(|other| {
                other.ended.is_some_and(|ended| ended <= plan.started && after(ended, 24) >= plan.started)
            });
            Some((scope.group(spell)?, [reported, derived, soon, reported && derived]))
        })
    });
    scope.split(units)
}

/// Of plans that ended, by length.
pub(super) fn ended(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let units = scope.children().flat_map(|child| {
        plans(scope, child).filter_map(|(spell, plan)| {
            let ended = plan.ended.filter(|&ended| period.holds(ended))?;
            Some((scope.group(spell)?, band(plan.started, ended)))
        })
    });
    scope.split(units)
}

/// Of plans open on the last day, by length so far.
pub(super) fn open(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let end = period.end;
    let units = scope.children().flat_map(|child| {
        plans(scope, child).filter_map(move |(spell, plan)| {
            let open = plan.started <= end && plan.ended.is_none_or(|ended| ended > end);
            Some((scope.group(spell).filter(|_| open)?, band(plan.started, end)))
        })
    });
    scope.split(units)
}

fn plans<'a>(scope: &Scope<'_>, child: &'a History) -> impl Iterator<Item = (&'a Spell, &'a Plan)> {
    let spells = child.spells.iter().filter(|spell| scope.meets(spell));
    spells.flat_map(|spell| spell.plans.iter().map(move |plan| (spell, plan)))
}

/// Returns the band: to 3 months, over 3 to 6, over 6 and under 12, 1 year and under 2, 2 years or more.
fn band(started: Date, ended: Date) -> [bool; 5] {
    let band = if ended <= after(started, 3) {
        0
    } else if ended <= after(started, 6) {
        1
    } else if ended < after(started, 12) {
        2
    } else if ended < after(started, 24) {
        3
    } else {
        4
    };
    std::array::from_fn(|at| at == band)
}
