//! Figures as a reader meets them: one value with its limits, unit, method and convention.

use super::{Axis, Basis, Cross, Definition, Edition, Group, Grouping, Index, LossReason, Outcome, Period};

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

/// What is measured. One measure, one file of method; see `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Distinct children with the outcome.
    Children,
    /// Episodes with the outcome.
    Episodes,
    /// Unborn children with the outcome, who are in the numerator and in no denominator.
    Unborn,
    /// Children with the outcome per 10,000 aged 0 to 17.
    Rate,
    /// The rate of the most deprived group over that of the least.
    RatioMostLeast,
    /// The rate of the most deprived group less that of the least.
    DifferenceMostLeast,
    /// Relative index of inequality: the ratio of the fitted ends.
    Rii,
    /// Slope index of inequality: the difference of the fitted ends.
    Sii,
    /// The share of assessed episodes, with factors recorded, that meet the definition.
    DvaShare,
    /// The relative index if every row lost for want of a neighbourhood fell in the most deprived group.
    RiiLostMost,
    /// The relative index if every row lost for want of a neighbourhood fell in the least deprived group.
    RiiLostLeast,
    /// Relative index by negative binomial regression, which lets counts vary more than chance.
    RiiNegativeBinomial,
    /// Slope index by negative binomial regression.
    SiiNegativeBinomial,
    /// Slope index over the mean rate: the other figure called relative index.
    RiiSlopeOverMean,
    /// Ratio of rates for one step towards the most deprived group.
    RatioPerStep,
    /// Ratio of rates for one standard deviation of the score, over all areas of the index file.
    RatioPerSd,
    /// Ratio of rates where 10 in a hundred more are income-deprived.
    RatioPer10Points,
    /// Slope index as the Office for Health Improvement and Disparities computes it, linear.
    SiiOhidLinear,
    /// Relative index of the same; none where a fitted end is not above nought.
    RiiOhidLinear,
    /// Slope index as OHID computes it, on logarithms.
    SiiOhidLog,
    /// Relative index as OHID computes it, on logarithms.
    RiiOhidLog,
    /// Slope index as OHID computes it for proportions, on logits.
    SiiOhidLogit,
    /// Relative index as OHID computes it for proportions, on logits.
    RiiOhidLogit,
    /// Relative concentration index; above nought is more among the more deprived.
    Concentration,
    /// Generalised concentration index: the relative one times the mean rate.
    ConcentrationAbsolute,
    /// Children per 10,000 fewer, had every group the rate of the least deprived fifth.
    Par,
    /// The same as a share of all.
    Paf,
    /// How many times the variance is what it would be were no two counted children siblings.
    DesignEffect,
    /// Of episodes that reached the stage before, the share that reached this one in the same period.
    Progression,
    /// Relative index of that share.
    RiiProgression,
    /// Of assessed episodes, the share without any factor recorded.
    FactorsMissingShare,
    /// Of episodes with 3B, the share without 3A.
    ParentOnlyShare,
    /// Of the children counted whose neighbourhood is known, the share in this category.
    Share,
    /// Rate of a category over that of the reference category, within the same group of deprivation where crossed with it.
    RelativeRate,
    /// The rate of a group, were everyone not recorded in it.
    RateAllMissing,
    /// The rate of a group with those not recorded shared out in proportion.
    RateShareMissing,
    /// Rate of a stratum, drawn towards what its characteristics add up to by how little it says.
    RatePooled,
    /// Rate a stratum's characteristics add up to.
    RateAdditive,
    /// Ratio of the pooled rate to the one its characteristics add up to.
    InteractionResidual,
    /// Variance between strata.
    StratumVarianceNull,
    /// Variance between strata that main effects leave.
    StratumVarianceAdditive,
    /// Share of variance between strata.
    StratumVpcNull,
    /// The same beyond main effects.
    StratumVpcAdditive,
    /// Median ratio between two strata.
    StratumMorNull,
    /// The same beyond main effects.
    StratumMorAdditive,
    /// Share of the variance between strata that main effects explain.
    StratumPcv,
    /// Excess of the joint ratio over what the two add up to.
    Reri,
    /// That excess as a share of the joint ratio.
    Ap,
    /// Synergy index.
    Synergy,
    /// Excess of the joint rate over what the two add up to, per 10,000.
    JointExcess,
    /// Least relative index of the specification curve.
    CurveLeast,
    /// Median of the specification curve.
    CurveMedian,
    /// Most of the specification curve.
    CurveMost,
    /// Share of the specification curve whose lower limit is above 1.
    CurveAboveOne,
}

