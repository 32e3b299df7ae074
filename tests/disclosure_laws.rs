//! Laws of the gate on random linked tables: what it passes, enumeration of every possible table does not break.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use social_gradient::config::{Disclosure, Level, Policy};
use social_gradient::disclose::{
    Budget, Cell, Ends, Group, Kind, Known, Need, Problem, Published, Relation, Whole, Why, protect,
};

/// No inner count is more, and every reader knows it.
const CAP: u64 = 12;

/// A table of two rows with its margins: inner counts, rows, columns, total.
fn counts(inner: &[u64]) -> Vec<u64> {
    let columns = inner.len() / 2;
    let mut counts = inner.to_vec();
    counts.extend(inner.chunks(columns).map(|row| row.iter().sum::<u64>()));
    counts.extend((0..columns).map(|at| inner[at] + inner[columns + at]));
    counts.push(inner.iter().sum());
    counts
}

fn problem(inner: &[u64]) -> Problem {
    let (all, columns) = (inner.len(), inner.len() / 2);
    let cell = |(at, truth): (usize, u64)| Cell {
        truth,
        kind: Kind::Printed,
        most: if at < all { CAP } else { CAP * all as u64 },
        families: None,
        need: if at < all { Need::Group } else { Need::Total },
    };
    let mut relations = vec![
        Relation::Sum { whole: all, parts: (0..columns).collect() },
        Relation::Sum { whole: all + 1, parts: (columns..all).collect() },
        Relation::Sum { whole: all + 2 + columns, parts: vec![all, all + 1] },
    ];
    relations
        .extend((0..columns).map(|at| Relation::Sum { whole: all + 2 + at, parts: vec![at, columns + at] }));
    Problem {
        cells: counts(inner).into_iter().enumerate().map(cell).collect(),
        relations,
        ..Problem::default()
    }
}

/// Every value that each count takes in some table that a reader cannot tell from the true one.
fn possible(size: usize, shown: &[Published], policy: Disclosure) -> Vec<BTreeSet<u64>> {
    let fits = |count: u64, shown: Published| match shown {
        Published::Hidden => count > 0,
        Published::Count(_) => Published::of(count, policy) == shown,
    };
    let choices: Vec<Vec<u64>> =
        (0..size).map(|at| (0..=CAP).filter(|&count| fits(count, shown[at])).collect()).collect();
    let mut found = vec![BTreeSet::new(); shown.len()];
    let mut at = vec![0; size];
    loop {
        let inner: Vec<u64> = at.iter().zip(&choices).map(|(&at, choices)| choices[at]).collect();
        let counts = counts(&inner);
        if counts.iter().zip(shown).all(|(&count, &shown)| fits(count, shown)) {
            counts.iter().zip(&mut found).for_each(|(&count, values)| {
                values.insert(count);
            });
        }
        let Some(next) = (0..size).find(|&one| at[one] + 1 < choices[one].len()) else { return found };
        at[next] += 1;
        at[..next].fill(0);
    }
}

