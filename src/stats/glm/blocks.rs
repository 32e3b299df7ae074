//! Sums over many rows that do not depend on the number of threads.
//!
//! Rows are cut into blocks of a fixed size; each block is summed by itself, on whichever thread, and
//! the blocks' sums are added in order. So the same rows give the same bits on any machine.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

/// Rows in a block: few enough that a block of every column stays in the processor's cache.
const ROWS: usize = 1024;
/// Blocks below which starting threads costs more than it saves.
const WORTH_THREADS: usize = 32;

/// Returns `width` sums over `rows` rows; `add` adds the rows of one block to its own sums.
pub(in crate::stats) fn sum<F>(rows: usize, width: usize, add: F) -> Vec<f64>
where
    F: Fn(Range<usize>, &mut [f64]) + Sync,
{
    if width == 0 {
        return Vec::new();
    }
    let blocks = rows.div_ceil(ROWS).max(1);
    let mut partials = vec![0.0; blocks * width];
    let fill = |first: usize, part: &mut [f64]| {
        for (offset, sums) in part.chunks_exact_mut(width).enumerate() {
            let start = (first + offset) * ROWS;
            add(start..(start + ROWS).min(rows), sums);
        }
    };
    // Asking how many threads there are costs a system call or more, so few rows do not ask.
    let threads =
        if blocks < WORTH_THREADS { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    if threads == 1 {
        fill(0, &mut partials);
    } else {
        let share = blocks.div_ceil(threads);
        thread::scope(|scope| {
            for (index, part) in partials.chunks_mut(share * width).enumerate() {
                let fill = &fill;
                scope.spawn(move || fill(index * share, part));
            }
        });
    }
    let mut total = vec![0.0; width];
    for sums in partials.chunks_exact(width) {
        for (all, one) in total.iter_mut().zip(sums) {
            *all += one;
        }
    }
    total
}

/// Returns the inner product, summed in eight lanes so that it vectorises the same way everywhere.
pub(in crate::stats) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for (lane, (p, q)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += p * q;
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// Returns the inner products of one column with four others of the same length, each column being read
/// once: the same sums as [`dot`], in half the time.
pub(in crate::stats) fn dot_four(a: &[f64], others: [&[f64]; 4]) -> [f64; 4] {
    let [b, c, d, e] = others.map(|other| &other[..a.len()]);
    let mut lanes = [[0.0; 4]; 4];
    let whole = a.len() - a.len() % 4;
    for start in (0..whole).step_by(4) {
        let (p, q) = (&a[start..start + 4], &b[start..start + 4]);
        let (r, s, t) = (&c[start..start + 4], &d[start..start + 4], &e[start..start + 4]);
        for lane in 0..4 {
            lanes[0][lane] += p[lane] * q[lane];
            lanes[1][lane] += p[lane] * r[lane];
            lanes[2][lane] += p[lane] * s[lane];
            lanes[3][lane] += p[lane] * t[lane];
        }
    }
    let mut sums = lanes.map(|lane| lane.iter().sum::<f64>());
    for row in whole..a.len() {
        for (sum, other) in sums.iter_mut().zip([b, c, d, e]) {
            *sum += a[row] * other[row];
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_counted_once_on_any_number_of_rows() {
        for rows in [0, 1, 1023, 1024, 1025, 100_000] {
            let sums = sum(rows, 2, |range, sums| {
                for row in range {
                    sums[0] += 1.0;
                    sums[1] += row as f64;
                }
            });
            let n = rows as f64;
            assert_eq!(sums, [n, if rows == 0 { 0.0 } else { n * (n - 1.0) / 2.0 }]);
        }
    }

    #[test]
    fn threads_leave_the_bits_alone() {
        let values: Vec<f64> = (0..100_000).map(|row| f64::from(row).sin() * 1e3).collect();
        let add = |range: Range<usize>, sums: &mut [f64]| sums[0] += values[range].iter().sum::<f64>();
        let mut alone = 0.0;
        for start in (0..values.len()).step_by(ROWS) {
            let mut part = [0.0];
            add(start..(start + ROWS).min(values.len()), &mut part);
            alone += part[0];
        }
        assert_eq!(sum(values.len(), 1, add)[0].to_bits(), alone.to_bits());
    }

    #[test]
    fn the_inner_product_takes_the_remainder_too() {
        let a: Vec<f64> = (0..19).map(f64::from).collect();
        assert_eq!(dot(&a, &a), 2109.0);
        assert_eq!(dot_four(&a, [&a, &a, &a, &a]), [2109.0; 4]);
    }
}
