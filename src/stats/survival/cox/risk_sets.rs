//! The risk set at each event time, met latest first, with its weighted sums of covariates.

use std::ops::Range;

use super::Ties;
use super::sorted::Sorted;

/// Sums over a set of children of `r`, `r·x` and `r·xx'`, with `r` the relative hazard.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) weight: f64,
    pub(super) first: Vec<f64>,
    /// The lower triangle, row by row.
    pub(super) second: Vec<f64>,
}

/// A time with events.
pub(super) struct EventTime<'a> {
    /// The sorted rows at this time, events and censored alike.
    pub(super) places: Range<usize>,
    pub(super) deaths: usize,
    pub(super) at_risk: &'a Sums,
    pub(super) dying: &'a Sums,
}

impl Sums {
    fn new(width: usize) -> Self {
        Self { weight: 0.0, first: vec![0.0; width], second: vec![0.0; width * (width + 1) / 2] }
    }

    fn clear(&mut self) {
        self.weight = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    fn add(&mut self, weight: f64, row: &[f64]) {
        self.weight += weight;
        let mut cell = 0;
        for (i, x) in row.iter().enumerate() {
            let weighted = weight * x;
            self.first[i] += weighted;
            for y in &row[..=i] {
                self.second[cell] += weighted * y;
                cell += 1;
            }
        }
    }
}

impl EventTime<'_> {
    /// Returns, for each tied event in turn, the share of the dying already taken out of the risk set
    /// and the weight that is left.
    pub(super) fn turns(&self, ties: Ties) -> impl Iterator<Item = (f64, f64)> {
        let deaths = self.deaths as f64;
        let (all, dying) = (self.at_risk.weight, self.dying.weight);
        (0..self.deaths).map(move |turn| {
            let gone = match ties {
                Ties::Efron => turn as f64 / deaths,
                Ties::Breslow => 0.0,
            };
            (gone, all - gone * dying)
        })
    }
}

/// Meets each event time, latest first, given each sorted row's relative hazard.
pub(super) fn visit(sorted: &Sorted, hazards: &[f64], mut meet: impl FnMut(&EventTime<'_>)) {
    let mut at_risk = Sums::new(sorted.width);
    let mut dying = Sums::new(sorted.width);
    let mut start = 0;
    while start < sorted.len() {
        let time = sorted.times[start];
        let mut end = start;
        let mut deaths = 0;
        dying.clear();
        while end < sorted.len() && sorted.times[end] == time {
            let row = sorted.row(end);
            at_risk.add(hazards[end], row);
            if sorted.events[end] {
                dying.add(hazards[end], row);
                deaths += 1;
            }
            end += 1;
        }
        if deaths > 0 {
            meet(&EventTime { places: start..end, deaths, at_risk: &at_risk, dying: &dying });
        }
        start = end;
    }
}
