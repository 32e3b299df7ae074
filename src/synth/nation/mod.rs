//! A nation: authorities that differ in size, deprivation and recording, in one country with one index.
//!
//! Each authority is drawn, written and let go by itself, several at once; the public files (index, postcodes,
//! population, ethnic mix) and the plan of them all are written when all are done. Nothing is learned from a real
//! row: what goes in is the specification, whose figures are published ones.

mod country;
mod margins;
mod plan;
mod spec;
mod territory;

use std::path::Path;

use rayon::prelude::*;

use self::margins::Margins;
pub use self::spec::{Country, Format, Nation, Variation};
pub(super) use self::territory::Territory;
use super::areas::Ground;
use super::spec::Spec;
use super::{care, cin_tables, cin_xml, dirt, families, put, return_name, tables, unwritable};
use crate::diag::{Diagnostic, why};

/// What one authority leaves behind: its rows of the public files, and what is true of it.
struct Left {
    index: String,
    postcodes: String,
    population: String,
    ethnicity: String,
    margins: Margins,
}

/// Writes a nation into a folder, which is made where it is not there.
///
/// # Errors
///
/// Returns a diagnostic that names the file that could not be written.
pub fn write(nation: &Nation, dir: &Path) -> Result<(), Diagnostic> {
    let authorities = country::authorities(nation);
    let left: Vec<_> = authorities.par_iter().map(|spec| authority(nation, spec, dir)).collect();
    let left: Vec<Left> = left.into_iter().collect::<Result<_, _>>()?;
    let year = nation.years.last - 1;
    let whole = |header: &str, rows: fn(&Left) -> &str| {
        let mut text = String::from(header);
        left.iter().for_each(|one| text.push_str(rows(one)));
        text
    };
    let margins = left.iter().fold(Margins::default(), |sum, one| sum.plus(&one.margins));
    for (file, text) in [
        ("File_7_IoD2025.csv".to_owned(), whole(tables::FILE_7, |one| &one.index)),
        ("NSPL.csv".to_owned(), whole(tables::NSPL, |one| &one.postcodes)),
        (format!("mid-{year}_population.csv"), whole(&plan::population_header(), |one| &one.population)),
        ("ethnicity.csv".to_owned(), whole(plan::ETHNICITY, |one| &one.ethnicity)),
        ("plan.toml".to_owned(), plan::plan(nation, &authorities)),
        ("truth.json".to_owned(), plan::truth(nation, &margins)),
    ] {
        put(&dir.join(file), text.as_bytes())?;
    }
    Ok(())
}

/// Draws and writes one authority.
fn authority(nation: &Nation, spec: &Spec, dir: &Path) -> Result<Left, Diagnostic> {
    let ground = Ground::make(spec);
    let mut children = families::children(spec, &ground);
    dirt::lose(spec, &ground, &mut children);
    let folder = dir.join("authorities").join(&spec.name);
    let dates = families::reference_dates(spec);
    for format in &nation.formats {
        (0..dates.len())
            .into_par_iter()
            .map(|file| match format {
                Format::CinXml => {
                    let text = cin_xml::write(spec, &dates, file, &children);
                    put_in(&folder.join("cin"), &return_name(dates[file]), &text)
                }
                Format::CinTables => {
                    let folder = folder.join("cin_tables").join(dates[file].year().to_string());
                    let tables = cin_tables::write(spec, &dates, file, &children);
                    tables.iter().try_for_each(|(name, text)| put_in(&folder, name, text))
                }
            })
            .collect::<Vec<_>>()
            .into_iter()
            .collect::<Result<(), _>>()?;
    }
    put_in(&folder, "addresses.csv", &tables::addresses(&children))?;
    let starts = care::starts(spec, &ground, &children);
    put_in(&folder.join("ssda903"), "header.csv", &care::header(&children, &starts))?;
    put_in(&folder.join("ssda903"), "episodes.csv", &care::episodes(&children, &starts))?;
    let rows = |text: String| text.split_once('\n').map(|(_, rows)| rows.to_owned()).unwrap_or_default();
    Ok(Left {
        index: rows(tables::index(spec, &ground)),
        postcodes: rows(tables::directory(spec, &ground)),
        population: plan::population(spec, &ground),
        ethnicity: plan::ethnicity(nation, spec, &ground),
        margins: Margins::of(spec, &children),
    })
}

/// Writes a file into a folder, which is made where it is not there.
fn put_in(folder: &Path, name: &str, text: &str) -> Result<(), Diagnostic> {
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &why(&error)))?;
    put(&folder.join(name), text.as_bytes())
}

#[cfg(test)]
mod tests;
