//! Counting each unit once under each heading, such as a child under an outcome.

/// Which units were counted under which headings: a bit for each of both.
pub struct Once {
    headings: usize,
    counted: Vec<u64>,
}

impl Once {
    /// Starts with nobody counted, of so many units under so many headings.
    #[must_use]
    pub fn new(units: usize, headings: usize) -> Self {
        Self { headings, counted: vec![0; (units * headings).div_ceil(64)] }
    }

    /// Counts a unit under a heading, and returns whether it is the first time.
    ///
    /// # Panics
    ///
    /// Panics where there are fewer units or headings.
    pub fn is_first(&mut self, unit: usize, heading: usize) -> bool {
        assert!(heading < self.headings, "a heading that there is");
        let at = unit * self.headings + heading;
        let (word, bit) = (&mut self.counted[at / 64], 1 << (at % 64));
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_first_once_under_each_heading() {
        let mut once = Once::new(40, 7);
        let all = || (0..40).flat_map(|unit| (0..7).map(move |heading| (unit, heading)));
        assert!(all().all(|(unit, heading)| once.is_first(unit, heading)));
        assert!(!all().any(|(unit, heading)| once.is_first(unit, heading)));
    }
}
