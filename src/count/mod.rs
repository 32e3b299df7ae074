//! Counting: from events to small tables, ordered so that they are the same every time.
//!
//! A child counts once in a period for an outcome, under the first event of that outcome; an episode once
//! likewise. So groups add up to their total, and a child who moved is in one group.

mod firsts;
mod tally;

use std::collections::{BTreeMap, HashMap};

use polars::prelude::DataFrame;

pub use tally::{Cell, Clusters, Counted, Counts, Key, Tally, Variant, coarser};

use self::firsts::{Firsts, Unit, in_period, meeting, where_true};
use crate::config::Plan;
use crate::domain::figure::LossLine;
use crate::domain::involvement::{AbuseRole, Proxy, Timing, Which, Whose};
use crate::domain::{Axis, Cross, Definition, LossReason, Losses, Outcome, Period};
use crate::link::{Cohort, Families};

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
    let mut counts = Counts {
        groupings: plan.groupings.clone(),
        periods: periods.clone(),
        population: cohort.populations[0].clone(),
        people: cohort.people.clone(),
        scores: cohort.scores.clone(),
        estimate: cohort.estimate.clone(),
        cells: BTreeMap::new(),
        crosses: BTreeMap::new(),
        bases: cohort.bases.iter().copied().zip(cohort.populations.iter().cloned()).collect(),
        headline: plan.headline,
        variants: BTreeMap::new(),
        recorded: BTreeMap::new(),
        parent_only: BTreeMap::new(),
        losses: account(losses),
    };
    for &period in &periods {
        let events = in_period(&cohort.events, period);
        for &definition in &definitions {
            let chosen = meeting(&events, definition);
            let count = Count { plan, families: cohort.families, key: (period, definition) };
            count.cells(&chosen, &mut counts);
        }
        let assessed = |frame: &DataFrame| {
            let episodes = Firsts::of(frame, Unit::Episode, cohort.bases.len());
            over(period == periods[0], episodes.tally(Outcome::Assessed, plan))
        };
        counts.recorded.insert(period, assessed(&where_true(&events, "recorded")));
        counts.parent_only.insert(period, assessed(&parent_only(&events)));
    }
    let whole = in_period(&cohort.events, periods[0]);
    for definition in curve(plan) {
        let chosen = meeting(&whole, definition);
        for unit in [Counted::Children, Counted::Episodes] {
            let firsts = Firsts::of(&chosen, unit.into(), cohort.bases.len());
            for base in 0..cohort.bases.len() {
                let groups = firsts.tally_on(base, plan.headline, plan).groups.pop();
                let groups = groups.expect("a plan has a grouping");
                counts.variants.insert(Variant { definition, unit, base }, groups);
            }
        }
    }
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

/// Returns the events of episodes with factor 3B and without 3A.
fn parent_only(events: &DataFrame) -> DataFrame {
    let bit = |role| {
        let place = Definition::ALL.iter().position(|&one| one == Definition::role(role));
        1_u32 << place.expect("every role is a definition")
    };
    let (parent, child) = (bit(AbuseRole::Parent), bit(AbuseRole::Child));
    firsts::where_meets(events, |meets| meets & parent != 0 && meets & child == 0)
}

/// The counting of one period and definition.
struct Count<'a> {
    plan: &'a Plan,
    families: Families,
    key: (Period, Definition),
}

impl Count<'_> {
    fn cells(&self, chosen: &DataFrame, counts: &mut Counts<u64>) {
        let (period, definition) = self.key;
        let whole = period == counts.periods[0];
        let bases = counts.bases.len();
        let children = Firsts::of(chosen, Unit::Child, bases);
        let episodes = Firsts::of(chosen, Unit::Episode, bases);
        for &outcome in &self.plan.outcomes {
            let key = Key { period, definition, outcome };
            let clusters = Clusters {
                children: match self.families {
                    Families::Known if whole => children.clusters(outcome),
                    _ => Vec::new(),
                },
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
            counts.cells.insert(key, cell);
            if self.crossed(key, counts) {
                for &cross in &self.plan.breakdowns.crosses {
                    if cross.axes().any(|axis| axis == Axis::Siblings) && self.families == Families::Unknown {
                        continue;
                    }
                    counts.crosses.insert((key, cross), children.cross(outcome, cross, self.plan));
                }
            }
        }
    }

    /// Breakdowns are of the whole window, for the headline definition and all episodes.
    fn crossed(&self, key: Key, counts: &Counts<u64>) -> bool {
        key.period == counts.periods[0]
            && self.plan.breakdowns.outcomes.contains(&key.outcome)
            && [self.plan.definitions[0], Definition::All].contains(&key.definition)
    }
}

impl Firsts {
    /// Counts by group of the plan's own base.
    fn tally(&self, outcome: Outcome, plan: &Plan) -> Tally<u64> {
        self.tally_on(0, outcome, plan)
    }

    fn tally_on(&self, base: usize, outcome: Outcome, plan: &Plan) -> Tally<u64> {
        self.by_group(base, self.rows(outcome), plan)
    }

    fn by_group(&self, base: usize, rows: impl Iterator<Item = usize>, plan: &Plan) -> Tally<u64> {
        let mut finest = vec![0; usize::from(plan.groupings[0].count())];
        for row in rows {
            if let Some(group) = self.groups[base][row] {
                finest[group as usize - 1] += 1;
            }
        }
        Tally::of(finest, &plan.groupings)
    }

    fn unplaced(&self, outcome: Outcome) -> u64 {
        self.rows(outcome).filter(|&row| self.groups[0][row].is_none()).count() as u64
    }

    fn unborn(&self, outcome: Outcome) -> u64 {
        self.placed(outcome).filter(|&row| self.unborn[row]).count() as u64
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
        self.placed(outcome).for_each(|row| *sizes.entry(self.family[row]).or_default() += 1);
        sizes
    }

    fn cross(&self, outcome: Outcome, cross: Cross, plan: &Plan) -> Vec<u64> {
        let sizes = self.families_of(outcome);
        let finest = usize::from(plan.groupings[0].count());
        let mut strata = vec![0; cross.count()];
        for row in self.placed(outcome) {
            let stratum = cross.stratum(|axis| match axis {
                Axis::Deprivation(grouping) => {
                    let group = self.groups[0][row].expect("a child that is placed") as usize - 1;
                    group / (finest / usize::from(grouping.count()))
                }
                Axis::Siblings => sibling_place(sizes[&self.family[row]]),
                other => self.category(other, row),
            });
            if let Some(stratum) = stratum {
                strata[stratum] += 1;
            }
        }
        strata
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
