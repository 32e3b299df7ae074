//! The figures in the columns of the Department for Education's explore education statistics platform, with their
//! description: one row for each combination of filters in a year, symbols in place of what is not shown.
//!
//! The platform has no period of several years, so the window as a whole is in the other files. Definitions and
//! groups of deprivation are filters, each with a total; outcomes are indicators. Rates are rounded half up.

use super::csv::{harmless, line, quoted};
use crate::domain::{Cell, Definition, Figure, Group, Grouping, Measure, Outcome, Period};
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, short};

/// The stem of both files.
pub(in crate::render) const NAME: &str = "domestic_abuse_child_protection_gradient";

/// Columns that place a row in time and space.
const PLACE: [&str; 8] = [
    "time_period",
    "time_identifier",
    "geographic_level",
    "country_code",
    "country_name",
    "old_la_code",
    "new_la_code",
    "la_name",
];

/// What an indicator of an outcome is.
#[derive(Clone, Copy)]
enum Part {
    Children,
    Rate,
    Lower,
    Upper,
}

const PARTS: [(Part, &str, &str, &str); 4] = [
    (Part::Children, "children", "children", "0"),
    (Part::Rate, "rate", "rate per 10,000 aged 0 to 17", "1"),
    (Part::Lower, "rate_lower", "rate per 10,000, lower confidence limit", "1"),
    (Part::Upper, "rate_upper", "rate per 10,000, upper confidence limit", "1"),
];

/// Returns the data as CSV.
pub(in crate::render) fn ees(release: Release<'_>) -> String {
    let results = release.results;
    let mut text = String::new();
    let filters = ["definition", "deprivation_type", "deprivation_group"];
    let indicators =
        results.outcomes.iter().flat_map(|&outcome| PARTS.map(|(_, name, ..)| column(outcome, name)));
    line(&mut text, PLACE.iter().chain(&filters).map(|&name| name.to_owned()).chain(indicators));
    let years = if release.years().is_empty() { &results.periods[..] } else { release.years() };
    for &period in years {
        for &definition in &results.definitions {
            row(&mut text, release, period, definition, None);
            for &by in &results.groupings {
                by.groups().for_each(|group| row(&mut text, release, period, definition, Some((by, group))));
            }
        }
    }
    text
}

/// Returns the description of the columns as CSV.
pub(in crate::render) fn meta(release: Release<'_>) -> String {
    let mut text = String::new();
    let names = [
        "col_name",
        "col_type",
        "label",
        "indicator_grouping",
        "indicator_unit",
        "indicator_dp",
        "filter_hint",
        "filter_grouping_column",
    ];
    line(&mut text, names.iter().map(|&name| name.to_owned()));
    let filter = |name: &str, label: &str, hint: &str, grouping: &str| {
        [name, "Filter", label, "", "", "", hint, grouping].map(str::to_owned)
    };
    let definition =
        filter("definition", "Case definition", "Which episodes count, by the factors recorded", "");
    let group = filter(
        "deprivation_group",
        "Deprivation of the neighbourhood",
        "Group 1 is the most deprived",
        "deprivation_type",
    );
    for one in [definition, group] {
        line(&mut text, one.iter().map(|cell| quoted(cell)));
    }
    for &outcome in &release.results.outcomes {
        for (_, name, label, places) in PARTS {
            let label = format!("{}: {label}", outcome.title());
            let cells = [&column(outcome, name), "Indicator", &label, outcome.title(), "", places, "", ""];
            line(&mut text, cells.iter().map(|cell| quoted(cell)));
        }
    }
    text
}

fn column(outcome: Outcome, part: &str) -> String {
    format!("{}_{part}", outcome.name())
}

