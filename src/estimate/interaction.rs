//! Additive interaction: whether two disadvantages together are worse than their sum.
//!
//! Of a cross of deprivation with one other axis: the two most deprived fifths are the first exposure, a category beside the
//! axis's reference the second. Each measure is made from the published counts of four groups.

use super::crosses::{Crossed, is_of_family, reference};
use super::rates::PER;
use super::to_f64;
use crate::domain::{Axis, Figure, Measure, Unit};
use crate::stats::interaction::{Additive, Exposures, Families, additive, synergy_of_counts};
use crate::stats::{Estimate, Group, Level};

/// The measures, with their units.
const MEASURES: [(Measure, Unit); 4] = [
    (Measure::Reri, Unit::Index),
    (Measure::Ap, Unit::Index),
    (Measure::Synergy, Unit::Index),
    (Measure::JointExcess, Unit::Per10000Aged0To17),
];

/// One of the four groups: what was counted in it, and how many of the same families were counted in all.
#[derive(Clone, Copy)]
struct Part {
    group: Group,
    kin: f64,
}

impl Crossed<'_> {
    /// Adds additive interaction of the two most deprived fifths with each category of the other axis, for a cross of
    /// the two.
    pub(super) fn additive(&self, figures: &mut Vec<Figure>) {
        let axes: Vec<Axis> = self.cross.axes().collect();
        let [Axis::Deprivation(grouping), axis] = axes[..] else { return };
        let (Some(reference), Some(_)) = (reference(axis), &self.people) else { return };
        let groups = usize::from(grouping.count());
        let deprived = (groups * 2).div_ceil(5);
        for category in (0..self.cross.width(axis)).filter(|&at| at != reference && axis.is_of_people(at)) {
            let part = |category, groups| self.part(axis, category, groups);
            let parts = [
                part(reference, deprived..groups),
                part(reference, 0..deprived),
                part(category, deprived..groups),
                part(category, 0..deprived),
            ];
            // The stratum of the category in the most deprived group stands for the category.
            let blank = |measure, unit| Figure {
                method: "interaction-counts",
                convention: "most_deprived_two_fifths_by_category_against_reference",
                ..self.blank(measure, unit, category)
            };
            let [Some(neither), Some(first), Some(second), Some(both)] = parts else {
                figures.extend(MEASURES.map(|(measure, unit)| blank(measure, unit).hidden()));
                continue;
            };
            let effect = self.siblings.get();
            let families = if is_of_family(axis) {
                Families::Together(effect)
            } else {
                Families::Spread { effect, kin: [neither.kin, both.kin] }
            };
            let of = Exposures {
                neither: neither.group,
                first: first.group,
                second: second.group,
                both: both.group,
                families,
            };
            for (measure, unit) in MEASURES {
                let (answer, scale) = match measure {
                    Measure::Reri => (additive(&of, Additive::Reri, Level::P95), 1.0),
                    Measure::Ap => (additive(&of, Additive::Proportion, Level::P95), 1.0),
                    Measure::JointExcess => (additive(&of, Additive::Excess, Level::P95), PER),
                    _ => (synergy_of_counts(&of).map(Estimate::bare), 1.0),
                };
                figures.push(blank(measure, unit).with(answer, scale, Level::P95));
            }
        }
    }

    /// Returns a category's children in some groups of deprivation; `None` where a count is hidden.
    fn part(&self, axis: Axis, category: usize, groups: std::ops::Range<usize>) -> Option<Part> {
        let mut part = Part { group: Group { events: 0.0, population: 0.0 }, kin: 0.0 };
        for group in groups {
            let stratum = group * self.cross.width(axis) + category;
            part.group.events += to_f64(self.counts[stratum].shown()?);
            part.group.population += self.people(stratum)?;
            part.kin += self.kin[stratum];
        }
        Some(part)
    }
}
