//! Strata that are the crossing of dimensions: how far they differ, and each one's departure and rate.
//!
//! Variances are at maximum likelihood, as other programs give them; their limits, and residuals and predicted
//! rates with theirs, are by restricted likelihood, which holds its promise with few strata.

use crate::domain::TableFigure;
use crate::stats::glm::{Design, Factor, Model, Variable};
use crate::stats::multilevel::{
    Flagging, Kind, Multilevel, Nodes, Residual, Spread, fitted, median_ratio, multilevel, pcv, predict,
    residuals, restricted, restricted_limits, vpc_latent, vpc_lognormal,
};
use crate::stats::{Answer, Estimate, Group, Interval, NoAnswer};

use super::Asked;
use super::cells::Context;
use super::figure::{Base, Unit, bare};

/// Nodes of the quadrature: beyond seven, figures no longer move.
const NODES: u8 = 7;

#[derive(Clone, Copy, PartialEq)]
enum Law {
    Binomial,
    Poisson,
}

/// The strata of a context, ready to be fitted.
struct Strata<'a> {
    cells: Vec<Context<'a>>,
    events: Vec<f64>,
    people: Vec<f64>,
    offset: Vec<f64>,
    null: Design,
    main: Design,
}

pub(super) fn binomial(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    figures(asked, context, Law::Binomial)
}

pub(super) fn poisson(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    figures(asked, context, Law::Poisson)
}

fn figures(asked: &Asked<'_>, context: &Context<'_>, law: Law) -> Vec<TableFigure> {
    let whole =
        Context { dimensions: asked.by.iter().map(|by| by.name().to_owned()).collect(), ..context.clone() };
    let strata = Strata::new(asked, context);
    let strata = match strata {
        Ok(strata) => strata,
        Err(why) => return vec![asked.figure(&whole, Err(why))],
    };
    let (null, main) = (strata.fit(law, &strata.null), strata.fit(law, &strata.main));
    let mut found = summaries(asked, &whole, law, &null, &main);
    let careful = main.and_then(|fit| restricted(&fit));
    found.extend(of_strata(asked, law, &strata, &careful));
    found
}

/// Returns variance, share, median ratio without and with main effects, and the change between them.
fn summaries(
    asked: &Asked<'_>,
    whole: &Context<'_>,
    law: Law,
    null: &Answer<Multilevel<'_>>,
    main: &Answer<Multilevel<'_>>,
) -> Vec<TableFigure> {
    let name = asked.measure.name;
    let row = |suffix: &str, method, convention, unit, answer: Answer<Estimate>| {
        let measure = format!("{name}_{suffix}");
        Base {
            measure: &measure,
            method: Some(method),
            convention,
            without: "",
            untold: false,
            context: whole,
        }
        .figure(answer, unit, asked.level)
    };
    let (share, ratio) = match law {
        Law::Binomial => ("latent", "odds_ratio"),
        Law::Poisson => ("log_normal", "rate_ratio"),
    };
    let mut found = Vec::new();
    for (model, fit) in [("null", null), ("additive", main)] {
        let fit = fit.as_ref().map_err(|why| *why);
        let variance = fit.map(|fit| Estimate {
            value: fit.variance(),
            interval: restricted(fit).and_then(|it| restricted_limits(fit, &it, asked.level)).ok(),
        });
        let vpc = fit.and_then(|fit| match law {
            Law::Binomial => vpc_latent(fit),
            Law::Poisson => vpc_lognormal(fit),
        });
        let median = fit.map(|fit| bare(median_ratio(fit.variance())));
        found.push(row(
            &format!("variance_{model}"),
            "variance-profile",
            "maximum_likelihood_with_restricted_limits",
            Unit::Index,
            variance,
        ));
        found.push(row(&format!("vpc_{model}"), "vpc", share, Unit::Proportion, vpc.map(bare)));
        found.push(row(&format!("mor_{model}"), "mor", ratio, Unit::Ratio, median));
    }
    let change = match (null, main) {
        (Ok(null), Ok(main)) => pcv(null, main).map(bare),
        (Err(why), _) | (_, Err(why)) => Err(*why),
    };
    found.push(row("pcv", "pcv", "additive_over_null", Unit::Proportion, change));
    found
}

