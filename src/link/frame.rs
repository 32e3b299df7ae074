//! The one place where the program crosses to polars.
//!
//! Columns: `episode`, `child` (numbers within the run), `outcome` (the place in [`Outcome::ALL`]),
//! `day` (days since 1 January 1970), `group` (of the plan's finest grouping; null where the
//! neighbourhood is not known), `unborn`, `recorded` (whether any authorised assessment of the episode
//! has factors), and one column for each definition, named as results name it.

use polars::prelude::{Column, DataFrame};

use crate::domain::period::day_number;
use crate::domain::{Date, Definition, Outcome};

/// One event of one episode.
pub(super) struct Event {
    pub(super) episode: u32,
    pub(super) child: u32,
    pub(super) outcome: Outcome,
    pub(super) date: Date,
    pub(super) group: Option<u8>,
    pub(super) unborn: bool,
    pub(super) recorded: bool,
    /// Whether the episode meets each of [`Definition::ALL`], a bit for each.
    pub(super) meets: u8,
}

impl Event {
    /// Starts an event; whose it is comes later.
    pub(super) const fn on(outcome: Outcome, date: Date) -> Self {
        Self { episode: 0, child: 0, outcome, date, group: None, unborn: false, recorded: false, meets: 0 }
    }
}

/// Returns the events as a frame, in their order.
pub(super) fn events(events: &[Event]) -> DataFrame {
    let numbers = |value: fn(&Event) -> u32| events.iter().map(value).collect::<Vec<_>>();
    let flags = |value: &dyn Fn(&Event) -> bool| events.iter().map(value).collect::<Vec<_>>();
    let mut columns = vec![
        Column::new("episode".into(), numbers(|event| event.episode)),
        Column::new("child".into(), numbers(|event| event.child)),
        Column::new("outcome".into(), numbers(|event| event.outcome as u32)),
        Column::new("day".into(), events.iter().map(|event| day_number(event.date)).collect::<Vec<i32>>()),
        Column::new(
            "group".into(),
            events.iter().map(|event| event.group.map(u32::from)).collect::<Vec<_>>(),
        ),
        Column::new("unborn".into(), flags(&|event| event.unborn)),
        Column::new("recorded".into(), flags(&|event| event.recorded)),
    ];
    for (place, definition) in Definition::ALL.iter().enumerate() {
        columns.push(Column::new(definition.name().into(), flags(&|event| event.meets & (1 << place) != 0)));
    }
    DataFrame::new(columns).expect("columns of one length with different names")
}
