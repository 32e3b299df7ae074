//! Parts of a table: what is estimated apart, and the steps of a gradient.
//!
//! Parts come in the order of their labels (numbers by size), whatever the order of rows, so that the order
//! of rows changes nothing.

use std::collections::BTreeMap;

use crate::domain::{Aggregate, AggregateRow};
use crate::stats::rates::{Clusters, effective};
use crate::stats::{Group, Level};

/// One dimension of a breakdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By<'a> {
    /// The deprivation group.
    Group,
    /// The site, where sites are compared.
    Site,
    /// The period, where periods are.
    Period,
    /// A dimension of the table: its place and its name.
    Dimension(usize, &'a str),
}

/// Rows that are estimated together, and what they have in common.
#[derive(Debug, Clone)]
pub(super) struct Context<'a> {
    pub(super) site: &'a str,
    pub(super) period: &'a str,
    pub(super) outcome: &'a str,
    /// The names of the breakdown's dimensions, and this part's level of each.
    pub(super) dimensions: Vec<String>,
    pub(super) stratum: Vec<String>,
    pub(super) rows: Vec<&'a AggregateRow>,
    /// What families do to limits in the whole of its site, period and outcome; where they are not told, nothing.
    pub(super) effect: f64,
    /// Whether families are told.
    pub(super) told: bool,
}

/// One step of a gradient: a group, or the areas of one score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Cases and people as they are.
    pub(super) counted: Group,
    /// As many independent cases, among people, as tell as much.
    pub(super) group: Group,
    pub(super) score: Option<f64>,
    /// The sum of squares over families; the cases themselves where the table has none.
    pub(super) squares: f64,
}

/// A label in the order of a reader: numbers by size, before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Number(u32, String),
    Word(String),
}

impl<'a> By<'a> {
    pub(super) const fn name(&self) -> &'a str {
        match self {
            Self::Group => "group",
            Self::Site => "site",
            Self::Period => "period",
            Self::Dimension(_, name) => name,
        }
    }

    fn label(self, row: &AggregateRow) -> String {
        match self {
            Self::Group => row.group.map(|group| group.to_string()).unwrap_or_default(),
            Self::Site => row.site.clone(),
            Self::Period => row.period.clone(),
            Self::Dimension(at, _) => row.levels[at].clone(),
        }
    }
}

impl Step {
    /// Whether there is nobody in it, and nothing happened.
    pub(super) fn is_empty(&self) -> bool {
        self.counted.events == 0.0 && self.counted.population == 0.0
    }
}

impl<'a> Context<'a> {
    pub(super) fn cases(&self) -> f64 {
        self.rows.iter().map(|row| row.cases).sum()
    }

    pub(super) fn population(&self) -> f64 {
        self.rows.iter().map(|row| row.population).sum()
    }

    /// Returns cases and people as they are.
    pub(super) fn counted(&self) -> Group {
        Group { events: self.cases(), population: self.population() }
    }

    /// Returns as many independent cases, among people, as tell as much: rates stay, limits widen.
    pub(super) fn group(&self) -> Group {
        effective(self.counted(), self.effect)
    }

    /// Returns the context with what its families do to limits, from which its parts have it.
    ///
    /// Where they are not told, each case is of a family of its own if all are said to be `independent`.
    pub(super) fn clustered(self, independent: bool, level: Level) -> Self {
        let sum = |of: fn(&AggregateRow) -> Option<f64>| self.rows.iter().map(|row| of(row)).sum();
        let clusters = Clusters {
            events: self.cases(),
            squares: sum(|row| row.sum_sq),
            clusters: sum(|row| row.families),
        };
        let told = independent || clusters.squares.is_some() || clusters.clusters.is_some();
        Self { effect: clusters.effect(level).expect("counts of a table that was read"), told, ..self }
    }

    /// Returns all rows as one step.
    pub(super) fn step(&self) -> Step {
        let squares = self.rows.iter().map(|row| row.sum_sq.unwrap_or(row.cases)).sum();
        Step {
            counted: self.counted(),
            group: self.group(),
            score: self.rows.first().and_then(|row| row.score),
            squares,
        }
    }

    /// Whether the rows have groups or a score.
    pub(super) fn in_order(&self) -> bool {
        self.rows.iter().any(|row| row.group.is_some() || row.score.is_some())
    }

