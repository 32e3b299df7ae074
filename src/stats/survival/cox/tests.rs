//! Cox regression on published examples and on awkward data.

use crate::stats::survival::{End, Observation, Ties, cox};
use crate::stats::{Level, NoAnswer};
use proptest::prelude::*;

fn observations(rows: &[(f64, bool)]) -> Vec<Observation> {
    rows.iter()
        .map(|&(time, event)| Observation { time, end: if event { End::Event } else { End::Censored } })
        .collect()
}

#[test]
fn a_likelihood_small_enough_to_solve_by_hand() {
    // Events at 1 (x = 1), 2 (x = 0), 3 (x = 1): L = r/(2r + 1) · 1/(1 + r), top at r = 1/√2.
    let fit = cox(&observations(&[(1.0, true), (2.0, true), (3.0, true)]), &[&[1.0, 0.0, 1.0]], Ties::Efron)
        .unwrap();
    assert!((fit.coefficients[0].exp() - 0.5_f64.sqrt()).abs() < 1e-9);
    let r = 0.5_f64.sqrt();
    assert!((fit.log_likelihood - (r / (2.0 * r + 1.0) / (1.0 + r)).ln()).abs() < 1e-12);
    assert!((fit.null_log_likelihood - (1.0_f64 / 6.0).ln()).abs() < 1e-12);
}

#[test]
fn efron_and_breslow_agree_without_ties() {
    let rows = [(5.0, true), (3.0, false), (8.0, true), (1.0, true), (9.0, false), (7.0, true)];
    let x = [0.2, 1.5, 0.3, 2.0, 0.1, 0.7];
    let (a, b) =
        (cox(&observations(&rows), &[&x], Ties::Efron), cox(&observations(&rows), &[&x], Ties::Breslow));
    assert!((a.unwrap().coefficients[0] - b.unwrap().coefficients[0]).abs() < 1e-12);
}

#[test]
fn a_covariate_that_orders_events_perfectly_is_separation() {
    let rows = observations(&[(1.0, true), (2.0, true), (3.0, true), (4.0, false)]);
    assert_eq!(cox(&rows, &[&[4.0, 3.0, 2.0, 1.0]], Ties::Efron).map(|_| ()), Err(NoAnswer::Separation));
}

#[test]
fn a_rare_category_without_an_event_is_separation_too() {
    let rows: Vec<(f64, bool)> = (1..=60).map(|i| (f64::from(i), i % 3 == 0)).collect();
    let rare: Vec<f64> = (1..=60).map(|i| f64::from(u8::from(i == 31))).collect();
    assert_eq!(cox(&observations(&rows), &[&rare], Ties::Efron).map(|_| ()), Err(NoAnswer::Separation));
}

#[test]
fn a_ratio_too_large_to_write_is_no_figure() {
    let rows: Vec<(f64, bool)> = (1..=60).map(|i| (f64::from(1 + (i * 37) % 61), i % 3 == 0)).collect();
    let tiny: Vec<f64> = (1..=60).map(|i| f64::from((i * 53) % 17) * 1e-9).collect();
    let fit = cox(&observations(&rows), &[&tiny], Ties::Efron).unwrap();
    let ratio = fit.hazard_ratios(Level::P95)[0];
    assert!(ratio == Err(NoAnswer::OutOfRange) || ratio.is_ok_and(|r| r.value.is_finite() && r.value >= 0.0));
    assert!(fit.coefficients[0].abs() > 1e3);
}

#[test]
fn aliased_and_constant_covariates_are_named() {
    let rows = observations(&[(1.0, true), (2.0, true), (3.0, true), (4.0, false)]);
    let (x, twice) = ([1.0, 0.0, 2.0, 1.0], [3.0, 1.0, 5.0, 3.0]);
    assert_eq!(cox(&rows, &[&x, &twice], Ties::Efron).map(|_| ()), Err(NoAnswer::Aliased));
    assert_eq!(cox(&rows, &[&[1.0; 4]], Ties::Efron).map(|_| ()), Err(NoAnswer::Aliased));
}

