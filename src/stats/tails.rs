//! Tail areas and quantiles of the normal, chi-squared and Student distributions.
//!
//! The areas are the incomplete gamma and beta functions of `statrs`, which carry fourteen digits. Its
//! error function carries ten, and its inverses fewer, so neither is used: the normal tail is a gamma
//! tail, and each quantile is the root of its area by bisection.

use statrs::function::beta::beta_reg;
use statrs::function::gamma::{gamma_lr, gamma_ur};

use super::roots::decreasing;

/// Returns the standard normal quantile with `level` of the mass between it and its negative.
pub(crate) fn normal_two_sided(level: f64) -> f64 {
    decreasing(|z| normal_beyond(z) - (1.0 - level), 0.0, 4.0).unwrap_or(f64::INFINITY)
}

/// Returns the standard normal mass further from zero than `z`, either way.
pub(crate) fn normal_beyond(z: f64) -> f64 {
    chi_squared_above(z * z, 1.0)
}

/// Returns the chi-squared mass above `x` on `df` degrees of freedom; one for `x` at or below nought.
pub(crate) fn chi_squared_above(x: f64, df: f64) -> f64 {
    if x <= 0.0 { 1.0 } else { gamma_ur(df / 2.0, x / 2.0) }
}

/// Returns the chi-squared quantile with mass `below` beneath it on `df` degrees of freedom.
pub(crate) fn chi_squared_quantile(below: f64, df: f64) -> f64 {
    let excess = |x: f64| {
        if x <= 0.0 {
            below
        } else if below < 0.5 {
            below - gamma_lr(df / 2.0, x / 2.0)
        } else {
            gamma_ur(df / 2.0, x / 2.0) - (1.0 - below)
        }
    };
    decreasing(excess, 0.0, df + 10.0).unwrap_or(f64::INFINITY)
}

/// Degrees of freedom beyond which Student's distribution is taken as a normal one, scaled.
const MANY: f64 = 1e6;

/// Returns Student's mass further from zero than `t`, either way, on `df` degrees of freedom.
pub(crate) fn student_beyond(t: f64, df: f64) -> f64 {
    if df > MANY {
        // Abramowitz & Stegun 26.7.8; the gamma functions of the exact form cancel here.
        return normal_beyond(t * (1.0 - 0.25 / df) / (1.0 + t * t / (2.0 * df)).sqrt());
    }
    beta_reg(df / 2.0, 0.5, df / (df + t * t))
}

/// Returns the Student quantile with `level` of the mass between it and its negative.
pub(crate) fn student_two_sided(level: f64, df: f64) -> f64 {
    decreasing(|t| student_beyond(t, df) - (1.0 - level), 0.0, 4.0).unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, want: f64) {
        assert!((got - want).abs() <= 1e-12 * want.abs(), "{got:e} is not {want:e}");
    }

    // Abramowitz and Stegun, tables 26.2, 26.8 and 26.10, carried to more digits by R's qnorm, qchisq and qt.
    #[test]
    fn quantiles_agree_with_the_tables() {
        close(normal_two_sided(0.95), 1.959_963_984_540_054);
        close(normal_two_sided(0.998), 3.090_232_306_167_813);
        close(chi_squared_quantile(0.95, 1.0), 3.841_458_820_694_124);
        close(chi_squared_quantile(0.975, 10.0), 20.483_177_350_807_39);
        close(chi_squared_quantile(0.025, 1.0), 0.000_982_069_117_175_256_6);
        // On one degree of freedom the quantile is a tangent.
        close(student_two_sided(0.95, 1.0), (0.475 * std::f64::consts::PI).tan());
        close(student_two_sided(0.95, 5.0), 2.570_581_835_636_314);
    }

    // With many degrees of freedom Student's quantile is the normal one plus (z³ + z)/4n, the first term of its series.
    #[test]
    fn student_joins_the_normal() {
        let z = normal_two_sided(0.95);
        for df in [1e4, 1e5, 1e6, 1e8] {
            let series = z + (z.powi(3) + z) / (4.0 * df);
            assert!((student_two_sided(0.95, df) - series).abs() < 1e-9 + 4.0 / (df * df), "{df}");
        }
    }

    #[test]
    fn areas_keep_their_relative_accuracy_far_out() {
        close(normal_beyond(10.0), 1.523_970_604_832_104e-23);
        close(chi_squared_above(100.0, 1.0), normal_beyond(10.0));
    }
}
