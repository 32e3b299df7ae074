//! Meta-analysis against metafor.

use social_gradient::stats::meta::{
    Between, Pooled, PooledLimits, PredictionQuantile, Studies, Study, Tau2, between_variance, heterogeneity,
    pool, prediction_interval, share, tau2_interval,
};
use social_gradient::stats::{Answer, Level, NoAnswer};

use crate::harness::{Expected, Row, Verdict, each_folder, expected, has, input, judge};

#[test]
fn meta() {
    each_folder(|| {
        let rows = expected("meta");
        let inputs = input("meta");
        judge("meta", &rows, |row| {
            let own: Vec<&Row> = inputs.iter().filter(|r| r["dataset"] == row.dataset).collect();
            let list = list(&own);
            if row.method == "DL_tau2_Qprofile_ci" { profile(row, &list) } else { pooled(row, &list) }
        });
    });
}

#[test]
fn peer_data_bcg() {
    each_folder(|| {
        if !has("expected/peer_data.csv") || !has("peer_data/metadat_bcg.csv") {
            return;
        }
        let rows: Vec<Expected> =
            expected("peer_data").into_iter().filter(|r| r.dataset == "metadat_bcg").collect();
        let inputs = input("../peer_data/metadat_bcg");
        let list = list(&inputs.iter().collect::<Vec<_>>());
        judge("peer_data (metadat_bcg)", &rows, |row| pooled(row, &list));
    });
}

fn list(rows: &[&Row]) -> Vec<Study> {
    let number = |r: &Row, column: &str| r[column].parse().expect("a number");
    rows.iter().map(|r| Study { effect: number(r, "yi"), variance: number(r, "vi") }).collect()
}

fn sound(list: &[Study]) -> Studies {
    Studies::new(list).expect("sound studies")
}

fn pooled(row: &Expected, list: &[Study]) -> Verdict {
    let (name, test) = row.method.split_once('_').unwrap_or((&row.method, "z"));
    let between = match name {
        "FE" => Between::Fixed,
        "DL" => Between::DerSimonianLaird,
        "HE" => Between::Hedges,
        "SJ" => Between::SidikJonkman,
        "PM" => Between::PauleMandel,
        "EB" => Between::EmpiricalBayes,
        "ML" => Between::MaximumLikelihood,
        "REML" => Between::RestrictedMaximumLikelihood,
        other => return Verdict::Differs(format!("unknown estimator {other}")),
    };
    let limits = if test == "knha" { PooledLimits::HartungKnapp } else { PooledLimits::Normal };
    if row.status == "error" {
        return Verdict::LeftOut("the peer's error text, which is not a figure");
    }
    if test == "knha" && widthless(row, list) {
        return Verdict::LeftOut(ALIKE);
    }
    match figure(row, &sound(list), between, limits) {
        Ok(Some(_)) if row.status == "na" => Verdict::Differs("a figure where the peer has none".to_owned()),
        Ok(Some(value)) if value == 0.0 && ["tau2", "I2"].contains(&row.stat.as_str()) => {
            let scale = if row.stat == "I2" { 100.0 } else { typical(list) };
            Verdict::Near(value, 1e-9 * scale, BOUNDARY)
        }
        Ok(Some(value)) => Verdict::Figure(value),
        Ok(None) if row.status == "na" => Verdict::Agrees,
        Ok(None) => Verdict::Differs("no figure".to_owned()),
        Err(reason) => refused(row, reason),
    }
}

const ALIKE: &str =
    "effects that are all the same: the peer's error is nought and its limits have no width, ours refuses";

const BOUNDARY: &str = "a variance of nought, just above which the peer's search stops";

/// Whether a row is of the error of effects that are all the same, of which Hartung and Knapp's is nought.
fn widthless(row: &Expected, list: &[Study]) -> bool {
    let same = list.iter().all(|study| study.effect == list[0].effect);
    let of_error = ["se", "ci_lower", "ci_upper", "p", "pi_lower", "pi_upper"];
    same && of_error.contains(&row.stat.as_str())
}

/// The middle one of the variances.
fn typical(list: &[Study]) -> f64 {
    let mut variances: Vec<f64> = list.iter().map(|study| study.variance).collect();
    variances.sort_by(f64::total_cmp);
    variances[variances.len() / 2]
}

/// A row for which ours has a reason: right where the peer has no figure either.
fn refused(row: &Expected, reason: NoAnswer) -> Verdict {
    match row.status.as_str() {
        "na" | "error" => Verdict::Agrees,
        _ => Verdict::Differs(reason.to_string()),
    }
}

fn figure(row: &Expected, studies: &Studies, between: Between, limits: PooledLimits) -> Answer<Option<f64>> {
    let level = Level::P95;
    let tau2: Tau2 = between_variance(studies, between)?;
    let mean = || -> Answer<Pooled> { pool(studies, &tau2, limits, level) };
    let effect = || Ok(pool(studies, &tau2, PooledLimits::Normal, level)?.effect);
    let spread = heterogeneity(studies, &tau2)?;
    let next = || prediction_interval(studies, &tau2, &mean()?, limits, PredictionQuantile::AsLimits, level);
    Ok(match row.stat.as_str() {
        "beta" => Some(effect()?),
        "se" => Some(mean()?.se),
        "ci_lower" => Some(mean()?.interval.lower),
        "ci_upper" => Some(mean()?.interval.upper),
        "p" => Some(mean()?.p),
        "tau2" => Some(tau2.value),
        "se_tau2" => tau2.se,
        "I2" => Some(100.0 * spread.i2),
        "H2" => Some(spread.h2),
        "Q" => Some(spread.q),
        "Qp" => Some(spread.p),
        "pi_lower" => Some(next()?.lower),
        "pi_upper" => Some(next()?.upper),
        _ => None,
    })
}

/// The peer's root finder stops within about this of the variance: twice the quarter power of the machine's epsilon.
const PEER_ROOT: f64 = 2.5e-4;

const ROOT: &str = "the peer's root finder stops within some 1e-4 of the variance";

/// metafor looks for the upper limit no further than this.
const PEER_SEARCH_END: f64 = 100.0;

fn profile(row: &Expected, list: &[Study]) -> Verdict {
    let studies = &sound(list);
    let (tau2, limits) =
        match (between_variance(studies, Between::DerSimonianLaird), tau2_interval(studies, Level::P95)) {
            (Ok(tau2), Ok(limits)) => (tau2.value, limits),
            (Err(why), _) | (_, Err(why)) => return refused(row, why),
        };
    let variance = match row.stat.as_str() {
        "estimate" => tau2,
        "lower" => limits.lower,
        _ => limits.upper,
    };
    let figure = |variance: f64| match row.term.as_str() {
        "I2" => 100.0 * share(studies, variance).expect("at least two studies"),
        _ => variance,
    };
    if row.stat == "estimate" {
        return Verdict::Figure(figure(variance));
    }
    if variance > PEER_SEARCH_END {
        return Verdict::LeftOut("the peer's search for the upper limit stops at 100, short of the root");
    }
    let here = figure(variance);
    Verdict::Near(here, figure(variance + PEER_ROOT) - here, ROOT)
}
