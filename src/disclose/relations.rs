//! What a reader knows about how the counts of a release hang together: the one place that turns the counts of
//! a run into a [`Problem`].
//!
//! Groups add up to their total and to coarser groups; a part is no more than its whole. Whatever is added to
//! [`Counts`] is named here as well: its relations, its tables, and the groups of which it says something.

use std::collections::BTreeMap;

use super::beside::Context;
use super::problem::{Cell, Ends, Group, Kind, Need, Problem, Relation, Table, UNBOUNDED, Whole};
use crate::count::{Counts, Key, Tally};
use crate::domain::figure::LossLine;
use crate::domain::{Definition, Dimension, Grouping, Outcome, Period};

/// Returns everything the gate knows of a release before it hides anything.
pub(super) fn problem(counts: &Counts<u64>) -> Problem {
    let mut cells = Vec::new();
    counts.map(|&truth| {
        let (kind, need) = (Kind::Printed, Need::Detail);
        cells.push(Cell { truth, kind, most: UNBOUNDED as u64, families: None, need });
    });
    let mut problem = Problem { cells, relations: relations(counts), ..Problem::default() };
    let places = places(counts);
    for (key, cell) in &places.cells {
        let name = format!("{}, {}, {}", key.outcome.name(), key.definition.name(), key.period.label());
        tally(&mut problem, &places, &cell.children, &format!("children, {name}"));
        tally(&mut problem, &places, &cell.episodes, &format!("episodes, {name}"));
        groups(&mut problem, &places, key);
        differences(&mut problem, &places, key);
    }
    for (period, recorded) in &places.recorded {
        tally(&mut problem, &places, recorded, &format!("episodes with factors, {}", period.label()));
    }
    let cells = places.losses.iter().map(|&(_, place)| place).collect();
    problem.tables.push(Table { name: "the loss account".to_owned(), cells });
    problem
}

/// Names the breakdowns of a tally, and says how much its counts are needed.
fn tally(problem: &mut Problem, places: &Counts<usize>, tally: &Tally<usize>, name: &str) {
    problem.cells[tally.total].need = Need::Total;
    let last = tally.groups.len().saturating_sub(1);
    for (at, (groups, grouping)) in tally.groups.iter().zip(&places.groupings).enumerate() {
        for &place in groups {
            problem.cells[place].need = if at == last { Need::Coarse } else { Need::Group };
        }
        problem.tables.push(Table { name: format!("{}s of {name}", grouping.noun()), cells: groups.clone() });
    }
}

/// Names the groups of whom a count tells: where all of a group's episodes are of domestic abuse, it is known
/// of each of them.
fn groups(problem: &mut Problem, places: &Counts<usize>, key: &Key) {
    if key.definition == Definition::All {
        return;
    }
    let own = &places.cells[key];
    let all = places.cells.get(&Key { definition: Definition::All, ..*key });
    let recorded = places.recorded.get(&key.period).filter(|_| key.outcome == Outcome::Assessed);
    for whole in all.map(|cell| &cell.episodes).into_iter().chain(recorded) {
        let wholes = [whole.total].into_iter().chain(whole.groups.iter().flatten().copied());
        let parts = [own.episodes.total].into_iter().chain(own.episodes.groups.iter().flatten().copied());
        problem.groups.extend(wholes.zip(parts).map(|(whole, part)| Group {
            whole: Whole::Cell(whole),
            part,
            ends: Ends::All,
        }));
    }
}

/// Returns the name of every count, in the fixed order of `Counts::map`: what makes it the same figure in two
/// releases. The parts are site, period, definition, outcome, unit, breakdown, stratum, and what makes groups.
pub(super) fn names<T>(counts: &Counts<T>, context: &Context) -> Vec<String> {
    let places = places(counts);
    let mut names = Vec::new();
    places.map(|_| names.push(String::new()));
    let site = &context.site;
    let mut tally = |of: &str, tally: &Tally<usize>| {
        names[tally.total] = format!("{of}|||");
        for (groups, grouping) in tally.groups.iter().zip(&places.groupings) {
            for (&place, group) in groups.iter().zip(1..) {
                names[place] =
                    format!("{of}|{}|{group}|{}", Dimension::Deprivation(*grouping).name(), context.groups);
            }
        }
    };
    for (key, cell) in &places.cells {
        let of = format!("{site}|{}|{}|{}", key.period.label(), key.definition.name(), key.outcome.name());
        tally(&format!("{of}|children"), &cell.children);
        tally(&format!("{of}|episodes"), &cell.episodes);
    }
    for (period, recorded) in &places.recorded {
        tally(&format!("{site}|{}|recorded|assessed|episodes", period.label()), recorded);
    }
    for (key, cell) in &places.cells {
        let of = format!("{site}|{}|{}|{}", key.period.label(), key.definition.name(), key.outcome.name());
        names[cell.unborn] = format!("{of}|unborn|||");
        names[cell.unplaced] = format!("{of}|unplaced|||");
    }
    let window = places.periods.first().map(Period::label).unwrap_or_default();
    for (line, place) in &places.losses {
        names[*place] = format!("{site}|{window}|{}|losses|episodes|||", line.name());
    }
    names
}

