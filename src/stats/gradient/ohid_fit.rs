//! The weighted line through published figures, and its limits in closed form and by simulation.

use super::ohid::{Draws, Measured, Scale, suits};
use crate::stats::distribution::{outside, z};
use crate::stats::exponential::exp;
use crate::stats::{Answer, Interval, Level, NoAnswer, finite};

/// Limits of the slope index and of the relative index.
type Both = (Option<Interval>, Option<Interval>);

/// The line, and the weights with which figures make it.
pub(super) struct Fit {
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
    pub(super) fn new(groups: &[Measured], scale: Scale) -> Answer<Self> {
        suits(groups.len())?;
        let sound = |group: &Measured| {
            let all = [group.value, group.lower, group.upper, group.population];
            all.into_iter().all(f64::is_finite) && group.lower <= group.upper
        };
        if !groups.iter().all(sound) {
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
            intercept: finite(fitted(&to_intercept))?,
            slope: finite(fitted(&to_slope))?,
            centres,
            errors,
            to_intercept,
            to_slope,
        })
    }

    pub(super) fn ends(&self) -> (f64, f64) {
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

    pub(super) fn closed(&self, level: Level) -> Both {
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
                (Interval::new(self.slope - reach, self.slope + reach), ratio)
            }
        }
    }

    pub(super) fn simulated(&self, draws: &Draws, level: Level) -> Answer<Both> {
        let repetitions = draws.repetitions;
        if repetitions < 1000 {
            return Err(NoAnswer::OutOfRange);
        }
        let mut slopes = vec![0.0; repetitions];
        let mut intercepts = vec![0.0; repetitions];
        let mut figures = vec![0.0; repetitions];
        for at in 0..self.centres.len() {
            let normals = draws.group(at).ok_or(NoAnswer::ShapeMismatch)?;
            let (centre, error) = (self.centres[at], self.errors[at]);
            // One loop for each way back, each simple enough to be turned into vector instructions.
            match self.scale {
                Scale::LinearLogErrors => {
                    for (figure, normal) in figures.iter_mut().zip(normals) {
                        *figure = exp(centre + error * normal);
                    }
                }
                Scale::LinearLogitErrors => {
                    for (figure, normal) in figures.iter_mut().zip(normals) {
                        *figure = 1.0 / (1.0 + exp(-centre - error * normal));
                    }
                }
                Scale::Linear | Scale::Log | Scale::Logit => {
                    for (figure, normal) in figures.iter_mut().zip(normals) {
                        *figure = centre + error * normal;
                    }
                }
            }
            let (to_slope, to_intercept) = (self.to_slope[at], self.to_intercept[at]);
            for ((slope, intercept), figure) in slopes.iter_mut().zip(&mut intercepts).zip(&figures) {
                *slope += to_slope * figure;
                *intercept += to_intercept * figure;
            }
        }
        if matches!(self.scale, Scale::Log | Scale::Logit) {
            let (lower, upper) = middle(&mut slopes, level);
            return Ok(self.pivoted(lower, upper));
        }
        // A line that falls below nought at the least deprived end has a ratio larger than any number, one that does at
        // the other end one of nought. So many are let pass as leave the limit on that side a ratio of two ends.
        let (mut endless, mut nought) = (0_usize, 0_usize);
        for (intercept, slope) in intercepts.iter_mut().zip(&slopes) {
            let (least, most) = (*intercept, *intercept + slope);
            *intercept = if least > 0.0 && most > 0.0 {
                most / least
            } else if least > 0.0 {
                nought += 1;
                0.0
            } else {
                endless += 1;
                f64::INFINITY
            };
        }
        let (lower, upper) = middle(&mut intercepts, level);
        let tail = repetitions as f64 * outside(level);
        let fallen = endless.max(nought) as f64;
        let ratio = if fallen < tail { Interval::new(lower, upper).filter(|_| lower > 0.0) } else { None };
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
