//! What makes a count the same figure in two releases: its name.

use super::super::beside::Context;
use super::places;
use crate::count::{Counted, Counts, Tally};
use crate::domain::{Axis, Dimension, Period, Stratum};

/// Returns the name of every count, in the fixed order of `Counts::map`: what makes it the same figure in two
/// releases. The parts are site, period, definition, outcome, unit, breakdown, stratum, and what makes groups.
pub(in crate::disclose) fn names<T>(counts: &Counts<T>, context: &Context) -> Vec<String> {
    let places = places(counts);
    let mut names = Vec::new();
    places.map(|_| names.push(String::new()));
    let site = &context.site;
    let mut tally = |of: &str, tally: &Tally<usize>| {
        names[tally.total] = format!("{of}|||");
        for (groups, grouping) in tally.groups.iter().zip(&places.groupings) {
            for (&place, group) in groups.iter().zip(1..) {
                names[place] =
                    format!("{of}|{}|{group}|{}", Dimension::Deprivation(*grouping).name(), context.groups);
            }
        }
    };
    for (key, cell) in &places.cells {
        let of = format!("{site}|{}|{}|{}", key.period.label(), key.definition.name(), key.outcome.name());
        tally(&format!("{of}|children"), &cell.children);
        tally(&format!("{of}|episodes"), &cell.episodes);
        if let Some(progressed) = &cell.progressed {
            tally(&format!("{of}|progressed"), progressed);
        }
    }
    for (period, recorded) in &places.recorded {
        tally(&format!("{site}|{}|recorded|assessed|episodes", period.label()), recorded);
        let parents = &places.parent_only[period];
        tally(&format!("{site}|{}|parent_only|assessed|episodes", period.label()), parents);
    }
    for (key, cell) in &places.cells {
        let of = format!("{site}|{}|{}|{}", key.period.label(), key.definition.name(), key.outcome.name());
        names[cell.unborn] = format!("{of}|unborn|||");
        names[cell.unplaced] = format!("{of}|unplaced|||");
        for (unit, sizes) in [("children", &cell.clusters.children), ("episodes", &cell.clusters.episodes)] {
            for (&place, size) in sizes.iter().zip(1..) {
                names[place] = format!("{of}|{unit}|families|{size}|");
            }
        }
    }
    for (variant, counted) in &places.variants {
        let base = places.bases[variant.base].0;
        let unit = match variant.unit {
            Counted::Children => "children",
            Counted::Episodes => "episodes",
        };
        let on = format!("{} {} {}", base.index.name(), base.basis.name(), base.address_on.name());
        let (window, definition, outcome) =
            (places.periods[0].label(), variant.definition.name(), places.headline.name());
        for (&place, group) in counted.iter().zip(1..) {
            names[place] = format!("{site}|{window}|{definition}|{outcome}|{unit} on {on}|group|{group}|");
        }
    }
    for ((key, cross), strata) in &places.crosses {
        let of = format!("{site}|{}|{}|{}", key.period.label(), key.definition.name(), key.outcome.name());
        let deprived = cross.axes().any(|axis| matches!(axis, Axis::Deprivation(_)));
        let groups = if deprived { context.groups.as_str() } else { "" };
        for (&place, stratum) in strata.iter().zip(0..) {
            let stratum = Stratum::Cross(*cross, stratum).name();
            names[place] = format!("{of}|children|{}|{stratum}|{groups}", cross.name());
        }
    }
    let window = places.periods.first().map(Period::label).unwrap_or_default();
    for (line, place) in &places.losses {
        names[*place] = format!("{site}|{window}|{}|losses|episodes|||", line.name());
    }
    names
}
