//! Curves and tests on published examples and on awkward times.

use super::*;
use crate::stats::{Level, NoAnswer};
use proptest::prelude::*;

fn observations(rows: &[(f64, bool)]) -> Vec<Observation> {
    rows.iter()
        .map(|&(time, event)| Observation { time, end: if event { End::Event } else { End::Censored } })
        .collect()
}

fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * (1.0 + want.abs()), "{got} is not {want}");
}

// Peto et al. 1977 style worked example: 5 children, events at 2, 4, 4; one censored at 3, one at 6.
#[test]
fn the_curve_steps_down_at_events_only() {
    let curve = kaplan_meier(
        &observations(&[(2.0, true), (3.0, false), (4.0, true), (4.0, true), (6.0, false)]),
        CurveLimits::LogLog,
        Level::P95,
    )
    .unwrap();
    let survival: Vec<f64> = curve.points().iter().map(|p| p.survival).collect();
    for (got, want) in survival.iter().zip([0.8, 0.8, 0.8 / 3.0, 0.8 / 3.0]) {
        close(*got, want);
    }
    close(curve.at(2.0, Beyond::Refuse).unwrap().se.unwrap(), 0.8 * (1.0_f64 / 20.0).sqrt());
    assert_eq!(curve.at(7.0, Beyond::Refuse), Err(NoAnswer::NotReached));
    close(curve.at(7.0, Beyond::CarryForward).unwrap().survival, 0.8 / 3.0);
    close(median(&curve).value.unwrap(), 4.0);
}

#[test]
fn a_median_never_reached_is_no_answer_and_a_flat_half_is_halved() {
    let few =
        kaplan_meier(&observations(&[(1.0, true), (2.0, false), (3.0, false)]), CurveLimits::Log, Level::P95);
    assert_eq!(median(&few.unwrap()).value, Err(NoAnswer::NotReached));
    let flat = kaplan_meier(
        &observations(&[(1.0, true), (2.0, true), (5.0, true), (9.0, true)]),
        CurveLimits::LogLog,
        Level::P95,
    );
    close(median(&flat.unwrap()).value.unwrap(), 3.5);
}

#[test]
fn without_events_the_curve_is_one_and_has_no_log_log_limits() {
    let curve =
        kaplan_meier(&observations(&[(1.0, false), (2.0, false)]), CurveLimits::LogLog, Level::P95).unwrap();
    assert!(curve.points().iter().all(|p| p.survival == 1.0 && p.interval.is_none()));
    let rows = observations(&[(1.0, false), (2.0, false)]);
    assert_eq!(log_rank(&[&rows, &rows], LogRankWeight::Equal), Err(NoAnswer::NoEvents));
}

#[test]
fn times_of_nought_or_no_number_are_refused() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let rows = observations(&[(bad, true)]);
        assert_eq!(kaplan_meier(&rows, CurveLimits::Log, Level::P95).map(|_| ()), Err(NoAnswer::OutOfRange));
    }
    assert_eq!(kaplan_meier(&[], CurveLimits::Log, Level::P95).map(|_| ()), Err(NoAnswer::NoPopulation));
}

#[test]
fn restricted_mean_of_everyone_followed_is_the_plain_mean() {
    let rows = observations(&[(1.0, true), (2.0, true), (6.0, true)]);
    let curve = kaplan_meier(&rows, CurveLimits::LogLog, Level::P95).unwrap();
    let mean = restricted_mean(&curve, 6.0, Beyond::Refuse, Level::P95).unwrap();
    close(mean.value, 3.0);
    // Without censoring its variance is that of the mean with divisor n.
    close(mean.se, ((4.0 + 1.0 + 9.0) / 9.0_f64).sqrt());
}

#[test]
fn competing_exits_lower_the_incidence_below_one_minus_kaplan_meier() {
    let exits = [(1.0, Exit::Competing), (2.0, Exit::Event), (3.0, Exit::Competing), (4.0, Exit::Event)];
    let departures: Vec<Departure> = exits.iter().map(|&(time, exit)| Departure { time, exit }).collect();
    let incidence = aalen_johansen(&departures, Level::P95).unwrap();
    close(incidence.at(4.0, Beyond::Refuse).unwrap().incidence, 0.5);
    close(incidence.at(2.5, Beyond::Refuse).unwrap().incidence, 0.25);
    assert_eq!(incidence.at(9.0, Beyond::Refuse).unwrap().incidence, 0.5);
}

