//! The relative and slope index of inequality, and how far lost rows could move the first.

use super::rates::PER;
use super::{Table, cell, to_f64};
use crate::config::Disclosure;
use crate::count::Cell as Count;
use crate::disclose::Published;
use crate::domain::{Dimension, Figure, Grouping, Measure, Unit};
use crate::stats::gradient::{Gradient, Limits, poisson};
use crate::stats::{Answer, Group, Level};

/// Beyond this share of hidden groups, an index would say more of the policy than of the children.
const MOST_HIDDEN: f64 = 1.0 / 3.0;

/// Adds the indices of every grouping; for the whole window also with lost rows at either end.
pub(super) fn gradients(table: &Table<'_>, counts: &Count<Published>, figures: &mut Vec<Figure>) {
    let policy = table.plan.disclosure;
    for (&grouping, groups) in table.counts.groupings.iter().zip(&counts.children.groups) {
        let blank = |measure, unit| Figure {
            dimension: Dimension::Deprivation(grouping),
            cases: cell(counts.children.total),
            population: Some(table.population(grouping).iter().map(|&children| to_f64(children)).sum()),
            method: poisson::METHOD.name,
            convention: convention(groups),
            ..table.figure(measure, unit)
        };
        let Some(events) = taken(groups, policy) else {
            figures.push(blank(Measure::Rii, Unit::Ratio).hidden());
            figures.push(blank(Measure::Sii, Unit::Per10000Aged0To17).hidden());
            continue;
        };
        let fitted = fit(table, grouping, &events);
        figures.push(blank(Measure::Rii, Unit::Ratio).with(fitted.map(|one| one.rii), 1.0, Level::P95));
        figures.push(blank(Measure::Sii, Unit::Per10000Aged0To17).with(
            fitted.map(|one| one.sii),
            PER,
            Level::P95,
        ));
        if table.key.period == table.counts.periods[0] {
            let lost = middle(counts.unplaced, policy);
            for (measure, end) in [(Measure::RiiLostMost, 0), (Measure::RiiLostLeast, events.len() - 1)] {
                let mut moved = events.clone();
                moved[end] += lost;
                let fitted = fit(table, grouping, &moved).map(|one| one.rii);
                figures.push(blank(measure, Unit::Ratio).with(fitted, 1.0, Level::P95));
            }
        }
    }
}

fn fit(table: &Table<'_>, grouping: Grouping, events: &[f64]) -> Answer<Gradient> {
    let population = table.population(grouping);
    let groups: Vec<Group> = events
        .iter()
        .zip(population)
        .map(|(&events, population)| Group { events, population: to_f64(population) })
        .collect();
    poisson(&groups, Limits::Inflated, Level::P95)
}

/// Returns the counts with each hidden one taken as the middle of its range; `None` where too many are hidden.
fn taken(groups: &[Published], policy: Disclosure) -> Option<Vec<f64>> {
    let hidden = groups.iter().filter(|one| **one == Published::Hidden).count();
    let share = to_f64(hidden as u64) / to_f64(groups.len() as u64);
    (share <= MOST_HIDDEN).then(|| groups.iter().map(|&one| middle(one, policy)).collect())
}

fn middle(count: Published, policy: Disclosure) -> f64 {
    count.shown().map_or_else(|| f64::midpoint(1.0, f64::from(policy.hide_up_to)), to_f64)
}

fn convention(groups: &[Published]) -> &'static str {
    if groups.contains(&Published::Hidden) {
        "ends_ratio; quasi-poisson limits; hidden counts taken as the middle of their range"
    } else {
        "ends_ratio; quasi-poisson limits"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cell;

    #[test]
    fn a_hidden_count_is_taken_as_the_middle_of_one_to_seven() {
        let policy = Disclosure::default();
        assert_eq!(
            taken(&[Published::Count(20), Published::Count(10), Published::Hidden], policy),
            Some(vec![20.0, 10.0, 4.0])
        );
    }

    #[test]
    fn an_index_over_mostly_hidden_groups_is_not_given() {
        let groups = [Published::Count(20), Published::Hidden, Published::Hidden];
        assert_eq!(taken(&groups, Disclosure::default()), None);
        assert_eq!(cell(groups[1]), Cell::Hidden);
    }
}
