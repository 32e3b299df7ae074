//! Defects that other tools are known to have, each beside the right figure, which ours is.
//!
//! What those tools print is worked out here from their own rule, so that each test fails where ours fell into the same trap.
//! Versions, as far as one is meant: PHEindicatormethods 2.1.0, rineq 0.3.0, MAIHDA 0.1.0, lme4 1.1-37, epiR 2.0.80, MASS
//! 7.3-65, FunnelPlotR 0.6.0, and the notebooks of Data to Insight. Two more have no test here, because ours has nothing
//! alike: MAIHDA resamples rows and counts refits that failed as noughts, where no limit of ours comes from resampling; and
//! LIIA writes one census date into a whole column, where ours has no such column.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::Path;

use social_gradient::domain::TableFigure;
use social_gradient::estimate::table::{Request, estimate};
use social_gradient::read::aggregate;
use social_gradient::stats::funnel::{Transform, Trim, Unit, overdispersion};
use social_gradient::stats::glm::{
    Covariance, Design, Factor, Model, Variable, covariance, negative_binomial,
};
use social_gradient::stats::gradient::{LinearLimits, linear};
use social_gradient::stats::inequality::{Chance, ConcentrationLimits, Form, between, concentration};
use social_gradient::stats::meta::{Between, Studies, Study, between_variance};
use social_gradient::stats::multilevel::{
    Flagging, Multilevel, Nodes, Spread, multilevel, residuals, vpc_count,
};
use social_gradient::stats::rates::{RatioLimits, ratio};
use social_gradient::stats::survival::{CurveLimits, End, Observation, kaplan_meier, median};
use social_gradient::stats::{Group, Level, NoAnswer};

/// Children on a plan per 10,000, from the most deprived decile to the least (England 2015).
const PLANS: [f64; 10] = [113.0, 71.0, 51.0, 47.0, 35.0, 32.0, 23.0, 21.0, 14.0, 9.0];

type Row = BTreeMap<String, String>;

/// Rows of one dataset of `fixtures/golden/reference/inputs`.
fn reference(name: &str, dataset: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden/reference/inputs").join(name);
    let rows = csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect::<Vec<Row>>();
    rows.into_iter().filter(|row| row["dataset"] == dataset).collect()
}

fn column(rows: &[Row], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row[name].parse().unwrap()).collect()
}

fn groups(events: &[f64], people: f64) -> Vec<Group> {
    events.iter().map(|&events| Group { events, population: people }).collect()
}

/// The figures of one measure.
fn figures(table: &str, measure: &str) -> Vec<TableFigure> {
    let read = aggregate(Path::new("counts.csv"), Some(table.as_bytes())).unwrap();
    estimate(&read, &request(measure)).unwrap()
}

fn request(measure: &str) -> Request {
    Request { measures: vec![measure.to_owned()], by: Vec::new(), level: 0.95, independent: false, step: 1.0 }
}

/// The codes of what stops a table from being read or counted.
fn refusals(table: &str, measure: &str) -> Vec<&'static str> {
    aggregate(Path::new("counts.csv"), Some(table.as_bytes()))
        .and_then(|read| estimate(&read, &request(measure)))
        .unwrap_err()
        .iter()
        .map(|problem| problem.code.name())
        .collect()
}

/// Statistics 4, 1: deciles that are sorted as text put 10 after 1.
#[test]
fn the_tenth_decile_is_the_last_in_whatever_order_rows_come() {
    let table = |order: &[usize]| {
        let mut text = String::from("group,cases,population\n");
        for &at in order {
            text.push_str(&format!("{},{},10000\n", at + 1, PLANS[at]));
        }
        text
    };
    let slope = |order: &[usize]| figures(&table(order), "sii_linear")[0].value.unwrap();
    let as_text = [0, 9, 1, 2, 3, 4, 5, 6, 7, 8];
    let of = |order: &[usize]| {
        let sorted: Vec<f64> = order.iter().map(|&at| PLANS[at]).collect();
        linear(&groups(&sorted, 1e4), LinearLimits::Student, Level::P95).unwrap().sii.value * 1e4
    };
    for order in [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], as_text, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]] {
        assert!((slope(&order) - 94.5455).abs() < 5e-5, "{order:?}");
    }
    assert!((of(&as_text) - 94.5455).abs() > 20.0, "the trap is one: {}", of(&as_text));
}

