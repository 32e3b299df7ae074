//! Counting rows by cell, such as children by group of deprivation.

/// Counts rows in each of so many cells, and of them those in each of some parts, such as those of domestic abuse.
///
/// # Panics
///
/// Panics where a row is in no cell that there is.
pub fn by_cell<const PARTS: usize>(
    cells: usize,
    rows: impl IntoIterator<Item = (usize, [bool; PARTS])>,
) -> (Vec<u64>, [Vec<u64>; PARTS]) {
    let (mut all, mut parts) = (vec![0; cells], std::array::from_fn(|_| vec![0; cells]));
    for (cell, within) in rows {
        all[cell] += 1;
        for (part, within) in parts.iter_mut().zip(within) {
            part[cell] += u64::from(within);
        }
    }
    (all, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_its_cell_and_in_the_parts_it_belongs_to() {
        let rows = [(2, [true, false]), (0, [false, false]), (2, [true, true])];
        assert_eq!(by_cell(3, rows), (vec![1, 0, 2], [vec![0, 0, 2], vec![0, 0, 1]]));
    }
}
