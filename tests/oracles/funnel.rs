//! Funnel limits, places in a funnel, and over-dispersion.

use social_gradient::stats::funnel::{
    Overdispersion, Position, Transform, Trim, Unit, count_position, expected_at, overdispersion,
    proportion_limits, share_position,
};
use social_gradient::stats::rates::exact::exact;
use social_gradient::stats::{Answer, Group, Level};

use super::answers::{WIDTHLESS, compare, number};
use super::harness::{Expected, Row, Verdict, each_folder, expected, input, judge};

#[test]
fn funnels_meet_the_references() {
    each_folder(|| {
        let units = input("funnel");
        let rows = expected("funnel");
        judge("funnel", &rows, |row| {
            let units: Vec<&Row> = units.iter().filter(|unit| unit["dataset"] == row.dataset).collect();
            match row.method.as_str() {
                "phe_limits_proportion" => proportions(&units, &rows, row),
                "phe_limits_ratio" | "phe_limits_rate" => counts(&units, &rows, row),
                method if method.starts_with("phe_significance_") => place(&units, row),
                _ => spread(&units, row),
            }
        });
    });
}

fn total(units: &[&Row], column: &str) -> f64 {
    units.iter().map(|unit| number(unit, column)).sum()
}

fn target(units: &[&Row]) -> f64 {
    total(units, "numerator") / total(units, "denominator")
}

fn level(stat: &str) -> Level {
    if stat.contains("_3s_") || stat.contains("99") { Level::P998 } else { Level::P95 }
}

/// The value in another column of the same line of a reference's table.
fn beside(rows: &[Expected], row: &Expected, stat: &str) -> f64 {
    rows.iter()
        .find(|other| {
            (&other.dataset, &other.group, &other.method, other.stat.as_str())
                == (&row.dataset, &row.group, &row.method, stat)
        })
        .and_then(|other| other.value)
        .expect("the column beside")
}

fn proportions(units: &[&Row], rows: &[Expected], row: &Expected) -> Verdict {
    let target = target(units);
    if (target == 0.0 || target == 1.0) && row.stat != "baseline" {
        return Verdict::LeftOut(WIDTHLESS);
    }
    let limits = || proportion_limits(target, beside(rows, row, "Population"), level(&row.stat));
    match row.stat.as_str() {
        "Population" => Verdict::LeftOut("a point that another tool chose for its axis"),
        "baseline" => compare(row, Ok(100.0 * target)),
        stat if stat.starts_with("lower") => compare(row, limits().map(|limits| 100.0 * limits.lower)),
        // Theirs run past the whole; ours stop at it.
        _ => compare(row, limits().map(|limits| 100.0 * limits.upper).map(|upper| uncut(upper, row))),
    }
}

fn uncut(upper: f64, row: &Expected) -> f64 {
    if upper == 100.0 { row.value.unwrap_or(upper).max(upper) } else { upper }
}

const HALVED: &str =
    "the reference stops halving at 1e-7 of v = m/(1 + o + m), which sets how near it comes to m";

fn counts(units: &[&Row], rows: &[Expected], row: &Expected) -> Verdict {
    let is_rate = row.method == "phe_limits_rate";
    let observed = match row.stat.as_str() {
        "Events" | "Observed_events" => {
            return Verdict::LeftOut("a point that another tool chose for its axis");
        }
        "baseline" => return compare(row, Ok(1e4 * target(units))),
        _ => beside(rows, row, if is_rate { "Events" } else { "Observed_events" }),
    };
    let crossing = match expected_at(observed, level(&row.stat)) {
        Ok(crossing) => crossing,
        Err(why) => return compare(row, Err(why)),
    };
    // Their lower limit of the ratio belongs to the higher expected count.
    let expected = if row.stat.starts_with("lower") { crossing.upper } else { crossing.lower };
    let slack = 2e-7 * (1.0 + observed + expected).powi(2) / (1.0 + observed) / expected;
    let got = match row.stat.as_str() {
        stat if stat.ends_with("exp_events") => expected,
        stat if stat.ends_with("population_1_year") => expected / target(units),
        _ if is_rate => 1e4 * observed * target(units) / expected,
        _ => 100.0 * observed / expected,
    };
    Verdict::Near(got, got.abs() * slack.max(1e-6), HALVED)
}

fn place(units: &[&Row], row: &Expected) -> Verdict {
    let unit = units.iter().find(|unit| unit["area"] == row.group).expect("a unit of the inputs");
    let events = number(unit, "numerator");
    let people = number(unit, "denominator");
    let position = match row.method.as_str() {
        "phe_significance_proportion" => share_position(Group { events, population: people }, target(units)),
        "phe_significance_ratio" => count_position(events, number(unit, "expected")),
        _ => count_position(events, people * target(units)),
    };
    let named = match row.note.as_str() {
        "High (0.001)" => Position::High998,
        "High (0.025)" => Position::High95,
        "Low (0.001)" => Position::Low998,
        "Low (0.025)" => Position::Low95,
        _ => Position::Within,
    };
    match position {
        Ok(position) if position == named => Verdict::Agrees,
        other => Verdict::Differs(format!("placed {other:?}")),
    }
}

