//! The estimators on a table of counts that somebody has made already.
//!
//! A measure is one line of `registry::MEASURES`: what it needs of the table, its unit, its convention, and
//! how it is found. Sites, periods and outcomes are estimated apart, and so are the cells of a breakdown,
//! save where a measure compares them.

mod areas;
mod cells;
mod charts;
mod check;
mod figure;
mod funnel;
mod interaction;
mod maihda;
mod ohid;
mod pooled;
mod quantile;
mod registry;
mod shrunken;
mod standardised;

use crate::diag::{Code, Diagnostic};
use crate::domain::{Aggregate, TableFigure};
use crate::stats::interaction::Exposures;
use crate::stats::{Answer, Estimate, Level};

use cells::{By, Context, Step};
use figure::{Base, Unit};

pub use figure::UNTOLD;

/// What is asked of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The measures, by name.
    pub measures: Vec<String>,
    /// The dimensions of the breakdown, by name.
    pub by: Vec<String>,
    /// The confidence level.
    pub level: f64,
    /// Whether each case is of a family of its own where the table does not tell families.
    pub independent: bool,
    /// How much of the score a gradient over it is for.
    pub step: f64,
}

/// One measure of the registry.
struct Measure {
    name: &'static str,
    unit: Unit,
    convention: &'static str,
    needs: &'static [Need],
    /// Why a figure of it may be without limits; nothing where it never has any.
    without: &'static str,
    /// Whether it has limits though the table does not tell families.
    untold: bool,
    how: How,
}

/// What a measure needs of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Groups.
    Group,
    /// Groups or a score, to put rows in order.
    Order,
    /// Groups, a score or a breakdown, to tell rows apart.
    Parts,
    /// As [`Need::Parts`], or sites.
    Areas,
    Score,
    SumSquares,
    StandardCases,
    StandardPopulation,
    Site,
    /// Periods.
    Period,
    /// A breakdown.
    By,
    /// A breakdown by two dimensions of two levels.
    TwoByTwo,
}

/// How a measure is found.
enum How {
    /// For every cell: the whole, each group, each cell of the breakdown.
    Cell(fn(&Context<'_>, Level) -> Answer<Estimate>),
    /// Over the scores of each cell of the breakdown.
    Scores(fn(&[Step], f64, Level) -> Answer<Estimate>),
    /// Over the groups of each cell of the breakdown.
    Groups(fn(&[Step], Level) -> Answer<Estimate>),
    /// Over the four cells of two dimensions of two levels.
    Exposures(fn(&Exposures, Level) -> Answer<Estimate>),
    /// In its own way, over a whole site, period and outcome.
    Whole(fn(&Asked<'_>, &Context<'_>) -> Vec<TableFigure>),
    /// In its own way, over all sites of a period and outcome.
    Sites(fn(&Asked<'_>, &Context<'_>) -> Vec<TableFigure>),
    /// In its own way, over all periods of a site and outcome.
    Periods(fn(&Asked<'_>, &Context<'_>) -> Vec<TableFigure>),
}

/// A measure, and what was asked for beside it.
struct Asked<'a> {
    measure: &'a Measure,
    by: &'a [By<'a>],
    grouped: bool,
    level: Level,
    independent: bool,
    step: f64,
}

/// Finds measures in a table, in the order in which they are asked for.
///
/// # Errors
///
/// Returns every fault of the request and of the table that stands in its way. What cannot be estimated from
/// a sound table is no fault: its figure says why.
pub fn estimate(table: &Aggregate, request: &Request) -> Result<Vec<TableFigure>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let level = Level::new(request.level);
    if level.is_none() {
        problems.push(Diagnostic::new(Code::BadLevel, Code::BadLevel.message()));
    }
    if !(request.step.is_finite() && request.step > 0.0) {
        problems.push(Diagnostic::new(Code::BadStep, Code::BadStep.message()));
    }
    let measures = check::measures(&request.measures, &mut problems);
    let by = check::dimensions(table, &request.by, &mut problems);
    if problems.is_empty() {
        check::table(table, &by, &measures, &mut problems);
    }
    let (Some(level), true) = (level, problems.is_empty()) else { return Err(problems) };
    let grouped = table.rows.iter().any(|row| row.group.is_some());
    let (independent, step) = (request.independent, request.step);
    let of = |measure| Asked { measure, by: &by, grouped, level, independent, step };
    Ok(measures.into_iter().flat_map(|measure| of(measure).figures(table)).collect())
}

