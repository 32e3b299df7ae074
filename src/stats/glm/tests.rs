//! Regression on published fits and on awkward data.

use super::*;
use crate::stats::{Level, NoAnswer};

fn numeric<'a>(name: &'a str, values: &'a [f64]) -> Variable<'a> {
    Variable::Numeric { name, values }
}

fn near(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * want.abs().max(1e-300), "got {got:e}, want {want:e}");
}

#[test]
fn one_group_against_another_is_the_ratio_of_their_rates() {
    let design = Design::intercept(2).with(numeric("poor", &[0.0, 1.0])).expect("two rows");
    let (events, offset) = ([30.0, 90.0], [10_000.0_f64.ln(), 15_000.0_f64.ln()]);
    let fitted = fit(&Model::poisson(&design, &events).with_offset(&offset)).expect("a fit");
    near(fitted.coefficient(1).expect("a coefficient"), 2.0_f64.ln(), 1e-12);
    let error = covariance(&fitted, Covariance::Model).expect("a covariance")[(1, 1)].sqrt();
    near(error, (1.0 / 30.0 + 1.0 / 90.0_f64).sqrt(), 1e-9);
    assert!(fitted.deviance().abs() < 1e-9);
    assert_eq!(fitted.residual_df(), 0);
    assert_eq!(covariance(&fitted, Covariance::Hc1), Err(NoAnswer::TooFewGroups));
    assert_eq!(covariance(&fitted, Covariance::Hc3), Err(NoAnswer::TooFewGroups));
}

#[test]
fn a_level_without_events_is_named_and_the_rest_is_as_without_it() {
    let eth = Factor::from_labels("eth", &["a", "a", "b", "b", "c", "c"]);
    let poor = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0];
    let design = Design::intercept(6)
        .with(Variable::Factor(&eth))
        .and_then(|design| design.with(numeric("poor", &poor)))
        .expect("six rows");
    let (events, trials) = ([5.0, 9.0, 0.0, 0.0, 3.0, 8.0], [100.0, 90.0, 40.0, 60.0, 50.0, 70.0]);
    for model in [Model::binomial(&design, &events, &trials), Model::poisson(&design, &events)] {
        let fitted = fit(&model).expect("a fit");
        let lost: Vec<String> = fitted.lost().map(|(term, why)| format!("{term}: {why}")).collect();
        assert_eq!(lost, ["eth[b]: a term predicts the outcome perfectly"]);
        assert_eq!(fitted.fitted(2), Err(NoAnswer::Separation));
        let keep = [0, 1, 4, 5];
        let part = |values: &[f64]| keep.map(|row: usize| values[row]).to_vec();
        let (few_events, few_trials, few_poor) = (part(&events), part(&trials), part(&poor));
        let few_eth = Factor::from_labels("eth", &["a", "a", "c", "c"]);
        let few = Design::intercept(4)
            .with(Variable::Factor(&few_eth))
            .and_then(|design| design.with(numeric("poor", &few_poor)))
            .expect("four rows");
        let without = match model.law() {
            Law::Binomial => Model::binomial(&few, &few_events, &few_trials),
            _ => Model::poisson(&few, &few_events),
        };
        let without = fit(&without).expect("a fit");
        for (all, part) in [(0, 0), (2, 1), (3, 2)] {
            near(fitted.coefficient(all).expect("finite"), without.coefficient(part).expect("finite"), 1e-9);
        }
        near(fitted.deviance(), without.deviance(), 1e-9);
    }
}

#[test]
fn a_reference_without_events_leaves_no_level_a_number() {
    let eth = Factor::from_labels("eth", &["a", "a", "b", "b", "c", "c"]);
    let design = Design::intercept(6).with(Variable::Factor(&eth)).expect("six rows");
    let fitted = fit(&Model::poisson(&design, &[0.0, 0.0, 4.0, 6.0, 3.0, 8.0])).expect("a fit");
    assert_eq!((0..3).filter(|&index| fitted.coefficient(index) == Err(NoAnswer::Separation)).count(), 3);
    near(fitted.fitted(2).expect("finite"), 5.0, 1e-9);
}

#[test]
fn a_threshold_that_splits_the_outcome_is_found_though_no_level_is_empty() {
    let x: Vec<f64> = (0..10).map(f64::from).collect();
    let design = Design::intercept(10).with(numeric("x", &x)).expect("ten rows");
    let events: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x > 4.5))).collect();
    assert_eq!(fit(&Model::binomial(&design, &events, &[1.0; 10])).err(), Some(NoAnswer::Separation));
    let mut mixed = events;
    mixed[2] = 1.0;
    let fitted = fit(&Model::binomial(&design, &mixed, &[1.0; 10])).expect("a fit");
    assert_eq!(fitted.lost().count(), 0);
}

