//! Quantiles of the normal, Student, gamma and beta distributions, good to about 1e-11 in the tails.
//!
//! `statrs` supplies the functions underneath. Two of its own quantiles are not used: the beta, whose
//! continued fraction stops after 140 terms (too few above about ten thousand children), and the
//! Student, which rests on it. Here every quantile is the root of its own tail, taken on the side
//! that keeps precision.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

use super::Level;
use super::root::root;

/// The side of a distribution on which a probability lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Tail {
    /// The probability of a value at or below the quantile.
    Lower(f64),
    /// The probability of a value above the quantile.
    Upper(f64),
}

/// Returns the normal quantile that leaves half of what the level leaves out in each tail: 1.96 for 95%.
pub(crate) fn z(level: Level) -> f64 {
    -normal_quantile(outside(level))
}

/// Returns Student's quantile on `degrees` degrees of freedom, two-sided, as [`z`] is.
pub(crate) fn t(level: Level, degrees: f64) -> f64 {
    let y = beta_quantile(degrees / 2.0, 0.5, Tail::Lower(2.0 * outside(level)));
    (degrees * (1.0 - y) / y).sqrt()
}

/// Returns the share that lies outside the level on one side: 0.025 for 95%.
pub(crate) fn outside(level: Level) -> f64 {
    (1.0 - level.get()) / 2.0
}

/// Returns the standard normal quantile of `p`, strictly between 0 and 1.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// Returns the quantile of a gamma distribution with a positive `shape` and a scale of 1.
pub(crate) fn gamma_quantile(shape: f64, tail: Tail) -> f64 {
    let beyond = |x: f64| match tail {
        Tail::Lower(p) => gamma_lr(shape, x) - p,
        Tail::Upper(p) => p - gamma_ur(shape, x),
    };
    let (mut low, mut high) = (shape, shape);
    while beyond(low) > 0.0 {
        low /= 2.0;
    }
    while beyond(high) < 0.0 {
        high *= 2.0;
    }
    root(low, high, beyond)
}

/// Returns the probability that chi-squared on `degrees` degrees of freedom exceeds `x`, which is not below
/// nought.
pub(crate) fn chi_squared_above(x: f64, degrees: f64) -> f64 {
    if !x.is_finite() {
        0.0
    } else if x > 0.0 {
        gamma_ur(degrees / 2.0, x / 2.0)
    } else {
        1.0
    }
}

/// Returns the quantile of a beta distribution with positive `a` and `b`.
pub(crate) fn beta_quantile(a: f64, b: f64, tail: Tail) -> f64 {
    let beyond = |x: f64| match tail {
        Tail::Lower(p) => beta_tails(a, b, x).0 - p,
        Tail::Upper(p) => p - beta_tails(a, b, x).1,
    };
    let mut low = a / (a + b);
    while low > f64::MIN_POSITIVE && beyond(low) > 0.0 {
        low /= 2.0;
    }
    root(low, 1.0, beyond)
}

/// Returns the probabilities below and above `x` under a beta distribution.
pub(crate) fn beta_tails(a: f64, b: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x >= 1.0 {
        return (1.0, 0.0);
    }
    if x < (a + 1.0) / (a + b + 2.0) {
        let below = beta_factor(a, b, x) * beta_fraction(a, b, x) / a;
        (below, 1.0 - below)
    } else {
        let above = beta_factor(a, b, x) * beta_fraction(b, a, 1.0 - x) / b;
        (1.0 - above, above)
    }
}

/// `x^a (1-x)^b / B(a, b)` by saddle points (Loader 2000), which does not cancel at large counts.
fn beta_factor(a: f64, b: f64, x: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance_part(a, n * x)
        - deviance_part(b, n * (1.0 - x));
    exponent.exp() * (a * b / (std::f64::consts::TAU * n)).sqrt()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_quantiles_are_the_printed_ones() {
        assert!((z(Level::P95) - 1.959_963_984_540_054).abs() < 1e-14);
        assert!((z(Level::P998) - 3.090_232_306_167_813_5).abs() < 1e-13);
        // Student, 8 degrees of freedom, 0.975: 2.306004135204166.
        assert!((t(Level::P95, 8.0) - 2.306_004_135_204_166).abs() < 1e-11);
    }

    #[test]
    fn the_exponential_and_the_uniform_have_closed_quantiles() {
        for p in [0.001, 0.025, 0.5, 0.975, 0.999] {
            let exponential = gamma_quantile(1.0, Tail::Lower(p));
            assert!((exponential + (1.0 - p).ln()).abs() < 1e-13);
            assert!((beta_quantile(1.0, 1.0, Tail::Lower(p)) - p).abs() < 1e-14);
            assert!((beta_quantile(1.0, 1.0, Tail::Upper(p)) - (1.0 - p)).abs() < 1e-14);
        }
    }

    #[test]
    fn tails_add_to_one_at_any_size() {
        for (a, b) in [(0.5, 0.5), (3.0, 900.0), (1e5, 1e7)] {
            let x = a / (a + b) * 1.002;
            let (below, above) = beta_tails(a, b, x);
            assert!((below + above - 1.0).abs() < 1e-15 && below > 0.0 && above > 0.0);
        }
    }
}
