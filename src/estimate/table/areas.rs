//! Small areas within several sites: the gradient over all of them, each site's own, and whether those differ.

use crate::domain::TableFigure;
use crate::stats::glm::Factor;
use crate::stats::multilevel::{Areas, Gradients, Nodes, gradients};
use crate::stats::{Answer, Estimate, Interval, NoAnswer};

use super::Asked;
use super::cells::{Context, Step};
use super::figure::{Base, Unit, exponential};

pub(super) fn in_sites(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    context.split(asked.by).iter().flat_map(|whole| of_part(asked, whole)).collect()
}

fn of_part(asked: &Asked<'_>, whole: &Context<'_>) -> Vec<TableFigure> {
    // A site without people has no areas, and no part in the model.
    let sites: Vec<(Context<'_>, Vec<Step>)> = whole
        .sites()
        .into_iter()
        .map(|site| (site.clone(), site.clustered(asked.independent, asked.level).areas()))
        .filter(|(_, areas)| !areas.is_empty())
        .collect();
    let found = fitted(asked, &sites);
    let found = found.as_ref().map_err(|why| *why);
    let row = |suffix: &str, convention: &str, of: &Context<'_>, unit, answer| {
        let measure = format!("{}{suffix}", asked.measure.name);
        let method = Some("areas-in-sites");
        let base = Base { measure: &measure, method, convention, without: "", untold: true, context: of };
        base.figure(answer, unit, asked.level)
    };
    let model = "log_normal_areas";
    let common = found.and_then(|it| it.common).map(|it| ratio(it, asked.step));
    let mut figures = vec![row("", model, whole, Unit::Ratio, common)];
    for (at, (site, _)) in sites.iter().enumerate() {
        let own = found.and_then(|it| it.by_site[at]).map(|it| ratio(it, asked.step));
        figures.push(row("_own", model, site, Unit::Ratio, own));
    }
    let variance = found.map(|it| Estimate::bare(it.variance));
    figures.push(row("_variance", model, whole, Unit::Index, variance));
    let test = found.map_or_else(
        |_| "likelihood_ratio".to_owned(),
        |it| {
            format!(
                "likelihood_ratio; chi_squared {:.3} on {} degrees of freedom",
                it.differ.statistic, it.differ.df
            )
        },
    );
    figures.push(row("_differ", &test, whole, Unit::Proportion, found.map(|it| Estimate::bare(it.differ.p))));
    figures
}

fn fitted(asked: &Asked<'_>, sites: &[(Context<'_>, Vec<Step>)]) -> Answer<Gradients> {
    let areas = || sites.iter().flat_map(|(site, areas)| areas.iter().map(|area| (site.site, area)));
    let labels: Vec<&str> = areas().map(|(site, _)| site).collect();
    let score: Option<Vec<f64>> = areas().map(|(_, step)| step.score).collect();
    let events: Vec<f64> = areas().map(|(_, step)| step.group.events).collect();
    let population: Vec<f64> = areas().map(|(_, step)| step.group.population).collect();
    let site = Factor::from_labels("site", &labels);
    let score = score.ok_or(NoAnswer::Aliased)?;
    let areas = Areas { site: &site, score: &score, events: &events, population: &population };
    gradients(areas, asked.level, Nodes::default())
}

/// Returns the ratio of rates for so much more of the score.
fn ratio(slope: Estimate, step: f64) -> Estimate {
    let times = |it: Interval| Interval::new(it.lower * step, it.upper * step);
    exponential(slope.value * step, slope.interval.and_then(times))
}
