//! Intersections: strata modelled together, so that small ones lend each other strength.
//!
//! The models are those of `strata`. They see published counts: a hidden stratum stands at its share, by children, of what
//! the total leaves over, within what a hidden count can be; where more than a third of the strata are hidden there is no
//! model. Strata of nobody (not recorded, unborn) are left out.

use super::crosses::Crossed;
use super::rates::PER;
use super::strata::{Law, Models, Strata};
use super::to_f64;
use crate::domain::{Axis, Cell, Figure, Measure, Unit};
use crate::stats::{Answer, Estimate, Group, Level, NoAnswer};

/// The strata of people in a cross, as they are modelled.
struct Modelled {
    /// The place of each in the cross.
    places: Vec<usize>,
    groups: Vec<Group>,
    /// Whether some are hidden.
    partly: bool,
}

impl Crossed<'_> {
    /// Adds what a model of all strata together finds.
    pub(super) fn intersection(&self, figures: &mut Vec<Figure>) {
        let found = self.modelled().and_then(|modelled| Ok((self.strata(&modelled)?, modelled)));
        let (strata, modelled) = match found {
            Ok(found) => found,
            Err(why) => {
                let blank = self.whole(Measure::StratumVarianceNull, Unit::Index);
                figures.push(Figure { method: "variance-profile", ..blank }.with(Err(why), 1.0, Level::P95));
                return;
            }
        };
        for law in [Law::Poisson, Law::Binomial] {
            let models = strata.models(law, Level::P95);
            self.summaries(law, &modelled, &models, figures);
            if law == Law::Poisson {
                self.of_strata(&modelled, &models, figures);
            }
        }
    }

    fn modelled(&self) -> Answer<Modelled> {
        let people = self.people.as_ref().ok_or(NoAnswer::NoPopulation)?;
        let total = self.table.cell().children.total.shown().ok_or(NoAnswer::TooFewGroups)?;
        let places: Vec<usize> =
            (0..people.len()).filter(|&at| people[at].is_some_and(|people| people > 0.0)).collect();
        let hidden: Vec<usize> = (0..people.len()).filter(|&at| self.counts[at].shown().is_none()).collect();
        let among = hidden.iter().filter(|at| places.contains(at)).count();
        if among * 3 > places.len() {
            return Err(NoAnswer::TooFewGroups);
        }
        let shown: f64 = self.counts.iter().filter_map(|count| count.shown()).map(to_f64).sum();
        let left = (to_f64(total) - shown).max(0.0);
        let weight = |at: usize| people[at].unwrap_or(0.0);
        let weights: f64 = hidden.iter().map(|&at| weight(at)).sum();
        let most = f64::from(self.table.plan.disclosure.hide_up_to);
        let count = |at: usize| {
            self.counts[at].shown().map_or_else(|| (left * weight(at) / weights).clamp(1.0, most), to_f64)
        };
        let group = |&at: &usize| {
            let group = self.effective(at, Group { events: count(at), population: weight(at) });
            Group { events: group.events.min(group.population), ..group }
        };
        Ok(Modelled { groups: places.iter().map(group).collect(), places, partly: among > 0 })
    }

    fn strata(&self, modelled: &Modelled) -> Answer<Strata> {
        let labels = |nth: usize, axis: Axis| -> Vec<String> {
            modelled.places.iter().map(|&at| axis.category(self.cross.categories(at)[nth])).collect()
        };
        let axes: Vec<(String, Vec<String>)> =
            self.cross.axes().enumerate().map(|(nth, axis)| (axis.name(), labels(nth, axis))).collect();
        let axes: Vec<(&str, Vec<&str>)> = axes
            .iter()
            .map(|(name, labels)| (name.as_str(), labels.iter().map(String::as_str).collect()))
            .collect();
        Strata::new(&modelled.groups, &axes)
    }

    /// Adds variance, share and median ratio without and with main effects, and the change between them.
    fn summaries(&self, law: Law, modelled: &Modelled, models: &Models<'_>, figures: &mut Vec<Figure>) {
        let mut push = |measure, method, unit, answer: Answer<Estimate>| {
            let blank = Figure { method, convention: modelled.convention(law), ..self.whole(measure, unit) };
            figures.push(blank.with(answer, 1.0, Level::P95));
        };
        let measures = [
            [Measure::StratumVarianceNull, Measure::StratumVpcNull, Measure::StratumMorNull],
            [Measure::StratumVarianceAdditive, Measure::StratumVpcAdditive, Measure::StratumMorAdditive],
        ];
        for ([variance, share, ratio], found) in measures.into_iter().zip(models.between()) {
            push(variance, "variance-profile", Unit::Index, found.variance);
            // On counts the share depends on how many people a stratum has, and says nothing of one child.
            if law == Law::Binomial {
                push(share, "vpc", Unit::Proportion, found.share);
            }
            push(ratio, "mor", Unit::Ratio, found.median_ratio);
        }
        push(Measure::StratumPcv, "pcv", Unit::Proportion, models.explained());
    }

    /// Adds, of each stratum, its pooled rate, the rate its characteristics add up to, and how far the two differ.
    fn of_strata(&self, modelled: &Modelled, models: &Models<'_>, figures: &mut Vec<Figure>) {
        for (&stratum, found) in modelled.places.iter().zip(models.strata()) {
            let mut push = |measure, method, unit, answer: Answer<Estimate>, scale| {
                let blank = Figure {
                    cases: super::cell(self.counts[stratum]),
                    population: self.people(stratum),
                    method,
                    convention: modelled.convention(Law::Poisson),
                    ..self.blank(measure, unit, stratum)
                };
                let hidden = blank.cases == Cell::Hidden;
                figures.push(if hidden { blank.hidden() } else { blank.with(answer, scale, Level::P95) });
            };
            let per = Unit::Per10000Aged0To17;
            push(Measure::RatePooled, "predicted-rate", per, found.pooled, PER);
            push(Measure::RateAdditive, "predicted-rate", per, found.additive, PER);
            push(Measure::InteractionResidual, "interaction-residual", Unit::Ratio, found.departure, 1.0);
        }
    }
}

impl Modelled {
    const fn convention(&self, law: Law) -> &'static str {
        match (law, self.partly) {
            (Law::Poisson, false) => "poisson_log_normal",
            (Law::Binomial, false) => "binomial_latent",
            (Law::Poisson, true) => "poisson_log_normal; hidden_strata_at_their_share",
            (Law::Binomial, true) => "binomial_latent; hidden_strata_at_their_share",
        }
    }
}
