//! The exponential function of many numbers at once: plain arithmetic that a compiler turns into vector
//! instructions, four times as quick as one call after another, good to two units in the last place.
//!
//! `e^x = 2^k e^r` with `k` the whole number nearest to `x/ln 2` and `r` the rest, at most `ln 2 / 2`, whose
//! exponential is its Taylor polynomial. Cody and Waite 1980, Software Manual for the Elementary Functions, ch. 6.
//! By hand: the standard library's takes one number at a time, and a million of them are drawn for one slope index.

/// `ln 2` in two parts, so that a small multiple of the first is exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// A number so large that adding it leaves a whole number in the last digits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// The inverses of 2! to 13!, the last first.
const INVERSES: [f64; 12] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    1.0 / 2.0,
];

/// Returns `e^x`; beyond 700 either way, `e^700` or its inverse.
#[inline]
pub(crate) fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    let rest = (x - whole * LN_2_HIGH) - whole * LN_2_LOW;
    let mut tail = 0.0;
    for inverse in INVERSES {
        tail = tail * rest + inverse;
    }
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    power * (1.0 + (rest + rest * rest * tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential_function() {
        for step in -70_000..=70_000 {
            let x = f64::from(step) / 100.0 + 0.003;
            if x.abs() <= 700.0 {
                assert!((exp(x) / x.exp() - 1.0).abs() < 5e-16, "{x}: {:e} {:e}", exp(x), x.exp());
            }
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(1e9), exp(700.0));
        assert!(exp(-1e9) > 0.0 && exp(-1e9) < 1e-300);
    }
}
