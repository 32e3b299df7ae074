//! Figures as a reader meets them: one value with its limits, unit, method and convention.

use super::comparator::FunnelPoint;
use super::{
    Axis, Basis, Cross, Definition, Edition, Figures, Group, Grouping, Index, LossReason, Measure, Outcome,
    Period,
};

/// What a cell of a table can be. The four ways of not being a number are four different things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// A figure, protected where the policy protects it.
    Shown(f64),
    /// Confidential: shown, it could say something about a child. Printed `[c]`.
    Hidden,
    /// Not applicable: the figure has no meaning here. Printed `[z]`.
    NotApplicable,
    /// Not available: it has a meaning and could not be computed. Printed `[x]`.
    Unavailable,
}

impl Cell {
    /// Returns the figure where it is shown.
    #[must_use]
    pub const fn shown(self) -> Option<f64> {
        match self {
            Self::Shown(value) => Some(value),
            Self::Hidden | Self::NotApplicable | Self::Unavailable => None,
        }
    }

    /// Returns the status column of a result: `shown`, `c`, `z` or `x`.
    #[must_use]
    pub const fn status(self) -> &'static str {
        match self {
            Self::Shown(_) => "shown",
            Self::Hidden => "c",
            Self::NotApplicable => "z",
            Self::Unavailable => "x",
        }
    }
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// A number of children.
    Children,
    /// A number of episodes.
    Episodes,
    /// Children per 10,000 aged 0 to 17.
    Per10000Aged0To17,
    /// A ratio with no unit.
    Ratio,
    /// A proportion from 0 to 1.
    Proportion,
    /// A number on a scale of its own: an index, a variance.
    Index,
    /// A number of child protection plans.
    Plans,
    /// A number of months.
    Months,
}

impl Unit {
    /// Every unit.
    pub const ALL: &'static [Self] = &[
        Self::Children,
        Self::Episodes,
        Self::Per10000Aged0To17,
        Self::Ratio,
        Self::Proportion,
        Self::Index,
        Self::Plans,
        Self::Months,
    ];

    /// Returns the name a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Episodes => "episodes",
            Self::Per10000Aged0To17 => "per_10000_aged_0_17",
            Self::Ratio => "ratio",
            Self::Proportion => "proportion",
            Self::Index => "index",
            Self::Plans => "plans",
            Self::Months => "months",
        }
    }
}

/// The characteristics by which a figure is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Not broken down.
    None,
    /// By group of deprivation.
    Deprivation(Grouping),
    /// By another characteristic, or by several crossed.
    Cross(Cross),
}

impl Dimension {
    /// Returns the `dimensions` column of a result; empty where there is none.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Deprivation(grouping) => Axis::Deprivation(grouping).name(),
            Self::Cross(cross) => cross.name(),
        }
    }
}

/// One cell of a breakdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stratum {
    /// All of it together.
    Total,
    /// One group of deprivation; 1 is the most deprived.
    Group(Group),
    /// One stratum of a cross, counted from nought with the last axis moving fastest.
    Cross(Cross, u16),
}

impl Stratum {
    /// Returns the `stratum` column of a result, as `1*Asian`; empty for the total.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Total => String::new(),
            Self::Group(group) => group.number().to_string(),
            Self::Cross(cross, stratum) => {
                let categories = cross.axes().zip(cross.categories(usize::from(stratum)));
                categories.map(|(axis, at)| axis.category(at)).collect::<Vec<_>>().join("*")
            }
        }
    }
}

/// One figure of a release: a row of `data/results.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// When.
    pub period: Period,
    /// Which episodes.
    pub definition: Definition,
    /// Which involvement.
    pub outcome: Outcome,
    /// What is measured.
    pub measure: Measure,
    /// By what it is broken down.
    pub dimension: Dimension,
    /// Which cell of the breakdown.
    pub stratum: Stratum,
    /// The figure itself.
    pub value: Cell,
    /// Its confidence limits, lower then upper, where it is shown and has any.
    pub limits: Option<(f64, f64)>,
    /// The confidence level of the limits, as a proportion.
    pub level: Option<f64>,
    /// The count the figure rests on, where it rests on one.
    pub cases: Cell,
    /// The denominator the figure rests on, where it has one.
    pub population: Option<f64>,
    /// The unit.
    pub unit: Unit,
    /// The method, by the name `explain` knows; empty for a plain count.
    pub method: &'static str,
    /// The convention; empty where there is only one.
    pub convention: &'static str,
    /// Why there is no figure, where there is none and the reason is the method's.
    pub reason: Option<&'static str>,
}

