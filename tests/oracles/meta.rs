//! Meta-analysis against metafor.

use social_gradient::stats::meta::{
    Between, Pooled, PooledLimits, PredictionQuantile, Studies, Study, Tau2, between_variance, heterogeneity,
    pool, prediction_interval, share, tau2_interval,
};
use social_gradient::stats::{Answer, Level};

use crate::harness::{Expected, Row, Verdict, expected, folder, input, judge};

#[test]
fn meta() {
    if folder().is_none() {
        return;
    }
    let rows = expected("meta");
    let inputs = input("meta");
    judge("meta", &rows, |row| {
        let own: Vec<&Row> = inputs.iter().filter(|r| r["dataset"] == row.dataset).collect();
        let studies = studies(&own);
        if row.method == "DL_tau2_Qprofile_ci" { profile(row, &studies) } else { pooled(row, &studies) }
    });
}

#[test]
fn peer_data_bcg() {
    if folder().is_none() {
        return;
    }
    let rows: Vec<Expected> =
        expected("peer_data").into_iter().filter(|r| r.dataset == "metadat_bcg").collect();
    let inputs = input("../peer_data/metadat_bcg");
    let studies = studies(&inputs.iter().collect::<Vec<_>>());
    judge("peer_data (metadat_bcg)", &rows, |row| pooled(row, &studies));
}

fn studies(rows: &[&Row]) -> Studies {
    let number = |r: &Row, column: &str| r[column].parse().expect("a number");
    let list: Vec<Study> =
        rows.iter().map(|r| Study { effect: number(r, "yi"), variance: number(r, "vi") }).collect();
    Studies::new(&list).expect("sound studies")
}

fn pooled(row: &Expected, studies: &Studies) -> Verdict {
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
    match figure(row, studies, between, limits) {
        Ok(Some(_)) if row.status == "na" => Verdict::Differs("a figure where the peer has none".to_owned()),
        Ok(Some(value)) => Verdict::Figure(value),
        Ok(None) if row.status == "na" => Verdict::Agrees,
        Ok(None) => Verdict::Differs("no figure".to_owned()),
        Err(reason) => Verdict::Differs(reason.to_string()),
    }
}

fn figure(row: &Expected, studies: &Studies, between: Between, limits: PooledLimits) -> Answer<Option<f64>> {
    let level = Level::P95;
    let tau2: Tau2 = between_variance(studies, between)?;
    let mean: Pooled = pool(studies, &tau2, limits, level)?;
    let spread = heterogeneity(studies, &tau2)?;
    let next = || prediction_interval(studies, &tau2, &mean, limits, PredictionQuantile::AsLimits, level);
    Ok(match row.stat.as_str() {
        "beta" => Some(mean.effect),
        "se" => Some(mean.se),
        "ci_lower" => Some(mean.interval.lower),
        "ci_upper" => Some(mean.interval.upper),
        "p" => Some(mean.p),
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

/// metafor looks for the upper limit no further than this.
const PEER_SEARCH_END: f64 = 100.0;

fn profile(row: &Expected, studies: &Studies) -> Verdict {
    let tau2 = between_variance(studies, Between::DerSimonianLaird).expect("at least two studies").value;
    let limits = tau2_interval(studies, Level::P95).expect("at least two studies");
    let variance = match row.stat.as_str() {
        "estimate" => tau2,
        "lower" => limits.lower,
        _ => limits.upper,
    };
    if variance > PEER_SEARCH_END {
        return Verdict::LeftOut("the peer's search for the upper limit stops at 100, short of the root");
    }
    let figure = |variance: f64| if row.term == "I2" { 100.0 * share(studies, variance) } else { variance };
    if row.stat == "estimate" {
        return Verdict::Figure(figure(variance));
    }
    let here = figure(variance);
    Verdict::Near(here, figure(variance + PEER_ROOT) - here)
}
