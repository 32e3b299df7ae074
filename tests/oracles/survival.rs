//! Survival against the survival package.

use social_gradient::stats::survival::{
    Beyond, CoxFit, Curve, CurveLimits, End, LogRank, LogRankWeight, Observation, Point, Ties, cox,
    kaplan_meier, log_rank, median, restricted_mean,
};
use social_gradient::stats::{Answer, Level, NoAnswer};

use crate::harness::{Expected, Row, Verdict, each_folder, expected, has, input, judge};

/// The times at which the peer's curves are read.
const TIMES: [f64; 5] = [30.0, 90.0, 180.0, 365.0, 540.0];

#[test]
fn survival() {
    each_folder(|| {
        let rows = expected("survival");
        let inputs = input("survival");
        judge("survival", &rows, |row| {
            let own: Vec<&Row> = inputs.iter().filter(|r| r["dataset"] == row.dataset).collect();
            if matches!(row.status.as_str(), "error" | "warning") {
                return Verdict::LeftOut("the peer's error or warning text, which is not a figure");
            }
            match row.method.as_str() {
                "km_plain" => curve(row, &own, CurveLimits::Plain),
                "km_log" => curve(row, &own, CurveLimits::Log),
                "km_log-log" => curve(row, &own, CurveLimits::LogLog),
                "logrank_rho0" => rank(row, &own, LogRankWeight::Equal),
                "logrank_rho1" => rank(row, &own, LogRankWeight::PooledSurvival),
                method if method.starts_with("cox_breslow") => hazards(row, &rows, &own, Ties::Breslow),
                _ => hazards(row, &rows, &own, Ties::Efron),
            }
        });
    });
}

#[test]
fn peer_data_lung() {
    each_folder(|| {
        if !has("expected/peer_data.csv") || !has("peer_data/survival_lung.csv") {
            return;
        }
        let rows: Vec<Expected> = expected("peer_data").into_iter().filter(|r| r.dataset == "lung").collect();
        let inputs = input("../peer_data/survival_lung");
        let all: Vec<&Row> = inputs.iter().collect();
        let watched = |keep: &dyn Fn(&Row) -> bool| -> Vec<Observation> {
            let dead = |r: &Row| if r["status"] == "2" { End::Event } else { End::Censored };
            inputs
                .iter()
                .filter(|r| keep(r))
                .map(|r| Observation { time: number(r, "time"), end: dead(r) })
                .collect()
        };
        judge("peer_data (lung)", &rows, |row| match row.method.as_str() {
            "km_log" => {
                let sex = row.group.trim_start_matches("sex=");
                let curve = kaplan_meier(&watched(&|r| r["sex"] == sex), CurveLimits::Log, Level::P95);
                middle(row, &curve.expect("sound times"))
            }
            "logrank" => {
                let groups = ["1", "2"].map(|sex| watched(&|r| r["sex"] == sex));
                let test = log_rank(&[&groups[0], &groups[1]], LogRankWeight::Equal);
                Verdict::Figure(test.expect("two groups").chi_squared)
            }
            method => {
                let columns =
                    ["age", "sex"].map(|name| all.iter().map(|r| number(r, name)).collect::<Vec<f64>>());
                let ties = if method == "cox_efron" { Ties::Efron } else { Ties::Breslow };
                let fit = cox(&watched(&|_| true), &[&columns[0], &columns[1]], ties).expect("a fit");
                let term = usize::from(row.term == "sex");
                Verdict::Figure(if row.stat == "se" {
                    fit.standard_errors()[term]
                } else {
                    fit.coefficients[term]
                })
            }
        });
    });
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().expect("a number")
}

fn observation(row: &Row) -> Observation {
    let end = if row["event"] == "1" { End::Event } else { End::Censored };
    Observation { time: number(row, "time"), end }
}

fn group(row: &Row) -> &'static str {
    match number(row, "decile") as u8 {
        0..=3 => "dep1_3",
        4..=7 => "dep4_7",
        _ => "dep8_10",
    }
}

fn members(rows: &[&Row], name: &str) -> Vec<Observation> {
    rows.iter().filter(|r| name == "all" || group(r) == name).map(|r| observation(r)).collect()
}

fn optional(row: &Expected, figure: Option<f64>) -> Verdict {
    match figure {
        None if row.status == "na" => Verdict::Agrees,
        None => Verdict::Differs(format!("no figure for {} ({})", row.text, row.note)),
        Some(got) if row.status == "na" => Verdict::Differs(format!("{got} where the peer has none")),
        Some(got) => Verdict::Figure(got),
    }
}

fn curve(row: &Expected, rows: &[&Row], limits: CurveLimits) -> Verdict {
    let curve = kaplan_meier(&members(rows, &row.group), limits, Level::P95).expect("sound times");
    if row.term == "median" {
        if row.stat.ends_with("rmean") {
            let horizon = rows.iter().map(|r| number(r, "time")).fold(0.0, f64::max);
            let mean = restricted_mean(&curve, horizon, Beyond::CarryForward, Level::P95).expect("a horizon");
            return Verdict::Figure(if row.stat == "rmean" { mean.value } else { mean.se });
        }
        return middle(row, &curve);
    }
    let time: f64 = row.term.trim_start_matches('t').parse().expect("a time");
    let at = |time| curve.at(time, Beyond::CarryForward).expect("a sound time");
    let point: Point = at(time);
    let limit = |pick: fn(&Point) -> Option<f64>| {
        let nobody_yet = curve.points()[0].time > time;
        if limits == CurveLimits::LogLog && nobody_yet && row.status == "ok" {
            return Verdict::LeftOut(
                "the peer pads a curve with limits of one before its first time, where log-log has none",
            );
        }
        optional(row, pick(&point))
    };
    match row.stat.as_str() {
        "n_risk" => Verdict::Figure(point.at_risk),
        "n_event" => {
            let before = TIMES.iter().rev().find(|t| **t < time).map_or(0.0, |t| at(*t).events);
            Verdict::Figure(point.events - before)
        }
        "surv" => Verdict::Figure(point.survival),
        "se" => optional(row, point.se),
        "lower" => limit(|p| p.interval.map(|i| i.lower)),
        _ => limit(|p| p.interval.map(|i| i.upper)),
    }
}

