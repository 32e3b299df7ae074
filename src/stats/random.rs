//! Normal draws that are the same for the same name, on any machine with any number of threads.
//!
//! The name becomes a key by FNV-1a; the stream is ChaCha with 12 rounds; each draw is the normal
//! quantile of the middle of one of 2⁵³ equal slices. Nothing depends on the order in which streams are used.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::distribution::normal_quantile;

/// Returns the stream that belongs to a name.
pub(crate) fn stream(name: &str) -> ChaCha12Rng {
    let mut seed = [0u8; 32];
    for (lane, bytes) in (0u64..).zip(seed.chunks_exact_mut(8)) {
        let start = 0xcbf2_9ce4_8422_2325 ^ lane.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let key =
            name.bytes().fold(start, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        bytes.copy_from_slice(&key.to_le_bytes());
    }
    ChaCha12Rng::from_seed(seed)
}

/// Returns a number strictly between 0 and 1.
pub(crate) fn uniform(stream: &mut ChaCha12Rng) -> f64 {
    ((stream.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

/// Returns `count` standard normal draws that belong to a name.
pub(crate) fn normals(name: &str, count: usize) -> Vec<f64> {
    let mut stream = stream(name);
    (0..count).map(|_| normal_quantile(uniform(&mut stream))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_own_draws_and_keeps_them() {
        assert_eq!(normals("Blackburn", 5), normals("Blackburn", 9)[..5]);
        assert_ne!(normals("Blackburn", 5), normals("Rochdale", 5));
    }

    #[test]
    fn draws_have_the_moments_of_a_normal() {
        let draws = normals("moments", 100_000);
        let mean = draws.iter().sum::<f64>() / 1e5;
        let square = draws.iter().map(|draw| draw * draw).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.015 && (square - 1.0).abs() < 0.02);
    }
}
