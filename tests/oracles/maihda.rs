//! Random-intercept models against direct maximisation, lme4, glmmTMB and the MAIHDA package.

use std::collections::BTreeMap;
use std::rc::Rc;

use social_gradient::stats::glm::{Design, Model, fit};
use social_gradient::stats::multilevel::{
    Flagging, Kind, Multilevel, Nodes, Spread, auc, fitted, mor, multilevel, pcv, residuals, vpc_latent,
    vpc_lognormal, vpc_response,
};
use social_gradient::stats::{Answer, Level, NoAnswer};

use crate::harness::{Expected, Verdict, each_folder, expected, judge};
use crate::strata::{Strata, column};

const SEPARATED: &str =
    "the reference's number for a term that runs to infinity; ours names the term instead";
const CONSTANT: &str = "lme4 drops a constant of the data from the likelihood of more than one node";
const DIFFERENCED: &str = "lme4's differenced Hessian disagrees with the reference's own maximum of the same likelihood, which ours meets";

const DIFFERENCED_APART: &str = "beside a term that runs to infinity lme4's differenced Hessian is that of given variance, without its being estimated";
const STOPPED: &str =
    "lme4's optimiser stops short of the reference's own maximum of the same likelihood, which ours meets";
const WILD: &str = "intercepts that spread over more than two logits, of a stratum or two with events: the reference's differenced Hessian is good to a hundredth, ours meets forty digits";

const OF_ONE: &str =
    "a share of a variance: what an optimiser leaves open is a share of one, not of the figure";
const BOUNDARY: &str = "a variance of nought: the reference stops near it, its own maximum at a standard deviation of up to 1e-4 and a peer's optimiser somewhat further off";
const NEAR_NOUGHT: &str = "near nought, known to a share of its scale and not of itself: a coefficient's standard error, the spread of the intercepts, a hundredth of a logit";
const LME4: &str =
    "lme4's default optimiser leaves the intercepts off by a share of their spread, not of each";

/// A dataset with its two designs and the logarithms of its people.
struct Set {
    strata: Strata,
    null: Design,
    main: Design,
    offset: Vec<f64>,
    groups: Vec<usize>,
}

impl Set {
    fn new(strata: Strata) -> Self {
        Self {
            null: strata.null(),
            main: strata.main(),
            offset: strata.people.iter().map(|n| n.ln()).collect(),
            groups: (0..strata.names.len()).collect(),
            strata,
        }
    }

    fn fit(&self, law: &str, design: &str, nodes: u8) -> Answer<Multilevel<'_>> {
        let design = if design == "null" { &self.null } else { &self.main };
        let model = match law {
            "binomial" => Model::binomial(design, &self.strata.events, &self.strata.people),
            _ => Model::poisson(design, &self.strata.events).with_offset(&self.offset),
        };
        multilevel(&model, &self.groups, Nodes::new(nodes).expect("not nought"))
    }

    /// Whether a term of the model without intercepts runs to infinity.
    fn separated(&self, law: &str, design: &str) -> bool {
        let design = if design == "null" { &self.null } else { &self.main };
        let model = match law {
            "binomial" => Model::binomial(design, &self.strata.events, &self.strata.people),
            _ => Model::poisson(design, &self.strata.events).with_offset(&self.offset),
        };
        fit(&model).is_ok_and(|fit| fit.lost().any(|(_, why)| why == NoAnswer::Separation))
    }

    fn label(&self, stratum: usize) -> String {
        let level =
            |factor: &social_gradient::stats::glm::Factor| factor.levels()[factor.codes()[stratum]].clone();
        self.strata.factors.iter().map(level).collect::<Vec<_>>().join(" × ")
    }
}

type Fits<'a> = BTreeMap<(String, String, String, u8), Rc<Answer<Multilevel<'a>>>>;

