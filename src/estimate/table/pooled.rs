//! Several sites taken together without sharing a child: each one's relative index, pooled.

use crate::domain::TableFigure;
use crate::stats::gradient::{Limits, poisson};
use crate::stats::meta::{
    Between, Pooled, PooledLimits, Studies, Study, between_variance, der_simonian_laird, fixed,
    generalised_prediction, heterogeneity, paule_mandel, pool, pooled, prediction_generalised, q_profile,
    tau2_interval,
};
use crate::stats::{Answer, Estimate, Level};

use super::Asked;
use super::cells::{self, Context};
use super::figure::{Base, Unit, exponential};
use super::registry::groups;

/// With fewer sites than this, limits of a further site's index hold it too often.
const FEWEST: usize = 5;

/// Returns the pooled index under several estimates of the variance between sites, that variance, its share of the whole, and
/// where the index of a further site would lie.
pub(super) fn rii(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    let apart = cells::without_group(asked.by);
    context.split(&apart).iter().flat_map(|whole| of_sites(asked, whole)).collect()
}

fn of_sites(asked: &Asked<'_>, whole: &Context<'_>) -> Vec<TableFigure> {
    let sites = whole.sites();
    let study = |site: &Context<'_>| {
        let site = site.clone().clustered(asked.independent, asked.level);
        let found = poisson(&groups(&site.steps()), Limits::Inflated, asked.level).ok()?;
        Some(Study { effect: found.rii.value.ln(), variance: found.log_rii_se.powi(2) })
    };
    let known: Vec<Study> = sites.iter().filter_map(study).collect();
    let of = format!("{}_of_{}_sites", known.len(), sites.len());
    let row = |suffix: &str, method, convention: &str, unit, answer: Answer<Estimate>| {
        let measure = format!("{}{suffix}", asked.measure.name);
        let convention = format!("{convention}; {of}");
        let base = Base {
            measure: &measure,
            method: Some(method),
            convention: &convention,
            without: "",
            untold: true,
            context: whole,
        };
        base.figure(answer, unit, asked.level)
    };
    let studies = Studies::new(&known);
    let studies = studies.as_ref().map_err(|why| *why);
    let level = asked.level;
    let careful = PooledLimits::default();
    vec![
        row(
            "",
            pooled::METHOD.name,
            "restricted_likelihood; hartung_knapp_or_fixed",
            Unit::Ratio,
            ratio(studies, Between::RestrictedMaximumLikelihood, careful, level),
        ),
        row(
            "_fixed",
            fixed::METHOD.name,
            "inverse_variance; normal; these_sites_alone",
            Unit::Ratio,
            ratio(studies, Between::Fixed, PooledLimits::Normal, level),
        ),
        row(
            "_dl",
            der_simonian_laird::METHOD.name,
            "dersimonian_laird; hartung_knapp_or_fixed",
            Unit::Ratio,
            ratio(studies, Between::DerSimonianLaird, careful, level),
        ),
        row(
            "_pm",
            paule_mandel::METHOD.name,
            "paule_mandel; hartung_knapp_or_fixed",
            Unit::Ratio,
            ratio(studies, Between::PauleMandel, careful, level),
        ),
        row(
            "_prediction",
            prediction_generalised::METHOD.name,
            "pooled_index; limits_of_a_further_site",
            Unit::Ratio,
            studies.and_then(|of| {
                let pooled = mean(of, Between::RestrictedMaximumLikelihood, careful, level)?;
                let found = exponential(pooled.effect, Some(generalised_prediction(of, level)?));
                Ok(if of.count() < FEWEST { Estimate::bare(found.value) } else { found })
            }),
        ),
        row(
            "_tau2",
            q_profile::METHOD.name,
            "of_logarithms; restricted_likelihood; q_profile",
            Unit::Index,
            studies.and_then(|of| {
                let value = between_variance(of, Between::RestrictedMaximumLikelihood)?.value;
                Ok(Estimate { value, interval: tau2_interval(of, level).ok() })
            }),
        ),
        row(
            "_i2",
            heterogeneity::METHOD.name,
            "restricted_likelihood",
            Unit::Proportion,
            studies.and_then(|of| {
                let spread = between_variance(of, Between::RestrictedMaximumLikelihood)?;
                Ok(Estimate::bare(heterogeneity(of, &spread)?.i2))
            }),
        ),
    ]
}

fn mean(of: &Studies, between: Between, limits: PooledLimits, level: Level) -> Answer<Pooled> {
    pool(of, &between_variance(of, between)?, limits, level)
}

fn ratio(
    studies: Answer<&Studies>,
    between: Between,
    limits: PooledLimits,
    level: Level,
) -> Answer<Estimate> {
    let pooled = mean(studies?, between, limits, level)?;
    Ok(exponential(pooled.effect, Some(pooled.interval)))
}