/// Adds what is known of windows that overlap, of one release or of two: a child of the one is a child of the
/// other, or of a year that only the first holds. Groups are left out, since a child's group is that of its first
/// event in the window.
pub(super) fn windows(places: &BTreeMap<String, usize>, found: &mut Vec<Relation>) {
    let mut series: BTreeMap<String, Vec<(i32, i32, usize)>> = BTreeMap::new();
    for (name, &place) in places.iter().filter(|(name, _)| name.ends_with("|||")) {
        let parts: Vec<&str> = name.split('|').collect();
        let [site, period, of @ ..] = parts.as_slice() else { continue };
        if ["cpp_at", "losses"].contains(&of.get(1).copied().unwrap_or_default()) {
            continue;
        }
        let years = period.split_once('-').unwrap_or((period, period));
        if let (Ok(from), Ok(to)) = (years.0.parse(), years.1.parse()) {
            series.entry(format!("{site}|{}", of.join("|"))).or_default().push((from, to, place));
        }
    }
    for spans in series.values() {
        for &(from, to, place) in spans {
            for &(other_from, other_to, other) in spans {
                let overlaps = from <= other_to && other_from <= to;
                let nested = other_from <= from && to <= other_to;
                if place == other || !overlaps || nested || other_from == other_to {
                    continue;
                }
                let only = (from..=to).filter(|year| !(other_from..=other_to).contains(year));
                let year = |year: i32| spans.iter().find(|span| (span.0, span.1) == (year, year));
                let rest: Option<Vec<usize>> = only.map(|one| year(one).map(|span| span.2)).collect();
                if let Some(mut parts) = rest {
                    parts.push(other);
                    found.push(Relation::Covered { whole: place, parts });
                }
            }
        }
    }
}

/// Names what one definition counts and a narrower one does not: nobody prints it, and anybody can subtract.
fn differences(problem: &mut Problem, places: &Counts<usize>, key: &Key) {
    let mut nested = Vec::new();
    over_definitions(places, key, &mut nested);
    for relation in nested {
        let Relation::AtMost { part, whole } = relation else { continue };
        let rest = problem.cells.len();
        let Some(truth) = problem.cells[whole].truth.checked_sub(problem.cells[part].truth) else { continue };
        let cell = Cell { truth, kind: Kind::Implied, ..problem.cells[whole].clone() };
        problem.cells.push(cell);
        problem.relations.push(Relation::Sum { whole, parts: vec![part, rest] });
    }
}

/// Returns the place of every count, in the fixed order of `Counts::map`.
pub(super) fn places<T>(counts: &Counts<T>) -> Counts<usize> {
    let mut next = 0;
    counts.map(|_| {
        next += 1;
        next - 1
    })
}

/// Returns every relation of a release.
pub(super) fn relations<T>(counts: &Counts<T>) -> Vec<Relation> {
    let places = places(counts);
    let mut found = Vec::new();
    for (key, cell) in &places.cells {
        sums(&cell.children, &places.groupings, &mut found);
        sums(&cell.episodes, &places.groupings, &mut found);
        found.push(Relation::AtMost { part: cell.children.total, whole: cell.episodes.total });
        found.push(Relation::AtMost { part: cell.unborn, whole: cell.children.total });
        over_definitions(&places, key, &mut found);
        over_periods(&places, key, &mut found);
    }
    for tally in places.recorded.values() {
        sums(tally, &places.groupings, &mut found);
    }
    account(&places, &mut found);
    found
}

fn sums(tally: &Tally<usize>, groupings: &[Grouping], found: &mut Vec<Relation>) {
    let Some(finest) = tally.groups.first() else { return };
    for (groups, grouping) in tally.groups.iter().zip(groupings) {
        found.push(Relation::Sum { whole: tally.total, parts: groups.clone() });
        let width = finest.len() / usize::from(grouping.count());
        if width > 1 {
            let nested = groups.iter().zip(finest.chunks(width));
            found.extend(nested.map(|(&whole, parts)| Relation::Sum { whole, parts: parts.to_vec() }));
        }
    }
}

