//! The likelihood of one group, its random intercept integrated out.
//!
//! The intercept is written as `s v` with `v` standard normal, so that nothing is singular as `s` goes to
//! nought. The integral over `v` is Gauss–Hermite quadrature centred at the mode and scaled by the curvature
//! there (Liu and Pierce 1994, Biometrika 81:624; Pinheiro and Chao 2006). The gradient is that of the
//! approximation itself, the movement of mode and curvature included, so that maximum and standard errors
//! are exact for any number of nodes.

use smallvec::{SmallVec, smallvec};

use super::quadrature::Node;
use crate::stats::glm::Law;
use crate::stats::glm::family::logistic;

const MOST_STEPS: usize = 100;
const LONGEST_STEP: f64 = 3.0;

/// A number for each row of a group; strata have one.
pub(super) type EachRow = SmallVec<[f64; 1]>;
/// A number for each row at each node; strata have one row, and the usual rule seven nodes.
type EachNode = SmallVec<[f64; 8]>;

/// The rows of one group: outcomes with their sizes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group<'b> {
    pub(super) outcomes: &'b [(f64, f64)],
    pub(super) law: Law,
}

/// What one group says at one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The log-likelihood, without the constants of the data.
    pub(super) value: f64,
    /// Its derivative by each row's linear predictor.
    pub(super) by_eta: EachRow,
    /// Its derivative by the standard deviation of the intercept.
    pub(super) by_sd: f64,
    /// Its derivative by the logarithm of theta; nought but for the negative binomial.
    pub(super) by_theta: f64,
    /// The mode of the standardised intercept.
    pub(super) mode: f64,
    /// The curvature there: one over the variance of the standardised intercept.
    pub(super) curvature: f64,
    /// How the mode of the standardised intercept moves with the standard deviation.
    pub(super) mode_by_sd: f64,
    /// How it moves with each row's linear predictor.
    pub(super) mode_by_eta: EachRow,
}

/// The derivatives of a row's log-likelihood.
struct Row {
    first: f64,
    second: f64,
    third: f64,
    value_theta: f64,
    first_theta: f64,
    second_theta: f64,
}

/// Returns what a group says at linear predictors `eta` and standard deviation `sd`; `start` is a guess of
/// the mode.
pub(super) fn say(group: Group<'_>, eta: &[f64], sd: f64, start: f64, rule: &[Node]) -> Said {
    let (mode, curvature, third) = find_mode(group, eta, sd, start);
    let at_mode: SmallVec<[Row; 1]> = rows(group, eta, sd * mode).collect();
    let sum = |of: fn(&Row) -> f64| at_mode.iter().map(of).sum::<f64>();
    let (s1, s2) = (sum(|row| row.first), sum(|row| row.second));
    let width = curvature.sqrt().recip() * std::f64::consts::SQRT_2;
    let count = eta.len();
    let mut firsts: EachNode = smallvec![0.0; count * rule.len()];
    let mut thetas: EachNode = smallvec![0.0; rule.len()];
    let mut logs = EachNode::with_capacity(rule.len());
    for (k, node) in rule.iter().enumerate() {
        let v = mode + width * node.x;
        let mut total = node.log_weight - 0.5 * v * v;
        for (i, (row_eta, &(y, size))) in eta.iter().zip(group.outcomes).enumerate() {
            let (value, first) = value_and_first(group.law, y, size, row_eta + sd * v);
            total += value;
            firsts[k * count + i] = first;
        }
        if let Law::NegativeBinomial { .. } = group.law {
            thetas[k] = rows(group, eta, sd * v).map(|row| row.value_theta).sum();
        }
        logs.push(total);
    }
    let peak = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mass: f64 = logs.iter().map(|log| (log - peak).exp()).sum();
    let mut by_eta: EachRow = smallvec![0.0; count];
    let (mut slope, mut stretch, mut by_sd, mut by_theta) = (0.0, 0.0, 0.0, 0.0);
    for (k, node) in rule.iter().enumerate() {
        let share = (logs[k] - peak).exp() / mass;
        let v = mode + width * node.x;
        let mut total = 0.0;
        for (out, first) in by_eta.iter_mut().zip(&firsts[k * count..(k + 1) * count]) {
            *out += share * first;
            total += first;
        }
        let along = sd * total - v;
        slope += share * along;
        stretch += share * along * width * node.x;
        by_sd += share * v * total;
        by_theta += share * thetas[k];
    }
    let s3 = third;
    let move_by = |tilt: f64, bend: f64| {
        let moved = tilt / curvature;
        let widened = 0.5 * (bend + sd * sd * sd * s3 * moved) / curvature;
        (moved, slope * moved + (1.0 + stretch) * widened)
    };
    let mut mode_by_eta = EachRow::with_capacity(count);
    for (out, row) in by_eta.iter_mut().zip(&at_mode) {
        let (moved, extra) = move_by(sd * row.second, sd * sd * row.third);
        mode_by_eta.push(moved);
        *out += extra;
    }
    let (mode_by_sd, extra) = move_by(s1 + sd * mode * s2, 2.0 * sd * s2 + sd * sd * mode * s3);
    by_sd += extra;
    let (tilt, bend) = (sum(|row| row.first_theta), sum(|row| row.second_theta));
    by_theta += move_by(sd * tilt, sd * sd * bend).1;
    let value = peak + mass.ln() + width.ln() - 0.5 * std::f64::consts::TAU.ln();
    Said { value, by_eta, by_sd, by_theta, mode, curvature, mode_by_sd, mode_by_eta }
}

