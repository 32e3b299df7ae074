//! Generalised linear models against R's `glm`, `MASS::glm.nb`, `sandwich` and glmmTMB.

use std::collections::BTreeMap;

use social_gradient::stats::glm::{
    Covariance, Design, FewClusters, Fit, Model, NegativeBinomial, Reference, Theta, Variable, clustered,
    covariance, dispersion, fit, likelihood_ratio, negative_binomial, null_deviance, profile, wald,
};
use social_gradient::stats::{Level, NoAnswer};

use crate::harness::{Expected, Row, Verdict, each_folder, expected, input, judge};
use crate::strata::{Strata, column};

const SEPARATED: &str =
    "the reference's number for a term that runs to infinity; ours names the term instead";
const ENDLESS: &str = "rounding noise of a negative binomial whose theta diverged; ours is the Poisson limit";

const SATURATED: &str = "errors from the residuals of a model that leaves none";
const ALIASED: &str = "a level without rows, where which column is dropped is a convention";
const ALIKE: &str =
    "clusters that are all alike: an error of nought, with the rounding noise of each program";

struct Panel {
    design: Design,
    without_dep: Design,
    events: Vec<f64>,
    people: Vec<f64>,
    offset: Vec<f64>,
    areas: Vec<usize>,
}

impl Panel {
    fn read() -> BTreeMap<String, Self> {
        let mut sets: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in input("panel") {
            sets.entry(row["dataset"].clone()).or_default().push(row);
        }
        sets.into_iter().map(|(name, rows)| (name, Self::of(&rows))).collect()
    }

    fn of(rows: &[Row]) -> Self {
        let take = |name: &str| -> Vec<f64> {
            rows.iter().map(|row| row[name].parse().expect("a number")).collect()
        };
        let (dep, year, people) = (take("dep"), take("year"), take("population"));
        let first = year.iter().copied().fold(f64::INFINITY, f64::min);
        let yr: Vec<f64> = year.iter().map(|y| y - first).collect();
        let mut names: Vec<&String> = rows.iter().map(|row| &row["area"]).collect();
        names.sort();
        names.dedup();
        let area = |row: &Row| names.iter().position(|name| **name == row["area"]).expect("a named area");
        let yr = Variable::Numeric { name: "yr", values: &yr };
        let start = Design::intercept(rows.len());
        Self {
            without_dep: start.clone().with(yr).expect("as many rows"),
            design: start
                .with(Variable::Numeric { name: "dep", values: &dep })
                .and_then(|design| design.with(yr))
                .expect("as many rows"),
            events: take("events"),
            offset: people.iter().map(|n| n.ln()).collect(),
            people,
            areas: rows.iter().map(area).collect(),
        }
    }

    fn poisson(&self) -> Model<'_> {
        Model::poisson(&self.design, &self.events).with_offset(&self.offset)
    }

    fn logistic(&self) -> Model<'_> {
        Model::binomial(&self.design, &self.events, &self.people)
    }
}

#[test]
fn glm_rows() {
    each_folder(|| {
        let panels = Panel::read();
        let strata: BTreeMap<String, Strata> = Strata::read().into_iter().collect();
        judge("glm", &expected("glm"), |row| {
            if let Some(panel) = panels.get(&row.dataset) {
                panel_row(panel, row)
            } else {
                strata_row(&strata[&row.dataset], row)
            }
        });
    });
}

