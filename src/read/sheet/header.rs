//! Headers, matched by normalised names.
//!
//! The same table comes with a byte order mark, with trailing spaces, cut short, in capitals, or with dots
//! for spaces, so names are compared as lower-case words and long ones by how they begin.

use std::path::Path;

use crate::diag::{Code, Diagnostic};

use super::Row;

/// How much of a column's title a message repeats.
const TITLE_CHARS: usize = 120;

/// A column that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    index: usize,
    title: String,
}

impl Column {
    /// Returns the title as the file has it, fit to be printed.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    pub(super) const fn index(&self) -> usize {
        self.index
    }
}

/// The columns that a row lacks to be the header, by the names a user would look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Vec<&'static str>);

/// A row that may be the header.
#[derive(Clone)]
pub struct Header {
    sheet: Option<String>,
    titles: Vec<String>,
    names: Vec<String>,
}

impl Header {
    pub(super) fn new(sheet: Option<&str>, row: Row<'_>) -> Self {
        let titles: Vec<_> = (0..row.width()).map(|index| printable(row.at(index))).collect();
        let names = titles.iter().map(|title| normalise(title)).collect();
        Self { sheet: sheet.map(str::to_owned), titles, names }
    }

    /// Returns the name of the sheet; `None` in a CSV file.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// Returns the column of the first of these names that the header has, each in lower-case words.
    #[must_use]
    pub fn named(&self, names: &[&str]) -> Option<Column> {
        names.iter().find_map(|&wanted| self.first(|name| name == wanted))
    }

    /// Returns the column whose name begins with the first of these beginnings that the header has.
    #[must_use]
    pub fn beginning(&self, beginnings: &[&str]) -> Option<Column> {
        beginnings.iter().find_map(|&wanted| self.first(|name| name.starts_with(wanted)))
    }

    /// Returns the first column whose name, in lower-case words, is accepted.
    #[must_use]
    pub fn first(&self, accept: impl Fn(&str) -> bool) -> Option<Column> {
        let index = self.names.iter().position(|name| accept(name))?;
        Some(Column { index, title: self.titles[index].clone() })
    }

    /// Returns every column that has a name, in the order of the table.
    pub fn columns(&self) -> impl Iterator<Item = Column> {
        let named = self.names.iter().enumerate().filter(|(_, name)| !name.is_empty());
        named.map(|(index, _)| Column { index, title: self.titles[index].clone() })
    }

    /// Returns the name of a column in lower-case words.
    #[must_use]
    pub fn name(&self, column: &Column) -> &str {
        &self.names[column.index]
    }
}

/// The search for a header, and the closest it came.
pub(super) struct Search<'f, C> {
    find: &'f dyn Fn(&Header) -> Result<C, Missing>,
    nearest: Option<Missing>,
}

impl<'f, C> Search<'f, C> {
    pub(super) fn new(find: &'f dyn Fn(&Header) -> Result<C, Missing>) -> Self {
        Self { find, nearest: None }
    }

    /// Returns the columns where the row is the header.
    pub(super) fn look(&mut self, header: &Header) -> Option<C> {
        match (self.find)(header) {
            Ok(columns) => Some(columns),
            Err(missing) => {
                if self.nearest.as_ref().is_none_or(|nearest| missing.0.len() < nearest.0.len()) {
                    self.nearest = Some(missing);
                }
                None
            }
        }
    }

    /// Returns the diagnostic for a file in which no row was the header.
    pub(super) fn not_found(&self, path: &Path) -> Diagnostic {
        let message = match self.nearest.as_ref().map_or(&[][..], |missing| &missing.0) {
            [] => "no row has the names of the columns".to_owned(),
            [name] => format!("there is no column {name}"),
            names => format!("there are no columns {}", names.join(", ")),
        };
        Diagnostic::new(Code::MissingColumn, message).in_file(path)
    }
}

/// Returns a name as lower-case words: letters and digits only, one space between.
fn normalise(title: &str) -> String {
    let words = title.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn printable(title: &str) -> String {
    title.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(TITLE_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_lower_case_words() {
        for title in [
            "Index of Multiple Deprivation (IMD) Rank",
            "\u{feff}Index of Multiple Deprivation (IMD) Rank  ",
            "Index.of.Multiple.Deprivation..IMD..Rank",
            "INDEX OF MULTIPLE\nDEPRIVATION (IMD) RANK",
        ] {
            assert_eq!(normalise(title), "index of multiple deprivation imd rank");
        }
    }

    #[test]
    fn a_title_cannot_send_commands_to_a_terminal() {
        assert_eq!(printable("lsoa\u{1b}[31m\r\nnext"), "lsoa [31m  next");
    }
}
