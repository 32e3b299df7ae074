//! Rows of the dictionary's CSV files, cell by named cell.

/// One row: its cells by column, in the order of the header.
pub(super) struct Row(Vec<(String, String)>);

impl Row {
    /// Takes a cell out of the row.
    ///
    /// # Panics
    ///
    /// Panics where the file has no such column; the files are embedded and tested.
    pub(super) fn take(&mut self, column: &str) -> String {
        let place = self.0.iter().position(|(name, _)| name == column);
        self.0.remove(place.expect("the dictionary's files have the columns that are read")).1
    }

    /// Takes a year out of the row; `None` where the cell is empty.
    pub(super) fn take_year(&mut self, column: &str) -> Option<i16> {
        let text = self.take(column);
        (!text.is_empty()).then(|| text.parse().expect("years in the dictionary are numbers"))
    }

    /// Returns the cells that nobody took, empty ones left out.
    pub(super) fn rest(self) -> Vec<(String, String)> {
        self.0.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// Returns the rows of a file.
pub(super) fn read(text: &'static str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("the dictionary's files have a header").clone();
    reader
        .records()
        .map(|record| {
            let record = record.expect("rows of the dictionary are as long as their header");
            Row(header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect())
        })
        .collect()
}
