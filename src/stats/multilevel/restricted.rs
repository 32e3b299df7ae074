//! The variance between groups with the coefficients' degrees of freedom allowed for.
//!
//! What: the fit at the maximum of the adjusted likelihood of the standard deviation. Maximum likelihood
//! takes the coefficients as known, so with 48 strata and eight coefficients it finds a sixth too little
//! variance and its limits are too narrow; this does not. Read: as any fit; use it for limits of predicted
//! rates, residuals and coefficients, and maximum likelihood to compare with other programs. Not when:
//! models with different terms are compared by their likelihoods. Formula: maximise `ℓ_p(s) − ½ ln |J(s)|`,
//! `J` the information about everything else. Source: Cox and Reid 1987, J R Stat Soc B 49:1; Noh and Lee
//! 2007, J Multivar Anal 98:896.
//!
//! Its maximum is found by hand: a library's search, such as `argmin`'s, may not change the curve that it is given, and each
//! point of this one is a fit that starts where the last ended.

use nalgebra::DMatrix;

use super::fit::Multilevel;
use super::nuisance::{Curve, Likelihood};
use super::profile::variance_limits;
use crate::stats::distribution::{normal_beyond, student_beyond, t, z};
use crate::stats::glm::inverse;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "restricted",
    title: "Restricted likelihood of a multilevel model",
    what: "The fit whose variance between strata allows for the degrees of freedom that main effects use up.",
    read: "As any fit; its limits hold the truth as often as they say, where plain ones with few strata do not.",
    not_when: "Models with different terms are compared by their likelihoods.",
    formula: "maximise l_p(s) - 1/2 ln |J(s)|",
    source: "Cox and Reid 1987, J R Stat Soc B 49:1; Noh and Lee 2007, J Multivar Anal 98:896",
};

/// Where a smaller share of a variance is estimated, Student's quantile is the normal one.
const LEAST_ESTIMATED: f64 = 0.01;
/// The smaller part of the golden section.
const GOLDEN: f64 = 0.381_966_011_250_105_1;
/// How closely the standard deviation is found, as a share of itself: the curve is flat there.
const CLOSE: f64 = 1e-6;
const MOST_STEPS: usize = 100;

/// Returns the fit at the maximum of the adjusted likelihood.
///
/// # Errors
/// [`NoAnswer::NoConvergence`] where the other parameters do not settle at some standard deviation.
pub fn restricted<'a>(fit: &Multilevel<'a>) -> Answer<Multilevel<'a>> {
    let mut curve = Curve::new(&fit.surface, &fit.top, Likelihood::Adjusted);
    let (sd, highest) = summit(&mut curve, fit.sd())?;
    let bend = if sd > 0.0 { Some(bend(&mut curve, sd, highest)?) } else { None };
    curve.at(sd)?;
    let (information, tilt) = curve.pieces();
    let given = inverse(&information).ok_or(NoAnswer::NoConvergence)?;
    let along = &given * tilt;
    let of_sd = bend.map_or(0.0, f64::recip);
    let size = along.len();
    let mut covariance = DMatrix::zeros(size + 1, size + 1);
    covariance[(0, 0)] = of_sd;
    covariance.view_mut((1, 0), (size, 1)).copy_from(&(&along * of_sd));
    covariance.view_mut((0, 1), (1, size)).copy_from(&(along.transpose() * of_sd));
    covariance.view_mut((1, 1), (size, size)).copy_from(&(given + of_sd * &along * along.transpose()));
    fit.moved(curve.near, covariance, highest)
}

/// Returns how the curve bends at its top: one over the variance of the standard deviation. A top so near nought that its
/// bend is lost in rounding is looked at from further off.
///
/// # Errors
/// [`NoAnswer::NoConvergence`] where it bends the other way even so: no error of nought is made of it.
fn bend(curve: &mut Curve<'_>, sd: f64, highest: f64) -> Answer<f64> {
    for share in [0.02, 0.5] {
        let step = share * sd.min(1.0);
        let bend = (2.0 * highest - curve.at(sd + step)? - curve.at(sd - step)?) / (step * step);
        if bend > 0.0 && bend.is_finite() {
            return Ok(bend);
        }
    }
    Err(NoAnswer::NoConvergence)
}

