//! Some table that agrees with what is known, where the true one is not at hand: counts are set one after
//! another, and every range is narrowed after each. Nothing is taken back but the last value, so it may fail.

use std::collections::VecDeque;

use super::narrow::{narrow, narrow_from};
use super::net::Net;
use crate::disclose::problem::Seen;
use crate::disclose::published::Range;

/// Returns counts that agree with everything that is seen; `None` where none were found.
pub(in crate::disclose) fn complete(seen: Seen) -> Option<Vec<i64>> {
    let Seen { mut ranges, rows } = seen;
    let net = Net::new(rows, ranges.len());
    narrow(&mut ranges, &net).ok()?;
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    // Narrow ranges first, since they leave the least choice.
    order.sort_by_key(|&place| (ranges[place].most - ranges[place].least, place));
    for place in order {
        let Range { least, most } = ranges[place];
        if least == most {
            continue;
        }
        let middle = least + (most - least).min(8) / 2;
        ranges = [middle, least, most].into_iter().find_map(|value| with(&ranges, &net, place, value))?;
    }
    let counts: Vec<i64> = ranges.iter().map(|range| range.least).collect();
    net.holds(&counts, &ranges).then_some(counts)
}

/// Returns the ranges with one count set, where that contradicts nothing.
fn with(ranges: &[Range], net: &Net, place: usize, value: i64) -> Option<Vec<Range>> {
    let mut tried = ranges.to_vec();
    tried[place] = Range { least: value, most: value };
    let queue: VecDeque<usize> = net.touching[place].iter().map(|&(row, _)| row).collect();
    narrow_from(&mut tried, net, queue).ok().map(|()| tried)
}
