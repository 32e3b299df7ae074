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
        for measure in [Measure::RatioMostLeast, Measure::DifferenceMostLeast] {
            figures.push(against(table, measure, Dimension::Deprivation(grouping), siblings, ends));
        }
    }
}

fn against(
    table: &Table<'_>,
    measure: Measure,
    dimension: Dimension,
    siblings: DesignEffect,
    ends: [(Published, u64); 2],
) -> Figure {
    let unit = if measure == Measure::RatioMostLeast { Unit::Ratio } else { Unit::Per10000Aged0To17 };
    let blank = Figure { dimension, convention: "most_deprived_over_least", ..table.figure(measure, unit) };
    let [most, least] = ends.map(|(count, population)| {
        count.shown().map(|count| Group { events: to_f64(count), population: to_f64(population) })
    });
    let (Some(most), Some(least)) = (most, least) else {
        return Figure { method: method(measure), ..blank }.hidden();
    };
    let blank = Figure {
        cases: Cell::Shown(most.events + least.events),
        population: Some(most.population + least.population),
        method: method(measure),
        ..blank
    };
    let (most, least) = (siblings.effective(most), siblings.effective(least));
    match measure {
        Measure::RatioMostLeast => {
            blank.with(range_ratio(&[most, least], RatioLimits::default(), Level::P95), 1.0, Level::P95)
        }
        _ => Figure { convention: "most_deprived_less_least", ..blank }.with(
            range_difference(&[most, least], Level::P95),
            PER,
            Level::P95,
        ),
    }
}

const fn method(measure: Measure) -> &'static str {
    match measure {
        Measure::RatioMostLeast => range::RATIO.name,
        _ => range::DIFFERENCE.name,
    }
}
