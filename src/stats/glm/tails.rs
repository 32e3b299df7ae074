//! Normal, chi-squared and Student t probabilities and quantiles, accurate in the tails.
//!
//! `libm` gives the error function (that of `statrs` is good to ten digits only) and `statrs` the others; its
//! quantiles are refined here by Newton's method on the tail probability, so that a limit is right to the
//! last few digits. Also the trigamma function, which the
//! standard error of a negative binomial dispersion needs and `statrs` lacks.

use libm::erfc;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::gamma::checked_gamma_ur;

use crate::stats::Level;

const SQRT_2PI: f64 = 2.506_628_274_631_000_5;

/// Returns the probability that a standard normal falls below `z`.
pub(in crate::stats) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Returns the probability that a standard normal lies further from zero than `z`.
pub(in crate::stats) fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Returns the standard normal quantile of `p`, strictly between 0 and 1.
pub(in crate::stats) fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let mut z = Normal::standard().inverse_cdf(p);
    for _ in 0..3 {
        z -= (normal_below(z) - p) * SQRT_2PI * (0.5 * z * z).exp();
    }
    z
}

/// Returns how many standard errors a two-sided normal interval of this level reaches: 1.96 for 95%.
pub(in crate::stats) fn reach(level: Level) -> f64 {
    -normal_quantile(0.5 * (1.0 - level.get()))
}

/// Returns the probability that a chi-squared variable with `df` degrees of freedom exceeds `x`.
pub(in crate::stats) fn chi_squared_above(x: f64, df: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    checked_gamma_ur(0.5 * df, 0.5 * x).unwrap_or(0.0)
}

/// Returns the probability that Student's t with `df` degrees of freedom lies further from zero than `t`.
pub(in crate::stats) fn t_two_sided(t: f64, df: f64) -> f64 {
    StudentsT::new(0.0, 1.0, df).map_or_else(|_| normal_two_sided(t), |law| 2.0 * law.cdf(-t.abs()))
}

/// Returns how many standard errors a two-sided Student interval of this level reaches.
pub(in crate::stats) fn t_reach(level: Level, df: f64) -> f64 {
    let tail = 0.5 * (1.0 - level.get());
    let Ok(law) = StudentsT::new(0.0, 1.0, df) else { return reach(level) };
    let mut t = law.inverse_cdf(tail);
    for _ in 0..3 {
        let density = statrs::distribution::Continuous::pdf(&law, t);
        if density > 0.0 {
            t -= (law.cdf(t) - tail) / density;
        }
    }
    -t
}

/// Returns the second derivative of the log-gamma function at a positive `x`.
pub(in crate::stats) fn trigamma(x: f64) -> f64 {
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

    fn near(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance * want.abs(), "got {got:e}, want {want:e}");
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        near(reach(Level::P95), 1.959_963_984_540_054, 1e-15);
        near(reach(Level::P998), 3.090_232_306_167_813_5, 1e-14);
        near(t_reach(Level::P95, 10.0), 2.228_138_851_964_938_5, 1e-10);
    }

    #[test]
    fn tails_keep_their_relative_accuracy() {
        // Abramowitz and Stegun, table 26.2: Q(10) = 7.619853024160525e-24.
        near(normal_two_sided(10.0), 2.0 * 7.619_853_024_160_525e-24, 1e-12);
        near(chi_squared_above(100.0, 1.0), normal_two_sided(10.0), 1e-11);
    }

    #[test]
    fn trigamma_at_one_is_the_sum_of_inverse_squares() {
        near(trigamma(1.0), std::f64::consts::PI.powi(2) / 6.0, 1e-14);
        near(trigamma(0.5), std::f64::consts::PI.powi(2) / 2.0, 1e-14);
        near(trigamma(1e6), 1e-6 + 0.5e-12, 1e-10);
    }
}
