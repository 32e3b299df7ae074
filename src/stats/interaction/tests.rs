//! Additive interaction on published examples and where it is not defined.

use super::*;
use crate::stats::{Estimate, Group, Level, NoAnswer};

fn joint(first: f64, second: f64, both: f64) -> Joint {
    let theta = [first.ln(), second.ln(), (both / (first * second)).ln()];
    Joint::new(theta, [[0.04, 0.01, -0.01], [0.01, 0.09, -0.01], [-0.01, -0.01, 0.16]]).expect("finite")
}

#[test]
fn ratios_of_six_two_and_three_give_the_textbook_figures() {
    // Hosmer and Lemeshow 1992: RR 6, 2, 3 give RERI 2, AP 0.333 and S 1.667.
    let joint = joint(2.0, 3.0, 6.0);
    for limits in [Limits::Delta, Limits::Mover] {
        assert!((reri(&joint, Level::P95, limits).expect("a figure").value - 2.0).abs() < 1e-12);
        let proportion = attributable_proportion(&joint, Level::P95, limits).expect("a figure");
        assert!((proportion.value - 1.0 / 3.0).abs() < 1e-12);
    }
    assert!((synergy(&joint, Level::P95).expect("a figure").value - 5.0 / 3.0).abs() < 1e-12);
}

#[test]
fn synergy_has_no_answer_where_an_exposure_protects() {
    assert_eq!(synergy(&joint(0.8, 3.0, 6.0), Level::P95), Err(NoAnswer::Protective));
    assert_eq!(synergy(&joint(2.0, 3.0, 0.9), Level::P95), Err(NoAnswer::Protective));
    assert!(reri(&joint(0.8, 3.0, 6.0), Level::P95, Limits::Delta).is_ok());
}

#[test]
fn every_measure_takes_the_level_it_is_asked_for() {
    // interactionR 0.1.7 keeps odds-ratio limits at 95% whatever is asked.
    let joint = joint(2.0, 3.0, 6.0);
    let width = |level| {
        let interval = joint.ratio([1.0, 0.0, 0.0], level).expect("a figure").interval.expect("limits");
        (interval.upper / interval.lower).ln()
    };
    assert!(
        (width(Level::P998) / width(Level::P95) - 3.090_232_306_167_813 / 1.959_963_984_540_054).abs()
            < 1e-12
    );
}

#[test]
fn mover_limits_lean_the_way_ratios_do() {
    let estimate = reri(&joint(2.0, 3.0, 6.0), Level::P95, Limits::Mover).expect("a figure");
    let limits = estimate.interval.expect("limits");
    assert!(limits.upper - estimate.value > estimate.value - limits.lower);
}

#[test]
fn the_order_of_exposures_changes_nothing() {
    let one = joint(2.0, 3.0, 6.0);
    let two = Joint::new(
        [3.0_f64.ln(), 2.0_f64.ln(), 0.0],
        [[0.09, 0.01, -0.01], [0.01, 0.04, -0.01], [-0.01, -0.01, 0.16]],
    )
    .expect("finite");
    for limits in [Limits::Delta, Limits::Mover] {
        let (a, b) = (reri(&one, Level::P95, limits), reri(&two, Level::P95, limits));
        let (a, b) = (a.expect("a figure").interval, b.expect("a figure").interval);
        let (a, b) = (a.expect("limits"), b.expect("limits"));
        assert!((a.lower - b.lower).abs() < 1e-12 && (a.upper - b.upper).abs() < 1e-12);
    }
}

fn exposures(events: [f64; 4], people: f64, families: Families) -> Exposures {
    let [neither, first, second, both] = events.map(|events| Group { events, population: people });
    Exposures { neither, first, second, both, families }
}

