//! `datapackage.json`: the data files described for machines, as a Frictionless Data Package.
//!
//! Columns come from the dictionary, so the header of a file and its description cannot part.

use serde_json::{Map, Value as Json, json};

use super::cells::Rows;
use super::schema::{Column, Table};
use crate::domain::{Edition, Results};
use crate::render::folder::File;
use crate::render::release::Release;

/// Returns the descriptor of the data files of a release, each with the rows that it holds.
pub(in crate::render) fn package(release: Release<'_>, program: &str, tables: &[(&Rows, File)]) -> String {
    let results = release.results;
    let name = format!("social-gradient-{}", slug(&results.site));
    let described = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": release.plan.title,
        "description": description(release),
        "version": program,
        "licenses": [{
            "name": "OGL-UK-3.0",
            "title": "Open Government Licence v3.0",
            "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        }],
        "contributors": [{ "title": results.site, "roles": ["publisher"], "role": "publisher" }],
        "sources": sources(results),
        "resources": tables.iter().map(|(rows, file)| resource(rows, file)).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&described).expect("a JSON value can be written");
    text.push('\n');
    text
}

fn description(release: Release<'_>) -> String {
    format!(
        "How child protection involvement related to domestic abuse varies with neighbourhood deprivation in {}, \
         {}. Every count is protected: small ones are hidden, the rest are rounded, and every other figure is \
         computed from the published counts. Group 1 is always the most deprived.",
        release.results.site,
        release.window().words()
    )
}

fn sources(results: &Results) -> Json {
    let index = match results.edition {
        Edition::Iod2019 => "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2019",
        Edition::Iod2025 => "https://www.gov.uk/government/statistics/english-indices-of-deprivation-2025",
    };
    json!([
        { "title": format!("Children in need census returns and addresses held by {}; not published", results.site) },
        { "title": results.edition.title(), "path": index },
        { "title": format!("Office for National Statistics small-area population estimates, {}", results.population_year) },
    ])
}

fn resource(rows: &Rows, file: &File) -> Json {
    let (stem, extension) = file.path.rsplit_once('.').unwrap_or((&file.path, ""));
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    let (title, described) = match rows.table {
        Table::Results => ("Figures, one a row", "results"),
        Table::Losses => ("Loss account, one line a row", "losses"),
        Table::Funnels => ("Funnels of published figures, one point a row", "funnels"),
        Table::Specifications => ("Specification curve, one set of choices a row", "specifications"),
    };
    let mut entry = Map::new();
    let name = if extension == "csv" { stem.to_owned() } else { format!("{described}-{extension}") };
    entry.insert("name".into(), json!(name));
    entry.insert("title".into(), json!(title));
    entry.insert("path".into(), json!(file.path));
    entry.insert("format".into(), json!(extension));
    entry.insert("bytes".into(), json!(file.bytes.len()));
    entry.insert("hash".into(), json!(format!("sha256:{}", file.sha256)));
    match extension {
        "csv" => {
            entry.insert("type".into(), json!("table"));
            entry.insert("mediatype".into(), json!("text/csv"));
            entry.insert("encoding".into(), json!("utf-8"));
            entry.insert("schema".into(), schema(&rows.columns));
        }
        "json" => {
            entry.insert("type".into(), json!("json"));
            entry.insert("mediatype".into(), json!("application/json"));
            entry.insert("description".into(), json!("The rows of the CSV file as an array of objects."));
        }
        _ => {
            entry.insert("type".into(), json!("file"));
            entry.insert("mediatype".into(), json!("application/vnd.apache.parquet"));
            entry.insert(
                "description".into(),
                json!("The rows of the CSV file, columns described in the file."),
            );
        }
    }
    Json::Object(entry)
}

fn schema(columns: &[Column]) -> Json {
    let fields: Vec<_> = columns
        .iter()
        .map(|column| {
            let mut constraints = Map::new();
            if column.required {
                constraints.insert("required".into(), json!(true));
            }
            if !column.values.is_empty() {
                constraints.insert("enum".into(), json!(column.values));
            }
            json!({
                "name": column.name,
                "type": column.kind.name(),
                "title": column.title,
                "description": column.description,
                "constraints": constraints,
            })
        })
        .collect();
    json!({ "fields": fields, "fieldsMatch": "exact", "missingValues": [""] })
}

/// Returns a name in lower-case letters, digits and hyphens; `site` where nothing is left.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "site".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::cells;
    use super::*;
    use crate::render::made_up;

    #[test]
    fn every_column_of_every_table_is_described() {
        let (results, plan) = (made_up::results(), made_up::plan());
        let (figures, losses) = (cells::results(&results), cells::losses(&results));
        let entry = |path, rows| (rows, File::new(path, b"abc".to_vec()));
        let tables = [
            entry("data/results.csv", &figures),
            entry("data/results.parquet", &figures),
            entry("data/losses.csv", &losses),
        ];
        let release = Release { results: &results, plan: &plan };
        let read: Json = serde_json::from_str(&package(release, "0.1.0", &tables)).unwrap();
        let mut keys: Vec<_> = read.as_object().unwrap().keys().cloned().collect();
        keys.sort_unstable();
        assert_eq!(
            keys.join(" "),
            "$schema contributors description licenses name resources sources title version"
        );
        let names: Vec<_> = read["resources"].as_array().unwrap().iter().map(|r| r["name"].clone()).collect();
        assert_eq!(names, ["results", "results-parquet", "losses"]);
        let fields = read["resources"][0]["schema"]["fields"].as_array().unwrap();
        assert_eq!(fields.len(), 20);
        assert!(fields.iter().all(|f| f["description"].as_str().is_some_and(|d| d.len() > 20)));
        assert_eq!(
            read["resources"][0]["hash"],
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(read["resources"][1].get("schema"), None);
    }

    #[test]
    fn a_name_is_made_of_letters_digits_and_hyphens() {
        assert_eq!(slug("Blackburn with Darwen"), "blackburn-with-darwen");
        assert_eq!(slug("<script>=1"), "script-1");
        assert_eq!(slug("\u{202e}"), "site");
    }
}
