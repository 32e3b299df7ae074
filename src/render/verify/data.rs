//! Rules V: CSV that anyone can read, and the files of explore education statistics.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Fault, Faults};
use crate::render::data::EES;

/// V01 to V06 and V08, and injected formulas as O01.
pub(super) const RULES: usize = 8;

const PLACE: [&str; 5] =
    ["time_period", "time_identifier", "geographic_level", "country_code", "country_name"];
const META: [&str; 8] = [
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
];
const REFUSED: [&str; 9] = ["~", ":", "N/A", "n/a", ".", "..", "-", "NA", "NULL"];

/// A file read.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Tests a file of data; one of the platform's is tested with its description.
pub(super) fn check(file: &str, bytes: &[u8], folder: &Path) -> Vec<Fault> {
    let mut faults = Faults::of(file);
    let Some(table) = read(bytes) else {
        faults.when(true, "V01", "the file is not CSV in UTF-8 with as many cells in every row");
        return faults.found;
    };
    for cell in table.rows.iter().flatten() {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
        faults.when(formula, "O01", "a cell could be taken for a formula");
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    if name == format!("{EES}.csv") {
        platform(&mut faults, name, &table);
        let described = std::fs::read(folder.join(file.replace(".csv", ".meta.csv"))).ok();
        match described.and_then(|bytes| read(&bytes)) {
            Some(meta) => described_by(&mut faults, &table, &meta),
            None => faults.when(true, "V03", "the file has no description beside it"),
        }
    }
    faults.found
}

fn read(bytes: &[u8]) -> Option<Table> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().ok()?.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| Some(row.ok()?.iter().map(str::to_owned).collect()));
    Some(Table { header, rows: rows.collect::<Option<_>>()? })
}

fn platform(faults: &mut Faults<'_>, name: &str, table: &Table) {
    faults.when(
        !table.header.iter().take(5).eq(PLACE.iter()),
        "V02",
        "the first five columns are not the platform's",
    );
    let snake =
        |name: &String| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    faults.when(!table.header.iter().all(snake), "V02", "a column is not named in snake case");
    let cells = || table.rows.iter().flatten();
    faults.when(cells().any(String::is_empty), "V04", "a cell is blank");
    faults.when(
        cells().any(|cell| REFUSED.contains(&cell.as_str())),
        "V05",
        "a cell holds a symbol that is refused",
    );
    let fits = (20..=54).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '.');
    faults.when(!fits, "V06", "the file's name is too long, too short or not in lower case");
}

fn described_by(faults: &mut Faults<'_>, table: &Table, meta: &Table) {
    faults.when(!meta.header.iter().eq(META.iter()), "V03", "the description has not the platform's columns");
    let described: BTreeMap<&str, &Vec<String>> =
        meta.rows.iter().map(|row| (row[0].as_str(), row)).collect();
    let groupings: BTreeSet<&str> =
        meta.rows.iter().filter_map(|row| row.get(7)).map(String::as_str).collect();
    let missing = table
        .header
        .iter()
        .skip(8)
        .any(|name| !described.contains_key(name.as_str()) && !groupings.contains(name.as_str()));
    faults.when(missing, "V03", "a column is not described");
    faults.when(
        described.keys().any(|name| !table.header.iter().any(|one| one == name)),
        "V03",
        "a column is described and not there",
    );
    let labels: Vec<String> = meta.rows.iter().map(|row| row[2].to_lowercase()).collect();
    let unique: BTreeSet<_> = labels.iter().collect();
    faults.when(unique.len() != labels.len(), "V08", "two columns have one label");
    let filters: Vec<usize> = (0..table.header.len())
        .filter(|&at| described.get(table.header[at].as_str()).is_some_and(|row| row[1] == "Filter"))
        .collect();
    for &at in &filters {
        faults.when(!table.rows.iter().any(|row| row[at] == "Total"), "V01", "a filter has no total");
    }
    let keyed = |row: &Vec<String>| {
        let mut key: Vec<String> = row.iter().take(2).cloned().collect();
        key.extend(filters.iter().map(|&at| row[at].clone()));
        key
    };
    let keys: BTreeSet<_> = table.rows.iter().map(keyed).collect();
    faults.when(keys.len() != table.rows.len(), "V01", "a combination of filters comes twice");
}