impl Figure {
    /// Returns whether it says anything: of a ratio, that its limits are not worlds apart.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        self.unit != Unit::Ratio || self.limits.is_none_or(are_telling)
    }
}

/// Returns whether the limits of a ratio say anything: more than a hundredfold apart, or from nought to a hundred and more, they
/// do not.
#[must_use]
pub fn are_telling((lower, upper): (f64, f64)) -> bool {
    upper <= 100.0 * if lower > 0.0 { lower } else { 1.0 }
}

/// One line of the loss account, protected like any other count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LossFigure {
    /// Why the episodes left; `None` for a total.
    pub line: LossLine,
    /// How many episodes.
    pub episodes: Cell,
}

/// A line of the loss account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LossLine {
    /// Episodes read.
    RowsIn,
    /// Episodes left out, by reason.
    Lost(LossReason),
    /// Episodes kept.
    Kept,
}

impl LossLine {
    /// Returns the name a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RowsIn => "rows_in",
            Self::Lost(reason) => reason.name(),
            Self::Kept => "kept",
        }
    }

    /// Returns the words a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::RowsIn => "Episodes read",
            Self::Lost(reason) => reason.title(),
            Self::Kept => "Episodes analysed",
        }
    }
}

/// The headline's relative index under one set of choices: a point of the specification curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Specification {
    /// Which episodes.
    pub definition: Definition,
    /// Whether children are counted, each once, or episodes.
    pub unit: Unit,
    /// By which index.
    pub index: Index,
    /// In order of which areas.
    pub basis: Basis,
    /// By the address on which day, as a plan names it.
    pub address_on: &'static str,
    /// In how many groups.
    pub grouping: Grouping,
    /// The model: `poisson` or `negative_binomial`.
    pub model: &'static str,
    /// The relative index.
    pub value: f64,
    /// Its limits.
    pub limits: Option<(f64, f64)>,
    /// What it is to the others.
    pub choice: Choice,
}

/// What a specification is to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// It is what the briefing gives.
    Own,
    /// It is another that could have been made.
    Other,
    /// It comes to the same figure as another, which stands for it.
    Same,
    /// It rests on so few children that its limits say nothing.
    Vague,
}

impl Choice {
    /// Returns the name a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Other => "other",
            Self::Same => "same",
            Self::Vague => "vague",
        }
    }

    /// Returns whether it is summed up and drawn.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Own | Self::Other)
    }
}

/// Everything a run found, in one place: what the outputs are written from.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The authority, as the plan names it.
    pub site: String,
    /// By what deprivation is measured.
    pub index: Index,
    /// Which edition of it.
    pub edition: Edition,
    /// Whether groups are of the nation's areas or the authority's.
    pub basis: Basis,
    /// The groups every figure is given by, the finest first.
    pub groupings: Vec<Grouping>,
    /// The periods, the whole window first.
    pub periods: Vec<Period>,
    /// The case definitions, the headline first; `All` is the comparison.
    pub definitions: Vec<Definition>,
    /// The outcomes, in the order in which a child meets them.
    pub outcomes: Vec<Outcome>,
    /// The year of the population estimate that rates use.
    pub population_year: String,
    /// Children aged 0 to 17 in each group of the finest grouping, the most deprived first.
    pub population: Vec<f64>,
    /// Every figure, in a fixed order.
    pub figures: Figures,
    /// The headline's relative index under every other choice, the least first.
    pub curve: Vec<Specification>,
    /// Where authorities stand in the funnels of published figures, by year and item; none without published tables.
    pub funnels: Vec<FunnelPoint>,
    /// The loss account.
    pub losses: Vec<LossFigure>,
}

impl Results {
    /// Returns the figures of one table, in order of stratum.
    pub fn table(
        &self,
        period: Period,
        definition: Definition,
        outcome: Outcome,
        measure: Measure,
        dimension: Dimension,
    ) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(move |figure| {
            figure.period == period
                && figure.definition == definition
                && figure.outcome == outcome
                && figure.measure == measure
                && figure.dimension == dimension
        })
    }
}
