//! Directly standardised rate, with Dobson and Byar's limits.
//!
//! What: the rate a group would have were its ages those of a standard population.
//! Read: as a rate, but only beside other rates standardised to the same population.
//! Not when: fewer than 10 events in all (withheld); age-specific rates differ in order between groups.
//! Formula: `r = Σw y/n / Σw`; `var = Σ(w² q/n²) / (Σw)²`, `q` the sum of squared events per cluster
//! (family, or child), which is `y` where events are independent; limits `r + √(var/y)(limit(y) - y)`.
//! Source: Dobson et al. 1991, Statistics in Medicine 10:457; Stukel et al. 1994 for clusters.

use crate::stats::rates::crude::{BYAR_FROM, CountLimits, count_limits};
use crate::stats::{Answer, Interval, Level, Method, NoAnswer, finite};

/// What `explain dsr` says.
pub const METHOD: Method = Method {
    name: "dsr",
    title: "Directly standardised rate",
    what: "The rate a group would have if its age make-up were that of a standard population. Siblings and repeat events widen its limits where their clusters are given.",
    read: "Per 10,000 children of the standard population; compare only with rates standardised to the same one.",
    not_when: "Fewer than 10 events in all, where it is withheld; or the order of two groups differs from age to age.",
    formula: "sum(w y/n)/sum w; var = sum(w^2 q/n^2)/(sum w)^2, q = sum of squared events per cluster (y if independent); limits value + sqrt(var/y)(limit of y - y)",
    source: "Dobson, Kuulasmaa, Eberle and Scherer 1991, Statistics in Medicine 10:457-462",
};

/// One age band (or other stratum) of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stratum {
    /// Events.
    pub events: f64,
    /// The sum, over clusters, of the square of each cluster's events. Equal to `events` where every
    /// event stands alone; with `m_f` children who had `f` events each, `Σ f² m_f`.
    pub squares: f64,
    /// People.
    pub population: f64,
    /// The standard population's people in the stratum, or their share.
    pub weight: f64,
}

impl Stratum {
    /// A stratum whose events are independent of one another.
    #[must_use]
    pub const fn independent(events: f64, population: f64, weight: f64) -> Self {
        Self { events, squares: events, population, weight }
    }
}

/// What becomes of a rate with fewer than 10 events in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Small {
    /// No answer: the house rule.
    #[default]
    Withheld,
    /// Given, with exact limits of the count in place of Byar's.
    Given,
}

/// A directly standardised rate per person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardised {
    /// The rate.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// Its limits.
    pub interval: Interval,
    /// Events in all.
    pub events: f64,
    /// People in all.
    pub population: f64,
}

/// Returns the directly standardised rate of one group.
///
/// # Errors
///
/// `TooFewEvents` below 10 under [`Small::Withheld`]; `NoPopulation` for an empty stratum or no
/// weight; `NoWeight` where no event has any; `TooFewGroups` without strata; `OutOfRange`; `Overflow`.
pub fn direct(strata: &[Stratum], small: Small, limits: CountLimits, level: Level) -> Answer<Standardised> {
    let sums = Sums::of(strata)?;
    if sums.events < BYAR_FROM && small == Small::Withheld {
        return Err(NoAnswer::TooFewEvents);
    }
    sums.weighted()?;
    let limits = count_limits(sums.events, limits, level)?;
    // With no events both the variance and the count are nought; their ratio is taken as it would be
    // for an event in the average child.
    let scale = if sums.events > 0.0 { (sums.variance / sums.events).sqrt() } else { 1.0 / sums.population };
    let around = |limit: f64| sums.value + scale * (limit - sums.events);
    let interval = Interval::of(around(limits.lower), around(limits.upper))?;
    Ok(Standardised {
        value: sums.value,
        variance: sums.variance,
        interval,
        events: sums.events,
        population: sums.population,
    })
}

/// The sums that direct standardisation rests on.
pub(super) struct Sums {
    pub(super) value: f64,
    pub(super) variance: f64,
    pub(super) events: f64,
    pub(super) population: f64,
    /// The largest share of the rate that one event can be.
    pub(super) heaviest: f64,
}

impl Sums {
    pub(super) fn of(strata: &[Stratum]) -> Answer<Self> {
        if strata.is_empty() {
            return Err(NoAnswer::TooFewGroups);
        }
        let mut sums = Self { value: 0.0, variance: 0.0, events: 0.0, population: 0.0, heaviest: 0.0 };
        let mut weights = 0.0;
        for stratum in strata {
            let Stratum { events, squares, population, weight } = *stratum;
            if ![events, squares, population, weight]
                .into_iter()
                .all(|value| value.is_finite() && value >= 0.0)
            {
                return Err(NoAnswer::OutOfRange);
            }
            if population == 0.0 {
                return Err(NoAnswer::NoPopulation);
            }
            let each = weight / population;
            sums.value += each * events;
            sums.variance += each * each * squares;
            sums.heaviest = sums.heaviest.max(each);
            sums.events += events;
            sums.population += population;
            weights += weight;
        }
        if weights == 0.0 {
            return Err(NoAnswer::NoPopulation);
        }
        sums.value /= weights;
        sums.variance /= weights * weights;
        sums.heaviest /= weights;
        for sum in [sums.value, sums.variance, sums.heaviest, sums.events, sums.population] {
            finite(sum)?;
        }
        Ok(sums)
    }

    /// Checks that where there are events some have a weight, so that there is a rate and chance in it.
    pub(super) fn weighted(&self) -> Answer<()> {
        if self.events > 0.0 && self.value == 0.0 {
            Err(NoAnswer::NoWeight)
        } else if self.events > 0.0 && self.variance == 0.0 {
            Err(NoAnswer::Overflow)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::rates::byar::byar;

    #[test]
    fn one_stratum_is_the_crude_rate_with_byar_s_limits() {
        let one = direct(
            &[Stratum::independent(30.0, 1000.0, 7.0)],
            Small::Withheld,
            CountLimits::House,
            Level::P95,
        )
        .unwrap();
        let limits = byar(30.0, Level::P95).unwrap();
        assert!((one.value - 0.03).abs() < 1e-15);
        assert!((one.interval.lower - limits.lower / 1000.0).abs() < 1e-15);
        assert!((one.interval.upper - limits.upper / 1000.0).abs() < 1e-15);
    }

    #[test]
    fn families_of_two_double_the_variance() {
        let alone = Stratum::independent(40.0, 1000.0, 1.0);
        let paired = Stratum { squares: 80.0, ..alone };
        let of =
            |stratum| direct(&[stratum], Small::Withheld, CountLimits::House, Level::P95).unwrap().variance;
        assert!((of(paired) / of(alone) - 2.0).abs() < 1e-15);
    }

    #[test]
    fn below_ten_events_the_rate_is_withheld_unless_asked_for() {
        let few = [Stratum::independent(0.0, 100.0, 1.0), Stratum::independent(0.0, 300.0, 2.0)];
        assert_eq!(
            direct(&few, Small::Withheld, CountLimits::House, Level::P95),
            Err(NoAnswer::TooFewEvents)
        );
        let given = direct(&few, Small::Given, CountLimits::House, Level::P95).unwrap();
        assert!(given.interval.lower == 0.0 && given.interval.upper > 0.0);
    }
}
