//! The columns of every data file, from `data-dictionary/outputs/`, which is the one place that has them.

use crate::provenance::digest;

const RESULTS: &str = include_str!("../../../data-dictionary/outputs/results.csv");
const LOSSES: &str = include_str!("../../../data-dictionary/outputs/losses.csv");
const SPECIFICATIONS: &str = include_str!("../../../data-dictionary/outputs/specifications.csv");

const FUNNELS: &str = include_str!("../../../data-dictionary/outputs/funnels.csv");

/// A table that a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Table {
    /// `data/results.*`: one figure a row.
    Results,
    /// `data/losses.csv`: one line of the loss account a row.
    Losses,
    /// `data/specifications.csv`: one point of the specification curve a row.
    Specifications,
    /// `data/funnels.csv`: one point of a funnel a row.
    Funnels,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// The name in the header.
    pub(super) name: String,
    /// The type.
    pub(super) kind: Kind,
    /// Whether every row has a value.
    pub(super) required: bool,
    /// The only values there are; empty where any may occur.
    pub(super) values: Vec<String>,
    /// The name a reader sees.
    pub(super) title: String,
    /// What it means.
    pub(super) description: String,
}

impl Kind {
    /// Returns the name that a Frictionless Table Schema uses.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Number => "number",
            Self::Flag => "boolean",
        }
    }
}

impl Table {
    /// Returns the columns in the order of the file.
    pub(super) fn columns(self) -> Vec<Column> {
        let text = match self {
            Self::Results => RESULTS,
            Self::Losses => LOSSES,
            Self::Specifications => SPECIFICATIONS,
            Self::Funnels => FUNNELS,
        };
        text.lines().skip(1).map(column).collect()
    }
}

/// Returns the hash of every schema, which the manifest states as the version of the dictionary.
pub(in crate::render) fn dictionary_hash() -> String {
    digest([RESULTS, LOSSES, SPECIFICATIONS, FUNNELS].concat().as_bytes())
}

fn column(line: &str) -> Column {
    let [name, kind, required, values, title, description] =
        <[String; 6]>::try_from(fields(line)).expect("a column of the dictionary has six fields");
    let kind = match kind.as_str() {
        "number" => Kind::Number,
        "boolean" => Kind::Flag,
        _ => Kind::Text,
    };
    let values = values.split('|').filter(|v| !v.is_empty()).map(str::to_owned).collect();
    Column { name, kind, required: required == "yes", values, title, description }
}

/// Splits a line at commas outside quotation marks.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => fields.last_mut().expect("there is always a field").push(other),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Basis, Cell, Definition, Edition, Index, LossReason, Measure, Outcome, Unit, figure::LossLine,
    };

    fn values(table: Table, name: &str) -> Vec<String> {
        table.columns().into_iter().find(|c| c.name == name).unwrap().values
    }

    #[test]
    fn results_have_the_promised_columns_and_no_others() {
        let names: Vec<_> = Table::Results.columns().into_iter().map(|c| c.name).collect();
        let promised = "site, period, definition, outcome, index, edition, basis, measure, dimensions, stratum, \
                        value, lower, upper, level, cases, population, unit, method, convention, status";
        assert_eq!(names.join(", "), promised);
    }

    #[test]
    fn the_dictionary_reads_as_any_csv_reader_reads_it() {
        for (table, text) in [
            (Table::Results, RESULTS),
            (Table::Losses, LOSSES),
            (Table::Specifications, SPECIFICATIONS),
            (Table::Funnels, FUNNELS),
        ] {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let read: Vec<_> = reader.records().map(|r| r.unwrap()).collect();
            let ours = table.columns();
            assert_eq!(read.len(), ours.len());
            for (theirs, ours) in read.iter().zip(ours) {
                assert_eq!(
                    [&theirs[0], &theirs[4], &theirs[5]],
                    [&ours.name, &ours.title, &ours.description]
                );
                assert_eq!(&theirs[1], ours.kind.name());
                assert!(!ours.title.is_empty() && ours.description.ends_with('.'), "{}", ours.name);
            }
        }
    }

    #[test]
    fn closed_lists_are_those_of_the_language() {
        let names = |list: Vec<&'static str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let results = |name| values(Table::Results, name);
        assert_eq!(results("definition"), names(Definition::ALL.iter().map(|d| d.name()).collect()));
        assert_eq!(results("outcome"), names(Outcome::ALL.iter().map(|o| o.name()).collect()));
        assert_eq!(results("measure"), names(Measure::ALL.iter().map(|m| m.name()).collect()));
        assert_eq!(results("index"), names(Index::ALL.iter().map(|i| i.name()).collect()));
        assert_eq!(results("edition"), names(Edition::ALL.iter().map(|e| e.name()).collect()));
        assert_eq!(results("basis"), names(vec![Basis::National.name(), Basis::Local.name()]));
        assert_eq!(results("unit"), names(Unit::ALL.iter().map(|unit| unit.name()).collect()));
        let cells = [Cell::Shown(0.0), Cell::Hidden, Cell::NotApplicable, Cell::Unavailable];
        assert_eq!(results("status")[..4], names(cells.map(Cell::status).to_vec()));
        let mut lines = vec![LossLine::RowsIn.name()];
        lines.extend(LossReason::ALL.iter().map(|r| r.name()));
        lines.push(LossLine::Kept.name());
        assert_eq!(values(Table::Losses, "line"), names(lines));
    }
}
