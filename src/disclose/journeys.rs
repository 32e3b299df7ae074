//! How the counts of journeys hang together, with each other and with the rest of a release.

use std::collections::BTreeMap;
use std::iter::once;

use super::beside::Context;
use super::problem::{Ends, Group, Need, Problem, Relation, Table, Whole};
use super::relations::{nested, sums, wider};
use crate::count::journeys::{Course, Journeys, Shares, Stand};
use crate::count::{Counts, Key, Tally};
use crate::domain::journey::{Journey, Portions};
use crate::domain::{Definition, Outcome, Period};

/// Adds what a reader knows of journeys.
pub(super) fn journeys(places: &Counts<usize>, found: &mut Vec<Relation>) {
    let journeys = &places.journeys;
    for (&(definition, journey), course) in &journeys.courses {
        course_of((definition, journey), course, journeys, found);
        // An episode or a plan is one journey under every definition, so these nest group by group.
        if matches!(journey, Journey::Rereferral | Journey::PlanLength | Journey::ReturnToPlan) {
            for wider in over(definition).filter_map(|wider| journeys.courses.get(&(wider, journey))) {
                let pairs = tallies(course).zip(tallies(wider));
                pairs.for_each(|(part, whole)| nested(part, whole, found));
            }
        }
    }
    for (&(period, definition, portions), shares) in &journeys.shares {
        shares_of(portions, shares, journeys, found);
        for wider in over(definition).filter_map(|wider| journeys.shares.get(&(period, wider, portions))) {
            let pairs = once((&shares.of, &wider.of)).chain(shares.parts.iter().zip(&wider.parts));
            for (part, whole) in pairs {
                if portions.is_of_spells() {
                    nested(part, whole, found);
                } else {
                    found.push(Relation::AtMost { part: part.total, whole: whole.total });
                }
            }
        }
        over_years(places, (period, definition, portions), shares, found);
        beside(places, (period, definition, portions), shares, found);
    }
}

/// Names the breakdowns of journeys, and the groups of whom they tell something.
pub(super) fn tables(places: &Counts<usize>, problem: &mut Problem) {
    let journeys = &places.journeys;
    let mut each: Vec<(String, &Tally<usize>)> = Vec::new();
    for ((definition, journey), course) in &journeys.courses {
        let name = format!("{journey:?}, {}", definition.name());
        each.extend(tallies(course).map(|tally| (name.clone(), tally)));
        let entered = journeys.entered(*definition, *journey);
        let ends = entered.into_iter().zip(course.by.last());
        problem.groups.extend(ends.flat_map(|(entered, stand)| told(entered, &stand.happened)));
    }
    for ((period, definition, portions), shares) in &journeys.shares {
        let name = format!("{portions:?}, {}, {}", definition.name(), period.label());
        each.extend(once(&shares.of).chain(&shares.parts).map(|tally| (name.clone(), tally)));
        problem.groups.extend(shares.parts.iter().flat_map(|part| told(&shares.of, part)));
    }
    // Told for the whole authority alone, a journey is withheld as one where its counts give each other away.
    if each.iter().all(|(_, tally)| tally.groups.is_empty()) {
        let mut totals: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        each.iter().for_each(|(name, tally)| totals.entry(name).or_default().push(tally.total));
        let table = |(name, cells): (&str, Vec<usize>)| Table { name: name.to_owned(), whole: None, cells };
        problem.tables.extend(totals.into_iter().map(table));
    }
    for (name, tally) in each {
        problem.cells[tally.total].need = Need::Group;
        let cells: Vec<usize> = tally.groups.iter().flatten().copied().collect();
        if !cells.is_empty() {
            let name = format!("{}s of {name}", journeys.grouping.noun());
            problem.tables.push(Table { name, whole: Some(tally.total), cells });
        }
    }
}