fn panel_row(panel: &Panel, row: &Expected) -> Verdict {
    match row.method.as_str() {
        _ if row.kind == "peer_raw" => Verdict::LeftOut(ENDLESS),
        _ if row.status == "warning" => Verdict::LeftOut("the text of a warning"),
        _ if row.status == "error" => Verdict::LeftOut("the reference stopped"),
        "poisson_offset" => figure(
            &fit(&panel.poisson()).expect("a fit"),
            row,
            Reference::Normal,
            Covariance::Model,
            &panel.areas,
        ),
        "logistic_grouped" => figure(
            &fit(&panel.logistic()).expect("a fit"),
            row,
            Reference::Normal,
            Covariance::Model,
            &panel.areas,
        ),
        "quasipoisson_offset" if row.status == "na" => {
            Verdict::LeftOut("a quasi-likelihood has no likelihood")
        }
        "quasipoisson_offset" => {
            let fitted = fit(&panel.poisson()).expect("a fit");
            let student = Reference::Student(fitted.residual_df() as f64);
            let reference = if row.stat == "p" { student } else { Reference::Normal };
            figure(&fitted, row, reference, Covariance::Scaled, &panel.areas)
        }
        "poisson_offset_profile" => limits(&fit(&panel.poisson()).expect("a fit"), row),
        "logistic_grouped_profile" => limits(&fit(&panel.logistic()).expect("a fit"), row),
        "lrt_drop_dep_poisson" => {
            let large = fit(&panel.poisson()).expect("a fit");
            let small = fit(&panel.poisson().with_design(&panel.without_dep)).expect("a fit");
            let test = likelihood_ratio(&small, &large).expect("nested");
            Verdict::Figure(if row.stat == "p" { test.p } else { test.statistic })
        }
        "negbin_offset" => {
            let found = negative_binomial(&panel.poisson()).expect("a fit");
            let noise = ["deviance", "null_deviance", "loglik", "aic"].contains(&row.stat.as_str());
            match found.theta {
                Err(NoAnswer::BoundaryVariance) if noise => Verdict::LeftOut(ENDLESS),
                Ok(theta) if row.stat == "theta" => Verdict::Figure(theta.value),
                Ok(theta) if row.stat == "theta_se" => {
                    let tolerance = (1e-5 + 2e-4 / theta.value) * theta.error;
                    Verdict::Near(theta.error, tolerance, LAST_THETA)
                }
                Ok(theta) if row.stat == "alpha_1_over_theta" => Verdict::Figure(1.0 / theta.value),
                _ if row.stat == "twologlik" => {
                    Verdict::Figure(2.0 * found.fit.log_likelihood().expect("a likelihood"))
                }
                _ => figure(&found.fit, row, Reference::Normal, Covariance::Model, &panel.areas),
            }
        }
        "nb2_joint_ml" if row.status != "ok" => Verdict::LeftOut(ENDLESS),
        "nb2_joint_ml" => joint(&negative_binomial(&panel.poisson()).expect("a fit"), row),
        other => Verdict::Differs(format!("no answer to method {other} ({})", row.note)),
    }
}

fn strata_row(strata: &Strata, row: &Expected) -> Verdict {
    let design = strata.main();
    let offset: Vec<f64> = strata.people.iter().map(|n| n.ln()).collect();
    let model = match row.method.as_str() {
        "logistic_main_effects" => Model::binomial(&design, &strata.events, &strata.people),
        _ => Model::poisson(&design, &strata.events).with_offset(&offset),
    };
    let fitted = fit(&model).expect("a fit");
    let separated = fitted.lost().any(|(_, why)| why == NoAnswer::Separation);
    match row.stat.as_str() {
        "warning" => Verdict::LeftOut("the text of a warning"),
        "error" => Verdict::LeftOut("the reference stopped"),
        "separation" if separated => Verdict::Agrees,
        "separation" => Verdict::Differs("no separation found".to_owned()),
        _ => figure(&fitted, row, Reference::Normal, Covariance::Model, &[]),
    }
}

