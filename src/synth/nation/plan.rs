//! What stands beside the authorities' folders: the plan that pools them, the public files' rows, and the truth.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;

use super::margins::Margins;
use super::spec::{Nation, rounded};
use crate::domain::codes::Ethnicity;
use crate::domain::{Axis, ethnicity_place};
use crate::synth::areas::{Ground, share};
use crate::synth::spec::Spec;

/// The header of the ethnic mix of children.
pub(super) const ETHNICITY: &str = "LSOA 2021 Code,White,Mixed,Asian,Black,Other\n";

/// Returns the header of the population file: that of a sheet of the published workbook.
pub(super) fn population_header() -> String {
    let ages = ["F", "M"].into_iter().flat_map(|sex| (0..=90).map(move |age| format!(",{sex}{age}")));
    format!("LAD 2023 Code,LAD 2023 Name,LSOA 2021 Code,LSOA 2021 Name,Total{}\n", ages.collect::<String>())
}

/// Returns the rows of the population file.
pub(super) fn population(spec: &Spec, ground: &Ground) -> String {
    let mut out = String::new();
    for area in &ground.areas {
        let people = area.people[0].iter().flatten();
        let total: u32 = people.clone().sum();
        let (district, name) = (&spec.place.district, &spec.name);
        put(&mut out, format_args!("{district},{name},{},{},{total}", area.code, area.name));
        people.for_each(|number| put(&mut out, format_args!(",{number}")));
        out.push('\n');
    }
    out
}

/// Returns the rows of the ethnic mix.
pub(super) fn ethnicity(nation: &Nation, spec: &Spec, ground: &Ground) -> String {
    let ranks = spec.territory.as_ref().map(|territory| territory.ranks).unwrap_or_default();
    let mut out = String::new();
    for area in &ground.areas {
        let mut groups: BTreeMap<usize, f64> = BTreeMap::new();
        for (code, group) in &nation.ethnicity {
            let ethnicity = Ethnicity::from_code(code.as_bytes());
            let detail = ethnicity_place(ethnicity);
            if let Some(place) =
                Axis::EthnicityDetail.within(Axis::Ethnicity, detail).filter(|&place| place < 5)
            {
                *groups.entry(place).or_default() += share(group, ranks[area.decile]);
            }
        }
        let all: f64 = groups.values().sum();
        out.push_str(&area.code);
        for place in 0..5 {
            let part = groups.get(&place).copied().unwrap_or(0.0) / all.max(1e-9);
            put(&mut out, format_args!(",{}", rounded(part * f64::from(area.children(0)))));
        }
        out.push('\n');
    }
    out
}

/// Returns the plan that pools the authorities.
pub(super) fn plan(nation: &Nation, authorities: &[Spec]) -> String {
    let last = nation.years.last;
    let districts: Vec<String> =
        authorities.iter().map(|spec| format!("\"{}\"", spec.place.district)).collect();
    format!(
        r#"# SYNTHETIC DATA. {name} is a made-up nation: no child, address or area in it exists.

title = "The social gradient in domestic abuse-related child protection"
output = "out"

[site]
name = "{name} (synthetic)"
districts = [
    {districts},
]

[window]
years = {years}
end = "{last}-03-31"

[inputs]
authorities = "authorities/*"          # each folder is one authority, read and counted by itself
cin = ["cin/*.xml"]                    # within each authority's folder
addresses = "addresses.csv"            # likewise
looked_after = {{ header = "ssda903/header.csv", episodes = "ssda903/episodes.csv" }}
postcodes = "NSPL.csv"
deprivation = "File_7_IoD2025.csv"
population = "mid-{estimate}_population.csv"
ethnicity = "ethnicity.csv"
ethnicity_of = "children"
"#,
        name = nation.name,
        districts = districts.join(",\n    "),
        years = nation.years.returns,
        estimate = last - 1,
    )
}

/// Returns `truth.json`: the nation's counts in the last year, in the terms of the published figures.
pub(super) fn truth(nation: &Nation, margins: &Margins) -> String {
    let notice =
        format!("SYNTHETIC DATA. {} is a made-up nation; no child in these files exists.", nation.name);
    let truth = json!({ "notice": notice, "seed": nation.seed, "last_year": margins });
    format!("{truth:#}\n")
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes all that is written");
}
