//! Roots and tops of functions of one variable.
//!
//! Roots by Chandrupatla (1997), Advances in Engineering Software 28:145: inverse quadratic steps where the last
//! three points allow one, halving otherwise; never leaves the bracket and never needs a slope.
//! By hand: of the libraries, `roots` takes only curves that always have a value and never change, and `argmin` a type for
//! each curve; here a curve is a fit, which may answer with a reason and starts where the last one ended.

use super::{Answer, NoAnswer};

/// Returns the point between `low` and `high` where `f`, which changes sign there, is nought, to
/// about the precision of `f64`. Where the signs agree, the end with the smaller value is returned.
pub(crate) fn root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let found = between((low, f(low)), (high, f(high)), precise, |x| Ok(f(x)));
    found.expect("a function that always has a value")
}

/// Returns where `curve`, whose value at `from` is known, reaches nought further on, to within a `tolerance`;
/// the step doubles until the sign changes.
///
/// # Errors
///
/// `NotReached` where the sign does not change; errors of `curve` pass through.
pub(crate) fn crossing(
    from: (f64, f64),
    step: f64,
    tolerance: impl Fn(f64) -> f64,
    mut curve: impl FnMut(f64) -> Answer<f64>,
) -> Answer<f64> {
    let (mut near, mut stride) = (from, step);
    loop {
        let at = near.0 + stride;
        if !at.is_finite() {
            return Err(NoAnswer::NotReached);
        }
        let far = (at, curve(at)?);
        if (far.1 > 0.0) != (near.1 > 0.0) {
            return between(near, far, tolerance, curve);
        }
        (near, stride) = (far, 2.0 * stride);
    }
}

/// Returns how far a root may be off where the curve can be had to the precision of `f64`.
pub(crate) fn precise(x: f64) -> f64 {
    2.0 * f64::EPSILON * x.abs() + f64::MIN_POSITIVE
}

/// Returns how far a root may be off where the curve is a fitted likelihood, which carries ten digits.
pub(crate) fn likelihood(width: f64) -> impl Fn(f64) -> f64 {
    move |x| 1e-10 * (width.abs() + x.abs())
}

/// Returns where `f` is nought between two points whose values are known, to within a `tolerance`.
///
/// # Errors
///
/// Errors of `f` pass through.
pub(crate) fn between(
    low: (f64, f64),
    high: (f64, f64),
    tolerance: impl Fn(f64) -> f64,
    mut f: impl FnMut(f64) -> Answer<f64>,
) -> Answer<f64> {
    let ((mut b, mut fb), (mut a, mut fa)) = (low, high);
    let (mut c, mut fc);
    let nearest = |a: f64, fa: f64, b: f64, fb: f64| if fa.abs() < fb.abs() { a } else { b };
    if fa.signum() == fb.signum() {
        return Ok(nearest(a, fa, b, fb));
    }
    let mut share = 0.5;
    for _ in 0..200 {
        let at = a + share * (b - a);
        let value = f(at)?;
        if value.signum() == fa.signum() {
            (c, fc) = (a, fa);
        } else {
            (c, fc, b, fb) = (b, fb, a, fa);
        }
        (a, fa) = (at, value);
        let best = nearest(a, fa, b, fb);
        let tolerance = tolerance(best);
        let least = tolerance / (b - c).abs();
        if least > 0.5 || fa == 0.0 || (b - a).abs() <= 2.0 * tolerance {
            return Ok(if fa == 0.0 { a } else { best });
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
    Ok(nearest(a, fa, b, fb))
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
    fn a_crossing_is_found_beyond_the_first_step() {
        let found = crossing((0.0, -2.0), 0.1, precise, |x| Ok(x * x - 2.0)).unwrap();
        assert!((found - 2.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(crossing((0.0, 1.0), 1.0, precise, |_| Ok(1.0)), Err(NoAnswer::NotReached));
        assert_eq!(crossing((0.0, 1.0), 1.0, precise, |_| Err(NoAnswer::NoEvents)), Err(NoAnswer::NoEvents));
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
