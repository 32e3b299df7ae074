//! Estimating: from published counts to figures, each with its method and convention.
//!
//! Nothing here sees a true count. A rate whose count is hidden is hidden. An index over groups of which
//! some are hidden takes each hidden count to be the middle of what it can be, which any reader could do
//! as well, and says so in its convention; where more than a third of the groups are hidden there is none.

mod cluster;
mod comparators;
mod crosses;
mod curve;
mod family;
mod gradient;
mod interaction;
mod intersection;
mod journeys;
mod progression;
mod rates;
mod share;
mod strata;
pub mod table;

use rayon::prelude::*;

use crate::config::Plan;
use crate::count::{Cell as Count, Counts, Key, Tally};
use crate::disclose::Published;
use crate::domain::figure::LossFigure;
use crate::domain::{
    Cell, Cross, Definition, Dimension, Figure, Group, Grouping, Measure, Outcome, Period, Results, Stratum,
    Unit,
};
use crate::stats::{Answer, Estimate, Level};

/// Estimates every figure of a release. Given to [`Safe::derive`](crate::disclose::Safe::derive).
#[must_use]
pub fn estimate(counts: &Counts<Published>, plan: &Plan) -> Results {
    let table = |key| Table { key, counts, plan };
    // The tables that take long stand next to each other, and are shared out one by one.
    let cells: Vec<_> = counts.cells.iter().map(|(&key, cell)| (key, cell)).collect();
    let of_table = |&(key, cell): &(Key, _)| table(key).figures(cell);
    let (each, (curve, beside)) = rayon::join(
        || cells.par_iter().with_max_len(1).map(of_table).collect::<Vec<_>>(),
        || rayon::join(|| curve::curve(counts, plan), || beside(counts, plan)),
    );
    let mut figures = Vec::new();
    for (&(key, _), of_table) in cells.iter().zip(each) {
        figures.extend(of_table);
        if table(key).is_headline() {
            curve::summary(&curve, &table(key).figure(Measure::CurveLeast, Unit::Ratio), &mut figures);
        }
    }
    figures.extend(beside);
    let mut definitions = plan.definitions.clone();
    definitions.push(Definition::All);
    Results {
        site: plan.site.name.clone(),
        index: plan.index,
        edition: plan.edition,
        basis: plan.basis,
        groupings: counts.groupings.clone(),
        periods: counts.periods.clone(),
        definitions,
        outcomes: plan.outcomes.clone(),
        population_year: counts.estimate.clone(),
        population: counts.population.iter().map(|&children| to_f64(children)).collect(),
        figures: figures.into(),
        curve,
        funnels: comparators::funnels(counts),
        losses: counts
            .losses
            .iter()
            .map(|&(line, count)| LossFigure { line, episodes: cell(count) })
            .collect(),
    }
}

/// Returns the figures that are of no table: journeys and published comparators.
fn beside(counts: &Counts<Published>, plan: &Plan) -> Vec<Figure> {
    let mut figures = Vec::new();
    journeys::journeys(counts, plan, &mut figures);
    comparators::comparators(counts, &mut figures);
    figures
}

/// The counts of one period, definition and outcome, and what is needed to make figures of them.
struct Table<'a> {
    key: Key,
    counts: &'a Counts<Published>,
    plan: &'a Plan,
}

/// One place of a tally: the stratum, its published count and its population.
struct Place {
    dimension: Dimension,
    stratum: Stratum,
    count: Published,
    population: u64,
}

