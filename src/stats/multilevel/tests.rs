//! Random-intercept models on awkward strata.

use super::*;
use crate::stats::glm::{Design, Factor, Model, Variable};
use crate::stats::{Level, NoAnswer};

const EVENTS: [f64; 8] = [3.0, 14.0, 2.0, 9.0, 22.0, 5.0, 11.0, 1.0];
const TRIALS: [f64; 8] = [100.0, 160.0, 90.0, 120.0, 150.0, 140.0, 95.0, 60.0];

fn groups(count: usize) -> Vec<usize> {
    (0..count).collect()
}

#[test]
fn equal_strata_have_no_variance_and_no_share() {
    let design = Design::intercept(4);
    let model = Model::binomial(&design, &[5.0; 4], &[100.0; 4]);
    let fit = multilevel(&model, &groups(4), Nodes::default()).expect("a fit");
    assert!(fit.at_boundary());
    assert_eq!((fit.variance(), vpc_latent(&fit), vpc_response(&fit)), (0.0, Ok(0.0), Ok(0.0)));
    assert_eq!(fit.sd_error(), Err(NoAnswer::BoundaryVariance));
    assert_eq!(pcv(&fit, &fit), Err(NoAnswer::BoundaryVariance));
    assert_eq!(
        residuals(&fit, Level::P95, Spread::Prediction, Flagging::Separate),
        Err(NoAnswer::BoundaryVariance)
    );
    assert_eq!(mor(&fit), Ok(1.0));
    let limits = variance_limits(&fit, Level::P95).expect("limits");
    assert!(limits.lower == 0.0 && limits.upper > 0.0);
}

#[test]
fn a_small_spread_of_large_strata_has_its_error() {
    // The error of the standard deviation by direct maximisation of the same likelihood in R, with its own Hessian.
    let (first, second) = (
        Factor::from_labels("first", &["x", "y", "x", "y"]),
        Factor::from_labels("second", &["k", "k", "j", "j"]),
    );
    let design = Design::intercept(4)
        .with(Variable::Factor(&first))
        .and_then(|design| design.with(Variable::Factor(&second)))
        .expect("four rows");
    let events = [7945.0, 4101.0, 6995.0, 2215.0];
    let people = [595_994.0, 453_228.0, 591_333.0, 482_807.0];
    let fit =
        multilevel(&Model::binomial(&design, &events, &people), &groups(4), Nodes::LAPLACE).expect("a fit");
    let error = fit.sd_error().expect("off the boundary");
    assert!((error / 0.050_050_110_522_888_24 - 1.0).abs() < 1e-6, "{error}");
}

#[test]
fn the_response_share_is_a_mean_however_wide_the_spread() {
    // One event in twelve strata: intercepts spread over nine logits. The integrals are those of ten thousand points.
    let people = [298.0, 319.0, 256.0, 113.0, 112.0, 315.0, 82.0, 139.0, 45.0, 766.0, 174.0, 191.0];
    let mut events = [0.0; 12];
    events[1] = 3.0;
    let design = Design::intercept(12);
    let fit =
        multilevel(&Model::binomial(&design, &events, &people), &groups(12), Nodes::LAPLACE).expect("a fit");
    let (sd, middle) = (fit.sd(), fit.coefficient(0).expect("a coefficient"));
    assert!(sd > 3.0, "{sd}");
    let mean = |of: &dyn Fn(f64) -> f64| -> f64 {
        let points = (-12_000..=12_000).map(|step| f64::from(step) / 1000.0);
        points.map(|z| of(1.0 / (1.0 + (-middle - sd * z).exp())) * (-0.5 * z * z).exp()).sum::<f64>()
            / (1000.0 * (2.0 * std::f64::consts::PI).sqrt())
    };
    let average = mean(&|p| p);
    let between = mean(&|p| (p - average).powi(2));
    let share = between / (between + mean(&|p| p * (1.0 - p)));
    let ours = vpc_response(&fit).expect("binomial");
    assert!((ours / share - 1.0).abs() < 1e-8, "{ours} {share}");
}

