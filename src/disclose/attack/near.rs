//! Looking for another table near the first: one count is moved, and what that breaks is mended by moving as
//! little else as can be. Depth first, each count moved once, in a fixed order, within a budget.

use std::collections::BTreeSet;

use super::net::Net;
use crate::disclose::published::Range;

/// How many mends are tried in one search.
const MENDS: usize = 400;
/// How many ways of mending one relation are tried.
const WAYS: usize = 4;

/// The first table, with what a search has changed of it for now.
pub(super) struct Near {
    counts: Vec<i64>,
    sums: Vec<i64>,
    moved: Vec<bool>,
    broken: BTreeSet<usize>,
    /// The counts that were moved, each with what it was.
    trail: Vec<(usize, i64)>,
    left: usize,
}

impl Near {
    /// Starts from a table that breaks no relation.
    pub(super) fn new(net: &Net, first: &[i64]) -> Self {
        Self {
            counts: first.to_vec(),
            sums: net.rows.iter().map(|row| row.sum(first)).collect(),
            moved: vec![false; first.len()],
            broken: BTreeSet::new(),
            trail: Vec::new(),
            left: 0,
        }
    }

    /// Returns what differs in a table in which the count has this value, where one was found.
    pub(super) fn table(
        &mut self,
        net: &Net,
        ranges: &[Range],
        place: usize,
        value: i64,
    ) -> Option<Vec<(usize, i64)>> {
        self.left = MENDS;
        self.set(net, place, value);
        let changed = self
            .mend(net, ranges)
            .then(|| self.trail.iter().map(|&(place, _)| (place, self.counts[place])).collect());
        self.back(net, 0);
        changed
    }

    /// Mends every broken relation, or leaves things as they were.
    fn mend(&mut self, net: &Net, ranges: &[Range]) -> bool {
        let Some(&row) = self.broken.first() else { return true };
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let mark = self.trail.len();
        for (place, value) in self.ways(net, ranges, row) {
            self.set(net, place, value);
            if self.mend(net, ranges) {
                return true;
            }
            self.back(net, mark);
        }
        false
    }

    /// Returns moves that bring a relation nearer to holding, those that break least first.
    fn ways(&self, net: &Net, ranges: &[Range], row: usize) -> Vec<(usize, i64)> {
        let (sum, row) = (self.sums[row], &net.rows[row]);
        let off = if sum > row.most { row.most - sum } else { row.least - sum };
        let mut ways: Vec<(usize, usize, i64)> = Vec::new();
        for &(place, times) in row.terms.iter().filter(|&&(place, _)| !self.moved[place]) {
            let steps = match off / times {
                0 => (off * times).signum(),
                steps => steps,
            };
            let count = self.counts[place];
            let value = (count + steps).clamp(ranges[place].least, ranges[place].most);
            if value != count {
                ways.push((self.breaks(net, place, value - count), place, value));
            }
        }
        ways.sort_unstable();
        ways.truncate(WAYS);
        ways.into_iter().map(|(_, place, value)| (place, value)).collect()
    }

    /// Returns how many relations are broken after a move of one count that are not now.
    fn breaks(&self, net: &Net, place: usize, by: i64) -> usize {
        let broken = |&&(at, times): &&(usize, i64)| {
            let (row, sum) = (&net.rows[at], self.sums[at] + times * by);
            !(row.least..=row.most).contains(&sum) && !self.broken.contains(&at)
        };
        net.touching[place].iter().filter(broken).count()
    }

    fn set(&mut self, net: &Net, place: usize, value: i64) {
        self.trail.push((place, self.counts[place]));
        self.moved[place] = true;
        self.put(net, place, value);
    }

    fn put(&mut self, net: &Net, place: usize, value: i64) {
        let by = value - self.counts[place];
        self.counts[place] = value;
        for &(at, times) in &net.touching[place] {
            self.sums[at] += times * by;
            let row = &net.rows[at];
            if (row.least..=row.most).contains(&self.sums[at]) {
                self.broken.remove(&at);
            } else {
                self.broken.insert(at);
            }
        }
    }

    /// Takes moves back until so many are left.
    fn back(&mut self, net: &Net, mark: usize) {
        while self.trail.len() > mark {
            let (place, value) = self.trail.pop().expect("the trail is longer than the mark");
            self.moved[place] = false;
            self.put(net, place, value);
        }
    }
}
