//! Synergy index: the excess of both exposures as a multiple of the sum of each one's.
//!
//! What: how many times larger the excess ratio of both exposures is than the sum of their own. Read: 1 is
//! adding up, above 1 more than that. Not when: an exposure protects, where it has no meaning and there is no
//! answer; recode the reference or read RERI. Formula: `(RR11−1)/((RR10−1)+(RR01−1))`, limits on its
//! logarithm; MOVER gives the same. Source: Rothman 1986, Modern Epidemiology; Hosmer and Lemeshow 1992,
//! Epidemiology 3:452; Knol et al. 2011, Eur J Epidemiol 26:433.

use super::joint::{Joint, Ratios};
use crate::stats::distribution::z;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// How `explain` describes it.
pub(super) const METHOD: Method = Method {
    name: "synergy",
    title: "Synergy index",
    what: "How many times larger the excess ratio of both exposures is than the sum of their own.",
    read: "1 is adding up; above 1 is more than that.",
    not_when: "An exposure protects: there is then no answer; recode the reference or read RERI.",
    formula: "(RR11 - 1)/((RR10 - 1) + (RR01 - 1)), limits on its logarithm",
    source: "Rothman 1986, Modern Epidemiology; Hosmer and Lemeshow 1992, Epidemiology 3:452; Knol et al. 2011, Eur J Epidemiol 26:433",
};

/// Returns the index with its limits.
///
/// # Errors
/// [`NoAnswer::Protective`] where an exposure, or both together, lowers the outcome or leaves it as it is;
/// [`NoAnswer::Overflow`] where a ratio is too large to hold.
pub fn synergy(joint: &Joint, level: Level) -> Answer<Estimate> {
    let Ratios { first, second, both } = joint.ratios()?;
    let (together, apart) = (both - 1.0, first + second - 2.0);
    if joint.protects() || together <= 0.0 || apart <= 0.0 {
        return Err(NoAnswer::Protective);
    }
    let share = both / together;
    let error = joint.error([share - first / apart, share - second / apart, share]);
    let (log, half) = ((together / apart).ln(), z(level) * error);
    Estimate::new(log.exp(), Some(Interval::of((log - half).exp(), (log + half).exp())?))
}
