//! What a row is made of: an outcome law and a link, and what they say about one row.
//!
//! A law gives the variance of an outcome with a given mean; a link turns the mean into the linear
//! predictor. McCullagh and Nelder, Generalized Linear Models, 2nd edition, chapter 2.

use statrs::function::gamma::ln_gamma;

/// The law of an outcome, given its mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Law {
    /// Counts whose variance is their mean.
    Poisson,
    /// Counts whose variance is `mean + mean² / theta` (NB2).
    NegativeBinomial {
        /// The size; the dispersion is its inverse.
        theta: f64,
    },
    /// Events out of trials.
    Binomial,
    /// A measured value with one variance: weighted least squares.
    Gaussian,
}

/// How a mean relates to the linear predictor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Coefficients are logarithms of ratios.
    Log,
    /// Coefficients are logarithms of odds ratios.
    Logit,
    /// Coefficients are differences.
    Identity,
}

/// What the law and the link say about one row at one linear predictor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    /// The mean.
    pub(super) mean: f64,
    /// Fisher's information about the linear predictor.
    pub(super) weight: f64,
    /// The derivative of the log-likelihood by the linear predictor.
    pub(super) score: f64,
    /// The log-likelihood, up to a constant of the data; minus infinity outside the law's range.
    pub(super) kernel: f64,
}

/// Returns what one row says. `y` is a count, a proportion or a value; `size` its weight or trials.
#[inline]
pub(super) fn point(law: Law, link: Link, y: f64, size: f64, eta: f64) -> Point {
    match (law, link) {
        (Law::Poisson, Link::Log) => {
            let mean = eta.exp();
            Point { mean, weight: size * mean, score: size * (y - mean), kernel: size * (y * eta - mean) }
        }
        (Law::NegativeBinomial { theta }, Link::Log) => {
            let mean = eta.exp();
            let shrink = theta / (theta + mean);
            let kernel = y * eta - (y + theta) * (mean / theta).ln_1p() - y * theta.ln();
            Point {
                mean,
                weight: size * mean * shrink,
                score: size * (y - mean) * shrink,
                kernel: size * kernel,
            }
        }
        (Law::Binomial, Link::Logit) => {
            let (mean, spread, soft) = logistic(eta);
            Point { mean, weight: size * spread, score: size * (y - mean), kernel: size * (y * eta - soft) }
        }
        (Law::Gaussian, Link::Identity) => {
            let residual = y - eta;
            let kernel = -0.5 * size * residual * residual;
            Point { mean: eta, weight: size, score: size * residual, kernel }
        }
        _ => general(law, link, y, size, eta),
    }
}

/// Returns the mean of a logistic at `eta`, its variance, and `ln(1 + exp(eta))`.
#[inline]
pub(in crate::stats) fn logistic(eta: f64) -> (f64, f64, f64) {
    let small = (-eta.abs()).exp();
    let tail = 1.0 / (1.0 + small);
    let spread = small * tail * tail;
    let mean = if eta >= 0.0 { tail } else { small * tail };
    (mean, spread, eta.max(0.0) + small.ln_1p())
}

fn general(law: Law, link: Link, y: f64, size: f64, eta: f64) -> Point {
    let (mean, slope) = inverse(link, eta);
    let allowed = match law {
        Law::Poisson | Law::NegativeBinomial { .. } => mean > 0.0 && mean.is_finite(),
        Law::Binomial => mean > 0.0 && mean < 1.0,
        Law::Gaussian => mean.is_finite(),
    };
    if !allowed {
        return Point { mean, weight: 0.0, score: 0.0, kernel: f64::NEG_INFINITY };
    }
    let variance = variance(law, mean);
    let times_log = |count: f64, of: f64| if count == 0.0 { 0.0 } else { count * of.ln() };
    let kernel = match law {
        Law::Poisson => times_log(y, mean) - mean,
        Law::NegativeBinomial { theta } => times_log(y, mean / theta) - (y + theta) * (mean / theta).ln_1p(),
        Law::Binomial => times_log(y, mean) + times_log(1.0 - y, 1.0 - mean),
        Law::Gaussian => -0.5 * (y - mean) * (y - mean),
    };
    Point {
        mean,
        weight: size * slope * slope / variance,
        score: size * (y - mean) * slope / variance,
        kernel: size * kernel,
    }
}

/// Returns the mean at a linear predictor, and its slope.
pub(in crate::stats) fn inverse(link: Link, eta: f64) -> (f64, f64) {
    match link {
        Link::Log => (eta.exp(), eta.exp()),
        Link::Logit => {
            let (mean, spread, _) = logistic(eta);
            (mean, spread)
        }
        Link::Identity => (eta, 1.0),
    }
}

/// Returns the linear predictor of a mean.
pub(super) fn forward(link: Link, mean: f64) -> f64 {
    match link {
        Link::Log => mean.ln(),
        Link::Logit => (mean / (1.0 - mean)).ln(),
        Link::Identity => mean,
    }
}

/// Returns the variance of a row with weight one.
pub(super) fn variance(law: Law, mean: f64) -> f64 {
    match law {
        Law::Poisson => mean,
        Law::NegativeBinomial { theta } => mean + mean * mean / theta,
        Law::Binomial => mean * (1.0 - mean),
        Law::Gaussian => 1.0,
    }
}

/// Returns a mean inside the law's range, near the observed value, to start from.
pub(super) fn first_mean(law: Law, y: f64, size: f64) -> f64 {
    match law {
        Law::Poisson | Law::NegativeBinomial { .. } => y.max(0.0) + 0.1,
        Law::Binomial => (size * y + 0.5) / (size + 1.0),
        Law::Gaussian => y,
    }
}

/// Returns twice the log-likelihood a row loses against a perfect fit.
pub(super) fn unit_deviance(law: Law, y: f64, mean: f64) -> f64 {
    let part = |a: f64, b: f64| if a == 0.0 { 0.0 } else { a * (a / b).ln() };
    match law {
        Law::Poisson => 2.0 * (part(y, mean) - (y - mean)),
        Law::NegativeBinomial { theta } => {
            2.0 * (part(y, mean) - (y + theta) * ((y - mean) / (mean + theta)).ln_1p())
        }
        Law::Binomial => 2.0 * (part(y, mean) + part(1.0 - y, 1.0 - mean)),
        Law::Gaussian => (y - mean) * (y - mean),
    }
}

/// Returns the constant of a row's log-likelihood that [`Point::kernel`] leaves out; for the Gaussian
/// law, whose variance is estimated, none.
pub(in crate::stats) fn constant(law: Law, y: f64, size: f64) -> f64 {
    match law {
        Law::Poisson => -size * ln_gamma(y + 1.0),
        Law::NegativeBinomial { theta } => size * (rising(theta, y) - ln_gamma(y + 1.0)),
        Law::Binomial => {
            let events = size * y;
            ln_gamma(size + 1.0) - ln_gamma(events + 1.0) - ln_gamma(size - events + 1.0)
        }
        Law::Gaussian => 0.0,
    }
}

/// Returns `ln Γ(theta + y) − ln Γ(theta)` without cancellation for small whole counts.
fn rising(theta: f64, y: f64) -> f64 {
    if y.fract() == 0.0 && y <= 200.0 {
        let mut total = 0.0;
        let mut step = 0.0;
        while step < y {
            total += (theta + step).ln();
            step += 1.0;
        }
        total
    } else {
        ln_gamma(theta + y) - ln_gamma(theta)
    }
}
