//! The family of gradients: the same groups under every published convention, each with its name.
//!
//! Given for the whole window beside the headline's, so that a figure can be set against any study's own: none is better for
//! being larger, and a sentence that compares two must compare one convention. See each measure's own method.

use super::cluster::DesignEffect;
use super::rates::PER;
use super::{Table, to_f64};
use crate::domain::{Figure, Grouping, Index, Measure, Unit};
use crate::stats::gradient::{
    Limits, Measured, OhidLimits, Scale, negative_binomial, ohid, per_step, per_unit, poisson,
};
use crate::stats::inequality::{Chance, ConcentrationLimits, Form, Reference, attributable, concentration};
use crate::stats::rates::{CountLimits, rate, wilson};
use crate::stats::{Answer, Estimate, Group, Level, NoAnswer};

/// Income scores are proportions; ten points of them is this much.
const TEN_POINTS: f64 = 0.10;

/// The groups of one grouping of one table, ready for any convention.
pub(super) struct Groups<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) grouping: Grouping,
    /// Counts and children, groups with hidden counts taken together.
    pub(super) known: &'a [Group],
    /// How many of the grouping's own groups each of those holds.
    pub(super) widths: &'a [usize],
    pub(super) siblings: DesignEffect,
    pub(super) blank: Figure,
}

