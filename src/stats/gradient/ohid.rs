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

use super::ends::around;
use crate::stats::distribution::{outside, z};
use crate::stats::random::normals;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What `explain ohid-gradient` says.
pub const METHOD: Method = Method {
    name: "ohid-gradient",
    title: "Slope and relative index from published figures",
    what: "A straight line through the published figures of groups, weighted by people, with limits from the figures' own limits.",
    read: "SII: the difference between the ends of the line; RII: their ratio. Above 0, and above 1, is higher for the more deprived.",
    not_when: "Counts are at hand (fit them); a group has no events and a logarithm is asked for; fewer than 5 groups.",
    formula: "weighted least squares of g(value) on 1 - x; se_k = (g(upper) - g(lower))/(2 x 1.96); limits in closed form or by simulation",
    source: "Low and Low 2004, Journal of Public Health 26:391-395; PHE technical guidance on the slope index of inequality",
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
    repetitions: usize,
    normals: Vec<f64>,
}

impl Draws {
    /// Returns the draws that belong to a name, for up to `groups` groups.
    #[must_use]
    pub fn new(name: &str, groups: usize, repetitions: usize) -> Self {
        Self { repetitions, normals: normals(name, groups * repetitions) }
    }

    fn group(&self, at: usize) -> Option<&[f64]> {
        self.normals.get(at * self.repetitions..(at + 1) * self.repetitions)
    }
}

/// Fits the gradient of figures ordered from the most deprived group to the least.
///
/// # Errors
///
/// `TooFewGroups` below 5; `OutOfRange` above 100 groups, for limits on the wrong side of their figure
/// or a share outside 0 to 1; `NoPopulation`; `ZeroCount` where a figure or limit has no logarithm or logit;
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
        sii: Estimate { value: most - least, interval: of_slope },
        rii: rii.map(|value| Estimate { value, interval: of_ratio }),
        most,
        least,
    })
}

/// How far limits of simulations differ from run to run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// The mean absolute difference of the slope index's limits from those of the first of ten runs.
    pub sii: f64,
    /// The same for the relative index, where it has limits in every run.
    pub rii: Option<f64>,
}

/// Returns the reliability of simulated limits: ten runs of their own, compared with the first.
///
/// # Errors
///
/// As [`ohid`].
pub fn reliability(
    groups: &[Measured],
    scale: Scale,
    name: &str,
    repetitions: usize,
    level: Level,
) -> Answer<Reliability> {
    let fit = Fit::new(groups, scale)?;
    let runs = (0..10)
        .map(|run| fit.simulated(&Draws::new(&format!("{name}/run {run}"), groups.len(), repetitions), level))
        .collect::<Answer<Vec<_>>>()?;
    let differences = |limits: Vec<Interval>| {
        let (first, others) = limits.split_first().expect("ten runs have a first");
        let sum: f64 =
            others.iter().map(|run| (run.lower - first.lower).abs() + (run.upper - first.upper).abs()).sum();
        sum / (2.0 * others.len() as f64)
    };
    let slopes = runs.iter().map(|run| run.0).collect::<Option<Vec<_>>>().ok_or(NoAnswer::OutOfRange)?;
    let ratios = runs.iter().map(|run| run.1).collect::<Option<Vec<_>>>();
    Ok(Reliability { sii: differences(slopes), rii: ratios.map(differences) })
}

type Both = (Option<Interval>, Option<Interval>);

/// The line, and the weights with which figures make it.
struct Fit {
    scale: Scale,
    intercept: f64,
    slope: f64,
    /// Each figure on the scale of its errors.
    centres: Vec<f64>,
    errors: Vec<f64>,
    /// Weights of the figures in the intercept and in the slope.
    to_intercept: Vec<f64>,
    to_slope: Vec<f64>,
}

