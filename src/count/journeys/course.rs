//! Journeys in time: who sets out, on which day, what happens to them, and how long they are seen.

use super::{Course, Scope, Stand, Tally, later};
use crate::domain::Date;
use crate::domain::codes::ClosureReason;
use crate::domain::journey::Journey;
use crate::link::journeys::{History, Spell};

/// One journey.
struct Trip {
    group: usize,
    start: Date,
    /// When the event happened, where it was seen to.
    event: Option<Date>,
    /// When the event became impossible.
    impossible: Option<Date>,
    /// The last day on which the child is followed.
    seen_to: Date,
}

/// Counts a journey.
pub(super) fn course(scope: &Scope<'_>, journey: Journey) -> Course<u64> {
    let trips: Vec<Trip> = scope
        .children()
        .flat_map(|child| match journey {
            Journey::Rereferral => rereferrals(scope, child),
            Journey::Repeat => repeat(scope, child, |_| true),
            Journey::RepeatPolice => repeat(scope, child, |spell| spell.by_police),
            Journey::ToEnquiry => escalation(scope, child, |spell| spell.enquiry),
            Journey::ToConference => escalation(scope, child, |spell| spell.conference),
            Journey::ToPlan => escalation(scope, child, |spell| spell.plans.first().map(|plan| plan.started)),
            Journey::ToCare => into_care(scope, child),
            Journey::PlanLength => plan_lengths(scope, child),
            Journey::ReturnToPlan => returns_to_plan(scope, child),
        })
        .collect();
    let months = journey.months();
    let mut entered = scope.none();
    let mut stands = vec![[(); 4].map(|()| scope.none()); months.len()];
    for trip in &trips {
        entered[trip.group] += 1;
        let mut stood = Stood::Waiting;
        for (&months, stands) in months.iter().zip(&mut stands) {
            // Whoever waits no longer never waits again.
            if stood == Stood::Waiting {
                stood = trip.stood(later(trip.start, i32::from(months)));
            }
            stands[stood as usize][trip.group] += 1;
        }
    }
    let by = months.iter().zip(stands).map(|(months, stands)| {
        let [happened, impossible, unseen, waiting] = stands.map(|groups| {
            let counted = scope.tally(groups);
            let by_group = journey.months_by_group().contains(months);
            if by_group { counted } else { Tally { total: counted.total, groups: Vec::new() } }
        });
        Stand { happened, impossible, unseen, waiting }
    });
    let told = !journey.is_escalation() || journey == Journey::ToEnquiry;
    Course { by: by.collect(), entered: told.then(|| scope.tally(entered)) }
}

/// Where somebody stands on a day, in the order of the parts of [`Stand`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stood {
    Happened,
    Impossible,
    Unseen,
    Waiting,
}

impl Trip {
    fn stood(&self, day: Date) -> Stood {
        if self.ruled_out(day) {
            Stood::Impossible
        } else if self.happened(day) {
            Stood::Happened
        } else if self.seen_to < day {
            Stood::Unseen
        } else {
            Stood::Waiting
        }
    }

    fn happened(&self, day: Date) -> bool {
        self.event.is_some_and(|event| event <= day && event <= self.seen_to)
    }

    fn ruled_out(&self, day: Date) -> bool {
        let first =
            |out: Date| out <= day && out <= self.seen_to && self.event.is_none_or(|event| out < event);
        self.impossible.is_some_and(first)
    }
}

/// Returns whether an episode ended in a way after which the authority's own returns cannot show another.
pub(super) fn leaves(spell: &Spell) -> Option<Date> {
    let gone = matches!(
        spell.closure,
        Some(ClosureReason::Rc1 | ClosureReason::Rc2 | ClosureReason::Rc5 | ClosureReason::Rc6)
    );
    spell.closed.filter(|_| gone)
}

/// Returns when a child turns 18, or last left in such a way and did not come back.
pub(super) fn ruled_out(child: &History) -> Option<Date> {
    let left = child.spells.last().and_then(leaves);
    [child.adult, left].into_iter().flatten().min()
}

/// Returns until when a child is followed: to the end of what is seen, unless an open episode drops out of sight.
fn seen_to(scope: &Scope<'_>, child: &History) -> Date {
    let last = child.spells.last().filter(|spell| spell.closed.is_none());
    last.map_or(scope.histories.seen.end, |spell| spell.known_to.min(scope.histories.seen.end))
}

