//! Intersections: strata modelled together, so that small ones lend each other strength.
//!
//! A random intercept for each stratum of the cross, without and with the main effects of every axis (Evans et al.
//! 2018; 2024). It sees published counts: a hidden stratum stands at its share, by children, of what the total leaves
//! over, within what a hidden count can be; where more than a third of the strata are hidden there is no model. Strata of
//! nobody (not recorded, unborn) are left out.

use super::crosses::{Crossed, is_of_family, reference};
use super::rates::PER;
use super::to_f64;
use crate::domain::{Axis, Cell, Figure, Measure, Unit};
use crate::stats::glm::{Design, Factor, Model, Variable};
use crate::stats::interaction::{Additive, Exposures, additive};
use crate::stats::multilevel::{
    Flagging, Kind, Multilevel, Nodes, Spread, fitted, median_ratio, multilevel, pcv, predict, residuals,
    restricted, restricted_limits, vpc_latent,
};
use crate::stats::{Answer, Estimate, Group, Interval, Level, NoAnswer};

/// Nodes of the quadrature: beyond seven, figures no longer move.
const NODES: u8 = 7;

/// A fit at maximum likelihood with that by restricted likelihood.
type Fits<'a> = (&'a Answer<Multilevel<'a>>, &'a Answer<Multilevel<'a>>);

#[derive(Clone, Copy, PartialEq)]
enum Law {
    Binomial,
    Poisson,
}

/// The strata of people, with counts that a model can be fitted to.
struct Strata {
    /// The place of each in the cross.
    places: Vec<usize>,
    events: Vec<f64>,
    people: Vec<f64>,
    offset: Vec<f64>,
    null: Design,
    main: Design,
    convention: [&'static str; 2],
}

impl Crossed<'_> {
    /// Adds what a model of all strata together finds.
    pub(super) fn intersection(&self, figures: &mut Vec<Figure>) {
        let strata = match self.strata() {
            Ok(strata) => strata,
            Err(why) => {
                let blank = self.whole(Measure::StratumVarianceNull, Unit::Index);
                figures.push(Figure { method: "variance-profile", ..blank }.with(Err(why), 1.0, Level::P95));
                return;
            }
        };
        for law in [Law::Poisson, Law::Binomial] {
            let (null, main) = (strata.fit(law, &strata.null), strata.fit(law, &strata.main));
            let careful = |fit: &Answer<_>| fit.as_ref().map_err(|why| *why).and_then(restricted);
            let (careful_null, careful_main) = (careful(&null), careful(&main));
            self.summaries(law, &strata, [(&null, &careful_null), (&main, &careful_main)], figures);
            if law == Law::Poisson {
                self.of_strata(&strata, &careful_main, figures);
            }
        }
    }

