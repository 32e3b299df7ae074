//! The one place where the program crosses to polars.
//!
//! Columns: `episode`, `child`, `family` (numbers within the run; a child of no known family is its own),
//! `outcome` (the place in [`Outcome::ALL`]), `day` (days since 1 January 1970), `unborn`, `recorded`
//! (whether any authorised assessment of the episode has factors), `meets` (a bit for each of
//! [`Definition::ALL`](crate::domain::Definition::ALL)), one column for each of [`Trait`], and one named by
//! [`group_column`] for each of the cohort's bases: the group of its finest grouping, null where the
//! neighbourhood is not known.

use polars::prelude::{Column, DataFrame};

use crate::domain::period::day_number;
use crate::domain::{Date, Outcome};

/// What is known of a child at an event, each a number that is the place of a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// Ethnicity, of the categories of [`Axis::EthnicityDetail`](crate::domain::Axis::EthnicityDetail).
    Ethnicity,
    /// Sex.
    Sex,
    /// Completed years of age; [`UNBORN`] and [`AGE_UNKNOWN`] besides.
    Age,
    /// Disability, of the categories of [`Axis::DisabilityType`](crate::domain::Axis::DisabilityType).
    Disability,
}

/// The age of the unborn.
pub const UNBORN: u32 = 100;
/// The age of those whose birth is not recorded.
pub const AGE_UNKNOWN: u32 = 101;

impl Trait {
    /// Every trait.
    pub const ALL: &'static [Self] = &[Self::Ethnicity, Self::Sex, Self::Age, Self::Disability];

    /// Returns the name of its column.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Ethnicity => "ethnicity",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::Disability => "disability",
        }
    }
}

/// Returns the name of the column of groups on one of the cohort's bases.
#[must_use]
pub fn group_column(base: usize) -> String {
    format!("group_{base}")
}

/// One event of one episode.
pub(super) struct Event {
    pub(super) episode: u32,
    pub(super) child: u32,
    pub(super) family: u32,
    pub(super) outcome: Outcome,
    pub(super) date: Date,
    pub(super) unborn: bool,
    pub(super) recorded: bool,
    /// Whether the episode meets each of the definitions, a bit for each.
    pub(super) meets: u32,
    /// The child's traits, in the order of [`Trait::ALL`].
    pub(super) traits: [u32; 4],
    /// The row of the table of places that holds the groups.
    pub(super) place: usize,
}

impl Event {
    /// Starts an event; whose it is comes later.
    pub(super) const fn on(outcome: Outcome, date: Date) -> Self {
        Self {
            episode: 0,
            child: 0,
            family: 0,
            outcome,
            date,
            unborn: false,
            recorded: false,
            meets: 0,
            traits: [0; 4],
            place: 0,
        }
    }
}

/// Returns the events as a frame, in their order. `places` holds a group for each base, row by row.
pub(super) fn events(events: &[Event], places: &[Vec<Option<u8>>], bases: usize) -> DataFrame {
    let numbers = |value: &dyn Fn(&Event) -> u32| events.iter().map(value).collect::<Vec<_>>();
    let flags = |value: fn(&Event) -> bool| events.iter().map(value).collect::<Vec<_>>();
    let mut columns = vec![
        Column::new("episode".into(), numbers(&|event| event.episode)),
        Column::new("child".into(), numbers(&|event| event.child)),
        Column::new("family".into(), numbers(&|event| event.family)),
        Column::new("outcome".into(), numbers(&|event| event.outcome as u32)),
        Column::new("day".into(), events.iter().map(|event| day_number(event.date)).collect::<Vec<i32>>()),
        Column::new("unborn".into(), flags(|event| event.unborn)),
        Column::new("recorded".into(), flags(|event| event.recorded)),
        Column::new("meets".into(), numbers(&|event| event.meets)),
    ];
    for (at, one) in Trait::ALL.iter().enumerate() {
        columns.push(Column::new(one.column().into(), numbers(&|event| event.traits[at])));
    }
    for base in 0..bases {
        let groups = events.iter().map(|event| places[event.place].get(base)?.map(u32::from));
        columns.push(Column::new(group_column(base).into(), groups.collect::<Vec<_>>()));
    }
    DataFrame::new(columns).expect("columns of one length with different names")
}