impl Groups<'_> {
    /// Adds every convention but the headline's own.
    pub(super) fn figures(&self, figures: &mut Vec<Figure>) {
        let effective = self.siblings.all(self.known);
        let mut push = |measure, unit, scale, method, convention, answer: Answer<Estimate>| {
            let blank = Figure { measure, unit, method, convention, ..self.blank.clone() };
            figures.push(blank.with(answer, scale, Level::P95));
        };
        let per = Unit::Per10000Aged0To17;
        let fitted = negative_binomial(&effective, Limits::default(), Level::P95).map(|fit| fit.gradient);
        let method = "negative-binomial-gradient";
        push(Measure::RiiNegativeBinomial, Unit::Ratio, 1.0, method, "ends_ratio", fitted.map(|one| one.rii));
        push(Measure::SiiNegativeBinomial, per, PER, method, "ends_difference", fitted.map(|one| one.sii));
        let fitted = poisson(&effective, Limits::default(), Level::P95);
        let pamuk = fitted.map(|one| one.slope_over_mean);
        push(Measure::RiiSlopeOverMean, Unit::Index, 1.0, "poisson-gradient", "slope_over_mean", pamuk);
        let unit = "gradient-per-unit";
        let whole = self.widths.iter().all(|&width| width == 1);
        let step = if whole {
            per_step(&effective, Limits::default(), Level::P95).map(|one| one.ratio)
        } else {
            per_unit(&effective, &self.steps(), Limits::default(), Level::P95).map(|one| one.ratio)
        };
        push(Measure::RatioPerStep, Unit::Ratio, 1.0, unit, "per_group", step);
        let scores = self.scores();
        let deviation = self.table.counts.scores.as_ref().map_or(0.0, |scores| scores.deviation);
        let per_score = |each: f64| {
            let scores = scores.as_ref().ok_or(NoAnswer::Aliased)?;
            let scaled: Vec<f64> = scores.iter().map(|score| score / each).collect();
            per_unit(&effective, &scaled, Limits::default(), Level::P95).map(|one| one.ratio)
        };
        if deviation > 0.0 {
            let convention = "sd_of_areas_in_the_index_file; groups_at_their_mean_score";
            push(Measure::RatioPerSd, Unit::Ratio, 1.0, unit, convention, per_score(deviation));
        }
        if matches!(self.table.plan.index, Index::Idaci | Index::Income) && scores.is_some() {
            let convention = "score_higher_by_0.10; groups_at_their_mean_score";
            push(Measure::RatioPer10Points, Unit::Ratio, 1.0, unit, convention, per_score(TEN_POINTS));
        }
        let chance = Chance::Poisson;
        for (measure, unit, scale, form) in [
            (Measure::Concentration, Unit::Index, 1.0, Form::Relative),
            (Measure::ConcentrationAbsolute, per, PER, Form::Generalised),
        ] {
            let limits = ConcentrationLimits::Counts(chance);
            let found = concentration(&effective, form, limits, Level::P95).map(estimate);
            push(measure, unit, scale, "concentration-index", "most_deprived_positive", found);
        }
        for (scale, measures, convention) in [
            (Scale::LinearLogErrors, [Measure::SiiOhidLinear, Measure::RiiOhidLinear], "ohid_linear"),
            (Scale::Log, [Measure::SiiOhidLog, Measure::RiiOhidLog], "ohid_log"),
            (Scale::Logit, [Measure::SiiOhidLogit, Measure::RiiOhidLogit], "ohid_logit"),
        ] {
            let found =
                self.measured(scale).and_then(|groups| ohid(&groups, scale, OhidLimits::Closed, Level::P95));
            let method = "ohid-gradient";
            // Their own limits hold the truth 80 to 98 times in 100: they have to be asked for, by `estimate`.
            let bare = |found: Answer<Estimate>| found.map(|one| Estimate::bare(one.value));
            push(measures[0], per, PER, method, convention, bare(found.map(|one| one.sii)));
            push(measures[1], Unit::Ratio, 1.0, method, convention, bare(found.and_then(|one| one.rii)));
        }
        let fifths = self.grouping == Grouping::QUINTILES && whole;
        if fifths {
            let found = attributable(&effective, Reference::LeastDeprived, chance, Level::P95);
            let convention = "against_least_deprived_fifth";
            push(Measure::Par, per, PER, "paf", convention, found.map(|one| estimate(one.risk)));
            let share = found.and_then(|one| one.fraction.map(estimate));
            push(Measure::Paf, Unit::Proportion, 1.0, "paf", convention, share);
        }
    }

    /// Returns how many steps each block is from the least deprived group, at the middle of the groups it holds.
    fn steps(&self) -> Vec<f64> {
        let mut before = 0;
        let all: usize = self.widths.iter().sum();
        self.widths
            .iter()
            .map(|&width| {
                let middle = to_f64(before as u64) + (to_f64(width as u64) - 1.0) / 2.0;
                before += width;
                to_f64(all as u64) - 1.0 - middle
            })
            .collect()
    }

    /// Returns the mean score of each block, weighted by children; `None` where a group has none.
    fn scores(&self) -> Option<Vec<f64>> {
        let scores = self.table.counts.scores.as_ref()?;
        let population = &self.table.counts.population;
        let finest = population.len() / usize::from(self.grouping.count());
        let mut rest = scores.groups.iter().zip(population);
        self.widths
            .iter()
            .map(|&width| {
                let (mut sum, mut people) = (0.0, 0.0);
                for (score, &children) in rest.by_ref().take(width * finest) {
                    if let Some(score) = score {
                        sum += score * to_f64(children);
                        people += to_f64(children);
                    }
                }
                (people > 0.0).then(|| sum / people)
            })
            .collect()
    }

    /// Returns the groups' rates with their limits, as the method of published figures takes them.
    fn measured(&self, scale: Scale) -> Answer<Vec<Measured>> {
        self.known
            .iter()
            .map(|&group| {
                let effective = self.siblings.effective(group);
                let found = match scale {
                    Scale::Logit => wilson(effective, Level::P95)?,
                    _ => rate(effective, CountLimits::default(), Level::P95)?,
                };
                let limits = found.interval.ok_or(NoAnswer::ZeroCount)?;
                let population = group.population;
                Ok(Measured { value: found.value, lower: limits.lower, upper: limits.upper, population })
            })
            .collect()
    }
}

const fn estimate(index: crate::stats::inequality::Index) -> Estimate {
    Estimate { value: index.value, interval: index.interval }
}
