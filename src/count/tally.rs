//! Small tables of counts: the only thing a model ever sees.
//!
//! The same shape holds true counts (`Counts<u64>`) and published ones, so that an estimator written for
//! the one cannot be given the other by accident.

use std::collections::BTreeMap;

use super::journeys::Journeys;
use crate::config::Base;
use crate::domain::comparator::Comparators;
use crate::domain::figure::LossLine;
use crate::domain::{Cross, Definition, Families, Grouping, Outcome, People, Period, Scores};

/// A count in total, and by group of each grouping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally<T> {
    /// All groups together.
    pub total: T,
    /// By group, the most deprived first; one list for each of the plan's groupings, the finest first. Single years
    /// are given in the coarsest alone, and have no groups in the others: nearly all of them would be hidden.
    pub groups: Vec<Vec<T>>,
}

/// The counts of one period, definition and outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<T> {
    /// Distinct children, each in the group of their first event in the period.
    pub children: Tally<T>,
    /// Episodes.
    pub episodes: Tally<T>,
    /// Episodes that had the stage before in the same period as well; `None` where no stage is before, and for
    /// single years.
    pub progressed: Option<Tally<T>>,
    /// How children and episodes come in families.
    pub clusters: Clusters<T>,
    /// Unborn children, in the numerator of plan outcomes and of no other.
    pub unborn: T,
    /// Distinct children whose neighbourhood is not known, and who are in no group.
    pub unplaced: T,
}

/// Counts by how many of the same family are counted in the same cell: one, two, three, and four or more. Empty for
/// single years, which take their window's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters<T> {
    /// Children; empty where families are not known.
    pub children: Vec<T>,
    /// Episodes, of the same family, or of the same child where families are not known.
    pub episodes: Vec<T>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counted {
    /// Each child once.
    Children,
    /// Each episode once.
    Episodes,
}

/// One way of counting the headline, other than the plan's: a point of the specification curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Variant {
    /// Which episodes.
    pub definition: Definition,
    /// What is counted.
    pub unit: Counted,
    /// Under which of [`Counts::bases`].
    pub base: usize,
}

/// Which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// When.
    pub period: Period,
    /// Which episodes.
    pub definition: Definition,
    /// Which involvement.
    pub outcome: Outcome,
}

/// All counts of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts<T> {
    /// The groupings of every tally, the finest first; each nests in the one before.
    pub groupings: Vec<Grouping>,
    /// The whole window first, then each year.
    pub periods: Vec<Period>,
    /// Children aged 0 to 17 by group of the finest grouping: public, and never protected.
    pub population: Vec<u64>,
    /// Who those children are: public as well.
    pub people: People,
    /// How deprived the groups are on the index's own scale: public as well.
    pub scores: Option<Scores>,
    /// How families are known.
    pub families: Families,
    /// The year of the population estimate.
    pub estimate: String,
    /// The cells, in order.
    pub cells: BTreeMap<Key, Cell<T>>,
    /// Children of some cells by the strata of a cross, with those whose neighbourhood is known.
    pub crosses: BTreeMap<(Key, Cross), Vec<T>>,
    /// The ways of putting a child in a group and the children in each group under them, the plan's own first.
    pub bases: Vec<(Base, Vec<u64>)>,
    /// The outcome of the headline.
    pub headline: Outcome,
    /// The headline outcome over the whole window, counted in other ways, by group of the coarsest grouping.
    pub variants: BTreeMap<Variant, Vec<T>>,
    /// Episodes assessed in the period with factors recorded: what the domestic abuse share is a share of.
    pub recorded: BTreeMap<Period, Tally<T>>,
    /// Of those, episodes with factor 3B and without 3A.
    pub parent_only: BTreeMap<Period, Tally<T>>,
    /// The loss account.
    pub losses: Vec<(LossLine, T)>,
    /// Journeys between involvements.
    pub journeys: Journeys<T>,
    /// Published figures to set the authority beside: public already, and never protected.
    pub comparators: Comparators,
}

impl<T> Tally<T> {
    /// Returns the tally with every count changed, in a fixed order: the total, then each group.
    pub fn map<U>(&self, change: &mut impl FnMut(&T) -> U) -> Tally<U> {
        Tally {
            total: change(&self.total),
            groups: self.groups.iter().map(|groups| groups.iter().map(&mut *change).collect()).collect(),
        }
    }