impl Multilevel<'_> {
    /// Returns whether the variance stands out from nought: its standard deviation is 1.75 times its standard error or more.
    /// Else so little is known of it that limits of departures and rates, which rest on it, hold the truth too seldom.
    #[must_use]
    pub fn stands_out(&self) -> bool {
        self.sd_error().is_ok_and(|error| self.sd() >= 1.75 * error)
    }

    /// Returns how many standard errors the limits of a departure or a rate reach, of whose variance such a share comes
    /// of what was estimated: Student's quantile where the likelihood is restricted, else the normal one.
    pub(super) fn reach(&self, level: Level, estimated: f64) -> f64 {
        self.free(estimated).map_or_else(|| z(level), |free| t(level, free))
    }

    /// Returns the probability of a departure so many standard errors from nought or more, likewise.
    pub(super) fn beyond(&self, errors: f64, estimated: f64) -> f64 {
        self.free(estimated).map_or_else(|| normal_beyond(errors), |free| student_beyond(errors, free))
    }

    /// Returns Satterthwaite's degrees of freedom: the groups that coefficients leave over, for the share that is estimated.
    fn free(&self, estimated: f64) -> Option<f64> {
        let free = self.effects.len().saturating_sub(self.active.len());
        let known = self.likelihood() == Likelihood::Adjusted && free > 0 && estimated > LEAST_ESTIMATED;
        known.then(|| free as f64 / estimated.powi(2))
    }
}

/// Returns the limits of the variance of the [`restricted`] fit, drawn out where need be to the variance of the fit at
/// maximum likelihood, whose own limits are too low where strata are few.
///
/// # Errors
/// As [`variance_limits`].
pub fn restricted_limits(
    fit: &Multilevel<'_>,
    restricted: &Multilevel<'_>,
    level: Level,
) -> Answer<Interval> {
    let limits = variance_limits(restricted, level)?;
    let (lower, upper) = (limits.lower.min(fit.variance()), limits.upper.max(fit.variance()));
    Interval::new(lower, upper).ok_or(NoAnswer::OutOfRange)
}

/// Returns where the curve is highest, and how high, by Brent's method.
fn summit(curve: &mut Curve<'_>, guess: f64) -> Answer<(f64, f64)> {
    let (mut low, mut high) = (0.0, 1.5 * guess + 0.2);
    while high < 20.0 && curve.at(high)? > curve.at(0.9 * high)? {
        (low, high) = (0.9 * high, 2.0 * high);
    }
    let mut best = low + GOLDEN * (high - low);
    let mut top = curve.at(best)?;
    let (mut second, mut third, mut at_second, mut at_third) = (best, best, top, top);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..MOST_STEPS {
        let (middle, close) = (0.5 * (low + high), CLOSE * (best + 1e-3));
        if (best - middle).abs() <= 2.0 * close - 0.5 * (high - low) {
            break;
        }
        let (r, q) = ((best - second) * (at_third - top), (best - third) * (at_second - top));
        let (over, under) = ((best - third) * q - (best - second) * r, 2.0 * (q - r));
        let leap = -over / under;
        let inside =
            leap.is_finite() && best + leap > low && best + leap < high && leap.abs() < 0.5 * before.abs();
        before = step;
        step = if inside {
            leap
        } else {
            before = if best < middle { high - best } else { low - best };
            GOLDEN * before
        };
        let next = best + if step.abs() >= close { step } else { close.copysign(step) };
        let here = curve.at(next)?;
        if here >= top {
            if next >= best {
                low = best
            } else {
                high = best
            }
            (third, at_third, second, at_second, best, top) = (second, at_second, best, top, next, here);
        } else {
            if next < best {
                low = next
            } else {
                high = next
            }
            if here >= at_second || second == best {
                (third, at_third, second, at_second) = (second, at_second, next, here);
            } else if here >= at_third || third == best || third == second {
                (third, at_third) = (next, here);
            }
        }
    }
    let at_nought = curve.at(0.0)?;
    if at_nought >= top - 1e-9 { Ok((0.0, at_nought)) } else { Ok((best, top)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::glm::{Design, Model};
    use crate::stats::multilevel::{Nodes, multilevel};

    #[test]
    fn a_curve_that_bends_up_gives_no_error_rather_than_an_error_of_nought() {
        let design = Design::intercept(4);
        let model = Model::binomial(&design, &[3.0, 14.0, 2.0, 9.0], &[100.0; 4]);
        let fit = multilevel(&model, &[0, 1, 2, 3], Nodes::LAPLACE).expect("a fit");
        let mut curve = Curve::new(&fit.surface, &fit.top, Likelihood::Adjusted);
        let (sd, highest) = summit(&mut curve, fit.sd()).expect("a top");
        assert!(bend(&mut curve, sd, highest).is_ok_and(|bend| bend > 0.0));
        // Far from the top the curve falls ever more slowly.
        let far = curve.at(8.0).expect("a point");
        assert_eq!(bend(&mut curve, 8.0, far), Err(NoAnswer::NoConvergence));
    }
}