/// Of episodes that ended otherwise than by adoption, death or transfer: to the next referral.
fn rereferrals(scope: &Scope<'_>, child: &History) -> Vec<Trip> {
    let spells = child.spells.iter().enumerate();
    let trips = spells.filter(|(_, spell)| scope.meets(spell) && leaves(spell).is_none());
    trips
        .filter_map(|(at, spell)| {
            let start = spell.closed.filter(|&closed| scope.holds(closed))?;
            let next = child.spells[at + 1..].iter().map(|later| later.referred);
            Some(Trip {
                group: scope.group(spell)?,
                start,
                event: next.filter(|&day| day >= start).min(),
                impossible: child.adult,
                seen_to: scope.histories.seen.end,
            })
        })
        .collect()
}

/// Returns a child's first referral that meets the definition and some condition; none where it is not in scope.
fn first<'a>(
    scope: &Scope<'_>,
    child: &'a History,
    is: impl Fn(&Spell) -> bool,
) -> Option<(usize, &'a Spell)> {
    let mut spells = child.spells.iter().enumerate();
    spells
        .find(|(_, spell)| scope.histories.seen.holds(spell.referred) && scope.meets(spell) && is(spell))
        .filter(|(_, spell)| scope.holds(spell.referred))
}

fn repeat(scope: &Scope<'_>, child: &History, is: impl Fn(&Spell) -> bool) -> Vec<Trip> {
    let trip = || {
        let (at, spell) = first(scope, child, &is)?;
        let next = child.spells[at + 1..].iter().find(|later| scope.meets(later) && is(later));
        Some(Trip {
            group: scope.group(spell)?,
            start: spell.referred,
            event: next.map(|later| later.referred),
            impossible: ruled_out(child),
            seen_to: seen_to(scope, child),
        })
    };
    trip().into_iter().collect()
}

/// From the first referral, transfers in aside, to the first such event in it or any later episode.
fn escalation(scope: &Scope<'_>, child: &History, event: impl Fn(&Spell) -> Option<Date>) -> Vec<Trip> {
    let trip = || {
        let (at, spell) = first(scope, child, |_| true).filter(|(_, spell)| !spell.from_elsewhere)?;
        let days = child.spells[at..].iter().filter_map(&event).filter(|&day| day >= spell.referred);
        Some(set_out(scope, child, spell, scope.group(spell)?, days.min()))
    };
    trip().into_iter().collect()
}

fn into_care(scope: &Scope<'_>, child: &History) -> Vec<Trip> {
    let trip = || {
        let (_, spell) = first(scope, child, |_| true).filter(|(_, spell)| !spell.from_elsewhere)?;
        let day = child.care.iter().copied().find(|&day| day >= spell.referred);
        Some(set_out(scope, child, spell, scope.group(spell)?, day))
    };
    trip().into_iter().collect()
}

fn set_out(scope: &Scope<'_>, child: &History, spell: &Spell, group: usize, event: Option<Date>) -> Trip {
    let (impossible, seen_to) = (ruled_out(child), seen_to(scope, child));
    Trip { group, start: spell.referred, event, impossible, seen_to }
}

/// Of plans that began in what is seen, and not those that were open when it begins.
fn plan_lengths(scope: &Scope<'_>, child: &History) -> Vec<Trip> {
    let spells = child.spells.iter().filter(|spell| scope.meets(spell));
    let plans = spells.flat_map(|spell| spell.plans.iter().map(move |plan| (spell, plan)));
    plans
        .filter(|(_, plan)| scope.holds(plan.started))
        .filter_map(|(spell, plan)| {
            Some(Trip {
                group: scope.group(spell)?,
                start: plan.started,
                event: plan.ended,
                impossible: None,
                seen_to: spell.known_to.min(scope.histories.seen.end),
            })
        })
        .collect()
}

fn returns_to_plan(scope: &Scope<'_>, child: &History) -> Vec<Trip> {
    let mut plans: Vec<_> =
        child.spells.iter().flat_map(|spell| spell.plans.iter().map(move |plan| (spell, plan))).collect();
    plans.sort_by_key(|(_, plan)| plan.started);
    let ended = plans.iter().enumerate().filter(|(_, (spell, _))| scope.meets(spell));
    ended
        .filter_map(|(at, (spell, plan))| {
            let start = plan.ended.filter(|&ended| scope.holds(ended))?;
            let next = plans[at + 1..].iter().map(|(_, later)| later.started);
            Some(Trip {
                group: scope.group(spell)?,
                start,
                event: next.filter(|&day| day >= start).min(),
                impossible: ruled_out(child).filter(|&day| day > start),
                seen_to: seen_to(scope, child),
            })
        })
        .collect()
}
