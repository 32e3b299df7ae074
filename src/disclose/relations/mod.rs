//! What a reader knows about how the counts of a release hang together: the one place that turns the counts of
//! a run into a [`Problem`].
//!
//! Groups add up to their total and to coarser groups; a part is no more than its whole. Whatever is added to
//! [`Counts`] is named here as well: its relations, its tables, and the groups of which it says something.

mod crosses;
mod names;

use std::collections::BTreeMap;

use self::crosses::{crosses, variants};
pub(super) use self::names::names;
use super::problem::{Cell, Ends, Group, Kind, Need, Problem, Relation, Table, UNBOUNDED, Whole};
use crate::count::{self, Counts, Key, Tally};
use crate::domain::figure::LossLine;
use crate::domain::{AbuseRole, Definition, Grouping, Outcome, Period, Timing, Which, Whose};

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
        let window = key.period == places.periods[0];
        tally(&mut problem, &places, &cell.children, &format!("children, {name}"));
        if !window {
            spare(&mut problem, &cell.children);
        } else if key.outcome == places.headline {
            let groups = cell.children.groups.last().into_iter().flatten();
            groups
                .chain([&cell.children.total])
                .for_each(|&place| problem.cells[place].need = Need::Headline);
        }
        tally(&mut problem, &places, &cell.episodes, &format!("episodes, {name}"));
        spare(&mut problem, &cell.episodes);
        if let Some(progressed) = &cell.progressed {
            tally(&mut problem, &places, progressed, &format!("episodes from the stage before, {name}"));
            spare(&mut problem, progressed);
        }
        groups(&mut problem, &places, key);
        differences(&mut problem, &places, key);
    }
    for ((key, cross), strata) in &places.crosses {
        let name = format!("{} by {}, {}", key.outcome.name(), cross.title(), key.definition.name());
        let whole = Some(places.cells[key].children.total);
        problem.tables.push(Table { name, whole, cells: strata.clone() });
    }
    for (variant, groups) in &places.variants {
        let name = format!("another count of {}, {}", places.headline.name(), variant.definition.name());
        problem.tables.push(Table { name, whole: None, cells: groups.clone() });
    }
    for cell in places.cells.values() {
        let tallies = [(&cell.children, &cell.clusters.children), (&cell.episodes, &cell.clusters.episodes)];
        for (tally, sizes) in tallies {
            let (name, whole) = ("sizes of families".to_owned(), Some(tally.total));
            problem.tables.push(Table { name, whole, cells: sizes.clone() });
        }
    }
    for (period, recorded) in &places.recorded {
        tally(&mut problem, &places, recorded, &format!("episodes with factors, {}", period.label()));
        let parents = &places.parent_only[period];
        tally(&mut problem, &places, parents, &format!("episodes with 3B and not 3A, {}", period.label()));
        spare(&mut problem, parents);
    }
    let cells = places.losses.iter().map(|&(_, place)| place).collect();
    problem.tables.push(Table { name: "the loss account".to_owned(), whole: None, cells });
    problem
}

/// Names the breakdowns of a tally, and says how much its counts are needed.
fn tally(problem: &mut Problem, places: &Counts<usize>, tally: &Tally<usize>, name: &str) {
    problem.cells[tally.total].need = Need::Total;
    let last = tally.groups.len().saturating_sub(1);
    for (at, grouping, groups) in tally.by_grouping(&places.groupings) {
        for &place in groups {
            problem.cells[place].need = if at == last { Need::Coarse } else { Need::Group };
        }
        let (name, whole) = (format!("{}s of {name}", grouping.noun()), Some(tally.total));
        problem.tables.push(Table { name, whole, cells: groups.to_vec() });
    }
}

