//! Small areas within several authorities: one gradient or one for each, areas differing by chance.
//!
//! What: a Poisson model of counts by small area with an intercept for each authority, a random intercept
//! for each area, and a slope on deprivation, common and then each authority's own. Read: the exponential of
//! a slope is the ratio of rates per unit of deprivation; a small p-value says that the gradient differs
//! between authorities, as an inverse intervention law would have it. Not when: there is one authority,
//! or deprivation does not vary inside one (its slope is then aliased). Formula: `ln E y = ln n + a_site +
//! b x + u`, `u ~ N(0, σ²)`, the errors of slopes times `√(k/(k - p))` and Student's quantile on
//! `k - p`, of `k` areas and `p` coefficients; test by likelihood ratio. Source: Bywaters et al. 2015, Child Youth Serv Rev
//! 57:98; Webb et al. 2020, Child Youth Serv Rev 111:104849.

use super::fit::{Multilevel, multilevel};
use super::quadrature::Nodes;
use crate::stats::distribution::{chi_squared_above, t};
use crate::stats::glm::{ChiSquared, Design, Factor, Model, Variable};
use crate::stats::{Answer, Estimate, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "areas-in-sites",
    title: "Gradient over small areas within several authorities",
    what: "Slopes of a rate on deprivation over small areas, common and for each authority, areas differing by chance.",
    read: "The exponential of a slope is a ratio of rates per unit of deprivation; a small p-value says gradients differ.",
    not_when: "There is one authority, or deprivation does not vary within one.",
    formula: "ln E y = ln n + a_site + b x + u, u ~ N(0, s2); likelihood ratio for a slope by site",
    source: "Webb et al. 2020, Child Youth Serv Rev 111:104849",
};

/// Counts by small area. All have one entry an area.
#[derive(Debug, Clone, Copy)]
pub struct Areas<'a> {
    /// The authority of each area.
    pub site: &'a Factor,
    /// Deprivation: larger is more deprived.
    pub score: &'a [f64],
    /// Events.
    pub events: &'a [f64],
    /// People, all above nought.
    pub population: &'a [f64],
}

/// What the areas say.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradients {
    /// The common slope: the logarithm of the ratio of rates per unit of the score.
    pub common: Answer<Estimate>,
    /// Each site's own slope, in order of the sites' levels.
    pub by_site: Vec<Answer<Estimate>>,
    /// The variance between areas around the common slope.
    pub variance: f64,
    /// The test of equal slopes.
    pub differ: ChiSquared,
}

/// Fits the gradients.
///
/// # Errors
/// [`NoAnswer::TooFewGroups`] for one site; [`NoAnswer::NoPopulation`] for an area without people; as
/// [`multilevel`].
pub fn gradients(areas: Areas<'_>, level: Level, nodes: Nodes) -> Answer<Gradients> {
    let rows = areas.events.len();
    if areas.population.len() != rows {
        return Err(NoAnswer::ShapeMismatch);
    }
    if areas.site.levels().len() < 2 {
        return Err(NoAnswer::TooFewGroups);
    }
    if areas.population.iter().any(|&people| people.is_nan() || people <= 0.0) {
        return Err(NoAnswer::NoPopulation);
    }
    let (site, score) =
        (Variable::Factor(areas.site), Variable::Numeric { name: "score", values: areas.score });
    let offset: Vec<f64> = areas.population.iter().map(|people| people.ln()).collect();
    let each: Vec<usize> = (0..rows).collect();
    let sites = Design::intercept(rows).with(site)?;
    let common_design = sites.clone().with(score)?;
    let mut own_design = sites;
    for (code, level) in areas.site.levels().iter().enumerate() {
        let values: Vec<f64> = areas
            .site
            .codes()
            .iter()
            .zip(areas.score)
            .map(|(&held, score)| if held == code { *score } else { 0.0 })
            .collect();
        own_design = own_design.with(Variable::Numeric { name: level, values: &values })?;
    }
    let fit_one =
        |design| multilevel(&Model::poisson(design, areas.events).with_offset(&offset), &each, nodes);
    let (common, own) = (fit_one(&common_design)?, fit_one(&own_design)?);
    let first = areas.site.levels().len();
    let df = own.parameters().saturating_sub(common.parameters());
    if df == 0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let statistic = (2.0 * (own.log_likelihood() - common.log_likelihood())).max(0.0);
    let slope = |fit: &Multilevel<'_>, index| slope(fit, rows as f64, index, level);
    Ok(Gradients {
        common: slope(&common, first),
        by_site: (first..own_design.terms().len()).map(|index| slope(&own, index)).collect(),
        variance: common.variance(),
        differ: ChiSquared { statistic, df, p: chi_squared_above(statistic, df as f64) },
    })
}

/// The variance between areas was found as though coefficients had cost nothing: errors grow by what they did cost, as HC1's do.
fn slope(fit: &Multilevel<'_>, areas: f64, index: usize, level: Level) -> Answer<Estimate> {
    let free = areas - fit.parameters() as f64 + 1.0;
    if free < 1.0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let error = fit.error(index)? * (areas / free).sqrt();
    Estimate::around(fit.coefficient(index)?, Some(t(level, free) * error))
}
