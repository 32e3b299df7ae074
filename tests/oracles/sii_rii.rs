//! Slope and relative indices. The references count position from the most deprived end, so their
//! slopes are the negatives of ours and their ratios the inverses.

use std::collections::BTreeMap;

use social_gradient::stats::gradient::{
    Draws, Gradient, Limits, LinearGradient, LinearLimits, LogitGradient, Measured, OhidGradient, OhidLimits,
    Relative, Scale, linear, logit, ohid, poisson, ridits,
};
use social_gradient::stats::rates::{CountLimits, rate, wilson};
use social_gradient::stats::{Answer, Estimate, Interval, Level, NoAnswer};

use super::answers::{WIDTHLESS, compare, compare_at, widthless};
use super::harness::{Expected, Verdict, each_folder, expected, judge, within};
use super::tables::{Table, Tables};

#[test]
fn gradient_indices_meet_the_references() {
    each_folder(|| {
        let tables = Tables::read();
        let draws = Draws::new("oracles", 20, 200_000);
        let mut simulated = BTreeMap::new();
        let rows = expected("sii_rii");
        judge("sii_rii", &rows, |row| {
            let table = tables.of(row);
            match row.status.as_str() {
                "warning" => return Verdict::LeftOut("another tool's wording of a warning"),
                "error" => return refused(table, row),
                _ => {}
            }
            match row.method.as_str() {
                "ridit" => {
                    let at = table.deciles.iter().position(|decile| decile.to_string() == row.term);
                    compare(row, ridits(&table.groups).map(|ranks| ranks[at.expect("a decile of the table")]))
                }
                "wls_ridit_per10000" => straight(table, row),
                "healthequal_linear" => straight_with_sandwich(table, row),
                "poisson_log_ridit" => {
                    let figure = poisson_figure(table, &row.stat);
                    match (with_events(table, row, figure), poisson_figure(table, "logrii_se")) {
                        (Verdict::Figure(got), Ok(error)) if row.stat.contains("wald") => {
                            // An error that is known to a share moves its limits by that share of a power.
                            let share = row.tol.unwrap_or(0.0) * (1.0 + 2.0 * error);
                            Verdict::Near(got, share * got, WIDE)
                        }
                        (verdict, _) => verdict,
                    }
                }
                "binomial_logit_ridit" => with_events(table, row, logit_figure(table, &row.stat)),
                "healthequal_logit_pop2weights" => Verdict::LeftOut(
                    "a known defect: weights of the square of the population; the right figure is the logistic gradient's",
                ),
                method if method.starts_with("phe_") => match row.term.as_str() {
                    "" | "limit" => {
                        published(row, &published_fit(table, row, OhidLimits::Closed), table.mean())
                    }
                    "limit_mc40x1e5" => {
                        let level = level_of(&row.stat);
                        let key = (
                            row.dataset.clone(),
                            row.group.clone(),
                            row.method.clone(),
                            level.get().to_string(),
                        );
                        let fit = simulated
                            .entry(key)
                            .or_insert_with(|| published_fit(table, row, OhidLimits::Simulated(&draws)));
                        match published(row, fit, table.mean()) {
                            Verdict::Figure(got) if row.stat.starts_with("rii_") => {
                                let at =
                                    |level| published_at(table, row, OhidLimits::Simulated(&draws), level);
                                let fell = !within(got, row) && fell(row, &rows, &at);
                                if fell { Verdict::LeftOut(FELL) } else { Verdict::Figure(got) }
                            }
                            other => other,
                        }
                    }
                    _ => Verdict::LeftOut("one run of another generator's draws, without a tolerance"),
                },
                _ => Verdict::LeftOut("a method this program does not have"),
            }
        });
    });
}

