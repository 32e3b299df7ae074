//! One group of a gradient table, and the sums that every method over such tables needs.

use super::{Answer, NoAnswer, finite};

/// Events and the people they could have happened to, in one group. Groups are ordered from the most
/// deprived to the least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Events: a count, or a weighted count; never negative.
    pub events: f64,
    /// People, or person-years; above nought.
    pub population: f64,
}

impl Group {
    /// Returns events per person.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.events / self.population
    }
}

/// Sums over a table whose groups were checked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Totals {
    pub(crate) events: f64,
    pub(crate) population: f64,
}

/// Checks one group: finite, nothing negative, somebody there, and a rate that is a number, above nought where there
/// are events.
pub(crate) fn check(group: &Group) -> Answer<()> {
    if !group.events.is_finite()
        || !group.population.is_finite()
        || group.events < 0.0
        || group.population < 0.0
    {
        Err(NoAnswer::OutOfRange)
    } else if group.population == 0.0 {
        Err(NoAnswer::NoPopulation)
    } else if !group.rate().is_finite() || (group.events > 0.0 && group.rate() == 0.0) {
        Err(NoAnswer::Overflow)
    } else {
        Ok(())
    }
}

/// Checks a table of at least `least` groups and returns its sums.
pub(crate) fn totals(groups: &[Group], least: usize) -> Answer<Totals> {
    if groups.len() < least {
        return Err(NoAnswer::TooFewGroups);
    }
    groups.iter().try_for_each(check)?;
    let sum = |of: fn(&Group) -> f64| finite(groups.iter().map(of).sum());
    Ok(Totals { events: sum(|group| group.events)?, population: sum(|group| group.population)? })
}
