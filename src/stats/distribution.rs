//! Tail areas and quantiles of the normal, chi-squared, Student, gamma and beta distributions, good to about
//! 1e-11 in the tails and quick at any count.
//!
//! `libm` gives the error function (that of `statrs` is good to ten digits only), `incomplete` the others. Every
//! quantile is the root of its own tail, taken on the side that keeps precision, and starts from an
//! approximation, so that few values of the tail are needed: Wilson and Hilferty's (1931) for the gamma, the
//! beta as a share of two gammas.

use libm::erfc;
use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::ln_gamma;

use super::Level;
use super::incomplete::{beta_tails_between, gamma_tails};
use super::root::root;

pub(crate) use super::incomplete::{beta_tails, binomial_mass, ln_rising, trigamma};

/// The side of a distribution on which a probability lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Tail {
    /// The probability of a value at or below the quantile.
    Lower(f64),
    /// The probability of a value above the quantile.
    Upper(f64),
}

/// Returns the share that lies outside the level on one side: 0.025 for 95%.
pub(crate) fn outside(level: Level) -> f64 {
    (1.0 - level.get()) / 2.0
}

/// Returns the normal quantile that leaves half of what the level leaves out in each tail: 1.96 for 95%.
pub(crate) fn z(level: Level) -> f64 {
    -normal_quantile(outside(level))
}

/// Returns Student's quantile on `degrees` degrees of freedom, two-sided, as [`z`] is.
pub(crate) fn t(level: Level, degrees: f64) -> f64 {
    let tail = 2.0 * outside(level);
    let low = z(level);
    let mut high = 2.0 * low;
    while student_beyond(high, degrees) > tail {
        high *= 2.0;
    }
    root(low, high, |t| student_beyond(t, degrees) - tail)
}

/// Returns the probability that a standard normal falls below `z`.
pub(crate) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Returns the probability that a standard normal lies further from nought than `z`.
pub(crate) fn normal_beyond(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Returns the standard normal quantile of `p`, strictly between 0 and 1.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let first = Normal::standard().inverse_cdf(p);
    // One step of Newton's doubles the ten digits of the first.
    first - (normal_below(first) - p) * (0.5 * first * first).exp() * std::f64::consts::TAU.sqrt()
}

/// Degrees of freedom beyond which Student's distribution is taken as a normal one, scaled.
const MANY: f64 = 1e6;

/// Returns the probability that Student's t lies further from nought than `t`.
pub(crate) fn student_beyond(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    if degrees > MANY {
        // Abramowitz and Stegun 26.7.8.
        return normal_beyond(t * (1.0 - 0.25 / degrees) / (1.0 + square / (2.0 * degrees)).sqrt());
    }
    beta_tails_between(degrees / 2.0, 0.5, degrees / (degrees + square), square / (degrees + square)).0
}

/// Returns the probability that chi-squared on `degrees` degrees of freedom exceeds `x`; one for `x` at or
/// below nought.
pub(crate) fn chi_squared_above(x: f64, degrees: f64) -> f64 {
    gamma_tails(degrees / 2.0, x / 2.0).1
}

/// Returns the quantile of chi-squared on `degrees` degrees of freedom with mass `below` beneath it.
pub(crate) fn chi_squared_quantile(below: f64, degrees: f64) -> f64 {
    let tail = if below < 0.5 { Tail::Lower(below) } else { Tail::Upper(1.0 - below) };
    2.0 * gamma_quantile(degrees / 2.0, tail)
}

/// Returns the probability of at most `k` of `n` at a share `p`, with what it lacks to 1.
pub(crate) fn binomial_at_most(k: f64, n: f64, p: f64, rest: f64) -> f64 {
    if k >= n { 1.0 } else { beta_tails_between(n - k, k + 1.0, rest, p).0 }
}

/// Returns the quantile of a gamma distribution with a positive `shape` and a scale of 1.
pub(crate) fn gamma_quantile(shape: f64, tail: Tail) -> f64 {
    from_guess(gamma_guess(shape, tail), f64::INFINITY, |x| tail.beyond(gamma_tails(shape, x)))
}

/// Returns the quantile of a beta distribution with positive `a` and `b`.
pub(crate) fn beta_quantile(a: f64, b: f64, tail: Tail) -> f64 {
    // A beta is a share of two gammas; each of them lies off its middle by its part of the variance.
    let share = (b / (a + b)).sqrt();
    let one = gamma_guess(a, tail.drawn_in(share));
    let other = gamma_guess(b, tail.other_side().drawn_in((1.0 - share * share).sqrt()));
    from_guess(one / (one + other), 1.0, |x| tail.beyond(beta_tails(a, b, x)))
}

impl Tail {
    /// The normal quantile that leaves this tail.
    fn deviate(self) -> f64 {
        match self {
            Self::Lower(p) => normal_quantile(p),
            Self::Upper(p) => -normal_quantile(p),
        }
    }

    /// How far a value whose tails are known lies beyond the quantile, as a probability.
    fn beyond(self, (below, above): (f64, f64)) -> f64 {
        match self {
            Self::Lower(p) => below - p,
            Self::Upper(p) => p - above,
        }
    }

    /// The same tail of a distribution that is mirrored.
    const fn other_side(self) -> Self {
        match self {
            Self::Lower(p) => Self::Upper(p),
            Self::Upper(p) => Self::Lower(p),
        }
    }

    /// The tail at a share of the distance from the middle.
    fn drawn_in(self, share: f64) -> Self {
        Self::Lower(normal_below(share * self.deviate()))
    }
}