#[test]
fn counts_give_the_figures_of_the_ratios_and_limits_that_many_events_narrow() {
    let of = |size: f64| {
        exposures([10.0, 20.0, 30.0, 60.0].map(|it| it * size), 1000.0 * size, Families::Together(1.0))
    };
    for (measure, value) in
        [(Additive::Reri, 2.0), (Additive::Proportion, 1.0 / 3.0), (Additive::Excess, 0.02)]
    {
        let (few, many) = (additive(&of(3.0), measure, Level::P95), additive(&of(1e4), measure, Level::P95));
        let (few, many) = (few.expect("a figure"), many.expect("a figure"));
        assert!((few.value - value).abs() < 1e-12);
        let (few, many) = (few.interval.expect("limits"), many.interval.expect("limits"));
        assert!(few.lower < many.lower && many.lower < value && value < many.upper && many.upper < few.upper);
        // With very many events they are a normal's: root-n narrow and even.
        let (below, above) = (value - many.lower, many.upper - value);
        assert!((above / below - 1.0).abs() < 0.02, "{measure:?}: {below} {above}");
    }
    assert!((synergy_of_counts(&of(1.0)).expect("a figure") - 5.0 / 3.0).abs() < 1e-12);
}

#[test]
fn limits_of_counts_come_to_those_of_the_model_as_events_grow() {
    let of = exposures([1e5, 2e5, 3e5, 6e5], 1e8, Families::Together(1.0));
    let joint = Joint::of_counts(&of).expect("events everywhere");
    let near = |one: Estimate, other: Estimate| {
        let (a, b) = (one.interval.expect("limits"), other.interval.expect("limits"));
        let width = a.upper - a.lower;
        assert!((a.lower - b.lower).abs() < 0.01 * width && (a.upper - b.upper).abs() < 0.01 * width);
    };
    let counts = |measure| additive(&of, measure, Level::P95).expect("a figure");
    for limits in [Limits::Delta, Limits::Mover] {
        near(counts(Additive::Reri), reri(&joint, Level::P95, limits).expect("a figure"));
        let proportion = attributable_proportion(&joint, Level::P95, limits).expect("a figure");
        near(counts(Additive::Proportion), proportion);
    }
}

#[test]
fn counts_that_rule_nothing_out_leave_limits_out() {
    let of = |neither, both| exposures([neither, 3.0, 3.0, both], 1000.0, Families::Together(1.0));
    assert_eq!(additive(&of(0.0, 9.0), Additive::Reri, Level::P95), Err(NoAnswer::ZeroReference));
    assert_eq!(additive(&of(2.0, 0.0), Additive::Proportion, Level::P95), Err(NoAnswer::ZeroCount));
    assert_eq!(synergy_of_counts(&of(4.0, 9.0)), Err(NoAnswer::Protective));
    assert_eq!(additive(&of(2.0, 9.0), Additive::Reri, Level::P95).expect("a figure").interval, None);
    assert_eq!(additive(&of(0.0, 0.0), Additive::Excess, Level::P95).expect("a figure").interval, None);
    assert_eq!(Joint::of_counts(&of(0.0, 9.0)), Err(NoAnswer::ZeroCount));
}

#[test]
fn families_widen_limits_and_those_spread_over_two_groups_widen_what_sets_them_apart_least() {
    let counts = [400.0, 800.0, 600.0, 1600.0];
    let width = |families, measure| {
        let found = additive(&exposures(counts, 1e5, families), measure, Level::P95).expect("a figure");
        let limits = found.interval.expect("limits");
        limits.upper - limits.lower
    };
    let (alone, together) = (Families::Together(1.0), Families::Together(2.0));
    let spread = Families::Spread { effect: 2.0, kin: [counts[0] + counts[2], counts[1] + counts[3]] };
    for measure in [Additive::Reri, Additive::Proportion, Additive::Excess] {
        let widths = [alone, spread, together].map(|families| width(families, measure));
        assert!(widths[0] < widths[1] && widths[1] < widths[2], "{measure:?}: {widths:?}");
        // With nobody of one family nothing widens, however families are spread.
        let nobody = Families::Spread { effect: 1.0, kin: [1000.0, 2400.0] };
        assert!((width(nobody, measure) / widths[0] - 1.0).abs() < 1e-12);
    }
    // Boys as often as girls at each level: their contrasts are chance alone, and so is the difference of the two.
    let even =
        exposures([500.0, 900.0, 500.0, 900.0], 1e5, Families::Spread { effect: 2.0, kin: [1e3, 1.8e3] });
    let apart = Exposures { families: alone, ..even };
    let limits =
        |of| additive(&of, Additive::Excess, Level::P95).expect("a figure").interval.expect("limits");
    assert!((limits(even).upper / limits(apart).upper - 1.0).abs() < 1e-9);
}
