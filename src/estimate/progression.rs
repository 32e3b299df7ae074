//! Progression: of the episodes that had reached one stage, the share that reached the next, and its gradient.

use super::share::part_of;
use super::{Table, cell};
use crate::count::Key;
use crate::domain::{Definition, Dimension, Figure, Measure, Outcome, Unit};
use crate::stats::gradient::{Limits, logit};
use crate::stats::{Group, Level};

impl Table<'_> {
    /// Adds progression from the stage before: its share in total and by group, and its gradient.
    ///
    /// There is none from referral to assessment where an episode counts for what an assessment recorded: all of them had one.
    pub(super) fn progression(&self, figures: &mut Vec<Figure>) {
        let assessed =
            self.key.outcome == Outcome::Assessed && matches!(self.key.definition, Definition::Recorded(..));
        let before = self.key.outcome.before().filter(|before| self.plan.outcomes.contains(before));
        let (Some(progressed), Some(before), false) = (&self.cell().progressed, before, assessed) else {
            return;
        };
        let before = Key { outcome: before, ..self.key };
        let (of, effect) = (&self.counts.cells[&before].episodes, self.effect_of(before));
        let what = (Measure::Progression, "episodes_with_both_stages_in_the_period");
        self.shares(what, (progressed, of), effect, figures);
        for (at, grouping, reached) in progressed.by_grouping(&self.counts.groupings) {
            let blank = Figure {
                dimension: Dimension::Deprivation(grouping),
                cases: cell(progressed.total),
                population: of.total.shown().map(super::to_f64),
                method: "logit-gradient",
                convention: "ends_ratio; given_the_stage_before",
                ..self.figure(Measure::RiiProgression, Unit::Ratio)
            };
            let groups = reached.iter().zip(&of.groups[at]).map(|(&part, &whole)| part_of(part, whole));
            let known: Option<Vec<Group>> = groups.collect();
            figures.push(match known {
                None => blank.hidden(),
                Some(mut groups) => {
                    groups.retain(|group| group.population > 0.0);
                    let fitted = logit(&effect.all(&groups), Limits::default(), Level::P95);
                    blank.with(fitted.map(|one| one.gradient.rii), 1.0, Level::P95)
                }
            });
        }
    }
}
