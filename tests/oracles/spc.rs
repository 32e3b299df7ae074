//! Charts and run rules against NHSRplotthedots and qicharts2.

use social_gradient::stats::monitoring::rules::{anhoej, nhs};
use social_gradient::stats::monitoring::{
    Baseline, Chart, Count, Screening, c_chart, individuals_chart, moving_range_chart, p_chart,
    p_prime_chart, run_chart, u_chart, u_prime_chart, xmr_chart,
};

use crate::harness::{Expected, Row, Verdict, expected, folder, input, judge};

#[test]
fn spc() {
    if folder().is_none() {
        return;
    }
    let rows = expected("spc");
    let inputs = input("spc");
    judge("spc", &rows, |row| {
        if row.status == "warning" {
            return Verdict::LeftOut("the peer's advice on short series, which is not a figure");
        }
        let own: Vec<&Row> = inputs.iter().filter(|r| r["dataset"] == row.dataset).collect();
        let chart = chart(&row.method, &own);
        if row.method.starts_with("ptd") { plot_the_dots(row, &chart) } else { shewhart(row, &chart) }
    });
}

fn chart(method: &str, rows: &[&Row]) -> Chart {
    let number = |r: &Row, column: &str| r[column].parse::<f64>().ok();
    let column = |name: &str| rows.iter().map(|r| number(r, name)).collect::<Vec<Option<f64>>>();
    let counts: Vec<Count> = rows
        .iter()
        .map(|r| Count {
            events: number(r, "numerator").expect("a count"),
            denominator: number(r, "denominator").expect("a count"),
        })
        .collect();
    let whole = Baseline::Whole;
    match method {
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
        other => panic!("unknown chart {other}"),
    }
    .expect("a chart")
}

fn plot_the_dots(row: &Expected, chart: &Chart) -> Verdict {
    let limits = chart.marks[0].limits.expect("limits");
    match row.stat.as_str() {
        "mean" => Verdict::Figure(chart.centre),
        "lpl" => Verdict::Figure(limits.lower),
        "upl" => Verdict::Figure(limits.upper),
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
    let runs = anhoej(chart).expect("a point off the line");
    match row.stat.as_str() {
        "cl" => Verdict::Figure(chart.centre),
        "longest_run" => Verdict::Figure(runs.longest as f64),
        "longest_run_max" => Verdict::Figure(runs.longest_allowed as f64),
        "n_crossings" => Verdict::Figure(runs.crossings as f64),
        "n_crossings_min" => Verdict::Figure(runs.crossings_needed as f64),
        "n_useful" => Verdict::Figure(runs.useful as f64),
        // The rules are not meant for moving ranges, and the peer keeps silent there.
        _ if row.method == "qic_mr" => flag(false),
        _ => flag(runs.shifted()),
    }
}
