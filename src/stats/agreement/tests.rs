//! Agreement on published examples and at its limits.

use super::*;
use crate::stats::{Level, NoAnswer};
use proptest::prelude::*;

fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{got} is not {want}");
}

// Fleiss 1981, Statistical Methods for Rates and Proportions, table 13.1: 0.89 observed, 0.66 by chance.
#[test]
fn kappa_of_a_textbook_table() {
    let table = Ratings::new(3, &[75, 1, 4, 5, 4, 1, 0, 0, 10]).unwrap();
    close(percent_agreement(&table, Level::P95).unwrap().value, 0.89, 1e-15);
    close(kappa(&table, KappaWeights::Nominal, Level::P95).unwrap().value, (0.89 - 0.66) / 0.34, 1e-12);
}

// Gwet 2002, "Kappa statistic is not satisfactory for assessing the extent of agreement between raters":
// 118 of 125 agreed, all in one category: kappa −0.0234, AC1 0.9408.
#[test]
fn ac1_stays_high_where_one_category_is_rare() {
    let table = Ratings::new(2, &[118, 5, 2, 0]).unwrap();
    close(kappa(&table, KappaWeights::Nominal, Level::P95).unwrap().value, -0.0234, 0.00005);
    close(ac1(&table, Level::P95).unwrap().value, 0.9408, 0.00005);
}

#[test]
fn with_two_categories_every_weighting_is_the_same() {
    let table = Ratings::new(2, &[20, 5, 7, 30]).unwrap();
    let all = [KappaWeights::Nominal, KappaWeights::Linear, KappaWeights::Quadratic]
        .map(|w| kappa(&table, w, Level::P95).unwrap());
    assert_eq!(all[0], all[1]);
    assert_eq!(all[1], all[2]);
}

#[test]
fn perfect_agreement_has_a_value_and_no_limits_and_one_category_has_neither() {
    let perfect = Ratings::new(2, &[10, 0, 0, 10]).unwrap();
    let value = kappa(&perfect, KappaWeights::Nominal, Level::P95).unwrap();
    close(value.value, 1.0, 1e-15);
    assert!(value.interval.is_none());
    let one = Ratings::new(2, &[10, 0, 0, 0]).unwrap();
    assert_eq!(kappa(&one, KappaWeights::Nominal, Level::P95), Err(NoAnswer::BoundaryVariance));
    close(ac1(&one, Level::P95).unwrap().value, 1.0, 0.0);
}

#[test]
fn tables_that_are_not_square_or_hold_nothing_are_refused() {
    assert_eq!(Ratings::new(2, &[1, 2, 3]), Err(NoAnswer::ShapeMismatch));
    assert_eq!(Ratings::new(1, &[1]), Err(NoAnswer::TooFewGroups));
    assert_eq!(Ratings::new(2, &[0; 4]), Err(NoAnswer::NoPopulation));
    assert_eq!(Ratings::from_pairs(2, &[(0, 2)]), Err(NoAnswer::OutOfRange));
}

// Agresti 2002, Categorical Data Analysis, table 10.1 (794, 150, 86, 570): z² = 17.36, difference 0.04.
#[test]
fn approval_of_the_prime_minister() {
    let test = mcnemar(150, 86, McNemarTest::Asymptotic).unwrap();
    close(test.chi_squared.unwrap(), 17.36, 0.005);
    let files = Paired { both: 794, first: 150, second: 86, neither: 570 };
    let change = paired_difference(files, Level::P95).unwrap();
    close(change.value, 0.04, 1e-12);
    // His Wald limits are 0.021 and 0.059; Newcombe's agree in a sample this large.
    close(change.interval.unwrap().lower, 0.021, 0.0006);
    close(change.interval.unwrap().upper, 0.059, 0.0006);
}

#[test]
fn exact_mcnemar_is_a_sign_test() {
    close(mcnemar(1, 6, McNemarTest::Exact).unwrap().p, 2.0 * 8.0 / 128.0, 1e-14);
    close(mcnemar(6, 1, McNemarTest::MidP).unwrap().p, 2.0 * 8.0 / 128.0 - 7.0 / 128.0, 1e-14);
    close(mcnemar(4, 4, McNemarTest::Exact).unwrap().p, 1.0, 0.0);
    close(mcnemar(0, 0, McNemarTest::Exact).unwrap().p, 1.0, 0.0);
    assert_eq!(mcnemar(0, 0, McNemarTest::Asymptotic), Err(NoAnswer::NoEvents));
    close(mcnemar(3, 3, McNemarTest::Corrected).unwrap().p, 1.0, 0.0);
}

