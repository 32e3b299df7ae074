//! The gate on small releases: what it shows, what it hides, and what it will not let be worked out.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::count::{Cell, Clusters, Key, Tally};
use crate::domain::figure::LossLine;
use crate::domain::people::{People, Sexes};
use crate::domain::{Definition, Grouping, Outcome, Period};

/// Counts of one outcome in one year, with four groups in two.
fn counts(any: [u64; 4], all: [u64; 4]) -> Counts<u64> {
    let groupings = vec![Grouping::new(4).unwrap(), Grouping::new(2).unwrap()];
    let period = Period::ending(date(2025, 3, 31), 1).unwrap();
    let cell = |children: [u64; 4]| Cell {
        children: Tally::of(children.to_vec(), &groupings),
        episodes: Tally::of(children.to_vec(), &groupings),
        progressed: None,
        clusters: Clusters { children: vec![], episodes: vec![] },
        unborn: 0,
        unplaced: 0,
    };
    let key = |definition| Key { period, definition, outcome: Outcome::Referral };
    Counts {
        population: vec![1_000; 4],
        people: People::nobody(groupings[0], Sexes::Together, None),
        scores: None,
        estimate: "mid-2024".to_owned(),
        crosses: BTreeMap::new(),
        bases: Vec::new(),
        headline: Outcome::Referral,
        variants: BTreeMap::new(),
        parent_only: BTreeMap::new(),
        cells: BTreeMap::from([(key(Definition::ANY), cell(any)), (key(Definition::All), cell(all))]),
        recorded: BTreeMap::new(),
        losses: vec![(LossLine::RowsIn, all.iter().sum()), (LossLine::Kept, all.iter().sum())],
        periods: vec![period],
        groupings,
    }
}

fn published(counts: &Counts<u64>) -> Vec<Published> {
    let (safe, _) = disclose(counts, Disclosure::default()).unwrap();
    let mut each = Vec::new();
    safe.get().map(|&one| each.push(one));
    each
}

fn children(counts: &Counts<u64>, definition: Definition) -> Vec<Option<u64>> {
    let (safe, _) = disclose(counts, Disclosure::default()).unwrap();
    let cell = safe.get().cells.iter().find(|(key, _)| key.definition == definition).unwrap().1.clone();
    cell.children.groups[0].iter().map(|one| one.shown()).collect()
}

#[test]
fn large_counts_are_rounded_and_noughts_are_shown() {
    assert_eq!(
        children(&counts([41, 22, 0, 13], [90, 80, 70, 60]), Definition::ANY),
        [Some(40), Some(20), Some(0), Some(15)]
    );
}

#[test]
fn a_small_count_that_its_neighbours_give_away_takes_one_with_it() {
    // 16 is printed 15 (13 to 17), and the two together, 23, are printed 25 (23 to 27): so the 7 is 6 or 7.
    let shown = children(&counts([41, 42, 7, 16], [90, 80, 70, 60]), Definition::ANY);
    assert_eq!(shown[2], None);
    let all = published(&counts([41, 42, 7, 16], [90, 80, 70, 60]));
    let small = all.iter().filter(|one| **one == Published::Hidden).count();
    assert!(small > 2, "hiding the 7 among children and among episodes is not enough: {small}");
}

#[test]
fn what_is_hidden_for_either_reason_looks_the_same() {
    let (safe, audit) = disclose(&counts([41, 42, 7, 16], [90, 80, 70, 60]), Disclosure::default()).unwrap();
    assert!(audit.get().hidden_linked > 0);
    assert!(!format!("{:?}", safe.get()).to_lowercase().contains("linked"));
}

#[test]
fn a_release_that_cannot_be_made_safe_is_refused() {
    let mut broken = counts([41, 22, 30, 13], [90, 80, 70, 60]);
    broken.losses[0].1 = 0;
    let refused = disclose(&broken, Disclosure::default()).err().map(|problem| problem.code);
    assert_eq!(refused, Some(Code::DisclosureRefused), "counts that contradict each other are not published");
}

proptest! {
    /// Enumerates, for each hidden small count, the true tables that a reader cannot tell apart.
    #[test]
    fn every_small_count_could_be_at_least_three_values(any in prop::array::uniform4(0_u64..40), more in prop::array::uniform4(0_u64..40)) {
        let all = std::array::from_fn(|group| any[group] + more[group]);
        let truth = counts(any, all);
        let seen = published(&truth);
        let policy = Disclosure::default();
        for group in 0..4 {
            if !(1..=7).contains(&any[group]) {
                continue;
            }
            let possible = (1..=7).filter(|&other| {
                let mut moved = any;
                moved[group] = other;
                // The reader knows the rules and every published count, and allows any fill of what is hidden.
                consistent(moved, group, &seen, policy)
            });
            prop_assert!(possible.count() >= 3, "{any:?} {all:?} {group}");
        }
    }
}

/// Returns whether some table with this count in this group agrees with what the first definition shows.
fn consistent(wanted: [u64; 4], group: usize, seen: &[Published], policy: Disclosure) -> bool {
    // In order: the total, four groups, two pairs, of children under the first definition.
    let (total, fine, pairs) = (seen[0], &seen[1..5], &seen[5..7]);
    let fits = |count: u64, shown: Published| match shown {
        Published::Hidden => count > 0,
        Published::Count(_) => Published::of(count, policy) == shown,
    };
    let choices = |place: usize| -> Vec<u64> {
        if place == group {
            return vec![wanted[group]];
        }
        (0..=47).filter(|&count| fits(count, fine[place])).collect()
    };
    for a in choices(0) {
        for b in choices(1).into_iter().filter(|b| fits(a + b, pairs[0])) {
            for c in choices(2) {
                for d in choices(3).into_iter().filter(|d| fits(c + d, pairs[1])) {
                    if fits(a + b + c + d, total) {
                        return true;
                    }
                }
            }
        }
    }
    false
}
