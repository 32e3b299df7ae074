//! Roots and tops of functions of one variable between two points.
//!
//! Roots by Chandrupatla (1997), Advances in Engineering Software 28:145: inverse quadratic steps where the last
//! three points allow one, halving otherwise; never leaves the bracket and never needs a slope.

/// Returns the point between `low` and `high` where `f`, which changes sign there, is nought, to
/// about the precision of `f64`. Where the signs agree, the end with the smaller value is returned.
pub(crate) fn root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b) = (high, low);
    let (mut fa, mut fb) = (f(a), f(b));
    let (mut c, mut fc);
    if fa.signum() == fb.signum() {
        return if fa.abs() < fb.abs() { a } else { b };
    }
    let mut share = 0.5;
    for _ in 0..200 {
        let at = a + share * (b - a);
        let value = f(at);
        if value.signum() == fa.signum() {
            (c, fc) = (a, fa);
        } else {
            (c, fc, b, fb) = (b, fb, a, fa);
        }
        (a, fa) = (at, value);
        let best = if fa.abs() < fb.abs() { a } else { b };
        let tolerance = 2.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE;
        let least = tolerance / (b - c).abs();
        if least > 0.5 || fa == 0.0 || (b - a).abs() <= 2.0 * tolerance {
            return if fa == 0.0 { a } else { best };
        }
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        share = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        share = share.clamp(least, 1.0 - least);
    }
    if fa.abs() < fb.abs() { a } else { b }
}

/// Returns the point between `low` and `high` at which `f`, which rises and then falls, is highest:
/// golden sections, to about eight digits (no more can be told from values of a smooth top).
pub(crate) fn highest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const SHARE: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (low, high);
    let (mut left, mut right) = (b - SHARE * (b - a), a + SHARE * (b - a));
    let (mut at_left, mut at_right) = (f(left), f(right));
    for _ in 0..100 {
        if (b - a).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs())) {
            break;
        }
        if at_left > at_right {
            (b, right, at_right) = (right, left, at_left);
            left = b - SHARE * (b - a);
            at_left = f(left);
        } else {
            (a, left, at_left) = (left, right, at_right);
            right = a + SHARE * (b - a);
            at_right = f(right);
        }
    }
    (a + b) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_of_straight_and_bent_functions() {
        assert!((root(0.0, 4.0, |x| x * x - 2.0) - 2f64.sqrt()).abs() < 1e-15);
        assert!((root(-3.0, 8.0, |x| 2.0 * x - 1.0) - 0.5).abs() < 1e-15);
        assert!((root(0.0, 100.0, |x| x.exp() - 1.0e30) - 1.0e30f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn finds_the_top_of_a_hill() {
        assert!((highest(-4.0, 9.0, |x| -(x - 1.5) * (x - 1.5)) - 1.5).abs() < 1e-7);
    }

    #[test]
    fn an_end_that_is_a_root_is_returned() {
        assert!(root(0.0, 1.0, |x| x).abs() < 1e-15);
        assert!((root(0.0, 1.0, |x| x - 1.0) - 1.0).abs() < 1e-15);
    }
}
