//! The discrete-time hazard: of the children still without the event, the share to whom it happens
//! in each month.
//!
//! Read it as a monthly risk. Person-period counts are all that it needs, so it can be fitted from a
//! table that names no child, and any binomial model with a logit link can be fitted to the same rows.
//! Not with periods so long that most of the event falls in one.
//!
//! Formula: `h = d/n` in each period and stratum, the saturated logistic fit; limits
//! `logit h ± z√(1/d + 1/(n − d))`.
//! Source: Singer & Willett 1993, Journal of Educational Statistics 18:155; McHale et al. 2024, BMJ Public Health 2:e001130.

use std::collections::BTreeMap;

use super::{End, Observation};
use crate::stats::distribution::z;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "discrete-hazard",
    title: "Discrete-time hazard",
    what: "Of the children still without the event at the start of a period, the share to whom it happens in it.",
    read: "A risk for each period; larger is sooner.",
    not_when: "Periods are so long that most of the event falls in one.",
    formula: "h = d/n; limits logit(h) +/- z*sqrt(1/d + 1/(n-d))",
    source: "Singer & Willett 1993, Journal of Educational Statistics 18:155-195.",
};

/// What to do with the period in which a child was last seen without the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartPeriod {
    /// Count a child only in periods that it was observed to the end of, or had the event in.
    Dropped,
    /// Count it in the period in which it was last seen, as life tables without exposure do.
    Kept,
}

/// Children at risk and events in one period and stratum: a row of a binomial model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonPeriod {
    /// The stratum, as the caller numbers them.
    pub stratum: usize,
    /// The period, from 1.
    pub period: usize,
    /// Children at risk in it.
    pub at_risk: u64,
    /// Events in it.
    pub events: u64,
}

/// The hazard in one period and stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hazard {
    /// The counts it is made from.
    pub counts: PersonPeriod,
    /// The hazard; without limits where all or none had the event.
    pub hazard: Estimate,
    /// The share still without the event at the end of the period.
    pub survival: f64,
}

/// More periods than this is a mistake in the unit of time.
const MOST_PERIODS: f64 = 10_000.0;

/// Returns the person-period counts of observations, each with its stratum, ordered by stratum and period.
///
/// A time of `t` lies in period `⌈t / width⌉`.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where nobody completes a period; [`NoAnswer::OutOfRange`] where a time
/// or the width is not a finite number above nought, or there would be more than 10,000 periods.
pub fn person_periods(
    observations: &[(usize, Observation)],
    width: f64,
    part: PartPeriod,
) -> Answer<Vec<PersonPeriod>> {
    let sound = |x: f64| x.is_finite() && x > 0.0;
    if !sound(width) || observations.iter().any(|(_, o)| !sound(o.time)) {
        return Err(NoAnswer::OutOfRange);
    }
    if observations.iter().any(|(_, o)| o.time / width > MOST_PERIODS) {
        return Err(NoAnswer::OutOfRange);
    }
    let mut last: BTreeMap<(usize, usize), (u64, u64)> = BTreeMap::new();
    for (stratum, o) in observations {
        let reached = (o.time / width).ceil();
        let whole = (o.time / width).floor();
        let (period, event) = match (o.end, part) {
            (End::Event, _) => (reached, 1),
            (End::Censored, PartPeriod::Kept) => (reached, 0),
            (End::Censored, PartPeriod::Dropped) => (whole, 0),
        };
        if period >= 1.0 {
            let cell = last.entry((*stratum, period as usize)).or_default();
            *cell = (cell.0 + 1, cell.1 + event);
        }
    }
    let mut rows: Vec<PersonPeriod> = Vec::new();
    let mut cells: Vec<((usize, usize), (u64, u64))> = last.into_iter().collect();
    for own in cells.chunk_by_mut(|a, b| a.0.0 == b.0.0) {
        let stratum = own[0].0.0;
        let mut at_risk: u64 = own.iter().map(|(_, (leaving, _))| leaving).sum();
        let mut next = own.iter().peekable();
        let end = own.last().map_or(0, |((_, period), _)| *period);
        for period in 1..=end {
            let (leaving, events) =
                next.next_if(|((_, p), _)| *p == period).map_or((0, 0), |(_, cell)| *cell);
            rows.push(PersonPeriod { stratum, period, at_risk, events });
            at_risk -= leaving;
        }
    }
    if rows.is_empty() { Err(NoAnswer::NoPopulation) } else { Ok(rows) }
}

/// Returns the hazard in each period, with the share still without the event at its end.
///
/// Rows must be ordered by stratum and period, as [`person_periods`] returns them.
///
/// # Errors
///
/// [`NoAnswer::NoPopulation`] where a row has nobody at risk, [`NoAnswer::OutOfRange`] where it has
/// more events than children.
pub fn discrete_hazards(rows: &[PersonPeriod], level: Level) -> Answer<Vec<Hazard>> {
    let z = z(level);
    let (mut survival, mut stratum) = (1.0, None);
    rows.iter()
        .map(|&counts| {
            if counts.at_risk == 0 {
                return Err(NoAnswer::NoPopulation);
            }
            if counts.events > counts.at_risk {
                return Err(NoAnswer::OutOfRange);
            }
            if stratum.replace(counts.stratum) != Some(counts.stratum) {
                survival = 1.0;
            }
            let (d, n) = (counts.events as f64, counts.at_risk as f64);
            let value = d / n;
            survival *= 1.0 - value;
            let logit = (d / (n - d)).ln();
            let half = z * (1.0 / d + 1.0 / (n - d)).sqrt();
            let back = |x: f64| 1.0 / (1.0 + (-x).exp());
            let interval =
                if d > 0.0 && d < n { Interval::new(back(logit - half), back(logit + half)) } else { None };
            Ok(Hazard { counts, hazard: Estimate::new(value, interval)?, survival })
        })
        .collect()
}
