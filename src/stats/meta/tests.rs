//! Pooling on published examples and at its limits.

use super::*;
use crate::stats::Level;
use proptest::prelude::*;

const ESTIMATORS: [Between; 8] = [
    Between::Fixed,
    Between::DerSimonianLaird,
    Between::Hedges,
    Between::SidikJonkman,
    Between::PauleMandel,
    Between::EmpiricalBayes,
    Between::MaximumLikelihood,
    Between::RestrictedMaximumLikelihood,
];

fn studies(pairs: &[(f64, f64)]) -> Studies {
    let list: Vec<Study> = pairs.iter().map(|&(effect, variance)| Study { effect, variance }).collect();
    Studies::new(&list).unwrap()
}

fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{got} is not {want}");
}

// With equal variances every estimator but Sidik–Jonkman and ML is the variance of the effects less the sampling one.
#[test]
fn estimators_agree_where_sites_are_equally_precise() {
    let s = studies(&[(0.0, 0.1), (1.0, 0.1), (2.0, 0.1), (3.0, 0.1)]);
    let want = 5.0 / 3.0 - 0.1;
    for between in [
        Between::DerSimonianLaird,
        Between::Hedges,
        Between::PauleMandel,
        Between::EmpiricalBayes,
        Between::RestrictedMaximumLikelihood,
    ] {
        close(between_variance(&s, between).unwrap().value, want, 1e-10);
    }
    close(between_variance(&s, Between::MaximumLikelihood).unwrap().value, 5.0 / 4.0 - 0.1, 1e-10);
}

#[test]
fn sites_that_agree_have_no_variance_between_them() {
    let s = studies(&[(0.5, 0.2), (0.5, 0.02), (0.5, 1.0)]);
    for between in ESTIMATORS {
        assert!(between_variance(&s, between).unwrap().value.abs() < 1e-12, "{between:?}");
    }
    let none = Tau2 { value: 0.0, se: Some(0.1) };
    assert_eq!(pool(&s, &none, PooledLimits::HartungKnapp, Level::P95), Err(NoAnswer::BoundaryVariance));
    let floored = pool(&s, &none, PooledLimits::HartungKnappFloored, Level::P95).unwrap();
    assert!(floored.interval.holds(0.5));
    // The wider of the two has the limits of one shared effect.
    let (wider, shared) = (PooledLimits::default(), PooledLimits::Normal);
    let [wider, shared] = [wider, shared].map(|limits| pool(&s, &none, limits, Level::P95).unwrap());
    assert_eq!((wider.interval, wider.p), (shared.interval, shared.p));
    assert_eq!(tau2_interval(&s, Level::P95).unwrap(), crate::stats::Interval { lower: 0.0, upper: 0.0 });
}

#[test]
fn one_site_pools_only_as_itself() {
    let s = studies(&[(0.5, 0.04)]);
    let fixed = between_variance(&s, Between::Fixed).unwrap();
    let pooled = pool(&s, &fixed, PooledLimits::Normal, Level::P95).unwrap();
    close(pooled.effect, 0.5, 0.0);
    close(pooled.se, 0.2, 1e-15);
    for between in &ESTIMATORS[1..] {
        assert_eq!(between_variance(&s, *between), Err(NoAnswer::TooFewGroups));
    }
    assert_eq!(pool(&s, &fixed, PooledLimits::HartungKnapp, Level::P95), Err(NoAnswer::TooFewGroups));
    assert_eq!(heterogeneity(&s, &fixed), Err(NoAnswer::TooFewGroups));
}

#[test]
fn a_variance_of_nought_or_an_effect_that_is_no_number_is_refused() {
    let bad = |effect, variance| Studies::new(&[Study { effect, variance }]);
    assert_eq!(bad(0.1, 0.0), Err(NoAnswer::OutOfRange));
    assert_eq!(bad(0.1, -1.0), Err(NoAnswer::OutOfRange));
    assert_eq!(bad(f64::NAN, 1.0), Err(NoAnswer::OutOfRange));
    assert_eq!(bad(1e200, 1.0), Err(NoAnswer::OutOfRange));
    assert_eq!(bad(0.1, f64::INFINITY), Err(NoAnswer::OutOfRange));
    assert_eq!(Studies::new(&[]), Err(NoAnswer::TooFewGroups));
}

// With two sites the variance is half the squared difference less the mean sampling variance.
#[test]
fn two_sites_have_a_closed_form() {
    let s = studies(&[(-0.31, 0.012), (-0.77, 0.03)]);
    let want = 0.46_f64.powi(2) / 2.0 - 0.021;
    for between in [Between::DerSimonianLaird, Between::PauleMandel, Between::RestrictedMaximumLikelihood] {
        close(between_variance(&s, between).unwrap().value, want, 1e-12);
    }
}