/// A row in which the reference stopped: ours answers with a reason as well, or with figures that hold.
fn refused(table: &Table, row: &Expected) -> Verdict {
    let groups = &table.groups;
    let ours = match row.method.as_str() {
        "poisson_log_ridit" => poisson(groups, Limits::Delta, Level::P95).map(|fit| vec![fit.rii, fit.sii]),
        "binomial_logit_ridit" | "healthequal_logit_pop2weights" => {
            logit(groups, Limits::Delta, Level::P95).map(|fit| vec![fit.gradient.rii, fit.gradient.sii])
        }
        "wls_ridit_per10000" | "healthequal_linear" => {
            linear(groups, LinearLimits::Hc1, Level::P95).map(|fit| vec![fit.sii])
        }
        method if method.starts_with("phe_") => {
            published_fit(table, row, OhidLimits::Closed).map(|fit| vec![fit.sii])
        }
        other => return Verdict::Differs(format!("no answer to method {other}")),
    };
    match ours {
        Err(_) => Verdict::Agrees,
        Ok(figures) if figures.iter().all(|it| it.value.is_finite()) => {
            Verdict::LeftOut("another tool refuses where there is an answer, which is given")
        }
        Ok(figures) => Verdict::Differs(format!("figures that do not hold: {figures:?}")),
    }
}

/// R fits a rate of nought to a table without events; there is no gradient to find in it.
fn with_events(table: &Table, row: &Expected, got: Answer<f64>) -> Verdict {
    match got {
        Err(NoAnswer::NoEvents) if row.value.is_some() && table.events() == 0.0 => {
            Verdict::LeftOut("no events: another tool prints where its fit of a rate of nought stopped")
        }
        Err(NoAnswer::Separation) => Verdict::LeftOut(
            "all events at one end, or everywhere: refused by name, where another tool prints where its fit stopped",
        ),
        Err(NoAnswer::TooFewGroups) if row.value.is_some_and(|want| want.abs() < 1e-9) => {
            Verdict::LeftOut("two groups leave no residual: a standard error of nought is none")
        }
        _ => compare_at(row, got, 1.0),
    }
}

fn straight(table: &Table, row: &Expected) -> Verdict {
    let limits = match row.stat.as_str() {
        "sii_se_HC0" => LinearLimits::Hc0,
        "sii_se_HC1" => LinearLimits::Hc1,
        "sii_se_HC2" => LinearLimits::Hc2,
        "sii_se_HC3" => LinearLimits::Hc3,
        _ => LinearLimits::Student,
    };
    let fit = linear(&table.groups, limits, Level::P95);
    if fit.is_ok_and(|fit| fit.sii.interval.is_none() && widthless(row, -fit.sii.value * 1e4, 1e4 * fit.mean))
    {
        return Verdict::LeftOut(WIDTHLESS);
    }
    let figure = fit.and_then(|fit| {
        Ok(match row.stat.as_str() {
            "intercept" => fit.most * 1e4,
            "sii" => -fit.sii.value * 1e4,
            "sii_lower_t95" => -absent(fit.sii.interval)?.upper * 1e4,
            "sii_upper_t95" => -absent(fit.sii.interval)?.lower * 1e4,
            "rii_pamuk_sii_over_mean" => -fit.relative(Relative::SlopeOverMean)?.value,
            "rii_ratio_0_to_1" => fit.relative(Relative::EndsRatio)?.value,
            "rii_ratio_1_to_0" => 1.0 / fit.relative(Relative::EndsRatio)?.value,
            _ => fit.sii_se().ok_or(NoAnswer::TooFewGroups)? * 1e4,
        })
    });
    ratio_or(row, figure, table.mean() * 1e4)
}

fn straight_with_sandwich(table: &Table, row: &Expected) -> Verdict {
    let fit = linear(&table.groups, LinearLimits::Hc1, Level::P95);
    if fit.is_ok_and(|fit| fit.sii.interval.is_none() && widthless(row, -fit.sii.value, fit.mean)) {
        return Verdict::LeftOut(WIDTHLESS);
    }
    let figure = fit.and_then(|fit| sandwich_figure(&fit, &row.stat));
    match (figure, row.value) {
        (Ok(got), Some(want)) if row.stat.starts_with("rii_") && want.abs() > 1e-9 => {
            Verdict::Near(got, 1e-6 * want.abs(), DIFFERENTIATED)
        }
        _ => ratio_or(row, figure, table.mean()),
    }
}

