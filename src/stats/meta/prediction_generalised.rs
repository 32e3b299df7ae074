//! The generalised prediction interval: the default, because it allows for `τ²` not being known.
//!
//! Read it as the plain prediction interval. With few sites the estimate of `τ²` is often nought though
//! sites differ, and a plain interval then holds the next site's effect far less often than it says; this
//! one averages over every `τ²` that the sites' spread allows. Not with two sites, where it is enormous.
//!
//! Formula: the generalised Q at the true `τ²` is chi-squared on `k − 1`, so its quantiles at `u` give a
//! distribution of `τ²`; given each, the next effect is normal about `μ(τ²)` with variance
//! `τ² + 1/Σw(τ²)`. The limits are quantiles of that mixture, over 200 equal slices of `u`.
//! Source: Iyer, Wang & Mathew 2004, JASA 99:1060 (the pivot); Nagashima, Noma & Furukawa 2019,
//! Statistical Methods in Medical Research 28:1689 (prediction from a distribution of `τ²`).

use super::Studies;
use super::paule_mandel::generalised_q_root;
use super::weights::Weighted;
use crate::stats::distribution::{chi_squared_quantile, normal_beyond};
use crate::stats::root::{crossing, precise};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-prediction-generalised",
    title: "Generalised prediction interval for one more site",
    what: "Where the true effect of another site like these would lie, allowing for the spread between sites not being known.",
    read: "Wider than the limits of the mean; if it spans no effect, a further site may well show none.",
    not_when: "There are two sites: it is then enormous.",
    formula: "mixture over u of Normal(m(t), t + 1/sum(w(t))), t solving Q(t) = chi-squared quantile of u on k-1",
    source: "Iyer, Wang & Mathew 2004, Journal of the American Statistical Association 99:1060-1071; Nagashima, Noma & Furukawa 2019, Statistical Methods in Medical Research 28:1689-1702.",
};

const SLICES: usize = 200;

/// One slice of the distribution of the next effect.
struct Normal {
    mean: f64,
    sd: f64,
}

/// Returns the generalised prediction interval.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than three studies, [`NoAnswer::NoConvergence`] where a slice
/// has no root.
pub fn generalised_prediction(studies: &Studies, level: Level) -> Answer<Interval> {
    if studies.count() < 3 {
        return Err(NoAnswer::TooFewGroups);
    }
    let slices: Vec<Normal> = (0..SLICES)
        .map(|slice| {
            let u = (slice as f64 + 0.5) / SLICES as f64;
            let target = chi_squared_quantile(u, studies.df());
            let tau2 = generalised_q_root(studies, target)?;
            let weighted = Weighted::inverse_variance(studies, tau2);
            Ok(Normal { mean: weighted.mean, sd: (tau2 + 1.0 / weighted.total).sqrt() })
        })
        .collect::<Answer<_>>()?;
    let tail = (1.0 - level.get()) / 2.0;
    let least = slices.iter().map(|s| s.mean).fold(f64::INFINITY, f64::min);
    let most = slices.iter().map(|s| s.mean).fold(f64::NEG_INFINITY, f64::max);
    let unit = slices.iter().map(|s| s.sd).fold(0.0, f64::max);
    let reach = |distance: &dyn Fn(&Normal, f64) -> f64| {
        let beyond = |x| slices.iter().map(|s| above(distance(s, x) / s.sd)).sum::<f64>() / SLICES as f64;
        crossing((0.0, beyond(0.0) - tail), unit, precise, |x| Ok(beyond(x) - tail))
    };
    let up = reach(&|s, x| least + x - s.mean)?;
    let down = reach(&|s, x| s.mean - most + x)?;
    Interval::new(most - down, least + up).ok_or(NoAnswer::NoConvergence)
}

fn above(z: f64) -> f64 {
    let outside = normal_beyond(z) / 2.0;
    if z > 0.0 { outside } else { 1.0 - outside }
}
