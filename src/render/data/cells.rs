//! Rows of a data file: each figure once, in the columns of its schema.
//!
//! Every format is written from these rows, so that none can say what another hides. A figure that is
//! not shown has no value, no limits and no cases, whatever else it carries.

use crate::domain::comparator::FunnelPoint;
use crate::domain::figure::{LossFigure, LossLine, Specification};
use crate::domain::{Cell, Figure, LossReason, Results};
use crate::render::release::Release;

use super::schema::{Column, Table};

/// One cell of a data file.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) enum Value {
    /// Words.
    Text(String),
    /// A number, rounded as every format has it.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Nothing.
    Missing,
}

/// A table ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::render) struct Rows {
    /// Which table.
    pub(super) table: Table,
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// Its rows, each as long as there are columns.
    pub(super) rows: Vec<Vec<Value>>,
}

/// Returns every figure of the release, one a row.
pub(in crate::render) fn results(results: &Results) -> Rows {
    let columns = Table::Results.columns();
    let rows = results
        .figures
        .iter()
        .map(|figure| columns.iter().map(|column| of_figure(&column.name, results, figure)).collect())
        .collect();
    Rows { table: Table::Results, columns, rows }
}

/// Returns the loss account, one line a row.
pub(in crate::render) fn losses(results: &Results) -> Rows {
    let columns = Table::Losses.columns();
    let rows = results
        .losses
        .iter()
        .map(|line| columns.iter().map(|column| of_loss(&column.name, results, line)).collect())
        .collect();
    Rows { table: Table::Losses, columns, rows }
}

/// Returns the specification curve, one point a row, the least first.
pub(in crate::render) fn specifications(release: Release<'_>) -> Rows {
    let columns = Table::Specifications.columns();
    let point = |point| columns.iter().map(|column| of_point(&column.name, release, point)).collect();
    let rows = release.results.curve.iter().map(point).collect();
    Rows { table: Table::Specifications, columns, rows }
}

/// Returns the points of the funnels and of their curves, one a row.
pub(in crate::render) fn funnels(release: Release<'_>) -> Rows {
    let columns = Table::Funnels.columns();
    let point = |point| columns.iter().map(|column| of_funnel(&column.name, point)).collect();
    let rows = release.results.funnels.iter().map(point).collect();
    Rows { table: Table::Funnels, columns, rows }
}

fn of_funnel(column: &str, point: &FunnelPoint) -> Value {
    let [inner, outer] = point.limits;
    match column {
        "period" => text(&point.period.label()),
        "item" => text(point.item.name()),
        "stands_for" => text(point.standing.name()),
        "expected" => number(Some(point.expected)),
        "ratio" => number(point.ratio),
        "lower_95" => number(Some(inner.0)),
        "upper_95" => number(Some(inner.1)),
        "lower_998" => number(Some(outer.0)),
        "upper_998" => number(Some(outer.1)),
        _ => unreachable!("the dictionary has a column that no point fills: {column}"),
    }
}

fn of_point(column: &str, release: Release<'_>, point: &Specification) -> Value {
    match column {
        "site" => text(&release.results.site),
        "period" => text(&release.window().label()),
        "outcome" => text(release.plan.headline.name()),
        "definition" => text(point.definition.name()),
        "counted" => text(point.unit.name()),
        "index" => text(point.index.name()),
        "basis" => text(point.basis.name()),
        "address_on" => text(point.address_on),
        "groups" => number(Some(f64::from(point.grouping.count()))),
        "model" => text(point.model),
        "value" => number(Some(point.value)),
        "lower" => number(point.limits.map(|limits| limits.0)),
        "upper" => number(point.limits.map(|limits| limits.1)),
        "choice" => text(point.choice.name()),
        _ => unreachable!("the dictionary has a column that no point fills: {column}"),
    }
}

