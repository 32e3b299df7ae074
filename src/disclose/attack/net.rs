//! Relations, and which of them each count is in.

use crate::disclose::problem::Row;

/// Relations with an index from counts to them.
pub(in crate::disclose) struct Net {
    /// The relations.
    pub(super) rows: Vec<Row>,
    /// For each count, the relations it is in.
    pub(super) touching: Vec<Vec<usize>>,
}

impl Net {
    /// Indexes relations between so many counts.
    pub(in crate::disclose) fn new(rows: Vec<Row>, counts: usize) -> Self {
        let mut touching = vec![Vec::new(); counts];
        for (at, row) in rows.iter().enumerate() {
            for &(place, _) in &row.terms {
                touching[place].push(at);
            }
        }
        Self { rows, touching }
    }
}