#[test]
fn maihda_rows() {
    each_folder(|| {
        let sets: BTreeMap<String, Set> =
            Strata::read().into_iter().map(|(name, strata)| (name, Set::new(strata))).collect();
        let mut fits: Fits<'_> = BTreeMap::new();
        let rows = expected("maihda");
        let direct: BTreeMap<[&str; 4], &Expected> = rows
            .iter()
            .filter(|row| row.stat == "se" || row.stat == "coef")
            .map(|row| ([&row.dataset, &row.method, &row.term, &row.stat].map(String::as_str), row))
            .collect();
        judge("maihda", &rows, |row| {
            let set = &sets[&row.dataset];
            let mut get = |law: &str, design: &str, nodes: u8| {
                let key = (row.dataset.clone(), law.to_owned(), design.to_owned(), nodes);
                Rc::clone(fits.entry(key).or_insert_with(|| Rc::new(set.fit(law, design, nodes))))
            };
            let (law, rest) = row.method.split_once('_').expect("a method of two parts");
            if row.status == "warning" {
                return Verdict::LeftOut("the text of a warning");
            }
            if law == "MAIHDA" {
                if set.separated("binomial", "main") && get("binomial", "main", 1).is_err() {
                    return Verdict::LeftOut(SEPARATED);
                }
                return package(set, &get("binomial", "null", 1), &get("binomial", "main", 1), row);
            }
            if rest.ends_with("nAGQ0") {
                return Verdict::LeftOut("not a maximum of the likelihood; not offered");
            }
            let nodes = rest.rsplit(['K', 'Q']).next().and_then(|k| k.parse().ok()).unwrap_or(1);
            if row.stat == "pcv" {
                let (null, main) = (get(law, "null", nodes), get(law, "main", nodes));
                return match (null.as_ref(), main.as_ref()) {
                    (Ok(null), Ok(main)) => change(null, main, row),
                    _ if set.separated(law, "main") => Verdict::LeftOut(SEPARATED),
                    _ => Verdict::Differs("no fit".to_owned()),
                };
            }
            let design = if rest.starts_with("null") { "null" } else { "main" };
            match get(law, design, nodes).as_ref() {
                Err(_) if row.status == "error" => Verdict::Agrees,
                Err(_) if set.separated(law, design) => Verdict::LeftOut(SEPARATED),
                Err(why) => Verdict::Differs(format!("no fit: {why}, against {}", row.text)),
                Ok(_) if row.status == "error" => Verdict::LeftOut("the reference stopped; ours answers"),
                Ok(_) if nodes > 1 && rest.contains("lme4") && is_likelihood(row) => {
                    Verdict::LeftOut(CONSTANT)
                }
                Ok(fit) if row.stat == "se_hessian" || (row.stat == "coef" && rest.contains("lme4")) => {
                    let method = format!("{law}_{design}_direct_K{nodes}");
                    let stat = if row.stat == "coef" { "coef" } else { "se" };
                    let key = [row.dataset.as_str(), &method, &row.term, stat];
                    match direct.get(&key).and_then(|exact| exact.value) {
                        Some(exact) if disagree(exact, row) => {
                            Verdict::LeftOut(if stat == "coef" { STOPPED } else { DIFFERENCED })
                        }
                        None if row.stat == "se_hessian" && set.separated(law, design) => {
                            match figure(set, fit, row) {
                                Verdict::Near(got, ..) => Verdict::Unless(got, DIFFERENCED_APART),
                                other => other,
                            }
                        }
                        _ => figure(set, fit, row),
                    }
                }
                Ok(fit) => figure(set, fit, row),
            }
        });
    });
}

fn disagree(exact: f64, row: &Expected) -> bool {
    let (want, tol) = (row.value.unwrap_or(f64::NAN), row.tol.unwrap_or(0.0));
    (exact - want).abs() > tol * want.abs()
}

fn is_likelihood(row: &Expected) -> bool {
    ["loglik", "deviance_m2ll", "aic", "bic"].contains(&row.stat.as_str())
}

fn change(null: &Multilevel<'_>, main: &Multilevel<'_>, row: &Expected) -> Verdict {
    match (pcv(null, main), row.status.as_str()) {
        (Err(NoAnswer::BoundaryVariance), "na" | "inf") => Verdict::Agrees,
        (Ok(value), "ok") if row.kind == "opt" => Verdict::Near(value, row.tol.unwrap_or(0.0), OF_ONE),
        (Ok(value), "ok") => Verdict::Figure(value),
        (got, _) => Verdict::Differs(format!("{got:?}")),
    }
}

fn figure(set: &Set, fit: &Multilevel<'_>, row: &Expected) -> Verdict {
    if row.status == "na" {
        return if fit.at_boundary() {
            Verdict::Agrees
        } else {
            Verdict::Differs("not at the boundary".to_owned())
        };
    }
    let got = match number(set, fit, row) {
        Err(NoAnswer::Separation) => return Verdict::LeftOut(SEPARATED),
        Err(why) => return Verdict::Differs(why.reason().to_owned()),
        Ok(got) => got,
    };
    let of_variance = ["sd_stratum", "var_stratum", "blup", "condvar", "mor"].contains(&row.stat.as_str());
    if fit.at_boundary() && (of_variance || row.stat.starts_with("vpc")) {
        return Verdict::Near(got, if row.kind == "iter" { 2e-4 } else { 5e-3 }, BOUNDARY);
    }
    if row.stat == "max_abs_gradient" {
        // The reference's own check that it reached the top: ours is as good.
        return if got < 1e-6 { Verdict::Agrees } else { Verdict::Differs(format!("slope {got:e} left")) };
    }
    let floor = match row.stat.as_str() {
        "coef" => {
            column(fit.model().design(), &row.term).map_or(0.0, |index| fit.error(index).unwrap_or(0.0))
        }
        "blup" => 0.01 * fit.sd(),
        "var_stratum" | "sd_stratum" | "vpc_latent" if row.kind == "opt" => 0.01,
        _ => 0.0,
    };
    let want = row.value.unwrap_or(f64::NAN).abs();
    if fit.sd() > 2.0 && ["se", "sd_se", "se_hessian"].contains(&row.stat.as_str()) {
        return Verdict::Near(got, 0.01 * want, WILD);
    }
    Verdict::Near(got, row.tol.unwrap_or(0.0) * want.max(floor), NEAR_NOUGHT)
}