impl Asked<'_> {
    fn figures(&self, table: &Aggregate) -> Vec<TableFigure> {
        let contexts = match self.measure.how {
            How::Sites(_) => cells::all_sites(table),
            How::Periods(_) => cells::all_periods(table),
            _ => cells::contexts(table),
        };
        let clustered = contexts.into_iter().map(|context| context.clustered(self.independent, self.level));
        clustered.flat_map(|context| self.of_context(&context)).collect()
    }

    fn of_context(&self, context: &Context<'_>) -> Vec<TableFigure> {
        match self.measure.how {
            How::Cell(find) => {
                let cells = self.cells(context, &cells::with_group(self.by, self.grouped));
                cells.iter().map(|cell| self.figure(cell, find(cell, self.level))).collect()
            }
            How::Groups(find) => self.over_groups(context, find),
            How::Scores(find) => self.over_scores(context, find),
            How::Exposures(find) => vec![interaction::of(self, context, find)],
            How::Whole(find) | How::Sites(find) | How::Periods(find) => find(self, context),
        }
    }

    /// Returns the whole, and then each cell where there is a breakdown.
    fn cells<'a>(&self, context: &Context<'a>, by: &[By<'_>]) -> Vec<Context<'a>> {
        let mut cells = vec![context.clone()];
        if !by.is_empty() {
            cells.extend(context.split(by));
        }
        cells
    }

    fn over_groups(
        &self,
        context: &Context<'_>,
        find: fn(&[Step], Level) -> Answer<Estimate>,
    ) -> Vec<TableFigure> {
        let apart = cells::without_group(self.by);
        let in_order = context.in_order();
        if !in_order {
            // No order: the parts are the cells of the breakdown, and the figure is over them.
            let parts = context.split(&apart);
            let steps: Vec<Step> = parts.iter().map(Context::step).filter(|step| !step.is_empty()).collect();
            let mut whole = context.clone();
            whole.dimensions = apart.iter().map(|by| by.name().to_owned()).collect();
            return vec![self.figure(&whole, find(&steps, self.level))];
        }
        let over = if self.grouped { "group" } else { "score" };
        context
            .split(&apart)
            .into_iter()
            .map(|mut part| {
                let answer = find(&part.steps(), self.level);
                part.dimensions.insert(0, over.to_owned());
                part.stratum.insert(0, String::new());
                self.figure(&part, answer)
            })
            .collect()
    }

    fn over_scores(
        &self,
        context: &Context<'_>,
        find: fn(&[Step], f64, Level) -> Answer<Estimate>,
    ) -> Vec<TableFigure> {
        let parts = context.split(&cells::without_group(self.by));
        let one = |mut part: Context<'_>| {
            let answer = find(&part.by_score(), self.step, self.level);
            part.dimensions.insert(0, "score".to_owned());
            part.stratum.insert(0, String::new());
            self.figure(&part, answer)
        };
        parts.into_iter().map(one).collect()
    }

    /// Returns the figure of a context, with its cases and people.
    fn figure(&self, context: &Context<'_>, answer: Answer<Estimate>) -> TableFigure {
        self.base(context).figure(answer, self.measure.unit, self.level)
    }

    fn base<'c>(&'c self, context: &'c Context<'_>) -> Base<'c> {
        let Measure { name: measure, convention, without, untold, .. } = *self.measure;
        Base { measure, method: None, convention, without, untold, context }
    }
}
