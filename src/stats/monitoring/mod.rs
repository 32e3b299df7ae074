//! Change over time: is this month different, or is it the usual coming and going?
//!
//! Each chart function returns a [`Chart`]: a centre line, and for each time a value with limits. The
//! run rules in [`rules`] read a chart, each under the name of the convention that defined it.
//! A month without a value stays in its place: it has no value, joins nothing and signals nothing.

pub mod c;
pub mod individuals;
mod lines;
pub mod moving_range;
pub mod p;
pub mod p_prime;
pub mod rules;
pub mod run;
#[cfg(test)]
mod tests;
pub mod u;
pub mod u_prime;
pub mod xmr;

use super::{Answer, Interval, Method, finite};

pub use c::c_chart;
pub use individuals::individuals_chart;
pub use moving_range::moving_range_chart;
pub use p::p_chart;
pub use p_prime::p_prime_chart;
pub use run::run_chart;
pub use u::u_chart;
pub use u_prime::u_prime_chart;
pub use xmr::{Screening, xmr_chart};

/// The methods of this room.
pub const METHODS: &[Method] = &[
    run::METHOD,
    xmr::METHOD,
    individuals::METHOD,
    moving_range::METHOD,
    p::METHOD,
    p_prime::METHOD,
    c::METHOD,
    u::METHOD,
    u_prime::METHOD,
    rules::nhs::METHOD,
    rules::anhoej::METHOD,
    rules::nelson::METHOD,
];

/// Which times the centre line and limits are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// All of them.
    Whole,
    /// The first so many; later times are judged against these.
    First(usize),
}

/// Events at one time and what they are out of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// Events; not negative.
    pub events: f64,
    /// The denominator; nought where there was nobody, so that the time has no value.
    pub denominator: f64,
}

/// One time on a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The value; `None` where there is none for this time.
    pub value: Option<f64>,
    /// One standard deviation at this time; `None` where the chart has no such scale.
    pub sigma: Option<f64>,
    /// The control limits; `None` where the chart has none.
    pub limits: Option<Interval>,
}

/// A chart: a centre line and one mark for each time.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The centre line.
    pub centre: f64,
    /// The marks, in order of time.
    pub marks: Vec<Mark>,
    /// Whether run rules can be asked: not where neighbouring values share a month, as moving ranges do.
    pub runs: bool,
}

impl Chart {
    /// Returns a chart on which run rules can be asked.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::Overflow`](super::NoAnswer::Overflow) where the centre or a standard deviation is no number.
    fn new(centre: f64, marks: Vec<Mark>) -> Answer<Self> {
        marks.iter().filter_map(|mark| mark.sigma).try_for_each(|sigma| finite(sigma).map(|_| ()))?;
        Ok(Self { centre: finite(centre)?, marks, runs: true })
    }
}

impl Baseline {
    /// Returns the part of a series that the lines are made from.
    fn of<T>(self, series: &[T]) -> &[T] {
        match self {
            Self::Whole => series,
            Self::First(count) => &series[..count.min(series.len())],
        }
    }
}

impl Mark {
    /// Returns which side of its limits the value lies: −1 below, 1 above, 0 within or without limits.
    #[must_use]
    pub fn breach(&self) -> i8 {
        match (self.value, self.limits) {
            (Some(value), Some(limits)) if value > limits.upper => 1,
            (Some(value), Some(limits)) if value < limits.lower => -1,
            _ => 0,
        }
    }
}
