//! The first event of each child, or of each episode, for every outcome: what all tables are counted from.

use std::collections::HashSet;

use polars::prelude::{BooleanChunked, DataFrame, IdxCa, IdxSize, NewChunkedArray, SortMultipleOptions};

use super::Counted;
use crate::domain::people::age_band;
use crate::domain::period::day_number;
use crate::domain::{Axis, Definition, Outcome, Period};
use crate::link::{AGE_UNKNOWN, Trait, UNBORN, group_column};

/// What is counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Child,
    Episode,
}

impl From<Counted> for Unit {
    fn from(counted: Counted) -> Self {
        match counted {
            Counted::Children => Self::Child,
            Counted::Episodes => Self::Episode,
        }
    }
}

/// First events, a row for each unit and outcome, in no order.
pub(super) struct Firsts {
    outcome: Vec<u32>,
    unit: Vec<u32>,
    pub(super) family: Vec<u32>,
    pub(super) unborn: Vec<bool>,
    /// The group on each base; `None` where the neighbourhood is not known.
    pub(super) groups: Vec<Vec<Option<u32>>>,
    /// The traits, in the order of [`Trait::ALL`].
    traits: Vec<Vec<u32>>,
}

impl Firsts {
    /// Finds the first event of each unit and outcome among events [`in_order`].
    pub(super) fn of(events: &DataFrame, unit: Unit, bases: usize) -> Self {
        let unit = match unit {
            Unit::Child => "child",
            Unit::Episode => "episode",
        };
        let group_names: Vec<String> = (0..bases).map(group_column).collect();
        let rows = IdxCa::from_vec("rows".into(), first_rows(events, unit));
        let frame = events.take(&rows).expect("rows of the frame itself");
        let column = |name: &str| frame.column(name).expect("a column that was just made");
        let numbers = |name: &str| column(name).u32().expect("numbers").into_no_null_iter().collect();
        Self {
            outcome: numbers("outcome"),
            unit: numbers(unit),
            family: numbers("family"),
            unborn: column("unborn").bool().expect("flags").into_no_null_iter().collect(),
            groups: group_names
                .iter()
                .map(|name| column(name).u32().expect("numbers").into_iter().collect())
                .collect(),
            traits: Trait::ALL.iter().map(|one| numbers(one.column())).collect(),
        }
    }

    /// Returns the rows of an outcome.
    pub(super) fn rows(&self, outcome: Outcome) -> impl Iterator<Item = usize> {
        self.outcome.iter().enumerate().filter(move |&(_, &of)| of == outcome as u32).map(|(row, _)| row)
    }

    /// Returns the rows of an outcome whose unit had the stage before as well; none where no stage is before.
    pub(super) fn progressed(&self, outcome: Outcome) -> impl Iterator<Item = usize> {
        let before: HashSet<u32> = outcome
            .before()
            .into_iter()
            .flat_map(|before| self.rows(before))
            .map(|row| self.unit[row])
            .collect();
        self.rows(outcome).filter(move |&row| before.contains(&self.unit[row]))
    }

    /// Returns the rows of an outcome whose neighbourhood is known.
    pub(super) fn placed(&self, outcome: Outcome) -> impl Iterator<Item = usize> {
        self.rows(outcome).filter(|&row| self.groups[0][row].is_some())
    }

    /// Returns the category of a row on an axis that is one of the child's traits.
    pub(super) fn category(&self, axis: Axis, row: usize) -> usize {
        let value = |one: Trait| self.traits[one as usize][row];
        match axis {
            Axis::EthnicityDetail => value(Trait::Ethnicity) as usize,
            Axis::Ethnicity => Axis::EthnicityDetail
                .within(Axis::Ethnicity, value(Trait::Ethnicity) as usize)
                .expect("detail nests in the five groups"),
            Axis::Sex => value(Trait::Sex) as usize,
            Axis::Disability => value(Trait::Disability) as usize,
            Axis::Age => match value(Trait::Age) {
                UNBORN => 5,
                AGE_UNKNOWN => 6,
                age => age_band(age as usize),
            },
            Axis::YoungerHalf => match value(Trait::Age) {
                UNBORN => 2,
                AGE_UNKNOWN => 3,
                age => usize::from(age >= 8),
            },
            _ => unreachable!("not a trait of the child"),
        }
    }
}