fn row(
    text: &mut String,
    release: Release<'_>,
    period: Period,
    definition: Definition,
    cell: Option<(Grouping, Group)>,
) {
    let district = match release.plan.site.districts.as_slice() {
        [one] => one.0.to_string(),
        _ => "x".to_owned(),
    };
    let site = quoted(&harmless(&release.results.site));
    let time = period.end.year().to_string();
    let mut cells: Vec<String> =
        [&time, "Reporting year", "Local authority", "E92000001", "England", "x"].map(str::to_owned).to_vec();
    cells.extend([district, site]);
    cells.push(quoted(&if definition == Definition::All {
        "Total".to_owned()
    } else {
        capital(&short(definition))
    }));
    match cell {
        None => cells.extend(["Total", "Total"].map(str::to_owned)),
        Some((by, group)) => {
            let noun = capital(by.noun());
            let end = match group {
                Group::MOST => " (most deprived)",
                last if last == release.least(by) => " (least deprived)",
                _ => "",
            };
            cells.extend([noun.clone(), format!("{noun} {}{end}", group.number())]);
        }
    }
    for &outcome in &release.results.outcomes {
        let of = Subject { period, definition, outcome };
        let figure = |measure| match cell {
            None => release.total(of, measure),
            Some((by, group)) => release.of_group(of, measure, by, group),
        };
        let (children, rate) = (figure(Measure::Children), figure(Measure::Rate));
        cells.extend(PARTS.map(|(part, ..)| match part {
            Part::Children => number(children, |figure| figure.value.shown(), 0),
            Part::Rate => number(rate, |figure| figure.value.shown(), 1),
            Part::Lower => number(rate, |figure| figure.limits.map(|limits| limits.0), 1),
            Part::Upper => number(rate, |figure| figure.limits.map(|limits| limits.1), 1),
        }));
    }
    line(text, cells.into_iter());
}

/// Returns a part of a figure to some decimals, halves up, or the symbol of why there is none.
fn number(figure: Option<&Figure>, part: impl Fn(&Figure) -> Option<f64>, places: i32) -> String {
    let Some(figure) = figure else { return Cell::Unavailable.status().to_owned() };
    match (figure.value.shown(), part(figure).filter(|part| part.is_finite())) {
        (Some(_), Some(part)) => {
            let scale = 10_f64.powi(places);
            ((part * scale + 0.5).floor() / scale + 0.0).to_string()
        }
        (Some(_), None) => Cell::NotApplicable.status().to_owned(),
        (None, _) => figure.value.status().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::render::made_up;

    fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        (header, rows)
    }

    #[test]
    fn every_filter_has_a_total_no_cell_is_blank_and_every_column_is_described() {
        let (results, plan) = (made_up::results(), made_up::plan());
        let release = Release { results: &results, plan: &plan };
        let (header, rows) = read(&ees(release));
        let (_, meta) = read(&meta(release));
        let described: BTreeSet<_> = meta.iter().map(|row| row[0].clone()).collect();
        for (at, name) in header.iter().enumerate().skip(PLACE.len()) {
            assert!(described.contains(name) || name == "deprivation_type", "{name}");
            assert!(rows.iter().all(|row| !row[at].is_empty()), "{name}");
        }
        for name in ["definition", "deprivation_group"] {
            let at = header.iter().position(|one| one == name).unwrap();
            assert!(rows.iter().any(|row| row[at] == "Total"), "{name}");
        }
        let mut keys = BTreeMap::new();
        rows.iter().for_each(|row| *keys.entry(row[..11].to_vec()).or_insert(0) += 1);
        assert!(keys.values().all(|&times| times == 1), "a combination comes once");
        assert!(rows.iter().flatten().any(|cell| cell == "c"));
    }

    #[test]
    fn halves_round_up() {
        let half =
            made_up::figure(crate::domain::Unit::Per10000Aged0To17, Cell::Shown(2.25), Some((-0.25, 3.0)));
        assert_eq!(number(Some(&half), |figure| figure.value.shown(), 1), "2.3");
        assert_eq!(number(Some(&half), |figure| figure.limits.map(|l| l.0), 1), "-0.2");
    }
}
