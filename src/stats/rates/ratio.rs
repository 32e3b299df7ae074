//! The ratio of two rates.
//!
//! What: how many times as high one group's rate is as another's.
//! Read: 1 is no difference; 10 means ten times as high in the first group.
//! Not when: the second group has no events (there is no ratio), or the groups share people or families.
//! Formula: `r₁/r₂`. Logarithm: `exp(ln R ∓ z√(1/y₁ + 1/y₂))`. Conditional: given `y₁ + y₂`, `y₁` is binomial
//! with share `π = R n₁/(R n₁ + n₂)`; limits of `π` turn into limits of `R`.
//! Source: Rothman 2008, ch. 14; Clopper and Pearson 1934; Lancaster 1961 (mid-P).

use super::difference::Published;
use super::wilson;
use crate::stats::distribution::{Tail, beta_quantile, beta_tails, outside, z};
use crate::stats::root::root;
use crate::stats::{Answer, Estimate, Group, Interval, Level, Method, NoAnswer, group};

/// Which limits a ratio of two rates is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RatioLimits {
    /// Conditional on the total, by Wilson's score limits of the first group's share of events: 95% on average.
    #[default]
    Score,
    /// Conditional on the total, counting half of what was seen: close to 95% at any count.
    MidP,
    /// Conditional on the total, exact: never holds the truth less often than it says.
    Exact,
    /// Normal on the logarithm, with standard error `√(1/y₁ + 1/y₂)`; needs events in both groups.
    Log,
}

/// What `explain rate-ratio` says.
pub const METHOD: Method = Method {
    name: "rate-ratio",
    title: "Ratio of two rates",
    what: "How many times as high the rate of one group is as that of another.",
    read: "1 is no difference; 10 means the first group's rate is ten times the second's.",
    not_when: "The second group has no events; the groups share people or families.",
    formula: "r1/r2; given y1 + y2, y1 is binomial with share R n1/(R n1 + n2), whose score (or mid-P, or exact) limits turn into limits of R; or exp(ln R -/+ z sqrt(1/y1 + 1/y2))",
    source: "Rothman, Greenland and Lash 2008, Modern Epidemiology, ch. 14; Lancaster 1961 for mid-P",
};

/// Returns the rate of `first` over that of `second`, with limits under a convention.
///
/// # Errors
///
/// `NoEvents` where neither has any; `ZeroReference` where `second` has none; `ZeroCount` for
/// [`RatioLimits::Log`] where `first` has none; `OutOfRange`; `NoPopulation`.
pub fn ratio(first: Group, second: Group, limits: RatioLimits, level: Level) -> Answer<Estimate> {
    group::check(&first)?;
    group::check(&second)?;
    if second.events == 0.0 {
        return Err(if first.events == 0.0 { NoAnswer::NoEvents } else { NoAnswer::ZeroReference });
    }
    let value = first.rate() / second.rate();
    let interval = match limits {
        RatioLimits::Log => log_limits(value, first.events, second.events, level)?,
        RatioLimits::Exact => conditional(first, second, |y, rest| {
            let tail = outside(level);
            let lower = if y > 0.0 { beta_quantile(y, rest + 1.0, Tail::Lower(tail)) } else { 0.0 };
            (lower, beta_quantile(y + 1.0, rest, Tail::Upper(tail)))
        }),
        RatioLimits::Score => {
            let events = first.events + second.events;
            let share = wilson(Group { events: first.events, population: events }, level)?;
            share.interval.and_then(|share| of_share(first, second, share.lower, share.upper))
        }
        RatioLimits::MidP => conditional(first, second, |y, rest| mid_p(y, rest, outside(level))),
    };
    Estimate::new(value, interval)
}

/// Returns the ratio of two independent figures, with normal limits on its logarithm.
///
/// # Errors
///
/// `ZeroReference` where the second is nought; `ZeroCount` where the first is; `OutOfRange` where either
/// is negative or not finite.
pub fn of_published(first: Published, second: Published, level: Level) -> Answer<Estimate> {
    first.check()?;
    second.check()?;
    if second.value == 0.0 {
        return Err(NoAnswer::ZeroReference);
    }
    if first.value == 0.0 {
        return Err(NoAnswer::ZeroCount);
    }
    let value = first.value / second.value;
    let reach = z(level) * (first.se / first.value).hypot(second.se / second.value);
    if value < 0.0 {
        return Err(NoAnswer::OutOfRange);
    }
    Estimate::new(value, Interval::new(value * (-reach).exp(), value * reach.exp()))
}

