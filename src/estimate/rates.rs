//! Rates by group, and the most deprived group against the least.

use super::cluster::DesignEffect;
use super::{Table, cell, to_f64};
use crate::count::Cell as Count;
use crate::disclose::Published;
use crate::domain::{Cell, Dimension, Figure, Measure, Unit};
use crate::stats::inequality::{range, range_difference, range_ratio};
use crate::stats::rates::{CountLimits, RatioLimits, crude, rate};
use crate::stats::{Group, Level};

/// Children per so many.
pub(super) const PER: f64 = 10_000.0;

/// Adds rates, and the ratio and difference of each grouping's ends.
pub(super) fn rates(table: &Table<'_>, counts: &Count<Published>, figures: &mut Vec<Figure>) {
    let siblings = table.siblings();
    for place in table.places(&counts.children) {
        let blank = Figure {
            dimension: place.dimension,
            stratum: place.stratum,
            cases: cell(place.count),
            population: Some(to_f64(place.population)),
            method: crude::METHOD.name,
            convention: "score",
            ..table.figure(Measure::Rate, Unit::Per10000Aged0To17)
        };
        figures.push(match place.count {
            Published::Hidden => blank.hidden(),
            Published::Count(count) => {
                let group = Group { events: to_f64(count), population: to_f64(place.population) };
                let group = siblings.effective(group);
                blank.with(rate(group, CountLimits::default(), Level::P95), PER, Level::P95)
            }
        });
    }
    for (_, grouping, groups) in counts.children.by_grouping(&table.counts.groupings) {
        let population = table.population(grouping);
        let end = |at: usize| (groups[at], population[at]);
        let ends = [end(0), end(groups.len() - 1)];
        figures.extend(against(table, Dimension::Deprivation(grouping), siblings, ends));
    }
}

/// Returns the ratio and the difference of a grouping's ends.
fn against(
    table: &Table<'_>,
    dimension: Dimension,
    siblings: DesignEffect,
    ends: [(Published, u64); 2],
) -> [Figure; 2] {
    let ratio = Figure {
        dimension,
        method: range::RATIO.name,
        convention: "most_deprived_over_least",
        ..table.figure(Measure::RatioMostLeast, Unit::Ratio)
    };
    let difference = Figure {
        dimension,
        method: range::DIFFERENCE.name,
        convention: "most_deprived_less_least",
        ..table.figure(Measure::DifferenceMostLeast, Unit::Per10000Aged0To17)
    };
    let group = |(count, population): (Published, u64)| {
        count.shown().map(|count| Group { events: to_f64(count), population: to_f64(population) })
    };
    let [Some(most), Some(least)] = ends.map(group) else { return [ratio, difference].map(Figure::hidden) };
    let known = |blank| Figure {
        cases: Cell::Shown(most.events + least.events),
        population: Some(most.population + least.population),
        ..blank
    };
    let ends = [most, least].map(|group| siblings.effective(group));
    [
        known(ratio).with(range_ratio(&ends, RatioLimits::default(), Level::P95), 1.0, Level::P95),
        known(difference).with(range_difference(&ends, Level::P95), PER, Level::P95),
    ]
}