#[test]
fn one_stratum_is_refused() {
    let design = Design::intercept(1);
    let model = Model::binomial(&design, &[5.0], &[100.0]);
    assert_eq!(multilevel(&model, &[0], Nodes::LAPLACE).err(), Some(NoAnswer::TooFewGroups));
    let two = Design::intercept(2);
    let model = Model::gaussian(&two, &[5.0, 1.0]);
    assert_eq!(multilevel(&model, &[0, 1], Nodes::LAPLACE).err(), Some(NoAnswer::ShapeMismatch));
}

#[test]
fn a_level_without_events_is_named_and_the_rest_is_as_without_it() {
    let sex = Factor::from_labels("sex", &["f", "f", "f", "f", "f", "f", "f", "f", "m", "m"]);
    let design = Design::intercept(10).with(Variable::Factor(&sex)).expect("ten rows");
    let events = [&EVENTS[..], &[0.0, 0.0]].concat();
    let trials = [&TRIALS[..], &[40.0, 30.0]].concat();
    let fit = multilevel(&Model::binomial(&design, &events, &trials), &groups(10), Nodes::default())
        .expect("a fit");
    let lost: Vec<String> = fit.lost().map(|(term, _)| term.to_string()).collect();
    assert_eq!(lost, ["sex[m]"]);
    let alone = Design::intercept(8);
    let without =
        multilevel(&Model::binomial(&alone, &EVENTS, &TRIALS), &groups(8), Nodes::default()).expect("a fit");
    assert!((fit.variance() - without.variance()).abs() < 1e-9);
    assert!((fit.log_likelihood() - without.log_likelihood()).abs() < 1e-9);
    assert_eq!(predict(&fit, 8, Kind::Total, Level::P95), Err(NoAnswer::Separation));
}

#[test]
fn limits_of_the_variance_fall_where_the_likelihood_has_fallen_enough() {
    let design = Design::intercept(8);
    let fit =
        multilevel(&Model::binomial(&design, &EVENTS, &TRIALS), &groups(8), Nodes::default()).expect("a fit");
    let limits = variance_limits(&fit, Level::P95).expect("limits");
    assert!(limits.lower > 0.0 && limits.lower < fit.variance() && fit.variance() < limits.upper);
    let wider = variance_limits(&fit, Level::P998).expect("limits");
    assert!(wider.lower < limits.lower && limits.upper < wider.upper);
}

#[test]
fn predictions_lie_between_what_is_observed_and_what_terms_give() {
    let design = Design::intercept(8);
    let fit = multilevel(&Model::poisson(&design, &EVENTS), &groups(8), Nodes::default()).expect("a fit");
    for (row, &observed) in EVENTS.iter().enumerate() {
        let total = predict(&fit, row, Kind::Total, Level::P95).expect("a figure");
        let fixed = predict(&fit, row, Kind::Fixed, Level::P95).expect("a figure");
        assert!((total.value - observed) * (total.value - fixed.value) <= 0.0, "row {row}");
        assert!(total.interval.expect("limits").holds(total.value));
    }
}

#[test]
fn a_negative_binomial_without_extra_variation_is_the_poisson_fit() {
    let design = Design::intercept(12);
    let events = [4.0, 5.0, 4.0, 9.0, 10.0, 9.0, 2.0, 2.0, 1.0, 15.0, 16.0, 15.0];
    let places: Vec<usize> = (0..12).map(|row| row / 3).collect();
    let loose = Model::negative_binomial(&design, &events, 1.0);
    let fit = multilevel(&loose, &places, Nodes::default()).expect("a fit");
    assert_eq!(fit.theta(), Err(NoAnswer::BoundaryVariance));
    let plain = multilevel(&Model::poisson(&design, &events), &places, Nodes::default()).expect("a fit");
    assert!((fit.variance() - plain.variance()).abs() < 1e-9);
}

#[test]
fn a_negative_binomial_finds_both_kinds_of_variation() {
    let places: Vec<usize> = (0..60).map(|row| row / 6).collect();
    // Ten places whose levels differ, and rows inside them that differ beyond chance.
    let events: Vec<f64> = (0..60)
        .map(|row| (2.0_f64.powi((row / 6) as i32 / 2) * [3.0, 9.0, 2.0, 5.0, 12.0, 6.0][row % 6]).round())
        .collect();
    let design = Design::intercept(60);
    let fit = multilevel(&Model::negative_binomial(&design, &events, 1.0), &places, Nodes::default())
        .expect("a fit");
    let theta = fit.theta().expect("more than chance");
    assert!(theta > 1.0 && theta < 20.0 && fit.sd() > 0.3, "{theta} {}", fit.sd());
    assert!(fit.steepest() < 1e-5);
    assert!(vpc_count(&fit, 1.0).expect("a share") > 0.0);
}

