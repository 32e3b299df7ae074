//! Where a curve crosses nought: bracketing, then the Illinois form of false position.

use crate::stats::{Answer, NoAnswer};

const MOST_WIDENINGS: usize = 60;
const MOST_STEPS: usize = 200;

/// Returns where `curve` reaches nought between `from`, where it is `at_from`, and `from + step` or
/// further on; the step doubles until the sign changes.
///
/// # Errors
/// [`NoAnswer::NotReached`] where it does not change; errors of `curve` pass through.
pub(in crate::stats) fn crossing<F>(from: f64, at_from: f64, step: f64, mut curve: F) -> Answer<f64>
where
    F: FnMut(f64) -> Answer<f64>,
{
    let (mut near, mut at_near, mut stride) = (from, at_from, step);
    for _ in 0..MOST_WIDENINGS {
        let far = near + stride;
        let at_far = curve(far)?;
        if at_far == 0.0 {
            return Ok(far);
        }
        if (at_far > 0.0) != (at_near > 0.0) {
            return between(near, at_near, far, at_far, curve);
        }
        (near, at_near, stride) = (far, at_far, 2.0 * stride);
    }
    Err(NoAnswer::NotReached)
}

/// Returns where `curve` is nought between two points where its signs differ.
///
/// # Errors
/// Errors of `curve` pass through.
pub(in crate::stats) fn between<F>(a: f64, at_a: f64, b: f64, at_b: f64, mut curve: F) -> Answer<f64>
where
    F: FnMut(f64) -> Answer<f64>,
{
    let (mut a, mut at_a, mut b, mut at_b) = (a, at_a, b, at_b);
    for _ in 0..MOST_STEPS {
        let guess = b - at_b * (b - a) / (at_b - at_a);
        let inside = guess > a.min(b) && guess < a.max(b);
        let middle = if inside { guess } else { 0.5 * (a + b) };
        let here = curve(middle)?;
        if here == 0.0 || (b - a).abs() <= 1e-11 * (1.0 + middle.abs()) {
            return Ok(middle);
        }
        if (here > 0.0) == (at_b > 0.0) {
            at_a *= 0.5;
        } else {
            (a, at_a) = (b, at_b);
        }
        if here.abs() <= 1e-10 {
            return Ok(middle);
        }
        (b, at_b) = (middle, here);
    }
    Ok(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crossing_is_found_beyond_the_first_step() {
        let root = crossing(0.0, -2.0, 0.1, |x| Ok(x * x - 2.0)).expect("a crossing");
        assert!((root - 2.0_f64.sqrt()).abs() < 1e-9);
        assert_eq!(crossing(0.0, 1.0, 1.0, |_| Ok(1.0)), Err(NoAnswer::NotReached));
    }
}
