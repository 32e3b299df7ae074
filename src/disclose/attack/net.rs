//! Relations, and which of them each count is in.

use crate::disclose::problem::Row;
use crate::disclose::published::Range;

/// Relations with an index from counts to them.
pub(in crate::disclose) struct Net {
    /// The relations.
    pub(super) rows: Vec<Row>,
    /// For each count, the relations it is in, each with its multiple.
    pub(super) touching: Vec<Vec<(usize, i64)>>,
}

impl Net {
    /// Indexes relations between so many counts.
    pub(super) fn new(rows: Vec<Row>, counts: usize) -> Self {
        let mut touching = vec![Vec::new(); counts];
        for (at, row) in rows.iter().enumerate() {
            for &(place, times) in &row.terms {
                touching[place].push((at, times));
            }
        }
        Self { rows, touching }
    }

    /// Returns whether counts lie in their ranges and agree with every relation.
    pub(super) fn holds(&self, counts: &[i64], ranges: &[Range]) -> bool {
        counts.len() == ranges.len()
            && ranges.iter().zip(counts).all(|(range, &count)| range.holds(count))
            && self.rows.iter().all(|row| row.holds(counts))
    }

    /// Returns whether a relation can still be broken inside the ranges.
    pub(super) fn binds(&self, row: usize, ranges: &[Range]) -> bool {
        let row = &self.rows[row];
        let (mut low, mut high) = (0, 0);
        for &(place, times) in &row.terms {
            let Range { least, most } = ranges[place];
            low += times * if times > 0 { least } else { most };
            high += times * if times > 0 { most } else { least };
        }
        low < row.least || high > row.most
    }
}

impl Row {
    /// Returns the sum of the multiples.
    pub(super) fn sum(&self, counts: &[i64]) -> i64 {
        self.terms.iter().map(|&(place, times)| times * counts[place]).sum()
    }

    /// Returns how far a sum lies outside the bounds.
    pub(super) fn off(&self, sum: i64) -> i64 {
        (self.least - sum).max(sum - self.most).max(0)
    }

    fn holds(&self, counts: &[i64]) -> bool {
        self.off(self.sum(counts)) == 0
    }
}
