//! Slope and relative index of inequality as the Office for Health Improvement and Disparities finds them.
//!
//! What: a straight line through published figures of 5 to 100 groups, weighted by people, on their own
//! scale or on the logarithm or logit; limits come from the figures' own limits, so it needs no counts.
//! Read: as the straight-line gradient; with a transformed scale, as the Poisson or logistic gradient.
//! Not when: counts are at hand (fit them), or a group has no events and the logarithm is asked for.
//! Formula: each figure has standard error `(g(u) - g(l))/(2 × 1.96)` on its scale `g`; weighted least
//! squares on `1 - x`; the slope's variance is `Σ(c_k se_k)²`, `c` the row of the line's weights. On a
//! transformed scale, `SII = g⁻¹(h + b/2) - g⁻¹(h - b/2)`, `h` the line at the middle, and likewise its limits.
//! Source: Low and Low 2004; PHE, Health inequalities: slope index of inequality, technical guidance.

use super::ohid_fit::Fit;
use crate::stats::random::normals;
use crate::stats::{Answer, Estimate, Level, Method, NoAnswer};

/// What `explain ohid-gradient` says.
pub const METHOD: Method = Method {
    name: "ohid-gradient",
    title: "Slope and relative index from published figures",
    what: "A straight line through the published figures of groups, weighted by people, with limits from the figures' own limits.",
    read: "SII: the difference between the ends of the line; RII: their ratio. Above 0, and above 1, is higher for the more deprived.",
    not_when: "Counts are at hand (fit them); a group has no events and a logarithm is asked for; fewer than 5 groups.",
    formula: "weighted least squares of g(value) on 1 - x; se_k = (g(upper) - g(lower))/(2 x 1.96); limits in closed form or by simulation",
    source: "Low and Low 2004, Journal of Public Health 26:388-395; PHE technical guidance on the slope index of inequality",
};

/// A published figure of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// The figure, on any scale.
    pub value: f64,
    /// Its lower 95% limit.
    pub lower: f64,
    /// Its upper 95% limit.
    pub upper: f64,
    /// The people of the group.
    pub population: f64,
}

/// On which scale figures vary and on which the line is straight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Figures vary normally; the line is straight through them.
    Linear,
    /// Figures vary log-normally; the line is straight through them (rates, `transform = FALSE`).
    LinearLogErrors,
    /// Figures vary log-normally; the line is straight through their logarithms.
    Log,
    /// Figures vary logit-normally; the line is straight through them (proportions, `transform = FALSE`).
    LinearLogitErrors,
    /// Figures vary logit-normally; the line is straight through their logits.
    Logit,
}

/// Where limits come from.
#[derive(Debug, Clone, Copy)]
pub enum OhidLimits<'a> {
    /// Exact, where they exist: the slope index under [`Scale::Linear`], both under [`Scale::Log`] and
    /// [`Scale::Logit`]. The relative index under [`Scale::Linear`] has Fieller's limits. No limits else.
    Closed,
    /// From simulated figures.
    Simulated(&'a Draws),
}

/// A gradient from published figures, in their unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OhidGradient {
    /// Slope index: the line at the most deprived end less that at the least.
    pub sii: Estimate,
    /// Relative index: the ratio of the two ends, where both are above nought.
    pub rii: Answer<Estimate>,
    /// The line at the most deprived end.
    pub most: f64,
    /// The line at the least deprived end.
    pub least: f64,
}

/// Standard normal draws for every group, made once for a name and used for any number of areas.
#[derive(Debug, Clone)]
pub struct Draws {
    pub(super) repetitions: usize,
    normals: Vec<f64>,
}

impl Draws {
    /// Returns the draws that belong to a name, for up to `groups` groups.
    #[must_use]
    pub fn new(name: &str, groups: usize, repetitions: usize) -> Self {
        Self { repetitions, normals: normals(name, groups * repetitions) }
    }

    pub(super) fn group(&self, at: usize) -> Option<&[f64]> {
        self.normals.get(at * self.repetitions..(at + 1) * self.repetitions)
    }
}

/// Checks that a line is drawn through so many groups, before draws are made for them.
///
/// # Errors
///
/// `TooFewGroups` below 5, `TooManyGroups` above 100.
pub const fn suits(groups: usize) -> Answer<()> {
    match groups {
        0..5 => Err(NoAnswer::TooFewGroups),
        5..=100 => Ok(()),
        _ => Err(NoAnswer::TooManyGroups),
    }
}

