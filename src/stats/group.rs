//! One group of a gradient table, and the sums that every method over such tables needs.

use super::{Answer, NoAnswer};

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

/// Checks one group: finite, nothing negative, somebody there.
pub(crate) fn check(group: &Group) -> Answer<()> {
    if !group.events.is_finite()
        || !group.population.is_finite()
        || group.events < 0.0
        || group.population < 0.0
    {
        Err(NoAnswer::OutOfRange)
    } else if group.population == 0.0 {
        Err(NoAnswer::NoPopulation)
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
    Ok(Totals {
        events: groups.iter().map(|group| group.events).sum(),
        population: groups.iter().map(|group| group.population).sum(),
    })
}
