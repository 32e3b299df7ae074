//! The peers' own example data: dispersion, concentration and expected counts.

use std::collections::BTreeMap;

use social_gradient::stats::gradient::generalised_ridits;
use social_gradient::stats::inequality::Against;
use social_gradient::stats::inequality::attributable::walter_se;
use social_gradient::stats::inequality::{
    Chance, ConcentrationLimits, Form, Index, Reference, Weighting, attributable, between, concentration,
    concentration_at, disparity, mean_difference, mean_log_deviation, theil,
};
use social_gradient::stats::rates::{Published, difference, ratio};
use social_gradient::stats::standardise::indirect::expected as expected_events;
use social_gradient::stats::{Answer, Estimate, Group, Level, NoAnswer};

use super::answers::{compare, number, part};
use super::harness::{Expected, Row, Verdict, each_folder, expected, has, input, judge};

/// The examples that are compared here.
const MINE: [&str; 4] = ["OrderedSample", "NonorderedSample", "rineq_housing_1500", "pennLC"];
/// Those that are compared elsewhere.
const OTHERS: [&str; 6] = ["cbpp", "maihda_sim_data", "quine", "OCdata", "lung", "metadat_bcg"];

#[test]
fn every_example_of_another_tool_is_compared_somewhere() {
    each_folder(|| {
        for row in expected("peer_data") {
            let name = row.dataset.as_str();
            assert!(MINE.contains(&name) || OTHERS.contains(&name), "nobody compares {row:?}");
        }
    });
}

#[test]
fn examples_of_other_tools_meet_their_figures() {
    each_folder(examples);
}

fn examples() {
    const FILES: [&str; 4] = [
        "healthequal_OrderedSample",
        "healthequal_NonorderedSample",
        "rineq_housing_1500",
        "SpatialEpi_pennLC",
    ];
    let all = || FILES.iter().all(|name| has(&format!("peer_data/{name}.csv")));
    if !has("expected/peer_data.csv") || !all() {
        return;
    }
    let rows: Vec<Expected> =
        expected("peer_data").into_iter().filter(|row| MINE.contains(&row.dataset.as_str())).collect();
    let ordered = input("../peer_data/healthequal_OrderedSample");
    let nonordered = input("../peer_data/healthequal_NonorderedSample");
    let people = input("../peer_data/rineq_housing_1500");
    let counties = expected_by_county(&input("../peer_data/SpatialEpi_pennLC"));
    let mut indices = BTreeMap::new();
    judge("peer_data (rates, gradients, inequality)", &rows, |row| {
        if row.kind == "peer_raw" {
            return match row.method.as_str() {
                "paf" => {
                    Verdict::LeftOut("a known defect: a standard error as a proportion beside a percentage")
                }
                _ => Verdict::LeftOut("a known defect: the variance of the ranks, printed as the index's"),
            };
        }
        match row.dataset.as_str() {
            "pennLC" => compare(row, Ok(counties[&row.group])),
            "rineq_housing_1500" => individuals(&people, row, &mut indices),
            "OrderedSample" => sample(&ordered, row),
            _ => sample(&nonordered, row),
        }
    });
}

/// Events expected of each county at the rates of all counties together, by race, gender and age.
fn expected_by_county(table: &[Row]) -> BTreeMap<String, f64> {
    let stratum = |row: &Row| (row["race"].clone(), row["gender"].clone(), row["age"].clone());
    let mut reference: BTreeMap<_, Group> = BTreeMap::new();
    let mut counties: BTreeMap<String, BTreeMap<_, f64>> = BTreeMap::new();
    for row in table {
        let all = reference.entry(stratum(row)).or_insert(Group { events: 0.0, population: 0.0 });
        all.events += number(row, "cases");
        all.population += number(row, "population");
        counties.entry(row["county"].clone()).or_default().insert(stratum(row), number(row, "population"));
    }
    let all: Vec<Group> = reference.values().copied().collect();
    counties
        .into_iter()
        .map(|(county, own)| {
            let people: Vec<f64> = reference.keys().map(|key| own.get(key).copied().unwrap_or(0.0)).collect();
            (county, expected_events(&people, &all).expect("a reference with people"))
        })
        .collect()
}

/// Individuals ranked from the poorest, who are the most deprived: signs are theirs negated.
fn individuals(
    table: &[Row],
    row: &Expected,
    known: &mut BTreeMap<(String, String), Answer<Index>>,
) -> Verdict {
    let (form, method) = row.method.split_once('_').expect("a form and a method");
    let form = match form {
        "CI" => Form::Relative,
        "CIg" => Form::Generalised,
        "CIw" => Form::Wagstaff,
        _ if row.group == "bmi" => {
            return Verdict::LeftOut("a known defect: the range of the outcome is the one seen");
        }
        _ => Form::Erreygers,
    };
    let limits = match method {
        "linreg_delta" => ConcentrationLimits::RegressionDelta,
        "linreg_convenience" => ConcentrationLimits::Regression,
        _ if row.stat == "variance" => {
            return Verdict::LeftOut(
                "a variance of records of individuals, of which the issue asks none: it names grouped tables",
            );
        }
        _ => ConcentrationLimits::Counts(Chance::Poisson),
    };
    let index = *known.entry((row.group.clone(), row.method.clone())).or_insert_with(|| {
        let groups: Vec<Group> =
            table.iter().map(|line| Group { events: number(line, &row.group), population: 1.0 }).collect();
        let poverty: Vec<f64> = table.iter().map(|line| -number(line, "income")).collect();
        concentration_at(&groups, &generalised_ridits(&groups, &poverty)?, form, limits, Level::P95)
    });
    let people = table.len() as f64;
    let figure = index.and_then(|index| match row.stat.as_str() {
        "estimate" => Ok(-index.value),
        // Theirs comes from a sample variance of ranks.
        _ => index.se.map(|se| (se * people / (people - 1.0)).powi(2)).ok_or(NoAnswer::TooFewGroups),
    });
    compare(row, figure)
}