/// Fits the gradient of figures ordered from the most deprived group to the least.
///
/// # Errors
///
/// `TooFewGroups` below 5 and `TooManyGroups` above 100; `OutOfRange` for limits on the wrong side of their figure,
/// figures that are no numbers or a share outside 0 to 1; `Overflow`; `NoPopulation`; `ZeroCount` where a figure or limit has no logarithm or logit;
/// `ShapeMismatch` where there are draws for fewer groups.
pub fn ohid(groups: &[Measured], scale: Scale, limits: OhidLimits<'_>, level: Level) -> Answer<OhidGradient> {
    let fit = Fit::new(groups, scale)?;
    let (least, most) = fit.ends();
    let rii = if least > 0.0 && most > 0.0 { Ok(most / least) } else { Err(NoAnswer::FittedEndNotPositive) };
    let (of_slope, of_ratio) = match limits {
        OhidLimits::Closed => fit.closed(level),
        OhidLimits::Simulated(draws) => fit.simulated(draws, level)?,
    };
    Ok(OhidGradient {
        sii: Estimate::new(most - least, of_slope)?,
        rii: rii.and_then(|value| Estimate::new(value, of_ratio)),
        most,
        least,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PHEindicatormethods' own test data: life expectancy of ten deprivation deciles of one area.
    fn life_expectancy() -> Vec<Measured> {
        let populations = [7291.0, 7997.0, 6105.0, 7666.0, 5790.0, 6934.0, 5918.0, 5974.0, 7147.0, 7534.0];
        let values = [
            75.93345901,
            78.344238272,
            83.836063104,
            83.637539966,
            80.465503152,
            81.115675985,
            81.693083571,
            84.190006206,
            80.595564108,
            86.289434957,
        ];
        populations
            .into_iter()
            .zip(values)
            .map(|(population, value)| Measured { value, lower: value - 3.2, upper: value + 3.2, population })
            .collect()
    }

    #[test]
    fn the_published_life_expectancy_indices_are_met() {
        // methods.md 3.2: slope 6.9346164736, ratio 1.0888180804, there from decile 1 (most deprived) to 10;
        // life is longer for the less deprived, so ours is the negative and the inverse.
        let fit = ohid(&life_expectancy(), Scale::Linear, OhidLimits::Closed, Level::P95).unwrap();
        assert!((fit.sii.value + 6.934_616_473_6).abs() < 5e-9);
        assert!((1.0 / fit.rii.unwrap().value - 1.088_818_080_4).abs() < 5e-10);
    }

    #[test]
    fn simulated_and_closed_limits_agree() {
        let draws = Draws::new("agree", 10, 20_000);
        for scale in [Scale::Linear, Scale::Log] {
            let of = |limits| ohid(&life_expectancy(), scale, limits, Level::P95).unwrap();
            let (closed, simulated) = (of(OhidLimits::Closed), of(OhidLimits::Simulated(&draws)));
            let near = |one: Estimate, two: Estimate| {
                let (one, two) = (one.interval.unwrap(), two.interval.unwrap());
                let width = one.upper - one.lower;
                (one.lower - two.lower).abs() < 0.02 * width && (one.upper - two.upper).abs() < 0.02 * width
            };
            assert!(near(closed.sii, simulated.sii) && near(closed.rii.unwrap(), simulated.rii.unwrap()));
        }
    }

    #[test]
    fn the_same_name_gives_the_same_limits_in_any_thread() {
        let run = || {
            let draws = Draws::new("thread", 10, 2000);
            ohid(&life_expectancy(), Scale::LinearLogErrors, OhidLimits::Simulated(&draws), Level::P95)
                .unwrap()
        };
        let here = run();
        let there = std::thread::spawn(move || {
            let draws = Draws::new("thread", 10, 2000);
            ohid(&life_expectancy(), Scale::LinearLogErrors, OhidLimits::Simulated(&draws), Level::P95)
                .unwrap()
        });
        assert_eq!(here, there.join().unwrap());
        assert_eq!(here, run());
    }

    #[test]
    fn a_group_without_events_has_no_logarithm() {
        let mut groups = life_expectancy();
        groups[4] = Measured { value: 0.0, lower: 0.0, upper: 3.0, population: 10.0 };
        assert_eq!(ohid(&groups, Scale::Log, OhidLimits::Closed, Level::P95), Err(NoAnswer::ZeroCount));
        assert!(ohid(&groups, Scale::Linear, OhidLimits::Closed, Level::P95).is_ok());
        assert_eq!(
            ohid(&groups[..4], Scale::Linear, OhidLimits::Closed, Level::P95),
            Err(NoAnswer::TooFewGroups)
        );
    }
}