const WIDE: &str = "limits of so few events that the tolerance of their error is a larger share of them";

const DIFFERENTIATED: &str =
    "the reference differentiates the ratio numerically, which is good to seven digits: within 1e-6";

fn sandwich_figure(fit: &LinearGradient, stat: &str) -> Answer<f64> {
    let ratio = || fit.relative(Relative::EndsRatio);
    Ok(match stat {
        "sii" => -fit.sii.value,
        "sii_se" => fit.sii_se().ok_or(NoAnswer::TooFewGroups)?,
        "sii_lower95.0" => -absent(fit.sii.interval)?.upper,
        "sii_upper95.0" => -absent(fit.sii.interval)?.lower,
        "rii" => 1.0 / ratio()?.value,
        "rii_lower95.0" => 1.0 / absent(ratio()?.interval)?.upper,
        "rii_upper95.0" => 1.0 / absent(ratio()?.interval)?.lower,
        _ => {
            let limits = absent(ratio()?.interval)?;
            (limits.upper / limits.lower).ln() / (2.0 * Z)
        }
    })
}

/// The normal quantile of 95%.
const Z: f64 = 1.959_963_984_540_054;

fn poisson_figure(table: &Table, stat: &str) -> Answer<f64> {
    let limits = match stat {
        "logrii_se_HC0" => Limits::Hc0,
        "logrii_se_HC1" => Limits::Hc1,
        _ => Limits::Delta,
    };
    let fit: Gradient = poisson(&table.groups, limits, Level::P95)?;
    Ok(match stat {
        "logrii" => -fit.rii.value.ln(),
        "rii_km_1_to_0" => 1.0 / fit.relative(Relative::EndsRatio).value,
        "rii_lower_wald95" => 1.0 / absent(fit.rii.interval)?.upper,
        "rii_upper_wald95" => 1.0 / absent(fit.rii.interval)?.lower,
        "sii_per10000" => -fit.sii.value * 1e4,
        "sii_se_delta_per10000" => fit.sii_se * 1e4,
        "deviance" => fit.deviance,
        _ => fit.log_rii_se,
    })
}

fn logit_figure(table: &Table, stat: &str) -> Answer<f64> {
    let LogitGradient { gradient, odds_ratio, log_odds_ratio_se } =
        logit(&table.groups, Limits::Delta, Level::P95)?;
    Ok(match stat {
        "logor" => -odds_ratio.value.ln(),
        "logor_se" => log_odds_ratio_se,
        "sii" => -gradient.sii.value,
        "sii_se_delta" => gradient.sii_se,
        "rii" => 1.0 / gradient.rii.value,
        "logrii_se_delta" => gradient.log_rii_se,
        _ => gradient.deviance,
    })
}

fn level_of(stat: &str) -> Level {
    if stat.contains("99.8") { Level::P998 } else { Level::P95 }
}

const FELL: &str = "a ratio that fell through infinity in some draws, which the peer sorts among the lowest and ours among the highest: one share of such draws explains both of its limits";

