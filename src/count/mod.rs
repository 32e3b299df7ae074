//! Counting: from events to small tables, ordered so that they are the same every time.
//!
//! A child counts once in a period for an outcome, under the first event of that outcome; an episode once
//! likewise. So groups add up to their total, and a child who moved is in one group.

mod by_cell;
mod firsts;
pub mod journeys;
mod once;
mod tally;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

pub use by_cell::by_cell;
pub use once::Once;
pub use tally::{Cell, Clusters, Counted, Counts, Key, Tally, Variant, coarser};

use self::firsts::{Events, Firsts, Rows, Unit};
use crate::config::Plan;
use crate::domain::figure::LossLine;
use crate::domain::involvement::{AbuseRole, Proxy, Timing, Which, Whose};
use crate::domain::{Axis, Cross, Definition, Families, LossReason, Losses, Outcome, Period};
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
    let bases = cohort.bases.len();
    let events = &Events::of(&cohort.events, bases);
    let in_each: Vec<(Period, Rows)> =
        periods.par_iter().map(|&period| (period, events.in_period(period))).collect();
    let asked: Vec<_> = in_each.iter().flat_map(|at| definitions.iter().map(move |&one| (at, one))).collect();
    let each = || -> Vec<_> {
        asked
            .par_iter()
            .with_max_len(1)
            .map(|&((period, rows), definition)| {
                let key = (*period, definition);
                let count = Count { plan, families: cohort.families, whole: periods[0], key };
                count.cells(events, &events.meeting(rows, definition))
            })
            .collect()
    };
    let (journeys, each) = rayon::join(|| journeys::count(cohort, plan), each);
    let mut counts = Counts {
        groupings: plan.groupings.clone(),
        periods: periods.clone(),
        population: cohort.populations[0].clone(),
        people: cohort.people.clone(),
        scores: cohort.scores.clone(),
        families: cohort.families,
        estimate: cohort.estimate.clone(),
        cells: BTreeMap::new(),
        crosses: BTreeMap::new(),
        bases: cohort.bases.iter().copied().zip(cohort.populations.iter().cloned()).collect(),
        headline: plan.headline,
        variants: BTreeMap::new(),
        recorded: BTreeMap::new(),
        parent_only: BTreeMap::new(),
        losses: account(losses),
        journeys,
        comparators: cohort.comparators.clone(),
    };
    for (cells, crosses) in each {
        counts.cells.extend(cells);
        counts.crosses.extend(crosses);
    }
    let (parent, child) = (Definition::role(AbuseRole::Parent), Definition::role(AbuseRole::Child));
    for (period, rows) in &in_each {
        let assessed = |rows: &[usize]| {
            let episodes = Firsts::of(events, rows, Unit::Episode);
            over(*period == periods[0], episodes.tally(Outcome::Assessed, plan))
        };
        counts.recorded.insert(*period, assessed(&events.recorded(rows)));
        counts.parent_only.insert(*period, assessed(&events.meeting_without(rows, parent, child)));
    }
    let whole = &in_each[0].1;
    let curve: Vec<_> = curve(plan)
        .into_iter()
        .flat_map(|definition| [Counted::Children, Counted::Episodes].map(|unit| (definition, unit)))
        .collect();
    let variants: Vec<Vec<_>> = curve
        .par_iter()
        .with_max_len(1)
        .map(|&(definition, unit)| {
            let firsts = Firsts::of(events, &events.meeting(whole, definition), unit.into());
            let variant = |base| {
                let groups = firsts.tally_on(base, plan.headline, plan).groups.pop();
                (Variant { definition, unit, base }, groups.expect("a plan has a grouping"))
            };
            (0..bases).map(variant).collect()
        })
        .collect();
    counts.variants.extend(variants.into_iter().flatten());
    counts
}

/// Returns the tally as it is given over the whole window, or over one year of it.
fn over(whole: bool, tally: Tally<u64>) -> Tally<u64> {
    if whole { tally } else { tally.in_coarsest_alone() }
}

/// Returns the definitions of the specification curve: the plan's own, and the headline's and the commonest role's
/// under every rule, and the proxies.
fn curve(plan: &Plan) -> Vec<Definition> {
    let mut definitions = plan.definitions.clone();
    let whose = [plan.definitions[0].plain().unwrap_or(Whose::Anyone), Whose::One(AbuseRole::Parent)];
    let rules =
        [(Which::First, Timing::Episode), (Which::Latest, Timing::Episode), (Which::Any, Timing::ByOutcome)];
    for whose in whose {
        definitions.extend(rules.map(|(which, timing)| Definition::Recorded(whose, which, timing)));
    }
    definitions.extend([Proxy::PoliceReferral, Proxy::EmotionalAbusePlan].map(Definition::Proxy));
    definitions.sort_unstable();
    definitions.dedup();
    definitions
}

/// The counting of one period and definition.
struct Count<'a> {
    plan: &'a Plan,
    families: Families,
    /// The whole window, of which breakdowns are.
    whole: Period,
    key: (Period, Definition),
}

