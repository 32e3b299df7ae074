//! Draws from named streams of ChaCha8, so that a draw depends on the seed and its own name, and on
//! nothing that was drawn beside it or on how many threads drew. Only whole numbers of the stream are
//! used, through the few methods below, so that no release of a random number library changes a byte.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// One stream of draws.
pub(super) struct Stream(ChaCha8Rng);

impl Stream {
    /// Opens the stream of a name.
    pub(super) fn open(seed: &str, name: &str) -> Self {
        let hash = Sha256::new().chain_update(seed).chain_update([0]).chain_update(name).finalize();
        Self(ChaCha8Rng::from_seed(hash.into()))
    }

    /// Draws from 0 up to, and never, 1.
    pub(super) fn unit(&mut self) -> f64 {
        // 53 bits fill a double exactly.
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Draws whether something of this probability happens.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Draws a whole number, both ends included.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = f64::from(high.max(low) - low) + 1.0;
        low + (self.unit() * width) as i32
    }

    /// Draws a place in a list of `length`.
    pub(super) fn below(&mut self, length: usize) -> usize {
        (self.unit() * length as f64) as usize
    }

    /// Draws one of several.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Draws one of several by weight.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(T, f64)]) -> T {
        let mut left = self.unit() * from.iter().map(|(_, weight)| weight).sum::<f64>();
        for &(value, weight) in from {
            left -= weight;
            if left < 0.0 {
                return value;
            }
        }
        from[from.len() - 1].0
    }

    /// Draws a Poisson number of a small mean, by counting exponential gaps.
    pub(super) fn poisson(&mut self, mean: f64) -> usize {
        let (floor, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > floor {
            product *= self.unit();
            count += 1;
        }
        count
    }

    /// Puts a list in a random order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_the_same_draws_and_another_name_others() {
        let draw = |name| Stream::open("seed", name).unit();
        assert_eq!(draw("a").to_bits(), draw("a").to_bits());
        assert_ne!(draw("a").to_bits(), draw("b").to_bits());
    }

    #[test]
    fn poisson_numbers_have_their_mean() {
        let mut stream = Stream::open("seed", "poisson");
        let total: usize = (0..2_000).map(|_| stream.poisson(4.0)).sum();
        assert!((7_700..8_300).contains(&total), "{total}");
    }

    #[test]
    fn weights_are_kept_to() {
        let mut stream = Stream::open("seed", "weighted");
        let ones = (0..1_000).filter(|_| stream.weighted(&[(1, 3.0), (2, 1.0)]) == 1).count();
        assert!((700..800).contains(&ones), "{ones}");
    }
}
