//! What is hidden besides small counts: as little as can be at first, then whole breakdowns.

use std::collections::{BTreeMap, BTreeSet};

use super::gate::{Mark, company};
use super::problem::{Need, Problem, Relation, Table};
use super::published::Published;
use crate::config::Disclosure;

/// How much is hidden at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hide {
    /// As little as ties every exposed count to one that is newly hidden.
    Least,
    /// Whole breakdowns of exposed counts, noughts and all, so that nobody can tell which of theirs are small.
    Breakdowns,
}

/// Hides more, so that each exposed count is tied to one that is newly hidden: what helps most of them first.
/// What that loosens is for the next round to see. Returns whether any was hidden.
pub(super) fn hide_more(
    problem: &Problem,
    marks: &mut [Mark],
    policy: Disclosure,
    exposed: &[usize],
    how: Hide,
) -> bool {
    let ties = Ties::of(problem);
    if how == Hide::Breakdowns {
        return withhold(problem, &ties, marks, exposed);
    }
    let in_company = company(problem, marks);
    let is_alone = |one: usize| marks[one] == Mark::Small && !in_company[one];
    let mut helped: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &place in exposed {
        for candidate in candidates(problem, &ties, marks, &is_alone, policy, place) {
            helped.entry(candidate).or_default().insert(place);
        }
    }
    let hid_any = !helped.is_empty();
    let mut left: BTreeSet<usize> = exposed.iter().copied().collect();
    while let Some((&best, _)) = helped
        .iter()
        .map(|(place, helps)| (place, helps.intersection(&left).count()))
        .filter(|&(_, helps)| helps > 0)
        .min_by_key(|&(&place, helps)| (std::cmp::Reverse(helps), cost(problem, policy, place)))
    {
        marks[best] = Mark::Linked;
        left = left.difference(&helped[&best]).copied().collect();
    }
    hid_any
}

/// Withholds breakdowns that hold an exposed count, or else the nearest that are tied to one; of several, those that
/// a reader can best do without, and the headline's only where no other is left. Returns whether any was withheld.
fn withhold(problem: &Problem, ties: &Ties, marks: &mut [Mark], exposed: &[usize]) -> bool {
    let needs: Vec<Option<Need>> = problem
        .tables
        .iter()
        .map(|table| table.cells.iter().map(|&cell| problem.cells[cell].need).max())
        .collect();
    let mut withheld = BTreeSet::new();
    for &place in exposed {
        let mut rings = vec![BTreeSet::from([place])];
        for ring in 1..RINGS {
            rings.push(ties.around(&rings[ring - 1]));
        }
        let of_need = |around: &BTreeSet<usize>, need: Need| {
            let holds = |&(table, of): &(&Table, &Option<Need>)| {
                *of == Some(need) && table.cells.iter().any(|cell| around.contains(cell))
            };
            let cells = problem.tables.iter().zip(&needs).filter(holds).flat_map(|(table, _)| &table.cells);
            let cells: Vec<usize> = cells
                .copied()
                .filter(|&cell| !matches!(marks[cell], Mark::Withheld | Mark::Implied))
                .collect();
            (!cells.is_empty()).then_some(cells)
        };
        let others = [Need::Detail, Need::Group, Need::Coarse, Need::Total];
        let nearest = rings.iter().find_map(|around| others.iter().find_map(|&need| of_need(around, need)));
        let last = || rings.iter().find_map(|around| of_need(around, Need::Headline));
        withheld.extend(nearest.or_else(last).into_iter().flatten());
    }
    withheld.iter().for_each(|&cell| marks[cell] = Mark::Withheld);
    !withheld.is_empty()
}

/// How far from an exposed count breakdowns are withheld, one ring of tied counts after another.
const RINGS: usize = 6;

/// Which counts each count shares a relation with.
struct Ties {
    relations: Vec<Vec<usize>>,
    of: Vec<Vec<usize>>,
}

impl Ties {
    fn of(problem: &Problem) -> Self {
        let relations: Vec<Vec<usize>> = problem.relations.iter().map(Relation::places).collect();
        let mut of = vec![Vec::new(); problem.cells.len()];
        for (at, places) in relations.iter().enumerate() {
            places.iter().for_each(|&place| of[place].push(at));
        }
        Self { relations, of }
    }

    fn around(&self, places: &BTreeSet<usize>) -> BTreeSet<usize> {
        let relations = places.iter().flat_map(|&place| &self.of[place]);
        relations.flat_map(|&at| self.relations[at].iter().copied()).collect()
    }
}

/// Returns the counts whose hiding would loosen what gives one away. A small count that has no company in its
/// breakdown is given some: hidden beside a large one, nobody can tell that it is small. Then come the shown counts
/// that are tied to it, of those that are needed least; and where it has none, those of its neighbours, and so on.
fn candidates(
    problem: &Problem,
    ties: &Ties,
    marks: &[Mark],
    is_alone: &impl Fn(usize) -> bool,
    policy: Disclosure,
    place: usize,
) -> Vec<usize> {
    if marks[place] == Mark::Shown {
        return vec![place];
    }
    let is_shown = |other: usize| {
        let printed = Published::of(problem.cells[other].truth, policy);
        let spared = problem.cells[other].need == Need::Headline;
        !spared && marks[other] == Mark::Shown && matches!(printed, Published::Count(count) if count > 0)
    };
    let mut met = BTreeSet::from([place]);
    loop {
        let alone = |table: &&Table| table.cells.iter().any(|&one| met.contains(&one) && is_alone(one));
        let company = problem.tables.iter().filter(alone).filter_map(|table| {
            let shown = table.cells.iter().copied().filter(|&other| is_shown(other));
            shown.min_by_key(|&other| cost(problem, policy, other))
        });
        let company: Vec<usize> = company.collect();
        if !company.is_empty() {
            return company;
        }
        let around = ties.around(&met);
        let shown: Vec<usize> = around.iter().copied().filter(|&other| is_shown(other)).collect();
        if let Some(least) = shown.iter().map(|&other| problem.cells[other].need).min() {
            return shown.into_iter().filter(|&other| problem.cells[other].need == least).collect();
        }
        let known = met.len();
        met.extend(around);
        if met.len() == known {
            return Vec::new();
        }
    }
}

/// Returns what hiding a count costs a reader, to compare with others; the place settles ties.
fn cost(problem: &Problem, policy: Disclosure, place: usize) -> (Need, Option<u64>, usize) {
    let printed = Published::of(problem.cells[place].truth, policy).shown();
    (problem.cells[place].need, printed, place)
}
