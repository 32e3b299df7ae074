//! The incomplete gamma and beta functions, quick and precise at any count.
//!
//! Small parameters go to the series of `statrs` and to the continued fraction. Both need about as many terms
//! as the square root of the larger parameter, so beyond a few hundred the smaller tail is integrated
//! outwards from its end instead: the density there by saddle points (Loader 2000), which does not cancel at
//! large counts, times an integral that falls at least as fast as an exponential. By hand for that reason alone: the
//! functions of `statrs` are used where they serve.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur, ln_gamma};

/// The parameter from which the tail is integrated.
const LARGE: f64 = 500.0;

/// Probabilities below and above a value.
pub(super) type Tails = (f64, f64);

/// Returns the probabilities below and above `x` under a gamma distribution with a positive `shape` and a
/// scale of 1.
pub(super) fn gamma_tails(shape: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if !x.is_finite() {
        return (1.0, 0.0);
    }
    if shape < LARGE {
        return (checked_gamma_lr(shape, x).unwrap_or(1.0), checked_gamma_ur(shape, x).unwrap_or(0.0));
    }
    // The density of the logarithm of the value, so that its mode is at the shape itself.
    let density =
        (shape / std::f64::consts::TAU).sqrt() * (-stirling_error(shape) - deviance_part(shape, x)).exp() / x;
    let bend = (shape - 1.0) / (x * x);
    let falling = |step: f64| (shape - 1.0) * (step / x).ln_1p() - step;
    if x < shape {
        let below = density * integral(falling, Way::Down, (shape - 1.0) / x - 1.0, bend, x);
        (below, 1.0 - below)
    } else {
        let above = density * integral(falling, Way::Up, 1.0 - (shape - 1.0) / x, bend, f64::INFINITY);
        (1.0 - above, above)
    }
}

/// Returns the probabilities below and above `x` under a beta distribution with positive `a` and `b`.
pub(crate) fn beta_tails(a: f64, b: f64, x: f64) -> Tails {
    beta_tails_between(a, b, x, 1.0 - x)
}

/// As [`beta_tails`], where `x` and what it lacks to 1 are both known precisely.
pub(super) fn beta_tails_between(a: f64, b: f64, x: f64, rest: f64) -> Tails {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if rest <= 0.0 {
        return (1.0, 0.0);
    }
    if x < (a + 1.0) / (a + b + 2.0) {
        let below = beta_below(a, b, x, rest);
        (below, 1.0 - below)
    } else {
        let above = beta_below(b, a, rest, x);
        (1.0 - above, above)
    }
}

/// The probability below `x`, which is not far above the mean.
fn beta_below(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if a < LARGE {
        return beta_factor(a, b, x, rest) * beta_fraction(a, b, x) / a;
    }
    let density = beta_factor(a, b, x, rest) / (x * rest);
    let falling = |step: f64| (a - 1.0) * (step / x).ln_1p() + (b - 1.0) * (-step / rest).ln_1p();
    let slope = (a - 1.0) / x - (b - 1.0) / rest;
    let bend = (a - 1.0) / (x * x) + (b - 1.0) / (rest * rest);
    density * integral(falling, Way::Down, slope, bend, x)
}

/// The direction in which a tail lies.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Down,
    Up,
}

/// Returns the integral of `exp(falling(step))` from nought outwards to the end of the range. At nought the
/// exponent is nought and falls by `slope` and, with the square of the step, by half of `bend`.
fn integral(falling: impl Fn(f64) -> f64, way: Way, slope: f64, bend: f64, range: f64) -> f64 {
    let unit = 1.0 / (slope.max(0.0) + bend.max(0.0).sqrt());
    let sign = if way == Way::Down { -1.0 } else { 1.0 };
    let mut sum = 0.0;
    let mut from: f64 = 0.0;
    for to in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0] {
        let to = (to * unit).min(range);
        let (middle, half) = (f64::midpoint(from, to), (to - from) / 2.0);
        let part: f64 = NODES
            .iter()
            .map(|(node, weight)| {
                let at = |place: f64| falling(sign * (middle + half * place)).exp();
                weight * (at(*node) + at(-node))
            })
            .sum::<f64>()
            * half;
        sum += part;
        if part <= 1e-17 * sum || to >= range {
            break;
        }
        from = to;
    }
    sum
}

/// Gauss and Legendre's nodes above nought and their weights, sixteen points in all (Abramowitz and Stegun,
/// table 25.4).
const NODES: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_58),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_88),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_894),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_095),
];

/// `x^a (1-x)^b / B(a, b)`.
fn beta_factor(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance_part(a, n * x)
        - deviance_part(b, n * rest);
    exponent.exp() * (a * b / (std::f64::consts::TAU * n)).sqrt()
}