#[test]
fn no_events_and_wrong_shapes_are_refused() {
    let rows = observations(&[(1.0, false), (2.0, false)]);
    let refused = |rows: &[Observation], columns: &[&[f64]]| cox(rows, columns, Ties::Efron).map(|_| ());
    assert_eq!(refused(&rows, &[&[0.0, 1.0]]), Err(NoAnswer::NoEvents));
    assert_eq!(refused(&rows, &[&[0.0]]), Err(NoAnswer::ShapeMismatch));
    assert_eq!(refused(&rows, &[]), Err(NoAnswer::ShapeMismatch));
    assert_eq!(
        refused(&observations(&[(0.0, true), (1.0, true)]), &[&[0.0, 1.0]]),
        Err(NoAnswer::OutOfRange)
    );
    assert_eq!(
        refused(&observations(&[(1.0, true), (2.0, true)]), &[&[0.0, f64::NAN]]),
        Err(NoAnswer::OutOfRange)
    );
}

#[test]
fn doubling_every_child_as_a_sibling_leaves_clustered_errors_alone() {
    let rows = [(5.0, true), (3.0, false), (8.0, true), (1.0, true), (9.0, false), (7.0, true), (4.0, true)];
    let x = [0.2, 1.5, 0.3, 0.4, 1.1, 0.7, 1.9];
    let once = cox(&observations(&rows), &[&x], Ties::Breslow).unwrap();
    let (twice_rows, twice_x) = ([rows, rows].concat(), [x, x].concat());
    let twice = cox(&observations(&twice_rows), &[&twice_x], Ties::Breslow).unwrap();
    let own: Vec<usize> = (0..7).collect();
    let (a, b) = (once.clustered(&own).unwrap(), twice.clustered(&[own.clone(), own].concat()).unwrap());
    assert_eq!((a.df, b.df), (4.0, 4.0));
    let (a, b) = (a.standard_errors[0], b.standard_errors[0]);
    assert!((a - b).abs() < 1e-9, "{a} {b}");
    assert!((once.standard_errors()[0] / twice.standard_errors()[0] - 2.0_f64.sqrt()).abs() < 1e-9);
}

fn any_rows() -> impl Strategy<Value = Vec<(u8, bool, f64)>> {
    prop::collection::vec((1_u8..12, any::<bool>(), -2.0..2.0_f64), 12..40)
}

proptest! {
    #[test]
    fn order_of_rows_changes_nothing_and_units_only_scale(rows in any_rows(), turn in 0_usize..40, unit in 0.01..100.0_f64) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let of = |rows: &[(u8, bool, f64)], unit: f64| {
            let times: Vec<(f64, bool)> = rows.iter().map(|r| (f64::from(r.0), r.1)).collect();
            let x: Vec<f64> = rows.iter().map(|r| r.2 * unit).collect();
            cox(&observations(&times), &[&x], Ties::Efron)
        };
        // Few tables have no fit; where one has none, neither has the other, and another table is taken.
        let (a, b) = (of(&rows, 1.0), of(&turned, unit));
        prop_assert_eq!(a.as_ref().err(), b.as_ref().err());
        prop_assume!(a.is_ok());
        let (a, b) = (a.unwrap(), b.unwrap());
        let scale = 1.0 + a.coefficients[0].abs();
        prop_assert!((a.coefficients[0] - b.coefficients[0] * unit).abs() < 1e-7 * scale);
        prop_assert!((a.standard_errors()[0] - b.standard_errors()[0] * unit).abs() < 1e-7 * scale);
        let c = a.concordance().unwrap_or(0.5);
        prop_assert!((0.0..=1.0).contains(&c));
        let ratio = a.hazard_ratios(Level::P95)[0].unwrap();
        prop_assert!(ratio.interval.is_some_and(|i| i.holds(ratio.value)));
    }
}
