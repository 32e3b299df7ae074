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
    let mut found: Vec<Option<DirectoryEntry>> = vec![None; wanted.len()];
    sheet::read(
        path,
        |header| Columns::find(header, vintage),
        findings,
        |columns, row, findings| {
            let number =
                Postcode::parse(row.cell(&columns.postcode)).and_then(|postcode| wanted.find(postcode));
            let Some(slot) = number.and_then(|number| found.get_mut(usize::try_from(number).ok()?)) else {
                return Ok(());
            };
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
    for address in addresses {
        if let AddressPlace::Postcode(Some(number)) = address.place {
            let entry = usize::try_from(number).ok().and_then(|number| found.get(number).copied().flatten());
            address.place = AddressPlace::Postcode(entry.map(|_| number));
        }
    }
    Ok(Directory { entries: found.into_iter().map(Option::unwrap_or_default).collect() })
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