fn middle(row: &Expected, curve: &Curve) -> Verdict {
    let middle = median(curve);
    optional(
        row,
        match row.stat.as_str() {
            "median" => middle.value.ok(),
            "lower" => middle.lower,
            _ => middle.upper,
        },
    )
}

fn rank(row: &Expected, rows: &[&Row], weight: LogRankWeight) -> Verdict {
    let names: Vec<&str> =
        ["dep1_3", "dep4_7", "dep8_10"].into_iter().filter(|n| rows.iter().any(|r| group(r) == *n)).collect();
    let groups: Vec<Vec<Observation>> = names.iter().map(|n| members(rows, n)).collect();
    let slices: Vec<&[Observation]> = groups.iter().map(Vec::as_slice).collect();
    let test: Answer<LogRank> = log_rank(&slices, weight);
    let test = match test {
        Ok(test) => test,
        Err(NoAnswer::NoEvents) => {
            return Verdict::LeftOut("no events: refused by name, where the peer prints noughts");
        }
        Err(reason) => return Verdict::Differs(reason.to_string()),
    };
    let own = names.iter().position(|n| row.group == format!("grp={n}")).unwrap_or(0);
    Verdict::Figure(match row.stat.as_str() {
        "chisq" => test.chi_squared,
        "df" => test.df as f64,
        "p" => test.p,
        "observed" => test.observed[own],
        _ => test.expected[own],
    })
}

fn hazards(row: &Expected, peer: &[Expected], rows: &[&Row], ties: Ties) -> Verdict {
    let column = |f: &dyn Fn(&Row) -> f64| rows.iter().map(|r| f(r)).collect::<Vec<f64>>();
    let columns = [
        column(&|r| number(r, "decile")),
        column(&|r| f64::from(u8::from(r["sex"] == "M"))),
        column(&|r| number(r, "age")),
    ];
    let watched: Vec<Observation> = rows.iter().map(|r| observation(r)).collect();
    let fit = match cox(&watched, &[&columns[0], &columns[1], &columns[2]], ties) {
        Ok(fit) => fit,
        Err(NoAnswer::NoEvents) if row.status == "ok" => {
            return Verdict::LeftOut("no events: refused by name, where the peer prints noughts");
        }
        Err(NoAnswer::NoEvents) => return Verdict::Agrees,
        Err(NoAnswer::Separation) if peer_has(row, peer, |r| r.stat == "se" && r.value > Some(50.0)) => {
            return Verdict::LeftOut(
                "a coefficient runs to infinity: refused by name, where the peer prints where it stopped",
            );
        }
        Err(NoAnswer::Aliased) if peer_has(row, peer, |r| r.stat == "coef" && r.status == "na") => {
            return Verdict::LeftOut("an aliased covariate: refused by name, where the peer drops it");
        }
        Err(reason) => return Verdict::Differs(reason.to_string()),
    };
    let term = ["decile", "sex", "age"].iter().position(|t| row.term.starts_with(t));
    if row.method.ends_with("zph_km") {
        let (each, all) = fit.proportional().expect("more than one event time");
        let test = term.map_or(all, |t| each[t]);
        return Verdict::Figure(match row.stat.as_str() {
            "chisq" => test.chi_squared,
            "df" => test.df as f64,
            _ => test.p,
        });
    }
    let families: Vec<usize> = rows.iter().map(|r| number(r, "family") as usize).collect();
    term.map_or_else(|| whole(row, &fit), |t| Verdict::Figure(one(row, &fit, t, &families)))
}

/// Returns whether the peer's own fit has a row of some kind.
fn peer_has(row: &Expected, peer: &[Expected], test: fn(&Expected) -> bool) -> bool {
    peer.iter().any(|r| r.dataset == row.dataset && row.method.starts_with(&r.method) && test(r))
}

fn one(row: &Expected, fit: &CoxFit, term: usize, families: &[usize]) -> f64 {
    let (coefficient, se) = (fit.coefficients[term], fit.standard_errors()[term]);
    match row.stat.as_str() {
        "coef" => coefficient,
        "hr" => fit.hazard_ratios(Level::P95)[term].expect("a ratio").value,
        "se" => se,
        "z" => coefficient / se,
        "p" => fit.p_values()[term],
        _ => fit.clustered(families).expect("more than one family").standard_errors[term],
    }
}

const ROUNDED: &str = "the peer rounds to two places, from a number that lies between two of them";

fn whole(row: &Expected, fit: &CoxFit) -> Verdict {
    Verdict::Figure(match row.stat.as_str() {
        "loglik_null" => fit.null_log_likelihood,
        "loglik" => fit.log_likelihood,
        "lr_chisq" => fit.likelihood_ratio().0,
        "score_chisq" => fit.score_chi_squared,
        // The peer rounds Wald's statistic to two places.
        "wald_chisq" => {
            return Verdict::Near((100.0 * fit.wald_chi_squared).round() / 100.0, 0.01 + 1e-9, ROUNDED);
        }
        _ => fit.concordance().expect("a pair in known order"),
    })
}