/// Names every count of journeys: what makes it the same figure in two releases. Journeys of two windows follow
/// children for different times, so nothing relates them, and no name says that they are of one series.
pub(super) fn names(places: &Counts<usize>, context: &Context, names: &mut [String]) {
    let journeys = &places.journeys;
    let seen = journeys.seen.label();
    let mut name = |of: String, what: &str, tally: &Tally<usize>| {
        let site = &context.site;
        names[tally.total] = format!("{site}|{of}|all|{what}|");
        for (&place, group) in tally.groups.iter().flatten().zip(1..) {
            let noun = journeys.grouping.noun();
            names[place] = format!("{site}|{of}|{noun} {group}|{what}|{}", context.groups);
        }
    };
    let window = places.periods.first().map(Period::label).unwrap_or_default();
    for ((definition, journey), course) in &journeys.courses {
        let of = |months: &str| format!("{window} seen {seen}|{}|{journey:?}|{months}", definition.name());
        course.entered.iter().for_each(|tally| name(of("start"), "entered", tally));
        for (stand, months) in course.by.iter().zip(journey.months()) {
            let states = ["happened", "impossible", "unseen", "waiting"];
            for (tally, state) in stand_of(stand).into_iter().zip(states) {
                name(of(&months.to_string()), state, tally);
            }
        }
    }
    for ((period, definition, portions), shares) in &journeys.shares {
        let of = || format!("{} seen {seen}|{}|{portions:?}|shares", period.label(), definition.name());
        name(of(), "of", &shares.of);
        for (tally, part) in shares.parts.iter().zip(portions.parts()) {
            name(of(), part, tally);
        }
    }
}

/// Returns the groups of which a part tells something, where it is all of them.
fn told(whole: &Tally<usize>, part: &Tally<usize>) -> Vec<Group> {
    let pairs = whole.groups.iter().flatten().zip(part.groups.iter().flatten());
    let pairs = once((&whole.total, &part.total)).chain(pairs);
    pairs.map(|(&whole, &part)| Group { whole: Whole::Cell(whole), part, ends: Ends::All }).collect()
}

/// Returns every tally of a course, in one order.
fn tallies(course: &Course<usize>) -> impl Iterator<Item = &Tally<usize>> {
    course.entered.iter().chain(course.by.iter().flat_map(stand_of))
}

fn stand_of(stand: &Stand<usize>) -> [&Tally<usize>; 4] {
    [&stand.happened, &stand.impossible, &stand.unseen, &stand.waiting]
}

/// Whatever becomes of them, those who set out are all there at every month; the first three only grow.
fn course_of(
    (definition, journey): (Definition, Journey),
    course: &Course<usize>,
    journeys: &Journeys<usize>,
    found: &mut Vec<Relation>,
) {
    tallies(course).for_each(|tally| sums(tally, &[journeys.grouping], found));
    if let Some(entered) = journeys.entered(definition, journey) {
        course.by.iter().for_each(|stand| partition(entered, &stand_of(stand), found));
    }
    let by_group: Vec<_> = course.by.iter().filter(|stand| !stand.happened.groups.is_empty()).collect();
    let pairs = course.by.windows(2).map(|pair| (&pair[0], &pair[1]));
    for (earlier, later) in pairs.chain(by_group.windows(2).map(|pair| (pair[0], pair[1]))) {
        nested(&earlier.happened, &later.happened, found);
        nested(&earlier.impossible, &later.impossible, found);
        nested(&earlier.unseen, &later.unseen, found);
        nested(&later.waiting, &earlier.waiting, found);
    }
}

fn shares_of(
    portions: Portions,
    shares: &Shares<usize>,
    journeys: &Journeys<usize>,
    found: &mut Vec<Relation>,
) {
    once(&shares.of).chain(&shares.parts).for_each(|tally| sums(tally, &[journeys.grouping], found));
    let parts: Vec<&Tally<usize>> = shares.parts.iter().collect();
    if portions.is_partition() {
        return partition(&shares.of, &parts, found);
    }
    parts.iter().for_each(|part| nested(part, &shares.of, found));
    match (portions, parts.as_slice()) {
        (Portions::LaterPlans, [reported, derived, soon, both]) => {
            nested(both, reported, found);
            nested(both, derived, found);
            nested(soon, derived, found);
        }
        (Portions::LongTerm, [criteria @ .., any]) => {
            criteria.iter().for_each(|one| nested(one, any, found));
            for_each_place(any, |whole, at| {
                let parts = criteria.iter().filter_map(|one| at(one)).collect();
                found.push(Relation::Covered { whole, parts });
            });
        }
        _ => {}
    }
}

