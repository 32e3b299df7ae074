//! The relative and slope index of inequality, and how far lost rows could move the first.
//!
//! A group whose count is hidden still has a part in the index: what is hidden in a coarser group is what
//! that group's count leaves over, and what is hidden in several is what the total leaves over. Groups
//! taken together so stand as one, at the middle of their joint share of the population. Any reader of
//! the published counts can do the same, so nothing is given away.

use super::family::Groups;
use super::rates::PER;
use super::{Table, cell, to_f64};
use crate::config::Disclosure;
use crate::count::{Cell as Count, Tally};
use crate::disclose::Published;
use crate::domain::{Dimension, Figure, Measure, Unit};
use crate::stats::gradient::{Limits, poisson};
use crate::stats::{Group, Level};

/// Fewer groups than this make a comparison and not a gradient.
pub(super) const FEWEST: usize = 3;

/// Adds the indices of every grouping; for the whole window also with lost rows at either end.
pub(super) fn gradients(table: &Table<'_>, counts: &Count<Published>, figures: &mut Vec<Figure>) {
    for (at, grouping, own) in counts.children.by_grouping(&table.counts.groupings) {
        let population = table.population(grouping);
        let known = known(&counts.children, at, &population);
        let together = own.contains(&Published::Hidden);
        let blank = |measure, unit| Figure {
            dimension: Dimension::Deprivation(grouping),
            cases: cell(counts.children.total),
            population: Some(population.iter().map(|&children| to_f64(children)).sum()),
            method: poisson::METHOD.name,
            convention: if together { TOGETHER } else { "ends_ratio" },
            ..table.figure(measure, unit)
        };
        let Some(blocks) = known.filter(|blocks| blocks.len() >= FEWEST) else {
            figures.push(blank(Measure::Rii, Unit::Ratio).hidden());
            figures.push(blank(Measure::Sii, Unit::Per10000Aged0To17).hidden());
            continue;
        };
        let groups: Vec<Group> = blocks.iter().map(|block| block.group).collect();
        let siblings = table.siblings();
        let fit = |groups: &[Group]| poisson(&siblings.all(groups), Limits::default(), Level::P95);
        let fitted = fit(&groups);
        let rii = fitted.map(|one| one.rii);
        figures.push(blank(Measure::Rii, Unit::Ratio).with(rii, 1.0, Level::P95));
        let sii = fitted.map(|one| one.sii);
        figures.push(blank(Measure::Sii, Unit::Per10000Aged0To17).with(sii, PER, Level::P95));
        if table.key.period == table.counts.periods[0] {
            let widths: Vec<usize> = blocks.iter().map(|block| block.width).collect();
            let other = blank(Measure::Rii, Unit::Ratio);
            Groups { table, grouping, known: &groups, widths: &widths, siblings, blank: other }
                .figures(figures);
            let lost = middle(counts.unplaced, table.plan.disclosure);
            for (measure, end) in [(Measure::RiiLostMost, 0), (Measure::RiiLostLeast, groups.len() - 1)] {
                let mut moved = groups.clone();
                moved[end].events += lost;
                figures.push(blank(measure, Unit::Ratio).with(
                    fit(&moved).map(|one| one.rii),
                    1.0,
                    Level::P95,
                ));
            }
        }
    }
}

/// The convention of an index some of whose groups are taken together.
const TOGETHER: &str = "ends_ratio; groups with hidden counts taken together";

/// Some neighbouring groups that are read as one.
pub(super) struct Known {
    /// Their counts and children.
    pub(super) group: Group,
    /// How many they are.
    pub(super) width: usize,
}

/// Returns the groups of a grouping, hidden ones taken together so that every count is known.
///
/// Returns `None` where the total is hidden too.
pub(super) fn known(tally: &Tally<Published>, grouping: usize, population: &[u64]) -> Option<Vec<Known>> {
    let mut blocks: Vec<Block> = tally.groups[grouping]
        .iter()
        .zip(population)
        .map(|(count, &population)| Block { count: count.shown(), population, width: 1 })
        .collect();
    for coarser in &tally.groups[grouping + 1..] {
        blocks = within(blocks, coarser);
    }
    blocks = within(blocks, std::slice::from_ref(&tally.total));
    blocks
        .into_iter()
        .map(|block| {
            let group = Group { events: to_f64(block.count?), population: to_f64(block.population) };
            Some(Known { group, width: block.width })
        })
        .collect()
}

