//! Where each child lived, and when.
//!
//! A CSV file or workbook of `child_id`, `postcode` or `lsoa`, `start`, `end` and, where it is recorded, `family`, or the Standard Safeguarding
//! Dataset's `ssd_address` with its column names as they are; its `addr_address_type` is not used.

use std::collections::HashMap;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Vintage;

use super::postcode::{Postcode, Wanted};
use super::sheet::{self, Column, Header, Missing, Row};
use super::{Address, AddressPlace, ChildKeys, areas};

const CHILD: &[&str] = &["child id", "lachildid", "la child id", "addr person id", "person id"];
const POSTCODE: &[&str] = &["postcode", "addr address postcode", "post code", "pcds", "pcd"];
const FAMILY: &[&str] = &["family", "family id", "household", "household id", "addr family id"];
const START: &[&str] = &["start", "start date", "addr address start date", "address start date"];
const END: &[&str] = &["end", "end date", "addr address end date", "address end date"];

/// The columns that were found.
struct Columns {
    child: Column,
    start: Column,
    end: Column,
    family: Option<Column>,
    /// The columns that say where, the best first.
    places: Vec<PlaceColumn>,
}

/// A column that says where.
enum PlaceColumn {
    Area(Vintage, Column),
    Postcode(Column),
}

/// Reads the addresses of the children in `keys`, and gathers the postcodes that a directory has to hold.
///
/// `vintage` is the census whose areas the plan's edition ranks; a column `lsoa` is taken to be of it, and
/// columns `lsoa11` and `lsoa21` say theirs. Where a row has several places the area of that census comes
/// first, then the postcode, then the area of the other census.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read or lacks a column.
pub fn addresses(
    path: &Path,
    keys: &ChildKeys,
    vintage: Vintage,
    findings: &mut Findings,
) -> Result<(Vec<Address>, Wanted), Diagnostic> {
    let (mut addresses, mut wanted) = (Vec::new(), Wanted::default());
    let mut families: HashMap<String, u32> = HashMap::new();
    sheet::read(
        path,
        |header| Columns::find(header, vintage),
        findings,
        |columns, row, findings| {
            let mut note = |code: Code, column: &Column| {
                findings.note(code, path, Some(column.title()), row.number());
            };
            let identifier = row.cell(&columns.child);
            let Some(child) = keys.known(identifier.as_bytes()) else {
                let code = if sheet::is_missing(identifier) { Code::NoChildId } else { Code::UnknownChild };
                note(code, &columns.child);
                return Ok(());
            };
            let mut date = |column: &Column| {
                let date = sheet::date(row.cell(column));
                date.inspect_err(|&code| note(code, column)).ok().flatten()
            };
            let (start, end) = (date(&columns.start), date(&columns.end));
            if start.is_none() {
                note(Code::NoAddressStart, &columns.start);
            }
            if start.zip(end).is_some_and(|(start, end)| end < start) {
                note(Code::AddressEndsBeforeStart, &columns.end);
                return Ok(());
            }
            let place = columns.place(row, &mut wanted, note);
            let family = columns
                .family
                .as_ref()
                .map(|column| row.cell(column))
                .filter(|cell| !sheet::is_missing(cell));
            let family = family.map(|cell| {
                let next = u32::try_from(families.len()).expect("fewer families than 2^32");
                *families.entry(cell.to_owned()).or_insert(next)
            });
            addresses.push(Address { child, start, end, place, row: row.number(), family });
            Ok(())
        },
    )?;
    Ok((addresses, wanted))
}

impl Columns {
    fn find(header: &Header, vintage: Vintage) -> Result<Self, Missing> {
        let another = match vintage {
            Vintage::Lsoa11 => Vintage::Lsoa21,
            Vintage::Lsoa21 => Vintage::Lsoa11,
        };
        let own = areas::of(header, vintage).or_else(|| areas::unlabelled(header));
        let places: Vec<_> = [
            own.map(|column| PlaceColumn::Area(vintage, column)),
            header.named(POSTCODE).map(PlaceColumn::Postcode),
            areas::of(header, another).map(|column| PlaceColumn::Area(another, column)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let found = (header.named(CHILD), header.named(START), header.named(END), !places.is_empty());
        if let (Some(child), Some(start), Some(end), true) = found {
            return Ok(Self { child, start, end, family: header.named(FAMILY), places });
        }
        let lacking = [
            (found.0.is_none(), "`child_id`"),
            (!found.3, "`postcode` or `lsoa`"),
            (found.1.is_none(), "`start`"),
            (found.2.is_none(), "`end`"),
        ];
        Err(Missing(lacking.into_iter().filter_map(|(lacks, name)| lacks.then_some(name)).collect()))
    }

    fn place(&self, row: Row<'_>, wanted: &mut Wanted, mut note: impl FnMut(Code, &Column)) -> AddressPlace {
        let mut noted = false;
        for place in &self.places {
            match place.read(row, wanted) {
                Ok(Some(place)) => return place,
                Ok(None) => {}
                Err(code) => {
                    noted = true;
                    note(code, place.column());
                }
            }
        }
        if let (false, Some(place)) = (noted, self.places.first()) {
            note(place.code(), place.column());
        }
        AddressPlace::Unreadable
    }
}

impl PlaceColumn {
    /// Returns where the row says the address is; `None` where the column is silent.
    fn read(&self, row: Row<'_>, wanted: &mut Wanted) -> Result<Option<AddressPlace>, Code> {
        let cell = row.cell(self.column());
        match self {
            Self::Area(vintage, _) => {
                areas::code(cell).map(|code| code.map(|code| AddressPlace::area(*vintage, code)))
            }
            Self::Postcode(_) if sheet::is_missing(cell) => Ok(None),
            Self::Postcode(_) => {
                let postcode = Postcode::parse(cell).ok_or(self.code())?;
                Ok(Some(AddressPlace::Postcode(Some(wanted.number(postcode)))))
            }
        }
    }

    const fn column(&self) -> &Column {
        match self {
            Self::Area(_, column) | Self::Postcode(column) => column,
        }
    }

    /// Returns what a cell without a place is noted as.
    const fn code(&self) -> Code {
        match self {
            Self::Area(..) => Code::BadArea,
            Self::Postcode(_) => Code::BadPostcode,
        }
    }
}

#[cfg(test)]
mod tests;
