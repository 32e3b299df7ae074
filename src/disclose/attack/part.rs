//! Which counts have to do with each other: a problem falls into parts once fixed counts and relations that
//! can no longer be broken are left out.

use super::net::Net;
use crate::disclose::published::Range;

/// Returns the counts that have to do with one, so many at most, itself and the nearest first: outward through the
/// relations that bind, ring by ring.
pub(super) fn nearest(net: &Net, ranges: &[Range], place: usize, limit: usize) -> Vec<usize> {
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
