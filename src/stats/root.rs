//! The root of a function of one variable between two points where it changes sign.
//!
//! Chandrupatla (1997), Advances in Engineering Software 28:145: inverse quadratic steps where the last
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
    fn an_end_that_is_a_root_is_returned() {
        assert!(root(0.0, 1.0, |x| x).abs() < 1e-15);
        assert!((root(0.0, 1.0, |x| x - 1.0) - 1.0).abs() < 1e-15);
    }
}