/// A role's episodes are some of any role's, and any role's some of all; together the roles make up any.
///
/// Episodes keep their group whatever the definition, so this holds group by group. A child's group is
/// that of its first event under a definition, so for children it holds for the total alone.
fn over_definitions(places: &Counts<usize>, key: &Key, found: &mut Vec<Relation>) {
    let of = |definition| places.cells.get(&Key { definition, ..*key });
    let (wider, roles): (Definition, Vec<Definition>) = match key.definition {
        Definition::All => return,
        Definition::Any => {
            let roles = Definition::ALL.iter().copied().filter(|one| matches!(one, Definition::Role(_)));
            (Definition::All, roles.filter(|&role| of(role).is_some()).collect())
        }
        Definition::Role(_) => {
            (if of(Definition::Any).is_some() { Definition::Any } else { Definition::All }, vec![])
        }
    };
    let (Some(own), Some(wider)) = (of(key.definition), of(wider)) else { return };
    let pairs = |one: &Tally<usize>, other: &Tally<usize>| -> Vec<(usize, usize)> {
        one.groups.iter().flatten().copied().zip(other.groups.iter().flatten().copied()).collect()
    };
    found.push(Relation::AtMost { part: own.children.total, whole: wider.children.total });
    found.push(Relation::AtMost { part: own.episodes.total, whole: wider.episodes.total });
    found.extend(
        pairs(&own.episodes, &wider.episodes)
            .into_iter()
            .map(|(part, whole)| Relation::AtMost { part, whole }),
    );
    if let Some(recorded) = places.recorded.get(&key.period).filter(|_| key.outcome == Outcome::Assessed) {
        found.push(Relation::AtMost { part: own.episodes.total, whole: recorded.total });
        let groups = pairs(&own.episodes, recorded).into_iter();
        found.extend(groups.map(|(part, whole)| Relation::AtMost { part, whole }));
    }
    if roles.len() == 3 {
        let cells: Vec<_> = roles.iter().filter_map(|&role| of(role)).collect();
        let parts =
            |at: &dyn Fn(&Tally<usize>) -> usize| cells.iter().map(|cell| at(&cell.episodes)).collect();
        found.push(Relation::Covered { whole: own.episodes.total, parts: parts(&|tally| tally.total) });
        for (grouping, groups) in own.episodes.groups.iter().enumerate() {
            for (group, &whole) in groups.iter().enumerate() {
                found.push(Relation::Covered { whole, parts: parts(&|tally| tally.groups[grouping][group]) });
            }
        }
    }
}

/// A year is no more than the window it is in, and the window no more than its years together.
fn over_periods(places: &Counts<usize>, key: &Key, found: &mut Vec<Relation>) {
    let [whole, years @ ..] = places.periods.as_slice() else { return };
    if years.is_empty() || key.period != *whole || key.outcome.is_stock() {
        return;
    }
    let window = &places.cells[key];
    let years: Vec<_> =
        years.iter().filter_map(|&period| places.cells.get(&Key { period, ..*key })).collect();
    for (own, parts) in [
        (window.children.total, years.iter().map(|cell| cell.children.total).collect::<Vec<_>>()),
        (window.episodes.total, years.iter().map(|cell| cell.episodes.total).collect()),
    ] {
        found.extend(parts.iter().map(|&part| Relation::AtMost { part, whole: own }));
        found.push(Relation::Covered { whole: own, parts });
    }
    for (grouping, groups) in window.episodes.groups.iter().enumerate() {
        for (group, &own) in groups.iter().enumerate() {
            let parts: Vec<_> = years.iter().map(|cell| cell.episodes.groups[grouping][group]).collect();
            found.extend(parts.iter().map(|&part| Relation::AtMost { part, whole: own }));
            found.push(Relation::Covered { whole: own, parts });
        }
    }
}

fn account(places: &Counts<usize>, found: &mut Vec<Relation>) {
    let whole = places.losses.iter().find(|(line, _)| *line == LossLine::RowsIn).map(|&(_, place)| place);
    let parts = places.losses.iter().filter(|(line, _)| *line != LossLine::RowsIn).map(|&(_, place)| place);
    if let Some(whole) = whole {
        found.push(Relation::Sum { whole, parts: parts.collect() });
    }
}
