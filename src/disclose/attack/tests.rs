//! The attack against every table there is: on small problems, whatever enumeration finds, it finds.

use proptest::prelude::*;

use super::*;
use crate::disclose::problem::Row;

/// A table of some rows and columns with its margins, of which some counts are hidden.
#[derive(Debug, Clone)]
struct Case {
    columns: usize,
    inner: Vec<i64>,
    hidden: Vec<bool>,
    /// What a reader knows to be the least of a hidden count.
    least: i64,
    /// How far a shown count may be from the true one: rounding.
    slack: i64,
}

impl Case {
    /// Returns the inner counts, then margins of rows, of columns, and the total.
    fn counts(&self, inner: &[i64]) -> Vec<i64> {
        let rows: Vec<i64> = inner.chunks(self.columns).map(|row| row.iter().sum()).collect();
        let columns = (0..self.columns).map(|at| inner.iter().skip(at).step_by(self.columns).sum::<i64>());
        let mut counts = inner.to_vec();
        counts.extend(rows.iter());
        counts.extend(columns);
        counts.push(rows.iter().sum());
        counts
    }

    fn seen(&self) -> Seen {
        let counts = self.counts(&self.inner);
        let ranges = counts.iter().zip(&self.hidden).enumerate().map(|(at, (&count, &hidden))| {
            let far = if at < self.inner.len() { 7 } else { 99 };
            match hidden {
                true => Range { least: self.least.min(count), most: self.least.min(count) + far },
                false => Range { least: (count - self.slack).max(0), most: count + self.slack },
            }
        });
        let (inner, rows) = (self.inner.len(), self.inner.len() / self.columns);
        let mut nets = Vec::new();
        let mut sum = |whole: usize, parts: Vec<usize>| {
            let terms = parts.into_iter().map(|part| (part, 1)).chain([(whole, -1)]).collect();
            nets.push(Row { terms, least: 0, most: 0 });
        };
        for row in 0..rows {
            sum(inner + row, (row * self.columns..(row + 1) * self.columns).collect());
        }
        for column in 0..self.columns {
            sum(inner + rows + column, (0..rows).map(|row| row * self.columns + column).collect());
        }
        sum(counts.len() - 1, (inner..inner + rows).collect());
        Seen { ranges: ranges.collect(), rows: nets }
    }

    /// Returns every value that each count takes in some table that agrees with what is seen.
    fn enumerated(&self) -> Vec<std::collections::BTreeSet<i64>> {
        let ranges = self.seen().ranges;
        let mut found = vec![std::collections::BTreeSet::new(); ranges.len()];
        let mut inner: Vec<i64> = ranges[..self.inner.len()].iter().map(|range| range.least).collect();
        loop {
            let counts = self.counts(&inner);
            if counts.iter().zip(&ranges).all(|(&count, range)| range.holds(count)) {
                counts.iter().zip(&mut found).for_each(|(&count, values)| {
                    values.insert(count);
                });
            }
            let Some(at) = inner.iter().zip(&ranges).position(|(value, range)| value < &range.most) else {
                return found;
            };
            inner[at] += 1;
            for (before, range) in inner[..at].iter_mut().zip(&ranges) {
                *before = range.least;
            }
        }
    }
}

fn case(slack: i64) -> impl Strategy<Value = Case> {
    (2_usize..4, 2_usize..4, 0_i64..2).prop_flat_map(move |(rows, columns, least)| {
        let margins = rows + columns + 1;
        let inner = prop::collection::vec(least..5, rows * columns);
        let hidden = prop::collection::vec(prop::bool::weighted(0.55), rows * columns + margins);
        (inner, hidden).prop_map(move |(inner, mut hidden)| {
            // Few enough are hidden that every table can be looked at.
            let mut left = if slack > 0 { 3 } else { 5 };
            for one in &mut hidden[..inner.len()] {
                left -= i32::from(*one);
                *one &= left >= 0;
            }
            Case { columns, inner, hidden, least, slack }
        })
    })
}

fn reader(case: &Case) -> Reader {
    Reader::new(case.seen(), case.counts(&case.inner), Effort::new(10_000, None)).unwrap()
}

fn tried(reader: &mut Reader, place: usize, ask: Ask) -> Verdict {
    reader.tries(&[(place, ask)]).unwrap()[0]
}

fn assert_agrees(case: &Case) -> Result<(), TestCaseError> {
    let mut reader = reader(case);
    for (place, values) in case.enumerated().iter().enumerate() {
        let (least, most) = (*values.first().unwrap(), *values.last().unwrap());
        for width in 1..4 {
            let expected = if most - least >= width { Verdict::Open } else { Verdict::Found };
            prop_assert_eq!(tried(&mut reader, place, Ask::Wide(width)), expected, "{} {:?}", place, case);
        }
        let every = (1..=4).all(|value| values.contains(&value));
        let expected = if every { Verdict::Open } else { Verdict::Found };
        prop_assert_eq!(tried(&mut reader, place, Ask::Every(4)), expected, "{} {:?}", place, case);
        prop_assert_eq!(reader.extreme(place, End::Least), Some(least));
        prop_assert_eq!(reader.extreme(place, End::Most), Some(most));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn it_finds_of_exact_tables_what_enumeration_finds(case in case(0)) {
        assert_agrees(&case)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn it_finds_of_rounded_tables_what_enumeration_finds(case in case(1)) {
        assert_agrees(&case)?;
    }
}

#[test]
fn a_solver_that_fails_leaves_things_unsettled() {
    // Twice the one less three times the other is one: moving either by little mends nothing.
    let range = Range { least: 0, most: 1_000 };
    let row = Row { terms: vec![(0, 2), (1, -3)], least: 1, most: 1 };
    let seen = Seen { ranges: vec![range; 2], rows: vec![row] };
    let mut able = Reader::new(seen.clone(), vec![2, 1], Effort::new(10, None)).unwrap();
    assert_eq!(tried(&mut able, 0, Ask::Wide(2)), Verdict::Open);
    let mut unable = Reader::new(seen, vec![2, 1], Effort::new(0, None)).unwrap();
    assert_eq!(tried(&mut unable, 0, Ask::Wide(2)), Verdict::Unsettled);
}

#[test]
fn an_attack_that_is_out_of_time_says_so() {
    let seen = Seen { ranges: vec![Range { least: 0, most: 9 }], rows: Vec::new() };
    let mut late = Reader::new(seen, vec![2], Effort::new(10, Some(Instant::now()))).unwrap();
    assert_eq!(late.tries(&[(0, Ask::Wide(2))]), Err(Halt::Budget));
}

#[test]
fn counts_that_disagree_with_what_is_known_are_told() {
    let seen = Seen { ranges: vec![Range { least: 0, most: 9 }], rows: Vec::new() };
    assert!(matches!(Reader::new(seen, vec![10], Effort::new(10, None)), Err(Halt::Contradiction)));
}
