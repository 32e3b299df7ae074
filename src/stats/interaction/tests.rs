//! Additive interaction on published examples and where it is not defined.

use super::*;
use crate::stats::{Group, Level, NoAnswer};

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

#[test]
fn counts_give_the_figures_of_the_ratios_and_limits_that_many_events_narrow() {
    let of = |size: f64| {
        let group = |events: f64| Group { events: events * size, population: 1000.0 * size };
        Exposures { neither: group(10.0), first: group(20.0), second: group(30.0), both: group(60.0) }
    };
    for (measure, value) in
        [(Additive::Reri, 2.0), (Additive::Proportion, 1.0 / 3.0), (Additive::Synergy, 5.0 / 3.0)]
    {
        let (few, many) = (additive(of(3.0), measure, Level::P95), additive(of(1e4), measure, Level::P95));
        let (few, many) = (few.expect("a figure"), many.expect("a figure"));
        assert!((few.value - value).abs() < 1e-12);
        let (few, many) = (few.interval.expect("limits"), many.interval.expect("limits"));
        assert!(few.lower < many.lower && many.lower < value && value < many.upper && many.upper < few.upper);
        // With very many events they are a normal's: root-n narrow and even.
        let (below, above) = (value - many.lower, many.upper - value);
        assert!((above / below - 1.0).abs() < 0.02, "{measure:?}: {below} {above}");
    }
}

#[test]
fn counts_that_rule_nothing_out_leave_limits_out() {
    let group = |events: f64| Group { events, population: 1000.0 };
    let of = |neither, both| Exposures {
        neither: group(neither),
        first: group(3.0),
        second: group(3.0),
        both: group(both),
    };
    assert_eq!(additive(of(0.0, 9.0), Additive::Reri, Level::P95), Err(NoAnswer::ZeroReference));
    assert_eq!(additive(of(2.0, 0.0), Additive::Proportion, Level::P95), Err(NoAnswer::ZeroCount));
    assert_eq!(additive(of(4.0, 9.0), Additive::Synergy, Level::P95), Err(NoAnswer::Protective));
    assert_eq!(additive(of(2.0, 9.0), Additive::Synergy, Level::P95).expect("a figure").interval, None);
}

#[test]
fn slopes_are_those_of_the_measures_up_to_a_factor() {
    let rates = [1.0, 2.0, 1.5, 4.0];
    let of = |rates: [f64; 4]| {
        let [neither, first, second, both] = rates.map(|rate| Group { events: rate * 1e4, population: 1e6 });
        Exposures { neither, first, second, both }
    };
    for measure in [Additive::Reri, Additive::Proportion, Additive::Synergy] {
        let value = |rates| {
            let found = additive(of(rates), measure, Level::P95).expect("a figure").value;
            if measure == Additive::Synergy { found.ln() } else { found }
        };
        let moved: [f64; 4] = std::array::from_fn(|at| {
            let by =
                |step: f64| value(std::array::from_fn(|it| rates[it] + if it == at { step } else { 0.0 }));
            (by(1e-5) - by(-1e-5)) / 2e-5
        });
        let slopes = of(rates).slopes(measure);
        for at in 0..4 {
            assert!(
                (moved[at] / moved[1] - slopes[at] / slopes[1]).abs() < 1e-6,
                "{measure:?}: {moved:?} {slopes:?}"
            );
        }
    }
}
