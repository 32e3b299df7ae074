//! Rates drawn towards the whole: the parts of a period and outcome, by site, group and breakdown.

use crate::domain::TableFigure;
use crate::stats::shrinkage::{self, Shrunk};
use crate::stats::{Answer, Estimate, Group};

use super::Asked;
use super::cells::{self, Context};

pub(super) fn marshall(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    shrunken(asked, context, shrinkage::marshall)
}

pub(super) fn gamma_poisson(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    shrunken(asked, context, shrinkage::gamma_poisson)
}

fn shrunken(
    asked: &Asked<'_>,
    context: &Context<'_>,
    draw: fn(&[Group]) -> Answer<Shrunk>,
) -> Vec<TableFigure> {
    let by = cells::with_group(asked.by, asked.grouped);
    let parts: Vec<Context<'_>> = context.sites().iter().flat_map(|site| site.split(&by)).collect();
    let areas: Vec<Group> = parts.iter().map(Context::counted).collect();
    let drawn = draw(&areas);
    let one = |(at, part): (usize, &Context<'_>)| {
        let answer = drawn.as_ref().map(|shrunk| Estimate::bare(shrunk.rates[at])).map_err(|why| *why);
        asked.figure(part, answer)
    };
    parts.iter().enumerate().map(one).collect()
}