/// The cells of one period and definition, and those broken down.
type Cells = (Vec<(Key, Cell<u64>)>, Vec<((Key, Cross), Vec<u64>)>);

impl Count<'_> {
    /// Counts the rows of a period that meet a definition.
    fn cells(&self, events: &Events, chosen: &[usize]) -> Cells {
        let (period, definition) = self.key;
        let whole = period == self.whole;
        let (mut cells, mut crosses) = (Vec::new(), Vec::new());
        let children = Firsts::of(events, chosen, Unit::Child);
        let episodes = Firsts::of(events, chosen, Unit::Episode);
        for &outcome in &self.plan.outcomes {
            let key = Key { period, definition, outcome };
            let clusters = Clusters {
                children: if whole { children.clusters(outcome) } else { Vec::new() },
                episodes: if whole { episodes.clusters(outcome) } else { Vec::new() },
            };
            let before = outcome.before().filter(|_| whole);
            let cell = Cell {
                children: over(whole, children.tally(outcome, self.plan)),
                episodes: over(whole, episodes.tally(outcome, self.plan)),
                progressed: before.map(|_| {
                    episodes.by_group(0, episodes.progressed(outcome), self.plan).in_coarsest_alone()
                }),
                clusters,
                unborn: children.unborn(outcome),
                unplaced: children.unplaced(outcome),
            };
            cells.push((key, cell));
            if self.crossed(key) {
                for &cross in &self.plan.breakdowns.crosses {
                    if cross.axes().any(|axis| axis == Axis::Siblings) && self.families == Families::Referred
                    {
                        continue;
                    }
                    crosses.push(((key, cross), children.cross(outcome, cross, self.plan)));
                }
            }
        }
        (cells, crosses)
    }

    /// Breakdowns are of the whole window, for the headline definition and all episodes.
    fn crossed(&self, key: Key) -> bool {
        key.period == self.whole
            && self.plan.breakdowns.outcomes.contains(&key.outcome)
            && [self.plan.definitions[0], Definition::All].contains(&key.definition)
    }
}

impl Firsts<'_> {
    /// Counts by group of the plan's own base.
    fn tally(&self, outcome: Outcome, plan: &Plan) -> Tally<u64> {
        self.tally_on(0, outcome, plan)
    }

    fn tally_on(&self, base: usize, outcome: Outcome, plan: &Plan) -> Tally<u64> {
        self.by_group(base, self.rows(outcome), plan)
    }

    fn by_group(&self, base: usize, rows: impl Iterator<Item = usize>, plan: &Plan) -> Tally<u64> {
        let groups = usize::from(plan.groupings[0].count());
        let placed = rows.filter_map(|row| Some((self.events.groups[base][row]? as usize - 1, [])));
        Tally::of(by_cell(groups, placed).0, &plan.groupings)
    }

    fn unplaced(&self, outcome: Outcome) -> u64 {
        self.rows(outcome).filter(|&row| self.events.groups[0][row].is_none()).count() as u64
    }

    fn unborn(&self, outcome: Outcome) -> u64 {
        self.placed(outcome).filter(|&row| self.events.unborn[row]).count() as u64
    }

    /// Counts by how many of the same family are counted: one, two, three, and four or more.
    fn clusters(&self, outcome: Outcome) -> Vec<u64> {
        let sizes = self.families_of(outcome);
        let mut counts = vec![0; Axis::Siblings.count()];
        for size in sizes.values() {
            counts[sibling_place(*size)] += u64::from(*size);
        }
        counts
    }

    fn families_of(&self, outcome: Outcome) -> HashMap<u32, u32> {
        let mut sizes = HashMap::new();
        self.placed(outcome).for_each(|row| *sizes.entry(self.events.family[row]).or_default() += 1);
        sizes
    }

    fn cross(&self, outcome: Outcome, cross: Cross, plan: &Plan) -> Vec<u64> {
        let sizes = self.families_of(outcome);
        let finest = usize::from(plan.groupings[0].count());
        let stratum = |row: usize| {
            cross.stratum(|axis| match axis {
                Axis::Deprivation(grouping) => {
                    let group = self.events.groups[0][row].expect("a child that is placed") as usize - 1;
                    group / (finest / usize::from(grouping.count()))
                }
                Axis::Siblings => sibling_place(sizes[&self.events.family[row]]),
                other => self.category(other, row),
            })
        };
        by_cell(cross.count(), self.placed(outcome).filter_map(|row| Some((stratum(row)?, [])))).0
    }
}

/// Returns the place of a number of children of one family among the categories of [`Axis::Siblings`].
fn sibling_place(size: u32) -> usize {
    (size as usize).min(Axis::Siblings.count()) - 1
}

/// Returns the loss account as lines, every reason named whether or not it occurred.
fn account(losses: &Losses) -> Vec<(LossLine, u64)> {
    let mut lines = vec![(LossLine::RowsIn, losses.rows_in())];
    lines.extend(LossReason::ALL.iter().map(|&reason| (LossLine::Lost(reason), losses.lost(reason))));
    lines.push((LossLine::Kept, losses.kept()));
    lines
}