/// Statistics 4, 2 and 7.3: a decile without events stops every one of phe_sii's scales but that of rates.
#[test]
fn a_decile_without_events_leaves_the_line_through_rates() {
    let mut counts = PLANS;
    counts[9] = 0.0;
    let mut table = String::from("group,cases,population\n");
    for (at, cases) in counts.iter().enumerate() {
        table.push_str(&format!("{},{cases},10000\n", at + 1));
    }
    let line = linear(&groups(&counts, 1e4), LinearLimits::Student, Level::P95).unwrap();
    let found = &figures(&table, "sii_ohid_linear")[0];
    assert_eq!(found.status, "shown");
    assert!((found.value.unwrap() - 1e4 * line.sii.value).abs() < 1e-9);
    assert!(
        found
            .limits
            .is_some_and(|(lower, upper)| lower < found.value.unwrap() && found.value.unwrap() < upper)
    );
    for measure in ["sii_ohid_log", "rii_ohid_log"] {
        let found = &figures(&table, measure)[0];
        assert_eq!((found.value, found.limits, found.status), (None, None, "x"), "{measure}");
        assert!(found.convention.starts_with("none: "), "{}", found.convention);
    }
}

/// Statistics 4, 4: a decile that is missing is a fault of the table, not a table of nine.
#[test]
fn a_decile_that_is_missing_stops_the_table() {
    let rows = |site: &str, without: usize| -> String {
        let kept = (1..=10).filter(|group| *group != without);
        kept.map(|group| format!("{site},{group},{},10000\n", PLANS[group - 1])).collect()
    };
    let table = |parts: &[(&str, usize)]| {
        let rows: String = parts.iter().map(|(site, without)| rows(site, *without)).collect();
        format!("site,group,cases,population\n{rows}")
    };
    for parts in [&[("A", 7)][..], &[("A", 0), ("B", 7)], &[("A", 0), ("B", 1)], &[("A", 0), ("B", 10)]] {
        assert_eq!(refusals(&table(parts), "sii_linear"), ["group-gap"], "{parts:?}");
    }
}

/// Statistics 4, 8: `cov_convenience` prints the variance of ranks, which of two equal groups is a sixteenth whatever they count.
#[test]
fn the_variance_of_an_index_is_that_of_its_counts() {
    let counts = ConcentrationLimits::Counts(Chance::Poisson);
    for (first, second) in [(30.0, 10.0), (300.0, 100.0), (45.0, 55.0)] {
        let index =
            concentration(&groups(&[first, second], 1000.0), Form::Relative, counts, Level::P95).unwrap();
        // Of two equal groups the index is the first one's share of events less a half: a share of so many events.
        let all: f64 = first + second;
        let share = first / all;
        assert!((index.value - (share - 0.5)).abs() < 1e-14);
        let variance = index.se.unwrap().powi(2);
        let (known, unknown) = (share * (1.0 - share) / all, share * (1.0 - share) / (all - 1.0));
        assert!((variance - known).abs().min((variance - unknown).abs()) < 1e-14, "{variance} {known}");
        assert!(variance < 0.5 / 16.0, "not the variance of ranks");
    }
}

/// Statistics 4, 10: lme4's default optimiser leaves the variance of 384 strata 0.4% too high (0.05500).
#[test]
fn the_variance_between_strata_is_at_the_top_of_its_likelihood() {
    let found = strata("s384", true, 1, |fit| (fit.variance(), fit.steepest()));
    assert!((found.0 - 0.054_756_34).abs() < 1e-7 && found.1 < 1e-6, "{found:?}");
    assert!((found.0 / 0.054_996_967_99 - 1.0).abs() > 4e-3);
}

