//! A table of counts that somebody else made, and what the estimators say of it.
//!
//! Such a table is not a return: its words (sites, outcomes, dimensions) are its own, so they are text here.

/// A table of counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// The names of its dimensions, in the order of its columns.
    pub dimensions: Vec<String>,
    /// Its rows. Every row has the optional columns that the table has, and no others.
    pub rows: Vec<AggregateRow>,
}

/// One row of a table of counts. Text is empty, and a number is `None`, where the table has no such column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AggregateRow {
    /// The authority, team or other unit that is compared with others.
    pub site: String,
    /// The period.
    pub period: String,
    /// What is counted.
    pub outcome: String,
    /// The deprivation group, 1 being the most deprived.
    pub group: Option<u32>,
    /// A deprivation score, higher being more deprived.
    pub score: Option<f64>,
    /// Families that the cases come from.
    pub families: Option<f64>,
    /// The sum, over families, of the square of each family's cases.
    pub sum_sq: Option<f64>,
    /// The standard population's cases in the stratum of this row.
    pub standard_cases: Option<f64>,
    /// The standard population's people in the stratum of this row.
    pub standard_population: Option<f64>,
    /// The level of each dimension, in the order of the table's dimensions.
    pub levels: Vec<String>,
    /// Events.
    pub cases: f64,
    /// People, or person-years.
    pub population: f64,
}

/// One figure of a table of counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableFigure {
    /// The site; empty where the figure is of all.
    pub site: String,
    /// The period, as the table has it.
    pub period: String,
    /// The outcome, as the table has it.
    pub outcome: String,
    /// The measure, by the name that was asked for or a name that begins with it.
    pub measure: String,
    /// By what it is broken down: `group*ethnicity`.
    pub dimensions: String,
    /// The cell of the breakdown: `1*Asian`.
    pub stratum: String,
    /// The figure.
    pub value: Option<f64>,
    /// Its limits.
    pub limits: Option<(f64, f64)>,
    /// The confidence level of the limits.
    pub level: Option<f64>,
    /// The cases that it rests on.
    pub cases: Option<f64>,
    /// The people that it rests on.
    pub population: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// The method, by the name that `explain` knows.
    pub method: &'static str,
    /// Which of several conventions; `none: ` and the reason where there is no figure.
    pub convention: String,
    /// `shown`, `x` or `z`.
    pub status: &'static str,
}
