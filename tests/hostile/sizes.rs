//! Models and tests at sizes and shapes that they were not made for; and every figure of `stats` is made where it is checked.

use std::path::{Path, PathBuf};

use nalgebra::DMatrix;
use social_gradient::stats::agreement::{McNemarTest, Ratings, mcnemar};
use social_gradient::stats::glm::{Covariance, Design, Model, Reference, Variable, covariance, fit, wald};
use social_gradient::stats::interaction::Joint;
use social_gradient::stats::multilevel::{Nodes, multilevel, restricted};
use social_gradient::stats::samples::{
    FiniteTail, Lot, LotRule, chance_of_passing, design_effect, effective_size, failures_at_most,
    finite_exact, kish,
};
use social_gradient::stats::survival::hazard_gradient::{HazardCell, hazard_gradient};
use social_gradient::stats::survival::{Stretch, grouped_incidence};
use social_gradient::stats::{Level, NoAnswer};

use super::{checked, ends, sound};

#[test]
fn design_effects_of_huge_clusters_are_numbers_or_reasons() {
    let numbers = [
        design_effect(&[1e200, 1e200], 0.5),
        design_effect(&[1e308, 1e308], 1.0),
        kish(&[1e308, 1e308]),
        kish(&[1e200, 1e-200]),
        effective_size(1e300, 1e-300),
        effective_size(1e-300, 1e300),
    ];
    for found in numbers.into_iter().flatten() {
        assert!(found.is_finite() && found > 0.0, "{found}");
    }
    assert!((kish(&[1e307, 3e307]).unwrap() - 1.25).abs() < 1e-12);
}

#[test]
fn a_ratio_too_large_to_hold_is_no_ratio() {
    let joint = Joint::new([800.0, 1.0, 1.0], [[0.1; 3]; 3]).unwrap();
    use social_gradient::stats::interaction::{Limits, attributable_proportion, reri, synergy};
    for limits in [Limits::Delta, Limits::Mover] {
        assert!(reri(&joint, Level::P95, limits).is_err());
        checked(
            attributable_proportion(&joint, Level::P95, limits),
            "a proportion of a ratio too large to hold",
        );
    }
    assert!(synergy(&joint, Level::P95).is_err());
    let vanishing = Joint::new([-400.0, -400.0, -400.0], [[0.1; 3]; 3]).unwrap();
    checked(attributable_proportion(&vanishing, Level::P95, Limits::Delta), "a vanishing ratio");
    checked(attributable_proportion(&vanishing, Level::P95, Limits::Mover), "a vanishing ratio");
}

#[test]
fn shapes_that_do_not_fit_are_an_answer_and_not_a_panic() {
    let design =
        Design::intercept(3).with(Variable::Numeric { name: "x", values: &[0.0, 1.0, 2.0] }).unwrap();
    let events = [3.0, 5.0, 9.0];
    let found = fit(&Model::poisson(&design, &events)).unwrap();
    let small = DMatrix::from_element(1, 1, 0.1);
    assert!(matches!(wald(&found, 1, &small, Level::P95, Reference::Normal), Err(NoAnswer::ShapeMismatch)));
    let spread = covariance(&found, Covariance::Model).unwrap();
    for free in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(wald(&found, 1, &spread, Level::P95, Reference::Student(free)).is_err(), "{free}");
    }
    assert_eq!(Joint::of(&found, &small, [0, 1, 1]), Err(NoAnswer::ShapeMismatch));
    assert_eq!(Joint::of(&found, &spread, [0, 1, 7]), Err(NoAnswer::ShapeMismatch));
    // A model without a column has a likelihood and no coefficient.
    let empty = Design::empty(3);
    let bare = fit(&Model::poisson(&empty, &events));
    assert!(bare.is_err() || bare.is_ok_and(|it| it.rank() == 0));
}

#[test]
fn ratings_of_more_categories_than_can_be_counted_are_refused() {
    assert!(ends("many categories", || Ratings::from_pairs(usize::MAX / 2, &[(0, 1)])).is_err());
    assert!(ends("many categories", || Ratings::from_pairs(2_000_000_000, &[(0, 1)])).is_err());
    assert!(Ratings::new(usize::MAX / 2, &[1, 2, 3, 4]).is_err());
    assert_eq!(Ratings::new(2, &[u64::MAX, 1, 1, 1]), Err(NoAnswer::OutOfRange));
}

#[test]
fn tests_of_thousands_of_millions_end_and_sums_do_not_wrap() {
    for test in [McNemarTest::Exact, McNemarTest::MidP, McNemarTest::Asymptotic, McNemarTest::Corrected] {
        let many = ends("McNemar", move || mcnemar(5_000_000_000, 5_000_100_000, test)).unwrap();
        // The difference is one standard deviation: all forms agree on the chance of it.
        assert!((many.p - 0.317_310_5).abs() < 1e-4, "{test:?}: {many:?}");
        assert!(ends("McNemar", move || mcnemar(u64::MAX, 1, test)).is_err(), "{test:?}");
    }
    let rule = LotRule { sample: 4_000_000_000, pass: 2_000_000_000 };
    let at_large = ends("a lot", move || chance_of_passing(rule, Lot::Share(0.5))).unwrap();
    assert!((at_large - 0.5).abs() < 1e-4, "{at_large}");
    let huge = Lot::Files { population: u64::MAX, compliant: u64::MAX / 2 };
    assert!(ends("a lot", move || chance_of_passing(rule, huge)).is_err());
    let files = Lot::Files { population: 900_000_000, compliant: 450_000_000 };
    let rule = LotRule { sample: 400_000_000, pass: 200_000_000 };
    let known = ends("a lot of files", move || chance_of_passing(rule, files)).unwrap();
    assert!((known - 0.5).abs() < 1e-4, "{known}");
    let bound =
        ends("a bound", || failures_at_most(900_000_000, 400_000_000, 1_000_000, Level::P95)).unwrap();
    assert!((bound.share - 0.0025).abs() < 1e-5, "{bound:?}");
    let limits =
        ends("limits", || finite_exact(1_000_000, 400_000_000, 900_000_000, FiniteTail::Exact, Level::P95));
    assert!(limits.is_ok_and(sound), "{limits:?}");
    assert!(ends("a bound", || failures_at_most(u64::MAX, u64::MAX - 1, 1, Level::P95)).is_err());
}

