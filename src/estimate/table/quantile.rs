//! Which tenth or fifth of areas each cell of a breakdown belongs to, by its score among the others of its table.

use crate::domain::TableFigure;
use crate::stats::quantiles::{First, Rule, quantiles};
use crate::stats::{Estimate, NoAnswer};

use super::Asked;
use super::cells::Context;

pub(super) fn tenths(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    of(asked, context, 10)
}

pub(super) fn fifths(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    of(asked, context, 5)
}

fn of(asked: &Asked<'_>, context: &Context<'_>, groups: usize) -> Vec<TableFigure> {
    let areas = context.split(asked.by);
    let scores: Vec<Option<f64>> = areas.iter().map(|area| area.step().score).collect();
    let found = quantiles(&scores, groups, First::Highest, Rule::RankBegins);
    let figure = |(at, area): (usize, &Context<'_>)| {
        let answer = found
            .as_ref()
            .map_err(|why| *why)
            .and_then(|groups| Ok(Estimate::bare(groups[at].ok_or(NoAnswer::Aliased)? as f64)));
        asked.figure(area, answer)
    };
    areas.iter().enumerate().map(figure).collect()
}
