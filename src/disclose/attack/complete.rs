//! Some table that agrees with what is known, where the true one is not at hand: a first guess, mended one count
//! at a time until no relation is broken. Each step takes a broken relation, in turn, and moves the count in it
//! that leaves least broken; a count just moved rests for a while, so that the search goes on. It may fail.

use std::collections::BTreeSet;

use super::narrow::narrow;
use super::net::Net;
use crate::disclose::problem::Seen;
use crate::disclose::published::Range;

/// Steps, for each relation, after which the search is given up.
const STEPS_PER_ROW: usize = 200;
/// For how many steps a count rests that was moved.
const REST: usize = 12;
/// How far above the least a hidden count is guessed.
const GUESS: i64 = 2;

/// Returns counts that agree with everything that is seen; `None` where none were found.
pub(in crate::disclose) fn complete(seen: Seen) -> Option<Vec<i64>> {
    let Seen { mut ranges, rows } = seen;
    let net = Net::new(rows, ranges.len());
    narrow(&mut ranges, &net).ok()?;
    let guess = |range: &Range| range.least + ((range.most - range.least) / 2).min(GUESS);
    let counts: Vec<i64> = ranges.iter().map(guess).collect();
    let sums: Vec<i64> = net.rows.iter().map(|row| row.sum(&counts)).collect();
    let broken = (0..net.rows.len()).filter(|&row| net.rows[row].off(sums[row]) > 0).collect();
    let mut guess = Guess { rested: vec![0; counts.len()], counts, sums, broken };
    let mut last = 0;
    for step in 1..=STEPS_PER_ROW * net.rows.len() {
        let Some(&row) = guess.broken.range(last..).next().or_else(|| guess.broken.first()) else { break };
        guess.mend(&net, &ranges, row, step);
        last = row + 1;
    }
    net.holds(&guess.counts, &ranges).then_some(guess.counts)
}

/// A guess at a table.
struct Guess {
    counts: Vec<i64>,
    sums: Vec<i64>,
    broken: BTreeSet<usize>,
    /// The step at which each count may be moved again.
    rested: Vec<usize>,
}

impl Guess {
    /// Moves one count of a broken relation.
    fn mend(&mut self, net: &Net, ranges: &[Range], row: usize, step: usize) {
        let sum = self.sums[row];
        let lacks =
            if sum < net.rows[row].least { net.rows[row].least - sum } else { net.rows[row].most - sum };
        let mut best: Option<(bool, i64, usize, i64)> = None;
        for &(place, times) in &net.rows[row].terms {
            let whole = match lacks / times {
                0 => (lacks * times).signum(),
                steps => steps,
            };
            for by in [whole, whole.signum()] {
                let Range { least, most } = ranges[place];
                let by = (self.counts[place] + by).clamp(least, most) - self.counts[place];
                let candidate = (self.rested[place] > step, self.cost(net, place, by), place, by);
                if by != 0 && best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        if let Some((_, _, place, by)) = best {
            self.counts[place] += by;
            self.rested[place] = step + REST;
            for &(at, times) in &net.touching[place] {
                self.sums[at] += times * by;
                if net.rows[at].off(self.sums[at]) > 0 {
                    self.broken.insert(at);
                } else {
                    self.broken.remove(&at);
                }
            }
        }
    }

    /// Returns by how much more the relations of a count would be broken if it were moved.
    fn cost(&self, net: &Net, place: usize, by: i64) -> i64 {
        let more = |&(at, times): &(usize, i64)| {
            let (row, sum) = (&net.rows[at], self.sums[at]);
            row.off(sum + times * by) - row.off(sum)
        };
        net.touching[place].iter().map(more).sum()
    }
}