#[test]
fn sites_share_a_slope_or_have_their_own() {
    let labels: Vec<&str> = (0..40).map(|row| if row < 20 { "north" } else { "south" }).collect();
    let site = Factor::from_labels("site", &labels);
    let score: Vec<f64> = (0..40).map(|row| f64::from(row % 20) / 20.0).collect();
    let steep = |row: usize| if row < 20 { 1.0 } else { 2.0 };
    let wobble = [1.3, 0.8, 1.0, 0.7, 1.2];
    let events: Vec<f64> =
        (0..40).map(|row| (20.0 * wobble[row % 5] * (steep(row) * score[row]).exp()).round()).collect();
    let population = vec![1000.0; 40];
    let areas = Areas { site: &site, score: &score, events: &events, population: &population };
    let found = gradients(areas, Level::P95, Nodes::default()).expect("gradients");
    let slopes: Vec<f64> = found.by_site.iter().map(|slope| slope.expect("a slope").value).collect();
    assert!((slopes[0] - 1.0).abs() < 0.25 && (slopes[1] - 2.0).abs() < 0.25, "{slopes:?}");
    let common = found.common.expect("a slope").value;
    assert!(slopes[0] < common && common < slopes[1]);
    assert_eq!(found.differ.df, 1);
    assert!(found.differ.p < 0.05 && found.variance >= 0.0);
    let alone = Factor::from_labels("site", &["north"; 40]);
    let one = Areas { site: &alone, ..areas };
    assert_eq!(gradients(one, Level::P95, Nodes::default()), Err(NoAnswer::TooFewGroups));
}

#[test]
fn the_restricted_variance_allows_for_what_coefficients_use_up() {
    let half = Factor::from_labels("half", &["a", "a", "a", "a", "b", "b", "b", "b"]);
    let design = Design::intercept(8).with(Variable::Factor(&half)).expect("eight rows");
    let plain =
        multilevel(&Model::binomial(&design, &EVENTS, &TRIALS), &groups(8), Nodes::default()).expect("a fit");
    let fit = restricted(&plain).expect("a fit");
    // Eight strata less two coefficients: eight sixths of all variance, and so more of what is between.
    let ratio = fit.variance() / plain.variance();
    assert!(ratio > 8.0 / 6.0 && ratio < 2.0, "{ratio}");
    assert!(fit.error(1).expect("an error") > plain.error(1).expect("an error"));
    let limits = variance_limits(&fit, Level::P95).expect("limits");
    assert!(limits.holds(fit.variance()));
    let plain_limits = variance_limits(&plain, Level::P95).expect("limits");
    assert!(limits.upper > plain_limits.upper);
    assert_eq!((fit.likelihood(), plain.likelihood()), (Likelihood::Adjusted, Likelihood::Profile));
}

#[test]
fn with_large_counts_the_variances_are_those_of_the_logarithms() {
    // Each stratum then tells its own rate, so the variance of the logarithms is the variance between strata:
    // over eight by maximum likelihood, over seven by the restricted one, as in a linear model.
    let events = EVENTS.map(|count| (count * 1e5).round());
    let logs = events.map(f64::ln);
    let mean = logs.iter().sum::<f64>() / 8.0;
    let squares: f64 = logs.iter().map(|log| (log - mean).powi(2)).sum();
    let design = Design::intercept(8);
    let plain = multilevel(&Model::poisson(&design, &events), &groups(8), Nodes::default()).expect("a fit");
    assert!((plain.variance() / (squares / 8.0) - 1.0).abs() < 1e-5, "{}", plain.variance());
    let fit = restricted(&plain).expect("a fit");
    assert!((fit.variance() / (squares / 7.0) - 1.0).abs() < 1e-4, "{}", fit.variance());
    let error = (fit.variance() / 8.0).sqrt();
    assert!((fit.error(0).expect("an error") / error - 1.0).abs() < 1e-3);
}