/// Whether one share of draws that fell through infinity, sorted among the lowest, makes ours of the peer's two limits.
fn fell(row: &Expected, rows: &[Expected], at: &dyn Fn(Level) -> Answer<OhidGradient>) -> bool {
    let beside = |side: &str| {
        let stat = row.stat.replace("lower", side).replace("upper", side);
        let key = (&row.dataset, &row.group, &row.method, &row.term, &stat);
        rows.iter().find(|it| (&it.dataset, &it.group, &it.method, &it.term, &it.stat) == key)
    };
    let (Some(Expected { value: Some(low), .. }), Some(Expected { value: Some(high), tol: Some(tol), .. })) =
        (beside("lower"), beside("upper"))
    else {
        return false;
    };
    let tail = 0.5 * (1.0 - level_of(&row.stat).get());
    // Their ratio is ours turned round.
    let limits = |tail: f64| at(Level::new(1.0 - 2.0 * tail)?).ok()?.rii.ok()?.interval;
    let wide = |share: f64| limits(tail + share).map(|it| 1.0 / it.lower);
    if limits(tail / 2.0).is_none() {
        // So many fall that narrower tails have no limits of ours: theirs above is where some part of the tail puts it.
        return wide(0.0).is_some_and(|it| it > *high) && wide(tail).is_some_and(|it| it < *high);
    }
    let (mut none, mut all) = (0.0, tail / 2.0);
    for _ in 0..16 {
        let share = 0.5 * (none + all);
        if limits(tail - share).is_some_and(|it| 1.0 / it.upper > *low) { none = share } else { all = share }
    }
    wide(none).is_some_and(|it| (it - high).abs() <= 8.0 * tol)
}

fn published_fit(table: &Table, row: &Expected, limits: OhidLimits<'_>) -> Answer<OhidGradient> {
    published_at(table, row, limits, level_of(&row.stat))
}

fn published_at(table: &Table, row: &Expected, limits: OhidLimits<'_>, level: Level) -> Answer<OhidGradient> {
    let scale = match row.method.as_str() {
        "phe_type0_normal_per10000" => Scale::Linear,
        "phe_type1_rate_per10000" => Scale::LinearLogErrors,
        "phe_type1_rate_logtransform_per10000" => Scale::Log,
        "phe_type2_prop" => Scale::LinearLogitErrors,
        _ => Scale::Logit,
    };
    let measured = |estimate: Answer<Estimate>, unit: f64, population: f64| {
        let Estimate { value, interval } = estimate?;
        let interval = absent(interval)?.times(unit)?;
        Ok(Measured { value: value * unit, lower: interval.lower, upper: interval.upper, population })
    };
    let groups = table
        .groups
        .iter()
        .map(|&group| match row.method.contains("prop") {
            true => measured(wilson(group, Level::P95), 1.0, group.population),
            false => measured(rate(group, CountLimits::House, Level::P95), 1e4, group.population),
        })
        .collect::<Answer<Vec<_>>>()?;
    ohid(&groups, scale, limits, level)
}

fn published(row: &Expected, fit: &Answer<OhidGradient>, mean: f64) -> Verdict {
    let figure = fit.and_then(|fit| {
        Ok(match row.stat.as_str() {
            "intercept" => fit.most,
            "sii" => -fit.sii.value,
            "rii" => 1.0 / fit.rii?.value,
            stat if stat.starts_with("sii_lower") => -absent(fit.sii.interval)?.upper,
            stat if stat.starts_with("sii_upper") => -absent(fit.sii.interval)?.lower,
            stat if stat.starts_with("rii_lower") => 1.0 / absent(fit.rii?.interval)?.upper,
            _ => 1.0 / absent(fit.rii?.interval)?.lower,
        })
    });
    ratio_or(row, figure, mean * if row.method.contains("prop") { 1.0 } else { 1e4 })
}

/// Compares, and sets aside ratios of a line that falls below nought, which other tools print.
fn ratio_or(row: &Expected, got: Answer<f64>, scale: f64) -> Verdict {
    match got {
        Err(NoAnswer::FittedEndNotPositive) if row.value.is_some() => {
            Verdict::LeftOut("a ratio of ends one of which is not above nought: there is none")
        }
        Err(NoAnswer::NotReached) if row.value.is_some() && row.kind == "mc" => Verdict::LeftOut(
            "limits of a ratio of which a share as large as the tail falls below nought: there are none",
        ),
        Err(NoAnswer::TooFewGroups) if row.value == Some(0.0) => {
            Verdict::LeftOut("two groups leave no residual: a standard error of nought is none")
        }
        got => compare_at(row, got, scale),
    }
}

fn absent(interval: Option<Interval>) -> Answer<Interval> {
    interval.ok_or(NoAnswer::NotReached)
}
