//! Charts and rules on published examples and on awkward series.

use super::rules::{Nelson, Nhs, anhoej, nelson, nhs};
use super::*;
use crate::stats::NoAnswer;
use proptest::prelude::*;

fn values(series: &[f64]) -> Vec<Option<f64>> {
    series.iter().copied().map(Some).collect()
}

fn standard(scores: &[f64]) -> Chart {
    let mark = |s: &f64| Mark { value: Some(*s), sigma: Some(1.0), limits: Interval::new(-3.0, 3.0) };
    Chart { centre: 0.0, marks: scores.iter().map(mark).collect(), runs: true }
}

// NHSRplotthedots gives NaN limits here, because screening drops every moving range (its issue 152).
#[test]
fn a_constant_series_has_limits_at_its_mean_and_no_signal() {
    let chart = xmr_chart(&values(&[4.0; 20]), Screening::Screened, Baseline::Whole).unwrap();
    assert!(chart.marks.iter().all(|m| m.limits == Interval::new(4.0, 4.0)));
    assert!(nhs(&chart).iter().all(Option::is_none));
    assert!(nelson(&chart).iter().all(Vec::is_empty));
    assert_eq!(anhoej(&chart), Err(NoAnswer::TooFewGroups));
}

// Neighbouring moving ranges share a month, so that a run of them is none: only a jump too great is a signal.
#[test]
fn moving_ranges_have_no_runs_and_still_have_jumps() {
    let mut series: Vec<f64> = (0..20).map(|month| f64::from(month % 2)).collect();
    series.extend((0..10).map(|month| 20.0 + 0.1 * f64::from(month)));
    let chart = moving_range_chart(&values(&series), Baseline::Whole).unwrap();
    let runs = anhoej(&chart).unwrap();
    assert!(runs.longest > runs.longest_allowed && !runs.shifted(), "{runs:?}");
    let as_values = Chart { runs: true, ..chart.clone() };
    assert!(anhoej(&as_values).unwrap().shifted() && nhs(&as_values).contains(&Some(Nhs::SevenBelow)));
    assert_eq!(nhs(&chart).iter().flatten().collect::<Vec<_>>(), [&Nhs::AboveLimit]);
    assert!(nelson(&chart).iter().all(Vec::is_empty));
}

// NHSRplotthedots lets a missing month create special causes (its issue 156).
#[test]
fn a_missing_month_is_no_signal_and_breaks_a_run() {
    let mut series = values(&[5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 7.0, 7.0]);
    let mut long = series.clone();
    long.extend(values(&[6.5; 7]));
    let whole = xmr_chart(&long, Screening::Screened, Baseline::First(12)).unwrap();
    assert!(nhs(&whole).contains(&Some(Nhs::SevenAbove)));
    series.extend(values(&[6.5; 3]));
    series.push(None);
    series.extend(values(&[6.5; 3]));
    let gap = xmr_chart(&series, Screening::Screened, Baseline::First(12)).unwrap();
    assert!(nhs(&gap).iter().all(|s| *s != Some(Nhs::SevenAbove)));
    assert!(nhs(&gap)[17].is_none());
}

#[test]
fn screening_keeps_a_jump_out_of_the_limits_but_in_the_mean() {
    let mut series = [10.0, 12.0, 11.0, 13.0, 10.0, 12.0, 11.0, 13.0, 10.0, 12.0, 11.0, 13.0].to_vec();
    series.insert(6, 60.0);
    let screened = xmr_chart(&values(&series), Screening::Screened, Baseline::Whole).unwrap();
    let plain = xmr_chart(&values(&series), Screening::Unscreened, Baseline::Whole).unwrap();
    assert_eq!(screened.centre, plain.centre);
    assert!(screened.marks[0].limits.unwrap().upper < plain.marks[0].limits.unwrap().upper);
    assert_eq!(nhs(&screened)[6], Some(Nhs::AboveLimit));
}

#[test]
fn each_nelson_rule_fires_on_its_own_pattern_and_not_one_point_sooner() {
    let fires = |scores: &[f64], rule: Nelson| {
        let found = nelson(&standard(scores));
        let last = found.last().unwrap().contains(&rule);
        let before = found[..found.len() - 1].iter().any(|f| f.contains(&rule));
        last && !before
    };
    assert!(fires(&[0.5, 3.1], Nelson::BeyondThree));
    assert!(fires(&[-0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2, 0.1, 0.2], Nelson::NineOneSide));
    assert!(fires(&[0.9, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5], Nelson::SixTrend));
    let zigzag: Vec<f64> = (0..14).map(|i| if i % 2 == 0 { 0.1 } else { -0.1 }).collect();
    assert!(fires(&zigzag, Nelson::FourteenAlternating));
    assert!(fires(&[2.5, -0.1, 2.1], Nelson::TwoOfThree));
    assert!(!fires(&[2.5, -0.1, -2.1], Nelson::TwoOfThree));
    assert!(fires(&[1.5, 1.2, -0.1, 1.1, 1.4], Nelson::FourOfFive));
    assert!(fires(&[0.5; 15], Nelson::FifteenWithin));
    assert!(fires(&[1.5, -1.5, 1.2, 1.2, -1.1, 1.3, 1.4, -2.0], Nelson::EightBeyond));
}