#[test]
fn a_difference_of_nothing_still_has_limits() {
    let same = paired_difference(Paired { both: 10, first: 0, second: 0, neither: 10 }, Level::P95).unwrap();
    assert!(same.interval.unwrap().lower < 0.0 && same.interval.unwrap().upper > 0.0);
    let all = paired_difference(Paired { both: 0, first: 9, second: 0, neither: 0 }, Level::P95).unwrap();
    close(all.value, 1.0, 0.0);
    assert!(all.interval.unwrap().upper <= 1.0);
    let none = Paired { both: 0, first: 0, second: 0, neither: 0 };
    assert_eq!(paired_difference(none, Level::P95), Err(NoAnswer::NoPopulation));
}

fn any_table() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(1_u64..60, 9)
}

/// The standard error that limits imply, symmetric on a scale whose slope at the value is `slope`.
fn implied(estimate: &crate::stats::Estimate, scale: fn(f64) -> f64, slope: f64, quantile: f64) -> f64 {
    let limits = estimate.interval.unwrap();
    (scale(limits.upper) - scale(limits.lower)).abs() / 2.0 / quantile / slope
}

/// The delta-method standard error of a statistic of the cell shares, by numerical slopes.
fn numerical(cells: &[u64], statistic: impl Fn(&Ratings) -> f64, divisor: f64) -> f64 {
    // Cells are multiplied so that one file more is a small step.
    let big: Vec<u64> = cells.iter().map(|c| c * 1_000_000).collect();
    let n: u64 = cells.iter().sum();
    let total = (n * 1_000_000) as f64;
    let slopes: Vec<f64> = (0..9)
        .map(|cell| {
            let (mut up, mut down) = (big.clone(), big.clone());
            up[cell] += 1000;
            down[cell] -= 1000;
            let of = |cells: &[u64]| statistic(&Ratings::new(3, cells).unwrap());
            (of(&up) - of(&down)) / 2000.0 * total
        })
        .collect();
    let share = |cell: usize| cells[cell] as f64 / n as f64;
    let mean: f64 = (0..9).map(|c| share(c) * slopes[c]).sum();
    let variance: f64 = (0..9).map(|c| share(c) * (slopes[c] - mean).powi(2)).sum();
    (variance / divisor).sqrt()
}

proptest! {
    #[test]
    fn standard_errors_are_the_delta_method_s(cells in any_table()) {
        let table = Ratings::new(3, &cells).unwrap();
        let n = table.files() as f64;
        let quantile = crate::stats::distribution::t(Level::P95, n - 1.0);
        for weights in [KappaWeights::Nominal, KappaWeights::Linear, KappaWeights::Quadratic] {
            let got = kappa(&table, weights, Level::P95).unwrap();
            let want = numerical(&cells, |t| kappa(t, weights, Level::P95).unwrap().value, n - 1.0);
            let se = implied(&got, f64::atanh, 1.0 / (1.0 - got.value.powi(2)), quantile);
            prop_assert!((se - want).abs() < 1e-5 * (1.0 + want), "{weights:?}");
        }
        let got = ac1(&table, Level::P95).unwrap();
        let want = numerical(&cells, |t| ac1(t, Level::P95).unwrap().value, n - 1.0);
        let se = implied(&got, |x| (1.0 - x).ln(), 1.0 / (1.0 - got.value), 1.959_963_984_540_054);
        prop_assert!((se - want).abs() < 1e-5 * (1.0 + want));
    }

    #[test]
    fn swapping_the_readers_changes_nothing(cells in any_table()) {
        let flipped: Vec<u64> = (0..9).map(|c| cells[(c % 3) * 3 + c / 3]).collect();
        let (a, b) = (Ratings::new(3, &cells).unwrap(), Ratings::new(3, &flipped).unwrap());
        for weights in [KappaWeights::Nominal, KappaWeights::Linear, KappaWeights::Quadratic] {
            let (x, y) = (kappa(&a, weights, Level::P95).unwrap(), kappa(&b, weights, Level::P95).unwrap());
            prop_assert!((x.value - y.value).abs() < 1e-12);
        }
        prop_assert!((ac1(&a, Level::P95).unwrap().value - ac1(&b, Level::P95).unwrap().value).abs() < 1e-12);
    }

    #[test]
    fn swapping_the_two_shares_negates_their_difference(both in 0_u64..40, first in 0_u64..40, second in 0_u64..40, neither in 1_u64..40) {
        let a = paired_difference(Paired { both, first, second, neither }, Level::P95).unwrap();
        let b = paired_difference(Paired { both, first: second, second: first, neither }, Level::P95).unwrap();
        prop_assert!((a.value + b.value).abs() < 1e-12);
        let (a, b) = (a.interval.unwrap(), b.interval.unwrap());
        prop_assert!((a.lower + b.upper).abs() < 1e-9 && (a.upper + b.lower).abs() < 1e-9);
    }
}
