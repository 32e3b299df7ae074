//! The figures of journeys, looked up by the journey, the month or part, and the group of deprivation.

use super::{Release, Subject};
use crate::domain::journey::{Journey, Portions};
use crate::domain::{Axis, Cross, Definition, Dimension, Figure, Measure, Stratum};

impl<'a> Release<'a> {
    /// Returns what a journey is reported under: the headline's definition, over the whole window.
    pub(in crate::render) fn on(self, journey: Journey) -> Subject {
        Subject { outcome: journey.outcome(), ..self.headline() }
    }

    /// Returns a share of a journey at one of its months, for all groups together or for one of the coarsest grouping.
    pub(in crate::render) fn by_month(
        self,
        journey: Journey,
        measure: Measure,
        at: usize,
        place: Stratum,
    ) -> Option<&'a Figure> {
        self.along(self.on(journey), measure, (Axis::Months(journey), at), place)
    }

    /// Returns the ratio of the two ends in the odds of a journey's event in a month.
    pub(in crate::render) fn hazard(self, journey: Journey) -> Option<&'a Figure> {
        let cross = Cross::new(&[Axis::Deprivation(self.coarsest()), Axis::Months(journey)])?;
        self.of_model(self.on(journey), Measure::HazardRatio, cross)
    }

    /// Returns the months by which half of plans had ended, for all groups together or for one of the coarsest grouping.
    pub(in crate::render) fn median(self, place: Stratum) -> Option<&'a Figure> {
        let by = match place {
            Stratum::Total => Dimension::None,
            _ => Dimension::Deprivation(self.coarsest()),
        };
        self.find(self.on(Journey::PlanLength), Measure::PlanMedianMonths, by, place)
    }

    /// Returns what a table of shares is reported under: the whole window, or the latest year, whichever comes first of
    /// which there are shares; `None` where the returns do not go back far enough for any.
    pub(in crate::render) fn shares_of(self, definition: Definition, portions: Portions) -> Option<Subject> {
        let periods = std::iter::once(self.window()).chain(self.years().iter().rev().copied());
        periods
            .map(|period| Subject { period, definition, outcome: portions.outcome() })
            .find(|&of| self.portion(of, portions, 0, Stratum::Total).is_some())
    }

    /// Returns the share of one part, for all groups together or for one of the coarsest grouping.
    pub(in crate::render) fn portion(
        self,
        of: Subject,
        portions: Portions,
        at: usize,
        place: Stratum,
    ) -> Option<&'a Figure> {
        self.along(of, portions.measure(), (Axis::Part(portions), at), place)
    }

    /// Returns the ratio of the two ends in the share of one part.
    pub(in crate::render) fn portion_ratio(
        self,
        of: Subject,
        portions: Portions,
        at: usize,
    ) -> Option<&'a Figure> {
        let axis = Axis::Part(portions);
        let over = Cross::new(&[Axis::Deprivation(self.coarsest()), axis])?;
        let alone = Cross::new(&[axis])?;
        let part = Stratum::Cross(alone, u16::try_from(at).ok()?);
        self.find(of, Measure::ShareRii, Dimension::Cross(over), part)
    }
}
