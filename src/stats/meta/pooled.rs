//! The pooled mean and its limits, normal or by Hartung and Knapp.
//!
//! Read it as the average of the true effects of sites like these. Hartung and Knapp's limits let the
//! sites' own spread set the width and use Student's quantile; they hold their level with few sites.
//! Not as one site's effect (see the prediction interval). Unfloored Hartung–Knapp limits can be
//! narrower than the fixed-effect ones when sites happen to agree; the floored form cannot.
//!
//! Formula: `μ = Σwy/Σw`, `w = 1/(v + τ²)`; normal se `1/√Σw`; Hartung–Knapp se `√(q/Σw)`,
//! `q = Σw(y − μ)²/(k − 1)`, on `k − 1` degrees of freedom; floored: `q` not below one; or the fixed effect's: a half width not
//! below `z/√Σ(1/v)`.
//! Source: Hartung & Knapp 2001, Statistics in Medicine 20:3875; Röver et al. 2015, BMC Med Res Methodol 15:99 (floor);
//! Wiksten, Rücker & Schwarzer 2016, Statistics in Medicine 35:2503 (the wider of the two).

use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::distribution::{normal_beyond, student_beyond, t, z};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-pooled",
    title: "Pooled mean with normal or Hartung–Knapp limits",
    what: "The mean of the true effects of sites like these, with limits.",
    read: "Hartung–Knapp limits let the sites' own spread set the width and hold their level with few sites.",
    not_when: "One site's own effect is wanted (see the prediction interval); or fewer than two sites (three, for useful Hartung–Knapp limits).",
    formula: "m = sum(w*y)/sum(w), w = 1/(v+t); se = 1/sqrt(sum(w)), or sqrt(q/sum(w)) with q = sum(w*(y-m)^2)/(k-1) and Student's quantile; where that is narrower than fixed effects with t = 0, those",
    source: "Hartung & Knapp 2001, Statistics in Medicine 20:3875-3889; Röver, Knapp & Friede 2015, BMC Medical Research Methodology 15:99; Wiksten, Rücker & Schwarzer 2016, Statistics in Medicine 35:2503-2515.",
};

/// Which limits the pooled mean carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PooledLimits {
    /// The normal quantile times the inverse-variance standard error; too narrow with few sites that differ.
    Normal,
    /// Hartung and Knapp's standard error and Student's quantile; too narrow where sites happen to agree.
    HartungKnapp,
    /// As Hartung and Knapp, but the residual scale is never let below one; too wide with few sites that agree.
    HartungKnappFloored,
    /// As Hartung and Knapp, and never narrower than the normal limits of one effect that all sites share; the default.
    #[default]
    HartungKnappOrFixed,
}

/// A pooled mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pooled {
    /// The mean effect.
    pub effect: f64,
    /// Its standard error under the limits asked for.
    pub se: f64,
    /// Its limits.
    pub interval: Interval,
    /// The two-sided probability of a mean this far from nought, were it nought.
    pub p: f64,
}

/// Returns the pooled mean of the studies, given the variance between them.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] for Hartung–Knapp limits with one study; [`NoAnswer::BoundaryVariance`]
/// where every effect is the same, so that Hartung–Knapp limits alone have no width; [`NoAnswer::Overflow`].
pub fn pool(studies: &Studies, tau2: &Tau2, limits: PooledLimits, level: Level) -> Answer<Pooled> {
    let weighted = Weighted::inverse_variance(studies, tau2.value);
    let scale = match limits {
        PooledLimits::Normal => 1.0,
        _ if studies.count() < 2 => return Err(NoAnswer::TooFewGroups),
        PooledLimits::HartungKnapp | PooledLimits::HartungKnappOrFixed => weighted.squares / studies.df(),
        PooledLimits::HartungKnappFloored => (weighted.squares / studies.df()).max(1.0),
    };
    if scale <= 0.0 && limits != PooledLimits::HartungKnappOrFixed {
        return Err(NoAnswer::BoundaryVariance);
    }
    let (effect, se) = (weighted.mean, (scale / weighted.total).sqrt());
    let own = quantile(studies, limits, level) * se;
    let (half, p) = match limits {
        PooledLimits::Normal => (own, normal_beyond(effect / se)),
        PooledLimits::HartungKnappOrFixed => {
            let shared = Weighted::inverse_variance(studies, 0.0).total.sqrt().recip();
            // The larger of the two probabilities, as the wider of the two limits.
            let p = student_beyond(effect / se, studies.df()).max(normal_beyond(effect / shared));
            (own.max(z(level) * shared), p)
        }
        _ => (own, student_beyond(effect / se, studies.df())),
    };
    let interval = Interval::of(effect - half, effect + half)?;
    Ok(Pooled { effect, se: finite(se)?, interval, p: finite(p)? })
}

/// Returns the quantile that the limits multiply the standard error by.
pub(super) fn quantile(studies: &Studies, limits: PooledLimits, level: Level) -> f64 {
    match limits {
        PooledLimits::Normal => z(level),
        _ => t(level, studies.df()),
    }
}
