//! Histories: each child's episodes in order of time, from which journeys between them are counted.
//!
//! A history is known from the first day of the earliest of an unbroken run of yearly returns (what ended
//! before is not seen: left truncation) to the last day of the latest (what comes after is not seen: right
//! censoring). An episode that is open in one return and missing from the next is out of sight from the end
//! of the former.

use std::collections::BTreeMap;

use jiff::ToSpan;

use super::Standing;
use super::reconcile::{Reconciled, conferences};
use crate::domain::codes::{ClosureReason, ReferralSource};
use crate::domain::{Date, Period};
use crate::read::{Birth, Tables};

/// All histories, and the days between which they are known.
#[derive(Clone, PartialEq, Eq)]
pub struct Histories {
    /// The first and the last day that returns cover without a gap.
    pub seen: Period,
    /// Whether starts of care were read.
    pub with_care: bool,
    /// One history for each child, in the order of meeting.
    pub children: Vec<History>,
}

/// What is known of one child over time.
#[derive(Clone, PartialEq, Eq)]
pub struct History {
    /// The eighteenth birthday, where the birth is known.
    pub adult: Option<Date>,
    /// The episodes of need, the earliest referral first; at least one.
    pub spells: Vec<Spell>,
    /// Days on which care started, the earliest first.
    pub care: Vec<Date>,
}

/// One episode of need in a history.
#[derive(Clone, PartialEq, Eq)]
pub struct Spell {
    /// When the referral was made.
    pub referred: Date,
    /// When the episode ended: the day of referral where there was no further action.
    pub closed: Option<Date>,
    /// Why it ended.
    pub closure: Option<ClosureReason>,
    /// The last day on which it is known to be open, where it is not known to have ended.
    pub known_to: Date,
    /// The group of the neighbourhood; `None` where that is not known, or nothing happened in the window.
    pub group: Option<u8>,
    /// Whether it meets each definition, a bit for each in the order of `Definition::ALL`.
    pub meets: u32,
    /// Whether the child was unborn at the referral.
    pub unborn: bool,
    /// Whether the police made the referral.
    pub by_police: bool,
    /// Whether another authority referred a child who came with a conference and no enquiry: a transfer in.
    pub from_elsewhere: bool,
    /// The first enquiry.
    pub enquiry: Option<Date>,
    /// The first conference.
    pub conference: Option<Date>,
    /// The child protection plans, the earliest first.
    pub plans: Vec<Plan>,
}

/// One child protection plan in a history.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// When it began.
    pub started: Date,
    /// When it ended; `None` while open.
    pub ended: Option<Date>,
    /// How many plans the child had before, as the authority reports it.
    pub earlier: Option<u16>,
}

/// Puts episodes together by child.
pub(super) fn histories(tables: &Tables, episodes: &[Reconciled], standing: &[Standing]) -> Histories {
    let seen = seen(tables);
    let mut children: BTreeMap<u32, History> = BTreeMap::new();
    for (one, standing) in episodes.iter().zip(standing) {
        let birth = tables.children[one.episode.child.0 as usize].birth;
        let history = children.entry(one.episode.child.0).or_insert_with(|| History {
            adult: match birth {
                Some(Birth::Born(born)) => born.checked_add(18.years()).ok(),
                _ => None,
            },
            spells: Vec::new(),
            care: Vec::new(),
        });
        history.spells.push(spell(tables, one, standing));
    }
    for start in &tables.care {
        if let Some(history) = children.get_mut(&start.child.0) {
            history.care.push(start.day);
        }
    }
    for history in children.values_mut() {
        history.spells.sort_by_key(|spell| spell.referred);
        history.care.sort_unstable();
    }
    Histories { seen, with_care: !tables.care.is_empty(), children: children.into_values().collect() }
}

/// Returns the days that yearly returns cover without a gap, up to the latest.
fn seen(tables: &Tables) -> Period {
    let mut ends: Vec<Date> = tables.returns.iter().map(|file| file.reference).collect();
    ends.sort_unstable();
    ends.dedup();
    let year = |end: Date| Period::ending(end, 1).unwrap_or(Period { start: end, end });
    let mut all = year(*ends.last().expect("a plan names at least one return"));
    for &end in ends.iter().rev().skip(1) {
        let earlier = year(end);
        if end.tomorrow().unwrap_or(end) < all.start {
            break;
        }
        all.start = all.start.min(earlier.start);
    }
    all
}

fn spell(tables: &Tables, one: &Reconciled, standing: &Standing) -> Spell {
    let episode = &one.episode;
    let without_action = episode.no_further_action == Some(true);
    let closed = episode.closed.or(without_action.then_some(episode.referred));
    let mut plans: Vec<Plan> = one
        .plans
        .iter()
        .filter_map(|plan| {
            // A plan that ends before it begins is a start of which the end is not known.
            let started = plan.started?;
            let ended = plan.ended.filter(|&ended| ended >= started);
            Some(Plan { started, ended, earlier: plan.earlier_plans })
        })
        .collect();
    plans.sort_by_key(|plan| plan.started);
    let enquiry = one.enquiries.iter().filter_map(|enquiry| enquiry.started).min();
    let conference = conferences(one).first().copied();
    let from_elsewhere =
        episode.source == Some(ReferralSource::S5C) && enquiry.is_none() && conference.is_some();
    Spell {
        referred: episode.referred,
        closed: closed.filter(|&closed| closed >= episode.referred),
        closure: episode.closure,
        known_to: tables.returns[usize::from(episode.file)].reference,
        group: standing.group,
        meets: standing.meets,
        unborn: super::is_unborn(tables.children[episode.child.0 as usize].birth, episode.referred),
        by_police: episode.source == Some(ReferralSource::S6),
        from_elsewhere,
        enquiry,
        conference,
        plans,
    }
}
