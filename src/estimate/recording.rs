//! How abuse is recorded, by deprivation and year: what could make a gradient that is only one of recording.

use super::{Place, Table, to_f64};
use crate::count::{Key, Tally};
use crate::disclose::Published;
use crate::domain::{AbuseRole, Cell, Definition, Figure, Measure, Outcome, Unit};
use crate::stats::rates::wilson;
use crate::stats::{Group, Level};

impl Table<'_> {
    /// Adds the shares of assessed episodes without factors, and of those with 3B that have no 3A.
    pub(super) fn recording(&self, figures: &mut Vec<Figure>) {
        let Some(recorded) = self.counts.recorded.get(&self.key.period) else { return };
        let assessed = &self.cell().episodes;
        self.part(Measure::FactorsMissingShare, "assessed_less_recorded", assessed, figures, |place, at| {
            let with = self.places(recorded)[at].count.shown()?;
            Some(place.count.shown()?.saturating_sub(with))
        });
        let parents = Key { definition: Definition::role(AbuseRole::Parent), ..self.key };
        let Some(parents) = self.counts.cells.get(&parents) else { return };
        let Some(alone) = self.counts.parent_only.get(&self.key.period) else { return };
        let convention = "of_episodes_with_3b";
        self.part(Measure::ParentOnlyShare, convention, &parents.episodes, figures, |place, at| {
            let alone = self.places(alone)[at].count.shown()?;
            Some(alone.min(place.count.shown()?))
        });
    }

    fn part(
        &self,
        measure: Measure,
        convention: &'static str,
        whole: &Tally<Published>,
        figures: &mut Vec<Figure>,
        part: impl Fn(&Place, usize) -> Option<u64>,
    ) {
        for (at, place) in self.places(whole).iter().enumerate() {
            let blank = Figure {
                dimension: place.dimension,
                stratum: place.stratum,
                method: "wilson",
                convention,
                ..self.figure(measure, Unit::Proportion)
            };
            figures.push(match (part(place, at), place.count.shown()) {
                (Some(part), Some(all)) => {
                    let group = Group { events: to_f64(part), population: to_f64(all) };
                    Figure { cases: Cell::Shown(group.events), population: Some(group.population), ..blank }
                        .with(wilson(group, Level::P95), 1.0, Level::P95)
                }
                _ => blank.hidden(),
            });
        }
    }

    /// Returns whether the table is that of all assessed episodes, which recording is a share of.
    pub(super) fn is_all_assessed(&self) -> bool {
        self.key.outcome == Outcome::Assessed && self.key.definition == Definition::All
    }
}
