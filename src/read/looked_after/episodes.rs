//! Stretches of care: `episodes.csv` of the SSDA903 return.

use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Date;
use crate::domain::codes::{CareReason, LegalStatus};
use crate::read::postcode::Postcode;
use crate::read::sheet::{self, Column, Header, Missing};

/// One stretch of care.
pub(super) struct Row {
    pub(super) child: Box<str>,
    pub(super) began: Date,
    pub(super) reason: Option<CareReason>,
    pub(super) status: Option<LegalStatus>,
    pub(super) ended: Option<Date>,
    /// Whether care went on when it ended (`REC` is `X1`).
    pub(super) goes_on: bool,
    /// The home before care.
    pub(super) home: Option<Postcode>,
    /// Which of the files, and the row of it.
    pub(super) file: usize,
    pub(super) line: u64,
}

impl Row {
    /// Returns what rows are put in order by; rows of which it is the same are one.
    pub(super) fn order(&self) -> (&str, Date, Option<CareReason>) {
        (&self.child, self.began, self.reason)
    }
}

struct Columns {
    child: Column,
    began: Column,
    reason: Column,
    status: Column,
    ended: Column,
    end_reason: Column,
    home: Column,
}

/// Adds the rows of a file.
pub(super) fn rows(path: &Path, rows: &mut Vec<Row>, findings: &mut Findings) -> Result<(), Diagnostic> {
    let file = rows.last().map_or(0, |row: &Row| row.file + 1);
    sheet::read(path, Columns::find, findings, |columns, row, findings| {
        let mut note = |code, column: &Column| {
            findings.note(code, path, Some(column.title()), row.number());
        };
        let identifier = row.cell(&columns.child);
        if sheet::is_missing(identifier) {
            note(Code::NoChildId, &columns.child);
            return Ok(());
        }
        let mut date = |column: &Column| {
            sheet::date(row.cell(column)).inspect_err(|&code| note(code, column)).ok().flatten()
        };
        let (began, ended) = (date(&columns.began), date(&columns.ended));
        let Some(began) = began else {
            note(Code::NoCareStart, &columns.began);
            return Ok(());
        };
        let code = |column: &Column| row.cell(column).to_ascii_uppercase();
        let reason = CareReason::from_code(code(&columns.reason).as_bytes());
        if reason.is_none() {
            note(Code::BadCode, &columns.reason);
        }
        let status = LegalStatus::from_code(code(&columns.status).as_bytes());
        if status.is_none() {
            note(Code::BadCode, &columns.status);
        }
        let home = row.cell(&columns.home);
        let postcode = Postcode::parse(home);
        if postcode.is_none() && !sheet::is_missing(home) {
            note(Code::BadPostcode, &columns.home);
        }
        rows.push(Row {
            child: identifier.into(),
            began,
            reason,
            status,
            ended,
            goes_on: code(&columns.end_reason) == "X1",
            home: postcode,
            file,
            line: row.number(),
        });
        Ok(())
    })?;
    Ok(())
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Missing> {
        let mut missing = Vec::new();
        let mut find = |name: &str, shown: &'static str| {
            let column = header.named(&[name]);
            if column.is_none() {
                missing.push(shown);
            }
            column
        };
        let found = (
            find("child", "`CHILD`"),
            find("decom", "`DECOM`"),
            find("rne", "`RNE`"),
            find("ls", "`LS`"),
            find("dec", "`DEC`"),
            find("rec", "`REC`"),
            find("home post", "`HOME_POST`"),
        );
        match found {
            (
                Some(child),
                Some(began),
                Some(reason),
                Some(status),
                Some(ended),
                Some(end_reason),
                Some(home),
            ) => Ok(Self { child, began, reason, status, ended, end_reason, home }),
            _ => Err(Missing(missing)),
        }
    }
}