fn spread(units: &[&Row], row: &Expected) -> Verdict {
    let (transform, trim, column) = match row.method.as_str() {
        "FunnelPlotR_SRSHMI" => (Transform::LogRatio, Trim::Truncate, "expected"),
        "FunnelPlotR_SRCQC" => (Transform::RootRatio, Trim::Winsorise, "expected"),
        "FunnelPlotR_PR" => (Transform::ArcsineProportion, Trim::Winsorise, "denominator"),
        _ => return Verdict::LeftOut("a method this program does not have"),
    };
    let kept: Vec<&&Row> =
        units.iter().filter(|unit| column == "denominator" || number(unit, "numerator") > 0.0).collect();
    let size = |unit: &Row| {
        let size = number(unit, column);
        // That tool rounds expected counts to two places for this method alone.
        if row.method == "FunnelPlotR_SRSHMI" { round_two(size) } else { size }
    };
    let table: Vec<Unit> =
        kept.iter().map(|unit| Unit { events: number(unit, "numerator"), size: size(unit) }).collect();
    let fitted = match overdispersion(&table, transform, trim) {
        Ok(fitted) => fitted,
        Err(why) => return compare(row, Err(why)),
    };
    let at = kept.iter().position(|unit| unit["area"] == row.group);
    match (row.stat.as_str(), at) {
        ("phi", _) => compare(row, Ok(fitted.phi)),
        ("tau2", _) => compare(row, Ok(fitted.tau2)),
        (stat, Some(at)) => unit_figure(row, stat, &fitted, table[at], at, transform),
        _ => Verdict::Differs("a unit that is not in the inputs".to_owned()),
    }
}

fn unit_figure(
    row: &Expected,
    stat: &str,
    fitted: &Overdispersion,
    unit: Unit,
    at: usize,
    transform: Transform,
) -> Verdict {
    let ratio = unit.events / unit.size;
    let figure: Answer<f64> = match stat {
        "Uzscore" => Ok(fitted.z[at]),
        "Wuzscore" => match fitted.trimmed[at] {
            Some(z) => Ok(z),
            None if row.value.is_none() => return Verdict::Agrees,
            None => return Verdict::Differs("a unit left out".to_owned()),
        },
        "s" => Ok(if transform == Transform::LogRatio { 1.0 } else { 0.5 } / unit.size.sqrt()),
        "Y" => Ok(forward(transform, ratio)),
        stat => limit(row, stat, fitted, unit, transform),
    };
    match figure {
        Ok(figure)
            if transform == Transform::ArcsineProportion && stat.contains("CL") && row.value.is_some() =>
        {
            // Ours stops at the ends of what a proportion may be.
            if figure == 0.0 || figure == 1.0 {
                Verdict::Unless(figure, FOLDED)
            } else {
                Verdict::Figure(figure)
            }
        }
        _ => compare(row, figure),
    }
}

const FOLDED: &str = "a limit whose arcsine is beyond nought or a right angle: ours stops there, the peer squares the sine regardless";

/// Returns a limit as it is with a normal quantile of six decimals, as that tool writes them.
fn six_decimals(limit: f64, centre: f64, level: Level) -> f64 {
    let (theirs, exact) = match level {
        Level::P998 => (3.090_232, 3.090_232_306_167_813_5),
        _ => (1.959_964, 1.959_963_984_540_054),
    };
    centre + (limit - centre) * (theirs / exact)
}

fn forward(transform: Transform, value: f64) -> f64 {
    match transform {
        Transform::LogRatio => value.ln(),
        Transform::RootRatio => value.sqrt(),
        Transform::ArcsineProportion => value.sqrt().asin(),
    }
}

fn back(transform: Transform, point: f64) -> f64 {
    match transform {
        Transform::LogRatio => point.exp(),
        Transform::RootRatio => point,
        Transform::ArcsineProportion => point.sin().powi(2),
    }
}

fn limit(
    row: &Expected,
    stat: &str,
    fitted: &Overdispersion,
    unit: Unit,
    transform: Transform,
) -> Answer<f64> {
    let upper = stat.contains("UCL");
    let pick = |limits: social_gradient::stats::Interval| if upper { limits.upper } else { limits.lower };
    let printed = |limit: f64, level: Level| {
        back(transform, six_decimals(forward(transform, limit), fitted.target, level))
    };
    if stat.starts_with("OD") {
        let limit = pick(fitted.limits(unit.size, level(stat))?);
        // That tool leaves the limits of a root as roots, and lets them fall below nought.
        return Ok(match transform {
            Transform::RootRatio if limit == 0.0 => row.value.unwrap_or(0.0).min(0.0),
            Transform::ArcsineProportion if limit == 0.0 || limit == 1.0 => limit,
            _ => printed(limit, level(stat)),
        });
    }
    if transform == Transform::ArcsineProportion {
        let plain = Overdispersion { tau2: 0.0, ..fitted.clone() };
        let limit = pick(plain.limits(unit.size, Level::P95)?);
        return Ok(if limit == 0.0 || limit == 1.0 { limit } else { printed(limit, Level::P95) });
    }
    // There, plain limits are the exact limits of the expected count.
    exact(unit.size, Level::P95).map(|limits| pick(limits) / unit.size)
}

/// Rounds to two places as R does: to the nearer neighbour as stored, and to the even one of equals.
fn round_two(number: f64) -> f64 {
    let steps = (number * 100.0).floor();
    let (below, above) = (steps / 100.0, (steps + 1.0) / 100.0);
    match (number - below).total_cmp(&(above - number)) {
        std::cmp::Ordering::Less => below,
        std::cmp::Ordering::Greater => above,
        std::cmp::Ordering::Equal if steps % 2.0 == 0.0 => below,
        std::cmp::Ordering::Equal => above,
    }
}
