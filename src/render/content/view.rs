//! The briefing as parts, before it is a page, a document or a workbook: one content for all of them.

use serde::Serialize;

use super::table::Table;
use crate::render::chart::Chart;

/// Numbers charts and tables in the order of the briefing.
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
pub(in crate::render) struct Finding {
    /// Its name, from which ids are made.
    pub(in crate::render) id: String,
    /// Its heading.
    pub(in crate::render) heading: String,
    /// What was found, the first sentence first.
    pub(in crate::render) sentences: Vec<String>,
    /// Its chart, with the chart's number.
    pub(in crate::render) chart: Option<(u32, Chart)>,
    /// Its tables.
    pub(in crate::render) tables: Vec<Table>,
    /// How to read it.
    pub(in crate::render) read: Vec<String>,
    /// What it does not show.
    pub(in crate::render) not: Vec<String>,
    /// What leaders may ask of it.
    pub(in crate::render) ask: Option<String>,
}

/// One of the five principles, with its questions.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct Principle {
    /// Its number, from 1.
    pub(in crate::render) number: usize,
    /// Its name.
    pub(in crate::render) name: String,
    /// What it says.
    pub(in crate::render) statement: String,
    /// What leaders may ask.
    pub(in crate::render) questions: Vec<Question>,
}

/// One question, with what the run can say to it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct Question {
    /// The question.
    pub(in crate::render) ask: String,
    /// Sentences that this run computed.
    pub(in crate::render) evidence: Vec<String>,
    /// Why these data cannot show it, or not all of it.
    pub(in crate::render) cannot: Option<String>,
}

/// One section of fixed words.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct Section {
    /// Its id.
    pub(in crate::render) id: String,
    /// Its heading.
    pub(in crate::render) heading: String,
    /// Its parts, in order.
    pub(in crate::render) blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::render) enum Block {
    /// A heading below the section's.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A list, each item with a bold beginning.
    List(Vec<Item>),
    /// Terms with their meanings.
    Terms(Vec<Item>),
    /// A table.
    Table(Table),
}

/// An item of a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct Item {
    /// What it begins with.
    pub(in crate::render) lead: String,
    /// The rest of it.
    pub(in crate::render) text: String,
}
