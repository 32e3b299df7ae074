//! Samples from small populations, against counted answers.

use super::*;
use crate::stats::rates::wilson;
use crate::stats::{Group, Level, NoAnswer};
use proptest::prelude::*;

fn rounds_to(got: f64, want: f64, places: i32) {
    let unit = 10_f64.powi(-places);
    assert!((got - want).abs() <= unit / 2.0 + 1e-12, "{got} does not round to {want}");
}

// Small-sample facts for a dip sample of plans, recomputed from Wilson's formula: 0 of 10, 20, 30 and 60.
#[test]
fn a_clean_sample_still_allows_failures() {
    for (n, percent) in [(10, 27.8), (20, 16.1), (30, 11.4), (60, 6.0)] {
        let bound = zero_failure_bound(n, ZeroFailure::Wilson, Level::P95).unwrap();
        rounds_to(100.0 * bound, percent, 1);
    }
    rounds_to(zero_failure_bound(10, ZeroFailure::Exact, Level::P95).unwrap(), 0.2589, 4);
    assert_eq!(zero_failure_bound(0, ZeroFailure::Exact, Level::P95), Err(NoAnswer::NoPopulation));
}

// With 60 live plans and 20 sampled clean, up to 6 plans (10%) may still fail.
#[test]
fn six_of_sixty_plans_may_fail_after_twenty_clean_ones() {
    let bound = failures_at_most(60, 20, 0, Level::P95).unwrap();
    assert_eq!(bound.failures, 6);
    rounds_to(bound.share, 0.1, 10);
    assert_eq!(failures_at_most(60, 60, 4, Level::P95).unwrap().failures, 4);
    assert_eq!(failures_at_most(60, 61, 0, Level::P95), Err(NoAnswer::OutOfRange));
    assert_eq!(failures_at_most(60, 0, 0, Level::P95), Err(NoAnswer::NoPopulation));
}

// Lot quality: 20 files passing at 16 has a 4.3% risk of failing a 90% service and 23.8% of passing a 70% one;
// 30 files passing at 25 has 7.3% and 7.7%.
#[test]
fn lot_quality_rules_carry_their_published_risks() {
    for (sample, pass, good, poor) in [(20, 16, 4.3, 23.8), (30, 25, 7.3, 7.7)] {
        let rule = LotRule { sample, pass };
        rounds_to(100.0 * (1.0 - chance_of_passing(rule, Lot::Share(0.9)).unwrap()), good, 1);
        rounds_to(100.0 * chance_of_passing(rule, Lot::Share(0.7)).unwrap(), poor, 1);
    }
    let rule = LotRule { sample: 20, pass: 16 };
    assert_eq!(chance_of_passing(rule, Lot::Share(1.0)), Ok(1.0));
    assert_eq!(chance_of_passing(rule, Lot::Share(0.0)), Ok(0.0));
    assert_eq!(chance_of_passing(rule, Lot::Files { population: 20, compliant: 16 }), Ok(1.0));
    assert_eq!(chance_of_passing(rule, Lot::Files { population: 20, compliant: 15 }), Ok(0.0));
    assert_eq!(
        chance_of_passing(rule, Lot::Files { population: 10, compliant: 5 }),
        Err(NoAnswer::OutOfRange)
    );
    assert_eq!(chance_of_passing(LotRule { sample: 5, pass: 6 }, Lot::Share(0.5)), Err(NoAnswer::OutOfRange));
}

#[test]
fn a_large_lot_behaves_like_a_service_at_large() {
    let rule = LotRule { sample: 30, pass: 25 };
    let lot = chance_of_passing(rule, Lot::Files { population: 10_000_000, compliant: 7_000_000 }).unwrap();
    rounds_to(lot, chance_of_passing(rule, Lot::Share(0.7)).unwrap(), 5);
}

// 286 children in 166 files, 1.72 to a file: children of one file that are alike in half of what varies.
#[test]
fn children_in_files_lose_a_third_of_the_sample() {
    let effect = design_effect(&[286.0 / 166.0], 0.5).unwrap();
    rounds_to(effect, 1.3614, 4);
    rounds_to(effective_size(286.0, effect).unwrap(), 210.1, 1);
    rounds_to(design_effect(&[1.0, 3.0], 0.5).unwrap(), 1.75, 10);
    rounds_to(kish(&[1.0, 1.0, 1.0]).unwrap(), 1.0, 12);
    rounds_to(kish(&[1.0, 3.0]).unwrap(), 1.25, 12);
    assert_eq!(kish(&[]), Err(NoAnswer::NoPopulation));
    assert_eq!(design_effect(&[0.5], 0.1), Err(NoAnswer::OutOfRange));
    assert_eq!(design_effect(&[], 0.1), Err(NoAnswer::NoPopulation));
}