fn figure(
    fit: &Fit<'_>,
    row: &Expected,
    reference: Reference,
    which: Covariance,
    clusters: &[usize],
) -> Verdict {
    if fit.residual_df() == 0 && (row.stat.starts_with("se_HC") || row.stat == "dispersion_pearson") {
        return Verdict::LeftOut(SATURATED);
    }
    if fit.lost().any(|(_, why)| why == NoAnswer::Aliased) && !row.term.is_empty() {
        return Verdict::LeftOut(ALIASED);
    }
    let spread = |which| covariance(fit, which).expect("degrees of freedom");
    match row.stat.as_str() {
        "deviance" => return near(fit.deviance(), 1e-3, row),
        "null_deviance" => return Verdict::Figure(null_deviance(fit.model()).expect("a null fit")),
        "df_residual" => return Verdict::Figure(fit.residual_df() as f64),
        "loglik" => return Verdict::Figure(fit.log_likelihood().expect("a likelihood")),
        "aic" => return Verdict::Figure(fit.aic().expect("a likelihood")),
        "pearson_chi2" => return near(fit.pearson(), 1e-3, row),
        "dispersion_pearson" => return Verdict::Figure(dispersion(fit).expect("degrees of freedom")),
        _ => {}
    }
    let Some(index) = column(fit.model().design(), &row.term) else {
        return Verdict::Differs("no such term".to_owned());
    };
    if fit.coefficient(index) == Err(NoAnswer::Separation) {
        return Verdict::LeftOut(SEPARATED);
    }
    let matrix = match row.stat.as_str() {
        "se_HC0" => spread(Covariance::Hc0),
        "se_HC1" => spread(Covariance::Hc1),
        "se_HC3" => spread(Covariance::Hc3),
        // Named HC1 by the reference, but `sandwich::vcovCL` corrects a `glm` for clusters alone.
        "se_cluster_HC1" => clustered(fit, clusters, FewClusters::Clusters).expect("clusters"),
        "se_cluster_HC0_nocadjust" => clustered(fit, clusters, FewClusters::AsIs).expect("clusters"),
        _ => spread(which),
    };
    let nought = row.value.is_none_or(|want| want.abs() < 1e-9);
    let found = match wald(fit, index, &matrix, Level::P95, reference) {
        Ok(found) => found,
        Err(_) if nought && row.stat.starts_with("se_") && matrix[(index, index)] < 1e-18 => {
            return Verdict::LeftOut(ALIKE);
        }
        Err(why) => return Verdict::Differs(why.reason().to_owned()),
    };
    if row.stat.starts_with("se_") && nought && found.error < 1e-9 {
        return Verdict::LeftOut(ALIKE);
    }
    if row.stat == "p" {
        let z = found.value / found.error;
        let want = row.value.unwrap_or(f64::NAN);
        return Verdict::Near(found.p, want * 1e-6 * (1.0 + z * z), LAST_ROUND);
    }
    match row.stat.as_str() {
        "coef" => near(found.value, 0.1 * found.error, row),
        "wald_lower95" => near(found.limits.lower, 2.0 * found.error, row),
        "wald_upper95" => near(found.limits.upper, 2.0 * found.error, row),
        _ => Verdict::Figure(found.error),
    }
}

const LAST_ROUND: &str = "R takes its errors from the weights of the last round but one, good to the 1e-6 that they are compared to, which in the tail grows z^2 times in the probability";
const LAST_THETA: &str =
    "theta.ml stops at a step of 1.2e-4 in theta and gives the error of the step before it";
const NEAR_NOUGHT: &str = "near nought: a coefficient or a limit is known to a share of its standard error and not of itself, a deviance to 1e-9";
const STEPS: &str = "glmmTMB differences its gradient in steps of 0.001 of each coefficient's unit, so that its errors are good to a few parts in ten thousand: within 5e-4";

const LARGE: &str =
    "a theta of more than a hundred: glmmTMB differences a likelihood that hardly bends in it, within 3e-3";

/// Compares within the row's tolerance of the figure, or of `floor` where that is larger.
fn near(got: f64, floor: f64, row: &Expected) -> Verdict {
    let want = row.value.unwrap_or(f64::NAN);
    Verdict::Near(got, row.tol.unwrap_or(0.0) * want.abs().max(floor), NEAR_NOUGHT)
}

fn limits(fit: &Fit<'_>, row: &Expected) -> Verdict {
    let index = column(fit.model().design(), &row.term).expect("a term");
    let found = profile(fit, index, Level::P95).expect("limits");
    near(
        if row.stat == "lower95" { found.lower } else { found.upper },
        0.25 * (found.upper - found.lower),
        row,
    )
}

fn joint(found: &NegativeBinomial<'_>, row: &Expected) -> Verdict {
    match (row.stat.as_str(), found.theta) {
        ("loglik", theta) => {
            let got = found.fit.log_likelihood().expect("a likelihood");
            if theta.is_ok() { Verdict::Figure(got) } else { Verdict::Unless(got, ENDLESS) }
        }
        ("theta", Ok(theta)) => Verdict::Figure(theta.value),
        ("theta", Err(_)) => Verdict::LeftOut(ENDLESS),
        (stat, theta) => {
            let index = column(found.fit.model().design(), &row.term).expect("a term");
            let matrix = found.joint_covariance().expect("positive definite");
            let coefficient =
                wald(&found.fit, index, &matrix, Level::P95, Reference::Normal).expect("a coefficient");
            let got = if stat == "coef" { coefficient.value } else { coefficient.error };
            let want = row.value.unwrap_or(f64::NAN).abs();
            match theta {
                Err(_) => Verdict::Unless(got, ENDLESS),
                Ok(_) if stat == "coef" => near(got, coefficient.error, row),
                Ok(Theta { value: 100.0.., .. }) => Verdict::Near(got, 3e-3 * want, LARGE),
                Ok(_) => Verdict::Near(got, 5e-4 * want, STEPS),
            }
        }
    }
}
