//! What a reader can work out: each count's range, narrowed by every relation until nothing moves.
//!
//! Integer bound propagation. It knows only what was published and how counts hang together, and shares
//! no code with what hides them.

use super::published::Range;
use super::relations::Relation;

/// Rounds after which narrowing is given up. Each round is sound, so giving up early would miss an
/// attack; the caller refuses a release for which this is reached.
const ROUNDS: usize = 1_000;

/// What came of an attack.
pub(super) enum Attack {
    /// The ranges that are left.
    Settled(Vec<Range>),
    /// Ranges that contradict each other, or that never settled: the release is not what it should be.
    Failed,
}

/// Narrows ranges by relations until nothing moves.
pub(super) fn attack(mut ranges: Vec<Range>, relations: &[Relation]) -> Attack {
    for _ in 0..ROUNDS {
        let before = ranges.clone();
        for relation in relations {
            match relation {
                Relation::Sum { whole, parts } => {
                    cover(&mut ranges, *whole, parts);
                    fill(&mut ranges, *whole, parts);
                }
                Relation::Covered { whole, parts } => cover(&mut ranges, *whole, parts),
                Relation::AtMost { part, whole } => {
                    ranges[*part].most = ranges[*part].most.min(ranges[*whole].most);
                    ranges[*whole].least = ranges[*whole].least.max(ranges[*part].least);
                }
            }
        }
        if ranges.iter().any(|range| range.least > range.most) {
            return Attack::Failed;
        }
        if ranges == before {
            return Attack::Settled(ranges);
        }
    }
    Attack::Failed
}

/// The whole is at most the parts together: so much at least must each part make up.
fn cover(ranges: &mut [Range], whole: usize, parts: &[usize]) {
    let most: u64 = parts.iter().map(|&part| ranges[part].most).sum();
    ranges[whole].most = ranges[whole].most.min(most);
    for &part in parts {
        let others = most - ranges[part].most;
        ranges[part].least = ranges[part].least.max(ranges[whole].least.saturating_sub(others));
    }
}

/// The parts together are at most the whole: so much at most is left for each part.
fn fill(ranges: &mut [Range], whole: usize, parts: &[usize]) {
    let least: u64 = parts.iter().map(|&part| ranges[part].least).sum();
    ranges[whole].least = ranges[whole].least.max(least);
    for &part in parts {
        let others = least - ranges[part].least;
        ranges[part].most = ranges[part].most.min(ranges[whole].most.saturating_sub(others));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(least: u64, most: u64) -> Range {
        Range { least, most }
    }

    fn settled(ranges: Vec<Range>, relations: &[Relation]) -> Vec<Range> {
        match attack(ranges, relations) {
            Attack::Settled(ranges) => ranges,
            Attack::Failed => panic!("the ranges agree with each other"),
        }
    }

    #[test]
    fn one_hidden_part_of_an_exact_total_is_found() {
        let relations = [Relation::Sum { whole: 0, parts: vec![1, 2] }];
        let found = settled(vec![range(12, 12), range(9, 9), range(1, 7)], &relations);
        assert_eq!(found[2], range(3, 3));
    }

    #[test]
    fn what_is_found_in_one_table_is_used_in_the_next() {
        let relations =
            [Relation::AtMost { part: 3, whole: 2 }, Relation::Sum { whole: 0, parts: vec![1, 2] }];
        let found = settled(vec![range(12, 12), range(11, 11), range(1, 7), range(1, 7)], &relations);
        assert_eq!(found[3], range(1, 1));
    }

    #[test]
    fn ranges_that_contradict_each_other_fail() {
        let relations = [Relation::Sum { whole: 0, parts: vec![1, 2] }];
        assert!(matches!(attack(vec![range(5, 5), range(9, 9), range(1, 7)], &relations), Attack::Failed));
    }

    proptest! {
        #[test]
        fn the_truth_always_lies_in_what_is_found(parts in prop::collection::vec(0_u64..9, 2..6)) {
            let whole = parts.iter().sum();
            let mut ranges = vec![range(whole, whole)];
            ranges.extend(parts.iter().map(|&part| range(part.saturating_sub(2), part + 2)));
            let relations = [Relation::Sum { whole: 0, parts: (1..=parts.len()).collect() }];
            let found = settled(ranges, &relations);
            for (truth, range) in std::iter::once(&whole).chain(&parts).zip(&found) {
                prop_assert!(range.least <= *truth && *truth <= range.most);
            }
        }
    }
}
