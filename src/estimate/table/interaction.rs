//! How two dimensions of two levels act together, on the scale of rates, from the four counts.

use crate::domain::TableFigure;
use crate::stats::interaction::{Exposures, Families};
use crate::stats::{Answer, Estimate, Level, NoAnswer};

use super::Asked;
use super::cells::{By, Context};

/// Returns the figure of a context. Its stratum names the two levels that are taken as exposed.
pub(super) fn of(
    asked: &Asked<'_>,
    context: &Context<'_>,
    find: fn(&Exposures, Level) -> Answer<Estimate>,
) -> TableFigure {
    let mut cells = context.split(asked.by);
    // Cells come in the order of their labels, so the last has the second level of both; of groups of deprivation the first
    // is the exposed one.
    if let ([one, other], 4) = (asked.by, cells.len()) {
        if *one == By::Group {
            cells.rotate_left(2);
        }
        if *other == By::Group {
            cells.chunks_mut(2).for_each(<[_]>::reverse);
        }
    }
    let mut whole = context.clone();
    whole.dimensions = asked.by.iter().map(|by| by.name().to_owned()).collect();
    whole.stratum = cells.last().map(|cell| cell.stratum.clone()).unwrap_or_default();
    asked.figure(&whole, exposures(&cells, context.effect).and_then(|of| find(&of, asked.level)))
}

fn exposures(cells: &[Context<'_>], effect: f64) -> Answer<Exposures> {
    let [neither, second, first, both] = cells else { return Err(NoAnswer::TooFewGroups) };
    Ok(Exposures {
        neither: neither.counted(),
        first: first.counted(),
        second: second.counted(),
        both: both.counted(),
        families: Families::Together(effect),
    })
}
