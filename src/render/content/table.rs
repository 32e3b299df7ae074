//! Tables as every output takes them: printed text for a page, bare numbers for a workbook.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::domain::{Cell, Figure, Unit};
use crate::render::number;

/// A table; the first entry of a row is its heading.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Table {
    /// Its id, unique in the briefing: lower-case letters, digits and hyphens.
    pub(in crate::render) id: String,
    /// Its number.
    pub(in crate::render) number: u32,
    /// What it holds, where and when.
    pub(in crate::render) caption: String,
    /// The column headings.
    pub(in crate::render) columns: Vec<String>,
    /// The rows, each as long as there are columns.
    pub(in crate::render) rows: Vec<Vec<Entry>>,
}

/// One entry of a table as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) enum Entry {
    /// Words.
    Words(String),
    /// A count, or its symbol.
    Count(Cell),
    /// The value of a figure.
    Value(Reading),
    /// The limits of a figure.
    Limits(Reading),
    /// The value of a figure with its limits.
    Both(Reading),
}

/// What a table needs of a figure; a figure that is missing altogether is not available.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Reading(Option<Figure>);

/// One cell of a table in which every number stands alone.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) enum Flat {
    /// Words.
    Words(String),
    /// A number, with the number of decimals it is printed to.
    Number(f64, u8),
    /// A percentage, as a proportion.
    Percent(f64),
    /// A symbol that stands for a number.
    Symbol(&'static str),
}

impl Entry {
    /// Returns the value of a figure.
    pub(in crate::render) fn value(figure: Option<&Figure>) -> Self {
        Self::Value(Reading(figure.cloned()))
    }

    /// Returns the limits of a figure.
    pub(in crate::render) fn limits(figure: Option<&Figure>) -> Self {
        Self::Limits(Reading(figure.cloned()))
    }

    /// Returns a figure with its limits.
    pub(in crate::render) fn both(figure: Option<&Figure>) -> Self {
        Self::Both(Reading(figure.cloned()))
    }

    /// Returns the entry as it is printed.
    pub(in crate::render) fn printed(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Count(cell) => number::cell(*cell),
            Self::Value(Reading(figure)) => number::value(figure.as_ref()),
            Self::Limits(Reading(figure)) => number::limits(figure.as_ref()),
            Self::Both(Reading(Some(figure)))
                if figure.value.shown().is_some() && figure.limits.is_none() =>
            {
                format!("{} (no interval)", number::value(Some(figure)))
            }
            Self::Both(Reading(figure)) => number::with_limits(figure.as_ref()),
        }
    }

    /// Returns the cells of the entry, each with one number.
    fn flat(&self) -> Vec<Flat> {
        match self {
            Self::Words(words) => vec![Flat::Words(words.clone())],
            Self::Count(cell) => vec![bare(*cell, |count| Flat::Number(count, 0))],
            Self::Value(reading) => vec![reading.value()],
            Self::Limits(reading) => reading.limits().to_vec(),
            Self::Both(reading) => {
                let [lower, upper] = reading.limits();
                vec![reading.value(), lower, upper]
            }
        }
    }
}

impl Reading {
    fn value(&self) -> Flat {
        match &self.0 {
            Some(figure) => bare(figure.value, |value| in_unit(figure, value)),
            None => Flat::Symbol(number::symbol(Cell::Unavailable)),
        }
    }

    fn limits(&self) -> [Flat; 2] {
        let none = |cell| Flat::Symbol(number::symbol(cell));
        match &self.0 {
            Some(figure) => match (figure.value, figure.limits) {
                (Cell::Shown(_), Some((lower, upper))) => [in_unit(figure, lower), in_unit(figure, upper)],
                (Cell::Shown(_), None) => [none(Cell::NotApplicable), none(Cell::NotApplicable)],
                (hidden, _) => [none(hidden), none(hidden)],
            },
            None => [none(Cell::Unavailable), none(Cell::Unavailable)],
        }
    }
}

fn bare(cell: Cell, number: impl Fn(f64) -> Flat) -> Flat {
    match cell {
        Cell::Shown(value) if value.is_finite() => number(value),
        Cell::Shown(_) => Flat::Symbol(number::symbol(Cell::Unavailable)),
        other => Flat::Symbol(number::symbol(other)),
    }
}

/// Returns a number in the unit of a figure, with the decimals that a page prints.
pub(in crate::render) fn in_unit(figure: &Figure, value: f64) -> Flat {
    match figure.unit {
        Unit::Proportion => Flat::Percent(value),
        _ => Flat::Number(value, number::places(figure, value)),
    }
}

impl Table {
    /// Returns the table with one number in each cell: a figure with limits takes three columns.
    pub(in crate::render) fn flat(&self) -> (Vec<String>, Vec<Vec<Flat>>) {
        let width = |at: usize| self.rows.first().map_or(1, |row| row[at].flat().len());
        let mut columns = Vec::new();
        for (at, name) in self.columns.iter().enumerate() {
            match width(at) {
                1 => columns.push(name.clone()),
                2 => columns.extend([format!("{name}: lower limit"), format!("{name}: upper limit")]),
                _ => {
                    columns.push(name.clone());
                    columns.extend([format!("{name}: lower limit"), format!("{name}: upper limit")]);
                }
            }
        }
        let rows = self.rows.iter().map(|row| row.iter().flat_map(Entry::flat).collect()).collect();
        (columns, rows)
    }

    /// Returns the rows as they are printed.
    pub(in crate::render) fn printed(&self) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(Entry::printed).collect()).collect()
    }

    /// Returns the name of a file that holds the table.
    pub(in crate::render) fn file(&self) -> String {
        format!("{}.csv", self.id)
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Table", 6)?;
        fields.serialize_field("id", &self.id)?;
        fields.serialize_field("number", &self.number)?;
        fields.serialize_field("caption", &self.caption)?;
        fields.serialize_field("columns", &self.columns)?;
        fields.serialize_field("rows", &self.printed())?;
        fields.serialize_field("file", &self.file())?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up::figure;

    fn table(entry: Entry) -> Table {
        let rows = vec![vec![Entry::Words("1".to_owned()), entry]];
        let columns = vec!["Group".to_owned(), "Rate".to_owned()];
        Table { id: "t".to_owned(), number: 1, caption: String::new(), columns, rows }
    }

    #[test]
    fn a_figure_with_limits_takes_three_columns_of_bare_numbers() {
        let figure = figure(Unit::Ratio, Cell::Shown(9.23), Some((7.1, 11.94)));
        let table = table(Entry::both(Some(&figure)));
        assert_eq!(table.printed(), [["1", "9.2 (7.1 to 12)"]]);
        let (columns, rows) = table.flat();
        assert_eq!(columns, ["Group", "Rate", "Rate: lower limit", "Rate: upper limit"]);
        assert_eq!(
            rows[0][1..],
            [(9.23, 1), (7.1, 1), (11.94, 0)].map(|(it, places)| Flat::Number(it, places))
        );
    }

    #[test]
    fn what_is_not_a_number_is_a_symbol_in_every_column() {
        let hidden = figure(Unit::Ratio, Cell::Hidden, Some((7.1, 11.94)));
        let (_, rows) = table(Entry::both(Some(&hidden))).flat();
        assert_eq!(rows[0][1..], [const { Flat::Symbol("[c]") }; 3]);
        let (_, rows) = table(Entry::both(None)).flat();
        assert_eq!(rows[0][1..], [const { Flat::Symbol("[x]") }; 3]);
    }
}