#[test]
fn the_prediction_interval_holds_the_limits_of_the_mean() {
    let s = studies(&[(0.1, 0.02), (0.9, 0.05), (0.4, 0.01), (1.4, 0.2), (0.2, 0.03)]);
    let tau2 = between_variance(&s, Between::RestrictedMaximumLikelihood).unwrap();
    let pooled = pool(&s, &tau2, PooledLimits::HartungKnapp, Level::P95).unwrap();
    for convention in [PredictionQuantile::AsLimits, PredictionQuantile::StudentKMinusTwo] {
        let next =
            prediction_interval(&s, &tau2, &pooled, PooledLimits::HartungKnapp, convention, Level::P95);
        let next = next.unwrap();
        assert!(next.holds(pooled.interval.lower) && next.holds(pooled.interval.upper));
    }
}

// The peer's own root finder stops at 1e-4, so the limits are checked against their definition.
#[test]
fn q_profile_limits_meet_the_chi_squared_quantiles() {
    let s = studies(&[(0.1, 0.02), (0.9, 0.05), (0.4, 0.01), (1.4, 0.2), (0.2, 0.03)]);
    let limits = tau2_interval(&s, Level::P95).unwrap();
    let q = |t| weights::Weighted::inverse_variance(&s, t).squares;
    close(q(limits.lower), 11.143_286_781_877_796, 1e-9);
    close(q(limits.upper), 0.484_418_557_087_930_1, 1e-9);
}

#[test]
fn the_generalised_interval_allows_for_a_spread_that_the_estimate_misses() {
    let s = studies(&[(0.1, 0.02), (0.35, 0.05), (0.2, 0.03), (0.28, 0.04)]);
    let none = between_variance(&s, Between::RestrictedMaximumLikelihood).unwrap();
    close(none.value, 0.0, 1e-12);
    let pooled = pool(&s, &none, PooledLimits::Normal, Level::P95).unwrap();
    let wide = generalised_prediction(&s, Level::P95).unwrap();
    assert!(wide.holds(pooled.interval.lower) && wide.holds(pooled.interval.upper));
    let two = studies(&[(0.1, 0.02), (0.35, 0.05)]);
    assert_eq!(generalised_prediction(&two, Level::P95), Err(NoAnswer::TooFewGroups));
}

// Many precise sites leave the spread almost known: the interval is then the normal range of true effects.
#[test]
fn the_generalised_interval_of_many_sites_is_the_range_of_effects() {
    let pairs: Vec<(f64, f64)> = (0..400).map(|i| (if i % 2 == 0 { 1.0 } else { -1.0 }, 1e-6)).collect();
    let wide = generalised_prediction(&studies(&pairs), Level::P95).unwrap();
    close(wide.upper, 1.96, 0.02);
    close(wide.lower, -1.96, 0.02);
}

fn any_studies() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((-3.0..3.0_f64, 0.005..2.0_f64), 3..12)
}

proptest! {
    #[test]
    fn order_of_sites_changes_nothing(pairs in any_studies(), turn in 0_usize..12) {
        let mut turned = pairs.clone();
        turned.rotate_left(turn % pairs.len());
        for between in ESTIMATORS {
            let (a, b) = (between_variance(&studies(&pairs), between), between_variance(&studies(&turned), between));
            let (a, b) = (a.unwrap(), b.unwrap());
            prop_assert!((a.value - b.value).abs() <= 1e-8 * (1.0 + a.value), "{between:?} {a:?} {b:?}");
        }
    }

    #[test]
    fn shifting_every_effect_shifts_only_the_mean(pairs in any_studies(), shift in -5.0..5.0_f64) {
        let moved: Vec<(f64, f64)> = pairs.iter().map(|&(y, v)| (y + shift, v)).collect();
        let (s, m) = (studies(&pairs), studies(&moved));
        let (a, b) = (between_variance(&s, Between::PauleMandel).unwrap(), between_variance(&m, Between::PauleMandel).unwrap());
        prop_assert!((a.value - b.value).abs() <= 1e-8 * (1.0 + a.value));
        let p = |s: &Studies, t| pool(s, t, PooledLimits::Normal, Level::P95).unwrap();
        prop_assert!((p(&s, &a).effect + shift - p(&m, &b).effect).abs() <= 1e-7);
    }

    #[test]
    fn restricted_likelihood_is_stationary_or_at_nought(pairs in any_studies()) {
        let s = studies(&pairs);
        let tau2 = between_variance(&s, Between::RestrictedMaximumLikelihood).unwrap();
        let loglik = |t: f64| {
            let w = weights::Weighted::inverse_variance(&s, t);
            0.5 * w.sum(f64::ln) - 0.5 * w.total.ln() - 0.5 * w.squares
        };
        let (here, step) = (loglik(tau2.value), 1e-4 * (0.01 + tau2.value));
        prop_assert!(loglik(tau2.value + step) <= here + 1e-9);
        if tau2.value > 2.0 * step {
            prop_assert!(loglik(tau2.value - step) <= here + 1e-9);
        }
    }
}
