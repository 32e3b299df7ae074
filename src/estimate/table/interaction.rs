//! How two dimensions of two levels act together, on the scale of rates: RERI, AP and S from the four counts.

use crate::domain::TableFigure;
use crate::stats::interaction::{Additive, Exposures, additive};
use crate::stats::{Answer, Estimate, Level, NoAnswer};

use super::Asked;
use super::cells::Context;

pub(super) fn reri(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    of(asked, context, Additive::Reri)
}

pub(super) fn ap(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    of(asked, context, Additive::Proportion)
}

pub(super) fn synergy(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    of(asked, context, Additive::Synergy)
}

/// Returns the figure of a context. Its stratum names the two levels that are taken as exposed.
fn of(asked: &Asked<'_>, context: &Context<'_>, measure: Additive) -> Vec<TableFigure> {
    let cells = context.split(asked.by);
    let mut whole = context.clone();
    whole.dimensions = asked.by.iter().map(|by| by.name().to_owned()).collect();
    // Cells come in the order of their labels, so the last has the second level of both.
    whole.stratum = cells.last().map(|cell| cell.stratum.clone()).unwrap_or_default();
    vec![asked.figure(&whole, found(&cells, measure, asked.level))]
}

fn found(cells: &[Context<'_>], measure: Additive, level: Level) -> Answer<Estimate> {
    let [neither, second, first, both] = cells else { return Err(NoAnswer::TooFewGroups) };
    let exposures = Exposures {
        neither: neither.group(),
        first: first.group(),
        second: second.group(),
        both: both.group(),
    };
    additive(exposures, measure, level)
}
