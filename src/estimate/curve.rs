//! The specification curve: the headline under every other choice that could have been made.
//!
//! Definition and rule, children or episodes, index, national or local groups, the day of the address, how many groups, and
//! the model. Each point has its own counts, protected like any other. A gradient that only some choices show is not a
//! finding (Simonsohn, Simmons and Nelson 2020, *Nature Human Behaviour* 4:1208).

use super::gradient::known;
use crate::config::Plan;
use crate::count::{Counted, Counts};
use crate::disclose::Published;
use crate::domain::figure::{Choice, Specification};
use crate::domain::{Cell, Figure, Measure, Unit};
use crate::stats::gradient::{Limits, negative_binomial, poisson};
use crate::stats::{Estimate, Level};

/// Returns every point that has an index, the least first.
pub(super) fn curve(counts: &Counts<Published>, plan: &Plan) -> Vec<Specification> {
    let mut points = Vec::new();
    for (variant, tally) in &counts.variants {
        let (base, population) = &counts.bases[variant.base];
        for (at, &grouping) in counts.groupings.iter().enumerate() {
            let population = crate::count::coarser(population, grouping);
            let Some(blocks) = known(tally, at, &population) else { continue };
            let groups: Vec<_> = blocks.iter().map(|block| block.group).collect();
            for model in ["poisson", "negative_binomial"] {
                let fitted: Option<Estimate> = match model {
                    "poisson" => {
                        poisson(&groups, Limits::InflatedProfile, Level::P95).ok().map(|fit| fit.rii)
                    }
                    _ => negative_binomial(&groups, Limits::Profile, Level::P95)
                        .ok()
                        .map(|fit| fit.gradient.rii),
                };
                let Some(rii) = fitted.filter(|_| groups.len() >= 3) else { continue };
                let unit = match variant.unit {
                    Counted::Children => Unit::Children,
                    Counted::Episodes => Unit::Episodes,
                };
                let own = variant.definition == plan.definitions[0]
                    && (variant.base, at, unit, model) == (0, 0, Unit::Children, "poisson");
                points.push(Specification {
                    definition: variant.definition,
                    unit,
                    index: base.index,
                    basis: base.basis,
                    address_on: base.address_on.name(),
                    grouping,
                    model,
                    value: rii.value,
                    limits: rii.interval.map(|limits| (limits.lower, limits.upper)),
                    choice: if own { Choice::Own } else { Choice::Other },
                });
            }
        }
    }
    points.sort_by(|one, other| one.value.total_cmp(&other.value));
    points
}

/// Adds the ends and the middle of the curve, and how much of it lies above 1.
pub(super) fn summary(points: &[Specification], blank: &Figure, figures: &mut Vec<Figure>) {
    let (Some(least), Some(most)) = (points.first(), points.last()) else { return };
    let middle = points[points.len() / 2].value;
    let above = points.iter().filter(|point| point.limits.is_some_and(|(lower, _)| lower > 1.0)).count();
    let share = super::to_f64(above as u64) / super::to_f64(points.len() as u64);
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