/// Returns the rows that are the first of their outcome and unit.
fn first_rows(events: &DataFrame, unit: &str) -> Vec<IdxSize> {
    let numbers = |name: &str| -> Vec<u32> {
        let column = events.column(name).and_then(|column| column.u32()).expect("a column that link makes");
        column.into_no_null_iter().collect()
    };
    let (outcomes, units) = (numbers("outcome"), numbers(unit));
    let outcome_count = 1 + outcomes.iter().copied().max().unwrap_or(0) as usize;
    let unit_count = 1 + units.iter().copied().max().unwrap_or(0) as usize;
    let mut met = vec![false; outcome_count * unit_count];
    let mut first = |(&outcome, &unit): (&u32, &u32)| {
        !std::mem::replace(&mut met[outcome as usize * unit_count + unit as usize], true)
    };
    let firsts = outcomes.iter().zip(&units).map(&mut first);
    (0..).zip(firsts).filter(|&(_, first)| first).map(|(row, _)| row).collect()
}

/// Returns events in the order of days, and of two on a day that of the episode read first.
pub(super) fn in_order(events: &DataFrame) -> DataFrame {
    let order = SortMultipleOptions::default().with_maintain_order(true);
    events.sort(["day", "episode"], order).expect("the columns that link makes")
}

/// Returns the events of a period; a stock is taken on the period's last day.
///
/// Unborn children count towards plans, as the Department for Education counts them, and nothing else.
pub(super) fn in_period(events: &DataFrame, period: Period) -> DataFrame {
    let (start, end) = (day_number(period.start), day_number(period.end));
    let column = |name: &str| events.column(name).expect("a column that link makes");
    let days = column("day").i32().expect("days").into_no_null_iter();
    let outcomes = column("outcome").u32().expect("numbers").into_no_null_iter();
    let unborn = column("unborn").bool().expect("flags").into_no_null_iter();
    let (stock, plan) = (Outcome::CppAt as u32, Outcome::CppStart as u32);
    let chosen = days.zip(outcomes).zip(unborn).map(|((day, outcome), unborn)| {
        let is_within = if outcome == stock { day == end } else { (start..=end).contains(&day) };
        is_within && (!unborn || [stock, plan].contains(&outcome))
    });
    filtered(events, chosen)
}

/// Returns the events of episodes that meet a definition.
pub(super) fn meeting(events: &DataFrame, definition: Definition) -> DataFrame {
    let place =
        Definition::ALL.iter().position(|&one| one == definition).expect("every definition has a bit");
    where_meets(events, |meets| meets & (1 << place) != 0)
}

/// Returns the events whose bits of definitions are accepted.
pub(super) fn where_meets(events: &DataFrame, accept: impl Fn(u32) -> bool) -> DataFrame {
    let meets = events.column("meets").and_then(|column| column.u32()).expect("a column that link makes");
    filtered(events, meets.into_no_null_iter().map(accept))
}

/// Returns the events for which a column of flags is set.
pub(super) fn where_true(events: &DataFrame, flag: &str) -> DataFrame {
    let flags = events.column(flag).and_then(|column| column.bool()).expect("a column that link makes");
    filtered(events, flags.into_no_null_iter())
}

fn filtered(events: &DataFrame, chosen: impl Iterator<Item = bool>) -> DataFrame {
    let mask = BooleanChunked::from_slice("chosen".into(), &chosen.collect::<Vec<_>>());
    events.filter(&mask).expect("a mask of the frame's own length")
}