/// Statistics 4, 12: in sparse strata one node leaves the variance at 0.609, where the integral has 0.577.
#[test]
fn more_nodes_lower_the_variance_of_sparse_strata() {
    let of = |nodes| strata("s384_sparse", false, nodes, |fit| fit.variance());
    assert!((of(1) - 0.609).abs() < 5e-4 && (of(25) - 0.577).abs() < 5e-4, "{} {}", of(1), of(25));
    // Seven, which is what is taken unless told otherwise, are as good as twenty-five.
    assert_eq!(Nodes::default().get(), 7);
    assert!((of(7) / of(25) - 1.0).abs() < 1e-3);
}

/// Fits strata of the reference folder and asks the fit something.
fn strata<T>(dataset: &str, main: bool, nodes: u8, ask: impl Fn(&Multilevel<'_>) -> T) -> T {
    let rows: Vec<Row> = reference("strata.csv", dataset).into_iter().filter(|row| row["n"] != "0").collect();
    let axes = if main { &["dep", "eth", "sex", "age", "dis"][..] } else { &[] };
    let factors: Vec<Factor> = axes
        .iter()
        .map(|axis| {
            let labels: Vec<&str> = rows.iter().map(|row| row[*axis].as_str()).collect();
            Factor::from_labels(axis, &labels)
        })
        .collect();
    let design = factors
        .iter()
        .fold(Design::intercept(rows.len()), |design, factor| design.with(Variable::Factor(factor)).unwrap());
    let (events, people) = (column(&rows, "y"), column(&rows, "n"));
    let places: Vec<usize> = (0..rows.len()).collect();
    let model = Model::binomial(&design, &events, &people);
    ask(&multilevel(&model, &places, Nodes::new(nodes).unwrap()).unwrap())
}

/// Statistics 4, 15: a tool rounds expected counts to two places, which moves small sites.
#[test]
fn expected_counts_are_not_rounded() {
    let unit = |events: f64, size: f64| Unit { events, size };
    let units = [unit(2.0, 1.234_49), unit(3.0, 0.005_2), unit(9.0, 8.016_3), unit(12.0, 13.5)];
    let found = overdispersion(&units, Transform::LogRatio, Trim::Truncate).unwrap();
    for (unit, z) in units.iter().zip(&found.z) {
        assert!((z - (unit.events / unit.size).ln() * unit.size.sqrt()).abs() < 1e-12);
    }
    let rounded = |unit: &Unit| (unit.events / ((unit.size * 100.0).round() / 100.0)).ln();
    assert!((rounded(&units[1]) - (units[1].events / units[1].size).ln()).abs() > 0.5);
    // Another stops at a site without events, by a logarithm of nought: ours says so.
    let none = [unit(0.0, 3.0), unit(4.0, 2.0), unit(1.0, 1.5)];
    assert_eq!(overdispersion(&none, Transform::LogRatio, Trim::Truncate), Err(NoAnswer::ZeroCount));
    assert!(overdispersion(&none, Transform::RootRatio, Trim::Winsorise).is_ok());
}

/// Statistics 4, 16: `epi.dsl` centres Q on another mean, and has 0.30907 for the trials of BCG of Colditz and others (1994).
#[test]
fn the_variance_between_sites_is_about_their_own_mean() {
    let rows = reference("meta.csv", "bcg");
    let list: Vec<Study> = column(&rows, "yi")
        .into_iter()
        .zip(column(&rows, "vi"))
        .map(|(effect, variance)| Study { effect, variance })
        .collect();
    assert_eq!(list.len(), 13);
    let found = between_variance(&Studies::new(&list).unwrap(), Between::DerSimonianLaird).unwrap();
    assert!((found.value - 0.308_76).abs() < 5e-6, "{}", found.value);
}

/// Statistics 4, 17: `glm.nb` takes theta as known; the joint information gives errors 0.991 to 1.018 times as large.
#[test]
fn errors_beside_an_estimated_dispersion_allow_for_it() {
    let rows = reference("panel.csv", "od_nb");
    let first = column(&rows, "year").into_iter().fold(f64::INFINITY, f64::min);
    let years: Vec<f64> = column(&rows, "year").iter().map(|year| year - first).collect();
    let deprivation = column(&rows, "dep");
    let design = Design::intercept(rows.len())
        .with(Variable::Numeric { name: "dep", values: &deprivation })
        .and_then(|design| design.with(Variable::Numeric { name: "yr", values: &years }))
        .unwrap();
    let offset: Vec<f64> = column(&rows, "population").iter().map(|people| people.ln()).collect();
    let events = column(&rows, "events");
    let found = negative_binomial(&Model::poisson(&design, &events).with_offset(&offset)).unwrap();
    let (given, joint) =
        (covariance(&found.fit, Covariance::Model).unwrap(), found.joint_covariance().unwrap());
    // From MASS::glm.nb, and from glmmTMB, which is good to a few parts in ten thousand.
    let theirs =
        [(0.151_025_62, 0.149_629_81), (0.004_492_520_7, 0.004_481_222_3), (0.022_462_796, 0.022_876_699)];
    for (at, (conditional, together)) in theirs.into_iter().enumerate() {
        assert!((given[(at, at)].sqrt() / conditional - 1.0).abs() < 1e-6);
        assert!((joint[(at, at)].sqrt() / together - 1.0).abs() < 5e-4);
        let ratio = (joint[(at, at)] / given[(at, at)]).sqrt();
        assert!((ratio - 1.0).abs() > 1e-3 && (0.985..1.025).contains(&ratio), "{ratio}");
    }
}

/// Methods 3.6: the share of variation between strata of counts is not `s2/(s2 + mean)`, as one summary on the web has it.
#[test]
fn the_share_of_counts_is_that_of_the_two_variances() {
    // Four rows each of six strata, which differ by more than their rows do.
    let counts = [
        31.0, 12.0, 40.0, 22.0, 2.0, 0.0, 5.0, 1.0, 9.0, 3.0, 14.0, 6.0, 1.0, 4.0, 0.0, 2.0, 17.0, 45.0,
        28.0, 9.0, 8.0, 12.0, 2.0, 7.0,
    ];
    let people: Vec<f64> = (0..24_u32).map(|row| f64::from(40 + row * 7 % 24)).collect();
    let offset: Vec<f64> = people.iter().map(|people| people.ln()).collect();
    let design = Design::intercept(counts.len());
    let strata: Vec<usize> = (0..counts.len()).map(|row| row / 4).collect();
    for model in [
        Model::poisson(&design, &counts).with_offset(&offset),
        Model::negative_binomial(&design, &counts, 2.0).with_offset(&offset),
    ] {
        let fit = multilevel(&model, &strata, Nodes::default()).unwrap();
        let (sd, looseness) = (fit.sd(), fit.theta().map_or(0.0, f64::recip));
        assert!(sd > 0.1, "strata that differ: {sd}");
        assert_eq!(looseness > 0.01, fit.theta().is_ok());
        for exposure in [1.0_f64, 50.0, 400.0] {
            let eta = fit.coefficient(0).unwrap() + exposure.ln();
            // The two variances as means over the normal intercept, point by point.
            let points = || (-9_000..=9_000).map(|step| f64::from(step) / 1000.0);
            let weight = |z: f64| (-0.5 * z * z).exp() / (1000.0 * (2.0 * std::f64::consts::PI).sqrt());
            let mean = |of: &dyn Fn(f64) -> f64| -> f64 {
                points().map(|z| weight(z) * of((eta + sd * z).exp())).sum()
            };
            let average = mean(&|count| count);
            let between = mean(&|count| (count - average).powi(2));
            let within = mean(&|count| looseness.mul_add(count * count, count));
            let found = vpc_count(&fit, eta).unwrap();
            assert!((found - between / (between + within)).abs() < 1e-9, "{found}");
            // In closed form: m^2 (e^s2 - 1) against m + a m^2 e^s2.
            let (s2, m) = (sd * sd, average);
            let closed = m * m * s2.exp_m1();
            assert!((found - closed / (closed + m + looseness * m * m * s2.exp())).abs() < 1e-9);
            assert!((found - s2 / (s2 + m)).abs() > 0.01, "{found} is the wrong one");
        }
    }
}

/// Methods 3.9: a notebook divides rates that it has rounded, and doubles up the expected row in its chi-squared.
#[test]
fn disproportionality_is_of_counts_not_of_rounded_rates() {
    let (group, whole) =
        (Group { events: 3.0, population: 4100.0 }, Group { events: 2.0, population: 6100.0 });
    let found = ratio(group, whole, RatioLimits::MidP, Level::P95).unwrap().value;
    assert!((found - (3.0 / 4100.0) / (2.0 / 6100.0)).abs() < 1e-14);
    let per_10000 = |group: Group| (1e4 * group.rate()).round();
    assert!((per_10000(group) / per_10000(whole) - found).abs() > 0.05);
    // A group without people has no ratio, where that notebook has a rate of nought.
    let nobody = Group { events: 0.0, population: 0.0 };
    assert_eq!(ratio(nobody, whole, RatioLimits::MidP, Level::P95), Err(NoAnswer::NoPopulation));
    // The spread between groups, times people over the mean, is Pearson's chi-squared on the expected counts as they are.
    let table: Vec<Group> = [(12.0, 310.0), (7.0, 420.0), (3.0, 95.0), (20.0, 350.0)]
        .map(|(events, population)| Group { events, population })
        .to_vec();
    let (events, people) = table
        .iter()
        .fold((0.0, 0.0), |(events, people), group| (events + group.events, people + group.population));
    let expected = |group: &Group| group.population * events / people;
    let pearson: f64 =
        table.iter().map(|group| (group.events - expected(group)).powi(2) / expected(group)).sum();
    let spread = between(&table, Chance::Poisson, Level::P95).unwrap().variance.value;
    assert!((spread * people * people / events - pearson).abs() < 1e-12);
    // As a second sample, rounded: each cell against the middle of the two.
    let theirs: f64 = table
        .iter()
        .map(|group| {
            (group.events - expected(group).round()).powi(2) / (group.events + expected(group).round())
        })
        .sum();
    assert!((theirs - pearson).abs() > 0.3 * pearson, "{theirs} {pearson}");
}

/// Methods 3.9: a notebook takes the time between stages of the children who reached the second one alone.
#[test]
fn children_who_still_wait_count_in_the_time_to_the_next_stage() {
    let reached = [10.0, 20.0, 30.0, 40.0];
    let mut watched: Vec<Observation> =
        reached.iter().map(|&time| Observation { time, end: End::Event }).collect();
    watched.extend([50.0; 3].map(|time| Observation { time, end: End::Censored }));
    let curve = kaplan_meier(&watched, CurveLimits::LogLog, Level::P95).unwrap();
    // Three of seven wait still: half have reached it by day 40, not by day 25 as the four alone would have it.
    assert_eq!(median(&curve).value, Ok(40.0));
    // A child who was lost on day 15 says only that nothing had happened by then.
    watched.push(Observation { time: 15.0, end: End::Censored });
    watched.extend([50.0; 2].map(|time| Observation { time, end: End::Censored }));
    let curve = kaplan_meier(&watched, CurveLimits::LogLog, Level::P95).unwrap();
    assert_eq!(median(&curve).value, Err(NoAnswer::NotReached));
}

/// Methods 3.9: `i-maihda` draws the effects of strata at random; ours are the modes of their own likelihood.
#[test]
fn effects_of_strata_are_the_modes_of_what_was_counted() {
    let events = [3.0, 14.0, 2.0, 9.0, 22.0, 5.0, 11.0, 1.0];
    let people = [100.0, 160.0, 90.0, 120.0, 150.0, 140.0, 95.0, 60.0];
    let design = Design::intercept(8);
    let places: Vec<usize> = (0..8).collect();
    let fit = || multilevel(&Model::binomial(&design, &events, &people), &places, Nodes::default()).unwrap();
    let (one, two) = (fit(), fit());
    let middle = one.coefficient(0).unwrap();
    for (at, effect) in one.effects().iter().enumerate() {
        // At the mode what the counts pull is what the normal curve holds back.
        let share = 1.0 / (1.0 + (-middle - effect.mode).exp());
        let pull = people[at].mul_add(-share, events[at]) - effect.mode / one.variance();
        assert!(pull.abs() < 1e-6, "{at}: {pull}");
        assert_eq!(effect.mode, two.effects()[at].mode);
    }
    let departures = residuals(&one, Level::P95, Spread::Conditional, Flagging::Separate).unwrap();
    assert!(departures.iter().zip(one.effects()).all(|(residual, effect)| residual.value == effect.mode));
}
