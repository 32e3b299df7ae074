//! The gradient of a monthly hazard: how many times as large the odds of the event in a month are at the most
//! deprived end of the population as at the least.
//!
//! Read it as how much sooner the event comes. A ratio of odds of one month, which is close to a ratio of risks
//! where a month's risk is small. Not where the gradient itself changes with time since the start: one number then
//! stands for several.
//!
//! Formula: each month under observation is a trial; `logit h = a_k + b(1 − x)`, `a_k` one level for each stretch
//! of months, `x` the mid-point rank; months of a stretch are `(n + n₂)/2` times its length, `n` and `n₂` at risk at its
//! two ends; Wald's limits, where chance makes so large a Pearson statistic less than once in ten by Student's t with the
//! variance times the dispersion.
//! Source: Singer & Willett 1993, Journal of Educational Statistics 18:155; Allison 1982, Sociological Methodology 13:61.

use crate::stats::distribution::chi_squared_above;
use crate::stats::glm::{
    Covariance, Design, Factor, Model, Reference, Variable, covariance, dispersion, fit, wald,
};
use crate::stats::survival::Stretch;
use crate::stats::{Answer, Estimate, Interval, Level, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "discrete-hazard-gradient",
    title: "Gradient of a monthly hazard",
    what: "How many times as large the odds of the event in a month are at the most deprived end of the population as at the least.",
    read: "2: in any month, twice the odds. 1 is no gradient. Above 1, the event comes sooner to the more deprived.",
    not_when: "The gradient changes with time since the start, or siblings move together so that limits are too narrow.",
    formula: "logit h = a_k + b(1 - x), a month a trial, x the mid-point rank; exp(b); Wald's limits, by Student's t times the dispersion where chance makes so large a Pearson statistic less than once in ten",
    source: "Singer & Willett 1993, Journal of Educational Statistics 18:155-195; Allison 1982, Sociological Methodology 13:61-98.",
};

/// A group in a stretch of months.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardCell {
    /// How near the group is to the most deprived end: one less its mid-point rank.
    pub closeness: f64,
    /// The stretch, by name.
    pub stretch: String,
    /// Months under observation in it, of all together.
    pub months: f64,
    /// Events in it.
    pub events: f64,
}

impl HazardCell {
    /// Returns the cells of a group, one for each stretch of its life table.
    ///
    /// Months are the middle of those at risk when it begins and when it ends, and no fewer than the events: whoever had
    /// one in a month was there for it.
    #[must_use]
    pub fn of(closeness: f64, stretches: &[Stretch]) -> Vec<Self> {
        let begins = std::iter::once(0.0).chain(stretches.iter().map(|stretch| stretch.end));
        let cell = |(stretch, since): (&Stretch, f64)| {
            let left = stretch.at_risk - stretch.events - stretch.competing - stretch.withdrawn;
            Self {
                closeness,
                stretch: format!("{since} to {}", stretch.end),
                months: (f64::midpoint(stretch.at_risk, left) * (stretch.end - since)).max(stretch.events),
                events: stretch.events,
            }
        };
        stretches.iter().zip(begins).map(cell).collect()
    }
}

/// How rarely chance alone must give as large a Pearson's chi-squared for limits to be wider.
const TAIL: f64 = 0.1;
/// Fewer events than this say nothing of a gradient.
const FEWEST_EVENTS: f64 = 10.0;

/// Returns the ratio of the odds of the event in a month between the two ends.
///
/// # Errors
///
/// [`NoAnswer::TooFewGroups`] below three groups, or where no cell is left over for the dispersion;
/// [`NoAnswer::TooFewEvents`] below ten events; [`NoAnswer::OutOfRange`] for more events than months; as [`fit`] and
/// [`wald`].
pub fn hazard_gradient(cells: &[HazardCell], level: Level) -> Answer<Estimate> {
    let cells: Vec<&HazardCell> = cells.iter().filter(|cell| cell.months > 0.0).collect();
    let mut groups: Vec<f64> = cells.iter().map(|cell| cell.closeness).collect();
    groups.sort_by(f64::total_cmp);
    groups.dedup();
    if groups.len() < 3 {
        return Err(NoAnswer::TooFewGroups);
    }
    if cells.iter().map(|cell| cell.events).sum::<f64>() < FEWEST_EVENTS {
        return Err(NoAnswer::TooFewEvents);
    }
    let labels: Vec<&str> = cells.iter().map(|cell| cell.stretch.as_str()).collect();
    let stretch = Factor::from_labels("stretch", &labels);
    let closeness: Vec<f64> = cells.iter().map(|cell| cell.closeness).collect();
    let events: Vec<f64> = cells.iter().map(|cell| cell.events).collect();
    let months: Vec<f64> = cells.iter().map(|cell| cell.months).collect();
    let design = Design::intercept(cells.len())
        .with(Variable::Numeric { name: "closeness", values: &closeness })?
        .with(Variable::Factor(&stretch))?;
    let fitted = fit(&Model::binomial(&design, &events, &months))?;
    let free = cells.len().saturating_sub(design.terms().len());
    if free == 0 {
        return Err(NoAnswer::TooFewGroups);
    }
    let (spread, free) = (covariance(&fitted, Covariance::Model)?, free as f64);
    let dispersion = dispersion(&fitted)?;
    let (spread, reference) = if chi_squared_above(dispersion * free, free) < TAIL {
        (spread * dispersion.max(1.0), Reference::Student(free))
    } else {
        (spread, Reference::Normal)
    };
    let slope = wald(&fitted, 1, &spread, level, reference)?;
    let interval = Interval::new(slope.limits.lower.exp(), slope.limits.upper.exp());
    Estimate::new(slope.value.exp(), interval)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells whose hazard follows the model without error.
    fn cells(log_ratio: f64, months: f64) -> Vec<HazardCell> {
        let cell = |closeness: f64, (stretch, level): (&str, f64)| {
            let hazard = 1.0 / (1.0 + (-(level + log_ratio * closeness)).exp());
            HazardCell { closeness, stretch: stretch.to_owned(), months, events: hazard * months }
        };
        let stretches = [("0 to 3", -3.0), ("3 to 12", -4.0)];
        [0.9, 0.6, 0.3, 0.1].iter().flat_map(|&x| stretches.map(|stretch| cell(x, stretch))).collect()
    }

    #[test]
    fn a_hazard_that_follows_the_model_gives_its_own_ratio() {
        let found = hazard_gradient(&cells(2.5_f64.ln(), 4_000.0), Level::P95).unwrap();
        assert!((found.value - 2.5).abs() < 1e-6);
        assert!(found.interval.unwrap().holds(2.5));
    }

    #[test]
    fn equal_hazards_have_no_gradient() {
        let found = hazard_gradient(&cells(0.0, 4_000.0), Level::P95).unwrap();
        assert!((found.value - 1.0).abs() < 1e-9);
    }

    #[test]
    fn too_few_groups_or_events_have_none() {
        let few = cells(0.0, 4_000.0);
        assert_eq!(hazard_gradient(&few[..4], Level::P95), Err(NoAnswer::TooFewGroups));
        assert_eq!(hazard_gradient(&cells(0.0, 20.0), Level::P95), Err(NoAnswer::TooFewEvents));
    }
}