#[test]
fn a_repeated_column_is_named_and_changes_nothing_else() {
    let (x, twice) = ([0.1, 0.5, 0.3, 0.9], [0.2, 1.0, 0.6, 1.8]);
    let one = Design::intercept(4).with(numeric("x", &x)).expect("four rows");
    let both = one.clone().with(numeric("twice", &twice)).expect("four rows");
    let events = [3.0, 9.0, 4.0, 20.0];
    let (small, large) = (fit(&Model::poisson(&one, &events)), fit(&Model::poisson(&both, &events)));
    let (small, large) = (small.expect("a fit"), large.expect("a fit"));
    assert_eq!(large.coefficient(2), Err(NoAnswer::Aliased));
    near(large.coefficient(1).expect("finite"), small.coefficient(1).expect("finite"), 1e-12);
    assert_eq!(large.residual_df(), small.residual_df());
    assert_eq!(likelihood_ratio(&small, &large), Err(NoAnswer::ShapeMismatch));
}

#[test]
fn inputs_that_cannot_be_read_are_refused() {
    let design = Design::intercept(2);
    assert_eq!(fit(&Model::poisson(&design, &[1.0])).err(), Some(NoAnswer::ShapeMismatch));
    assert_eq!(fit(&Model::poisson(&design, &[1.0, -1.0])).err(), Some(NoAnswer::OutOfRange));
    assert_eq!(fit(&Model::poisson(&design, &[1.0, f64::NAN])).err(), Some(NoAnswer::OutOfRange));
    assert_eq!(fit(&Model::poisson(&design, &[0.0, 0.0])).err(), Some(NoAnswer::NoEvents));
    assert_eq!(fit(&Model::binomial(&design, &[3.0, 1.0], &[2.0, 5.0])).err(), Some(NoAnswer::OutOfRange));
    assert_eq!(fit(&Model::binomial(&design, &[2.0, 5.0], &[2.0, 5.0])).err(), Some(NoAnswer::Separation));
    assert_eq!(fit(&Model::binomial(&design, &[0.0, 0.0], &[0.0, 0.0])).err(), Some(NoAnswer::TooFewGroups));
    assert_eq!(fit(&Model::poisson(&Design::empty(0), &[])).err(), Some(NoAnswer::TooFewGroups));
}

#[test]
fn an_identity_link_gives_differences_of_rates() {
    let poor = [0.0, 0.0, 1.0, 1.0];
    let design = Design::intercept(4).with(numeric("poor", &poor)).expect("four rows");
    let fitted =
        fit(&Model::poisson(&design, &[4.0, 6.0, 11.0, 13.0]).with_link(Link::Identity)).expect("a fit");
    near(fitted.coefficient(0).expect("finite"), 5.0, 1e-10);
    near(fitted.coefficient(1).expect("finite"), 7.0, 1e-10);
    let risk = fit(&Model::binomial(&design, &[4.0, 6.0, 11.0, 13.0], &[50.0; 4]).with_link(Link::Log))
        .expect("a fit");
    near(risk.coefficient(1).expect("finite"), 2.4_f64.ln(), 1e-9);
}

#[test]
fn weighted_least_squares_is_exact() {
    // A line through three weighted points, by hand: slope 1.3, intercept 0.6 (weights 1, 2, 1; x 0, 1, 2; y 0.6, 1.9, 3.2).
    let design = Design::intercept(3).with(numeric("x", &[0.0, 1.0, 2.0])).expect("three rows");
    let fitted =
        fit(&Model::gaussian(&design, &[0.6, 1.9, 3.2]).with_weights(&[1.0, 2.0, 1.0])).expect("a fit");
    near(fitted.coefficient(0).expect("finite"), 0.6, 1e-12);
    near(fitted.coefficient(1).expect("finite"), 1.3, 1e-12);
}

#[test]
fn huge_and_tiny_counts_fit_alike() {
    let design = Design::intercept(4).with(numeric("x", &[0.0, 1.0, 2.0, 3.0])).expect("four rows");
    let base = [3.0, 5.0, 9.0, 14.0];
    let first = fit(&Model::poisson(&design, &base)).expect("a fit").coefficient(1).expect("finite");
    for scale in [1e-6, 1e9] {
        let scaled = base.map(|count| count * scale);
        near(
            fit(&Model::poisson(&design, &scaled)).expect("a fit").coefficient(1).expect("finite"),
            first,
            1e-7,
        );
    }
}

