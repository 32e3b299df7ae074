//! What the gate works on: counts, what a reader may know of each, and how they hang together.
//!
//! Nothing here knows what is counted. [`relations`](super::relations) translates the counts of a run into it;
//! tests and earlier releases make their own.

use serde::{Deserialize, Serialize};

use super::published::Range;

/// A count, before anything is hidden.
#[derive(Clone, PartialEq, Eq)]
pub struct Cell {
    /// The true count.
    pub truth: u64,
    /// Whether a reader is shown it at all.
    pub kind: Kind,
    /// The most it can be by what is public, such as the children who live there.
    pub most: u64,
    /// How many families the count comes from, where that was counted.
    pub families: Option<u64>,
    /// How much a reader needs it; what is needed least is hidden first.
    pub need: Need,
}

/// Whether a count is a figure of the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It is printed, or hidden with a mark.
    Printed,
    /// It is not a figure, and a reader can name it all the same: the difference of two definitions, a part of
    /// an earlier release. A reader knows that it is not negative.
    Implied,
    /// It is not a figure of this release, and is not asked about: an earlier figure, what a group leaves over.
    Told,
}

/// How much a reader needs a count, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    /// A detail of a detail: a crossed breakdown, one year alone, the loss account.
    Detail,
    /// A group of a breakdown.
    Group,
    /// A group of the coarsest breakdown.
    Coarse,
    /// A total.
    Total,
    /// What the release opens with.
    Headline,
}

/// A relation between counts, which are named by their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The parts add up to the whole.
    Sum {
        /// The whole.
        whole: usize,
        /// Its parts, which do not overlap.
        parts: Vec<usize>,
    },
    /// The one is no more than the other.
    AtMost {
        /// The smaller.
        part: usize,
        /// The larger.
        whole: usize,
    },
    /// The whole is no more than its parts together, which may overlap.
    Covered {
        /// The whole.
        whole: usize,
        /// Its parts.
        parts: Vec<usize>,
    },
    /// A sum of multiples lies between two bounds.
    Linear {
        /// The counts, each with its multiple.
        terms: Vec<(usize, i64)>,
        /// The least the sum can be.
        least: i64,
        /// The most the sum can be.
        most: i64,
    },
}

impl Relation {
    /// Returns the counts it relates.
    pub fn places(&self) -> Vec<usize> {
        match self {
            Self::Sum { whole, parts } | Self::Covered { whole, parts } => {
                parts.iter().copied().chain([*whole]).collect()
            }
            Self::AtMost { part, whole } => vec![*part, *whole],
            Self::Linear { terms, .. } => terms.iter().map(|&(place, _)| place).collect(),
        }
    }
}

impl Relation {
    /// Returns the relation between other places: the one that stands in the list at each of its own.
    pub(super) fn moved(&self, to: &[usize]) -> Self {
        let all = |places: &[usize]| places.iter().map(|&place| to[place]).collect();
        match self {
            Self::Sum { whole, parts } => Self::Sum { whole: to[*whole], parts: all(parts) },
            Self::AtMost { part, whole } => Self::AtMost { part: to[*part], whole: to[*whole] },
            Self::Covered { whole, parts } => Self::Covered { whole: to[*whole], parts: all(parts) },
            &Self::Linear { ref terms, least, most } => {
                let terms = terms.iter().map(|&(place, times)| (to[place], times)).collect();
                Self::Linear { terms, least, most }
            }
        }
    }
}

/// A breakdown: the counts that are read side by side, by a name that a refusal can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What is broken down by what.
    pub name: String,
    /// The count that is broken down, where one is: where that is small, the whole breakdown is withheld.
    pub whole: Option<usize>,
    /// Its counts.
    pub cells: Vec<usize>,
}

/// A named group, of whom a count says something: where it is all of them, or none, it says it of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How many there are.
    pub whole: Whole,
    /// Of how many it is said.
    pub part: usize,
    /// At which end it tells.
    pub ends: Ends,
}

/// The size of a named group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// A count of the problem.
    Cell(usize),
    /// A public number.
    Public(u64),
}

/// Which shares of a group tell of each of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// All of them: nought says nothing that harms.
    All,
    /// All of them, and none.
    AllAndNone,
}

/// Everything the gate knows of a release before it hides anything.
#[derive(Clone, Default)]
pub struct Problem {
    /// The counts.
    pub cells: Vec<Cell>,
    /// How they hang together.
    pub relations: Vec<Relation>,
    /// Which are read side by side.
    pub tables: Vec<Table>,
    /// The named groups.
    pub groups: Vec<Group>,
    /// What is known from elsewhere.
    pub known: Vec<Known>,
    /// The counts that an earlier release hid, which therefore stay hidden.
    pub held: Vec<usize>,
}

/// What a reader knows of a count from elsewhere: an earlier release, a table of another publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The count.
    pub place: usize,
    /// The least it can be.
    pub least: u64,
    /// The most it can be.
    pub most: u64,
}

/// A relation as the attack uses it: a sum of multiples that lies between two bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The counts, each once and with its multiple.
    pub(super) terms: Vec<(usize, i64)>,
    /// The least the sum can be.
    pub(super) least: i64,
    /// The most the sum can be.
    pub(super) most: i64,
}

/// No count is as large; sums of products of such numbers stay far inside an `i64`.
pub(super) const UNBOUNDED: i64 = 1 << 30;

impl From<&Relation> for Row {
    fn from(relation: &Relation) -> Self {
        let over = |whole: usize, parts: &[usize]| -> Vec<(usize, i64)> {
            let parts = parts.iter().map(|&part| (part, 1));
            [(whole, -1)].into_iter().chain(parts).collect()
        };
        match relation {
            Relation::Sum { whole, parts } => Self { terms: over(*whole, parts), least: 0, most: 0 },
            Relation::Covered { whole, parts } => {
                Self { terms: over(*whole, parts), least: 0, most: UNBOUNDED }
            }
            Relation::AtMost { part, whole } => {
                Self { terms: vec![(*whole, 1), (*part, -1)], least: 0, most: UNBOUNDED }
            }
            Relation::Linear { terms, least, most } => {
                Self { terms: terms.clone(), least: *least, most: *most }
            }
        }
    }
}

/// What a reader knows at first: the range of each count, the relations, and what is not to be found out.
#[derive(Clone)]
pub(super) struct Seen {
    /// The range of each count by what is printed in its place.
    pub(super) ranges: Vec<Range>,
    /// The relations.
    pub(super) rows: Vec<Row>,
}
