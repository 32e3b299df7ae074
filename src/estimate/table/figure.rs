//! From an answer of `stats` to a figure as it is written: its unit, its status and the reason for none.

use crate::dictionary;
use crate::domain::TableFigure;
use crate::stats::{Answer, Estimate, Interval, Level, NoAnswer};

use super::cells::Context;

/// Why a figure is without limits where nothing tells how cases come in families.
pub const UNTOLD: &str = "no limits: families not told";
/// Why a figure is without limits that are as good as one number.
const MERGED: &str = "no limits: closer together than numbers can tell";

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Per10000,
    Ratio,
    Proportion,
    /// A number on a scale of its own.
    Index,
    /// A variance of rates per 10,000.
    SquaredPer10000,
}

/// What a figure is of, before it is found.
pub(super) struct Base<'a> {
    pub(super) measure: &'a str,
    /// The method, where it is not the one behind the measure.
    pub(super) method: Option<&'static str>,
    pub(super) convention: &'a str,
    /// Why it may be without limits; nothing where it never has any.
    pub(super) without: &'static str,
    /// Whether it has limits though the table does not tell families.
    pub(super) untold: bool,
    pub(super) context: &'a Context<'a>,
}

impl Unit {
    const fn name(self) -> &'static str {
        match self {
            Self::Per10000 => "per_10000",
            Self::Ratio => "ratio",
            Self::Proportion => "proportion",
            Self::Index => "index",
            Self::SquaredPer10000 => "per_10000_squared",
        }
    }

    /// By how much a figure per person is multiplied.
    const fn scale(self) -> f64 {
        match self {
            Self::Per10000 => 1e4,
            Self::SquaredPer10000 => 1e8,
            Self::Ratio | Self::Proportion | Self::Index => 1.0,
        }
    }
}

impl Base<'_> {
    /// Returns the figure, or the row that says why there is none.
    pub(super) fn figure(&self, answer: Answer<Estimate>, unit: Unit, level: Level) -> TableFigure {
        let context = self.context;
        let blank = TableFigure {
            site: context.site.to_owned(),
            period: context.period.to_owned(),
            outcome: context.outcome.to_owned(),
            measure: self.measure.to_owned(),
            dimensions: context.dimensions.join("*"),
            stratum: joined(&context.stratum),
            cases: Some(context.cases()),
            population: Some(context.population()),
            unit: unit.name(),
            method: self.method.unwrap_or_else(|| behind(self.measure)),
            ..TableFigure::default()
        };
        match answer.and_then(|found| scaled(found, unit.scale())) {
            Ok(Estimate { value, interval }) => {
                let (interval, without) = match interval {
                    Some(_) if !self.untold && !context.told => (None, UNTOLD),
                    None => (None, without(self.measure, blank.method, self.without)),
                    Some(limits) if merged(limits) => (None, MERGED),
                    given => (given, ""),
                };
                let parts = [self.convention, without].into_iter().filter(|part| !part.is_empty());
                TableFigure {
                    value: Some(value),
                    limits: interval.map(|it| (it.lower, it.upper)),
                    level: interval.map(|_| level.get()),
                    convention: parts.collect::<Vec<_>>().join("; "),
                    status: "shown",
                    ..blank
                }
            }
            Err(why) => TableFigure { convention: format!("none: {why}"), status: status(why), ..blank },
        }
    }
}

/// Returns a figure and its limits in the unit in which they are written; none where one of them is then no number.
fn scaled(found: Estimate, scale: f64) -> Answer<Estimate> {
    Estimate::new(found.value * scale, found.interval.map(|it| it.times(scale)).transpose()?)
}

/// Returns whether what lies between two limits is lost in rounding.
fn merged(limits: Interval) -> bool {
    limits.upper - limits.lower <= 4.0 * f64::EPSILON * limits.lower.abs().max(limits.upper.abs())
}

/// Returns why a figure that may have limits has none: what its method needs, where that is not many events alone.
fn without(measure: &str, method: &str, usual: &'static str) -> &'static str {
    match (measure, method) {
        _ if usual.is_empty() => "",
        ("rii_robust" | "sii_robust", _) | (_, "linear-gradient") => "no limits: groups leave no scatter",
        ("rii_clustered" | "sii_clustered", _) | (_, "concentration-index") => {
            "no limits: events too few, or all in one group"
        }
        (_, "ohid-gradient") => "no limits: an end of the line may be below zero",
        _ => usual,
    }
}

/// Returns the ratio of a figure on the scale of logarithms.
pub(super) fn exponential(log: f64, limits: Option<Interval>) -> Estimate {
    let interval = limits.and_then(|it| Interval::new(it.lower.exp(), it.upper.exp()));
    Estimate { value: log.exp(), interval }
}

/// Returns an estimate with limits.
pub(super) const fn within(value: f64, limits: Interval) -> Estimate {
    Estimate { value, interval: Some(limits) }
}

/// Returns whether a figure is not applicable to such a table (`z`), or not available from these counts (`x`).
const fn status(why: NoAnswer) -> &'static str {
    match why {
        NoAnswer::TooFewGroups
        | NoAnswer::TooManyGroups
        | NoAnswer::BoundaryVariance
        | NoAnswer::Protective
        | NoAnswer::ShapeMismatch
        | NoAnswer::OutOfRange => "z",
        _ => "x",
    }
}

/// Returns the labels of a stratum as one; nothing where all are empty.
fn joined(stratum: &[String]) -> String {
    if stratum.iter().all(String::is_empty) { String::new() } else { stratum.join("*") }
}

/// Returns the method behind a measure.
fn behind(measure: &str) -> &'static str {
    let found = dictionary::estimators().iter().find(|estimator| estimator.name == measure);
    found.map_or("", |estimator| estimator.method)
}
