//! The same episode in two returns, read as one.
//!
//! A census year is a window: an episode that stays open comes again in the next year's return, without
//! the assessments and enquiries that ended before it. So episodes are matched on child and referral
//! date; what they say of the episode is taken from the later return, and their events are put together,
//! the later return's version standing where both hold the same one.

use crate::diag::{Code, Findings};
use crate::domain::codes::{AbuseCategory, FactorSet, ReferralSource};
use crate::domain::{Date, Evidence, Presence, Which};
use crate::read::{Assessment, Enquiry, Episode, ProtectionPlan, Tables};

/// An episode with all that is known of it.
pub(super) struct Reconciled {
    /// What the latest return says.
    pub(super) episode: Episode,
    /// Every assessment, enquiry and plan, once each.
    pub(super) assessments: Vec<Assessment>,
    pub(super) enquiries: Vec<Enquiry>,
    pub(super) plans: Vec<ProtectionPlan>,
}

impl Reconciled {
    /// Returns the factors of any, the first and the latest assessment authorised by a day; whenever for `None`.
    ///
    /// Assessments authorised on one day count as one.
    pub(super) fn factors(&self, by: Option<Date>) -> [FactorSet; 3] {
        let mut read = [FactorSet::EMPTY; 3];
        let (mut first, mut latest) = (None, None);
        for assessment in &self.assessments {
            let Some(day) = assessment.authorised else { continue };
            if by.is_some_and(|by| day > by) {
                continue;
            }
            let factors = assessment.factors;
            read[Which::Any as usize] = read[Which::Any as usize].union(factors);
            if first.is_none_or(|first| day <= first) {
                let before = if first == Some(day) { read[Which::First as usize] } else { FactorSet::EMPTY };
                read[Which::First as usize] = before.union(factors);
                first = Some(day);
            }
            if latest.is_none_or(|latest| day >= latest) {
                let before =
                    if latest == Some(day) { read[Which::Latest as usize] } else { FactorSet::EMPTY };
                read[Which::Latest as usize] = before.union(factors);
                latest = Some(day);
            }
        }
        read
    }

    /// Returns what a definition can ask of the episode at an event on a day.
    pub(super) fn evidence(&self, day: Date) -> Evidence {
        let emotional = self.plans.iter().any(|plan| plan.category == Some(AbuseCategory::Emotional));
        let police = self.episode.source == Some(ReferralSource::S6);
        let presence = |there| if there { Presence::Present } else { Presence::Absent };
        Evidence {
            episode: self.factors(None),
            by_outcome: self.factors(Some(day)),
            police: presence(police),
            emotional_plan: presence(emotional),
        }
    }
}

/// Returns the episodes, one for each child and referral date, and how many rows became part of another.
pub(super) fn reconcile(tables: &Tables, findings: &mut Findings) -> (Vec<Reconciled>, u64) {
    let mut order: Vec<usize> = (0..tables.episodes.len()).collect();
    order.sort_by_key(|&row| (tables.episodes[row].child, tables.episodes[row].referred, row));
    let events = Events::of(tables);
    let mut merged: Vec<Reconciled> = Vec::with_capacity(order.len());
    let mut absorbed = 0;
    for row in order {
        let next = events.episode(tables, row);
        match merged.last_mut() {
            Some(last) if same(&last.episode, &next.episode) => {
                absorbed += 1;
                note(tables, last, &next, findings);
                last.absorb(next);
            }
            _ => merged.push(next),
        }
    }
    merged.sort_by_key(|one| (one.episode.file, one.episode.line));
    (merged, absorbed)
}

fn same(one: &Episode, other: &Episode) -> bool {
    (one.child, one.referred) == (other.child, other.referred)
}

fn note(tables: &Tables, earlier: &Reconciled, later: &Reconciled, findings: &mut Findings) {
    let (old, new) = (&earlier.episode, &later.episode);
    let code = if old.file == new.file {
        Code::EpisodeRepeated
    } else if (Episode { file: new.file, line: new.line, ..*old }) == *new {
        return;
    } else {
        Code::EpisodeRevised
    };
    findings.note(code, &tables.returns[usize::from(new.file)].path, Some("CINdetails"), u64::from(new.line));
}

impl Reconciled {
    fn absorb(&mut self, later: Self) {
        self.episode = later.episode;
        union(&mut self.assessments, later.assessments, |one| {
            (one.started, one.started.is_none().then_some(one.authorised))
        });
        union(&mut self.enquiries, later.enquiries, |one| one.started);
        union(&mut self.plans, later.plans, |one| one.started);
    }
}

/// Adds events; one with the key of an event already held takes its place.
fn union<T, K: PartialEq>(held: &mut Vec<T>, later: Vec<T>, key: impl Fn(&T) -> K) {
    for event in later {
        match held.iter().position(|one| key(one) == key(&event)) {
            Some(at) => held[at] = event,
            None => held.push(event),
        }
    }
}

/// Where each episode's events begin in the tables.
struct Events {
    assessments: Vec<u32>,
    enquiries: Vec<u32>,
    plans: Vec<u32>,
}

impl Events {
    fn of(tables: &Tables) -> Self {
        let episodes = tables.episodes.len();
        Self {
            assessments: starts(episodes, tables.assessments.iter().map(|one| one.episode)),
            enquiries: starts(episodes, tables.enquiries.iter().map(|one| one.episode)),
            plans: starts(episodes, tables.plans.iter().map(|one| one.episode)),
        }
    }

    fn episode(&self, tables: &Tables, row: usize) -> Reconciled {
        Reconciled {
            episode: tables.episodes[row],
            assessments: tables.assessments[stretch(&self.assessments, row)].to_vec(),
            enquiries: tables.enquiries[stretch(&self.enquiries, row)].to_vec(),
            plans: tables.plans[stretch(&self.plans, row)].to_vec(),
        }
    }
}

/// Returns, for each episode and one past the last, how many events come before its own.
fn starts(episodes: usize, of: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; episodes + 1];
    for episode in of {
        starts[episode as usize + 1] += 1;
    }
    for row in 1..starts.len() {
        starts[row] += starts[row - 1];
    }
    starts
}

fn stretch(starts: &[u32], row: usize) -> std::ops::Range<usize> {
    starts[row] as usize..starts[row + 1] as usize
}

/// Returns the conferences of an episode: at the level of the episode or of an enquiry, each day once.
pub(super) fn conferences(one: &Reconciled) -> Vec<Date> {
    let mut days: Vec<Date> = one.enquiries.iter().filter_map(|enquiry| enquiry.conference).collect();
    days.extend(one.episode.conference);
    days.sort_unstable();
    days.dedup();
    days
}
