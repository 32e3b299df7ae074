//! Additive interaction straight from the counts of four groups, with limits that keep their promise at few events.
//!
//! What: the three measures and the joint excess itself, from the rates of those with neither exposure, the first, the
//! second and both. Read: as each measure. Not when: other terms are adjusted for; read them from a model then.
//! Formula: each measure at `x` says that a sum of the four rates is nought: `r11 − r10 − r01 + (1 − x)r00` for RERI,
//! `(1 − x)r11 − r10 − r01 + r00` for AP, `r11 − r10 − r01 + r00 − x` for the excess; the limits are the `x` at which
//! nought lies on a limit of that sum, recovered from the score limits of each rate (MOVER). Where brothers and sisters
//! are counted in two groups, a sum with weights `w` of `k` of the same families has `1 + (d − 1)(Σ w r)²/(k Σ w² r/n)`
//! times the variance of unrelated children, `d` the design effect of all. The synergy index has no limits here: they
//! could be had only where the counts say that exposures add anything, and would then be about a sum that was chosen
//! for being large (at 60 events they held the truth 91 times in 100).
//! Source: Fieller 1954, JRSS B 16:175; Donner and Zou 2012, Statistical Methods in Medical Research 21:347; Zou 2008,
//! Am J Epidemiol 168:212 for these measures; Kish 1965, Survey Sampling, 8.2 for the design effect.

use crate::stats::group::totals;
use crate::stats::rates::{effective, score::score, within};
use crate::stats::root::{crossing, precise};
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, finite};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "interaction-counts",
    title: "Additive interaction from counts",
    what: "RERI, the attributable proportion, the joint excess and the synergy index of two exposures, from the counts of four groups.",
    read: "As each measure. Limits are wide at few events, and missing where there are too few; the synergy index has none.",
    not_when: "Other characteristics are adjusted for: read the measure from a model then.",
    formula: "limits: the x at which 0 lies on a limit of r11 - r10 - r01 + (1 - x)r00 (RERI), (1 - x)r11 - r10 - r01 + r00 (AP), r11 - r10 - r01 + r00 - x (joint excess), recovered from the score limits of each rate",
    source: "Fieller 1954, Journal of the Royal Statistical Society B 16:175-185; Donner and Zou 2012, Statistical Methods in Medical Research 21:347-359",
};

/// How many independent events every group should have, were all rates the same, for limits that hold their promise.
const FEWEST: f64 = 6.0;

/// Which measure of additive interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Additive {
    /// Relative excess risk due to interaction.
    Reri,
    /// Attributable proportion.
    Proportion,
    /// The rate among those with both exposures beyond what either adds, in events per person.
    Excess,
}

/// Four groups by two exposures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposures {
    /// Neither exposure.
    pub neither: Group,
    /// The first alone.
    pub first: Group,
    /// The second alone.
    pub second: Group,
    /// Both.
    pub both: Group,
    /// Where the children of one family are counted.
    pub families: Families,
}

/// Where the children of one family are counted among four groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Families {
    /// In one group, whose count has so many times the variance of unrelated children.
    Together(f64),
    /// In the two groups that are alike in the first exposure, as chance has it.
    Spread {
        /// How many times the variance of unrelated children that of all children is.
        effect: f64,
        /// How many children of those families are counted in all, without the first exposure and with it.
        kin: [f64; 2],
    },
}

/// Returns a measure with its limits; without limits where one of them is not reached, or a group would have fewer than
/// six independent events at the common rate.
///
/// # Errors
///
/// [`NoAnswer::ZeroReference`] for RERI without events among those with neither exposure; [`NoAnswer::ZeroCount`] for the
/// proportion without events among those with both; `OutOfRange`; `NoPopulation`.
pub fn additive(of: &Exposures, measure: Additive, level: Level) -> Answer<Estimate> {
    let groups = of.groups();
    let all = totals(&groups, groups.len())?;
    let [r00, r10, r01, r11] = groups.map(|group| group.rate());
    let excess = r11 - r10 - r01 + r00;
    let value = match measure {
        Additive::Reri if r00 == 0.0 => return Err(NoAnswer::ZeroReference),
        Additive::Reri => excess / r00,
        Additive::Proportion if r11 == 0.0 => return Err(NoAnswer::ZeroCount),
        Additive::Proportion => excess / r11,
        Additive::Excess => excess,
    };
    let common = all.events / all.population / of.families.effect();
    let enough = groups.iter().all(|group| group.population * common >= FEWEST);
    Estimate::new(finite(value)?, if enough { of.limits(measure, value, level) } else { None })
}

