//! The specification curve: the headline under every other choice that could have been made.
//!
//! Definition and rule, children or episodes, index, national or local groups, the day of the address, how many groups, and
//! the model. Each point has its own counts, protected like any other. A gradient that only some choices show is not a
//! finding (Simonsohn, Simmons and Nelson 2020, *Nature Human Behaviour* 4:1208). As they ask, what is summed up is not
//! redundant: of choices that come to the same figure one stands for all. Nor does it rest on too few children to tell.

use rayon::prelude::*;

use super::cluster::DesignEffect;
use super::gradient::{FEWEST, known};
use super::to_f64;
use crate::config::{Base, Plan};
use crate::count::{Counted, Counts, Key, Variant};
use crate::disclose::Published;
use crate::domain::figure::{Choice, Specification, are_telling};
use crate::domain::{Cell, Definition, Figure, Grouping, Measure, Unit};
use crate::stats::gradient::{Limits, negative_binomial, poisson};
use crate::stats::{Estimate, Group, Level};

/// The model of the headline.
const POISSON: &str = "poisson";

/// Returns every point that has an index, the least first.
pub(super) fn curve(counts: &Counts<Published>, plan: &Plan) -> Vec<Specification> {
    let variant = |(variant, groups): (&Variant, &Vec<Published>)| {
        let (base, population) = &counts.bases[variant.base];
        let &grouping = counts.groupings.last()?;
        let population = crate::count::coarser(population, grouping);
        let group = |(count, &people): (&Published, &u64)| {
            Some(Group { events: to_f64(count.shown()?), population: to_f64(people) })
        };
        let groups: Vec<Group> = groups.iter().zip(&population).map(group).collect::<Option<_>>()?;
        let effect = effect(counts, plan, variant.definition, variant.unit);
        Some((Of { definition: variant.definition, unit: variant.unit, base, grouping, effect }, groups))
    };
    let own_base = &plan.base();
    let mut tables: Vec<(Of<'_>, Vec<Group>)> = counts.variants.iter().filter_map(variant).collect();
    for &definition in &plan.definitions {
        let key = Key { period: counts.periods[0], definition, outcome: plan.headline };
        let Some(cell) = counts.cells.get(&key) else { continue };
        for (unit, tally) in [(Counted::Children, &cell.children), (Counted::Episodes, &cell.episodes)] {
            for (at, &grouping) in counts.groupings.iter().enumerate() {
                let population = crate::count::coarser(&counts.population, grouping);
                let Some(blocks) = known(tally, at, &population) else { continue };
                let groups: Vec<Group> = blocks.iter().map(|block| block.group).collect();
                let coarsest = at + 1 == counts.groupings.len();
                // Where nothing is hidden the coarsest groups are among the variants already.
                if !coarsest || groups.len() < usize::from(grouping.count()) {
                    let effect = effect(counts, plan, definition, unit);
                    tables.push((Of { definition, unit, base: own_base, grouping, effect }, groups));
                }
            }
        }
    }
    let each = tables.par_iter().with_max_len(1).map(|(of, groups)| models(of, groups));
    let mut points: Vec<Specification> = each.collect::<Vec<_>>().into_iter().flatten().collect();
    let own = |point: &Specification| {
        point.definition == plan.definitions[0]
            && (point.index, point.basis, point.address_on)
                == (own_base.index, own_base.basis, own_base.address_on.name())
            && (point.grouping, point.unit, point.model) == (counts.groupings[0], Unit::Children, POISSON)
    };
    for point in points.iter_mut().filter(|point| own(point)) {
        point.choice = Choice::Own;
    }
    // The plan's own choice stands for those that come to the same, else the one that comes first.
    points.sort_by(|one, other| one.value.total_cmp(&other.value).then(one.choice.cmp(&other.choice)));
    for at in 1..points.len() {
        if points[at].choice == Choice::Other && points[at].value == points[at - 1].value {
            points[at].choice = Choice::Same;
        }
    }
    points
}

/// Returns the design effect of a way of counting: where a table of the run counts by that definition its own, else the
/// headline's.
fn effect(counts: &Counts<Published>, plan: &Plan, definition: Definition, unit: Counted) -> DesignEffect {
    let of =
        |definition| counts.cells.get(&Key { period: counts.periods[0], definition, outcome: plan.headline });
    of(definition).or_else(|| of(plan.definitions[0])).map_or(DesignEffect::NONE, |cell| match unit {
        Counted::Children => DesignEffect::of_children(cell),
        Counted::Episodes => DesignEffect::of_episodes(cell),
    })
}

/// Which counts a point rests on.
struct Of<'a> {
    definition: Definition,
    unit: Counted,
    base: &'a Base,
    grouping: Grouping,
    effect: DesignEffect,
}

/// Fits both models to one set of counts; a model without an answer makes no point.
fn models(of: &Of<'_>, groups: &[Group]) -> Vec<Specification> {
    let effective = of.effect.all(groups);
    let fitted: [(&str, Option<Estimate>); 2] = [
        (POISSON, poisson(&effective, Limits::default(), Level::P95).ok().map(|fit| fit.rii)),
        (
            "negative_binomial",
            negative_binomial(&effective, Limits::default(), Level::P95).ok().map(|fit| fit.gradient.rii),
        ),
    ];
    let point = |(model, rii): (&'static str, Option<Estimate>)| {
        let rii = rii.filter(|_| groups.len() >= FEWEST)?;
        let limits = rii.interval.map(|limits| (limits.lower, limits.upper));
        Some(Specification {
            definition: of.definition,
            unit: match of.unit {
                Counted::Children => Unit::Children,
                Counted::Episodes => Unit::Episodes,
            },
            index: of.base.index,
            basis: of.base.basis,
            address_on: of.base.address_on.name(),
            grouping: of.grouping,
            model,
            value: rii.value,
            limits,
            choice: if limits.is_some_and(are_telling) { Choice::Other } else { Choice::Vague },
        })
    };
    fitted.into_iter().filter_map(point).collect()
}

/// Adds the ends and the middle of the curve, and how much of it lies above 1.
pub(super) fn summary(points: &[Specification], blank: &Figure, figures: &mut Vec<Figure>) {
    let points: Vec<&Specification> = points.iter().filter(|point| point.choice.counts()).collect();
    let (Some(least), Some(most)) = (points.first(), points.last()) else { return };
    let middle = points[points.len() / 2].value;
    let above = points.iter().filter(|point| point.limits.is_some_and(|(lower, _)| lower > 1.0)).count();
    let share = to_f64(above as u64) / to_f64(points.len() as u64);
    for (measure, unit, value) in [
        (Measure::CurveLeast, Unit::Ratio, least.value),
        (Measure::CurveMedian, Unit::Ratio, middle),
        (Measure::CurveMost, Unit::Ratio, most.value),
        (Measure::CurveAboveOne, Unit::Proportion, share),
    ] {
        let (method, convention) = ("poisson-gradient", "every_specification_with_an_index");
        figures.push(Figure {
            measure,
            unit,
            method,
            convention,
            value: Cell::Shown(value),
            ..blank.clone()
        });
    }
}