    fn strata(&self) -> Answer<Strata> {
        let people = self.people.as_ref().ok_or(NoAnswer::NoPopulation)?;
        let total = self.table.cell().children.total.shown().ok_or(NoAnswer::TooFewGroups)?;
        let places: Vec<usize> =
            (0..people.len()).filter(|&at| people[at].is_some_and(|people| people > 0.0)).collect();
        let hidden: Vec<usize> = (0..people.len()).filter(|&at| self.counts[at].shown().is_none()).collect();
        let modelled = hidden.iter().filter(|at| places.contains(at)).count();
        if modelled * 3 > places.len() {
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
        let strata: Vec<Group> = places
            .iter()
            .map(|&at| self.effective(at, Group { events: count(at), population: weight(at) }))
            .collect();
        let mut main = Design::intercept(places.len());
        for (nth, axis) in self.cross.axes().enumerate() {
            let labels: Vec<String> =
                places.iter().map(|&at| axis.category(self.cross.categories(at)[nth])).collect();
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            main = main.with(Variable::Factor(&Factor::from_labels(&axis.name(), &labels)))?;
        }
        Ok(Strata {
            events: strata.iter().map(|group| group.events.min(group.population)).collect(),
            offset: strata.iter().map(|group| group.population.ln()).collect(),
            null: Design::intercept(places.len()),
            people: strata.iter().map(|group| group.population).collect(),
            main,
            places,
            convention: if modelled == 0 {
                ["poisson_log_normal", "binomial_latent"]
            } else {
                [
                    "poisson_log_normal; hidden_strata_at_their_share",
                    "binomial_latent; hidden_strata_at_their_share",
                ]
            },
        })
    }

    /// Adds variance, share and median ratio without and with main effects, and the change between them: at maximum
    /// likelihood, as other programs give them, with limits by restricted likelihood.
    fn summaries(&self, law: Law, strata: &Strata, [null, main]: [Fits<'_>; 2], figures: &mut Vec<Figure>) {
        let mut push = |measure, method, unit, answer: Answer<Estimate>| {
            let blank = Figure { method, convention: strata.convention(law), ..self.whole(measure, unit) };
            figures.push(blank.with(answer, 1.0, Level::P95));
        };
        for ((fit, careful), [variance, share, ratio]) in [
            (null, [Measure::StratumVarianceNull, Measure::StratumVpcNull, Measure::StratumMorNull]),
            (
                main,
                [Measure::StratumVarianceAdditive, Measure::StratumVpcAdditive, Measure::StratumMorAdditive],
            ),
        ] {
            let fit = fit.as_ref().map_err(|why| *why);
            let found = fit.map(|fit| Estimate {
                value: fit.variance(),
                interval: careful.as_ref().ok().and_then(|it| restricted_limits(fit, it, Level::P95).ok()),
            });
            push(variance, "variance-profile", Unit::Index, found);
            // On counts the share depends on how many people a stratum has, and says nothing of one child.
            if law == Law::Binomial {
                push(share, "vpc", Unit::Proportion, fit.and_then(vpc_latent).map(bare));
            }
            push(ratio, "mor", Unit::Ratio, fit.map(|fit| bare(median_ratio(fit.variance()))));
        }
        let change = match (null.0, main.0) {
            (Ok(null), Ok(main)) => pcv(null, main).map(bare),
            (Err(why), _) | (_, Err(why)) => Err(*why),
        };
        push(Measure::StratumPcv, "pcv", Unit::Proportion, change);
    }

    /// Adds, of each stratum, its pooled rate, the rate its characteristics add up to, and how far the two differ.
    fn of_strata(&self, strata: &Strata, fit: &Answer<Multilevel<'_>>, figures: &mut Vec<Figure>) {
        let fit = fit.as_ref().map_err(|why| *why);
        let departures =
            fit.and_then(|fit| residuals(fit, Level::P95, Spread::Prediction, Flagging::Separate));
        for (row, &stratum) in strata.places.iter().enumerate() {
            let mut push = |measure, method, unit, answer: Answer<Estimate>, scale| {
                let blank = Figure {
                    cases: super::cell(self.counts[stratum]),
                    population: self.people(stratum),
                    method,
                    convention: strata.convention(Law::Poisson),
                    ..self.blank(measure, unit, stratum)
                };
                let hidden = blank.cases == Cell::Hidden;
                figures.push(if hidden { blank.hidden() } else { blank.with(answer, scale, Level::P95) });
            };
            let known = fit.is_ok_and(Multilevel::stands_out);
            let pooled = fit.and_then(|fit| predict(fit, row, Kind::Total, Level::P95));
            let pooled = pooled.map(|it| Estimate { interval: it.interval.filter(|_| known), ..it });
            push(Measure::RatePooled, "predicted-rate", Unit::Per10000Aged0To17, pooled, PER);
            let additive = fit.and_then(|fit| fitted(fit, row, Kind::Fixed)).map(bare);
            push(Measure::RateAdditive, "predicted-rate", Unit::Per10000Aged0To17, additive, PER);
            let departure = departures.as_ref().map_err(|why| *why).and_then(|all| {
                let of = all.iter().find(|residual| residual.group == row).ok_or(NoAnswer::Separation)?;
                let limits = Interval::new(of.limits.lower.exp(), of.limits.upper.exp());
                Ok(Estimate { value: of.value.exp(), interval: limits.filter(|_| known) })
            });
            push(Measure::InteractionResidual, "interaction-residual", Unit::Ratio, departure, 1.0);
        }
    }

    /// Returns exposures that families are not counted under two of.
    fn apart(&self, of: Exposures) -> Exposures {
        let [neither, first, second, both] =
            [of.neither, of.first, of.second, of.both].map(|group| self.siblings.effective(group));
        Exposures { neither, first, second, both }
    }

    /// Returns exposures of which neither and the second, and the first and both, are of the same families: with as many
    /// kin, what they do to a figure that moves so with the rates is the variance of both together.
    fn beside(&self, of: Exposures, kin: [f64; 2], slopes: [f64; 4]) -> Exposures {
        let [at_neither, at_first, at_second, at_both] = slopes;
        let pair = |[one, other]: [(Group, f64); 2], kin: f64| {
            let chance = |(group, slope): (Group, f64)| (slope / group.population).powi(2) * group.events;
            let moved = one.1 * one.0.rate() + other.1 * other.0.rate();
            let both = moved.powi(2) / (kin * (chance(one) + chance(other)));
            let effect = self.siblings.within(if both.is_finite() { both } else { 1.0 });
            [one.0, other.0].map(|group| effect.effective(group))
        };
        let [neither, second] = pair([(of.neither, at_neither), (of.second, at_second)], kin[0]);
        let [first, both] = pair([(of.first, at_first), (of.both, at_both)], kin[1]);
        Exposures { neither, first, second, both }
    }

    /// Adds additive interaction of the two most deprived fifths with each category of the other axis, for a cross of
    /// the two.
    pub(super) fn additive(&self, figures: &mut Vec<Figure>) {
        let axes: Vec<Axis> = self.cross.axes().collect();
        let [Axis::Deprivation(grouping), axis] = axes[..] else { return };
        let (Some(reference), Some(_)) = (reference(axis), &self.people) else { return };
        let groups = usize::from(grouping.count());
        let deprived = (groups * 2).div_ceil(5);
        let cell = |category: usize, groups: std::ops::Range<usize>| -> Option<(Group, f64)> {
            let (mut sum, mut kin) = (Group { events: 0.0, population: 0.0 }, 0.0);
            for group in groups {
                let stratum = group * self.cross.width(axis) + category;
                sum.events += to_f64(self.counts[stratum].shown()?);
                sum.population += self.people(stratum)?;
                kin += self.kin[stratum];
            }
            Some((sum, kin))
        };
        for category in (0..self.cross.width(axis)).filter(|&at| at != reference && axis.is_of_people(at)) {
            let cells = [
                cell(category, 0..deprived),
                cell(reference, 0..deprived),
                cell(category, deprived..groups),
                cell(reference, deprived..groups),
            ];
            // The stratum of the category in the most deprived group stands for the category.
            let blank = |measure, unit| Figure {
                method: "interaction-counts",
                convention: "most_deprived_two_fifths_by_category_against_reference",
                ..self.blank(measure, unit, category)
            };
            let kinds = [
                (Measure::Reri, Unit::Index),
                (Measure::Ap, Unit::Index),
                (Measure::Synergy, Unit::Index),
                (Measure::JointExcess, Unit::Per10000Aged0To17),
            ];
            let [Some(both), Some(first), Some(second), Some(neither)] = cells else {
                figures.extend(kinds.map(|(measure, unit)| blank(measure, unit).hidden()));
                continue;
            };
            let of = Exposures { neither: neither.0, first: first.0, second: second.0, both: both.0 };
            let effective = |measure| {
                if is_of_family(axis) {
                    self.apart(of)
                } else {
                    self.beside(of, [neither.1, both.1], of.slopes(measure))
                }
            };
            for (measure, unit) in kinds {
                let answer = match measure {
                    Measure::Reri => additive(effective(Additive::Reri), Additive::Reri, Level::P95),
                    Measure::Ap => {
                        additive(effective(Additive::Proportion), Additive::Proportion, Level::P95)
                    }
                    Measure::Synergy => additive(effective(Additive::Synergy), Additive::Synergy, Level::P95),
                    _ => Ok(bare(of.both.rate() - of.first.rate() - of.second.rate() + of.neither.rate())),
                };
                let scale = if measure == Measure::JointExcess { PER } else { 1.0 };
                figures.push(blank(measure, unit).with(answer, scale, Level::P95));
            }
        }
    }
}

const fn bare(value: f64) -> Estimate {
    Estimate { value, interval: None }
}

impl Strata {
    const fn convention(&self, law: Law) -> &'static str {
        match law {
            Law::Poisson => self.convention[0],
            Law::Binomial => self.convention[1],
        }
    }

    fn fit<'s>(&'s self, law: Law, design: &'s Design) -> Answer<Multilevel<'s>> {
        let model = match law {
            Law::Binomial => Model::binomial(design, &self.events, &self.people),
            Law::Poisson => Model::poisson(design, &self.events).with_offset(&self.offset),
        };
        let groups: Vec<usize> = (0..self.places.len()).collect();
        multilevel(&model, &groups, Nodes::new(NODES).ok_or(NoAnswer::OutOfRange)?)
    }
}