#[test]
fn journeys_too_few_to_count_have_no_hidden_nan() {
    let stretch = |end, at_risk: f64| Stretch {
        end,
        at_risk,
        events: at_risk / 3.0,
        competing: at_risk / 3.0,
        withdrawn: 0.0,
    };
    let tiny = [stretch(1.0, 1e-300), stretch(2.0, 3e-301)];
    if let Ok(curve) = grouped_incidence(&tiny, Level::P95) {
        // Where its error is given it is one of a share of so few, not a nought for want of a number.
        assert!(curve.points().iter().all(|point| point.se.is_finite() && point.se > 0.0), "{curve:?}");
    }
}

#[test]
fn hazards_keep_the_events_they_are_given() {
    let cell =
        |closeness, months, events| HazardCell { closeness, stretch: "0 to 1".to_owned(), months, events };
    let cells = [cell(0.1, 40.0, 60.0), cell(0.5, 40.0, 9.0), cell(0.9, 40.0, 7.0), cell(0.3, 40.0, 5.0)];
    assert!(matches!(hazard_gradient(&cells, Level::P95), Err(NoAnswer::OutOfRange)));
    // All that began had the event in the one month: each was there for it.
    let whole = Stretch { end: 1.0, at_risk: 12.0, events: 12.0, competing: 0.0, withdrawn: 0.0 };
    assert_eq!(HazardCell::of(0.5, &[whole])[0].months, 12.0);
    // Nought is one place, whatever its sign.
    let two = [cell(0.0, 40.0, 9.0), cell(-0.0, 40.0, 8.0), cell(1.0, 40.0, 7.0)];
    assert!(matches!(hazard_gradient(&two, Level::P95), Err(NoAnswer::TooFewGroups)));
}

#[test]
fn a_straight_line_through_every_value_has_no_likelihood() {
    use social_gradient::stats::glm::likelihood_ratio;
    let x = [0.0, 1.0, 2.0, 3.0];
    let y = [1.0, 3.0, 5.0, 7.0];
    let (small, large) = (
        Design::intercept(4),
        Design::intercept(4).with(Variable::Numeric { name: "x", values: &x }).unwrap(),
    );
    let (small, large) =
        (fit(&Model::gaussian(&small, &y)).unwrap(), fit(&Model::gaussian(&large, &y)).unwrap());
    assert!(likelihood_ratio(&small, &large).is_err());
}

#[test]
fn a_variance_whose_curve_does_not_bend_has_no_error_of_nought() {
    // Strata with counts from few to many: wherever the fit stands, an error of nought would be certainty.
    let mut answered = 0;
    for (many, few) in [(1e9_f64, 3.0_f64), (1e6, 1e6), (4000.0, 12.0), (50.0, 0.0)] {
        for shift in [0.0, 1e-4, 1e-2, 0.3] {
            let people = [many; 9];
            let events: Vec<f64> =
                (0..9).map(|at| few + (f64::from(at) * shift * few.max(1.0)).round()).collect();
            let offset: Vec<f64> = people.iter().map(|people: &f64| people.ln()).collect();
            let design = Design::intercept(9);
            let model = Model::poisson(&design, &events).with_offset(&offset);
            let places: Vec<usize> = (0..9).collect();
            let Ok(found) = multilevel(&model, &places, Nodes::default()) else { continue };
            assert!(found.sd().is_finite() && found.log_likelihood().is_finite());
            let Ok(careful) = restricted(&found) else { continue };
            answered += 1;
            assert!(careful.at_boundary() || careful.sd_error().is_ok_and(|error| error > 0.0));
        }
    }
    assert!(answered > 5);
}

/// The source files of `stats`, without the tests beside them.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn figures_are_made_where_they_are_checked() {
    let stats = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/stats");
    // The one place where each may be written out: its constructor.
    let homes = [
        ("Estimate {", "mod.rs"),
        ("Interval {", "mod.rs"),
        ("Index {", "inequality/mod.rs"),
        ("Tau2 {", "meta/mod.rs"),
    ];
    let files = sources(&stats);
    assert!(files.len() > 100, "the sources are there to be read: {}", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (literal, home) in homes.into_iter().filter(|(_, home)| file != stats.join(home)) {
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let Some((before, _)) = line.split_once(literal) else { continue };
                // A type's own definition, the end of a signature, and the taking apart of a figure make none.
                let makes = before.is_empty() || before.ends_with([' ', '(', '|', '[']);
                let taken = ["struct ", "impl ", "-> ", "let "].iter().any(|word| before.ends_with(word));
                assert!(!makes || taken, "{}: {line}: use the constructor of {home}", file.display());
            }
        }
    }
}
