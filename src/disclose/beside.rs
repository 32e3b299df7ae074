//! What a reader may hold beside a release: what was printed before, and what others print of the same children.
//!
//! A figure is the same figure in two releases where its name is: site, period, definition, outcome, unit,
//! breakdown, stratum and, for groups of deprivation, index, edition and basis. What was hidden stays hidden, what
//! was printed keeps its figure, and the relations of all releases are put to use together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attack::complete;
use super::problem::{Cell, Kind, Known, Need, Problem, Relation, Row, Seen, UNBOUNDED};
use super::published::{Published, Range};
use super::relations;
use crate::config::{Disclosure, Policy};
use crate::count::Counts;
use crate::diag::{Code, Diagnostic};

/// What a reader may hold beside a release.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Whose figures they are, and by what deprivation is measured.
    pub context: Context,
    /// Earlier releases, in their order.
    pub earlier: Vec<Earlier>,
    /// Figures of other publishers.
    pub outside: Vec<Outside>,
    /// Why figures have changed since they were printed, where they have.
    pub correction: Option<String>,
}

/// Whose figures they are, and by what deprivation is measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The authority, as the plan names it.
    pub site: String,
    /// Index, edition and basis: what makes a group of deprivation the group it is.
    pub groups: String,
}

/// What an earlier release printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Counts from 1 to this were hidden.
    pub hide_up_to: u32,
    /// Others were rounded to the nearest of these.
    pub round_to: u32,
    /// Why figures differed from those of the release before, where they did.
    pub correction: Option<String>,
    /// The figures, by name.
    pub names: Vec<String>,
    /// What was printed of each; nothing where it was hidden.
    pub printed: Vec<Option<u64>>,
    /// How they hang together.
    pub relations: Vec<Relation>,
}

/// A figure of another publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The figure, by name.
    pub name: String,
    /// What is printed.
    pub value: u64,
    /// To what it is rounded; one where it is exact.
    pub rounded_to: u64,
}

impl Earlier {
    /// Returns what a release prints, as a ledger keeps it.
    #[must_use]
    pub fn of(
        counts: &Counts<Published>,
        context: &Context,
        policy: Disclosure,
        correction: Option<String>,
    ) -> Self {
        let mut printed = Vec::new();
        counts.map(|one| printed.push(one.shown()));
        Self {
            hide_up_to: policy.hide_up_to,
            round_to: policy.round_to,
            correction,
            names: relations::names(counts, context),
            printed,
            relations: relations::relations(counts),
        }
    }

    /// Returns whether every figure has its place and every relation stays inside: a damaged ledger may not.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let inside = |relation: &Relation| relation.places().iter().all(|&place| place < self.names.len());
        self.names.len() == self.printed.len() && self.round_to > 0 && self.relations.iter().all(inside)
    }

    /// Returns the policy as far as it says what a printed figure means.
    fn policy(&self) -> Disclosure {
        let policy = if self.round_to == 1 { Policy::Suppress } else { Policy::Round };
        Disclosure { hide_up_to: self.hide_up_to, round_to: self.round_to, ..policy.standard() }
    }

    /// Returns the range that a printed figure leaves.
    pub(super) fn range(&self, at: usize) -> Range {
        match self.printed[at] {
            Some(count) => Published::Count(count).range(self.policy()),
            None => Range { least: 0, most: UNBOUNDED },
        }
    }
}

impl Beside {
    /// Returns of how many releases and outside figures it is made.
    #[must_use]
    pub fn len(&self) -> usize {
        self.earlier.len() + self.outside.len()
    }

    /// Returns whether a reader holds nothing beside the release.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds to a problem what a reader holds beside it.
    ///
    /// # Errors
    ///
    /// Returns `ledger-conflict` where a figure would change without a reason, or where the same children would
    /// be put in other groups, and `disclosure-refused` where the releases contradict each other.
    pub(super) fn join(
        &self,
        mut problem: Problem,
        names: &[String],
        policy: Disclosure,
    ) -> Result<Problem, Diagnostic> {
        let mut places: BTreeMap<String, usize> = names.iter().cloned().zip(0..).collect();
        let own = problem.cells.len();
        self.other_groups(names)?;
        for earlier in &self.earlier {
            self.add(&mut problem, &mut places, earlier, policy)?;
        }
        for outside in &self.outside {
            if let Some(&place) = places.get(&outside.name) {
                let (truth, half) = (problem.cells[place].truth, outside.rounded_to / 2);
                problem.known.push(Known {
                    place,
                    // Where another publisher's count differs from ours, a reader knows no more than both say.
                    least: outside.value.saturating_sub(half).min(truth),
                    most: (outside.value + half).max(truth),
                });
            }
        }
        relations::windows(&places, &mut problem.relations);
        if problem.cells.len() > own { filled(problem, own) } else { Ok(problem) }
    }

