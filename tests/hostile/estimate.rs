//! What every measure of `estimate` keeps on hostile tables: it ends, says no number that is none, passes off no
//! limits of no width as certainty, and gives the reason where there is no figure.

use std::path::Path;

use proptest::prelude::*;
use social_gradient::dictionary;
use social_gradient::domain::TableFigure;
use social_gradient::estimate::table::{Request, estimate};
use social_gradient::read::aggregate;

use super::ends;

const HEADER: &str =
    "site,group,score,sex,income,cases,population,families,sum_sq,standard_cases,standard_population";

/// One row's counts: cases, people, and the standard's of each.
type Counts = [f64; 4];

/// A table of three sites, `groups` groups and two dimensions of two levels, with counts by site, group and cell.
fn table(groups: u32, scores: f64, counts: impl Fn(u32, u32, u32) -> Counts) -> String {
    let mut text = format!("{HEADER}\n");
    for site in 0..3 {
        for group in 0..groups {
            for cell in 0..4 {
                let [cases, population, standard_cases, standard] = counts(site, group, cell);
                let families = (cases / 2.0).ceil().min(cases);
                let place = format!("{site},{},{:e}", group + 1, scores * f64::from(groups - group));
                let levels = ["F,high", "F,low", "M,high", "M,low"][cell as usize];
                let families = format!("{families:e},{:e}", (1.5 * cases).min(1e9).max(cases));
                text.push_str(&format!(
                    "{place},{levels},{cases:e},{population:e},{families},{standard_cases:e},{standard:e}\n"
                ));
            }
        }
    }
    text
}

/// Every measure with every breakdown that it could need; fails where it does not end within a minute.
fn figures(text: &str) -> Vec<TableFigure> {
    let counts = |text: &str| {
        aggregate(Path::new("counts.csv"), Some(text.as_bytes())).expect("a table that can be read")
    };
    // Charts are of periods, as which they take the groups.
    let (read, periods) = (counts(text), counts(&text.replace("site,group,", "site,period,")));
    let mut found = Vec::new();
    for estimator in dictionary::estimators() {
        let by = match estimator.name {
            "maihda" | "maihda_poisson" => &["group", "sex", "income"][..],
            "joint_excess" | "reri" | "ap" | "s" => &["sex", "income"],
            name if ["reri_", "ap_", "s_"].iter().any(|of| name.starts_with(of)) => &["sex", "income"],
            "decile" | "quintile" => &["group"],
            _ => &[],
        };
        let request = Request {
            measures: vec![estimator.name.to_owned()],
            by: by.iter().map(|&name| name.to_owned()).collect(),
            level: 0.95,
            independent: false,
            step: 1.0,
        };
        let table = if estimator.name.starts_with("chart_") { periods.clone() } else { read.clone() };
        let own = ends(&format!("{}\n{text}", estimator.name), move || estimate(&table, &request));
        found.extend(own.expect("a table that has everything"));
    }
    found
}

/// Returns what is wrong with a figure.
fn fault(figure: &TableFigure) -> Option<&'static str> {
    let numbers = [figure.value, figure.limits.map(|it| it.0), figure.limits.map(|it| it.1)];
    if !numbers.into_iter().flatten().all(f64::is_finite) {
        return Some("a number that is none");
    }
    match figure.status {
        "shown" if figure.value.is_none() => Some("shown without a value"),
        "shown" => match figure.limits {
            Some((lower, upper)) if lower > upper => Some("limits that cross"),
            Some((lower, upper)) if upper - lower <= 4.0 * f64::EPSILON * lower.abs().max(upper.abs()) => {
                Some("limits of no width")
            }
            _ => None,
        },
        "x" | "z" if !figure.convention.starts_with("none: ") => Some("no reason"),
        "x" | "z" if figure.value.is_some() || figure.limits.is_some() => Some("a figure that is not there"),
        "x" | "z" => None,
        _ => Some("a status that is none"),
    }
}

fn check(text: &str) -> Vec<TableFigure> {
    let found = figures(text);
    for figure in &found {
        assert_eq!(fault(figure), None, "{figure:?}\n{text}");
    }
    found
}

/// The measures without a single figure, in order.
fn silent(found: &[TableFigure]) -> Vec<&'static str> {
    let names = dictionary::estimators().iter().map(|estimator| estimator.name);
    let shown =
        |name: &str| found.iter().any(|figure| figure.measure.starts_with(name) && figure.status == "shown");
    names.filter(|name| !shown(name)).collect()
}

