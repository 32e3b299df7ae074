//! Breakdowns: children by characteristic and by several crossed, with rates where there are denominators and
//! shares of those counted where there are none.
//!
//! Those whose characteristic was not recorded are a group of their own. The rates of ethnic groups are also given with
//! all of them in the group, and with them shared out in proportion: bounds and a middle (Manski 1990).

use std::collections::BTreeMap;

use super::cluster::DesignEffect;
use super::rates::PER;
use super::{Table, cell, to_f64};
use crate::disclose::Published;
use crate::domain::{Axis, Cell, Cross, Dimension, Figure, Measure, MixOf, Stratum, Unit};
use crate::stats::inequality::range_ratio;
use crate::stats::rates::{CountLimits, RatioLimits, crude, rate, ratio, shared_out, wilson};
use crate::stats::{Group, Level};

/// One cross of one table: its published counts and, where known, the children of each stratum.
pub(super) struct Crossed<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) cross: Cross,
    pub(super) counts: &'a [Published],
    pub(super) people: Option<Vec<Option<f64>>>,
    pub(super) siblings: DesignEffect,
    /// Of each stratum, those shown in all strata that brothers and sisters of its children can be in.
    pub(super) kin: Vec<f64>,
}

impl<'a> Crossed<'a> {
    /// Makes a cross of a table that is published.
    pub(super) fn of(table: &'a Table<'a>, cross: Cross) -> Self {
        let counts = &table.counts.crosses[&(table.key, cross)];
        let family = |stratum| -> Vec<usize> {
            let categories = cross.axes().zip(cross.categories(stratum));
            categories.filter(|&(axis, _)| is_of_family(axis)).map(|(_, category)| category).collect()
        };
        let mut of_family = BTreeMap::<_, f64>::new();
        for (stratum, count) in counts.iter().enumerate() {
            *of_family.entry(family(stratum)).or_default() += count.shown().map_or(0.0, to_f64);
        }
        Self {
            table,
            cross,
            counts,
            people: table.counts.people.by(cross),
            siblings: table.siblings(),
            kin: (0..counts.len()).map(|stratum| of_family[&family(stratum)]).collect(),
        }
    }
}

