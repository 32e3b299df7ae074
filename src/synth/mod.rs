//! Synthetic authorities: files in the real formats about children who do not exist, with the truth beside
//! them, made from parameters and a seed and never from a record.
//!
//! [`write()`] draws families area by area, each from a stream of its own, so the same specification gives the
//! same bytes on any number of threads. Then some children are lost and some records spoilt, a known number
//! of each, and every count that a run should arrive at is written down.

mod areas;
mod care;
mod cin_tables;
mod cin_xml;
mod dirt;
mod draw;
mod episodes;
mod factors;
mod families;
mod gradient;
mod nation;
mod person;
mod readme;
mod spec;
mod tables;
mod truth;
mod view;
mod workbook;

use std::path::Path;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, why};
use crate::domain::Date;

pub use nation::{Country, Format, Nation, Variation, write as write_nation};
pub use spec::{
    Carry, EthnicGroup, Factors, Families, LossCounts, Oddities, Pathway, PlaceSpec, Spec, Step, Years,
};

use areas::Ground;
use truth::Truth;

/// Writes the authority's files into a folder, which is made where it is not there.
///
/// # Errors
///
/// Returns a diagnostic that names the file that could not be written.
pub fn write(spec: &Spec, dir: &Path) -> Result<(), Diagnostic> {
    let ground = Ground::make(spec);
    let mut children = families::children(spec, &ground);
    dirt::lose(spec, &ground, &mut children);
    dirt::spoil(spec, &mut children);
    dirt::readdress(spec, &ground, &mut children);
    let care = care::starts(spec, &ground, &children);
    let truth = Truth::of(spec, &ground, &children, &care);
    let dates = families::reference_dates(spec);
    let name = spec.name.to_lowercase();

    for folder in ["cin", "ssda903"] {
        std::fs::create_dir_all(dir.join(folder)).map_err(|error| unwritable(dir, &why(&error)))?;
    }
    let returns: Vec<String> =
        (0..dates.len()).into_par_iter().map(|file| cin_xml::write(spec, &dates, file, &children)).collect();
    for (&date, text) in dates.iter().zip(&returns) {
        put(&dir.join("cin").join(return_name(date)), text.as_bytes())?;
    }
    let workbook_name = dir.join(format!("sapelsoasyoa_{name}.xlsx"));
    let workbook = workbook::population(spec, &ground)
        .map_err(|error| unwritable(&workbook_name, &error.to_string()))?;
    put(&workbook_name, &workbook)?;
    for (file, text) in [
        ("addresses.csv".into(), tables::addresses(&children)),
        ("addresses_ssd.csv".into(), tables::addresses_ssd(&children)),
        (format!("NSPL_{name}.csv"), tables::directory(spec, &ground)),
        (format!("File_7_{name}_IoD2025.csv"), tables::index(spec, &ground)),
        (format!("TS021_{name}.csv"), tables::ethnic_groups(&ground)),
        (format!("LSOA11_to_LSOA21_{name}.csv"), tables::lookup(spec, &ground)),
        ("ssda903/header.csv".into(), care::header(&children, &care)),
        ("ssda903/episodes.csv".into(), care::episodes(&children, &care)),
        ("truth.json".into(), truth.json()),
        ("truth_counts.csv".into(), truth.counts()),
        ("README.md".into(), readme::readme(spec, &truth)),
    ] {
        put(&dir.join(file), text.as_bytes())?;
    }
    Ok(())
}

/// Returns the file name of the return whose year ends on a day.
fn return_name(reference: Date) -> String {
    format!("CIN_Census_{}.xml", reference.year())
}

fn put(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    std::fs::write(file, bytes).map_err(|error| unwritable(file, &why(&error)))
}

fn unwritable(file: &Path, why: &str) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed, format!("the file cannot be written: {why}")).in_file(file)
}

#[cfg(test)]
mod tests;