impl Fit {
    fn new(groups: &[Measured], scale: Scale) -> Answer<Self> {
        if groups.len() < 5 {
            return Err(NoAnswer::TooFewGroups);
        }
        if groups.len() > 100 || groups.iter().any(|group| group.lower > group.upper) {
            return Err(NoAnswer::OutOfRange);
        }
        let people: f64 = groups.iter().map(|group| group.population).sum();
        if !groups.iter().all(|group| group.population > 0.0) || !people.is_finite() {
            return Err(NoAnswer::NoPopulation);
        }
        let width = 2.0 * z(Level::P95);
        let mut centres = Vec::with_capacity(groups.len());
        let mut errors = Vec::with_capacity(groups.len());
        for group in groups {
            centres.push(scale.forward(group.value)?);
            errors.push((scale.forward(group.upper)? - scale.forward(group.lower)?) / width);
        }
        let mut before = 0.0;
        let x: Vec<f64> = groups
            .iter()
            .map(|group| {
                let middle = (before + group.population / 2.0) / people;
                before += group.population;
                1.0 - middle
            })
            .collect();
        let share = |at: usize| groups[at].population / people;
        // Mid-point ranks average exactly one half.
        let spread: f64 = (0..x.len()).map(|at| share(at) * (x[at] - 0.5).powi(2)).sum();
        let to_slope: Vec<f64> = (0..x.len()).map(|at| share(at) * (x[at] - 0.5) / spread).collect();
        let to_intercept: Vec<f64> = (0..x.len()).map(|at| share(at) - 0.5 * to_slope[at]).collect();
        let fitted = |weights: &[f64]| -> f64 {
            weights.iter().zip(&centres).map(|(weight, &centre)| weight * scale.plotted(centre)).sum()
        };
        Ok(Self {
            scale,
            intercept: fitted(&to_intercept),
            slope: fitted(&to_slope),
            centres,
            errors,
            to_intercept,
            to_slope,
        })
    }

    fn ends(&self) -> (f64, f64) {
        (self.scale.back(self.intercept), self.scale.back(self.intercept + self.slope))
    }

    /// Both indices at a slope about the line's middle, on a transformed scale.
    fn pivoted(&self, lower: f64, upper: f64) -> Both {
        let middle = self.intercept + self.slope / 2.0;
        let ends =
            |slope: f64| (self.scale.back(middle - slope / 2.0), self.scale.back(middle + slope / 2.0));
        let ((low, high), (low2, high2)) = (ends(lower), ends(upper));
        (Interval::new(high - low, high2 - low2), Interval::new(high / low, high2 / low2))
    }

    fn closed(&self, level: Level) -> Both {
        let covariance = |one: &[f64], two: &[f64]| -> f64 {
            self.errors.iter().zip(one).zip(two).map(|((se, one), two)| se * se * one * two).sum()
        };
        let reach = z(level) * covariance(&self.to_slope, &self.to_slope).sqrt();
        match self.scale {
            Scale::Log | Scale::Logit => self.pivoted(self.slope - reach, self.slope + reach),
            Scale::LinearLogErrors | Scale::LinearLogitErrors => (None, None),
            Scale::Linear => {
                let vaa = covariance(&self.to_intercept, &self.to_intercept);
                let vab = covariance(&self.to_intercept, &self.to_slope);
                let vbb = covariance(&self.to_slope, &self.to_slope);
                let (least, most) = self.ends();
                let ratio = fieller(most, least, vaa + 2.0 * vab + vbb, vaa, vaa + vab, z(level));
                (around(self.slope, reach).interval, ratio)
            }
        }
    }