/// Returns the synergy index.
///
/// # Errors
///
/// [`NoAnswer::ZeroReference`] without events among those with neither exposure; [`NoAnswer::Protective`] where an
/// exposure, or both together, lowers the rate or leaves it as it is; `OutOfRange`; `NoPopulation`.
pub fn synergy_of_counts(of: &Exposures) -> Answer<f64> {
    totals(&of.groups(), 4)?;
    let [r00, r10, r01, r11] = of.groups().map(|group| group.rate());
    if r00 == 0.0 {
        return Err(NoAnswer::ZeroReference);
    }
    if r10.min(r01) < r00 || r11 <= r00 || r10 + r01 <= 2.0 * r00 {
        return Err(NoAnswer::Protective);
    }
    finite((r11 - r00) / (r10 + r01 - 2.0 * r00))
}

impl Additive {
    /// Returns the weights of the four rates, and what is taken away, of the sum that is nought where the measure is `x`.
    const fn sum(self, x: f64) -> ([f64; 4], f64) {
        match self {
            Self::Reri => ([1.0 - x, -1.0, -1.0, 1.0], 0.0),
            Self::Proportion => ([1.0, -1.0, -1.0, 1.0 - x], 0.0),
            Self::Excess => ([1.0, -1.0, -1.0, 1.0], x),
        }
    }
}

impl Exposures {
    /// Returns neither, the first, the second, both.
    pub(super) const fn groups(&self) -> [Group; 4] {
        [self.neither, self.first, self.second, self.both]
    }

    /// Returns the values of a measure at which nought lies on a limit of its sum.
    fn limits(&self, measure: Additive, value: f64, level: Level) -> Option<Interval> {
        // How far the sum at `x` lies from nought, as a share of how far its limit does.
        let distance = |x: f64| {
            let (weights, less) = measure.sum(x);
            let rates = self.groups().map(|group| group.rate());
            let sum = weights.iter().zip(rates).map(|(weight, rate)| weight * rate).sum::<f64>() - less;
            let mut square = 0.0;
            for ((group, weight), effect) in self.groups().into_iter().zip(weights).zip(self.effects(weights))
            {
                let group = effective(group, effect);
                let limits = score(group.events, level)?;
                let limit = if weight * sum > 0.0 { limits.lower } else { limits.upper };
                square += (weight * (group.events - limit) / group.population).powi(2);
            }
            Ok(sum / square.sqrt())
        };
        let step = 0.1 * (1.0 + value.abs());
        let lower = crossing((value, -1.0), -step, precise, |x| Ok(distance(x)? - 1.0)).ok()?;
        let upper = crossing((value, 1.0), step, precise, |x| Ok(distance(x)? + 1.0)).ok()?;
        // Far out the sum's distance stands still but for rounding: a limit there is none.
        let far = 1e6 * (1.0 + value.abs());
        Interval::new(lower, upper).filter(|_| lower.abs().max(upper.abs()) < far)
    }

    /// Returns the design effect of each group in a sum of their rates with these weights.
    fn effects(&self, weights: [f64; 4]) -> [f64; 4] {
        let (effect, kin) = match self.families {
            Families::Together(effect) => return [effect; 4],
            Families::Spread { effect, kin } => (effect, kin),
        };
        let [w00, w10, w01, w11] = weights;
        let pair = |one: (f64, Group), other: (f64, Group), kin: f64| {
            let alone = |(weight, group): (f64, Group)| weight.powi(2) * group.rate() / group.population;
            let moved = one.0 * one.1.rate() + other.0 * other.1.rate();
            let both = moved.powi(2) / (kin * (alone(one) + alone(other)));
            within(effect, if both.is_finite() { both } else { 1.0 })
        };
        let without = pair((w00, self.neither), (w01, self.second), kin[0]);
        let with = pair((w10, self.first), (w11, self.both), kin[1]);
        [without, with, without, with]
    }
}

impl Families {
    /// Returns the design effect of all children.
    const fn effect(self) -> f64 {
        match self {
            Self::Together(effect) | Self::Spread { effect, .. } => effect,
        }
    }
}
