//! What can be worked out of counts that are hidden in some way: for those who want to look at linked tables of
//! their own, and for tests against tables with known answers.

use std::ops::RangeInclusive;

use super::attack::{Ask, Effort, End, Reader, Verdict};
use super::problem::{Problem, Row, Seen, UNBOUNDED};
use super::published::Range;

/// Programmes that are solved at most.
const PROGRAMMES: u64 = 100_000;

/// Returns the least and the most that each count can be, to a reader who knows of each the range given.
///
/// `None` in place of a range is a count for which this could not be settled; `None` in place of all is where
/// what is known contradicts itself or the true counts.
#[must_use]
pub fn limits(problem: &Problem, known: &[RangeInclusive<u64>]) -> Option<Vec<Option<RangeInclusive<u64>>>> {
    let mut reader = reader(problem, known)?;
    let whole = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
    let limits = (0..known.len()).map(|place| {
        let least = whole(reader.extreme(place, End::Least))?;
        Some(least..=whole(reader.extreme(place, End::Most))?)
    });
    Some(limits.collect())
}

/// Returns which of the counts asked about can be narrowed to less than so wide a range, or could not be shown
/// to stay as wide; `None` where what is known contradicts itself or the true counts.
#[must_use]
pub fn narrower(
    problem: &Problem,
    known: &[RangeInclusive<u64>],
    asked: &[usize],
    width: u32,
) -> Option<Vec<usize>> {
    let asks: Vec<_> = asked.iter().map(|&place| (place, Ask::Wide(i64::from(width)))).collect();
    let verdicts = reader(problem, known)?.tries(&asks).ok()?;
    let found = asked.iter().zip(verdicts).filter(|(_, verdict)| *verdict != Verdict::Open);
    Some(found.map(|(&place, _)| place).collect())
}

fn reader(problem: &Problem, known: &[RangeInclusive<u64>]) -> Option<Reader> {
    let signed = |count: u64| i64::try_from(count).unwrap_or(UNBOUNDED);
    let ranges =
        known.iter().map(|range| Range { least: signed(*range.start()), most: signed(*range.end()) });
    let seen = Seen { ranges: ranges.collect(), rows: problem.relations.iter().map(Row::from).collect() };
    let first = problem.cells.iter().map(|cell| signed(cell.truth)).collect();
    Reader::new(seen, first, Effort::new(PROGRAMMES, None)).ok()
}