fn of_figure(column: &str, results: &Results, figure: &Figure) -> Value {
    let shown = number(figure.value.shown());
    let when_shown = |part: Option<f64>| if shown == Value::Missing { Value::Missing } else { number(part) };
    match column {
        "site" => text(&results.site),
        "period" => text(&figure.period.label()),
        "definition" => text(figure.definition.name()),
        "outcome" => text(figure.outcome.name()),
        "index" => text(results.index.name()),
        "edition" => text(results.edition.name()),
        "basis" => text(results.basis.name()),
        "measure" => text(figure.measure.name()),
        "dimensions" => text(&figure.dimension.name()),
        "stratum" => text(&figure.stratum.name()),
        "value" => shown,
        "lower" => when_shown(figure.limits.map(|limits| limits.0)),
        "upper" => when_shown(figure.limits.map(|limits| limits.1)),
        "level" => when_shown(figure.limits.and(figure.level)),
        "cases" => when_shown(figure.cases.shown()),
        "population" => number(figure.population),
        "unit" => text(figure.unit.name()),
        "method" => text(figure.method),
        "convention" => text(figure.convention),
        "status" => text(status(figure.value)),
        _ => unreachable!("the dictionary has a column that no figure fills: {column}"),
    }
}

fn of_loss(column: &str, results: &Results, line: &LossFigure) -> Value {
    let window = results.periods.first().map(|period| period.label()).unwrap_or_default();
    match column {
        "site" => text(&results.site),
        "period" => text(&window),
        "line" => text(line.line.name()),
        "title" => text(line.line.title()),
        "could_move_gradient" => Value::Flag(
            matches!(line.line, LossLine::Lost(reason) if LossReason::could_move_the_gradient(reason)),
        ),
        "episodes" => number(line.episodes.shown()),
        "status" => text(status(line.episodes)),
        _ => unreachable!("the dictionary has a column that no loss fills: {column}"),
    }
}

/// Returns the status of a cell as written: a figure that is no number is not available.
fn status(cell: Cell) -> &'static str {
    match cell {
        Cell::Shown(value) if !value.is_finite() => Cell::Unavailable.status(),
        other => other.status(),
    }
}

pub(super) fn text(text: &str) -> Value {
    if text.is_empty() { Value::Missing } else { Value::Text(text.to_owned()) }
}

/// Rounds to six decimals, far beyond what any figure can bear, so that no format differs in its last digit.
pub(super) fn number(value: Option<f64>) -> Value {
    value.filter(|v| v.is_finite()).map_or(Value::Missing, |v| Value::Number((v * 1e6).round() / 1e6 + 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    fn row(figure: Figure) -> Vec<(String, Value)> {
        let mut results = made_up::results();
        results.figures = vec![figure].into();
        let rows = super::results(&results);
        rows.columns.iter().map(|c| c.name.clone()).zip(rows.rows[0].clone()).collect()
    }

    fn get(row: &[(String, Value)], name: &str) -> Value {
        row.iter().find(|(column, _)| column == name).unwrap().1.clone()
    }

    #[test]
    fn a_hidden_figure_leaves_value_limits_level_and_cases_empty() {
        let mut figure = made_up::figure(crate::domain::Unit::Ratio, Cell::Hidden, Some((1.0, 2.0)));
        figure.cases = Cell::Shown(12.0);
        let row = row(figure);
        for column in ["value", "lower", "upper", "level", "cases"] {
            assert_eq!(get(&row, column), Value::Missing, "{column}");
        }
        assert_eq!(get(&row, "status"), Value::Text("c".to_owned()));
    }

    #[test]
    fn a_value_that_is_no_number_is_not_available() {
        let row = row(made_up::figure(crate::domain::Unit::Ratio, Cell::Shown(f64::NAN), Some((1.0, 2.0))));
        assert_eq!(get(&row, "value"), Value::Missing);
        assert_eq!(get(&row, "lower"), Value::Missing);
        assert_eq!(get(&row, "status"), Value::Text("x".to_owned()));
    }

    #[test]
    fn no_two_rows_are_of_the_same_figure() {
        let rows = results(&made_up::results());
        let mut keys: Vec<_> = rows.rows.iter().map(|row| format!("{:?}", &row[..10])).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