/// Some neighbouring groups.
struct Block {
    /// How many children; `None` where that is not known yet.
    count: Option<u64>,
    /// How many children live there.
    population: u64,
    /// How many groups it is.
    width: usize,
}

/// Fills in what each whole leaves over for the unknown blocks in it.
fn within(blocks: Vec<Block>, wholes: &[Published]) -> Vec<Block> {
    let width = blocks.len() / wholes.len();
    let mut rest = blocks.into_iter();
    let mut filled = Vec::new();
    for whole in wholes {
        let mut part: Vec<Block> = rest.by_ref().take(width).collect();
        if let Some(whole) = whole.shown() {
            part = share(part, whole);
        }
        filled.append(&mut part);
    }
    filled.extend(rest);
    filled
}

/// Puts the unknown blocks of one whole together, with whatever lies between them, and gives them the rest.
fn share(mut part: Vec<Block>, whole: u64) -> Vec<Block> {
    let unknown = |block: &Block| block.count.is_none();
    let (Some(first), Some(last)) = (part.iter().position(unknown), part.iter().rposition(unknown)) else {
        return part;
    };
    let after = part.split_off(last + 1);
    let between = part.split_off(first);
    let shown: u64 = part.iter().chain(&after).filter_map(|block| block.count).sum();
    let least: u64 = between.iter().filter_map(|block| block.count).sum();
    part.push(Block {
        count: Some(whole.saturating_sub(shown).max(least)),
        population: between.iter().map(|block| block.population).sum(),
        width: between.iter().map(|block| block.width).sum(),
    });
    part.extend(after);
    part
}

fn middle(count: Published, policy: Disclosure) -> f64 {
    count.shown().map_or_else(|| f64::midpoint(1.0, f64::from(policy.hide_up_to)), to_f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Published::{Count, Hidden};

    fn events(total: Published, groups: Vec<Vec<Published>>) -> Option<Vec<(f64, f64)>> {
        let population = vec![100; groups[0].len()];
        let known = known(&Tally { total, groups }, 0, &population)?;
        Some(known.iter().map(|one| (one.group.events, one.group.population)).collect())
    }

    #[test]
    fn what_is_hidden_in_a_shown_coarser_group_is_what_it_leaves_over() {
        let fine = vec![Count(20), Hidden, Count(10), Count(10)];
        let found = events(Count(55), vec![fine, vec![Count(35), Count(20)]]);
        assert_eq!(found, Some(vec![(20.0, 100.0), (15.0, 100.0), (10.0, 100.0), (10.0, 100.0)]));
    }

    #[test]
    fn what_is_hidden_at_both_levels_is_what_the_total_leaves_over() {
        let fine = vec![Count(20), Count(20), Hidden, Hidden];
        let found = events(Count(50), vec![fine, vec![Count(40), Hidden]]);
        assert_eq!(found, Some(vec![(20.0, 100.0), (20.0, 100.0), (10.0, 200.0)]));
    }

    #[test]
    fn a_shown_group_between_two_unknown_ones_goes_with_them() {
        let found = events(Count(50), vec![vec![Count(20), Hidden, Count(10), Hidden]]);
        assert_eq!(found, Some(vec![(20.0, 100.0), (30.0, 300.0)]));
    }

    #[test]
    fn rounding_never_makes_a_count_negative() {
        let found = events(Count(20), vec![vec![Count(20), Count(10), Hidden]]);
        assert_eq!(found, Some(vec![(20.0, 100.0), (10.0, 100.0), (0.0, 100.0)]));
    }

    #[test]
    fn with_a_hidden_total_nothing_is_known() {
        assert_eq!(events(Hidden, vec![vec![Hidden, Hidden, Count(0)]]), None);
    }

    #[test]
    fn a_hidden_loss_is_taken_as_the_middle_of_one_to_seven() {
        assert_eq!(middle(Hidden, Disclosure::default()), 4.0);
    }
}
