//! Re-referrals, looking back: the Department for Education's measure.
//!
//! A referral within 12 calendar months after another of the same child, whatever became of that one. The
//! unborn are left out, as they are from referrals elsewhere in a release.

use super::{Scope, Shares, later};
use crate::domain::Period;
use crate::link::journeys::{History, Spell};

/// Of referrals.
pub(super) fn referrals(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let units = scope.children().flat_map(|child| {
        counted(scope, child, period)
            .filter_map(|(at, spell)| Some((scope.group(spell)?, [again(child, at)])))
    });
    scope.split(units)
}

/// Of children referred.
pub(super) fn children(scope: &Scope<'_>, period: Period) -> Shares<u64> {
    let units = scope.children().filter_map(|child| {
        let mut own = counted(scope, child, period).filter(|(_, spell)| spell.group.is_some()).peekable();
        let group = scope.group(own.peek()?.1)?;
        Some((group, [own.any(|(at, _)| again(child, at))]))
    });
    scope.split(units)
}

fn counted<'a>(
    scope: &Scope<'_>,
    child: &'a History,
    period: Period,
) -> impl Iterator<Item = (usize, &'a Spell)> {
    let spells = child.spells.iter().enumerate();
    spells.filter(move |(_, spell)| period.holds(spell.referred) && !spell.unborn && scope.meets(spell))
}

/// Returns whether the referral came within 12 months after the one before it.
fn again(child: &History, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| child.spells[before].referred);
    before.is_some_and(|before| later(before, 12) >= child.spells[at].referred)
}
