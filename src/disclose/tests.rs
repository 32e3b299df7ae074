//! The gate on small releases: what it shows, what it hides, and what it will not let be worked out.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::count::journeys::Journeys;
use crate::count::{Cell, Clusters, Key, Tally};
use crate::domain::comparator::{Comparators, Item, PublishedFigure, Whose};
use crate::domain::figure::LossLine;
use crate::domain::people::{People, Sexes};
use crate::domain::{AreaCode, Axis, Cross, Definition, Families, Grouping, Outcome, Period};

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
    let journeys =
        Journeys { seen: period, grouping: groupings[1], courses: BTreeMap::new(), shares: BTreeMap::new() };
    Counts {
        journeys,
        comparators: Comparators::default(),
        population: vec![1_000; 4],
        people: People::nobody(groupings[0], Sexes::Together, None),
        scores: None,
        families: Families::Named,
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

fn published(counts: &Counts<u64>) -> Result<Vec<Published>, Diagnostic> {
    let (safe, _) = disclose(counts, Disclosure::default())?;
    let mut each = Vec::new();
    safe.get().map(|&one| each.push(one));
    Ok(each)
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
    let all = published(&counts([41, 42, 7, 16], [90, 80, 70, 60])).unwrap();
    let small = all.iter().filter(|one| **one == Published::Hidden).count();
    assert!(small > 2, "hiding the 7 among children and among episodes is not enough: {small}");
}

#[test]
fn what_is_hidden_for_either_reason_looks_the_same() {
    let (safe, audit) = disclose(&counts([41, 42, 7, 16], [90, 80, 70, 60]), Disclosure::default()).unwrap();
    let small =
        [41, 42, 7, 16, 90, 80, 70, 60].iter().filter(|count| (1..=7).contains(*count)).count() as u64;
    assert!(audit.get().hidden.len() as u64 > 2 * small, "more is hidden than what is small");
    assert!(!format!("{:?}{:?}", safe.get(), audit.get()).to_lowercase().contains("small"));
}

#[test]
fn a_release_that_cannot_be_made_safe_is_refused() {
    let mut broken = counts([41, 22, 30, 13], [90, 80, 70, 60]);
    broken.losses[0].1 = 0;
    let refused = disclose(&broken, Disclosure::default()).err().map(|problem| problem.code);
    assert_eq!(refused, Some(Code::DisclosureRefused), "counts that contradict each other are not published");
}

#[test]
fn what_is_published_of_the_authority_elsewhere_is_known_to_whoever_attacks() {
    let mut counts = counts([41, 22, 30, 13], [90, 80, 70, 60]);
    let own = AreaCode::parse(b"E08000990").unwrap();
    let figure = |value| PublishedFigure {
        year: 2025,
        whose: Whose::Authority(own),
        item: Item::Referrals,
        value: Some(value),
    };
    counts.comparators =
        Comparators { own: Some(own), figures: vec![figure(300.0)], ..Comparators::default() };
    let known = |counts: &Counts<u64>| {
        let known = relations::problem(counts).known;
        known.iter().map(|one| (one.least, one.most)).collect::<Vec<_>>()
    };
    assert_eq!(known(&counts), [(300, 300)], "both count 300");
    counts.comparators.figures = vec![figure(310.0)];
    assert_eq!(known(&counts), [(300, 310)], "they differ, and no reader knows by what");
}

proptest! {
    /// Enumerates, for each hidden small count, the true tables that a reader cannot tell apart.
    #[test]
    fn every_small_count_could_be_at_least_three_values(any in prop::array::uniform4(0_u64..40), more in prop::array::uniform4(0_u64..40)) {
        let all = std::array::from_fn(|group| any[group] + more[group]);
        let truth = counts(any, all);
        // Very few tables of hardly anybody cannot be made safe, and are refused; were they many, this would fail.
        let seen = published(&truth);
        prop_assume!(seen.is_ok());
        let seen = seen.unwrap();
        let policy = Disclosure::default();
        for group in 0..4 {
            if !(1..=7).contains(&any[group]) {
                continue;
            }
            let possible = (1..=47).filter(|&other| {
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

fn suppressing() -> Disclosure {
    crate::config::Policy::Suppress.standard()
}

#[test]
fn under_suppression_other_counts_are_exact() {
    let (safe, _) = disclose(&counts([41, 22, 3, 2], [90, 80, 70, 60]), suppressing()).unwrap();
    let cell = safe.get().cells.iter().find(|(key, _)| key.definition == Definition::ANY).unwrap().1;
    assert_eq!(cell.children.groups[0][0].shown(), Some(41));
    assert_eq!(cell.children.groups[0][2..], [Published::Hidden, Published::Hidden]);
}

#[test]
fn a_group_all_of_whom_are_of_domestic_abuse_is_not_shown_so() {
    // Ten episodes of the last group, and all ten are of domestic abuse: no count is small.
    let truth = counts([41, 22, 30, 20], [90, 80, 70, 20]);
    let (safe, _) = disclose(&truth, suppressing()).unwrap();
    let of = |definition| {
        let cell = safe.get().cells.iter().find(|(key, _)| key.definition == definition).unwrap().1;
        cell.episodes.groups[0][3]
    };
    assert!(of(Definition::ANY) == Published::Hidden || of(Definition::All) == Published::Hidden);
}

#[test]
fn groups_are_made_coarser_where_hiding_costs_too_much() {
    let truth = counts([3, 42, 2, 36], [90, 80, 70, 60]);
    let proposing = Disclosure { merge_above: 10, ..Disclosure::default() };
    let (_, audit) = disclose(&truth, proposing).unwrap();
    assert_eq!(audit.get().proposed.len(), 1);
    assert!(audit.get().merged.is_empty());
    let merging = Disclosure { merge: Merge::Apply, ..proposing };
    let (safe, audit) = disclose(&truth, merging).unwrap();
    assert_eq!(audit.get().merged.len(), 1);
    assert_eq!(safe.get().groupings.len(), 1);
    assert_eq!(safe.get().population, [2_000, 2_000]);
    let children = &safe.get().cells.values().next().unwrap().children;
    assert_eq!(children.groups, [[Published::Count(45), Published::Count(40)]]);
}

#[test]
fn ethnic_groups_are_put_together_where_those_in_detail_cost_too_much() {
    let mut truth = counts([41, 42, 30, 36], [90, 80, 70, 60]);
    let key = *truth.cells.keys().find(|key| key.definition == Definition::ANY).unwrap();
    let detail = Cross::new(&[Axis::EthnicityDetail]).unwrap();
    let mut strata = vec![0; detail.count()];
    strata[0] = 139;
    (1..6).for_each(|at| strata[at] = 2);
    truth.crosses.insert((key, detail), strata);
    let merging = Disclosure { merge: Merge::Apply, merge_above: 10, ..Disclosure::default() };
    let (safe, audit) = disclose(&truth, merging).unwrap();
    assert_eq!(audit.get().merged, ["five ethnic groups for those in detail"]);
    let five = Cross::new(&[Axis::Ethnicity]).unwrap();
    assert!(safe.get().crosses.keys().eq([&(key, five)]));
    let shown = safe.get().crosses.values().flatten().filter(|count| **count != Published::Hidden).count();
    assert!(shown > 0, "what is published of the five groups is worth having");
}

/// What a reader holds who has kept an earlier release of these counts.
fn after(truth: &Counts<u64>, policy: Disclosure) -> Beside {
    let (safe, _) = disclose(truth, policy).unwrap();
    let context = Context { site: "a".to_owned(), groups: "b".to_owned() };
    let earlier = Earlier::of(safe.get(), &context, policy, None);
    Beside { context, earlier: vec![earlier], ..Beside::default() }
}

#[test]
fn the_same_release_again_is_the_same() {
    let truth = counts([41, 42, 7, 16], [90, 80, 70, 60]);
    let (first, _) = disclose(&truth, Disclosure::default()).unwrap();
    let beside = after(&truth, Disclosure::default());
    let (again, audit) = disclose_beside(&truth, Disclosure::default(), &beside).unwrap();
    assert_eq!(first, again);
    assert_eq!(audit.get().beside, 1);
}

#[test]
fn what_was_hidden_stays_hidden_though_it_has_grown() {
    let beside = after(&counts([41, 42, 7, 31], [90, 80, 70, 60]), Disclosure::default());
    let grown = counts([41, 42, 8, 31], [90, 80, 70, 60]);
    let (safe, _) = disclose_beside(&grown, Disclosure::default(), &beside).unwrap();
    let cell = safe.get().cells.iter().find(|(key, _)| key.definition == Definition::ANY).unwrap().1;
    assert_eq!(cell.children.groups[0][2], Published::Hidden);
}

#[test]
fn a_printed_figure_changes_only_with_a_reason() {
    let mut beside = after(&counts([41, 22, 30, 13], [90, 80, 70, 60]), Disclosure::default());
    let changed = counts([41, 22, 30, 25], [90, 80, 70, 60]);
    let refused = disclose_beside(&changed, Disclosure::default(), &beside).err().map(|problem| problem.code);
    assert_eq!(refused, Some(Code::LedgerConflict));
    beside.correction = Some("late records".to_owned());
    assert!(disclose_beside(&changed, Disclosure::default(), &beside).is_ok());
}

#[test]
fn the_same_children_are_not_put_in_other_groups() {
    let truth = counts([41, 22, 30, 13], [90, 80, 70, 60]);
    let mut beside = after(&truth, Disclosure::default());
    beside.context.groups = "local".to_owned();
    let refused = disclose_beside(&truth, Disclosure::default(), &beside).err().map(|problem| problem.code);
    assert_eq!(refused, Some(Code::LedgerConflict));
}

#[test]
fn an_outside_table_is_put_to_use() {
    let truth = counts([41, 22, 7, 9], [90, 80, 70, 60]);
    let context = Context { site: "a".to_owned(), groups: "b".to_owned() };
    let name = |stratum: u8| format!("a|2025|any|referral|children|deprivation_group_4|{stratum}|b");
    let names = relations::names(&truth, &context);
    let name = names
        .iter()
        .find(|one| one.contains("|any|referral|children|") && one.ends_with("|3|b"))
        .cloned()
        .unwrap_or(name(3));
    let outside = vec![Outside { name, value: 7, rounded_to: 1 }];
    let beside = Beside { context, outside, ..Beside::default() };
    let refused = disclose_beside(&truth, Disclosure::default(), &beside).err().map(|problem| problem.code);
    assert_eq!(refused, Some(Code::DisclosureRefused), "what others print cannot be hidden any more");
}

#[test]
fn a_refusal_says_which_breakdowns_to_make_coarser() {
    let refusal = Refusal { why: Why::Exposed, tables: vec!["deciles of children".to_owned()] };
    assert!(refused(&refusal).help.contains("`deciles of children`"));
}
