//! What is known of each of many numbers, such as children or areas, which mostly lie close together.

use std::collections::HashMap;

/// A table by number.
pub struct Numbered<T>(Kept<T>);

/// Where numbers lie close together a row of places; else, so that a strange code cannot make it long, a map.
enum Kept<T> {
    /// The least number, and what is known from it on.
    Close(u32, Vec<Option<T>>),
    Apart(HashMap<u32, T>),
}

/// Numbers lie close together where at most so many places are kept for each.
const PLACES: usize = 8;

impl<T> Numbered<T> {
    /// Puts rows in a table. Of several with one number the last stands.
    #[must_use]
    pub fn of(rows: Vec<(u32, T)>) -> Self {
        let numbers = || rows.iter().map(|row| row.0);
        let least = numbers().min().unwrap_or(0);
        let places = numbers().max().map_or(0, |most| (most - least) as usize + 1);
        if places > PLACES * rows.len() {
            return Self(Kept::Apart(rows.into_iter().collect()));
        }
        let mut known: Vec<_> = std::iter::repeat_with(|| None).take(places).collect();
        rows.into_iter().for_each(|(number, value)| known[(number - least) as usize] = Some(value));
        Self(Kept::Close(least, known))
    }

    /// Returns what is known of a number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&T> {
        match &self.0 {
            Kept::Close(least, known) => known.get(number.checked_sub(*least)? as usize)?.as_ref(),
            Kept::Apart(known) => known.get(&number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_or_apart_the_last_row_of_a_number_stands_and_others_are_not_known() {
        for far in [20, u32::MAX] {
            let table = Numbered::of(vec![(17, 'a'), (18, 'b'), (17, 'c'), (far, 'd')]);
            assert_eq!(matches!(table.0, Kept::Close(..)), far == 20);
            let found = [0, 16, 17, 18, 19, far].map(|number| table.get(number).copied());
            assert_eq!(found, [None, None, Some('c'), Some('b'), None, Some('d')]);
        }
        assert_eq!(Numbered::<char>::of(Vec::new()).get(0), None);
    }
}