fn log_limits(value: f64, one: f64, two: f64, level: Level) -> Answer<Option<Interval>> {
    if one == 0.0 {
        return Err(NoAnswer::ZeroCount);
    }
    let reach = z(level) * (1.0 / one + 1.0 / two).sqrt();
    Ok(Interval::new(value * (-reach).exp(), value * reach.exp()))
}

/// Limits of the share of events in the first group, turned into limits of the ratio.
fn conditional(first: Group, second: Group, share: impl Fn(f64, f64) -> (f64, f64)) -> Option<Interval> {
    let (lower, upper) = share(first.events, second.events);
    of_share(first, second, lower, upper)
}

fn of_share(first: Group, second: Group, lower: f64, upper: f64) -> Option<Interval> {
    let odds = |share: f64| share / (1.0 - share) * second.population / first.population;
    Interval::new(odds(lower), odds(upper))
}

/// Limits of a binomial share at which half the probability of what was seen plus all of what lies
/// beyond is `tail`.
fn mid_p(y: f64, rest: f64, tail: f64) -> (f64, f64) {
    let above = |share: f64| 0.5 * (at_least(y, rest, share) + at_least(y + 1.0, rest - 1.0, share));
    let lower = if y > 0.0 { root(0.0, 1.0, |share| above(share) - tail) } else { 0.0 };
    (lower, root(0.0, 1.0, |share| above(share) - 1.0 + tail))
}

/// The probability of `y` or more out of `y + rest`.
fn at_least(y: f64, rest: f64, share: f64) -> f64 {
    if y <= 0.0 {
        1.0
    } else if rest < 0.0 {
        0.0
    } else {
        beta_tails(y, rest + 1.0, share).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Group = Group { events: 41.0, population: 28_010.0 };
    const TWO: Group = Group { events: 15.0, population: 19_017.0 };

    #[test]
    fn the_breast_cancer_and_fluoroscopy_example_is_met() {
        // Rothman, Greenland and Lash, Modern Epidemiology: 41 in 28,010 and 15 in 19,017 person-years:
        // ratio 1.86; normal limits 1.03 to 3.35; mid-P limits 1.04 to 3.45.
        let of = |limits| ratio(ONE, TWO, limits, Level::P95).unwrap();
        assert!((of(RatioLimits::Log).value - 1.86).abs() < 5e-3);
        let log = of(RatioLimits::Log).interval.unwrap();
        assert!((log.lower - 1.03).abs() < 6e-3 && (log.upper - 3.35).abs() < 6e-3);
        let mid = of(RatioLimits::MidP).interval.unwrap();
        assert!((mid.lower - 1.04).abs() < 6e-3 && (mid.upper - 3.45).abs() < 6e-3);
        let exact = of(RatioLimits::Exact).interval.unwrap();
        assert!(exact.lower < mid.lower && mid.upper < exact.upper);
    }

    #[test]
    fn an_empty_first_group_has_a_ratio_of_nought_and_an_upper_limit() {
        let none = ratio(Group { events: 0.0, ..ONE }, TWO, RatioLimits::MidP, Level::P95).unwrap();
        assert_eq!((none.value, none.interval.unwrap().lower), (0.0, 0.0));
        assert!(none.interval.unwrap().upper > 0.0);
        let log = ratio(Group { events: 0.0, ..ONE }, TWO, RatioLimits::Log, Level::P95);
        assert_eq!(log, Err(NoAnswer::ZeroCount));
    }

    #[test]
    fn an_empty_second_group_has_no_ratio() {
        let none = Group { events: 0.0, ..TWO };
        assert_eq!(ratio(ONE, none, RatioLimits::MidP, Level::P95), Err(NoAnswer::ZeroReference));
        assert_eq!(ratio(none, none, RatioLimits::MidP, Level::P95), Err(NoAnswer::NoEvents));
    }
}
