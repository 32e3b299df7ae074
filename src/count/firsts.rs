//! The first event of each child, or of each episode, for every outcome: what all tables are counted from.
//!
//! Periods and definitions choose rows of one set of columns; nothing is copied for any of them.

use std::collections::HashSet;

use polars::prelude::DataFrame;

use super::{Counted, Once};
use crate::domain::people::age_band;
use crate::domain::period::day_number;
use crate::domain::{Axis, Definition, Outcome, Period};
use crate::link::{AGE_UNKNOWN, Trait, UNBORN, group_column};

/// The columns of a cohort's events, in the order of days, and of two on a day that of the episode read first.
pub(super) struct Events {
    outcome: Vec<u32>,
    child: Vec<u32>,
    episode: Vec<u32>,
    pub(super) family: Vec<u32>,
    meets: Vec<u32>,
    day: Vec<i32>,
    pub(super) unborn: Vec<bool>,
    recorded: Vec<bool>,
    /// The group on each base; `None` where the neighbourhood is not known.
    pub(super) groups: Vec<Vec<Option<u32>>>,
    /// The traits, in the order of [`Trait::ALL`].
    traits: Vec<Vec<u32>>,
}

/// Rows of events, in their order.
pub(super) type Rows = Vec<usize>;

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

/// First events: for each outcome, a row for each unit that had it.
pub(super) struct Firsts<'a> {
    pub(super) events: &'a Events,
    unit: &'a [u32],
    rows: Vec<Rows>,
}

impl<'a> Firsts<'a> {
    /// Finds the first event of each unit and outcome among rows of events.
    pub(super) fn of(events: &'a Events, among: &[usize], unit: Unit) -> Self {
        let unit = match unit {
            Unit::Child => &events.child,
            Unit::Episode => &events.episode,
        };
        let units = 1 + unit.iter().copied().max().unwrap_or(0) as usize;
        let mut once = Once::new(units, Outcome::ALL.len());
        let mut rows = vec![Rows::new(); Outcome::ALL.len()];
        for &row in among {
            let outcome = events.outcome[row] as usize;
            if once.is_first(unit[row] as usize, outcome) {
                rows[outcome].push(row);
            }
        }
        Self { events, unit, rows }
    }

    /// Returns the rows of an outcome.
    pub(super) fn rows(&self, outcome: Outcome) -> impl Iterator<Item = usize> {
        self.rows[outcome as usize].iter().copied()
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
        self.rows(outcome).filter(|&row| self.events.groups[0][row].is_some())
    }

    /// Returns the category of a row on an axis that is one of the child's traits.
    pub(super) fn category(&self, axis: Axis, row: usize) -> usize {
        let value = |one: Trait| self.events.traits[one as usize][row];
        match axis {
            Axis::EthnicityDetail => value(Trait::Ethnicity) as usize,
            Axis::Ethnicity => Axis::EthnicityDetail
                .within(Axis::Ethnicity, value(Trait::Ethnicity) as usize)
                .expect("detail nests in the five groups"),
            Axis::Sex => value(Trait::Sex) as usize,
            Axis::DisabilityType => value(Trait::Disability) as usize,
            Axis::Disability => Axis::DisabilityType
                .within(Axis::Disability, value(Trait::Disability) as usize)
                .expect("a kind of disability is one or none"),
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

impl Events {
    /// Reads the columns that `link` makes.
    pub(super) fn of(events: &DataFrame, bases: usize) -> Self {
        let column = |name: &str| events.column(name).expect("a column that link makes");
        let numbers = |name: &str| {
            column(name).u32().and_then(|numbers| numbers.cont_slice()).expect("numbers in one piece")
        };
        let days = column("day").i32().and_then(|days| days.cont_slice()).expect("days in one piece");
        let episodes = numbers("episode");
        let mut order: Vec<usize> = (0..days.len()).collect();
        order.sort_by_key(|&row| (days[row], episodes[row]));
        let ordered = |name: &str| sorted(numbers(name), &order);
        let flags = |name: &str| {
            let all: Vec<bool> = column(name).bool().expect("flags").into_no_null_iter().collect();
            sorted(&all, &order)
        };
        let groups = |base| {
            let all: Vec<_> = column(&group_column(base)).u32().expect("numbers").into_iter().collect();
            sorted(&all, &order)
        };
        Self {
            outcome: ordered("outcome"),
            child: ordered("child"),
            episode: ordered("episode"),
            family: ordered("family"),
            meets: ordered("meets"),
            day: sorted(days, &order),
            unborn: flags("unborn"),
            recorded: flags("recorded"),
            groups: (0..bases).map(groups).collect(),
            traits: Trait::ALL.iter().map(|one| ordered(one.column())).collect(),
        }
    }

    /// Returns the rows of a period; a stock is taken on the period's last day.
    ///
    /// Unborn children count towards plans, as the Department for Education counts them, and nothing else.
    pub(super) fn in_period(&self, period: Period) -> Rows {
        let (start, end) = (day_number(period.start), day_number(period.end));
        let until = |last: i32| self.day.partition_point(|&day| day <= last);
        let (stock, plan) = (Outcome::CppAt as u32, Outcome::CppStart as u32);
        let counts = |&row: &usize| {
            let outcome = self.outcome[row];
            (outcome != stock || self.day[row] == end)
                && (!self.unborn[row] || [stock, plan].contains(&outcome))
        };
        (until(start - 1)..until(end)).filter(counts).collect()
    }

    /// Returns the rows of episodes that meet a definition.
    pub(super) fn meeting(&self, rows: &[usize], definition: Definition) -> Rows {
        let bit = definition.bit();
        rows.iter().copied().filter(|&row| self.meets[row] & bit != 0).collect()
    }

    /// Returns the rows of episodes that meet one definition and not another.
    pub(super) fn meeting_without(&self, rows: &[usize], one: Definition, other: Definition) -> Rows {
        let (one, other) = (one.bit(), other.bit());
        rows.iter().copied().filter(|&row| self.meets[row] & (one | other) == one).collect()
    }

    /// Returns the rows of episodes any authorised assessment of which has factors.
    pub(super) fn recorded(&self, rows: &[usize]) -> Rows {
        rows.iter().copied().filter(|&row| self.recorded[row]).collect()
    }
}

/// Returns values in another order.
fn sorted<T: Copy>(values: &[T], order: &[usize]) -> Vec<T> {
    order.iter().map(|&row| values[row]).collect()
}
