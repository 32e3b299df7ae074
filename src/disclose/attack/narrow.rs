//! Integer bound propagation: every range narrowed by every relation until nothing moves.
//!
//! Exact arithmetic throughout, and sound at every step: what is narrowed away is impossible.

use std::collections::VecDeque;

use super::net::Net;
use crate::disclose::published::Range;

/// Looks at a relation, for each relation of the problem, after which narrowing is given up.
const LOOKS_PER_ROW: usize = 400;

/// Why narrowing stopped short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::disclose) enum Halt {
    /// The ranges contradict each other: no counts are as was said.
    Contradiction,
    /// The ranges had not settled when the budget was spent.
    Budget,
}

/// Narrows ranges by every relation until nothing moves.
pub(super) fn narrow(ranges: &mut [Range], net: &Net) -> Result<(), Halt> {
    if ranges.iter().any(|range| range.least > range.most) {
        return Err(Halt::Contradiction);
    }
    let mut queue: VecDeque<usize> = (0..net.rows.len()).collect();
    let mut queued = vec![true; net.rows.len()];
    let mut looks = LOOKS_PER_ROW * net.rows.len();
    let mut moved = Vec::new();
    while let Some(at) = queue.pop_front() {
        queued[at] = false;
        looks = looks.checked_sub(1).ok_or(Halt::Budget)?;
        look(ranges, net, at, &mut moved)?;
        for place in moved.drain(..) {
            for &(row, _) in &net.touching[place] {
                if !std::mem::replace(&mut queued[row], true) {
                    queue.push_back(row);
                }
            }
        }
    }
    Ok(())
}

/// Narrows by one relation, and notes which ranges moved.
fn look(ranges: &mut [Range], net: &Net, at: usize, moved: &mut Vec<usize>) -> Result<(), Halt> {
    let row = &net.rows[at];
    let (mut low, mut high) = (0, 0);
    for &(place, times) in &row.terms {
        let (least, most) = ends(ranges[place], times);
        low += least;
        high += most;
    }
    if low > row.most || high < row.least {
        return Err(Halt::Contradiction);
    }
    if low >= row.least && high <= row.most {
        return Ok(());
    }
    for &(place, times) in &row.terms {
        let (least, most) = ends(ranges[place], times);
        // What this term can be when the others are at their least, and at their most.
        let (room, need) = (row.most - (low - least), row.least - (high - most));
        let (bottom, top) = if times > 0 {
            (ceil(need, times), room.div_euclid(times))
        } else {
            (ceil(-room, -times), (-need).div_euclid(-times))
        };
        let range = &mut ranges[place];
        if bottom > range.least || top < range.most {
            moved.push(place);
            range.least = range.least.max(bottom);
            range.most = range.most.min(top);
            if range.least > range.most {
                return Err(Halt::Contradiction);
            }
        }
    }
    Ok(())
}

const fn ends(range: Range, times: i64) -> (i64, i64) {
    if times > 0 {
        (times * range.least, times * range.most)
    } else {
        (times * range.most, times * range.least)
    }
}

const fn ceil(value: i64, by: i64) -> i64 {
    -((-value).div_euclid(by))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::disclose::problem::{Relation, Row};

    fn range(least: i64, most: i64) -> Range {
        Range { least, most }
    }

    fn settled(mut ranges: Vec<Range>, relations: &[Relation]) -> Result<Vec<Range>, Halt> {
        let net = Net::new(relations.iter().map(Row::from).collect(), ranges.len());
        narrow(&mut ranges, &net).map(|()| ranges)
    }

    #[test]
    fn one_hidden_part_of_an_exact_total_is_found() {
        let relations = [Relation::Sum { whole: 0, parts: vec![1, 2] }];
        let found = settled(vec![range(12, 12), range(9, 9), range(1, 7)], &relations).unwrap();
        assert_eq!(found[2], range(3, 3));
    }

    #[test]
    fn what_is_found_in_one_table_is_used_in_the_next() {
        let relations =
            [Relation::AtMost { part: 3, whole: 2 }, Relation::Sum { whole: 0, parts: vec![1, 2] }];
        let found =
            settled(vec![range(12, 12), range(11, 11), range(1, 7), range(1, 7)], &relations).unwrap();
        assert_eq!(found[3], range(1, 1));
    }

    #[test]
    fn multiples_are_divided_inwards() {
        let relations = [Relation::Linear { terms: vec![(0, 3), (1, -2)], least: 1, most: 2 }];
        let found = settled(vec![range(0, 9), range(2, 3)], &relations).unwrap();
        assert_eq!(found, [range(2, 2), range(2, 2)]);
    }

    #[test]
    fn ranges_that_contradict_each_other_are_told() {
        let relations = [Relation::Sum { whole: 0, parts: vec![1, 2] }];
        let found = settled(vec![range(5, 5), range(9, 9), range(1, 7)], &relations);
        assert_eq!(found, Err(Halt::Contradiction));
    }

    proptest! {
        #[test]
        fn the_truth_always_lies_in_what_is_found(parts in prop::collection::vec(0_i64..9, 2..6)) {
            let whole = parts.iter().sum();
            let mut ranges = vec![range(whole, whole)];
            ranges.extend(parts.iter().map(|&part| range(part.saturating_sub(2), part + 2)));
            let relations = [Relation::Sum { whole: 0, parts: (1..=parts.len()).collect() }];
            let found = settled(ranges, &relations).unwrap();
            for (truth, range) in std::iter::once(&whole).chain(&parts).zip(&found) {
                prop_assert!(range.least <= *truth && *truth <= range.most);
            }
        }
    }
}
