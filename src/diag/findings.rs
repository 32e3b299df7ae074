//! What was found in rows, gathered by code, file and column, so that a thousand bad dates are one message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Code, Diagnostic, Place, Severity};

/// How many row numbers are kept of each kind.
const ROWS_KEPT: usize = 20;

/// All that was found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    found: BTreeMap<(Code, PathBuf, Option<String>), Spot>,
}

/// How often one thing was found, and where first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// How often.
    pub count: u64,
    /// The first rows (lines in XML), in order.
    pub rows: Vec<u64>,
}

impl Findings {
    /// Notes one row; `column` is the column or element to blame, where there is one.
    pub fn note(&mut self, code: Code, file: &Path, column: Option<&str>, row: u64) {
        let key = (code, file.to_owned(), column.map(str::to_owned));
        self.found.entry(key).or_default().add(1, &[row]);
    }

    /// Adds what was found of one kind before.
    pub fn add(&mut self, code: Code, file: &Path, column: Option<&str>, spot: &Spot) {
        let key = (code, file.to_owned(), column.map(str::to_owned));
        self.found.entry(key).or_default().add(spot.count, &spot.rows);
    }

    /// Returns what was found of each kind, whatever the file.
    pub fn spots(&self) -> impl Iterator<Item = (Code, Option<&str>, &Spot)> {
        self.found.iter().map(|((code, _, column), spot)| (*code, column.as_deref(), spot))
    }

    /// Adds what another reader found; the outcome is the same in whatever order readers finish.
    pub fn merge(&mut self, other: Self) {
        for (key, spot) in other.found {
            self.found.entry(key).or_default().add(spot.count, &spot.rows);
        }
    }

    /// Returns how often a code was found, over all files.
    #[must_use]
    pub fn count(&self, code: Code) -> u64 {
        self.found.iter().filter(|((found, ..), _)| *found == code).map(|(_, spot)| spot.count).sum()
    }

    /// Returns whether any record could not be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.found.keys().any(|(code, ..)| code.severity() < Severity::Warning)
    }

    /// Returns the findings as diagnostics: errors first, then by code, file and column.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut list: Vec<_> = self
            .found
            .iter()
            .map(|((code, file, column), spot)| {
                let noun = if spot.count == 1 { "place" } else { "places" };
                Diagnostic {
                    code: *code,
                    message: format!("{} {noun}: {}", spot.count, code.message()),
                    place: Box::new(Place::Row {
                        file: file.clone(),
                        column: column.clone(),
                        first: spot.rows.first().copied().unwrap_or(0),
                        count: spot.count,
                    }),
                    help: code.help().to_owned(),
                }
            })
            .collect();
        list.sort_by_key(|diagnostic| diagnostic.code.severity());
        list
    }
}

impl Spot {
    fn add(&mut self, count: u64, rows: &[u64]) {
        self.count += count;
        self.rows.extend_from_slice(rows);
        self.rows.sort_unstable();
        self.rows.truncate(ROWS_KEPT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_in_which_readers_finish_changes_nothing() {
        let note = |rows: &[u64]| {
            let mut findings = Findings::default();
            for &row in rows {
                findings.note(Code::BadDate, Path::new("a.xml"), Some("CPPstartDate"), row);
            }
            findings
        };
        let (mut one, mut other) = (note(&[9, 3]), note(&[4]));
        one.merge(note(&[4]));
        other.merge(note(&[9, 3]));
        assert_eq!(one, other);
        assert_eq!(one.count(Code::BadDate), 3);
    }

    #[test]
    fn errors_come_before_warnings() {
        let mut findings = Findings::default();
        findings.note(Code::BadDate, Path::new("a.xml"), None, 1);
        assert!(!findings.has_errors());
        findings.note(Code::NoReferralDate, Path::new("a.xml"), None, 2);
        assert!(findings.has_errors());
        assert_eq!(findings.diagnostics()[0].code, Code::NoReferralDate);
    }
}
