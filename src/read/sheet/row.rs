//! One row of a table, as text.

use std::fmt;

use super::Column;

/// One row: its cells as text, and its number.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    text: &'a str,
    ends: &'a [usize],
    number: u64,
}

impl<'a> Row<'a> {
    /// Takes cells that stand one after another in `text` and end at `ends`, each a boundary of characters.
    pub(super) const fn new(text: &'a str, ends: &'a [usize], number: u64) -> Self {
        Self { text, ends, number }
    }

    /// Returns a cell without the spaces around it; an empty one where the row is too short.
    #[must_use]
    pub fn cell(&self, column: &Column) -> &'a str {
        self.at(column.index())
    }

    /// Returns the row's number, counted from 1 and with everything above the header counted too.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Returns the number of cells.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether every cell is empty.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(super) fn at(&self, index: usize) -> &'a str {
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text[start..end].trim()
    }
}

/// What a row holds is never shown.
impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({}, ..)", self.number)
    }
}