// Without censoring the cumulative incidence is a proportion, with a proportion's standard error.
#[test]
fn without_censoring_the_incidence_has_a_binomial_standard_error() {
    let exits = [
        Exit::Event,
        Exit::Competing,
        Exit::Event,
        Exit::Competing,
        Exit::Competing,
        Exit::Event,
        Exit::Competing,
    ];
    let departures: Vec<Departure> =
        exits.iter().enumerate().map(|(i, &exit)| Departure { time: (i + 1) as f64, exit }).collect();
    let incidence = aalen_johansen(&departures, Level::P95).unwrap();
    for (i, point) in incidence.points().iter().enumerate() {
        let p = exits[..=i].iter().filter(|e| **e == Exit::Event).count() as f64 / 7.0;
        close(point.incidence, p);
        assert!((point.se - (p * (1.0 - p) / 7.0).sqrt()).abs() < 1e-9, "{point:?}");
    }
}

#[test]
fn person_periods_count_whole_months_and_hazards_multiply_to_the_curve() {
    let rows: Vec<(usize, Observation)> =
        observations(&[(10.0, true), (45.0, false), (60.0, false), (61.0, true), (20.0, false)])
            .into_iter()
            .map(|o| (0, o))
            .collect();
    let counts = person_periods(&rows, 30.0, PartPeriod::Dropped).unwrap();
    let plain: Vec<(usize, u64, u64)> = counts.iter().map(|c| (c.period, c.at_risk, c.events)).collect();
    assert_eq!(plain, [(1, 4, 1), (2, 2, 0), (3, 1, 1)]);
    let kept = person_periods(&rows, 30.0, PartPeriod::Kept).unwrap();
    assert_eq!(kept.iter().map(|c| c.at_risk).collect::<Vec<_>>(), [5, 3, 1]);
    let hazards = discrete_hazards(&counts, Level::P95).unwrap();
    close(hazards[0].hazard.value, 0.25);
    close(hazards[2].survival, 0.0);
    assert!(hazards[0].hazard.interval.unwrap().holds(0.25));
    assert!(hazards[1].hazard.interval.is_none());
    assert_eq!(person_periods(&rows, 0.0, PartPeriod::Kept), Err(NoAnswer::OutOfRange));
    assert_eq!(person_periods(&rows[4..], 30.0, PartPeriod::Dropped), Err(NoAnswer::NoPopulation));
}

fn any_rows() -> impl Strategy<Value = Vec<(f64, bool)>> {
    prop::collection::vec((1_u8..20, any::<bool>()), 3..40)
        .prop_map(|rows| rows.into_iter().map(|(t, e)| (f64::from(t), e)).collect())
}

proptest! {
    #[test]
    fn the_curve_falls_within_its_limits_whatever_the_order(rows in any_rows(), turn in 0_usize..40) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        for limits in [CurveLimits::Plain, CurveLimits::Log, CurveLimits::LogLog] {
            let curve = kaplan_meier(&observations(&rows), limits, Level::P95).unwrap();
            prop_assert_eq!(&curve, &kaplan_meier(&observations(&turned), limits, Level::P95).unwrap());
            let mut last = 1.0;
            for p in curve.points() {
                prop_assert!(p.survival <= last && p.survival >= 0.0);
                last = p.survival;
                if let Some(i) = p.interval { prop_assert!(i.lower <= p.survival + 1e-12 && p.survival <= i.upper + 1e-12); }
            }
        }
    }

    #[test]
    fn without_competing_exits_incidence_is_one_minus_kaplan_meier(rows in any_rows()) {
        let curve = kaplan_meier(&observations(&rows), CurveLimits::LogLog, Level::P95).unwrap();
        let departures: Vec<Departure> = rows
            .iter()
            .map(|&(time, event)| Departure { time, exit: if event { Exit::Event } else { Exit::Censored } })
            .collect();
        let incidence = aalen_johansen(&departures, Level::P95).unwrap();
        for (a, b) in curve.points().iter().zip(incidence.points()) {
            prop_assert!((a.survival + b.incidence - 1.0).abs() < 1e-12);
            if let Some(se) = a.se { prop_assert!((se - b.se).abs() < 1e-7, "{a:?} {b:?}"); }
        }
    }

    #[test]
    fn order_of_groups_changes_no_log_rank_test(a in any_rows(), b in any_rows(), c in any_rows()) {
        let (a, b, c) = (observations(&a), observations(&b), observations(&c));
        for weight in [LogRankWeight::Equal, LogRankWeight::PooledSurvival] {
            match (log_rank(&[&a, &b, &c], weight), log_rank(&[&c, &a, &b], weight)) {
                (Ok(x), Ok(y)) => {
                    prop_assert!((x.chi_squared - y.chi_squared).abs() < 1e-7 * (1.0 + x.chi_squared));
                    let (o, e): (f64, f64) = (x.observed.iter().sum(), x.expected.iter().sum());
                    prop_assert!((o - e).abs() < 1e-9);
                }
                (x, y) => prop_assert_eq!(x.is_err(), y.is_err()),
            }
        }
    }
}