    /// Returns a part for each level of a breakdown, or for each crossing of several.
    pub(super) fn split(&self, by: &[By<'_>]) -> Vec<Self> {
        let mut parts: BTreeMap<Vec<Label>, Vec<&'a AggregateRow>> = BTreeMap::new();
        for row in &self.rows {
            parts.entry(by.iter().map(|by| label(by.label(row))).collect()).or_default().push(row);
        }
        let names = by.iter().map(|by| by.name().to_owned());
        let dimensions: Vec<String> = self.dimensions.iter().cloned().chain(names).collect();
        let part = |(labels, rows): (Vec<Label>, Vec<&'a AggregateRow>)| {
            let stratum = self.stratum.iter().cloned().chain(labels.into_iter().map(text)).collect();
            Context { dimensions: dimensions.clone(), stratum, rows, ..self.clone() }
        };
        parts.into_iter().map(part).collect()
    }

    /// Returns each of its sites.
    pub(super) fn sites(&self) -> Vec<Self> {
        let of = |part: Self| Self { site: part.rows.first().map_or("", |row| &row.site), ..part };
        self.along(By::Site).map(of).collect()
    }

    /// Returns each of its periods, in order.
    pub(super) fn periods(&self) -> Vec<Self> {
        let of = |part: Self| Self { period: part.rows.first().map_or("", |row| &row.period), ..part };
        self.along(By::Period).map(of).collect()
    }

    /// Returns its parts, none of which has the dimension by which they differ among its own.
    fn along(&self, by: By<'_>) -> impl Iterator<Item = Self> {
        let (dimensions, stratum) = (self.dimensions.clone(), self.stratum.clone());
        let of = move |part| Self { dimensions: dimensions.clone(), stratum: stratum.clone(), ..part };
        self.split(&[by]).into_iter().map(of)
    }

    /// Returns a step for each row: the areas of a table that has one a row.
    pub(super) fn areas(&self) -> Vec<Step> {
        let row = |row: &&'a AggregateRow| Context { rows: vec![row], ..self.clone() }.step();
        self.rows.iter().map(row).filter(|step| !step.is_empty()).collect()
    }

    /// Returns the steps from the most deprived to the least: groups where the table has them, else the areas
    /// of each score. Steps without people are left out.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.all_steps().into_iter().filter(|step| !step.is_empty()).collect()
    }

    fn all_steps(&self) -> Vec<Step> {
        if self.rows.iter().any(|row| row.group.is_some()) {
            return self.split(&[By::Group]).iter().map(Self::step).collect();
        }
        self.by_score()
    }

    /// Returns a step for the areas of each score, the highest score first.
    pub(super) fn by_score(&self) -> Vec<Step> {
        let score = |row: &&AggregateRow| row.score.unwrap_or(0.0);
        let mut rows = self.rows.clone();
        rows.sort_by(|one, two| score(two).total_cmp(&score(one)));
        let tied = rows.chunk_by(|one, two| score(one) == score(two));
        let step = |rows: &[&'a AggregateRow]| Context { rows: rows.to_vec(), ..self.clone() }.step();
        tied.map(step).filter(|step| !step.is_empty()).collect()
    }
}

/// Returns each site, period and outcome of a table.
pub(super) fn contexts(table: &Aggregate) -> Vec<Context<'_>> {
    apart(table, |row| [&row.site, &row.period, &row.outcome])
}

static NONE: String = String::new();

/// Returns each period and outcome of a table, with all its sites.
pub(super) fn all_sites(table: &Aggregate) -> Vec<Context<'_>> {
    apart(table, |row| [&NONE, &row.period, &row.outcome])
}

/// Returns each site and outcome of a table, with all its periods.
pub(super) fn all_periods(table: &Aggregate) -> Vec<Context<'_>> {
    apart(table, |row| [&row.site, &NONE, &row.outcome])
}

/// Returns a breakdown with the group in front, where the table has groups.
pub(super) fn with_group<'a>(by: &[By<'a>], grouped: bool) -> Vec<By<'a>> {
    let front = grouped && !by.contains(&By::Group);
    front.then_some(By::Group).into_iter().chain(by.iter().copied()).collect()
}

/// Returns a breakdown without the group.
pub(super) fn without_group<'a>(by: &[By<'a>]) -> Vec<By<'a>> {
    by.iter().copied().filter(|by| *by != By::Group).collect()
}

fn apart<'a>(table: &'a Aggregate, key: fn(&'a AggregateRow) -> [&'a String; 3]) -> Vec<Context<'a>> {
    let mut parts: BTreeMap<[&String; 3], Vec<&'a AggregateRow>> = BTreeMap::new();
    for row in &table.rows {
        parts.entry(key(row)).or_default().push(row);
    }
    let context = |([site, period, outcome], rows): ([&'a String; 3], Vec<&'a AggregateRow>)| Context {
        site,
        period,
        outcome,
        dimensions: Vec::new(),
        stratum: Vec::new(),
        rows,
        effect: 1.0,
        told: false,
    };
    parts.into_iter().map(context).collect()
}

fn label(text: String) -> Label {
    match text.parse() {
        Ok(number) => Label::Number(number, text),
        Err(_) => Label::Word(text),
    }
}

fn text(label: Label) -> String {
    match label {
        Label::Number(_, text) | Label::Word(text) => text,
    }
}