/// Returns each stratum's departure from what its levels add up to, the rate they add up to, and its rate.
fn of_strata(
    asked: &Asked<'_>,
    law: Law,
    strata: &Strata<'_>,
    fit: &Answer<Multilevel<'_>>,
) -> Vec<TableFigure> {
    let fit = fit.as_ref().map_err(|why| *why);
    let known = fit.is_ok_and(Multilevel::stands_out);
    let departures: Answer<Vec<Residual>> =
        fit.and_then(|fit| residuals(fit, asked.level, Spread::Prediction, Flagging::Separate));
    let mut found = Vec::new();
    for (at, cell) in strata.cells.iter().enumerate() {
        let row = |suffix: &str, method, [convention, without]: [&'static str; 2], unit, answer| {
            let measure = format!("{}_{suffix}", asked.measure.name);
            let method = Some(method);
            Base { measure: &measure, method, convention, without, untold: false, context: cell }.figure(
                answer,
                unit,
                asked.level,
            )
        };
        let residual = departures.as_ref().map_err(|why| *why).and_then(|all| {
            let of = all.iter().find(|residual| residual.group == at).ok_or(NoAnswer::Separation)?;
            let limits = Interval::new(of.limits.lower.exp(), of.limits.upper.exp());
            Ok(Estimate { value: of.value.exp(), interval: limits.filter(|_| known) })
        });
        let pooled = fit.and_then(|fit| predict(fit, at, Kind::Total, asked.level));
        let pooled = pooled.map(|it| Estimate { interval: it.interval.filter(|_| known), ..it });
        let additive = fit.and_then(|fit| fitted(fit, at, Kind::Fixed)).map(bare);
        let scale = match law {
            Law::Binomial => "restricted_odds_ratio",
            Law::Poisson => "restricted_rate_ratio",
        };
        let uncertain = "variance too uncertain for limits";
        found.push(row("residual", "interaction-residual", [scale, uncertain], Unit::Ratio, residual));
        found.push(row("additive", "predicted-rate", ["restricted", ""], Unit::Per10000, additive));
        found.push(row("predicted", "predicted-rate", ["restricted", uncertain], Unit::Per10000, pooled));
    }
    found
}

impl<'a> Strata<'a> {
    fn new(asked: &Asked<'_>, context: &Context<'a>) -> Answer<Self> {
        let mut cells = context.split(asked.by);
        cells.retain(|cell| !cell.step().is_empty());
        if cells.iter().any(|cell| cell.population() == 0.0) {
            return Err(NoAnswer::NoPopulation);
        }
        let groups: Vec<Group> = cells.iter().map(Context::group).collect();
        let people: Vec<f64> = groups.iter().map(|group| group.population).collect();
        let mut main = Design::intercept(cells.len());
        for (at, by) in asked.by.iter().enumerate() {
            let labels: Vec<&str> = cells.iter().map(|cell| cell.stratum[at].as_str()).collect();
            main = main.with(Variable::Factor(&Factor::from_labels(by.name(), &labels)))?;
        }
        Ok(Self {
            events: groups.iter().map(|group| group.events).collect(),
            offset: people.iter().map(|people| people.ln()).collect(),
            null: Design::intercept(cells.len()),
            people,
            main,
            cells,
        })
    }

    fn fit<'s>(&'s self, law: Law, design: &'s Design) -> Answer<Multilevel<'s>> {
        let model = match law {
            Law::Binomial => Model::binomial(design, &self.events, &self.people),
            Law::Poisson => Model::poisson(design, &self.events).with_offset(&self.offset),
        };
        let groups: Vec<usize> = (0..self.cells.len()).collect();
        multilevel(&model, &groups, Nodes::new(NODES).ok_or(NoAnswer::OutOfRange)?)
    }
}