/// Returns the mode, the curvature there, and the summed third derivative.
fn find_mode(group: Group<'_>, eta: &[f64], sd: f64, start: f64) -> (f64, f64, f64) {
    let mut v = start;
    let longest = LONGEST_STEP / sd.abs().max(1.0);
    let mut curvature = 1.0;
    let mut third = 0.0;
    for step_number in 0..MOST_STEPS {
        let (mut first, mut second) = (0.0, 0.0);
        third = 0.0;
        for (row_eta, &(y, size)) in eta.iter().zip(group.outcomes) {
            let [a, b, c] = derivatives(group.law, y, size, row_eta + sd * v);
            first += a;
            second += b;
            third += c;
        }
        curvature = 1.0 - sd * sd * second;
        let step = (sd * first - v) / curvature;
        if step.abs() <= 1e-13 * (1.0 + v.abs()) || step_number + 1 == MOST_STEPS {
            break;
        }
        v += step.clamp(-longest, longest);
    }
    (v, curvature, third)
}

/// Returns the first three derivatives of a row's log-likelihood by its linear predictor.
pub(super) fn derivatives(law: Law, y: f64, size: f64, eta: f64) -> [f64; 3] {
    match law {
        Law::Binomial => {
            let (mean, spread, _) = logistic(eta);
            [size * (y - mean), -size * spread, -size * spread * (1.0 - 2.0 * mean)]
        }
        Law::NegativeBinomial { theta } => {
            let mean = eta.exp();
            let share = mean / (theta + mean);
            let second = -size * (y + theta) * share * (1.0 - share);
            [size * (y - mean) * (1.0 - share), second, second * (1.0 - 2.0 * share)]
        }
        Law::Poisson | Law::Gaussian => {
            let mean = size * eta.exp();
            [size * y - mean, -mean, -mean]
        }
    }
}

#[inline]
fn value_and_first(law: Law, y: f64, size: f64, eta: f64) -> (f64, f64) {
    match law {
        Law::Binomial => {
            let (mean, _, soft) = logistic(eta);
            (size * (y * eta - soft), size * (y - mean))
        }
        Law::NegativeBinomial { theta } => {
            let mean = eta.exp();
            let value = y * (eta - theta.ln()) - (y + theta) * (mean / theta).ln_1p();
            (size * value, size * (y - mean) * theta / (theta + mean))
        }
        Law::Poisson | Law::Gaussian => {
            let mean = eta.exp();
            (size * (y * eta - mean), size * (y - mean))
        }
    }
}

fn rows<'b>(group: Group<'b>, eta: &'b [f64], shift: f64) -> impl Iterator<Item = Row> + 'b {
    eta.iter().zip(group.outcomes).map(move |(row_eta, &(y, size))| {
        let eta = row_eta + shift;
        let [first, second, third] = derivatives(group.law, y, size, eta);
        let (mut value_theta, mut first_theta, mut second_theta) = (0.0, 0.0, 0.0);
        if let Law::NegativeBinomial { theta } = group.law {
            let mean = eta.exp();
            let (sum, share) = (theta + mean, mean / (theta + mean));
            value_theta = size * theta * crate::stats::glm::theta_slopes(y, mean, theta)[0];
            first_theta = size * theta * share * (y - mean) / sum;
            second_theta = size * theta * share * ((y + theta) * (1.0 - 2.0 * share) / sum - (1.0 - share));
        }
        Row { first, second, third, value_theta, first_theta, second_theta }
    })
}

#[cfg(test)]
mod tests {
    use super::super::quadrature::{Nodes, rule};
    use super::*;

    fn slopes_agree(law: Law, outcomes: &[(f64, f64)], nodes: u8) {
        let rule = rule(Nodes::new(nodes).expect("not nought"));
        let (eta, sd) = ([-1.2, 0.4], 0.7);
        let at = |eta: &[f64], sd: f64, law: Law| say(Group { outcomes, law }, eta, sd, 0.0, &rule);
        let here = at(&eta, sd, law);
        let h = 1e-5;
        let near = |got: f64, up: f64, down: f64| {
            let want = (up - down) / (2.0 * h);
            assert!((got - want).abs() < 1e-6 * (1.0 + want.abs()), "{law:?} {nodes}: {got} against {want}");
        };
        near(here.by_sd, at(&eta, sd + h, law).value, at(&eta, sd - h, law).value);
        for i in 0..2 {
            let moved = |by: f64| {
                let mut eta = eta;
                eta[i] += by;
                at(&eta, sd, law)
            };
            near(here.by_eta[i], moved(h).value, moved(-h).value);
            near(here.mode_by_eta[i], moved(h).mode, moved(-h).mode);
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_approximation() {
        for nodes in [1, 2, 7] {
            slopes_agree(Law::Binomial, &[(0.2, 10.0), (0.5, 4.0)], nodes);
            slopes_agree(Law::Poisson, &[(3.0, 1.0), (0.0, 1.0)], nodes);
            slopes_agree(Law::NegativeBinomial { theta: 1.7 }, &[(3.0, 1.0), (0.0, 1.0)], nodes);
        }
    }

    #[test]
    fn without_spread_the_integral_is_the_integrand() {
        let rule = rule(Nodes::default());
        let group = Group { outcomes: &[(0.3, 20.0)], law: Law::Binomial };
        let said = say(group, &[-0.5], 0.0, 0.0, &rule);
        let (value, first) = value_and_first(Law::Binomial, 0.3, 20.0, -0.5);
        assert!((said.value - value).abs() < 1e-12);
        assert!((said.by_eta[0] - first).abs() < 1e-12);
        assert!(said.by_sd.abs() < 1e-12);
    }
}
