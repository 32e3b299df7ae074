//! How two dimensions of two levels act together, on the scale of rates, from the four counts.

use crate::domain::TableFigure;
use crate::stats::interaction::{Exposures, Families};
use crate::stats::{Answer, Estimate, Level, NoAnswer};

use super::Asked;
use super::cells::Context;

/// Returns the figure of a context. Its stratum names the two levels that are taken as exposed.
pub(super) fn of(
    asked: &Asked<'_>,
    context: &Context<'_>,
    find: fn(&Exposures, Level) -> Answer<Estimate>,
) -> TableFigure {
    let cells = context.split(asked.by);
    let mut whole = context.clone();
    whole.dimensions = asked.by.iter().map(|by| by.name().to_owned()).collect();
    // Cells come in the order of their labels, so the last has the second level of both.
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
