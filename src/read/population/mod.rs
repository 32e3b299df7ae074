//! Children by area and single year of age.
//!
//! The ONS small-area workbook (`Mid-2022 LSOA 2021`: header on row 4, `F0` to `F90` and `M0` to `M90`) or a
//! sheet of it as CSV; tables with a column for each year of age, with or without a row for each sex; and
//! long tables of `age`, `sex` and `value`, as the census has them.

mod columns;
mod label;
mod tally;

use std::cell::Cell;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};

use super::sheet::{self, Column, Row};
use super::{PopulationTable, areas};

use columns::{Columns, Layout, Sexes};
use label::Estimate;
use tally::Tally;

/// The ages that are read: the years of childhood.
const AGES: usize = 18;

/// No single area has so many people of one age.
const MOST_PEOPLE: u32 = 1_000_000;

/// Reads children by area, from the latest estimate in the file or from that of `year`.
///
/// Girls and boys are kept apart where the file has both for an area; otherwise everybody is in `girls`. An
/// area that lacks an age is noted as `incomplete-area` and left out, never filled in.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read, lacks a column, or has no estimate for the year.
pub fn population(
    path: &Path,
    year: Option<i16>,
    findings: &mut Findings,
) -> Result<PopulationTable, Diagnostic> {
    let mut tally = Tally::default();
    let no_sheet = Cell::new(false);
    let choose = |sheets: &[String]| {
        let chosen = label::sheets(sheets, year);
        no_sheet.set(chosen.is_empty());
        chosen
    };
    let read = sheet::read_sheets(path, choose, Columns::find, findings, |columns, row, findings| {
        let Some(area) = areas::code(row.cell(&columns.area)).ok().flatten() else {
            findings.note(Code::BadArea, path, Some(columns.area.title()), row.number());
            return Ok(());
        };
        let estimate = columns.period.as_ref().and_then(|period| Estimate::parse(row.cell(period)));
        let counts = tally.area(estimate, area, row.number());
        let repeated = match &columns.layout {
            Layout::Sexes { girls, boys } => {
                let girls = counts.fill(Sexes::Girls, &ages(path, girls, row, findings));
                girls | counts.fill(Sexes::Boys, &ages(path, boys, row, findings))
            }
            Layout::Wide { sex, ages: columns } => {
                let Some(sex) = read_sex(path, sex.as_ref(), row, findings) else { return Ok(()) };
                counts.fill(sex, &ages(path, columns, row, findings))
            }
            Layout::Long { age, sex, value } => {
                let Some(age) = columns::age(row.cell(age)) else { return Ok(()) };
                let Some(sex) = read_sex(path, sex.as_ref(), row, findings) else { return Ok(()) };
                let mut ages = [None; AGES];
                ages[age] = count(path, value, row, findings);
                counts.fill(sex, &ages)
            }
        };
        if repeated {
            findings.note(Code::DuplicateArea, path, Some(columns.area.title()), row.number());
        }
        tally.check_size(path)
    });
    let columns = read.map_err(|error| if no_sheet.get() { missing(path, year) } else { error })?;
    let sheet = columns.sheet.as_deref().and_then(Estimate::parse);
    let (estimate, rows) = tally.finish(path, year, sheet, columns.area.title(), findings)?;
    let estimate = estimate.map_or_else(|| "year not stated".to_owned(), |estimate| estimate.to_string());
    Ok(PopulationTable { vintage: columns.vintage, estimate, rows })
}

/// Returns the diagnostic for a file that has no estimate, or none for the year.
fn missing(path: &Path, year: Option<i16>) -> Diagnostic {
    let year = year.map_or_else(String::new, |year| format!(" for {year}"));
    let message = format!("the file has no population estimate{year}");
    Diagnostic::new(Code::EstimateMissing, message).in_file(path)
}

fn ages(path: &Path, columns: &[Column; AGES], row: Row<'_>, findings: &mut Findings) -> [Option<u32>; AGES] {
    columns.each_ref().map(|column| count(path, column, row, findings))
}

fn count(path: &Path, column: &Column, row: Row<'_>, findings: &mut Findings) -> Option<u32> {
    let count = sheet::whole(row.cell(column)).ok().flatten().filter(|&count| count <= MOST_PEOPLE);
    if count.is_none() {
        findings.note(Code::BadNumber, path, Some(column.title()), row.number());
    }
    count
}

/// Returns whom the row counts: everybody where the table has no sexes, `None` where the word is not known.
fn read_sex(path: &Path, column: Option<&Column>, row: Row<'_>, findings: &mut Findings) -> Option<Sexes> {
    let Some(column) = column else { return Some(Sexes::Both) };
    let sex = columns::sex(row.cell(column));
    if sex.is_none() {
        findings.note(Code::BadCode, path, Some(column.title()), row.number());
    }
    sex
}

#[cfg(test)]
mod tests;