#[test]
fn reading_every_file_leaves_nothing_to_estimate() {
    let all = finite_wilson(3, 20, 20, Level::P95).unwrap();
    assert_eq!(all.interval.unwrap().lower, all.interval.unwrap().upper);
    let some = finite_wilson(3, 20, 40, Level::P95).unwrap().interval.unwrap();
    let large = wilson(Group { events: 3.0, population: 20.0 }, Level::P95).unwrap().interval.unwrap();
    assert!(large.lower < some.lower && some.upper < large.upper);
    assert_eq!(finite_wilson(0, 0, 0, Level::P95), Err(NoAnswer::NoPopulation));
    assert_eq!(finite_wilson(3, 2, 9, Level::P95), Err(NoAnswer::OutOfRange));
}

#[test]
fn mid_p_limits_close_when_every_file_is_read() {
    let all = finite_exact(3, 20, 20, FiniteTail::MidP, Level::P95).unwrap().interval.unwrap();
    assert_eq!((all.lower, all.upper), (0.15, 0.15));
    // One file of two read and failing: the other may or may not fail.
    let half = finite_exact(1, 1, 2, FiniteTail::MidP, Level::P95).unwrap().interval.unwrap();
    assert_eq!((half.lower, half.upper), (0.5, 1.0));
    let clean = finite_exact(0, 20, 60, FiniteTail::MidP, Level::P95).unwrap().interval.unwrap();
    assert_eq!(clean.lower, 0.0);
    assert_eq!(finite_exact(0, 0, 5, FiniteTail::MidP, Level::P95), Err(NoAnswer::NoPopulation));
    assert_eq!(finite_exact(2, 1, 5, FiniteTail::MidP, Level::P95), Err(NoAnswer::OutOfRange));
}

proptest! {
    #[test]
    fn mid_p_limits_mirror_when_failing_becomes_passing(population in 2_u64..150, part in 0.0..1.0_f64, failing in 0.0..1.0_f64) {
        let sample = ((population as f64 * part) as u64).max(1);
        let count = (sample as f64 * failing) as u64;
        let a = finite_exact(count, sample, population, FiniteTail::MidP, Level::P95).unwrap();
        let b = finite_exact(sample - count, sample, population, FiniteTail::MidP, Level::P95).unwrap();
        let (x, y) = (a.interval.unwrap(), b.interval.unwrap());
        prop_assert!((x.lower + y.upper - 1.0).abs() < 1e-12 && (x.upper + y.lower - 1.0).abs() < 1e-12);
        let exact = finite_exact(count, sample, population, FiniteTail::Exact, Level::P95).unwrap().interval.unwrap();
        prop_assert!(exact.lower <= x.lower && x.upper <= exact.upper);
        let near = 1.0 / population as f64;
        prop_assert!(x.lower <= a.value + near && a.value <= x.upper + near);
    }

    #[test]
    fn the_bound_is_the_last_count_that_is_not_unlikely(population in 1_u64..200, part in 0.0..1.0_f64, failing in 0.0..1.0_f64) {
        let sample = ((population as f64 * part) as u64).max(1);
        let seen = (sample as f64 * failing * 0.5) as u64;
        let bound = failures_at_most(population, sample, seen, Level::P95).unwrap().failures;
        let chance = |failures| hypergeometric::Draw { population, failures, sample }.at_most(seen);
        prop_assert!(chance(bound) > 0.05);
        if bound < population - (sample - seen) {
            prop_assert!(chance(bound + 1) <= 0.05 + 1e-12);
        }
    }

    #[test]
    fn a_better_service_passes_more_often(sample in 1_u64..80, mark in 0.0..1.0_f64, p in 0.0..0.99_f64) {
        let rule = LotRule { sample, pass: (sample as f64 * mark) as u64 };
        let chance = |p| chance_of_passing(rule, Lot::Share(p)).unwrap();
        prop_assert!(chance(p) <= chance(p + 0.01) + 1e-12);
    }

    #[test]
    fn wilson_limits_mirror_when_success_becomes_failure(n in 1_u32..500, share in 0.0..1.0_f64) {
        let x = f64::from(n) * share;
        let of = |events| wilson(Group { events, population: f64::from(n) }, Level::P95).unwrap().interval.unwrap();
        let (a, b) = (of(x), of(f64::from(n) - x));
        prop_assert!((a.lower + b.upper - 1.0).abs() < 1e-9 && (a.upper + b.lower - 1.0).abs() < 1e-9);
    }
}
