//! Directly and indirectly standardised rates.

use std::collections::BTreeMap;

use social_gradient::stats::rates::CountLimits;
use social_gradient::stats::standardise::{
    Indirect, Reference, Small, Standardised, Stratum, direct, fay_feuer, indirect,
};
use social_gradient::stats::{Answer, Level};

use super::answers::{compare, number, part};
use super::harness::{Expected, Row, Verdict, each_folder, expected, input, judge};

#[test]
fn standardised_rates_meet_the_references() {
    each_folder(|| {
        let bands = input("standardise");
        let frequencies = input("standardise_freq");
        judge("standardise", &expected("standardise"), |row| {
            let level = row.term.parse().ok().and_then(Level::new).unwrap_or(Level::P95);
            match row.method.as_str() {
                "dsr_dobson_byar_per10000" => compare(
                    row,
                    figure(direct(&strata(&bands, row), small(row), CountLimits::House, level), &row.stat),
                ),
                "dsr_formula_unsuppressed_per10000" => compare(
                    row,
                    figure(direct(&strata(&bands, row), Small::Given, CountLimits::House, level), &row.stat),
                ),
                "dsr_fay_feuer_gamma_per10000" => {
                    compare(row, figure(fay_feuer(&strata(&bands, row), level), &row.stat))
                }
                "dsr_nonindependent_per10000" => compare(
                    row,
                    figure(
                        direct(&clustered(&frequencies, row), small(row), CountLimits::House, level),
                        &row.stat,
                    ),
                ),
                "indirect_rate" | "indirect_ratio" => compare(row, against_reference(&bands, row, level)),
                _ => Verdict::LeftOut("a method this program does not have"),
            }
        });
    });
}

/// The reference gives totals however few events there are.
fn small(row: &Expected) -> Small {
    if row.stat.starts_with("total") { Small::Given } else { Small::Withheld }
}

fn of_area<'a>(table: &'a [Row], row: &Expected) -> impl Iterator<Item = &'a Row> {
    let (dataset, area) = (row.dataset.clone(), row.group.clone());
    table.iter().filter(move |line| line["dataset"] == dataset && line["area"] == area)
}

fn strata(table: &[Row], row: &Expected) -> Vec<Stratum> {
    of_area(table, row)
        .map(|line| {
            Stratum::independent(number(line, "events"), number(line, "population"), number(line, "stdpop"))
        })
        .collect()
}

/// Sums people with one event, two events and so on into events and squared events by age band.
fn clustered(table: &[Row], row: &Expected) -> Vec<Stratum> {
    let mut bands: BTreeMap<&str, Stratum> = BTreeMap::new();
    for line in of_area(table, row) {
        let (times, people) = (number(line, "eventfreq"), number(line, "people"));
        let band = bands.entry(&line["ageband"]).or_insert(Stratum::independent(
            0.0,
            number(line, "population"),
            number(line, "stdpop"),
        ));
        band.events += times * people;
        band.squares += times * times * people;
    }
    bands.into_values().collect()
}

fn figure(rate: Answer<Standardised>, stat: &str) -> Answer<f64> {
    let rate = rate?;
    Ok(match stat {
        "value" => rate.value * 1e4,
        "var" => rate.variance * 1e8,
        "lower" => rate.interval.lower * 1e4,
        "upper" => rate.interval.upper * 1e4,
        "total_count" => rate.events,
        _ => rate.population,
    })
}

fn against_reference(table: &[Row], row: &Expected, level: Level) -> Answer<f64> {
    let lines: Vec<&Row> = of_area(table, row).collect();
    let column = |name: &str| lines.iter().map(|line| number(line, name)).collect::<Vec<f64>>();
    let reference: Vec<Reference> = column("ref_events")
        .into_iter()
        .zip(column("ref_population"))
        .map(|(events, population)| Reference { events, population })
        .collect();
    let Indirect { observed, expected, ratio, rate } = indirect(
        column("events").iter().sum(),
        &column("population"),
        &reference,
        CountLimits::House,
        level,
    )?;
    match row.stat.as_str() {
        "observed" => Ok(observed),
        "expected" => Ok(expected),
        stat if row.method == "indirect_rate" => part(Ok(rate), stat).map(|rate| rate * 1e4),
        stat => part(Ok(ratio), stat).map(|ratio| ratio * 100.0),
    }
}
