//! Journeys as small tables of whole numbers, by the coarsest group of deprivation.
//!
//! A journey in time is told as what had become of those who set out by a few months after: the event had
//! happened, it had become impossible, they were no longer seen, or they were still waiting. Numbers are
//! cumulative, so that each rests on as many children as can be, and the four add up to those who set out at
//! every month. Whoever lives in no known neighbourhood is left out. By group there are fewer months, and years are
//! told for the whole authority alone, since small counts can say little and have to be hidden.

mod after;
mod course;
mod long_term;
mod plans;
mod referrals;

use std::collections::BTreeMap;
use std::iter::once;

use jiff::ToSpan;

use super::{Tally, by_cell};
use crate::config::Plan;
use crate::domain::journey::{Journey, Portions};
use crate::domain::{Date, Definition, Grouping, Period};
use crate::link::Cohort;
use crate::link::journeys::{Histories, History, Spell};

/// Every table of journeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journeys<T> {
    /// The days that returns cover without a gap.
    pub seen: Period,
    /// The grouping of every tally: the coarsest of the plan.
    pub grouping: Grouping,
    /// The journeys in time.
    pub courses: BTreeMap<(Definition, Journey), Course<T>>,
    /// The shares, each under the period it is of.
    pub shares: BTreeMap<(Period, Definition, Portions), Shares<T>>,
}

/// What became of those who set out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course<T> {
    /// How many set out. The journeys from a first referral have one start, and the first of them tells it.
    pub entered: Option<Tally<T>>,
    /// Where they stood by each of [`Journey::months`].
    pub by: Vec<Stand<T>>,
}

/// Where those who set out stood by a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand<T> {
    /// The event had happened.
    pub happened: Tally<T>,
    /// Something had happened that makes it impossible.
    pub impossible: Tally<T>,
    /// They were not followed so long.
    pub unseen: Tally<T>,
    /// They were followed so long, and it had not happened.
    pub waiting: Tally<T>,
}

/// A whole and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares<T> {
    /// The whole.
    pub of: Tally<T>,
    /// The parts, in the order of [`Portions::parts`].
    pub parts: Vec<Tally<T>>,
}

impl<T> Journeys<T> {
    /// Returns how many set out on a journey.
    #[must_use]
    pub fn entered(&self, definition: Definition, journey: Journey) -> Option<&Tally<T>> {
        let told = if journey.is_escalation() { Journey::ToEnquiry } else { journey };
        self.courses.get(&(definition, told))?.entered.as_ref()
    }

    /// Returns those of the tables that another authority has as well.
    pub(super) fn beside(&self, other: &Self) -> Self
    where
        T: Clone,
    {
        let mut told = self.clone();
        told.courses.retain(|key, _| other.courses.contains_key(key));
        told.shares.retain(|key, shares| {
            other.shares.get(key).is_some_and(|others| others.of.groups.len() == shares.of.groups.len())
        });
        let (one, two) = (self.seen, other.seen);
        told.seen = Period { start: one.start.max(two.start), end: one.end.min(two.end) };
        told
    }

    /// Returns the tables with every count changed, in a fixed order.
    pub fn map<U>(&self, change: &mut impl FnMut(&T) -> U) -> Journeys<U> {
        let courses = self.courses.iter().map(|(&key, course)| {
            let entered = course.entered.as_ref().map(|tally| tally.map(change));
            let by = course.by.iter().map(|stand| Stand {
                happened: stand.happened.map(change),
                impossible: stand.impossible.map(change),
                unseen: stand.unseen.map(change),
                waiting: stand.waiting.map(change),
            });
            (key, Course { entered, by: by.collect() })
        });
        let courses = courses.collect();
        let shares = self.shares.iter().map(|(&key, shares)| {
            let of = shares.of.map(change);
            (key, Shares { of, parts: shares.parts.iter().map(|part| part.map(change)).collect() })
        });
        Journeys { seen: self.seen, grouping: self.grouping, courses, shares: shares.collect() }
    }
}

/// Counts journeys under the plan's headline definition and the comparison.
pub(super) fn count(cohort: &Cohort, plan: &Plan) -> Journeys<u64> {
    let finest = plan.groupings[0];
    let grouping = *plan.groupings.last().expect("a plan has a grouping");
    let definitions = [plan.definitions[0], Definition::All];
    let width = finest.count() / grouping.count();
    let histories = &cohort.histories;
    let everyone: Vec<&History> = histories.children.iter().collect();
    let spans: Vec<Period> = everyone.iter().map(|child| span(child)).collect();
    let mut known: BTreeMap<Period, Vec<&History>> = BTreeMap::new();
    let mut courses = BTreeMap::new();
    let mut shares = BTreeMap::new();
    for definition in definitions {
        let scope = Scope {
            histories,
            children: &everyone,
            window: cohort.window.whole,
            bit: definition.bit(),
            width,
            grouping,
        };
        for &journey in Journey::ALL {
            if journey != Journey::ToCare || histories.with_care {
                courses.insert((definition, journey), course::course(&scope, journey));
            }
        }
        for &portions in Portions::ALL {
            let periods = scope.periods(portions, &cohort.window.periods());
            // The whole window where it can be told, and otherwise the latest year.
            let whole = periods.iter().copied().find(|&period| period == cohort.window.whole);
            let by_group = whole.or(periods.last().copied());
            for period in periods {
                let children = known.entry(period).or_insert_with(|| {
                    let each = everyone.iter().zip(&spans);
                    each.filter(|(_, span)| span.meets(period)).map(|(&child, _)| child).collect()
                });
                let shares_of = Scope { children, ..scope }.shares(portions, period);
                let told = if Some(period) == by_group { shares_of } else { shares_of.in_all() };
                shares.insert((period, definition, portions), told);
            }
        }
    }
    Journeys { seen: histories.seen, grouping, courses, shares }
}

