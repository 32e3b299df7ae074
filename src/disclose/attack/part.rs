//! Which counts have to do with each other: a problem falls into parts once fixed counts and relations that
//! can no longer be broken are left out.

use super::net::Net;
use crate::disclose::published::Range;

/// Returns every count that has to do with one, in order; `None` where they are more than `limit`.
pub(super) fn part(net: &Net, ranges: &[Range], place: usize, limit: usize) -> Option<Vec<usize>> {
    let mut found = spread(net, ranges, place, limit + 1);
    found.sort_unstable();
    (found.len() <= limit).then_some(found)
}

/// Returns the nearest of them, so many at most, in order.
pub(super) fn nearest(net: &Net, ranges: &[Range], place: usize, limit: usize) -> Vec<usize> {
    let mut found = spread(net, ranges, place, limit);
    found.sort_unstable();
    found
}

/// Goes outward from a count through the relations that bind, ring by ring.
fn spread(net: &Net, ranges: &[Range], place: usize, limit: usize) -> Vec<usize> {
    let mut met = vec![false; ranges.len()];
    let mut used = vec![false; net.rows.len()];
    met[place] = true;
    let mut found = vec![place];
    let mut next = 0;
    while next < found.len() && found.len() < limit {
        for &(row, _) in &net.touching[found[next]] {
            if std::mem::replace(&mut used[row], true) || !net.binds(row, ranges) {
                continue;
            }
            for &(other, _) in &net.rows[row].terms {
                let is_free = ranges[other].least < ranges[other].most;
                if is_free && !std::mem::replace(&mut met[other], true) && found.len() < limit {
                    found.push(other);
                }
            }
        }
        next += 1;
    }
    found
}