fn number(set: &Set, fit: &Multilevel<'_>, row: &Expected) -> Answer<f64> {
    if row.term == "stratum" {
        let place = set.strata.names.iter().position(|name| *name == row.group).expect("a stratum");
        return match row.stat.as_str() {
            "blup" => Ok(fit.effects()[place].mode),
            "condvar" => Ok(fit.effects()[place].variance),
            "pred_fixed" => fitted(fit, place, Kind::Fixed),
            _ => fitted(fit, place, Kind::Total),
        };
    }
    if !row.term.is_empty() {
        let index = column(fit.model().design(), &row.term).expect("a term");
        return match row.stat.as_str() {
            "coef" => fit.coefficient(index),
            "se_RX" => fit.error_given_variance(index),
            _ => fit.error(index),
        };
    }
    match row.stat.as_str() {
        "sd_stratum" => Ok(fit.sd()),
        "var_stratum" => Ok(fit.variance()),
        "sd_se" => fit.sd_error(),
        "loglik" => Ok(fit.log_likelihood()),
        "deviance_m2ll" => Ok(-2.0 * fit.log_likelihood()),
        "aic" => Ok(fit.aic()),
        "bic" => Ok(fit.bic()),
        "max_abs_gradient" => Ok(fit.steepest()),
        "vpc_latent" => vpc_latent(fit),
        "vpc_response_exact" => vpc_response(fit),
        "vpc_lognormal_cells" => vpc_lognormal(fit),
        "mor" => mor(fit),
        "auc_total_pred" => auc(fit, Kind::Total),
        "auc_fixed_pred" => auc(fit, Kind::Fixed),
        other => panic!("no figure for {other}"),
    }
}

fn package(
    set: &Set,
    null: &Answer<Multilevel<'_>>,
    main: &Answer<Multilevel<'_>>,
    row: &Expected,
) -> Verdict {
    if row.status == "error" {
        return Verdict::LeftOut("the package stops at a variance of nought; ours answers");
    }
    let (Ok(null), Ok(main)) = (null, main) else { return Verdict::Differs("no fit".to_owned()) };
    if row.term == "stratum" {
        let place = (0..set.groups.len()).find(|&place| set.label(place) == row.group).expect("a stratum");
        return match residuals(main, Level::P95, Spread::Conditional, Flagging::Separate) {
            Err(NoAnswer::BoundaryVariance) if row.status == "na" => Verdict::Agrees,
            // Departures are nought, none of which stands out.
            Err(NoAnswer::BoundaryVariance) if row.stat == "p_value" => Verdict::Near(1.0, 0.05, BOUNDARY),
            Err(NoAnswer::BoundaryVariance) => Verdict::Near(main.effects()[place].mode, 1e-4, BOUNDARY),
            Err(why) => Verdict::Differs(why.reason().to_owned()),
            Ok(all) if row.stat == "p_value" => Verdict::Figure(all[place].p),
            Ok(all) => {
                let want = row.value.unwrap_or(f64::NAN).abs();
                Verdict::Near(all[place].value, 0.02 * want.max(0.02 * main.sd()), LME4)
            }
        };
    }
    let flags = |flagging| {
        residuals(main, Level::P95, Spread::Conditional, flagging)
            .map_or(0, |all| all.iter().filter(|one| one.flagged).count()) as f64
    };
    Verdict::Figure(match row.stat.as_str() {
        "vpc_null" => vpc_latent(null).expect("binomial"),
        "auc_null" => auc(null, Kind::Total).expect("cases and others"),
        "auc_adjusted" => auc(main, Kind::Total).expect("cases and others"),
        "mor_null" => mor(null).expect("binomial"),
        "mor_adjusted" => mor(main).expect("binomial"),
        "n_flagged_none" => flags(Flagging::Separate),
        "n_flagged_BH" => flags(Flagging::BenjaminiHochberg),
        _ => return change(null, main, row),
    })
}
