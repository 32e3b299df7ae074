//! CSV, record by record, in memory that does not grow with the file.
//!
//! The tokeniser is `csv-core`, the one under arrow's CSV reader. It is used directly because arrow's reader
//! gives up at the first row of the wrong length, and a row of the wrong length is to be noted and passed over.

use std::io::Read;
use std::path::Path;

use csv_core::{ReadRecordResult, Reader};

use crate::diag::{Code, Diagnostic, Findings, unreadable};

use super::header::{Header, Search};
use super::{HEADER_ROWS, MAX_COLUMNS, MAX_ROW_BYTES, MAX_ROWS, Row, empty};

/// How much is read at once.
const CHUNK: usize = 1 << 18;

/// Reads the rows under the header.
pub(super) fn read<C>(
    path: &Path,
    input: impl Read,
    search: &mut Search<'_, C>,
    findings: &mut Findings,
    each: &mut impl FnMut(&C, Row<'_>, &mut Findings) -> Result<(), Diagnostic>,
) -> Result<C, Diagnostic> {
    let mut records = Records::new(path, input);
    let (columns, width) = header(&mut records, search)?;
    let (mut kept, mut ragged) = (0, 0);
    while records.advance()? {
        let row = records.row()?;
        if row.is_blank() {
            continue;
        }
        if row.width() == width {
            kept += 1;
            each(&columns, row, findings)?;
        } else {
            ragged += 1;
            findings.note(Code::RaggedRow, path, None, row.number());
        }
    }
    if kept == 0 { Err(empty(path, ragged)) } else { Ok(columns) }
}

fn header<C, R: Read>(
    records: &mut Records<'_, R>,
    search: &mut Search<'_, C>,
) -> Result<(C, usize), Diagnostic> {
    for _ in 0..HEADER_ROWS {
        if !records.advance()? {
            break;
        }
        let row = records.row()?;
        if let Some(columns) = search.look(&Header::new(None, row)) {
            return Ok((columns, row.width()));
        }
    }
    Err(search.not_found(records.path))
}

/// The records of a file, one at a time.
struct Records<'p, R> {
    path: &'p Path,
    input: R,
    core: Reader,
    chunk: Vec<u8>,
    /// The part of the chunk that is not used up.
    start: usize,
    end: usize,
    started: bool,
    /// The current record: its cells one after another, and where each ends.
    data: Vec<u8>,
    data_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    records: u64,
    number: u64,
}

impl<'p, R: Read> Records<'p, R> {
    fn new(path: &'p Path, input: R) -> Self {
        Self {
            path,
            input,
            core: Reader::new(),
            chunk: vec![0; CHUNK],
            start: 0,
            end: 0,
            started: false,
            data: vec![0; 4_096],
            data_len: 0,
            ends: vec![0; 256],
            ends_len: 0,
            records: 0,
            number: 0,
        }
    }

    /// Goes to the next record; `false` where there is none.
    fn advance(&mut self) -> Result<bool, Diagnostic> {
        let line_before = self.core.line();
        (self.data_len, self.ends_len) = (0, 0);
        loop {
            if self.start == self.end {
                self.fill()?;
            }
            let (result, used, written, ended) = self.core.read_record(
                &self.chunk[self.start..self.end],
                &mut self.data[self.data_len..],
                &mut self.ends[self.ends_len..],
            );
            self.start += used;
            self.data_len += written;
            self.ends_len += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => {
                    grow(&mut self.data, MAX_ROW_BYTES).ok_or_else(|| self.too_long())?
                }
                ReadRecordResult::OutputEndsFull => {
                    grow(&mut self.ends, MAX_COLUMNS).ok_or_else(|| self.too_wide())?;
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(false),
            }
        }
        self.records += 1;
        if self.records > MAX_ROWS {
            let message = format!("the table has more than {MAX_ROWS} rows");
            return Err(Diagnostic::new(Code::FileTooLarge, message).in_file(self.path));
        }
        self.count_lines(line_before);
        Ok(true)
    }

    /// Numbers the record as a spreadsheet would: empty lines count, line breaks inside a cell do not.
    fn count_lines(&mut self, line_before: u64) {
        let lines = self.core.line() - line_before;
        let inside =
            if lines > 1 { memchr::memchr_iter(b'\n', &self.data[..self.data_len]).count() } else { 0 };
        self.number += lines.saturating_sub(u64::try_from(inside).unwrap_or(0)).max(1);
    }

    /// Returns the current record.
    fn row(&self) -> Result<Row<'_>, Diagnostic> {
        let ends = &self.ends[..self.ends_len];
        let text = std::str::from_utf8(&self.data[..self.data_len]).ok();
        // Two halves of a character in two cells make a whole one only where the cells are put together.
        let whole = |text: &&str| text.is_ascii() || ends.iter().all(|&end| text.is_char_boundary(end));
        let Some(text) = text.filter(whole) else {
            let message = "the file is not UTF-8 text";
            return Err(Diagnostic::new(Code::NotUtf8, message).at_row(self.path, self.number, None));
        };
        Ok(Row::new(text, ends, self.number))
    }

    fn fill(&mut self) -> Result<(), Diagnostic> {
        (self.start, self.end) = (0, 0);
        while self.end < CHUNK {
            match self.input.read(&mut self.chunk[self.end..]) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(self.path, &error)),
            }
        }
        let chunk = &self.chunk[..self.end];
        if !self.started && (chunk.starts_with(&[0xFF, 0xFE]) || chunk.starts_with(&[0xFE, 0xFF])) {
            return Err(self.not_text("the file is UTF-16 text"));
        }
        if memchr::memchr(0, chunk).is_some() {
            return Err(self.not_text("the file holds NUL bytes, which no text has"));
        }
        if !self.started && chunk.starts_with(&[0xEF, 0xBB, 0xBF]) {
            self.start = 3;
        }
        self.started = true;
        Ok(())
    }

    fn not_text(&self, message: &str) -> Diagnostic {
        Diagnostic::new(Code::NotUtf8, message).in_file(self.path)
    }

    fn too_long(&self) -> Diagnostic {
        let message = format!("a row is longer than {MAX_ROW_BYTES} bytes");
        Diagnostic::new(Code::FileTooLarge, message)
            .at_row(self.path, self.number + 1, None)
            .with_help("look for a quotation mark that is opened and never closed")
    }

    fn too_wide(&self) -> Diagnostic {
        let message = format!("a row has more than {MAX_COLUMNS} cells");
        Diagnostic::new(Code::FileTooLarge, message).at_row(self.path, self.number + 1, None)
    }
}

/// Doubles a buffer; `None` where it is at its limit.
fn grow<T: Clone + Default>(buffer: &mut Vec<T>, limit: usize) -> Option<()> {
    let length = (buffer.len() * 2).min(limit);
    (length > buffer.len()).then(|| buffer.resize(length, T::default()))
}

#[cfg(test)]
mod tests;