fn partition(whole: &Tally<usize>, parts: &[&Tally<usize>], found: &mut Vec<Relation>) {
    for_each_place(whole, |whole, at| {
        let parts: Vec<usize> = parts.iter().filter_map(|part| at(part)).collect();
        if !parts.is_empty() {
            found.push(Relation::Sum { whole, parts });
        }
    });
}

/// Calls with each place of a tally, and with what finds the same place in another that has it.
fn for_each_place(
    tally: &Tally<usize>,
    mut each: impl FnMut(usize, &dyn Fn(&Tally<usize>) -> Option<usize>),
) {
    each(tally.total, &|other| Some(other.total));
    for (grouping, groups) in tally.groups.iter().enumerate() {
        for (group, &place) in groups.iter().enumerate() {
            each(place, &|other| Some(other.groups.get(grouping)?[group]));
        }
    }
}

/// Returns the definitions that hold whatever this one holds.
fn over(definition: Definition) -> impl Iterator<Item = Definition> {
    let all = (definition != Definition::All).then_some(Definition::All);
    wider(definition).0.into_iter().chain(all)
}

/// Referrals and plans fall in one year each, so the years make up the window; children may be in several.
fn over_years(
    places: &Counts<usize>,
    (period, definition, portions): (Period, Definition, Portions),
    shares: &Shares<usize>,
    found: &mut Vec<Relation>,
) {
    let [whole, years @ ..] = places.periods.as_slice() else { return };
    let years: Vec<_> =
        years.iter().filter_map(|&year| places.journeys.shares.get(&(year, definition, portions))).collect();
    if period != *whole || years.is_empty() {
        return;
    }
    match portions {
        Portions::Rereferrals | Portions::LaterPlans | Portions::PlansEnded => {
            partition(&shares.of, &years.iter().map(|year| &year.of).collect::<Vec<_>>(), found);
            for (at, part) in shares.parts.iter().enumerate() {
                partition(part, &years.iter().map(|year| &year.parts[at]).collect::<Vec<_>>(), found);
            }
        }
        Portions::ChildrenRereferred => {
            for year in years {
                let (part, whole) = (year.of.total, shares.of.total);
                found.push(Relation::AtMost { part, whole });
            }
        }
        Portions::PlansOpen | Portions::AfterPlan | Portions::LongTerm => {}
    }
}

/// Referrals are the episodes referred, and no fewer plans begin, or are open, than episodes with one.
fn beside(
    places: &Counts<usize>,
    (period, definition, portions): (Period, Definition, Portions),
    shares: &Shares<usize>,
    found: &mut Vec<Relation>,
) {
    let of = |outcome| places.cells.get(&Key { period, definition, outcome });
    let coarse = |tally: &Tally<usize>| Tally {
        total: tally.total,
        groups: tally.groups.last().cloned().into_iter().collect(),
    };
    match portions {
        Portions::Rereferrals => {
            if let Some(cell) = of(Outcome::Referral) {
                nested(&shares.of, &coarse(&cell.episodes), found);
                nested(&coarse(&cell.episodes), &shares.of, found);
            }
        }
        Portions::ChildrenRereferred => {
            if let Some(cell) = of(Outcome::Referral) {
                found.push(Relation::AtMost { part: cell.children.total, whole: shares.of.total });
            }
        }
        Portions::LaterPlans => {
            if let Some(cell) = of(Outcome::CppStart) {
                nested(&coarse(&cell.episodes), &shares.of, found);
            }
        }
        Portions::PlansOpen => {
            if let Some(cell) = of(Outcome::CppAt) {
                nested(&coarse(&cell.episodes), &shares.of, found);
            }
        }
        Portions::PlansEnded | Portions::AfterPlan | Portions::LongTerm => {}
    }
}
