//! Time to an event: how long until a re-referral, a plan, its end, when some children are not yet there.
//!
//! Times are in any unit, above nought. A child who leaves without the event is censored: known to
//! have gone at least that long. Where leaving makes the event impossible (adoption, the eighteenth
//! birthday), it competes with the event and [`aalen_johansen()`] counts it so.

pub mod aalen_johansen;
pub mod cox;
pub mod discrete_time;
pub mod grouped;
pub mod hazard_gradient;
pub mod kaplan_meier;
mod life_table;
pub mod log_rank;
pub mod quantile;
pub mod restricted_mean;

use super::Method;

pub use aalen_johansen::{Departure, Exit, Incidence, IncidencePoint, aalen_johansen};
pub use cox::{CoxFit, Ties, cox};
pub use discrete_time::{Hazard, PartPeriod, PersonPeriod, discrete_hazards, person_periods};
pub use grouped::{Stretch, grouped_incidence, grouped_median, grouped_survival};
pub use hazard_gradient::{HazardCell, hazard_gradient};
pub use kaplan_meier::{Beyond, Curve, CurveLimits, Point, kaplan_meier};
pub use log_rank::{LogRank, LogRankWeight, log_rank};
pub use quantile::{TimeQuantile, median};
pub use restricted_mean::{RestrictedMean, restricted_mean};

/// The methods of this room.
pub const METHODS: &[Method] = &[
    kaplan_meier::METHOD,
    quantile::METHOD,
    restricted_mean::METHOD,
    log_rank::METHOD,
    aalen_johansen::METHOD,
    cox::METHOD,
    cox::robust::METHOD,
    cox::proportional::METHOD,
    cox::concordance::METHOD,
    discrete_time::METHOD,
    grouped::METHOD,
    hazard_gradient::METHOD,
];

/// How a child's time under observation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Without the event; it may happen later.
    Censored,
    /// With the event.
    Event,
}

/// One child's time under observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// How long the child was observed; finite and above nought.
    pub time: f64,
    /// How the observation ended.
    pub end: End,
}

#[cfg(test)]
mod tests;