/// Says that a reader can do without the groups of a tally: those of single years, of episodes and of parts.
fn spare(problem: &mut Problem, tally: &Tally<usize>) {
    problem.cells[tally.total].need = Need::Group;
    tally.groups.iter().flatten().for_each(|&place| problem.cells[place].need = Need::Detail);
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

/// Adds what is known of windows that overlap, of one release or of two: a child of the one is a child of the
/// other, or of a year that only the first holds. Groups are left out, since a child's group is that of its first
/// event in the window.
pub(super) fn windows(places: &BTreeMap<String, usize>, found: &mut Vec<Relation>) {
    let mut series: BTreeMap<String, Vec<(i32, i32, usize)>> = BTreeMap::new();
    for (name, &place) in places.iter().filter(|(name, _)| name.ends_with("|||")) {
        let parts: Vec<&str> = name.split('|').collect();
        let [site, period, of @ ..] = parts.as_slice() else { continue };
        // An episode can reach one stage in one year and the next in another, so progress is not made up of years.
        let apart = ["cpp_at", "losses"].contains(&of.get(1).copied().unwrap_or_default());
        if apart || of.contains(&"progressed") {
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
        clusters(cell, &mut found);
        progress(&places, key, cell, &mut found);
        over_definitions(&places, key, &mut found);
        over_periods(&places, key, &mut found);
    }
    for (period, tally) in &places.recorded {
        sums(tally, &places.groupings, &mut found);
        let parents = &places.parent_only[period];
        sums(parents, &places.groupings, &mut found);
        nested(parents, tally, &mut found);
        recording(&places, *period, &mut found);
    }
    crosses(&places, &mut found);
    variants(&places, &mut found);
    account(&places, &mut found);
    found
}

fn sums(tally: &Tally<usize>, groupings: &[Grouping], found: &mut Vec<Relation>) {
    let Some((_, _, finest)) = tally.by_grouping(groupings).next() else { return };
    for (_, grouping, groups) in tally.by_grouping(groupings) {
        found.push(Relation::Sum { whole: tally.total, parts: groups.to_vec() });
        let width = finest.len() / usize::from(grouping.count());
        if width > 1 {
            let nested = groups.iter().zip(finest.chunks(width));
            found.extend(nested.map(|(&whole, parts)| Relation::Sum { whole, parts: parts.to_vec() }));
        }
    }
}

/// Every group of the one is no more than the same group of the other, and so are the totals.
fn nested(part: &Tally<usize>, whole: &Tally<usize>, found: &mut Vec<Relation>) {
    let pairs = part.groups.iter().zip(&whole.groups).flat_map(|(parts, wholes)| parts.iter().zip(wholes));
    let pairs = std::iter::once((&part.total, &whole.total)).chain(pairs);
    found.extend(pairs.map(|(&part, &whole)| Relation::AtMost { part, whole }));
}

/// Families of every size make up the whole.
fn clusters(cell: &count::Cell<usize>, found: &mut Vec<Relation>) {
    for (sizes, whole) in
        [(&cell.clusters.children, cell.children.total), (&cell.clusters.episodes, cell.episodes.total)]
    {
        if !sizes.is_empty() {
            found.push(Relation::Sum { whole, parts: sizes.clone() });
        }
    }
}

/// Episodes that progressed are some of those that had the outcome, and of those that had the stage before.
fn progress(places: &Counts<usize>, key: &Key, cell: &count::Cell<usize>, found: &mut Vec<Relation>) {
    let Some(progressed) = &cell.progressed else { return };
    sums(progressed, &places.groupings, found);
    nested(progressed, &cell.episodes, found);
    let before = key.outcome.before().and_then(|outcome| places.cells.get(&Key { outcome, ..*key }));
    if let Some(before) = before {
        nested(progressed, &before.episodes, found);
    }
}

/// Episodes with factors recorded are some of those assessed, and those of any factor some of them.
fn recording(places: &Counts<usize>, period: Period, found: &mut Vec<Relation>) {
    for (key, cell) in &places.cells {
        if key.period != period || key.outcome != Outcome::Assessed {
            continue;
        }
        match key.definition {
            Definition::All => nested(&places.recorded[&period], &cell.episodes, found),
            Definition::Recorded(whose, ..) => {
                nested(&cell.episodes, &places.recorded[&period], found);
                if whose == Whose::One(AbuseRole::Parent) && key.definition.plain().is_some() {
                    nested(&places.parent_only[&period], &cell.episodes, found);
                }
            }
            Definition::Proxy(_) => {}
        }
    }
}

/// A role's episodes are some of any role's, and any role's some of all; together the roles make up any.
///
/// Episodes keep their group whatever the definition, so this holds group by group. A child's group is
/// that of its first event under a definition, so for children it holds for the total alone.
fn over_definitions(places: &Counts<usize>, key: &Key, found: &mut Vec<Relation>) {
    let of = |definition| places.cells.get(&Key { definition, ..*key });
    if key.definition == Definition::All {
        return;
    }
    let (wider, roles) = wider(key.definition);
    let wider = wider.into_iter().find(|&one| of(one).is_some()).unwrap_or(Definition::All);
    let roles: Vec<Definition> = roles.into_iter().filter(|&role| of(role).is_some()).collect();
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

/// Returns the definitions that hold every episode of this one, the narrowest first, and the three that make it up.
fn wider(definition: Definition) -> (Vec<Definition>, Vec<Definition>) {
    let Definition::Recorded(whose, which, timing) = definition else { return (vec![], vec![]) };
    let roles = [AbuseRole::Child, AbuseRole::Parent, AbuseRole::OtherPerson].map(Whose::One);
    let (wider, narrower) = match whose {
        Whose::Anyone => (vec![], roles.to_vec()),
        Whose::One(_) => (vec![Definition::Recorded(Whose::Anyone, which, timing)], vec![]),
    };
    let plain = Definition::Recorded(whose, Which::Any, Timing::Episode);
    let wider = wider.into_iter().chain((definition != plain).then_some(plain));
    (wider.collect(), narrower.into_iter().map(|role| Definition::Recorded(role, which, timing)).collect())
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
            let parts: Vec<_> =
                years.iter().filter_map(|cell| cell.episodes.groups[grouping].get(group).copied()).collect();
            if parts.is_empty() {
                continue;
            }
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
