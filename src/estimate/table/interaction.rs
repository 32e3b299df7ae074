//! How two dimensions of two levels act together, on the scale of rates: RERI, AP and S from rate ratios.

use crate::domain::TableFigure;
use crate::stats::glm::{Covariance, Design, Model, Variable, covariance, fit};
use crate::stats::interaction::{self, Joint, Limits, attributable_proportion};
use crate::stats::{Answer, Estimate, Group, Level, NoAnswer};

use super::Asked;
use super::cells::Context;

pub(super) fn reri(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    both(asked, context, |joint, level| interaction::reri(joint, level, Limits::Mover))
}

pub(super) fn ap(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    both(asked, context, |joint, level| attributable_proportion(joint, level, Limits::Mover))
}

pub(super) fn synergy(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    both(asked, context, interaction::synergy)
}

/// Returns the figure of a context. Its stratum names the two levels that are taken as exposed.
fn both(
    asked: &Asked<'_>,
    context: &Context<'_>,
    find: fn(&Joint, Level) -> Answer<Estimate>,
) -> Vec<TableFigure> {
    let cells = context.split(asked.by);
    let mut whole = context.clone();
    whole.dimensions = asked.by.iter().map(|by| by.name().to_owned()).collect();
    // Cells come in the order of their labels, so the last has the second level of both.
    whole.stratum = cells.last().map(|cell| cell.stratum.clone()).unwrap_or_default();
    let answer = joint(&cells).and_then(|joint| find(&joint, asked.level));
    vec![asked.figure(&whole, answer)]
}

fn joint(cells: &[Context<'_>]) -> Answer<Joint> {
    if cells.len() != 4 {
        return Err(NoAnswer::TooFewGroups);
    }
    if cells.iter().any(|cell| cell.population() == 0.0) {
        return Err(NoAnswer::NoPopulation);
    }
    let (first, second) = ([0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]);
    let one = Variable::Numeric { name: "first", values: &first };
    let two = Variable::Numeric { name: "second", values: &second };
    let design = Design::intercept(4).with(one)?.with(two)?.with_product(one, two)?;
    let groups: Vec<Group> = cells.iter().map(Context::group).collect();
    let events: Vec<f64> = groups.iter().map(|group| group.events).collect();
    let offset: Vec<f64> = groups.iter().map(|group| group.population.ln()).collect();
    let fit = fit(&Model::poisson(&design, &events).with_offset(&offset))?;
    Joint::of(&fit, &covariance(&fit, Covariance::Model)?, [1, 2, 3])
}
