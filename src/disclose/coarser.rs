//! Coarser groups, where hiding costs too much of a breakdown: quintiles for deciles, pooled years for single
//! ones. Merging gives a reader more than any pattern of hidden figures.

use std::collections::BTreeSet;

use super::gate::Protected;
use super::problem::{Problem, Table};
use super::published::Published;
use crate::config::Disclosure;
use crate::count::{Cell, Counts, Tally, coarser};

/// What can be made coarser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The finest groups of deprivation are left out.
    Groups,
    /// Single years are left out.
    Years,
}

impl Step {
    /// Returns what it means for these counts, in words.
    pub(super) fn words<T>(self, counts: &Counts<T>) -> String {
        match (self, counts.groupings.as_slice()) {
            (Self::Groups, [fine, next, ..]) => format!("{}s for {}s", next.noun(), fine.noun()),
            (Self::Groups, _) => "fewer groups".to_owned(),
            (Self::Years, _) => "pooled years for single years".to_owned(),
        }
    }
}

/// Returns the breakdowns of which too much is hidden, as the plan says how much that is.
pub(super) fn costly<'a>(problem: &'a Problem, done: &Protected, policy: Disclosure) -> Vec<&'a Table> {
    let hidden = |&&place: &&usize| done.shown[place] == Published::Hidden;
    let costs = |table: &&Table| {
        let hidden = table.cells.iter().filter(hidden).count();
        hidden * 100 > table.cells.len() * policy.merge_above as usize
    };
    problem.tables.iter().filter(costs).collect()
}

/// Returns the step that spares most of the costly breakdowns, if any does.
pub(super) fn step(counts: &Counts<usize>, costly: &[&Table]) -> Option<Step> {
    let finest: BTreeSet<usize> =
        tallies(counts).flat_map(|(_, tally)| tally.groups.first()).flatten().copied().collect();
    let years: BTreeSet<usize> = tallies(counts)
        .filter(|(window, _)| !window)
        .flat_map(|(_, tally)| tally.groups.iter().flatten().copied())
        .collect();
    let spared = |places: &BTreeSet<usize>| {
        costly.iter().filter(|table| table.cells.iter().any(|place| places.contains(place))).count()
    };
    let by_groups = if counts.groupings.len() > 1 { spared(&finest) } else { 0 };
    let by_years = if counts.periods.len() > 1 { spared(&years) } else { 0 };
    match () {
        () if by_groups.max(by_years) == 0 => None,
        () if by_groups >= by_years => Some(Step::Groups),
        () => Some(Step::Years),
    }
}

/// Returns every tally, with whether it is of the whole window.
fn tallies(counts: &Counts<usize>) -> impl Iterator<Item = (bool, &Tally<usize>)> {
    let window = counts.periods.first().copied();
    let cells = counts.cells.iter().flat_map(move |(key, cell)| {
        [&cell.children, &cell.episodes].map(|tally| (Some(key.period) == window, tally))
    });
    cells.chain(counts.recorded.iter().map(move |(&period, tally)| (Some(period) == window, tally)))
}

/// Takes a step.
pub(super) fn take(counts: &Counts<u64>, step: Step) -> Counts<u64> {
    let mut taken = counts.clone();
    match step {
        Step::Groups => {
            if let Some(&next) = counts.groupings.get(1) {
                taken.scores = counts.scores.as_ref().map(|scores| scores.coarser(&counts.population, next));
                taken.population = coarser(&counts.population, next);
                taken.bases.iter_mut().for_each(|(_, people)| *people = coarser(people, next));
            }
            let drop = |tally: &mut Tally<u64>| {
                tally.groups.remove(0);
            };
            taken.groupings.remove(0);
            for Cell { children, episodes, progressed, .. } in taken.cells.values_mut() {
                [children, episodes].into_iter().chain(progressed).for_each(drop);
            }
            taken.recorded.values_mut().for_each(drop);
            taken.parent_only.values_mut().for_each(drop);
        }
        Step::Years => {
            taken.periods.truncate(1);
            let window = taken.periods.clone();
            taken.cells.retain(|key, _| window.contains(&key.period));
            taken.recorded.retain(|period, _| window.contains(period));
            taken.parent_only.retain(|period, _| window.contains(period));
        }
    }
    taken
}