/// Returns the days from the first to the last that a history tells of; a plan without an end goes on.
fn span(child: &History) -> Period {
    let plans = || child.spells.iter().flat_map(|spell| &spell.plans);
    let begun = child.spells.iter().map(|spell| spell.referred).chain(plans().map(|plan| plan.started));
    let open = child.spells.iter().map(|spell| spell.closed.unwrap_or(spell.known_to).max(spell.referred));
    let ended = open.chain(plans().map(|plan| plan.ended.unwrap_or(Date::MAX)));
    Period { start: begun.min().unwrap_or(Date::MAX), end: ended.max().unwrap_or(Date::MIN) }
}

impl<T: Clone> Journeys<T> {
    /// Returns the tables without groups.
    pub(crate) fn in_all(&self) -> Self {
        let mut told = self.clone();
        for course in told.courses.values_mut() {
            course.entered.iter_mut().for_each(ungroup);
            let stands = course.by.iter_mut();
            stands.for_each(|Stand { happened, impossible, unseen, waiting }| {
                [happened, impossible, unseen, waiting].into_iter().for_each(ungroup);
            });
        }
        told.shares = told.shares.into_iter().map(|(key, shares)| (key, shares.in_all())).collect();
        told
    }
}

impl<T> Shares<T> {
    /// Returns the shares without groups.
    fn in_all(mut self) -> Self {
        once(&mut self.of).chain(&mut self.parts).for_each(ungroup);
        self
    }
}

fn ungroup<T>(tally: &mut Tally<T>) {
    tally.groups.clear();
}

/// What is counted, and of whom.
#[derive(Clone, Copy)]
struct Scope<'a> {
    histories: &'a Histories,
    /// Whoever is counted: for shares of a period, those whose history meets it.
    children: &'a [&'a History],
    window: Period,
    /// The bit of the definition that episodes have to meet.
    bit: u32,
    width: u8,
    grouping: Grouping,
}

impl Scope<'_> {
    /// Returns whether an episode meets the definition.
    fn meets(&self, spell: &Spell) -> bool {
        spell.meets & self.bit != 0
    }

    /// Returns the place of an episode's group in a tally; `None` where the neighbourhood is not known.
    fn group(&self, spell: &Spell) -> Option<usize> {
        spell.group.map(|group| usize::from((group - 1) / self.width))
    }

    /// Returns whether a day is in the window and in what is seen.
    fn holds(&self, day: Date) -> bool {
        self.window.holds(day) && self.histories.seen.holds(day)
    }

    /// Returns the periods a table can be given for, of the plan's: those that are seen far enough back.
    fn periods(&self, portions: Portions, periods: &[Period]) -> Vec<Period> {
        let seen = self.histories.seen;
        let whole = Period { start: self.window.start.max(seen.start), end: self.window.end.min(seen.end) };
        let within = |back: i32| {
            let since = later(seen.start, back);
            periods.iter().copied().filter(move |period| period.start >= since && period.end <= seen.end)
        };
        match portions {
            Portions::Rereferrals | Portions::ChildrenRereferred => within(12).collect(),
            Portions::LaterPlans => within(24).collect(),
            Portions::PlansEnded => within(0).collect(),
            // A stock is that of a day; the window's last is also its last year's.
            Portions::PlansOpen => within(0).filter(|period| later(period.start, 12) > period.end).collect(),
            Portions::AfterPlan => vec![whole],
            Portions::LongTerm => {
                within(0).filter(|period| later(period.start, 36) > period.end).take(1).collect()
            }
        }
    }

    fn shares(&self, portions: Portions, period: Period) -> Shares<u64> {
        match portions {
            Portions::Rereferrals => referrals::referrals(self, period),
            Portions::ChildrenRereferred => referrals::children(self, period),
            Portions::LaterPlans => plans::later(self, period),
            Portions::PlansEnded => plans::ended(self, period),
            Portions::PlansOpen => plans::open(self, period),
            Portions::AfterPlan => after::after(self, period),
            Portions::LongTerm => long_term::long_term(self, period),
        }
    }

    /// Returns the history of everybody who is counted.
    fn children(&self) -> impl Iterator<Item = &History> {
        self.children.iter().copied()
    }

    /// Returns an empty count for each group.
    fn none(&self) -> Vec<u64> {
        vec![0; usize::from(self.grouping.count())]
    }

    /// Adds groups up into a tally.
    fn tally(&self, groups: Vec<u64>) -> Tally<u64> {
        Tally::of(groups, &[self.grouping])
    }

    /// Makes shares of units, each with its group and the parts it is in.
    fn split<const N: usize>(&self, units: impl Iterator<Item = (usize, [bool; N])>) -> Shares<u64> {
        let (of, parts) = by_cell(usize::from(self.grouping.count()), units);
        let parts = parts.into_iter().map(|part| self.tally(part)).collect();
        Shares { of: self.tally(of), parts }
    }
}

/// Returns the day so many calendar months later; 29 February becomes the 28th where there is none.
fn later(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

#[cfg(test)]
mod tests;
