//! Models on the peers' own data: lme4's cbpp, MAIHDA's example, MASS's quine and an oral-cancer table.

use std::collections::BTreeMap;

use social_gradient::stats::glm::{
    Covariance, Design, Factor, Model, Reference, Variable, covariance, negative_binomial, wald,
};
use social_gradient::stats::interaction::{Limits, attributable_proportion, reri, synergy};
use social_gradient::stats::multilevel::{Nodes, aggregate, multilevel, pcv, vpc_latent};
use social_gradient::stats::{Answer, Estimate, Level};

use crate::harness::{Expected, Row, Verdict, each_folder, expected, has, input, judge};
use crate::interaction::{Crossed, compare, joint};
use crate::strata::column;

#[test]
fn peer_data_rows() {
    each_folder(models);
}

fn models() {
    const FILES: [&str; 4] = ["lme4_cbpp", "MASS_quine", "interactionR_OCdata_counts", "maihda_sim_data"];
    if !has("expected/peer_data.csv") || !FILES.iter().all(|name| has(&format!("peer_data/{name}.csv"))) {
        return;
    }
    let mine = ["cbpp", "maihda_sim_data", "quine", "OCdata"];
    let rows: Vec<Expected> =
        expected("peer_data").into_iter().filter(|row| mine.contains(&row.dataset.as_str())).collect();
    if rows.is_empty() {
        println!("skipped: the folder holds none of the peers' own data");
        return;
    }
    let read = |name: &str| input(&format!("../peer_data/{name}"));
    judge("peer_data (models)", &rows, |row| match row.dataset.as_str() {
        "cbpp" => herds(&read("lme4_cbpp"), row),
        "quine" => days(&read("MASS_quine"), row),
        "OCdata" => cancer(&read("interactionR_OCdata_counts"), row),
        _ => people(&read("maihda_sim_data"), row),
    });
}

fn numbers(rows: &[Row], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row[name].parse().expect("a number")).collect()
}

/// Returns a factor with its levels in alphabetical order, as R reads text.
fn factor(rows: &[Row], name: &str) -> Factor {
    let mut levels: Vec<&str> = rows.iter().map(|row| row[name].as_str()).collect();
    levels.sort_unstable();
    levels.dedup();
    let code = |row: &Row| levels.iter().position(|level| *level == row[name]).expect("a level");
    Factor::new(name, &levels, rows.iter().map(code).collect()).expect("codes of its levels")
}

fn main_effects(rows: usize, factors: &[Factor]) -> Design {
    factors.iter().fold(Design::intercept(rows), |design, factor| {
        design.with(Variable::Factor(factor)).expect("as many rows")
    })
}

fn herds(rows: &[Row], row: &Expected) -> Verdict {
    let design = main_effects(rows.len(), &[factor(rows, "period")]);
    let (events, sizes) = (numbers(rows, "incidence"), numbers(rows, "size"));
    let nodes: u8 = row.method.trim_start_matches("glmer_nAGQ").parse().expect("a number of nodes");
    let herd = factor(rows, "herd");
    let model = Model::binomial(&design, &events, &sizes);
    let fit = multilevel(&model, herd.codes(), Nodes::new(nodes).expect("not nought")).expect("a fit");
    match row.stat.as_str() {
        "var_herd" => Verdict::Figure(fit.variance()),
        "loglik" if nodes > 1 => {
            Verdict::LeftOut("lme4 drops a constant of the data from the likelihood of more than one node")
        }
        "loglik" => Verdict::Figure(fit.log_likelihood()),
        stat => {
            let index = column(&design, &row.term).expect("a term");
            Verdict::Figure(
                if stat == "coef" { fit.coefficient(index) } else { fit.error(index) }.expect("a figure"),
            )
        }
    }
}

fn days(rows: &[Row], row: &Expected) -> Verdict {
    let factors: Vec<Factor> = ["Sex", "Age", "Eth", "Lrn"].iter().map(|name| factor(rows, name)).collect();
    let design = main_effects(rows.len(), &factors);
    let counts = numbers(rows, "Days");
    let found = negative_binomial(&Model::poisson(&design, &counts)).expect("a fit");
    let theta = found.theta.expect("more than chance");
    match row.stat.as_str() {
        "theta" => Verdict::Figure(theta.value),
        "theta_se" => Verdict::Figure(theta.error),
        "deviance" => Verdict::Figure(found.fit.deviance()),
        "twologlik" => Verdict::Figure(2.0 * found.fit.log_likelihood().expect("a likelihood")),
        stat => {
            let index = column(&design, &row.term).expect("a term");
            let spread = covariance(&found.fit, Covariance::Model).expect("a covariance");
            let coefficient =
                wald(&found.fit, index, &spread, Level::P95, Reference::Normal).expect("a coefficient");
            Verdict::Figure(if stat == "coef" { coefficient.value } else { coefficient.error })
        }
    }
}

fn people(rows: &[Row], row: &Expected) -> Verdict {
    if row.method == "gaussian" {
        return Verdict::LeftOut("a random intercept of measured values, which this program does not fit");
    }
    let axes: Vec<Factor> = ["gender", "race", "education"].iter().map(|name| factor(rows, name)).collect();
    let events: Vec<f64> =
        rows.iter().map(|row| f64::from(u8::from(row["binary_outcome"] == "Yes"))).collect();
    let strata =
        aggregate(&axes.iter().collect::<Vec<_>>(), &events, &vec![1.0; rows.len()]).expect("strata");
    let count = strata.events.len();
    let (null, main) = (Design::intercept(count), main_effects(count, &strata.factors));
    let groups: Vec<usize> = (0..count).collect();
    let fit_of = |design| {
        multilevel(&Model::binomial(design, &strata.events, &strata.trials), &groups, Nodes::LAPLACE)
            .expect("a fit")
    };
    Verdict::Figure(match row.stat.as_str() {
        "n_strata" => count as f64,
        "vpc_null" => vpc_latent(&fit_of(&null)).expect("binomial"),
        _ => pcv(&fit_of(&null), &fit_of(&main)).expect("a variance"),
    })
}

fn cancer(rows: &[Row], row: &Expected) -> Verdict {
    if row.status == "na" {
        return Verdict::LeftOut("the reference group has no limits");
    }
    let crossed = Crossed::new(rows, ["alc", "smk"], None);
    let joint = joint(&crossed.fit("logistic")).expect("three coefficients");
    let limits = if row.method.ends_with("mover") { Limits::Mover } else { Limits::Delta };
    let combinations: BTreeMap<&str, [f64; 3]> = BTreeMap::from([
        ("OR00", [0.0, 0.0, 0.0]),
        ("OR10", [1.0, 0.0, 0.0]),
        ("OR01", [0.0, 1.0, 0.0]),
        ("OR11", [1.0, 1.0, 1.0]),
        ("OR(alc on outcome [smk==0]", [1.0, 0.0, 0.0]),
        ("OR(alc on outcome [smk==1]", [1.0, 0.0, 1.0]),
        ("OR(smk on outcome [alc==0]", [0.0, 1.0, 0.0]),
        ("OR(smk on outcome [alc==1]", [0.0, 1.0, 1.0]),
        ("Multiplicative scale", [0.0, 0.0, 1.0]),
    ]);
    let found: Answer<Estimate> = match row.term.as_str() {
        "RERI" => reri(&joint, Level::P95, limits),
        "AP" => attributable_proportion(&joint, Level::P95, limits),
        "SI" => synergy(&joint, Level::P95),
        term => joint.ratio(combinations[term], Level::P95),
    };
    compare(&found, &row.stat)
}
