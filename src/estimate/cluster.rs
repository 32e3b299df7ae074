//! Siblings and repeats: how much wider limits are because counted children come in families.
//!
//! Where families of `m` counted children come about together, the variance of a count is the sum of `m²` over
//! families and not of `m`; their ratio is the design effect. Dividing counts and people by it leaves every rate
//! as it is and gives its limits the variance of the clusters (Kish 1965, *Survey Sampling*, 8.2; the effective
//! sample size). It is worked out from the published numbers by size of family, and taken to be the same in every group
//! of deprivation. Brothers and sisters live together and are taken to be of one ethnic group; girls, an age or a disability
//! are spread over families as chance has it, so that two of a family are both of a part of the children with the
//! probability of the part. A count of a part has the variance `1 + (d - 1) q`, `q` its share of those of the same
//! deprivation and ethnicity; its share `p` of all children `1 + (d - 1) (q - p)/(1 - p)`; and what sets parts of the same
//! families beside each other, such as boys and girls, the variance of their contrast: of a ratio none beyond chance.

use super::{Table, to_f64};
use crate::count::{Cell as Count, Key};
use crate::disclose::Published;
use crate::domain::{Cell, Figure, Measure, Unit};
use crate::stats::rates::{Clusters, effective, within};
use crate::stats::survival::Stretch;
use crate::stats::{Group, Level};

/// The size a family of four or more is taken to have.
const LARGEST: f64 = 4.5;

/// How many times the variance is that of unrelated children, 1 or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct DesignEffect(f64);

impl DesignEffect {
    /// The effect where no two of those counted belong together, or nobody knows.
    pub(super) const NONE: Self = Self(1.0);

    /// Returns the effect of the children of a count.
    pub(super) fn of_children(count: &Count<Published>) -> Self {
        Self::of(&count.clusters.children, count.children.total)
    }

    /// Returns the effect of the episodes of a count.
    pub(super) fn of_episodes(count: &Count<Published>) -> Self {
        Self::of(&count.clusters.episodes, count.episodes.total)
    }

    /// Works out the effect from the published numbers counted in families of one, two, three and more.
    ///
    /// Numbers that are hidden share what the total leaves over; with a hidden total there is no effect.
    fn of(sizes: &[Published], total: Published) -> Self {
        let Some(total) = total.shown().map(to_f64) else { return Self::NONE };
        let hidden = sizes.iter().filter(|size| size.shown().is_none()).count();
        let shown: f64 = sizes.iter().filter_map(|size| size.shown()).map(to_f64).sum();
        let each = (total - shown).max(0.0) / to_f64(hidden.max(1) as u64);
        let counts = sizes.iter().map(|size| size.shown().map_or(each, to_f64));
        let (mut events, mut squares, mut clusters) = (0.0, 0.0, 0.0);
        for (at, counted) in counts.enumerate() {
            let size = if at + 1 == sizes.len() { LARGEST } else { to_f64(at as u64 + 1) };
            events += counted;
            squares += counted * size;
            clusters += counted / size;
        }
        let found = Clusters { events, squares: Some(squares), clusters: Some(clusters) };
        Self(found.effect(Level::P95).unwrap_or(1.0))
    }

    /// Returns the effect among some of those counted, where two of one family are both of them with this probability.
    pub(super) fn within(self, both: f64) -> Self {
        Self(within(self.0, both))
    }

    /// Returns a group whose count has the variance of the clusters, at the same rate.
    pub(super) fn effective(self, group: Group) -> Group {
        effective(group, self.0)
    }

    /// Returns the groups of a table likewise.
    pub(super) fn all(self, groups: &[Group]) -> Vec<Group> {
        groups.iter().map(|&group| self.effective(group)).collect()
    }

    /// Returns the stretch of a journey likewise.
    pub(super) fn stretch(self, stretch: Stretch) -> Stretch {
        stretch.effective(self.0)
    }

    /// Returns how many times.
    pub(super) const fn get(self) -> f64 {
        self.0
    }
}

impl Table<'_> {
    /// Returns the design effect of the children counted; a single year takes its window's.
    pub(super) fn siblings(&self) -> DesignEffect {
        DesignEffect::of_children(self.window())
    }

    /// Returns the same definition and outcome over the whole window.
    pub(super) fn window(&self) -> &Count<Published> {
        &self.counts.cells[&Key { period: self.counts.periods[0], ..self.key }]
    }

    /// Adds the design effect, where families are known.
    pub(super) fn design_effect(&self, cell: &Count<Published>, figures: &mut Vec<Figure>) {
        if cell.clusters.children.is_empty() {
            return;
        }
        let blank = Figure {
            cases: super::cell(cell.children.total),
            method: "effective-counts",
            convention: self.counts.families.convention(),
            ..self.figure(Measure::DesignEffect, Unit::Ratio)
        };
        figures.push(match cell.children.total {
            Published::Hidden => blank.hidden(),
            Published::Count(_) => Figure { value: Cell::Shown(self.siblings().get()), ..blank },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Published::{Count, Hidden};

    #[test]
    fn pairs_double_the_variance_and_single_children_leave_it() {
        let effect = |sizes: [u64; 4]| DesignEffect::of(&sizes.map(Count), Count(40_000)).get();
        assert!((effect([0, 40_000, 0, 0]) - 2.0).abs() < 1e-3);
        assert_eq!(effect([40_000, 0, 0, 0]), 1.0);
    }

    #[test]
    fn hidden_sizes_share_what_the_total_leaves_over() {
        // 10,000 are left over for families of three and of four or more: half each.
        let effect = DesignEffect::of(&[Count(60_000), Count(30_000), Hidden, Hidden], Count(100_000)).get();
        assert!((effect - (60.0 + 60.0 + 15.0 + 22.5) / 100.0).abs() < 1e-3);
    }

    #[test]
    fn without_families_or_with_a_hidden_total_nothing_is_widened() {
        assert_eq!(DesignEffect::of(&[], Count(100)), DesignEffect::NONE);
        assert_eq!(DesignEffect::of(&[Hidden; 4], Hidden), DesignEffect::NONE);
    }

    #[test]
    fn a_part_has_the_effect_of_those_of_a_family_who_are_both_of_it() {
        let pairs = DesignEffect::of(&[0, 40_000, 0, 0].map(Count), Count(40_000));
        let of = |both| (pairs.within(both).get() * 1e3).round() / 1e3;
        assert_eq!([0.0, 0.5, 1.0, 1.2].map(of), [1.0, 1.5, 2.0, 2.0]);
        // Girls of pairs of children: none, one or two of each pair, whose variance is 1.5 times their number.
        let (mean, square) = ((2.0 * 1.0 + 2.0) / 4.0, (2.0 * 1.0 + 4.0) / 4.0);
        assert_eq!(of(0.5), square / mean);
    }

    #[test]
    fn the_rate_stays_as_it_is() {
        let group = Group { events: 30.0, population: 6_000.0 };
        let effect = DesignEffect::of(&[Count(0), Count(30), Count(0), Count(0)], Count(30));
        assert!((effect.effective(group).rate() - group.rate()).abs() < 1e-15);
    }
}
