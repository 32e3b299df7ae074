//! The variance between groups with the coefficients' degrees of freedom allowed for.
//!
//! What: the fit at the maximum of the adjusted likelihood of the standard deviation. Maximum likelihood
//! takes the coefficients as known, so with 48 strata and eight coefficients it finds a sixth too little
//! variance and its limits are too narrow; this does not. Read: as any fit; use it for limits of predicted
//! rates, residuals and coefficients, and maximum likelihood to compare with other programs. Not when:
//! models with different terms are compared by their likelihoods. Formula: maximise `ℓ_p(s) − ½ ln |J(s)|`,
//! `J` the information about everything else. Source: Cox and Reid 1987, J R Stat Soc B 49:1; Noh and Lee
//! 2007, J Multivar Anal 98:896.

use nalgebra::DMatrix;

use super::fit::Multilevel;
use super::nuisance::{Curve, Likelihood};
use crate::stats::glm::inverse;
use crate::stats::{Answer, Method, NoAnswer};

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

/// The golden section.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// How closely the standard deviation is found.
const CLOSE: f64 = 1e-7;

/// Returns the fit at the maximum of the adjusted likelihood.
///
/// # Errors
/// [`NoAnswer::NoConvergence`] where the other parameters do not settle at some standard deviation.
pub fn restricted<'a>(fit: &Multilevel<'a>) -> Answer<Multilevel<'a>> {
    let mut curve = Curve::new(&fit.surface, &fit.top, Likelihood::Adjusted);
    let (sd, highest) = summit(&mut curve, fit.sd())?;
    let bend = if sd > 0.0 {
        let step = 0.02 * sd.min(1.0);
        (2.0 * highest - curve.at(sd + step)? - curve.at(sd - step)?) / (step * step)
    } else {
        0.0
    };
    curve.at(sd)?;
    let (information, tilt) = curve.pieces();
    let given = inverse(&information).ok_or(NoAnswer::NoConvergence)?;
    let along = &given * tilt;
    let of_sd = if bend > 0.0 { bend.recip() } else { 0.0 };
    let size = along.len();
    let mut covariance = DMatrix::zeros(size + 1, size + 1);
    covariance[(0, 0)] = of_sd;
    covariance.view_mut((1, 0), (size, 1)).copy_from(&(&along * of_sd));
    covariance.view_mut((0, 1), (1, size)).copy_from(&(along.transpose() * of_sd));
    covariance.view_mut((1, 1), (size, size)).copy_from(&(given + of_sd * &along * along.transpose()));
    Ok(fit.moved(curve.near, covariance))
}

/// Returns where the curve is highest, and how high.
pub(super) fn summit(curve: &mut Curve<'_>, guess: f64) -> Answer<(f64, f64)> {
    let (mut low, mut high) = (0.0, 1.5 * guess + 0.2);
    // Doubles the range while the curve still rises at its end.
    while curve.at(high)? > curve.at(0.8 * high)? && high < 20.0 {
        (low, high) = (0.8 * high, 2.0 * high);
    }
    let (mut a, mut b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_a, mut at_b) = (curve.at(a)?, curve.at(b)?);
    while high - low > CLOSE * (1.0 + high) {
        if at_a >= at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - GOLDEN * (high - low);
            at_a = curve.at(a)?;
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + GOLDEN * (high - low);
            at_b = curve.at(b)?;
        }
    }
    let (sd, value) = if at_a >= at_b { (a, at_a) } else { (b, at_b) };
    let at_nought = curve.at(0.0)?;
    if at_nought >= value - 1e-9 { Ok((0.0, at_nought)) } else { Ok((sd, curve.at(sd)?)) }
}
