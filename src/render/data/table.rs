//! Figures of somebody's table of counts, in the columns of `data/results.csv`.
//!
//! What such a table cannot say (definition, index, edition, basis) is left empty. Numbers keep ten
//! significant digits, far beyond what any figure can bear, since a reader may compute with them.

use crate::domain::TableFigure;

use super::cells::{Rows, Value};
use super::schema::Table;

/// Returns the figures, one a row.
pub(in crate::render) fn table(figures: &[TableFigure]) -> Rows {
    let columns = Table::Results.columns();
    let row = |figure| columns.iter().map(|column| cell(&column.name, figure)).collect();
    let rows = figures.iter().map(row).collect();
    Rows { table: Table::Results, columns, rows }
}

fn cell(column: &str, figure: &TableFigure) -> Value {
    match column {
        "site" => text(&figure.site),
        "period" => text(&figure.period),
        "outcome" => text(&figure.outcome),
        "measure" => text(&figure.measure),
        "dimensions" => text(&figure.dimensions),
        "stratum" => text(&figure.stratum),
        "value" => number(figure.value),
        "lower" => number(figure.limits.map(|limits| limits.0)),
        "upper" => number(figure.limits.map(|limits| limits.1)),
        "level" => number(figure.level),
        "cases" => number(figure.cases),
        "population" => number(figure.population),
        "unit" => text(figure.unit),
        "method" => text(figure.method),
        "convention" => text(&figure.convention),
        "status" => text(figure.status),
        "definition" | "index" | "edition" | "basis" => Value::Missing,
        _ => unreachable!("the dictionary has a column that no figure fills: {column}"),
    }
}

fn text(text: &str) -> Value {
    if text.is_empty() { Value::Missing } else { Value::Text(text.to_owned()) }
}

fn number(value: Option<f64>) -> Value {
    let rounded = |value: f64| format!("{value:.9e}").parse::<f64>().ok().map(|value| value + 0.0);
    value.filter(|value| value.is_finite()).and_then(rounded).map_or(Value::Missing, Value::Number)
}
