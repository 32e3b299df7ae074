//! Exact limits for a proportion.
//!
//! What: the proportions under which what was seen, or something further off, is no rarer than the level allows.
//! Read: as Wilson's, but wider: at least 95 in 100 such intervals hold the truth.
//! Not when: a shorter interval that holds 95% on average will do (Wilson's).
//! Formula: lower `Beta(α/2; y, n - y + 1)`, upper `Beta(1 - α/2; y + 1, n - y)`.
//! Source: Clopper and Pearson 1934, Biometrika 26:404.

use super::check_proportion;
use crate::stats::distribution::{Tail, beta_quantile, outside};
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer};

/// What `explain clopper-pearson` says.
pub const METHOD: Method = Method {
    name: "clopper-pearson",
    title: "Proportion with exact limits",
    what: "The share of a group to whom something happened, with limits that never hold the truth less often than they say.",
    read: "At least 95 in 100 such intervals hold the true share; for small groups more do.",
    not_when: "A shorter interval that holds 95% on average will do (Wilson's), or events cluster in families.",
    formula: "lower = Beta(a/2; y, n - y + 1); upper = Beta(1 - a/2; y + 1, n - y)",
    source: "Clopper and Pearson 1934, Biometrika 26:404-413",
};

/// Returns the proportion of one group, with exact limits.
///
/// # Errors
///
/// `OutOfRange` where events exceed people; `NoPopulation`.
pub fn clopper_pearson(group: Group, level: Level) -> Answer<Estimate> {
    check_proportion(&group)?;
    let tail = outside(level);
    let Group { events: y, population: n } = group;
    let lower = if y > 0.0 { beta_quantile(y, n - y + 1.0, Tail::Lower(tail)) } else { 0.0 };
    let upper = if y < n { beta_quantile(y + 1.0, n - y, Tail::Upper(tail)) } else { 1.0 };
    let interval = Interval::new(lower, upper).ok_or(NoAnswer::OutOfRange)?;
    Estimate::new(group.rate(), Some(interval))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_of_twenty_has_a_closed_upper_limit() {
        let limits =
            clopper_pearson(Group { events: 0.0, population: 20.0 }, Level::P95).unwrap().interval.unwrap();
        assert_eq!(limits.lower, 0.0);
        assert!((limits.upper - (1.0 - 0.025f64.powf(0.05))).abs() < 1e-14);
    }
}