/// Returns the probability of just `k` of `n` at a share `p`, with what it lacks to 1.
pub(crate) fn binomial_mass(k: f64, n: f64, p: f64, rest: f64) -> f64 {
    if p <= 0.0 || rest <= 0.0 {
        let certain = if p <= 0.0 { 0.0 } else { n };
        return if k == certain { 1.0 } else { 0.0 };
    }
    beta_factor(k + 1.0, n - k + 1.0, p, rest) / ((n + 1.0) * p * rest)
}

/// `ln Γ(n + 1)` less Stirling's `n ln n - n + ln(2πn)/2`.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return ln_gamma(n + 1.0) - (n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln());
    }
    let square = n * n;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * square)) / square) / square)
            / square)
        / n
}

/// `x ln(x/m) + m - x`, kept precise where `x` is near `m`.
fn deviance_part(x: f64, m: f64) -> f64 {
    let gap = (x - m) / (x + m);
    if gap.abs() > 0.1 {
        return x * (x / m).ln() + m - x;
    }
    let mut sum = (x - m) * gap;
    let mut power = 2.0 * x * gap;
    for odd in (3..1000).step_by(2) {
        power *= gap * gap;
        let next = sum + power / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let floor = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / floor(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for step in 1..100_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut step_by = |term: f64| {
            d = 1.0 / floor(1.0 + term * d);
            c = floor(1.0 + term / c);
            h *= c * d;
            c * d
        };
        step_by(even);
        let change = step_by(odd);
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

/// Returns `ln Γ(y + 1/α) - ln Γ(1/α) + y ln α`, as a sum over whole steps where `y` is a small count, so
/// that a small `alpha` does not cancel.
pub(crate) fn ln_rising(y: f64, alpha: f64) -> f64 {
    if y <= 1000.0 && y.fract() == 0.0 {
        (0..y as u32).map(|step| (f64::from(step) * alpha).ln_1p()).sum()
    } else {
        ln_gamma(y + 1.0 / alpha) - ln_gamma(1.0 / alpha) + y * alpha.ln()
    }
}

/// Returns the second derivative of the log-gamma function at a positive `x`.
pub(crate) fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 12.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let v = 1.0 / (x * x);
    let series = v * (1.0 / 6.0 - v * (1.0 / 30.0 - v * (1.0 / 42.0 - v * (1.0 / 30.0 - v * (5.0 / 66.0)))));
    sum + (1.0 + series) / x + 0.5 * v
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::{gamma_lr, gamma_ur};

    fn near(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance * want.abs(), "got {got:e}, want {want:e}");
    }

    #[test]
    fn integrals_and_series_agree_where_both_can_be_had() {
        // statrs's series against the integral, at shapes that take the integral.
        for shape in [500.0_f64, 2500.0, 40_000.0] {
            for sd in [-6.0, -2.0, -0.1, 0.0, 0.1, 2.0, 6.0] {
                let x = shape + sd * shape.sqrt();
                let (below, above) = gamma_tails(shape, x);
                near(below, gamma_lr(shape, x), 1e-10);
                near(above, gamma_ur(shape, x), 1e-10);
            }
        }
        for (a, b) in [(600.0, 900.0), (500.0, 20_000.0), (3.0, 4000.0), (0.5, 9000.0), (4000.0, 2.0)] {
            for fold in [0.5, 0.7, 0.95, 1.0] {
                let x = fold * a / (a + b);
                let fraction = beta_factor(a, b, x, 1.0 - x) * beta_fraction(a, b, x) / a;
                near(beta_tails(a, b, x).0, fraction, 1e-11);
            }
        }
    }

    #[test]
    fn a_beta_with_one_as_a_parameter_has_closed_tails_at_any_size() {
        for b in [7.0, 3e3, 1e6, 1e9, 1e12] {
            for tail in [1e-10_f64, 0.025, 0.5, 0.975] {
                let x = -f64::exp_m1(tail.ln() / b);
                near(beta_tails(1.0, b, x).1, tail, 1e-10);
                near(beta_tails_between(b, 1.0, 1.0 - x, x).0, tail, 1e-10);
            }
        }
    }

    #[test]
    fn tails_add_to_one_at_any_size() {
        for (a, b) in [(0.5, 0.5), (3.0, 900.0), (1e5, 1e7), (1e12, 1e15), (2.0, 1e15)] {
            let x = a / (a + b) * 1.002;
            let (below, above) = beta_tails(a, b, x);
            assert!((below + above - 1.0).abs() < 1e-15 && below > 0.0 && above >= 0.0);
        }
    }

    #[test]
    fn trigamma_at_one_is_the_sum_of_inverse_squares() {
        near(trigamma(1.0), std::f64::consts::PI.powi(2) / 6.0, 1e-13);
    }
}