impl Table<'_> {
    /// Returns every figure of the table.
    fn figures(&self, cell: &Count<Published>) -> Vec<Figure> {
        let mut figures = Vec::new();
        self.counted(cell, &mut figures);
        rates::rates(self, cell, &mut figures);
        gradient::gradients(self, cell, &mut figures);
        self.design_effect(cell, &mut figures);
        self.progression(&mut figures);
        self.recorded_share(&mut figures);
        self.recording(&mut figures);
        self.broken_down(&mut figures);
        figures
    }

    /// Returns a figure of this table with nothing in it yet.
    fn figure(&self, measure: Measure, unit: Unit) -> Figure {
        Figure::blank((self.key.period, self.key.definition, self.key.outcome), measure, unit)
    }

    /// Returns the published counts of the table.
    fn cell(&self) -> &Count<Published> {
        &self.counts.cells[&self.key]
    }

    /// Returns whether the briefing opens with this table.
    fn is_headline(&self) -> bool {
        self.key.period == self.counts.periods[0]
            && self.key.definition == self.plan.definitions[0]
            && self.key.outcome == self.plan.headline
    }

    /// Adds the breakdowns by other characteristics, and the model of the plan's intersection.
    fn broken_down(&self, figures: &mut Vec<Figure>) {
        let (crosses, modelled) = (
            self.published(&self.plan.breakdowns.crosses),
            self.published(&self.plan.breakdowns.intersections),
        );
        let crosses = crosses.par_iter().with_max_len(1).map(|&cross| {
            let crossed = crosses::Crossed::of(self, cross);
            let mut figures = Vec::new();
            crossed.figures(&mut figures);
            crossed.additive(&mut figures);
            if modelled.contains(&cross) {
                crossed.intersection(&mut figures);
            }
            figures
        });
        figures.extend(crosses.collect::<Vec<_>>().into_iter().flatten());
    }

    /// Returns crosses as they are published, each once: with the five ethnic groups where the gate has merged those in
    /// detail. Those of which nothing was counted are left out.
    fn published(&self, crosses: &[Cross]) -> Vec<Cross> {
        let is_there = |cross: &Cross| self.counts.crosses.contains_key(&(self.key, *cross));
        let mut found = Vec::new();
        for &cross in crosses {
            let merged = || cross.with_five_ethnic_groups().filter(is_there);
            let published = Some(cross).filter(is_there).or_else(merged);
            found.extend(published.filter(|cross| !found.contains(cross)));
        }
        found
    }

    /// Returns every place of a tally: the total, then each group of each grouping.
    fn places(&self, tally: &Tally<Published>) -> Vec<Place> {
        let whole = self.counts.population.iter().sum();
        let mut places = vec![Place {
            dimension: Dimension::None,
            stratum: Stratum::Total,
            count: tally.total,
            population: whole,
        }];
        for (&grouping, counts) in self.counts.groupings.iter().zip(&tally.groups) {
            let populations = self.population(grouping);
            for ((group, &count), population) in (1..).filter_map(Group::new).zip(counts).zip(populations) {
                let dimension = Dimension::Deprivation(grouping);
                places.push(Place { dimension, stratum: Stratum::Group(group), count, population });
            }
        }
        places
    }

    /// Returns children aged 0 to 17 by group of a grouping.
    fn population(&self, grouping: Grouping) -> Vec<u64> {
        crate::count::coarser(&self.counts.population, grouping)
    }

    /// Adds the counts themselves.
    fn counted(&self, cell_counts: &Count<Published>, figures: &mut Vec<Figure>) {
        for (measure, unit, convention, tally) in [
            (Measure::Children, Unit::Children, "distinct_children_in_period", &cell_counts.children),
            (Measure::Episodes, Unit::Episodes, "episodes_in_period", &cell_counts.episodes),
        ] {
            figures.extend(self.places(tally).into_iter().map(|place| Figure {
                dimension: place.dimension,
                stratum: place.stratum,
                value: cell(place.count),
                cases: cell(place.count),
                convention,
                ..self.figure(measure, unit)
            }));
        }
        if self.key.outcome.counts_unborn() {
            figures.push(Figure {
                value: cell(cell_counts.unborn),
                cases: cell(cell_counts.unborn),
                convention: "in_numerator_not_in_denominator",
                ..self.figure(Measure::Unborn, Unit::Children)
            });
        }
    }
}

impl Figure {
    /// Returns a figure of everybody with nothing in it yet.
    const fn blank(of: (Period, Definition, Outcome), measure: Measure, unit: Unit) -> Self {
        let (period, definition, outcome) = of;
        Self {
            period,
            definition,
            outcome,
            measure,
            dimension: Dimension::None,
            stratum: Stratum::Total,
            value: Cell::NotApplicable,
            limits: None,
            level: None,
            cases: Cell::NotApplicable,
            population: None,
            unit,
            method: "",
            convention: "",
            reason: None,
        }
    }

    /// Puts an estimate in the figure, per `scale`; or the reason why there is none.
    fn with(self, answer: Answer<Estimate>, scale: f64, level: Level) -> Self {
        match answer {
            Ok(estimate) => Self {
                value: Cell::Shown(estimate.value * scale),
                limits: estimate.interval.map(|interval| (interval.lower * scale, interval.upper * scale)),
                level: estimate.interval.map(|_| level.get()),
                ..self
            },
            Err(none) => Self { value: Cell::Unavailable, reason: Some(none.reason()), ..self },
        }
    }

    /// Hides the figure with its count.
    fn hidden(self) -> Self {
        Self { value: Cell::Hidden, cases: Cell::Hidden, ..self }
    }
}

/// Returns a published count as a cell.
const fn cell(count: Published) -> Cell {
    match count {
        Published::Count(count) => Cell::Shown(to_f64(count)),
        Published::Hidden => Cell::Hidden,
    }
}

/// Returns a count as a number; counts of children are far below the point where that loses anything.
#[expect(clippy::cast_precision_loss, reason = "no count of children reaches 2^53")]
const fn to_f64(count: u64) -> f64 {
    count as f64
}
