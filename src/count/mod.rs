//! Counting: from events to small tables, ordered so that they are the same every time.
//!
//! A child counts once in a period for an outcome, in the group of the first event of that outcome; an
//! episode once likewise. So groups add up to their total, and a child who moved is in one group.

pub mod journeys;
mod tally;

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IntoLazy, LazyFrame, PolarsError, SortMultipleOptions, col, lit};

pub use tally::{Cell, Counts, Key, Tally, coarser};

use crate::config::Plan;
use crate::domain::figure::LossLine;
use crate::domain::period::day_number;
use crate::domain::{Definition, LossReason, Losses, Outcome, Period};
use crate::link::Cohort;

/// Counts a cohort.
///
/// # Panics
///
/// Panics only if the cohort's frame lacks a column that `link` always gives it.
#[must_use]
pub fn count(cohort: &Cohort, losses: &Losses, plan: &Plan) -> Counts<u64> {
    let periods = cohort.window.periods();
    let mut definitions = plan.definitions.clone();
    definitions.push(Definition::All);
    let mut cells = BTreeMap::new();
    let mut recorded = BTreeMap::new();
    for &period in &periods {
        let events = in_period(cohort, period);
        for &definition in &definitions {
            let chosen = events.clone().filter(col(definition.name()));
            let children = Column::count(&chosen, "child", plan);
            let episodes = Column::count(&chosen, "episode", plan);
            let unborn = Column::count(&chosen.filter(col("unborn")), "child", plan);
            for &outcome in &plan.outcomes {
                let cell = Cell {
                    children: children.tally(outcome, plan),
                    episodes: episodes.tally(outcome, plan),
                    unborn: unborn.tally(outcome, plan).total,
                    unplaced: children.unplaced(outcome),
                };
                cells.insert(Key { period, definition, outcome }, cell);
            }
        }
        let with_factors = Column::count(&events.filter(col("recorded")), "episode", plan);
        recorded.insert(period, with_factors.tally(Outcome::Assessed, plan));
    }
    Counts {
        groupings: plan.groupings.clone(),
        periods,
        population: cohort.population.clone(),
        estimate: cohort.estimate.clone(),
        cells,
        recorded,
        losses: account(losses),
        journeys: journeys::count(cohort, plan),
    }
}

/// Returns the events of a period; a stock is taken on the period's last day.
///
/// Unborn children count towards plans, as the Department for Education counts them, and nothing else.
fn in_period(cohort: &Cohort, period: Period) -> LazyFrame {
    let stock = || col("outcome").eq(lit(Outcome::CppAt as u32));
    let plan = || col("outcome").eq(lit(Outcome::CppStart as u32)).or(stock());
    let (start, end) = (day_number(period.start), day_number(period.end));
    cohort
        .events
        .clone()
        .lazy()
        .filter(col("day").gt_eq(lit(start)).and(col("day").lt_eq(lit(end))))
        .filter(stock().not().or(col("day").eq(lit(end))))
        .filter(plan().or(col("unborn").not()))
}

/// Counts of one thing by outcome and group.
struct Column {
    /// By outcome and group; group nought is where the neighbourhood is not known.
    counts: BTreeMap<(u32, u32), u64>,
}

impl Column {
    /// Counts distinct values of `unit`, each under the group of its first event.
    fn count(events: &LazyFrame, unit: &str, plan: &Plan) -> Self {
        let read = || -> Result<DataFrame, PolarsError> {
            events
                .clone()
                .sort(["day", "episode"], SortMultipleOptions::default().with_maintain_order(true))
                .group_by([col("outcome"), col(unit)])
                .agg([col("group").first().fill_null(lit(0_u32))])
                .group_by([col("outcome"), col("group")])
                .agg([col(unit).count().alias("count")])
                .collect()
        };
        let frame = read().expect("the columns that link makes");
        let numbers = |name: &str| -> Vec<u32> {
            let column = frame.column(name).expect("a column that was just made");
            column.u32().expect("numbers").into_no_null_iter().collect()
        };
        let (outcomes, groups, counts) = (numbers("outcome"), numbers("group"), numbers("count"));
        debug_assert!(groups.iter().all(|&group| group <= u32::from(plan.groupings[0].count())));
        let keys = outcomes.into_iter().zip(groups);
        Self { counts: keys.zip(counts.into_iter().map(u64::from)).collect() }
    }

    fn tally(&self, outcome: Outcome, plan: &Plan) -> Tally<u64> {
        let groups = plan.groupings[0].groups().map(|group| self.at(outcome, u32::from(group.number())));
        Tally::of(groups.collect(), &plan.groupings)
    }

    fn unplaced(&self, outcome: Outcome) -> u64 {
        self.at(outcome, 0)
    }

    fn at(&self, outcome: Outcome, group: u32) -> u64 {
        self.counts.get(&(outcome as u32, group)).copied().unwrap_or(0)
    }
}

/// Returns the loss account as lines, every reason named whether or not it occurred.
fn account(losses: &Losses) -> Vec<(LossLine, u64)> {
    let mut lines = vec![(LossLine::RowsIn, losses.rows_in())];
    lines.extend(LossReason::ALL.iter().map(|&reason| (LossLine::Lost(reason), losses.lost(reason))));
    lines.push((LossLine::Kept, losses.kept()));
    lines
}
