//! The figures of a release, in order, and found by what they are of.

use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use super::{Definition, Figure, Measure, Outcome, Period};

/// When, which episodes, which involvement and which measure.
type Kind = (Period, Definition, Outcome, Measure);

/// Figures in a fixed order: a vector with an index, which is made when first asked for.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    all: Vec<Figure>,
    places: OnceLock<HashMap<Kind, Vec<usize>>>,
}

impl Figures {
    /// Returns the figures of a measure of a subject, in their order.
    pub fn of(
        &self,
        (period, definition, outcome): (Period, Definition, Outcome),
        measure: Measure,
    ) -> impl Iterator<Item = &Figure> {
        let places = self.places.get_or_init(|| {
            let mut places: HashMap<Kind, Vec<usize>> = HashMap::new();
            for (at, one) in self.all.iter().enumerate() {
                places.entry((one.period, one.definition, one.outcome, one.measure)).or_default().push(at);
            }
            places
        });
        let found = places.get(&(period, definition, outcome, measure));
        found.into_iter().flatten().map(|&at| &self.all[at])
    }
}

impl PartialEq for Figures {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl FromIterator<Figure> for Figures {
    fn from_iter<I: IntoIterator<Item = Figure>>(figures: I) -> Self {
        Self { all: figures.into_iter().collect(), places: OnceLock::new() }
    }
}

impl From<Vec<Figure>> for Figures {
    fn from(all: Vec<Figure>) -> Self {
        Self { all, places: OnceLock::new() }
    }
}

impl Deref for Figures {
    type Target = Vec<Figure>;

    fn deref(&self) -> &Vec<Figure> {
        &self.all
    }
}

impl DerefMut for Figures {
    fn deref_mut(&mut self) -> &mut Vec<Figure> {
        self.places.take();
        &mut self.all
    }
}

impl<'a> IntoIterator for &'a Figures {
    type Item = &'a Figure;
    type IntoIter = std::slice::Iter<'a, Figure>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