impl Measure {
    /// Every measure, counts first.
    pub const ALL: &'static [Self] = &[
        Self::Children,
        Self::Episodes,
        Self::Unborn,
        Self::Rate,
        Self::RatioMostLeast,
        Self::DifferenceMostLeast,
        Self::Rii,
        Self::Sii,
        Self::DvaShare,
        Self::RiiLostMost,
        Self::RiiLostLeast,
        Self::RiiNegativeBinomial,
        Self::SiiNegativeBinomial,
        Self::RiiSlopeOverMean,
        Self::RatioPerStep,
        Self::RatioPerSd,
        Self::RatioPer10Points,
        Self::SiiOhidLinear,
        Self::RiiOhidLinear,
        Self::SiiOhidLog,
        Self::RiiOhidLog,
        Self::SiiOhidLogit,
        Self::RiiOhidLogit,
        Self::Concentration,
        Self::ConcentrationAbsolute,
        Self::Par,
        Self::Paf,
        Self::DesignEffect,
        Self::Progression,
        Self::RiiProgression,
        Self::FactorsMissingShare,
        Self::ParentOnlyShare,
        Self::Share,
        Self::RelativeRate,
        Self::RateAllMissing,
        Self::RateShareMissing,
        Self::RatePooled,
        Self::RateAdditive,
        Self::InteractionResidual,
        Self::StratumVarianceNull,
        Self::StratumVarianceAdditive,
        Self::StratumVpcNull,
        Self::StratumVpcAdditive,
        Self::StratumMorNull,
        Self::StratumMorAdditive,
        Self::StratumPcv,
        Self::Reri,
        Self::Ap,
        Self::Synergy,
        Self::JointExcess,
        Self::CurveLeast,
        Self::CurveMedian,
        Self::CurveMost,
        Self::CurveAboveOne,
    ];

    /// Returns the name a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Episodes => "episodes",
            Self::Unborn => "unborn",
            Self::Rate => "rate",
            Self::RatioMostLeast => "ratio_most_least",
            Self::DifferenceMostLeast => "difference_most_least",
            Self::Rii => "rii",
            Self::Sii => "sii",
            Self::DvaShare => "dva_share",
            Self::RiiLostMost => "rii_lost_most",
            Self::RiiLostLeast => "rii_lost_least",
            Self::RiiNegativeBinomial => "rii_negative_binomial",
            Self::SiiNegativeBinomial => "sii_negative_binomial",
            Self::RiiSlopeOverMean => "rii_slope_over_mean",
            Self::RatioPerStep => "ratio_per_step",
            Self::RatioPerSd => "ratio_per_sd",
            Self::RatioPer10Points => "ratio_per_10_points",
            Self::SiiOhidLinear => "sii_ohid_linear",
            Self::RiiOhidLinear => "rii_ohid_linear",
            Self::SiiOhidLog => "sii_ohid_log",
            Self::RiiOhidLog => "rii_ohid_log",
            Self::SiiOhidLogit => "sii_ohid_logit",
            Self::RiiOhidLogit => "rii_ohid_logit",
            Self::Concentration => "concentration",
            Self::ConcentrationAbsolute => "concentration_absolute",
            Self::Par => "par",
            Self::Paf => "paf",
            Self::DesignEffect => "design_effect",
            Self::Progression => "progression",
            Self::RiiProgression => "rii_progression",
            Self::FactorsMissingShare => "factors_missing_share",
            Self::ParentOnlyShare => "parent_only_share",
            Self::Share => "share",
            Self::RelativeRate => "relative_rate",
            Self::RateAllMissing => "rate_all_missing",
            Self::RateShareMissing => "rate_share_missing",
            Self::RatePooled => "rate_pooled",
            Self::RateAdditive => "rate_additive",
            Self::InteractionResidual => "interaction_residual",
            Self::StratumVarianceNull => "stratum_variance_null",
            Self::StratumVarianceAdditive => "stratum_variance_additive",
            Self::StratumVpcNull => "stratum_vpc_null",
            Self::StratumVpcAdditive => "stratum_vpc_additive",
            Self::StratumMorNull => "stratum_mor_null",
            Self::StratumMorAdditive => "stratum_mor_additive",
            Self::StratumPcv => "stratum_pcv",
            Self::Reri => "reri",
            Self::Ap => "ap",
            Self::Synergy => "synergy",
            Self::JointExcess => "joint_excess",
            Self::CurveLeast => "curve_least",
            Self::CurveMedian => "curve_median",
            Self::CurveMost => "curve_most",
            Self::CurveAboveOne => "curve_above_one",
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
}

impl Unit {
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
    /// Whether it is the plan's own choice.
    pub choice: Choice,
}

/// Whether a specification is the plan's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is what the briefing gives.
    Own,
    /// It is another that could have been made.
    Other,
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
    pub figures: Vec<Figure>,
    /// The headline's relative index under every other choice, the least first.
    pub curve: Vec<Specification>,
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
