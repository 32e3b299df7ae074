//! The sheets of an XLSX workbook, row by row.
//!
//! Cells are streamed: a sheet that declares a million columns costs what it holds and no more.

use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{DataRef, Reader, Xlsx, XlsxCellReader, XlsxError};

use crate::diag::{Code, Diagnostic, Findings};

use super::header::{Header, Search};
use super::{HEADER_ROWS, MAX_COLUMNS, MAX_ROW_BYTES, Row, archive, empty};

/// The most rows a sheet can have.
const MAX_SHEET_ROWS: u32 = 1_048_576;

type Cells<'a> = XlsxCellReader<'a, BufReader<File>>;

/// The day after the last one that a spreadsheet can write, 31 December 9999.
const DAYS_END: f64 = 2_958_466.0;

/// Reads the rows under the header, in the first of the chosen sheets that has it.
pub(super) fn read<C>(
    path: &Path,
    mut file: File,
    choose: &dyn Fn(&[String]) -> Vec<String>,
    search: &mut Search<'_, C>,
    findings: &mut Findings,
    each: &mut impl FnMut(&C, Row<'_>, &mut Findings) -> Result<(), Diagnostic>,
) -> Result<C, Diagnostic> {
    archive::inspect(path, &mut file)?;
    let mut book: Xlsx<_> = guard(path, || Xlsx::new(BufReader::new(file)))?;
    for sheet in choose(&book.sheet_names()) {
        let Some(cells) = guard(path, || match book.worksheet_cells_reader(&sheet) {
            // A sheet that is only a chart has no cells.
            Err(XlsxError::NotAWorksheet(_)) => Ok(None),
            cells => cells.map(Some),
        })?
        else {
            continue;
        };
        let mut rows = Rows::new(path, cells);
        let Some(columns) = header(&mut rows, &sheet, search)? else { continue };
        let mut kept = 0_u64;
        while rows.advance()? {
            let row = rows.row();
            if !row.is_blank() {
                kept += 1;
                each(&columns, row, findings)?;
            }
        }
        return if kept == 0 { Err(empty(path, 0)) } else { Ok(columns) };
    }
    Err(search.not_found(path))
}

fn header<C>(
    rows: &mut Rows<'_, '_>,
    sheet: &str,
    search: &mut Search<'_, C>,
) -> Result<Option<C>, Diagnostic> {
    for _ in 0..HEADER_ROWS {
        if !rows.advance()? {
            break;
        }
        if let Some(columns) = search.look(&Header::new(Some(sheet), rows.row())) {
            return Ok(Some(columns));
        }
    }
    Ok(None)
}

/// The rows of a sheet, one at a time.
struct Rows<'p, 'a> {
    path: &'p Path,
    cells: Cells<'a>,
    /// The first cell of the row after the current one.
    next: Option<(u32, u32, DataRef<'a>)>,
    started: bool,
    text: String,
    ends: Vec<usize>,
    number: u32,
}

impl<'p, 'a> Rows<'p, 'a> {
    fn new(path: &'p Path, cells: Cells<'a>) -> Self {
        let (text, ends) = (String::new(), Vec::new());
        Self { path, cells, next: None, started: false, text, ends, number: 0 }
    }

    /// Goes to the next row that has a cell; `false` where there is none.
    fn advance(&mut self) -> Result<bool, Diagnostic> {
        if !self.started {
            self.started = true;
            self.next = self.cell()?;
        }
        self.text.clear();
        self.ends.clear();
        let Some((row, ..)) = self.next else { return Ok(false) };
        if self.number > row || row >= MAX_SHEET_ROWS {
            return Err(damaged(self.path));
        }
        self.number = row + 1;
        while let Some((_, column, value)) = self.next.take_if(|next| next.0 == row) {
            self.push(column, &value)?;
            self.next = self.cell()?;
        }
        Ok(true)
    }

    fn row(&self) -> Row<'_> {
        Row::new(&self.text, &self.ends, u64::from(self.number))
    }

    /// Returns the next cell that holds something.
    fn cell(&mut self) -> Result<Option<(u32, u32, DataRef<'a>)>, Diagnostic> {
        loop {
            let Some(cell) = guard(self.path, || self.cells.next_cell())? else { return Ok(None) };
            let (row, column) = cell.get_position();
            if !matches!(cell.get_value(), DataRef::Empty) {
                return Ok(Some((row, column, cell.get_value().clone())));
            }
        }
    }

    fn push(&mut self, column: u32, value: &DataRef<'_>) -> Result<(), Diagnostic> {
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            let message = format!("the sheet has more than {MAX_COLUMNS} columns");
            return Err(self.too_large(message));
        }
        if column < self.ends.len() {
            return Err(damaged(self.path));
        }
        self.ends.resize(column, self.text.len());
        write(&mut self.text, value);
        self.ends.push(self.text.len());
        if self.text.len() > MAX_ROW_BYTES {
            return Err(self.too_large(format!("a row is longer than {MAX_ROW_BYTES} bytes")));
        }
        Ok(())
    }

    fn too_large(&self, message: String) -> Diagnostic {
        Diagnostic::new(Code::FileTooLarge, message).at_row(self.path, u64::from(self.number), None)
    }
}

/// Writes a value as a CSV export would: whole numbers without a fraction, dates as `YYYY-MM-DD`.
fn write(text: &mut String, value: &DataRef<'_>) {
    let written = match value {
        DataRef::Int(number) => write!(text, "{number}"),
        DataRef::Float(number) => write!(text, "{number}"),
        DataRef::Bool(flag) => write!(text, "{flag}"),
        DataRef::DateTime(moment) if moment.is_datetime() && (0.0..DAYS_END).contains(&moment.as_f64()) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            write!(text, "{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(moment) => write!(text, "{}", moment.as_f64()),
        DataRef::String(string) | DataRef::DateTimeIso(string) | DataRef::DurationIso(string) => {
            text.write_str(string)
        }
        DataRef::SharedString(string) => text.write_str(string),
        DataRef::Error(_) => text.write_str("#N/A"),
        DataRef::Empty => Ok(()),
    };
    written.expect("writing to a string does not fail");
}

/// Calls the workbook library, for which a cell at `ZZZZZZZZ9` is a reason to panic.
fn guard<T>(path: &Path, call: impl FnOnce() -> Result<T, XlsxError>) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| damaged(path))?.map_err(|_| damaged(path))
}

fn damaged(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::BadWorkbook, "the workbook is damaged").in_file(path)
}

#[cfg(test)]
mod tests;