impl Crossed<'_> {
    /// Adds every figure of the breakdown but those of its model.
    pub(super) fn figures(&self, figures: &mut Vec<Figure>) {
        for stratum in 0..self.counts.len() {
            figures.push(Figure {
                value: cell(self.counts[stratum]),
                cases: cell(self.counts[stratum]),
                convention: "distinct_children_in_period",
                ..self.blank(Measure::Children, Unit::Children, stratum)
            });
            match self.people(stratum) {
                Some(_) => {
                    figures.push(self.rate(stratum));
                    figures.extend(self.relative(stratum));
                }
                None => figures.push(self.share(stratum)),
            }
        }
        self.missing(figures);
    }

    /// Returns a figure of a stratum with nothing in it yet.
    pub(super) fn blank(&self, measure: Measure, unit: Unit, stratum: usize) -> Figure {
        let stratum = u16::try_from(stratum).expect("four axes have fewer strata than 2^16");
        Figure {
            dimension: Dimension::Cross(self.cross),
            stratum: Stratum::Cross(self.cross, stratum),
            ..self.table.figure(measure, unit)
        }
    }

    /// Returns a figure of the whole cross with nothing in it yet.
    pub(super) fn whole(&self, measure: Measure, unit: Unit) -> Figure {
        Figure { dimension: Dimension::Cross(self.cross), ..self.table.figure(measure, unit) }
    }

    /// Returns what is counted in a stratum, with the variance that families give it.
    pub(super) fn effective(&self, stratum: usize, group: Group) -> Group {
        self.effect(stratum, group).effective(group)
    }

    /// Returns how many times its variance is that of unrelated children.
    fn effect(&self, stratum: usize, group: Group) -> DesignEffect {
        self.siblings.within(group.events / self.kin[stratum].max(1.0))
    }

    pub(super) fn people(&self, stratum: usize) -> Option<f64> {
        self.people.as_ref().and_then(|people| people[stratum])
    }

    /// Returns the published count of a stratum over its children; `None` where the one is hidden or the other unknown.
    fn group(&self, stratum: usize) -> Option<Group> {
        let events = self.counts[stratum].shown().map(to_f64)?;
        Some(Group { events, population: self.people(stratum)? })
    }

    fn rate(&self, stratum: usize) -> Figure {
        let blank = Figure {
            cases: cell(self.counts[stratum]),
            population: self.people(stratum),
            method: crude::METHOD.name,
            convention: self.denominator(),
            ..self.blank(Measure::Rate, Unit::Per10000Aged0To17, stratum)
        };
        match self.group(stratum) {
            None => blank.hidden(),
            Some(group) => {
                let group = self.effective(stratum, group);
                blank.with(rate(group, CountLimits::default(), Level::P95), PER, Level::P95)
            }
        }
    }

    /// Returns the convention of the denominator: whose ethnic mix was applied, where one was.
    fn denominator(&self) -> &'static str {
        let ethnic = self.cross.axes().any(|axis| axis == Axis::Ethnicity);
        match self.table.counts.people.mix().filter(|_| ethnic) {
            None => "children_aged_0_17",
            Some(MixOf::Everybody) => "children_by_area_mix_of_everybody",
            Some(MixOf::Children) => "children_by_area_mix_of_children",
        }
    }

    /// Returns the share of those counted, where nobody knows how many children there are.
    fn share(&self, stratum: usize) -> Figure {
        let total = self.table.cell().children.total;
        let blank = Figure {
            cases: cell(self.counts[stratum]),
            method: wilson::METHOD.name,
            convention: "of_children_counted",
            ..self.blank(Measure::Share, Unit::Proportion, stratum)
        };
        match (self.counts[stratum].shown(), total.shown()) {
            (Some(count), Some(total)) => {
                let (events, population) = (to_f64(count), to_f64(total));
                // Rounding apart, a part can come out a step above its whole.
                let group = Group { events: events.min(population), population };
                let (share, of_kin) = (group.rate(), group.events / self.kin[stratum].max(1.0));
                let both = if share < 1.0 { (of_kin - share) / (1.0 - share) } else { 1.0 };
                let group = self.siblings.within(both).effective(group);
                Figure { population: Some(population), ..blank }.with(
                    wilson(group, Level::P95),
                    1.0,
                    Level::P95,
                )
            }
            _ => blank.hidden(),
        }
    }

    /// Returns the rate over that of the reference on the last axis, at the same categories of the others.
    fn relative(&self, stratum: usize) -> Option<Figure> {
        let categories = self.cross.categories(stratum);
        let axis = self.cross.axes().last()?;
        let reference = reference(axis)?;
        if *categories.last()? == reference {
            return None;
        }
        let against = stratum - categories.last()? + reference;
        let blank = Figure {
            method: ratio::METHOD.name,
            convention: convention(axis),
            ..self.blank(Measure::RelativeRate, Unit::Ratio, stratum)
        };
        let (Some(own), Some(other)) = (self.group(stratum), self.group(against)) else {
            return Some(blank.hidden());
        };
        let blank = Figure {
            cases: Cell::Shown(own.events + other.events),
            population: Some(own.population + other.population),
            ..blank
        };
        let (own, other) = if is_of_family(axis) {
            (self.effective(stratum, own), self.effective(against, other))
        } else {
            (own, other)
        };
        Some(blank.with(range_ratio(&[own, other], RatioLimits::default(), Level::P95), 1.0, Level::P95))
    }

    /// Adds the rates of ethnic groups with those not recorded counted in: all in the group, and in proportion.
    fn missing(&self, figures: &mut Vec<Figure>) {
        if Cross::new(&[Axis::Ethnicity]) != Some(self.cross) || self.people.is_none() {
            return;
        }
        let last = self.counts.len() - 1;
        let recorded: Option<f64> = self.counts[..last].iter().map(|count| count.shown().map(to_f64)).sum();
        let missing = self.counts[last].shown().map(to_f64);
        for stratum in 0..last {
            let blank = |measure, method, convention| Figure {
                population: self.people(stratum),
                method,
                convention,
                ..self.blank(measure, Unit::Per10000Aged0To17, stratum)
            };
            let bound = blank(Measure::RateAllMissing, crude::METHOD.name, "all_not_recorded_in_the_group");
            figures.push(match self.group(stratum).zip(missing) {
                None => bound.hidden(),
                Some((group, missing)) => {
                    let events = group.events + missing;
                    let group = self.effective(stratum, Group { events, ..group });
                    bound.with(rate(group, CountLimits::default(), Level::P95), PER, Level::P95)
                }
            });
            let middle = blank(
                Measure::RateShareMissing,
                shared_out::METHOD.name,
                "not_recorded_shared_in_proportion",
            );
            figures.push(match (self.group(stratum), missing, recorded) {
                (Some(group), Some(missing), Some(recorded)) => {
                    let effect = self.effect(stratum, group).get();
                    let found = shared_out(group, recorded, missing, effect, Level::P95);
                    middle.with(found, PER, Level::P95)
                }
                _ => middle.hidden(),
            });
        }
    }
}

/// Returns whether brothers and sisters are taken to be alike in it.
pub(super) const fn is_of_family(axis: Axis) -> bool {
    matches!(axis, Axis::Deprivation(_) | Axis::Ethnicity | Axis::EthnicityDetail | Axis::Siblings)
}

/// Returns the category that others are set against; `None` for an axis without one.
pub(super) const fn reference(axis: Axis) -> Option<usize> {
    match axis {
        Axis::Ethnicity | Axis::Sex => Some(0),
        Axis::Age => Some(3),
        Axis::YoungerHalf => Some(1),
        _ => None,
    }
}

const fn convention(axis: Axis) -> &'static str {
    match axis {
        Axis::Ethnicity => "against_white",
        Axis::Sex => "against_girls",
        Axis::Age => "against_10_to_15",
        Axis::YoungerHalf => "against_8_to_17",
        _ => "",
    }
}
