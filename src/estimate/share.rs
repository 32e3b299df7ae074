//! Shares: a published count over another that it is a part of, in total and by group.

use super::cluster::DesignEffect;
use super::{Table, to_f64};
use crate::count::{Key, Tally};
use crate::disclose::Published;
use crate::domain::{AbuseRole, Definition, Figure, Measure, Outcome, Unit};
use crate::stats::rates::wilson;
use crate::stats::{Group, Level};

/// Returns a part among its whole; `None` where either is hidden.
pub(super) fn part_of(part: Published, whole: Published) -> Option<Group> {
    let (part, whole) = (part.shown()?, whole.shown()?);
    // Rounding apart, a part can come out a step above its whole.
    Some(Group { events: to_f64(part.min(whole)), population: to_f64(whole) })
}

/// Puts the share that a part is of its whole in a figure, with the limits that the families of the whole leave it.
pub(super) fn share(blank: Figure, part: Published, whole: Published, effect: DesignEffect) -> Figure {
    let Some(group) = part_of(part, whole) else { return blank.hidden() };
    let blank = Figure {
        cases: super::cell(part),
        population: Some(group.population),
        method: wilson::METHOD.name,
        ..blank
    };
    blank.with(wilson(effect.effective(group), Level::P95), 1.0, Level::P95)
}

impl Table<'_> {
    /// Adds the share that each place of a part is of the same place of its whole.
    pub(super) fn shares(
        &self,
        (measure, convention): (Measure, &'static str),
        (part, whole): (&Tally<Published>, &Tally<Published>),
        effect: DesignEffect,
        figures: &mut Vec<Figure>,
    ) {
        let wholes = self.places(whole);
        for place in self.places(part) {
            let at = (place.dimension, place.stratum);
            let Some(of) = wholes.iter().find(|of| (of.dimension, of.stratum) == at) else { continue };
            let blank = Figure {
                dimension: place.dimension,
                stratum: place.stratum,
                convention,
                ..self.figure(measure, Unit::Proportion)
            };
            figures.push(share(blank, place.count, of.count, effect));
        }
    }

    /// Adds the share of assessed episodes in which domestic abuse was recorded, of those that have factors recorded.
    ///
    /// Episodes without factors are in neither part: missing factors are not "no domestic abuse".
    pub(super) fn recorded_share(&self, figures: &mut Vec<Figure>) {
        if self.key.outcome != Outcome::Assessed || self.key.definition == Definition::All {
            return;
        }
        let Some(recorded) = self.counts.recorded.get(&self.key.period) else { return };
        let what = (Measure::DvaShare, "episodes_with_factors_recorded");
        let effect = self.effect_of(Key { definition: Definition::All, ..self.key });
        self.shares(what, (&self.cell().episodes, recorded), effect, figures);
    }

    /// Adds the shares of assessed episodes without factors, and of those with 3B that have no 3A: what could make a gradient
    /// that is only one of recording.
    pub(super) fn recording(&self, figures: &mut Vec<Figure>) {
        if self.key.outcome != Outcome::Assessed || self.key.definition != Definition::All {
            return;
        }
        let Some(recorded) = self.counts.recorded.get(&self.key.period) else { return };
        let assessed = &self.cell().episodes;
        let without = less(assessed, recorded);
        let what = (Measure::FactorsMissingShare, "assessed_less_recorded");
        self.shares(what, (&without, assessed), self.effect_of(self.key), figures);
        let parents = Key { definition: Definition::role(AbuseRole::Parent), ..self.key };
        let Some(of) = self.counts.cells.get(&parents) else { return };
        let Some(alone) = self.counts.parent_only.get(&self.key.period) else { return };
        let what = (Measure::ParentOnlyShare, "of_episodes_with_3b");
        self.shares(what, (alone, &of.episodes), self.effect_of(parents), figures);
    }

    /// Returns the design effect of the episodes of a table; a single year takes its window's.
    pub(super) fn effect_of(&self, key: Key) -> DesignEffect {
        let window = Key { period: self.counts.periods[0], ..key };
        self.counts.cells.get(&window).map_or(DesignEffect::NONE, DesignEffect::of_episodes)
    }
}

/// Returns what a part leaves over of its whole; hidden where either is.
fn less(whole: &Tally<Published>, part: &Tally<Published>) -> Tally<Published> {
    let less = |whole: Published, part: Published| match (whole, part) {
        (Published::Count(whole), Published::Count(part)) => Published::Count(whole.saturating_sub(part)),
        _ => Published::Hidden,
    };
    let groups = whole.groups.iter().zip(&part.groups);
    Tally {
        total: less(whole.total, part.total),
        groups: groups
            .map(|(whole, part)| whole.iter().zip(part).map(|(&whole, &part)| less(whole, part)).collect())
            .collect(),
    }
}