    /// Returns the counts by group of each grouping that it is given in, with the place of the grouping.
    pub fn by_grouping<'a>(
        &'a self,
        groupings: &'a [Grouping],
    ) -> impl Iterator<Item = (usize, Grouping, &'a [T])> {
        let each = groupings.iter().zip(&self.groups).enumerate();
        each.map(|(at, (&grouping, groups))| (at, grouping, groups.as_slice()))
            .filter(|(_, _, groups)| !groups.is_empty())
    }
}

impl Tally<u64> {
    /// Adds up the groups of the finest grouping into the others and the total.
    #[must_use]
    pub fn of(finest: Vec<u64>, groupings: &[Grouping]) -> Self {
        let total = finest.iter().sum();
        let coarser =
            groupings.iter().skip(1).map(|grouping| coarser(&finest, *grouping)).collect::<Vec<_>>();
        Self { total, groups: std::iter::once(finest).chain(coarser).collect() }
    }

    /// Leaves out all groups but the coarsest.
    pub(super) fn in_coarsest_alone(mut self) -> Self {
        let finer = self.groups.len().saturating_sub(1);
        self.groups[..finer].iter_mut().for_each(Vec::clear);
        self
    }
}

/// Adds up groups into fewer, which the plan made sure nest.
#[must_use]
pub fn coarser(finest: &[u64], grouping: Grouping) -> Vec<u64> {
    let width = finest.len() / usize::from(grouping.count());
    finest.chunks(width).map(|groups| groups.iter().sum()).collect()
}

impl<T> Cell<T> {
    /// Returns the cell with every count changed, in a fixed order.
    fn map<U>(&self, change: &mut impl FnMut(&T) -> U) -> Cell<U> {
        let each = |counts: &[T], change: &mut _| counts.iter().map(change).collect();
        Cell {
            children: self.children.map(change),
            episodes: self.episodes.map(change),
            progressed: self.progressed.as_ref().map(|tally| tally.map(change)),
            clusters: Clusters {
                children: each(&self.clusters.children, &mut *change),
                episodes: each(&self.clusters.episodes, &mut *change),
            },
            unborn: change(&self.unborn),
            unplaced: change(&self.unplaced),
        }
    }
}

impl<T> Counts<T> {
    /// Returns the counts with every one changed, in a fixed order.
    pub fn map<U>(&self, mut change: impl FnMut(&T) -> U) -> Counts<U> {
        let change = &mut change;
        Counts {
            groupings: self.groupings.clone(),
            periods: self.periods.clone(),
            population: self.population.clone(),
            people: self.people.clone(),
            scores: self.scores.clone(),
            families: self.families,
            estimate: self.estimate.clone(),
            cells: self.cells.iter().map(|(&key, cell)| (key, cell.map(change))).collect(),
            crosses: self
                .crosses
                .iter()
                .map(|(&key, strata)| (key, strata.iter().map(&mut *change).collect()))
                .collect(),
            bases: self.bases.clone(),
            headline: self.headline,
            variants: self
                .variants
                .iter()
                .map(|(&key, groups)| (key, groups.iter().map(&mut *change).collect()))
                .collect(),
            recorded: self.recorded.iter().map(|(&period, tally)| (period, tally.map(change))).collect(),
            parent_only: self
                .parent_only
                .iter()
                .map(|(&period, tally)| (period, tally.map(change)))
                .collect(),
            losses: self.losses.iter().map(|(line, count)| (*line, change(count))).collect(),
            journeys: self.journeys.map(change),
            comparators: self.comparators.clone(),
        }
    }
}

impl Counts<u64> {
    /// Returns these counts and those of other children together: the counts of one plan, so of one shape.
    ///
    /// # Panics
    ///
    /// Panics where the two do not hold the same cells of the same groupings.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        // Returns of other years show other journeys; what both show is told of both.
        let told = |one: &Self, beside: &Self| Self {
            journeys: one.journeys.beside(&beside.journeys),
            ..one.clone()
        };
        let (own, other) = (told(self, other), told(other, self));
        let mut others = Vec::new();
        let _ = other.map(|&count| others.push(count));
        let mut others = others.into_iter();
        let pooled = own.map(|count| count + others.next().expect("counts of one plan have one shape"));
        assert!(others.next().is_none(), "counts of one plan have one shape");
        pooled
    }
}
