//! What the templates are given: words and cells, ready to print.

use serde::Serialize;

use crate::render::chart::Chart;

/// Numbers charts and tables in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    figures: u32,
    tables: u32,
}

impl Numbers {
    /// Returns the number of the next chart.
    pub(super) const fn figure(&mut self) -> u32 {
        self.figures += 1;
        self.figures
    }

    /// Returns the number of the next table.
    pub(super) const fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }
}

/// One finding: what was found, and all that stands behind it.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    /// Its name, from which ids are made.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) heading: String,
    /// What was found, the first sentence first.
    pub(super) sentences: Vec<String>,
    /// Its chart and the chart's number.
    pub(super) chart: Option<Chart>,
    /// The number of the chart.
    pub(super) figure: u32,
    /// Its tables.
    pub(super) tables: Vec<Table>,
    /// How to read it.
    pub(super) read: Vec<String>,
    /// What it does not show.
    pub(super) not: Vec<String>,
    /// What leaders may ask of it.
    pub(super) ask: Option<&'static str>,
}

/// A table of text cells; the first cell of a row is its heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Table {
    /// Its id, unique on the page.
    pub(super) id: String,
    /// Its number.
    pub(super) number: u32,
    /// What it holds, where and when.
    pub(super) caption: String,
    /// The column headings.
    pub(super) columns: Vec<String>,
    /// The rows.
    pub(super) rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct ChartContext<'a> {
    number: u32,
    name: &'a str,
    title: &'a str,
    svg: minijinja::Value,
}

#[derive(Serialize)]
pub(super) struct FindingContext<'a> {
    id: &'a str,
    heading: &'a str,
    sentences: &'a [String],
    chart: Option<ChartContext<'a>>,
    tables: &'a [Table],
    read: &'a [String],
    not: &'a [String],
    ask: Option<&'a str>,
}

impl Finding {
    /// Returns the finding as the template takes it. The picture was escaped where it was drawn.
    pub(super) fn context(&self) -> FindingContext<'_> {
        let chart = self.chart.as_ref().map(|chart| ChartContext {
            number: self.figure,
            name: &chart.name,
            title: &chart.title,
            svg: minijinja::Value::from_safe_string(chart.svg.clone()),
        });
        FindingContext {
            id: self.id,
            heading: &self.heading,
            sentences: &self.sentences,
            chart,
            tables: &self.tables,
            read: &self.read,
            not: &self.not,
            ask: self.ask,
        }
    }
}
