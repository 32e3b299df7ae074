//! Limits of the variance between sites, by profiling Cochran's Q.
//!
//! Read a lower limit of nought as: the sites may share one effect; both limits nought: the sites agree better than
//! chance should let them. Not with two or three sites, where the upper limit is enormous.
//!
//! Formula: the variances `t` at which `Q(t) = Σ(y − m)²/(v + t)` meets the upper and the lower quantile of chi-squared
//! on `k − 1`.
//! Source: Viechtbauer 2007, Statistics in Medicine 26:37.

use super::Studies;
use super::paule_mandel::generalised_q_root;
use crate::stats::distribution::chi_squared_quantile;
use crate::stats::{Answer, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-q-profile",
    title: "Q-profile limits for the variance between sites",
    what: "Limits for the variance of true effects between sites.",
    read: "A lower limit of nought: the sites may share one effect. Both limits nought: the sites agree better than chance should let them.",
    not_when: "There are two or three sites: the upper limit is then enormous.",
    formula: "the t at which sum((y-m)^2/(v+t)) meets the upper and the lower chi-squared quantile on k-1",
    source: "Viechtbauer 2007, Statistics in Medicine 26:37-52.",
};

/// Returns the limits of the variance between sites; both nought where the sites agree too well.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] with fewer than two studies.
pub fn tau2_interval(studies: &Studies, level: Level) -> Answer<Interval> {
    if studies.count() < 2 {
        return Err(NoAnswer::TooFewGroups);
    }
    let tail = (1.0 - level.get()) / 2.0;
    let at = |below| {
        let target = chi_squared_quantile(below, studies.df());
        generalised_q_root(studies, target)
    };
    Interval::new(at(1.0 - tail)?, at(tail)?).ok_or(NoAnswer::NoConvergence)
}
