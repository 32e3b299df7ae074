//! Whether a run folder is still what its manifest says, and whether everyone can read it.
//!
//! Rules have the numbers that the project's notes give them: R for the record, X for workbooks, C for charts, H for
//! pages, V for data, P for documents. What no program can tell (whether a sentence is plain, whether a chart answers
//! the question) is for people, and not tried here.

mod chart;
mod data;
mod document;
mod markup;
mod page;
mod record;
mod workbook;

use std::path::Path;

use crate::diag::{Code, Diagnostic, unreadable};

/// One rule that a file breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The number of the rule.
    pub rule: &'static str,
    /// The file, inside the run folder.
    pub file: String,
    /// What is wrong, without any figure of the file.
    pub what: String,
}

/// How many rules are tested, for whoever is told that none is broken.
pub const RULES_TESTED: usize =
    record::RULES + workbook::RULES + chart::RULES + page::RULES + data::RULES + document::RULES;

/// Gathers faults of one file.
struct Faults<'a> {
    file: &'a str,
    found: Vec<Fault>,
}

impl<'a> Faults<'a> {
    const fn of(file: &'a str) -> Self {
        Self { file, found: Vec::new() }
    }

    /// Notes a fault where something is so.
    fn when(&mut self, is: bool, rule: &'static str, what: impl Into<String>) {
        if is {
            self.found.push(Fault { rule, file: self.file.to_owned(), what: what.into() });
        }
    }
}

/// Compares a run folder with its manifest: every file, its hash, and nothing besides.
///
/// # Errors
///
/// Returns a diagnostic where the folder is no run folder.
pub fn verify(folder: &Path) -> Result<Vec<Fault>, Diagnostic> {
    record::check(folder)
}

/// Tests every rule of accessibility that a program can test, on every file of a run folder.
///
/// # Errors
///
/// Returns a diagnostic where the folder is no run folder, or a file of it cannot be read.
pub fn accessibility(folder: &Path) -> Result<Vec<Fault>, Diagnostic> {
    let mut found = Vec::new();
    for path in record::listed(folder)? {
        let full = folder.join(&path);
        let bytes = std::fs::read(&full).map_err(|error| unreadable(&full, &error))?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match path.rsplit_once('.').map(|(_, kind)| kind) {
            Some("xlsx") => found.extend(workbook::check(&path, &bytes)),
            Some("html") => found.extend(page::check(&path, &text())),
            Some("svg") => found.extend(chart::check(&path, &text())),
            Some("csv") => found.extend(data::check(&path, &bytes, folder)),
            Some("pdf") => found.extend(document::check(&path, &bytes)),
            _ => {}
        }
    }
    Ok(found)
}

fn not_a_run(folder: &Path) -> Diagnostic {
    Diagnostic::new(Code::FileUnreadable, "the folder holds no manifest of a run")
        .in_file(&folder.join(super::folder::MANIFEST))
        .with_help("name the folder that `social-gradient run` wrote")
}
