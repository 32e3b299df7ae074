//! Coarser groups, where hiding costs too much of a breakdown: quintiles for deciles, pooled years for single
//! ones, five ethnic groups for those in detail. Merging gives a reader more than any pattern of hidden figures.

use std::collections::BTreeSet;

use super::gate::{Protected, Refusal, Why};
use super::problem::{Problem, Table};
use super::published::Published;
use crate::config::Disclosure;
use crate::count::{Cell, Counts, Key, Tally, coarser};
use crate::domain::Cross;

/// What can be made coarser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The finest groups of deprivation are left out.
    Groups,
    /// Single years are left out.
    Years,
    /// Ethnic groups in detail are put together.
    Ethnicity,
    /// Journeys are told for the whole authority alone.
    Journeys,
}

impl Step {
    /// Returns what it means for these counts, in words.
    pub(super) fn words<T>(self, counts: &Counts<T>) -> String {
        match (self, counts.groupings.as_slice()) {
            (Self::Groups, [fine, next, ..]) => format!("{}s for {}s", next.noun(), fine.noun()),
            (Self::Groups, _) => "fewer groups".to_owned(),
            (Self::Years, _) => "pooled years for single years".to_owned(),
            (Self::Ethnicity, _) => "five ethnic groups for those in detail".to_owned(),
            (Self::Journeys, _) => "journeys of all children for those by group of deprivation".to_owned(),
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
    let detailed = counts.crosses.iter().filter(|((_, cross), _)| cross.with_five_ethnic_groups().is_some());
    let detailed: BTreeSet<usize> = detailed.flat_map(|(_, strata)| strata).copied().collect();
    let by_groups = if counts.groupings.len() > 1 { spared(&finest) } else { 0 };
    let by_years = if counts.periods.len() > 1 { spared(&years) } else { 0 };
    let steps = [(Step::Groups, by_groups), (Step::Years, by_years), (Step::Ethnicity, spared(&detailed))];
    // Of steps that spare as many, the first.
    let most = steps.into_iter().rev().max_by_key(|&(_, spared)| spared);
    most.filter(|&(_, spared)| spared > 0).map(|(step, _)| step)
}

/// Returns the step without which nothing can be published, if there is one that a plan cannot take by itself.
pub(super) fn rescue(counts: &Counts<u64>, refusal: &Refusal) -> Option<Step> {
    let by_group = counts.journeys.in_all() != counts.journeys;
    (refusal.why == Why::Exposed && by_group).then_some(Step::Journeys)
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
        Step::Journeys => taken.journeys = counts.journeys.in_all(),
        Step::Ethnicity => {
            let fine = std::mem::take(&mut taken.crosses);
            let merged =
                |((key, cross), strata): ((Key, Cross), Vec<u64>)| match cross.with_five_ethnic_groups() {
                    None => ((key, cross), strata),
                    Some(coarse) => ((key, coarse), summed(cross, coarse, &strata)),
                };
            taken.crosses = fine.into_iter().map(merged).collect();
        }
    }
    taken
}

/// Returns the counts of a coarser cross.
fn summed(cross: Cross, coarse: Cross, strata: &[u64]) -> Vec<u64> {
    let mut sums = vec![0; coarse.count()];
    for (stratum, count) in strata.iter().enumerate() {
        let within = cross.within(coarse, stratum).expect("detail nests in the five groups");
        sums[within] += count;
    }
    sums
}