/// Roughly the quantile of a gamma distribution: Wilson and Hilferty's, or near nought the first term of the
/// series of its lower tail.
fn gamma_guess(shape: f64, tail: Tail) -> f64 {
    let cube = 1.0 - 1.0 / (9.0 * shape) + tail.deviate() / (3.0 * shape.sqrt());
    if cube > 0.1 {
        return shape * cube.powi(3);
    }
    let below = match tail {
        Tail::Lower(p) => p,
        Tail::Upper(p) => 1.0 - p,
    };
    ((below.ln() + ln_gamma(shape + 1.0)) / shape).exp()
}

/// Returns where `beyond`, which rises, is nought, from a guess above nought: the bracket around it widens
/// until the sign changes. Of parameters that are no numbers there is no quantile, and it is no number either.
fn from_guess(guess: f64, most: f64, beyond: impl Fn(f64) -> f64) -> f64 {
    let guess = guess.clamp(f64::MIN_POSITIVE, most);
    let at_guess = beyond(guess);
    if guess.is_nan() || at_guess.is_nan() {
        return f64::NAN;
    }
    if at_guess == 0.0 {
        return guess;
    }
    let (mut near, mut stride) = (guess, 1e-3);
    loop {
        let fold = 1.0 + stride;
        let far = if at_guess > 0.0 { near / fold } else { (near * fold).min(most) };
        if (beyond(far) > 0.0) != (at_guess > 0.0) || far >= most || far < f64::MIN_POSITIVE {
            return root(near.min(far), near.max(far), &beyond);
        }
        (near, stride) = (far, stride * 4.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance * want.abs(), "got {got:e}, want {want:e}");
    }

    // Abramowitz and Stegun, tables 26.2, 26.8 and 26.10, carried to more digits by R's qnorm, qchisq and qt.
    #[test]
    fn usual_quantiles_are_the_printed_ones() {
        near(z(Level::P95), 1.959_963_984_540_054, 1e-15);
        near(z(Level::P998), 3.090_232_306_167_813_5, 1e-14);
        near(t(Level::P95, 5.0), 2.570_581_835_636_314, 1e-12);
        near(t(Level::P95, 8.0), 2.306_004_135_204_166, 1e-12);
        // On two degrees of freedom it is level over root (1 - level²)/2.
        near(t(Level::P95, 2.0), 0.95 / ((1.0 - 0.95f64.powi(2)) / 2.0).sqrt(), 1e-12);
        // On one degree of freedom the quantile is a tangent.
        near(t(Level::P95, 1.0), (0.475 * std::f64::consts::PI).tan(), 1e-12);
        near(chi_squared_quantile(0.95, 1.0), 3.841_458_820_694_124, 1e-12);
        near(chi_squared_quantile(0.975, 10.0), 20.483_177_350_807_39, 1e-12);
        near(chi_squared_quantile(0.025, 1.0), 0.000_982_069_117_175_256_6, 1e-12);
    }

    #[test]
    fn tails_keep_their_relative_accuracy_far_out() {
        near(normal_beyond(10.0), 1.523_970_604_832_104e-23, 1e-12);
        near(chi_squared_above(100.0, 1.0), normal_beyond(10.0), 1e-11);
        assert_eq!((chi_squared_above(0.0, 3.0), chi_squared_above(f64::INFINITY, 3.0)), (1.0, 0.0));
    }

    // With many degrees of freedom Student's quantile is the normal one plus (z³ + z)/4n, the first term of its series.
    #[test]
    fn student_joins_the_normal() {
        for degrees in [1e4, 1e5, 1e6, 1e8] {
            let z = z(Level::P95);
            let series = z + (z.powi(3) + z) / (4.0 * degrees);
            assert!((t(Level::P95, degrees) - series).abs() < 1e-9 + 4.0 / (degrees * degrees), "{degrees}");
        }
    }

    #[test]
    fn no_number_has_no_quantile_and_ends_the_search() {
        for odd in [f64::NAN, f64::INFINITY] {
            assert!(gamma_quantile(f64::NAN, Tail::Lower(0.025)).is_nan());
            assert!(beta_quantile(odd, f64::NAN, Tail::Upper(0.025)).is_nan());
            assert!(!gamma_quantile(odd, Tail::Upper(0.025)).is_finite());
        }
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
    fn quantiles_undo_their_tails_at_any_size() {
        let sizes = [1e-3, 0.5, 1.0, 4.0, 300.0, 1e4, 1e8, 1e12, 1e15];
        for tail in [1e-6, 0.025, 0.5, 0.975] {
            for a in sizes {
                let x = gamma_quantile(a, Tail::Upper(tail));
                if x > 1e-300 {
                    near(gamma_tails(a, x).1, tail, 1e-7);
                }
                for b in sizes {
                    let x = beta_quantile(a, b, Tail::Lower(tail));
                    // Where the quantile is too near to nought or one for its neighbours to differ, nothing can be told.
                    if x > 1e-300 && x < 1.0 - 1e-10 {
                        near(beta_tails(a, b, x).0, tail, 1e-3 + 1e-7);
                    }
                }
            }
        }
    }

    #[test]
    fn none_of_a_thousand_million_has_a_closed_upper_limit() {
        // (1 - p)^n = 0.025; and with two events the limit is that of a Poisson count to nine digits.
        for n in [1e9, 1e12, 1e15] {
            near(beta_quantile(1.0, n, Tail::Upper(0.025)), -f64::exp_m1(0.025f64.ln() / n), 1e-10);
            near(
                n * beta_quantile(3.0, n, Tail::Upper(0.025)),
                gamma_quantile(3.0, Tail::Upper(0.025)),
                1e-8,
            );
        }
    }
}