#[test]
fn the_first_rule_in_the_nhs_order_names_a_point() {
    let rising: Vec<f64> = (0..7).map(|i| -0.6 + 0.2 * f64::from(i)).collect();
    assert!(nhs(&standard(&rising)).iter().all(|s| *s == Some(Nhs::Rising)));
    let low = nhs(&standard(&[0.0, -2.5, -0.5, -2.5, 0.0]));
    assert_eq!(low, [None, Some(Nhs::TwoOfThreeLow), None, Some(Nhs::TwoOfThreeLow), None]);
    let level = nhs(&standard(&[0.5, 0.5, 0.5, 0.0, 0.5, 0.5, 0.5, 0.5]));
    assert!(level.iter().all(Option::is_none), "a point on the mean breaks the run");
}

#[test]
fn a_month_with_nobody_has_no_value_and_no_limits() {
    let counts =
        [(3.0, 10.0), (0.0, 0.0), (5.0, 12.0)].map(|(events, denominator)| Count { events, denominator });
    for chart in [p_chart(&counts, Baseline::Whole), u_chart(&counts, Baseline::Whole)] {
        let chart = chart.unwrap();
        assert!((chart.centre - 8.0 / 22.0).abs() < 1e-15);
        assert_eq!(chart.marks[1], Mark { value: None, sigma: None, limits: None });
    }
    assert_eq!(p_prime_chart(&counts, Baseline::Whole), Err(NoAnswer::TooFewGroups));
}

#[test]
fn impossible_counts_are_refused() {
    let one = |events, denominator| [Count { events, denominator }];
    assert_eq!(p_chart(&one(3.0, 2.0), Baseline::Whole), Err(NoAnswer::OutOfRange));
    assert_eq!(u_chart(&one(1.0, 0.0), Baseline::Whole), Err(NoAnswer::OutOfRange));
    assert_eq!(u_chart(&one(0.0, 0.0), Baseline::Whole), Err(NoAnswer::NoPopulation));
    assert_eq!(c_chart(&[Some(-1.0)], Baseline::Whole), Err(NoAnswer::OutOfRange));
    assert_eq!(run_chart(&[None, None], Baseline::Whole), Err(NoAnswer::TooFewGroups));
    assert_eq!(
        xmr_chart(&[Some(1.0), None, Some(2.0)], Screening::Screened, Baseline::Whole),
        Err(NoAnswer::TooFewGroups)
    );
    assert_eq!(individuals_chart(&[Some(f64::NAN)], Baseline::Whole), Err(NoAnswer::OutOfRange));
    let huge = [Some(1e308), Some(-1e308), Some(1e308)];
    assert_eq!(xmr_chart(&huge, Screening::Screened, Baseline::Whole), Err(NoAnswer::OutOfRange));
    assert_eq!(u_chart(&one(1.0, 1e-200), Baseline::Whole), Err(NoAnswer::OutOfRange));
    let none = [Count { events: 0.0, denominator: 5.0 }; 3];
    assert_eq!(u_prime_chart(&none, Baseline::Whole), Err(NoAnswer::BoundaryVariance));
}

proptest! {
    #[test]
    fn shifting_and_stretching_a_series_changes_no_signal(
        series in prop::collection::vec(0_u8..50, 8..40), shift in -100_i16..100, stretch in 1_u8..8,
    ) {
        let plain: Vec<Option<f64>> = series.iter().map(|v| Some(f64::from(*v))).collect();
        let moved: Vec<Option<f64>> =
            series.iter().map(|v| Some(f64::from(*v) * f64::from(stretch) + f64::from(shift))).collect();
        // Medians of small integers are exact, so ties with the centre survive the move.
        let (a, b) = (run_chart(&plain, Baseline::Whole).unwrap(), run_chart(&moved, Baseline::Whole).unwrap());
        prop_assert_eq!(anhoej(&a), anhoej(&b));
        let turned: Vec<Option<f64>> = series.iter().map(|v| Some(-f64::from(*v))).collect();
        let c = run_chart(&turned, Baseline::Whole).unwrap();
        prop_assert_eq!(anhoej(&a), anhoej(&c));
    }

    #[test]
    fn limits_hold_the_centre(events in prop::collection::vec(0_u16..40, 3..30), extra in 0_u16..200) {
        let counts: Vec<Count> = events
            .iter()
            .map(|e| Count { events: f64::from(*e), denominator: f64::from(e + extra + 1) })
            .collect();
        for chart in [p_chart, u_chart, p_prime_chart, u_prime_chart] {
            let chart = chart(&counts, Baseline::Whole);
            // Only a series of noughts may leave a chart without the spread that it takes.
            if events.iter().all(|events| *events == 0) {
                prop_assert!(chart.is_ok() || chart == Err(NoAnswer::BoundaryVariance));
                continue;
            }
            let chart = chart.unwrap();
            for m in &chart.marks {
                let limits = m.limits.unwrap();
                prop_assert!(limits.lower >= 0.0 && limits.holds(chart.centre.min(limits.upper)));
            }
        }
    }
}
