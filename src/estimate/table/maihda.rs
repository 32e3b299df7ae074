//! Strata that are the crossing of dimensions: how far they differ, and each one's departure and rate.

use crate::domain::TableFigure;
use crate::estimate::strata::{Between, Law, Models, Strata, Stratum};
use crate::stats::{Answer, Estimate, Group, NoAnswer};

use super::Asked;
use super::cells::Context;
use super::figure::{Base, Unit};

pub(super) fn binomial(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    figures(asked, context, Law::Binomial)
}

pub(super) fn poisson(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    figures(asked, context, Law::Poisson)
}

fn figures(asked: &Asked<'_>, context: &Context<'_>, law: Law) -> Vec<TableFigure> {
    let whole =
        Context { dimensions: asked.by.iter().map(|by| by.name().to_owned()).collect(), ..context.clone() };
    let mut cells = context.split(asked.by);
    cells.retain(|cell| !cell.step().is_empty());
    let strata = match strata(asked, &cells) {
        Ok(strata) => strata,
        Err(why) => return vec![asked.figure(&whole, Err(why))],
    };
    let models = strata.models(law, asked.level);
    let mut found = summaries(asked, &whole, law, &models);
    found.extend(
        models.strata().into_iter().zip(&cells).flat_map(|(it, cell)| of_stratum(asked, cell, law, it)),
    );
    found
}

fn strata(asked: &Asked<'_>, cells: &[Context<'_>]) -> Answer<Strata> {
    if cells.iter().any(|cell| cell.population() == 0.0) {
        return Err(NoAnswer::NoPopulation);
    }
    let axis = |at: usize| cells.iter().map(|cell| cell.stratum[at].as_str()).collect();
    let axes: Vec<_> = asked.by.iter().enumerate().map(|(at, by)| (by.name(), axis(at))).collect();
    Strata::new(&cells.iter().map(Context::group).collect::<Vec<Group>>(), &axes)
}

/// Returns variance, share, median ratio without and with main effects, and the change between them.
fn summaries(asked: &Asked<'_>, whole: &Context<'_>, law: Law, models: &Models<'_>) -> Vec<TableFigure> {
    let row = |suffix: &str, method, convention, unit, answer| {
        figure(asked, whole, suffix, method, [convention, ""], unit, answer)
    };
    let (scale, ratio) = match law {
        Law::Binomial => ("latent", "odds_ratio"),
        Law::Poisson => ("log_normal", "rate_ratio"),
    };
    let restricted = "maximum_likelihood_with_restricted_limits";
    let mut found = Vec::new();
    for (model, Between { variance, share, median_ratio }) in
        ["null", "additive"].into_iter().zip(models.between())
    {
        let named = |what: &str| format!("{what}_{model}");
        found.push(row(&named("variance"), "variance-profile", restricted, Unit::Index, variance));
        found.push(row(&named("vpc"), "vpc", scale, Unit::Proportion, share));
        found.push(row(&named("mor"), "mor", ratio, Unit::Ratio, median_ratio));
    }
    found.push(row("pcv", "pcv", "additive_over_null", Unit::Proportion, models.explained()));
    found
}

/// Returns a stratum's departure from what its levels add up to, the rate they add up to, and its rate.
fn of_stratum(asked: &Asked<'_>, cell: &Context<'_>, law: Law, found: Stratum) -> [TableFigure; 3] {
    let row = |suffix, method, conventions, unit, answer| {
        figure(asked, cell, suffix, method, conventions, unit, answer)
    };
    let scale = match law {
        Law::Binomial => "restricted_odds_ratio",
        Law::Poisson => "restricted_rate_ratio",
    };
    let uncertain = "variance too uncertain for limits";
    let Stratum { pooled, additive, departure } = found;
    [
        row("residual", "interaction-residual", [scale, uncertain], Unit::Ratio, departure),
        row("additive", "predicted-rate", ["restricted", ""], Unit::Per10000, additive),
        row("predicted", "predicted-rate", ["restricted", uncertain], Unit::Per10000, pooled),
    ]
}

/// Returns a figure of what was asked for, under its convention and why it may be without limits.
fn figure(
    asked: &Asked<'_>,
    context: &Context<'_>,
    suffix: &str,
    method: &'static str,
    [convention, without]: [&'static str; 2],
    unit: Unit,
    answer: Answer<Estimate>,
) -> TableFigure {
    let measure = format!("{}_{suffix}", asked.measure.name);
    let base = Base { measure: &measure, method: Some(method), convention, without, untold: false, context };
    base.figure(answer, unit, asked.level)
}
