//! Charts and run rules against NHSRplotthedots and qicharts2.

use social_gradient::stats::monitoring::rules::{anhoej, nhs};
use social_gradient::stats::monitoring::{
    Baseline, Chart, Count, Screening, c_chart, individuals_chart, moving_range_chart, p_chart,
    p_prime_chart, run_chart, u_chart, u_prime_chart, xmr_chart,
};

use social_gradient::stats::{Answer, NoAnswer};

use crate::harness::{Expected, Row, Verdict, each_folder, expected, input, judge};

#[test]
fn spc() {
    each_folder(|| {
        let rows = expected("spc");
        let inputs = input("spc");
        judge("spc", &rows, |row| {
            if row.status == "warning" {
                return Verdict::LeftOut("the peer's advice on short series, which is not a figure");
            }
            let own: Vec<&Row> = inputs.iter().filter(|r| r["dataset"] == row.dataset).collect();
            match chart(&row.method, &own) {
                None => Verdict::Differs("no such chart".to_owned()),
                Some(Err(_)) if row.status != "ok" => Verdict::Agrees,
                Some(Err(NoAnswer::NoPopulation | NoAnswer::TooFewGroups)) if without_counts(&own) => {
                    Verdict::LeftOut("a chart of counts of a series that has none")
                }
                Some(Err(NoAnswer::BoundaryVariance)) => Verdict::LeftOut(
                    "a series that is nought or everybody each month: refused by name, where the peer prints noughts",
                ),
                Some(Err(why)) => Verdict::Differs(why.reason().to_owned()),
                Some(Ok(chart)) if row.method.starts_with("ptd") => plot_the_dots(row, &chart),
                Some(Ok(chart)) => shewhart(row, &chart),
            }
        });
    });
}

fn without_counts(rows: &[&Row]) -> bool {
    rows.iter().all(|row| row["numerator"].parse::<f64>().is_err())
}

/// The chart that a method draws; `None` for a method that this program does not have.
fn chart(method: &str, rows: &[&Row]) -> Option<Answer<Chart>> {
    let number = |r: &Row, column: &str| r[column].parse::<f64>().ok();
    let column = |name: &str| rows.iter().map(|r| number(r, name)).collect::<Vec<Option<f64>>>();
    // A month without a count has no value.
    let count = |r: &&Row| match (number(r, "numerator"), number(r, "denominator")) {
        (Some(events), Some(denominator)) => Count { events, denominator },
        _ => Count { events: 0.0, denominator: 0.0 },
    };
    let counts: Vec<Count> = rows.iter().map(count).collect();
    let whole = Baseline::Whole;
    Some(match method {
        "ptd_xmr_screenTRUE" => xmr_chart(&column("value"), Screening::Screened, whole),
        "ptd_xmr_screenFALSE" => xmr_chart(&column("value"), Screening::Unscreened, whole),
        "qic_run" => run_chart(&column("value"), whole),
        "qic_i" => individuals_chart(&column("value"), whole),
        "qic_mr" => moving_range_chart(&column("value"), whole),
        "qic_p" => p_chart(&counts, whole),
        "qic_pp" => p_prime_chart(&counts, whole),
        "qic_c" => c_chart(&column("numerator"), whole),
        "qic_u" => u_chart(&counts, whole),
        "qic_up" => u_prime_chart(&counts, whole),
        _ => return None,
    })
}

const CONSTANT: &str = "a known defect: where every month is the same, screening drops every moving range and there are no limits; ours are the mean";

fn plot_the_dots(row: &Expected, chart: &Chart) -> Verdict {
    let limits = chart
        .marks
        .iter()
        .find_map(|mark| mark.limits)
        .map_or((f64::NAN, f64::NAN), |it| (it.lower, it.upper));
    match row.stat.as_str() {
        "mean" => Verdict::Figure(chart.centre),
        "lpl" | "upl" if row.status != "ok" && limits.0 == limits.1 => Verdict::LeftOut(CONSTANT),
        "lpl" => Verdict::Figure(limits.0),
        "upl" => Verdict::Figure(limits.1),
        _ if row.status != "ok" && limits.0 == limits.1 => Verdict::LeftOut(CONSTANT),
        _ => {
            let point: usize = row.group.parse().expect("a point");
            Verdict::Figure(f64::from(u8::from(nhs(chart)[point - 1].is_some())))
        }
    }
}

fn shewhart(row: &Expected, chart: &Chart) -> Verdict {
    let flag = |yes: bool| Verdict::Figure(f64::from(u8::from(yes)));
    if row.term == "point" {
        let point: usize = row.group.parse().expect("a point");
        let mark = &chart.marks[point - 1];
        let limit = match row.stat.as_str() {
            "sigma_signal" => return flag(mark.breach() != 0),
            "lcl" => mark.limits.map(|l| l.lower),
            _ => mark.limits.map(|l| l.upper),
        };
        return match limit {
            None if row.status == "na" => Verdict::Agrees,
            None => Verdict::Differs("no limit".to_owned()),
            Some(limit) => Verdict::Figure(limit),
        };
    }
    if row.stat == "cl" {
        return Verdict::Figure(chart.centre);
    }
    let runs = match anhoej(chart) {
        Ok(runs) => runs,
        Err(_) if row.status != "ok" => return Verdict::Agrees,
        Err(_) => {
            return Verdict::LeftOut(
                "every point lies on the centre line: refused by name, where the peer prints noughts",
            );
        }
    };
    match row.stat.as_str() {
        "longest_run" => Verdict::Figure(runs.longest as f64),
        "longest_run_max" => Verdict::Figure(runs.longest_allowed as f64),
        "n_crossings" => Verdict::Figure(runs.crossings as f64),
        "n_crossings_min" => Verdict::Figure(runs.crossings_needed as f64),
        "n_useful" => Verdict::Figure(runs.useful as f64),
        _ => flag(runs.shifted()),
    }
}