    fn simulated(&self, draws: &Draws, level: Level) -> Answer<Both> {
        let repetitions = draws.repetitions;
        if repetitions < 1000 {
            return Err(NoAnswer::OutOfRange);
        }
        let mut slopes = vec![0.0; repetitions];
        let mut intercepts = vec![0.0; repetitions];
        for at in 0..self.centres.len() {
            let normals = draws.group(at).ok_or(NoAnswer::ShapeMismatch)?;
            let (centre, error) = (self.centres[at], self.errors[at]);
            let (to_slope, to_intercept) = (self.to_slope[at], self.to_intercept[at]);
            for ((slope, intercept), normal) in slopes.iter_mut().zip(&mut intercepts).zip(normals) {
                let figure = self.scale.plotted(centre + error * normal);
                *slope += to_slope * figure;
                *intercept += to_intercept * figure;
            }
        }
        if matches!(self.scale, Scale::Log | Scale::Logit) {
            let (lower, upper) = middle(&mut slopes, level);
            return Ok(self.pivoted(lower, upper));
        }
        // A line that can fall below nought has no ratio to put limits on; one in ten thousand is let
        // pass, as larger than any number where the least deprived end fell, else as nought.
        let mut fallen = 0;
        for (intercept, slope) in intercepts.iter_mut().zip(&slopes) {
            let (least, most) = (*intercept, *intercept + slope);
            *intercept = if least > 0.0 && most > 0.0 {
                most / least
            } else {
                fallen += 1;
                if least > 0.0 { 0.0 } else { f64::INFINITY }
            };
        }
        let ratio = if fallen * 10_000 > repetitions {
            None
        } else {
            let (lower, upper) = middle(&mut intercepts, level);
            Interval::new(lower, upper)
        };
        let (lower, upper) = middle(&mut slopes, level);
        Ok((Interval::new(lower, upper), ratio))
    }
}

impl Scale {
    /// A figure on the scale of its errors.
    fn forward(self, value: f64) -> Answer<f64> {
        let moved = match self {
            Self::Linear => value,
            Self::LinearLogErrors | Self::Log if value < 0.0 => return Err(NoAnswer::OutOfRange),
            Self::LinearLogErrors | Self::Log => value.ln(),
            Self::LinearLogitErrors | Self::Logit if !(0.0..=1.0).contains(&value) => {
                return Err(NoAnswer::OutOfRange);
            }
            Self::LinearLogitErrors | Self::Logit => (value / (1.0 - value)).ln(),
        };
        if moved.is_finite() { Ok(moved) } else { Err(NoAnswer::ZeroCount) }
    }

    /// From the scale of errors to the scale on which the line is straight.
    fn plotted(self, moved: f64) -> f64 {
        match self {
            Self::Linear | Self::Log | Self::Logit => moved,
            Self::LinearLogErrors => moved.exp(),
            Self::LinearLogitErrors => 1.0 / (1.0 + (-moved).exp()),
        }
    }

    /// From the line to a figure.
    fn back(self, plotted: f64) -> f64 {
        match self {
            Self::Linear | Self::LinearLogErrors | Self::LinearLogitErrors => plotted,
            Self::Log => plotted.exp(),
            Self::Logit => 1.0 / (1.0 + (-plotted).exp()),
        }
    }
}

/// The values at the two ends of the middle `level` of simulated figures.
fn middle(figures: &mut [f64], level: Level) -> (f64, f64) {
    let count = figures.len() as f64;
    let place = |share: f64| ((count * share).round() as usize).clamp(1, figures.len()) - 1;
    let (low, high) = (place(outside(level)), place(1.0 - outside(level)));
    let (_, &mut lower, above) = figures.select_nth_unstable_by(low, f64::total_cmp);
    let upper =
        if high > low { *above.select_nth_unstable_by(high - low - 1, f64::total_cmp).1 } else { lower };
    (lower, upper)
}

/// Fieller's limits of `top/bottom`; `None` where `bottom` is too near nought for limits to close.
fn fieller(
    top: f64,
    bottom: f64,
    top_var: f64,
    bottom_var: f64,
    covariance: f64,
    z: f64,
) -> Option<Interval> {
    let square = z * z;
    let a = bottom * bottom - square * bottom_var;
    let b = top * bottom - square * covariance;
    let c = top * top - square * top_var;
    let root = (b * b - a * c).sqrt();
    if a > 0.0 { Interval::new((b - root) / a, (b + root) / a) } else { None }
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
        let draws = Draws::new("agree", 10, 100_000);
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
    fn reliability_shrinks_with_more_draws() {
        let at = |repetitions| {
            reliability(&life_expectancy(), Scale::Linear, "area1", repetitions, Level::P95).unwrap().sii
        };
        let (few, many) = (at(1000), at(50_000));
        assert!(many < few && many > 0.0);
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