fn assert_unbroken(inner: &[u64], policy: Disclosure) -> Result<(), TestCaseError> {
    let problem = problem(inner);
    let Ok(protected) = protect(&problem, policy, Budget::default()) else { return Ok(()) };
    let small = u64::from(policy.hide_up_to);
    for ((cell, &shown), values) in
        problem.cells.iter().zip(&protected.shown).zip(possible(inner.len(), &protected.shown, policy))
    {
        let is_small = (1..=small).contains(&cell.truth);
        prop_assert!(!is_small || shown == Published::Hidden, "{inner:?}: a small count is shown");
        if shown != Published::Hidden {
            continue;
        }
        let width = values.last().unwrap() - values.first().unwrap();
        let least = if is_small && policy.level != Level::Basic { 2 } else { 1 };
        prop_assert!(width >= least, "{inner:?}: {} is {values:?}", cell.truth);
        if is_small && policy.level == Level::Strict {
            prop_assert!((1..=small).all(|value| values.contains(&value)), "{inner:?}: {values:?}");
        }
    }
    Ok(())
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_suppression_passes_no_enumeration_breaks(inner in prop::collection::vec(0_u64..=CAP, 4), level in level()) {
        assert_unbroken(&inner, Disclosure { level, ..Policy::Suppress.standard() })?;
    }

    #[test]
    fn what_rounding_passes_no_enumeration_breaks(inner in prop::collection::vec(0_u64..=CAP, 4), level in level()) {
        assert_unbroken(&inner, Disclosure { level, ..Policy::Round.standard() })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn nor_does_it_break_three_columns(inner in prop::collection::vec(0_u64..=CAP, 6), level in level()) {
        assert_unbroken(&inner, Disclosure { level, ..Policy::Suppress.standard() })?;
    }
}

#[test]
fn most_tables_pass() {
    let mut passed = 0;
    for a in 0..=CAP {
        for b in 0..=CAP {
            let problem = problem(&[a, b, 9, 12]);
            passed += u32::from(protect(&problem, Policy::Suppress.standard(), Budget::default()).is_ok());
        }
    }
    assert!(passed > 160, "{passed} of 169");
}

#[test]
fn without_a_solver_or_without_time_nothing_passes_that_needs_it() {
    let truth = problem(&[3, 20, 40, 2]);
    let late = Budget { time: Duration::ZERO, ..Budget::default() };
    let refused = protect(&truth, Disclosure::default(), late).unwrap_err();
    assert_eq!(refused.why, Why::Unfinished);
    // Five times the one less seven times the other is one: no table is near the first, and only a programme
    // settles it.
    let mut hard = Problem { cells: problem(&[3, 2, 0, 0]).cells[..2].to_vec(), ..Problem::default() };
    hard.relations.push(Relation::Linear { terms: vec![(0, 5), (1, -7)], least: 1, most: 1 });
    let unable = Budget { programmes: 0, ..Budget::default() };
    assert!(protect(&hard, Policy::Suppress.standard(), Budget::default()).is_ok());
    let refused = protect(&hard, Policy::Suppress.standard(), unable).unwrap_err();
    assert_eq!(refused.why, Why::Unfinished);
}

#[test]
fn counts_that_contradict_what_is_known_are_refused() {
    let mut truth = problem(&[9, 9, 9, 9]);
    truth.known.push(Known { place: 0, least: 10, most: 12 });
    assert_eq!(
        protect(&truth, Disclosure::default(), Budget::default()).unwrap_err().why,
        Why::Contradiction
    );
}

#[test]
fn few_families_are_hidden_though_they_have_many_children() {
    let mut truth = problem(&[12, 11, 10, 9]);
    truth.cells[0].families = Some(3);
    let shown = protect(&truth, Policy::Suppress.standard(), Budget::default()).unwrap().shown;
    assert_eq!(shown[0], Published::Hidden);
    let hidden = shown.iter().filter(|one| **one == Published::Hidden).count();
    assert!(hidden >= 4, "and so is what would give it away");
}

#[test]
fn neither_all_nor_none_of_a_named_group_is_shown() {
    for (part, ends) in [(12, Ends::All), (11, Ends::All), (0, Ends::AllAndNone)] {
        let mut truth = problem(&[part, 8, 10, 9]);
        truth.groups.push(Group { whole: Whole::Public(12), part: 0, ends });
        let shown = protect(&truth, Policy::Suppress.standard(), Budget::default()).unwrap().shown;
        assert_eq!(shown[0], Published::Hidden, "{part} of 12, with one insider");
    }
    let mut truth = problem(&[6, 8, 10, 9]);
    truth.groups.push(Group { whole: Whole::Public(12), part: 0, ends: Ends::AllAndNone });
    let shown = protect(&truth, Policy::Suppress.standard(), Budget::default()).unwrap().shown;
    assert_eq!(shown[0], Published::Count(6), "half of a group says nothing of each");
}

#[test]
fn a_hidden_difference_of_two_shown_counts_is_protected() {
    let mut truth = Problem { cells: problem(&[8, 6, 0, 0]).cells[..2].to_vec(), ..Problem::default() };
    let rest = Cell { truth: 2, kind: Kind::Implied, ..truth.cells[0].clone() };
    truth.cells.push(rest);
    truth.relations.push(Relation::Sum { whole: 0, parts: vec![1, 2] });
    let shown = protect(&truth, Policy::Suppress.standard(), Budget::default()).unwrap().shown;
    assert!(shown[..2].contains(&Published::Hidden), "8 less 6 gives away 2");
}
