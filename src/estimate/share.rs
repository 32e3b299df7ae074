//! The share of assessed episodes in which domestic abuse was recorded.

use super::cluster::DesignEffect;
use super::{Table, to_f64};
use crate::count::Cell as Count;
use crate::disclose::Published;
use crate::domain::{Cell, Figure, Measure, Unit};
use crate::stats::rates::wilson;
use crate::stats::{Group, Level};

/// Adds the share in total and by group, of assessed episodes that have factors recorded.
///
/// Episodes without factors are in neither part: missing factors are not "no domestic abuse".
pub(super) fn shares(table: &Table<'_>, counts: &Count<Published>, figures: &mut Vec<Figure>) {
    let Some(recorded) = table.counts.recorded.get(&table.key.period) else { return };
    let effect = DesignEffect::of_episodes(table.window());
    for (place, of) in table.places(&counts.episodes).into_iter().zip(table.places(recorded)) {
        let blank = Figure {
            dimension: place.dimension,
            stratum: place.stratum,
            method: wilson::METHOD.name,
            convention: "episodes_with_factors_recorded",
            ..table.figure(Measure::DvaShare, Unit::Proportion)
        };
        figures.push(match (place.count, of.count) {
            (Published::Count(cases), Published::Count(all)) => {
                let (events, population) = (to_f64(cases), to_f64(all));
                // Rounding apart, a part can come out a step above its whole.
                let group = Group { events: events.min(population), population };
                Figure { cases: Cell::Shown(events), population: Some(population), ..blank }.with(
                    wilson(effect.effective(group), Level::P95),
                    1.0,
                    Level::P95,
                )
            }
            _ => blank.hidden(),
        });
    }
}