    /// Refuses to put the children of an earlier release into other groups: two partitions of the same children
    /// differ by slivers.
    fn other_groups(&self, names: &[String]) -> Result<(), Diagnostic> {
        let parted = |name: &str| -> Option<(String, String)> {
            let (of, groups) = name.rsplit_once('|')?;
            let mut of: Vec<&str> = of.split('|').collect();
            of.truncate(5);
            (!groups.is_empty()).then(|| (of.join("|"), groups.to_owned()))
        };
        let mut now: BTreeMap<String, String> = BTreeMap::new();
        now.extend(names.iter().filter_map(|name| parted(name)));
        let earlier = self.earlier.iter().flat_map(|earlier| &earlier.names).filter_map(|name| parted(name));
        for (of, groups) in earlier {
            if now.get(&of).is_some_and(|own| *own != groups) {
                let message =
                    "the same children were put in groups of another index, edition or basis before";
                return Err(Diagnostic::new(Code::LedgerConflict, message).with_help(
                    "keep to one way of making groups for each period, or begin with a later period",
                ));
            }
        }
        Ok(())
    }

    fn add(
        &self,
        problem: &mut Problem,
        places: &mut BTreeMap<String, usize>,
        earlier: &Earlier,
        policy: Disclosure,
    ) -> Result<(), Diagnostic> {
        let mut changed = 0;
        let mut at = Vec::with_capacity(earlier.names.len());
        for (index, name) in earlier.names.iter().enumerate() {
            let range = earlier.range(index);
            let place = match places.get(name) {
                Some(&place) if problem.cells[place].kind == Kind::Told => {
                    known(problem, place, range);
                    place
                }
                Some(&place) => {
                    let truth = problem.cells[place].truth;
                    let same = match earlier.printed[index] {
                        None => {
                            problem.held.push(place);
                            true
                        }
                        Some(count) => {
                            changed += u64::from(Published::of(truth, policy) != Published::Count(count));
                            range.holds(i64::try_from(truth).unwrap_or(UNBOUNDED))
                        }
                    };
                    if same {
                        known(problem, place, range);
                        place
                    } else {
                        told(problem, range)
                    }
                }
                None => {
                    let place = told(problem, range);
                    places.insert(name.clone(), place);
                    place
                }
            };
            at.push(place);
        }
        if changed > 0 && self.correction.is_none() {
            let message = format!("{changed} figures differ from what an earlier release printed");
            return Err(Diagnostic::new(Code::LedgerConflict, message));
        }
        // The relations of a release whose figures have been corrected hold of the figures as they were.
        if changed == 0 {
            problem.relations.extend(earlier.relations.iter().map(|relation| relation.moved(&at)));
        }
        Ok(())
    }
}

fn told(problem: &mut Problem, range: Range) -> usize {
    let place = problem.cells.len();
    let cell =
        Cell { truth: 0, kind: Kind::Told, most: UNBOUNDED as u64, families: None, need: Need::Detail };
    problem.cells.push(cell);
    known(problem, place, range);
    place
}

fn known(problem: &mut Problem, place: usize, range: Range) {
    let unsigned = |value: i64| u64::try_from(value).unwrap_or(0);
    problem.known.push(Known { place, least: unsigned(range.least), most: unsigned(range.most) });
}

/// Gives the figures of earlier releases that are not in this one some value that agrees with everything: the
/// attack starts from any table that does.
fn filled(mut problem: Problem, own: usize) -> Result<Problem, Diagnostic> {
    let mut ranges: Vec<Range> = problem
        .cells
        .iter()
        .enumerate()
        .map(|(place, cell)| {
            let truth = i64::try_from(cell.truth).unwrap_or(UNBOUNDED);
            if place < own {
                Range { least: truth, most: truth }
            } else {
                Range { least: 0, most: UNBOUNDED }
            }
        })
        .collect();
    for known in problem.known.iter().filter(|known| known.place >= own) {
        let range = &mut ranges[known.place];
        range.least = range.least.max(known.least as i64);
        range.most = range.most.min(known.most as i64);
    }
    let rows = problem.relations.iter().map(Row::from).collect();
    let Some(counts) = complete(Seen { ranges, rows }) else {
        let message = "this release and the earlier ones contradict each other";
        return Err(Diagnostic::new(Code::LedgerConflict, message));
    };
    for (cell, count) in problem.cells.iter_mut().zip(counts).skip(own) {
        cell.truth = u64::try_from(count).unwrap_or(0);
    }
    Ok(problem)
}
