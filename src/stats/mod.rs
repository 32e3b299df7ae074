//! Formulae over numbers.
//!
//! This room knows nothing of children, files or tables: numbers come in, figures with their limits
//! go out. One method lives in one file, whose header says what it is, how to read it, when not to
//! use it, its formula and its source.
//!
//! Three conventions hold throughout.
//!
//! - Groups are ordered from the **most** deprived to the least, as the English and Scottish indices
//!   number them (1 is most deprived). A positive slope and a ratio above one always mean *worse for
//!   the more deprived*.
//! - A figure that does not exist is an answer, not a number: functions return [`Answer`], and the
//!   reason is a [`NoAnswer`]. `NaN` and infinities never leave this module: [`Estimate::new`], [`Interval::new`] and
//!   the like take none, and no method puts a figure together without them.
//! - Limits carry their [`Level`]; nothing assumes 95%.

pub mod agreement;
pub mod funnel;
pub mod glm;
pub mod gradient;
pub mod inequality;
pub mod interaction;
pub mod meta;
pub mod monitoring;
pub mod multilevel;
pub mod quantiles;
pub mod rates;
pub mod samples;
pub mod shrinkage;
pub mod standardise;
pub mod survival;

mod distribution;
mod exponential;
mod group;
mod incomplete;
mod line;
mod method;
mod random;
mod root;
mod weights;

use std::fmt;

pub use group::Group;
pub use method::Method;

/// A figure, or the reason why there is none.
pub type Answer<T> = Result<T, NoAnswer>;

/// Why a figure does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoAnswer {
    /// There are no events, so a ratio or an index is nought over nought.
    NoEvents,
    /// There is nobody in the denominator.
    NoPopulation,
    /// More events than the denominator can hold, or a count that is negative or not finite.
    OutOfRange,
    /// Fewer groups, strata, studies or points than the method needs.
    TooFewGroups,
    /// The reference group has a rate of nought.
    ZeroReference,
    /// A transformed method met a nought it cannot transform.
    ZeroCount,
    /// The fitted value at an end of the scale is not positive.
    FittedEndNotPositive,
    /// A column of the design is a combination of the others.
    Aliased,
    /// A term predicts the outcome perfectly, so its coefficient runs to infinity.
    Separation,
    /// The iterations did not settle.
    NoConvergence,
    /// The variance is at its boundary of nought, where this figure has no meaning.
    BoundaryVariance,
    /// The measure is not defined for exposures that protect.
    Protective,
    /// The quantity is never reached in the data: a median beyond the last time, for one.
    NotReached,
    /// Inputs disagree in length or shape.
    ShapeMismatch,
    /// Fewer events than the method is given for.
    TooFewEvents,
    /// More groups than the method is given for.
    TooManyGroups,
    /// No event lies where the standard population has people.
    NoWeight,
    /// The figure, a limit of it or a rate behind it is larger or smaller than a number can be.
    Overflow,
}

impl NoAnswer {
    /// Returns the reason in a reader's words, lower case and without a full stop.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NoEvents => "no events",
            Self::NoPopulation => "no population",
            Self::OutOfRange => "a count is negative, not finite, or larger than its denominator",
            Self::TooFewGroups => "too few groups for this method",
            Self::ZeroReference => "the reference group has a rate of zero",
            Self::ZeroCount => "a group has no events and the method needs its logarithm",
            Self::FittedEndNotPositive => "the fitted value at an end of the scale is not positive",
            Self::Aliased => "a term is a combination of others",
            Self::Separation => "a term predicts the outcome perfectly",
            Self::NoConvergence => "the fit did not settle",
            Self::BoundaryVariance => "the variance between groups is zero",
            Self::Protective => "not defined where an exposure protects",
            Self::NotReached => "not reached in the data",
            Self::ShapeMismatch => "inputs differ in length",
            Self::TooFewEvents => "too few events for this method",
            Self::TooManyGroups => "too many groups for this method",
            Self::NoWeight => "no event lies where the standard population has people",
            Self::Overflow => "too large or too small to hold",
        }
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

impl std::error::Error for NoAnswer {}

/// A confidence level strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// 95%, the field's usual level.
    pub const P95: Self = Self(0.95);
    /// 99.8%, the outer limits of a funnel.
    pub const P998: Self = Self(0.998);

    /// Returns `None` unless `level` lies strictly between 0 and 1, so far from both that its tails can be told
    /// from a half and from nought.
    #[must_use]
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0 && 1.0 - level < 1.0).then_some(Self(level))
    }

    /// Returns the level as a proportion: 0.95 for 95%.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// A lower and an upper limit, both finite, the lower never above the upper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// Returns `None` where a limit is not finite or the limits are crossed.
    #[must_use]
    pub fn new(lower: f64, upper: f64) -> Option<Self> {
        (lower.is_finite() && upper.is_finite() && lower <= upper).then_some(Self { lower, upper })
    }

    /// Returns whether `value` lies within the limits, both ends included.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Returns limits that may be neither missing nor anything but numbers.
    pub(crate) fn of(lower: f64, upper: f64) -> Answer<Self> {
        Self::new(lower, upper).ok_or(NoAnswer::Overflow)
    }

    /// Returns the interval with both limits multiplied by a positive `factor`.
    ///
    /// # Errors
    ///
    /// `Overflow` where one is then no number.
    pub fn times(&self, factor: f64) -> Answer<Self> {
        Self::of(self.lower * factor, self.upper * factor)
    }
}

/// A figure with its limits, where it has any.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its confidence limits; `None` where the method gives none.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// Returns a figure with its limits, where it has any.
    ///
    /// # Errors
    ///
    /// `Overflow` for a figure that is not finite.
    pub fn new(value: f64, interval: Option<Interval>) -> Answer<Self> {
        Ok(Self { value: finite(value)?, interval })
    }

    /// Returns a figure with limits `reach` to either side; without limits where `reach` is nought or none at all.
    ///
    /// # Errors
    ///
    /// As [`Estimate::new`].
    pub(crate) fn around(value: f64, reach: Option<f64>) -> Answer<Self> {
        let reach = reach.filter(|reach| *reach > 0.0);
        Self::new(value, reach.and_then(|reach| Interval::new(value - reach, value + reach)))
    }

    /// Returns a figure that has no limits.
    #[must_use]
    pub const fn bare(value: f64) -> Self {
        Self { value, interval: None }
    }

    /// Returns the figure with other limits, or none.
    pub(crate) const fn with(self, interval: Option<Interval>) -> Self {
        Self { interval, ..self }
    }
}

/// Returns a number that is one.
pub(crate) fn finite(value: f64) -> Answer<f64> {
    if value.is_finite() { Ok(value) } else { Err(NoAnswer::Overflow) }
}

/// Returns the root of a variance, which rounding may have left a little below nought; of what is no number, none.
pub(crate) fn deviation(variance: f64) -> f64 {
    if variance < 0.0 { 0.0 } else { variance.sqrt() }
}
