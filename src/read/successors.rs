//! What became of 2011 areas in 2021: the ONS exact-fit lookup.
//!
//! An area that is unchanged (`U`) or merged into another (`M`) has one successor. One that was split (`S`) or
//! redrawn (`X`) has none, since its children cannot be told apart. ONS, "LSOA (2011) to LSOA (2021) to Local
//! Authority District (2022) exact fit lookup for England and Wales".

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Vintage;

use super::sheet::{self, Column, Header, Missing};
use super::{Successors, areas};
use crate::domain::{AreaKind, Lsoa11, Lsoa21};

/// More 2011 areas than there are in the United Kingdom.
const MAX_AREAS: usize = 100_000;

/// The columns that were found.
struct Columns {
    old: Column,
    new: Column,
    change: Column,
}

/// Reads the successors of 2011 areas.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read or lacks a column.
pub fn successors(path: &Path, findings: &mut Findings) -> Result<Successors, Diagnostic> {
    let mut rows = BTreeMap::new();
    let read = sheet::read(path, Columns::find, findings, |columns, row, findings| {
        let mut note = |code: Code, column: &Column| {
            findings.note(code, path, Some(column.title()), row.number());
        };
        let Ok(Some(old)) = areas::code(row.cell(&columns.old)) else {
            note(Code::BadArea, &columns.old);
            return Ok(());
        };
        let new = match row.cell(&columns.change) {
            "U" | "u" | "M" | "m" => {
                let new = areas::code(row.cell(&columns.new)).ok().flatten();
                if new.is_none() {
                    note(Code::BadArea, &columns.new);
                }
                new
            }
            "S" | "s" | "X" | "x" => None,
            _ => {
                note(Code::BadCode, &columns.change);
                None
            }
        };
        if rows.insert(old, new).is_some_and(|before| before != new) {
            note(Code::SuccessorsDisagree, &columns.old);
            rows.insert(old, None);
        }
        if rows.len() > MAX_AREAS {
            let message = format!("the lookup has more than {MAX_AREAS} areas");
            return Err(Diagnostic::new(Code::FileTooLarge, message).in_file(path));
        }
        Ok(())
    });
    read.map_err(|diagnostic| match diagnostic.code {
        Code::MissingColumn => diagnostic.with_help(
            "use the exact-fit lookup of ONS; the best-fit lookup has no `CHGIND` and hides splits",
        ),
        _ => diagnostic,
    })?;
    let typed = |(old, new): (_, Option<_>)| (Lsoa11::from_code(old), new.map(Lsoa21::from_code));
    Ok(Successors { rows: rows.into_iter().map(typed).collect() })
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Missing> {
        let old = areas::of(header, Vintage::Lsoa11);
        let new = areas::of(header, Vintage::Lsoa21);
        match (old, new, header.named(&["chgind"])) {
            (Some(old), Some(new), Some(change)) => Ok(Self { old, new, change }),
            (old, new, change) => {
                let lacking = [(old, "`LSOA11CD`"), (new, "`LSOA21CD`"), (change, "`CHGIND`")];
                let names = lacking.into_iter().filter(|(column, _)| column.is_none()).map(|(_, name)| name);
                Err(Missing(names.collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests;
