//! The areas of postcodes, from an ONS postcode directory.
//!
//! Any vintage of the National Statistics Postcode Lookup or the ONS Postcode Directory, and shorter lists with
//! a postcode and an area. The directory is streamed and only the postcodes that addresses hold are kept;
//! postcodes that were terminated still resolve. Headers: the ONS user guides of 2011 to 2026.

use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::AreaKind;
use crate::domain::Vintage;

use super::postcode::{Postcode, Wanted};
use super::sheet::{self, Column, Header, Missing, Row};
use super::{Address, AddressPlace, Directory, DirectoryEntry, areas};

const POSTCODE: &[&str] = &["pcds", "pcd7", "pcd8", "pcd", "pcd2", "postcode"];

/// The columns that were found.
struct Columns {
    postcode: Column,
    lsoa11: Option<Column>,
    lsoa21: Option<Column>,
}

/// The areas of every postcode of a directory: what several authorities share.
pub(super) struct Gazetteer {
    numbers: Wanted,
    entries: Vec<Option<DirectoryEntry>>,
}

/// Reads the areas of the postcodes in `wanted`, and marks the addresses whose postcode the file does not hold.
///
/// A column `lsoa_code` that is silent on its census is taken to be of `vintage`, the census whose areas the
/// plan's edition ranks.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read or lacks a column.
pub fn postcodes(
    path: &Path,
    wanted: &Wanted,
    vintage: Vintage,
    addresses: &mut [Address],
    findings: &mut Findings,
) -> Result<Directory, Diagnostic> {
    let found = entries(path, vintage, findings, |postcode| wanted.find(postcode))?;
    Ok(placed(found, wanted, addresses))
}

impl Gazetteer {
    /// Reads a whole directory.
    pub(super) fn read(path: &Path, vintage: Vintage, findings: &mut Findings) -> Result<Self, Diagnostic> {
        let mut numbers = Wanted::default();
        let entries = entries(path, vintage, findings, |postcode| Some(numbers.number(postcode)))?;
        Ok(Self { numbers, entries })
    }

    /// Does what [`postcodes`] does, from the directory that was read.
    pub(super) fn directory(&self, wanted: &Wanted, addresses: &mut [Address]) -> Directory {
        let mut found = vec![None; wanted.len()];
        for (postcode, number) in wanted.numbers() {
            found[number as usize] =
                self.numbers.find(postcode).and_then(|number| self.entries[number as usize]);
        }
        placed(found, wanted, addresses)
    }
}

/// Reads the entries of the postcodes that `number` numbers. The first row of a postcode stands.
fn entries(
    path: &Path,
    vintage: Vintage,
    findings: &mut Findings,
    mut number: impl FnMut(Postcode) -> Option<u32>,
) -> Result<Vec<Option<DirectoryEntry>>, Diagnostic> {
    let mut found: Vec<Option<DirectoryEntry>> = Vec::new();
    sheet::read(
        path,
        |header| Columns::find(header, vintage),
        findings,
        |columns, row, findings| {
            let postcode = Postcode::parse(row.cell(&columns.postcode));
            let Some(number) = postcode.and_then(&mut number) else { return Ok(()) };
            let number = number as usize;
            if found.len() <= number {
                found.resize(number + 1, None);
            }
            let slot = &mut found[number];
            let entry = DirectoryEntry {
                lsoa11: read_area(path, row, columns.lsoa11.as_ref(), findings),
                lsoa21: read_area(path, row, columns.lsoa21.as_ref(), findings),
            };
            if slot.is_some_and(|first| first != entry) {
                let title = columns.postcode.title();
                findings.note(Code::DuplicatePostcode, path, Some(title), row.number());
            }
            slot.get_or_insert(entry);
            Ok(())
        },
    )?;
    Ok(found)
}

/// Marks the addresses whose postcode was not found, and returns the entries of those that are wanted.
fn placed(mut found: Vec<Option<DirectoryEntry>>, wanted: &Wanted, addresses: &mut [Address]) -> Directory {
    found.resize(wanted.len(), None);
    for address in addresses {
        if let AddressPlace::Postcode(Some(number)) = address.place {
            let entry = usize::try_from(number).ok().and_then(|number| found.get(number).copied().flatten());
            address.place = AddressPlace::Postcode(entry.map(|_| number));
        }
    }
    Directory { entries: found.into_iter().map(Option::unwrap_or_default).collect() }
}

fn read_area<A: AreaKind>(
    path: &Path,
    row: Row<'_>,
    column: Option<&Column>,
    findings: &mut Findings,
) -> Option<A> {
    let column = column?;
    areas::code(row.cell(column))
        .inspect_err(|&code| findings.note(code, path, Some(column.title()), row.number()))
        .ok()
        .flatten()
        .map(A::from_code)
}

impl Columns {
    fn find(header: &Header, vintage: Vintage) -> Result<Self, Missing> {
        let column = |census| {
            let unlabelled = || areas::unlabelled(header).filter(|_| census == vintage);
            areas::of(header, census).or_else(unlabelled)
        };
        let (postcode, lsoa11, lsoa21) =
            (header.named(POSTCODE), column(Vintage::Lsoa11), column(Vintage::Lsoa21));
        let mut missing = Vec::new();
        if lsoa11.is_none() && lsoa21.is_none() {
            missing.push("`lsoa21cd`, `lsoa21` or `lsoa11`");
        }
        match postcode {
            Some(postcode) if missing.is_empty() => Ok(Self { postcode, lsoa11, lsoa21 }),
            Some(_) => Err(Missing(missing)),
            None => {
                missing.insert(0, "`pcds` or `postcode`");
                Err(Missing(missing))
            }
        }
    }
}

#[cfg(test)]
mod tests;
