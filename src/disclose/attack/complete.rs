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
        [middle, least, most].into_iter().find(|&value| set(&mut ranges, &net, place, value))?;
    }
    let counts: Vec<i64> = ranges.iter().map(|range| range.least).collect();
    net.holds(&counts, &ranges).then_some(counts)
}

/// Sets one count, or leaves things as they were where that contradicts what is known.
fn set(ranges: &mut [Range], net: &Net, place: usize, value: i64) -> bool {
    let mut trail = vec![(place, ranges[place])];
    ranges[place] = Range { least: value, most: value };
    let queue: VecDeque<usize> = net.touching[place].iter().map(|&(row, _)| row).collect();
    let agrees = narrow_from(ranges, net, queue, &mut trail).is_ok();
    if !agrees {
        for (place, range) in trail.into_iter().rev() {
            ranges[place] = range;
        }
    }
    agrees
}