/// Published percentages with people and standard errors; more is better.
fn sample(table: &[Row], row: &Expected) -> Verdict {
    let groups: Vec<Group> = table
        .iter()
        .map(|line| {
            let population = number(line, "population");
            Group { events: number(line, "estimate") / 100.0 * population, population }
        })
        .collect();
    let ordered = table[0].contains_key("subgroup_order");
    let distance =
        |weighting| mean_difference(&groups, Against::Mean, weighting).map(|index| 100.0 * index.value);
    let spread = between(&groups, Chance::Binomial, Level::P95);
    let figure = match row.method.as_str() {
        "bgv" => spread.map(|spread| 1e4 * spread.variance.value),
        "bgsd" => spread.map(|spread| 100.0 * spread.deviation),
        "covar" => spread.and_then(|spread| spread.coefficient).map(|coefficient| 100.0 * coefficient),
        "idisu" => disparity(&groups, Weighting::Groups).map(|index| 100.0 * index.value),
        "idisw" => disparity(&groups, Weighting::People).map(|index| 100.0 * index.value),
        "mdmu" => distance(Weighting::Groups),
        "mdmw" => distance(Weighting::People),
        "mld" => mean_log_deviation(&groups, Chance::Binomial, Level::P95).map(|index| 1000.0 * index.value),
        "ti" => theil(&groups, Chance::Binomial, Level::P95).map(|index| 1000.0 * index.value),
        "aci" => regression(&groups, Form::Generalised, row, 100.0),
        "rci" => regression(&groups, Form::Relative, row, 1.0),
        "d" | "r" => return gap(table, row),
        "parisk" if row.stat == "estimate" => {
            let short: Vec<Group> = groups
                .iter()
                .map(|group| Group { events: group.population - group.events, ..*group })
                .collect();
            let reference = if ordered { Reference::LeastDeprived } else { Reference::Lowest };
            attributable(&short, reference, Chance::Binomial, Level::P95)
                .map(|excess| 100.0 * excess.risk.value)
        }
        "parisk" => return walter(&groups, ordered, row),
        _ => {
            return Verdict::LeftOut(
                "a known defect: weights of the square of the population; the right figure is the logistic gradient's",
            );
        }
    };
    compare(row, figure)
}

/// Walter's standard error of the fraction, times the mean, against the best group, which comes last.
fn walter(groups: &[Group], ordered: bool, row: &Expected) -> Verdict {
    let mut groups = groups.to_vec();
    if !ordered {
        groups.sort_by(|one, two| one.rate().total_cmp(&two.rate()));
    }
    let sum = |of: fn(&Group) -> f64| groups.iter().map(of).sum::<f64>();
    let mean = sum(|group| group.events) / sum(|group| group.population);
    compare(row, walter_se(&groups).map(|se| 100.0 * mean * se))
}

fn regression(groups: &[Group], form: Form, row: &Expected, unit: f64) -> Answer<f64> {
    let index = concentration(groups, form, ConcentrationLimits::Regression, Level::P95)?;
    let limits = index.interval.ok_or(NoAnswer::TooFewGroups)?;
    Ok(unit
        * match row.stat.as_str() {
            "estimate" => -index.value,
            "se" => index.se.ok_or(NoAnswer::TooFewGroups)?,
            "lower" => -limits.upper,
            _ => -limits.lower,
        })
}

fn gap(table: &[Row], row: &Expected) -> Verdict {
    let published = |line: &Row| Published { value: number(line, "estimate"), se: number(line, "se") };
    let lowest = table
        .iter()
        .min_by(|one, two| number(one, "estimate").total_cmp(&number(two, "estimate")))
        .expect("a group");
    let best = table
        .iter()
        .find(|line| line.get("reference_subgroup").is_some_and(|mark| mark == "1"))
        .unwrap_or(&table[table.len() - 1]);
    let least = if table[0].contains_key("subgroup_order") { &table[0] } else { lowest };
    let (one, two) = (published(best), published(least));
    let estimate: Answer<Estimate> = match row.method.as_str() {
        "d" => difference::of_published(one, two, Level::P95),
        _ => ratio::of_published(one, two, Level::P95),
    };
    let se =
        if row.method == "d" { one.se.hypot(two.se) } else { (one.se / one.value).hypot(two.se / two.value) };
    compare(row, if row.stat == "se" { Ok(se) } else { part(estimate, &row.stat) })
}