#[test]
fn every_measure_has_a_figure_in_a_table_that_is_not_hostile() {
    let usual = table(10, 3.0, |site, group, cell| {
        let cases = f64::from(80 - 6 * group + 5 * cell + site * group);
        [cases, f64::from(2_000 + 90 * group + 40 * site), 60.0, 20_000.0]
    });
    assert_eq!(silent(&check(&usual)), Vec::<&str>::new());
}

#[test]
fn noughts_wherever_they_can_be() {
    for empty in 0..7 {
        check(&table(5, 3.0, |site, group, cell| match empty {
            0 => [0.0, 0.0, 0.0, 0.0],
            1 => [0.0, 500.0, 3.0, 500.0],
            2 => [9.0, 0.0, 3.0, 500.0],
            3 => [9.0, 500.0, 0.0, 0.0],
            4 => [9.0 * f64::from(group), 500.0, 3.0, f64::from(group) * 50.0],
            5 => [9.0 * f64::from(u8::from(cell == 3)), 500.0, 3.0, 500.0 * f64::from(u8::from(cell != 3))],
            _ => [9.0 * f64::from(u8::from(site == 1)), 500.0 * f64::from(u8::from(site > 0)), 3.0, 500.0],
        }));
    }
}

#[test]
fn all_events_in_one_place() {
    for group in 0..5 {
        check(&table(5, 3.0, |_, here, _| [if here == group { 40.0 } else { 0.0 }, 1e3, 5.0, 1e3]));
    }
    check(&table(5, 3.0, |site, _, cell| {
        [f64::from(u8::from(site == 0 && cell == 0)) * 60.0, 1e3, 5.0, 1e3]
    }));
}

#[test]
fn equal_rates_and_everybody() {
    check(&table(5, 3.0, |_, group, _| {
        let people = f64::from(500 * (group + 1));
        [0.03 * people, people, 0.03 * people, people]
    }));
    check(&table(5, 3.0, |_, _, _| [400.0, 400.0, 400.0, 400.0]));
    check(&table(5, 3.0, |_, group, _| [f64::from(50 - 10 * group), 1e3, 30.0, 1e3]));
}

#[test]
fn one_group_and_more_than_a_hundred() {
    check(&table(1, 3.0, |_, _, cell| [f64::from(20 + cell), 1e3, 5.0, 1e3]));
    check(&table(2, 3.0, |_, group, cell| [f64::from(20 + cell + group), 1e3, 5.0, 1e3]));
    let many = check(&table(120, 3.0, |_, group, _| [f64::from(20 + group % 7), 1e3, 5.0, 1e3]));
    let published: Vec<_> = many.iter().filter(|figure| figure.measure.contains("ohid")).collect();
    assert!(!published.is_empty());
    for figure in published {
        assert_eq!(figure.convention, "none: too many groups for this method", "{figure:?}");
    }
}

#[test]
fn counts_and_people_at_the_ends_of_what_is_read() {
    for people in [1e-300, 1e-9, 1e9] {
        for cases in [0.0, 1e-300, 3.0, 1e9] {
            check(&table(5, 3.0, |_, group, cell| {
                let one = (group + cell) % 3 == 0;
                [if one { cases } else { 7.0 }, if one { people } else { 1e3 }, cases, people]
            }));
            check(&table(5, 3.0, |_, _, _| [cases, people, cases, people]));
        }
    }
}

#[test]
fn scores_of_any_size() {
    for scores in [0.0, 1e-300, 7e-4, 1e12, 1e300] {
        check(&table(5, scores, |site, group, _| [f64::from(50 - 9 * group + site), 1e3, 5.0, 1e3]));
    }
}

fn hostile() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => Just(0.0),
        1 => Just(1e-300),
        1 => Just(1e9),
        1 => Just(0.5),
        6 => (0_u32..60).prop_map(f64::from),
        3 => (100_u32..20_000).prop_map(f64::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_them(
        groups in 1_u32..8,
        scores in prop_oneof![Just(3.0), Just(1e-3), Just(0.0)],
        numbers in prop::collection::vec([hostile(), hostile(), hostile(), hostile()], 96),
    ) {
        check(&table(groups, scores, |site, group, cell| numbers[((site * groups + group) * 4 + cell) as usize % 96]));
    }
}