#[test]
fn a_model_of_no_terms_or_no_spread_still_answers() {
    let nothing = Design::empty(3);
    let offset = [2.0_f64.ln(); 3];
    let fitted = fit(&Model::poisson(&nothing, &[1.0, 2.0, 3.0]).with_offset(&offset)).expect("a fit");
    near(fitted.fitted(0).expect("finite"), 2.0, 1e-12);
    assert_eq!(fitted.coefficient(0), Err(NoAnswer::ShapeMismatch));
    let zeros = Design::intercept(3).with(numeric("none", &[0.0; 3])).expect("three rows");
    let fitted = fit(&Model::poisson(&zeros, &[1.0, 2.0, 3.0])).expect("a fit");
    assert_eq!(fitted.coefficient(1), Err(NoAnswer::Aliased));
}

#[test]
fn separation_is_found_at_any_weight() {
    let poor = [0.0, 0.0, 1.0, 1.0];
    let design = Design::intercept(4).with(numeric("poor", &poor)).expect("four rows");
    for weight in [1e-12, 1.0, 1e12] {
        let weights = [weight; 4];
        let fitted =
            fit(&Model::poisson(&design, &[3.0, 5.0, 0.0, 0.0]).with_weights(&weights)).expect("a fit");
        assert_eq!(fitted.coefficient(1), Err(NoAnswer::Separation), "{weight}");
        near(fitted.coefficient(0).expect("finite"), 4.0_f64.ln(), 1e-9);
    }
}

#[test]
fn counts_that_vary_no_more_than_chance_have_no_theta() {
    let design = Design::intercept(4);
    let found = negative_binomial(&Model::poisson(&design, &[10.0, 11.0, 9.0, 10.0])).expect("a fit");
    assert_eq!(found.theta, Err(NoAnswer::BoundaryVariance));
    near(found.fit.coefficient(0).expect("finite"), 10.0_f64.ln(), 1e-12);
    let wide = negative_binomial(&Model::poisson(&design, &[1.0, 30.0, 2.0, 7.0])).expect("a fit");
    assert!(wide.theta.expect("more than chance").value > 0.0);
}

#[test]
fn a_likelihood_that_hardly_bends_in_theta_is_settled_all_the_same() {
    // Counts of 30 to 90 a row that vary hardly more than chance, at sizes of many digits: steps never fall below rounding.
    for (spread, rows) in [(1.003, 60_u32), (1.01, 60), (1.05, 40), (1.002, 90)] {
        let sizes: Vec<f64> = (0..rows).map(|row| (1.37 + f64::from(row * 29 % 31) / 17.0).ln()).collect();
        let counts: Vec<f64> = (0..rows)
            .zip(&sizes)
            .map(|(row, size)| {
                let mean = 31.7 * size.exp();
                let sign = if row % 2 == 0 { 1.0 } else { -1.0 };
                (mean + sign * (spread * mean).sqrt()).round()
            })
            .collect();
        let design = Design::intercept(counts.len());
        let found = negative_binomial(&Model::poisson(&design, &counts).with_offset(&sizes)).expect("a fit");
        assert!(
            found.theta.is_err() || found.theta.is_ok_and(|theta| theta.value > 300.0),
            "{:?}",
            found.theta
        );
    }
}

#[test]
fn profile_limits_are_those_of_the_likelihood() {
    // One Poisson count of 4: the deviance 2(4 ln(4/m) − 4 + m) reaches 3.8415 at m = 1.2295 and 9.4011.
    let design = Design::intercept(1);
    let fitted = fit(&Model::poisson(&design, &[4.0])).expect("a fit");
    let limits = profile(&fitted, 0, Level::P95).expect("limits");
    for limit in [limits.lower, limits.upper] {
        let mean = limit.exp();
        near(2.0 * (4.0 * (4.0 / mean).ln() - 4.0 + mean), 3.841_458_820_694_124, 1e-8);
    }
    assert!(limits.lower < 4.0_f64.ln() && limits.upper > 4.0_f64.ln());
}

#[test]
fn every_method_describes_itself_under_a_name_of_its_own() {
    let names: Vec<&str> = METHODS.iter().map(|method| method.name).collect();
    for (index, name) in names.iter().enumerate() {
        assert!(!names[..index].contains(name), "{name}");
    }
}
