//! One way into every table, be it a CSV file or a sheet of a workbook.
//!
//! A reader says how it knows its header and is then given the rows one by one, as text; nothing is held.
//! A file made to be huge meets the limits below before it meets the memory of the machine.
//! CSV as in RFC 4180; limits and archive rules as in OWASP ASVS 5.0, 5.2 and 5.3.

mod archive;
mod csv;
mod header;
mod row;
mod value;
mod workbook;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings, unreadable};

pub use header::{Column, Header, Missing};
pub use row::Row;
pub use value::{date, decimal, is_missing, whole};

use header::Search;

/// The most columns a table may have. The widest table read, the ONS population workbook, has 187.
const MAX_COLUMNS: usize = 4_096;

/// The most bytes a row may have.
const MAX_ROW_BYTES: usize = 1 << 20;

/// The most rows a table may have. A postcode directory has 2.7 million.
const MAX_ROWS: u64 = 10_000_000;

/// How many rows are looked at for the header; published workbooks have it on row 1, 4 or 6.
const HEADER_ROWS: usize = 20;

/// What the first bytes of a file say it is.
enum Kind {
    Text,
    Workbook,
    OldWorkbook,
}

/// Reads a table row by row, looking for its header in every sheet of a workbook.
///
/// `find` is given the first rows in turn and says which columns it found, or which it misses; `each` is
/// given every row under the header it accepted. Rows without content are passed over; in a CSV file, a row
/// that has not as many cells as the header is noted as `ragged-row` and left out.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read, is not what it should be or is out of all proportion,
/// where no header is found or no row stands under it, and whatever `each` returns.
pub fn read<C>(
    path: &Path,
    find: impl Fn(&Header) -> Result<C, Missing>,
    findings: &mut Findings,
    each: impl FnMut(&C, Row<'_>, &mut Findings) -> Result<(), Diagnostic>,
) -> Result<C, Diagnostic> {
    read_sheets(path, <[String]>::to_vec, find, findings, each)
}

/// Reads a table as [`read`] does, from the sheets that `choose` names and in the order it names them.
///
/// # Errors
///
/// Returns what [`read`] returns.
pub fn read_sheets<C>(
    path: &Path,
    choose: impl Fn(&[String]) -> Vec<String>,
    find: impl Fn(&Header) -> Result<C, Missing>,
    findings: &mut Findings,
    mut each: impl FnMut(&C, Row<'_>, &mut Findings) -> Result<(), Diagnostic>,
) -> Result<C, Diagnostic> {
    let mut file = open(path)?;
    let mut search = Search::new(&find);
    match kind(path, &mut file)? {
        Kind::Text => csv::read(path, file, &mut search, findings, &mut each),
        Kind::Workbook => workbook::read(path, file, &choose, &mut search, findings, &mut each),
        Kind::OldWorkbook => Err(Diagnostic::new(
            Code::BadWorkbook,
            "the workbook is of the kind before 2007, or is protected by a password",
        )
        .in_file(path)
        .with_help("save it without a password as .xlsx, or as \"CSV UTF-8\"")),
    }
}

/// Reads CSV text that comes from no file, such as standard input, as [`read`] does; `name` stands for the
/// file in what is said of it.
///
/// # Errors
///
/// Returns what [`read`] returns.
pub fn read_stream<C>(
    name: &Path,
    input: impl Read,
    find: impl Fn(&Header) -> Result<C, Missing>,
    findings: &mut Findings,
    mut each: impl FnMut(&C, Row<'_>, &mut Findings) -> Result<(), Diagnostic>,
) -> Result<C, Diagnostic> {
    csv::read(name, input, &mut Search::new(&find), findings, &mut each)
}

/// Returns the diagnostic for a table under whose header no usable row stands.
fn empty(path: &Path, ragged: u64) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::EmptyTable, "the table has no rows under its header").in_file(path);
    if ragged == 0 {
        return diagnostic;
    }
    let message = format!("all {ragged} rows have more or fewer cells than the header");
    Diagnostic { message, ..diagnostic }.with_help(Code::RaggedRow.help())
}

fn open(path: &Path) -> Result<File, Diagnostic> {
    let fail = |error| unreadable(path, &error);
    let file = File::open(path).map_err(fail)?;
    if !file.metadata().map_err(fail)?.is_file() {
        return Err(Diagnostic::new(Code::FileUnreadable, "not a file").in_file(path));
    }
    Ok(file)
}

fn kind(path: &Path, file: &mut File) -> Result<Kind, Diagnostic> {
    let fail = |error| unreadable(path, &error);
    let mut start = Vec::with_capacity(8);
    Read::by_ref(file).take(8).read_to_end(&mut start).map_err(fail)?;
    file.seek(SeekFrom::Start(0)).map_err(fail)?;
    Ok(match start.as_slice() {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Kind::Workbook,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Kind::OldWorkbook,
        _ => Kind::Text,
    })
}

#[cfg(test)]
mod tests;
