//! The figures that set the authority beside others, looked up by what was published and of which area.

use super::{Release, Subject};
use crate::domain::comparator::{FunnelPoint, Item, Standing};
use crate::domain::{Axis, Definition, Figure, Measure, Period, Stratum};

impl<'a> Release<'a> {
    /// Returns the latest year in which the authority stands in a funnel, with what the funnel is of: the headline's
    /// involvement where it can be, or else the first that is published; `None` where there is no funnel.
    pub(in crate::render) fn compared(self) -> Option<(Period, Item)> {
        let headline = self.headline().outcome;
        let first = Item::ALL.iter().filter(|item| item.outcome() == Some(headline) && !item.is_share());
        let items: Vec<Item> = first.chain(Item::ALL).copied().collect();
        let years = self.results.periods.iter().rev();
        years.copied().find_map(|year| {
            let stands =
                |item: &Item| self.funnel(year, *item).any(|point| point.standing == Standing::Authority);
            Some((year, items.iter().copied().find(stands)?))
        })
    }

    /// Returns the points of a funnel and of its curves, in their order.
    pub(in crate::render) fn funnel(self, year: Period, item: Item) -> impl Iterator<Item = &'a FunnelPoint> {
        self.results.funnels.iter().filter(move |point| (point.period, point.item) == (year, item))
    }

    /// Returns the published rate or share of the authority or of an area beside it, by its place among them.
    pub(in crate::render) fn published(self, year: Period, item: Item, at: usize) -> Option<&'a Figure> {
        let measure = match item {
            Item::Rereferrals => Measure::ComparatorRereferral,
            Item::LaterPlans => Measure::ComparatorLaterPlan,
            _ => Measure::ComparatorRate,
        };
        self.along(published(year, item)?, measure, (Axis::Against, at), Stratum::Total)
    }

    /// Returns the authority's ratio to England's figure with the limits of the funnel at 95% (0) or at 99.8% (1).
    pub(in crate::render) fn in_funnel(self, year: Period, item: Item, at: usize) -> Option<&'a Figure> {
        let measure = match item {
            Item::Rereferrals => Measure::FunnelRereferral,
            Item::LaterPlans => Measure::FunnelLaterPlan,
            _ => Measure::Funnel,
        };
        self.along(published(year, item)?, measure, (Axis::FunnelLimits, at), Stratum::Total)
    }

    /// Returns a line between what was published of the authority and what this run counted.
    pub(in crate::render) fn reconciled(self, year: Period, item: Item, line: usize) -> Option<&'a Figure> {
        let of = published(year, item).filter(|_| !item.is_share())?;
        self.along(of, Measure::Reconciled, (Axis::Reconciliation, line), Stratum::Total)
    }
}

fn published(period: Period, item: Item) -> Option<Subject> {
    Some(Subject { period, definition: Definition::All, outcome: item.outcome()? })
}
