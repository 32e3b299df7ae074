//! What the program says when something is wrong: a stable code, a place, what was expected, what to do.
//!
//! A message never holds a value from a row: no identifier, date, postcode or area. Places are file,
//! row and column only.

mod code;
mod findings;
mod text;

use std::ops::Range;
use std::path::{Path, PathBuf};

pub use code::{Code, Severity};
pub use findings::{Findings, Spot};
pub use text::{json, text, texts};

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// One sentence, without a full stop.
    pub message: String,
    /// Where, if anywhere.
    pub place: Box<Place>,
    /// What to do; the code's own advice where the message has none better.
    pub help: String,
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere in particular.
    Nowhere,
    /// Somewhere in a file.
    File(PathBuf),
    /// A row of a table, a line of an XML file, or the first of several.
    Row {
        /// The file.
        file: PathBuf,
        /// The column or element, where one is to blame.
        column: Option<String>,
        /// The first row, counted from 1 and with the header as row 1; a line number in XML.
        first: u64,
        /// How many there are in all.
        count: u64,
    },
    /// A stretch of the plan.
    Plan {
        /// The plan file.
        file: PathBuf,
        /// Its text.
        source: String,
        /// The bytes to point at.
        span: Range<usize>,
    },
}

impl Diagnostic {
    /// Makes a diagnostic with the code's own advice and no place.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: Box::new(Place::Nowhere), help: code.help().to_owned() }
    }

    /// Puts the diagnostic in a file.
    #[must_use]
    pub fn in_file(mut self, file: &Path) -> Self {
        *self.place = Place::File(file.to_owned());
        self
    }

    /// Puts the diagnostic at a row of a file, and at a column where one is to blame.
    #[must_use]
    pub fn at_row(mut self, file: &Path, row: u64, column: Option<&str>) -> Self {
        let column = column.map(str::to_owned);
        *self.place = Place::Row { file: file.to_owned(), column, first: row, count: 1 };
        self
    }

    /// Gives advice that fits better than the code's own.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// Returns the diagnostic for a file that the system would not let us read or write.
#[must_use]
pub fn unreadable(file: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::FileUnreadable, format!("the file cannot be read: {}", why(error))).in_file(file)
}

/// Returns why the system would not do something, in a reader's words.
#[must_use]
pub fn why(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "you have no permission".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is a file".to_owned(),
        other => other.to_string(),
    }
}
