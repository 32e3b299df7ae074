//! Rates, standardised rates, gradients, inequality, funnels and several sites.

use social_gradient::stats::funnel::{Transform, Trim, Unit, overdispersion, proportion_limits};
use social_gradient::stats::gradient::{
    Limits, LinearLimits, Relative, linear, per_sd, per_step, per_unit, poisson, poisson_clustered,
};
use social_gradient::stats::inequality::{
    Chance, ConcentrationLimits, Form, attributable, between, concentration, theil,
};
use social_gradient::stats::meta::{Between, PooledLimits, Studies, Study, between_variance, pool};
use social_gradient::stats::rates::{Clusters, CountLimits, Published, RatioLimits, difference, rate, ratio};
use social_gradient::stats::standardise::{
    Reference as Standard, Small, Stratum, direct, fay_feuer, indirect,
};
use social_gradient::stats::{Group, Level, NoAnswer};

use super::{checked, ends, sound, wide};

fn groups(rows: &[(f64, f64)]) -> Vec<Group> {
    rows.iter().map(|&(events, population)| Group { events, population }).collect()
}

#[test]
fn events_without_weight_have_no_standardised_rate_and_do_not_go_on_for_ever() {
    let strata = [Stratum::independent(15.0, 100.0, 0.0), Stratum::independent(0.0, 100.0, 1000.0)];
    let gamma = ends("events without weight", move || fay_feuer(&strata, Level::P95));
    assert!(gamma.is_err(), "{gamma:?}");
    for limits in [CountLimits::Score, CountLimits::House] {
        let found = direct(&strata, Small::Withheld, limits, Level::P95);
        assert!(found.is_err(), "{found:?}");
    }
    for (events, population) in [(1e-300, 100.0), (5.0, 1e-300), (1e-300, 1e300)] {
        let one = [Stratum::independent(events, population, 1e3), Stratum::independent(0.0, 100.0, 1e3)];
        let found = ends("a tiny stratum", move || fay_feuer(&one, Level::P95));
        assert!(found.is_err() || found.is_ok_and(|it| it.value.is_finite() && it.variance.is_finite()));
    }
}

#[test]
fn a_ratio_for_one_unit_of_a_tiny_score_is_refused_and_not_infinite_or_nought() {
    let table = groups(&[(60.0, 1e3), (42.0, 1.1e3), (30.0, 900.0), (9.0, 1e3)]);
    for scores in [[0.003_5, 0.002, 0.001_5, 0.001], [0.001, 0.001_5, 0.002, 0.003_5]]
        .map(|row| row.map(|it| it / 10.0))
    {
        let found = per_unit(&table, &scores, Limits::default(), Level::P95);
        assert!(found.is_err(), "{found:?}");
    }
    // Larger units of the same scores have a ratio.
    assert!(
        per_sd(
            &table,
            &[0.003_5, 0.002, 0.001_5, 0.001],
            social_gradient::stats::gradient::Spread::People,
            Limits::default(),
            Level::P95
        )
        .is_ok_and(|found| sound(found.ratio))
    );
}

#[test]
fn figures_whose_rates_cannot_be_held_are_refused() {
    let huge = Group { events: 1e15, population: 1e-300 };
    let usual = Group { events: 10.0, population: 1e3 };
    let nobody = Group { events: 1.0, population: 0.0 };
    let lost = Group { events: 1e-300, population: 1e300 };
    for odd in [huge, nobody, lost] {
        let table = [odd, usual, usual, odd];
        assert!(rate(odd, CountLimits::Score, Level::P95).is_err());
        assert!(Published::rate(odd).is_err());
        assert!(difference(odd, usual, Level::P95).is_err());
        assert!(ratio(odd, usual, RatioLimits::Score, Level::P95).is_err());
        assert!(linear(&table, LinearLimits::Student, Level::P95).is_err());
        assert!(between(&table, Chance::Poisson, Level::P95).is_err());
        assert!(theil(&table, Chance::Poisson, Level::P95).is_err());
        assert!(attributable(&table, Default::default(), Chance::Poisson, Level::P95).is_err());
        let reference = [Standard { events: odd.events, population: odd.population }];
        assert!(indirect(10.0, &[100.0], &reference, CountLimits::Score, Level::P95).is_err());
    }
    // A rate that can be held, whose upper limit cannot.
    assert!(rate(Group { events: 1.797_6e8, population: 1e-300 }, CountLimits::Score, Level::P998).is_err());
}

#[test]
fn rates_that_can_just_be_held_give_numbers_or_reasons() {
    let table = groups(&[(1e8, 1e-200), (3.0, 1e-200), (1.0, 1e5), (2.0, 1e5)]);
    checked(ratio(table[0], table[2], RatioLimits::Log, Level::P95), "a ratio");
    checked(
        ratio(table[0], Group { events: 1.0, population: 1e9 }, RatioLimits::Score, Level::P95),
        "a ratio",
    );
    for chance in [Chance::Poisson, Chance::Binomial] {
        for found in [
            theil(&table, chance, Level::P95),
            between(&table, chance, Level::P95).map(|found| found.variance),
            attributable(&table, Default::default(), chance, Level::P95).map(|found| found.risk),
        ]
        .into_iter()
        .flatten()
        {
            let whole = [Some(found.value), found.se].into_iter().flatten().all(f64::is_finite);
            assert!(whole && found.interval.is_none_or(wide), "{found:?}");
        }
    }
    let straight = linear(&table, LinearLimits::Hc3, Level::P95);
    checked(straight.map(|it| it.sii), "a straight line");
    checked(straight.and_then(|it| it.relative(Relative::SlopeOverMean)), "a slope over a mean");
}

#[test]
fn published_figures_that_are_no_numbers_have_no_difference_or_ratio() {
    let sound = Published { value: 3.0, se: 1.0 };
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for wrong in [Published { value: odd, se: 1.0 }, Published { value: 1.0, se: odd }] {
            for (one, two) in [(wrong, sound), (sound, wrong)] {
                use social_gradient::stats::rates::{difference, ratio};
                assert!(difference::of_published(one, two, Level::P95).is_err(), "{wrong:?}");
                assert!(ratio::of_published(one, two, Level::P95).is_err(), "{wrong:?}");
            }
        }
    }
    use social_gradient::stats::rates::ratio;
    let (large, small) = (Published { value: 1e200, se: 1.0 }, Published { value: 1e-200, se: 1e-201 });
    assert!(ratio::of_published(large, small, Level::P95).is_err());
}

#[test]
fn all_events_in_one_group_leave_nothing_to_judge_an_index_by() {
    let table = groups(&[(40.0, 1e3), (0.0, 1e3), (0.0, 1e3), (0.0, 1e3), (0.0, 1e3)]);
    for form in [Form::Relative, Form::Wagstaff, Form::Generalised, Form::Erreygers] {
        let limits = ConcentrationLimits::Counts(Chance::Poisson);
        let index = concentration(&table, form, limits, Level::P95).unwrap();
        // The absolute forms still vary with the count.
        let absolute = matches!(form, Form::Generalised | Form::Erreygers);
        assert_eq!(index.interval.is_some(), absolute, "{form:?}: {index:?}");
        assert!(index.interval.is_none_or(wide), "{form:?}: {index:?}");
    }
    let middle = groups(&[(0.0, 1e3), (0.0, 1e3), (40.0, 1e3), (0.0, 1e3), (0.0, 1e3)]);
    let families = [0.0, 0.0, 60.0, 0.0, 0.0];
    let fit = poisson_clustered(&middle, &families, Level::P95).unwrap();
    assert!(fit.rii.interval.is_none_or(wide) && fit.sii.interval.is_none_or(wide), "{fit:?}");
}

#[test]
fn groups_that_lie_on_their_line_leave_no_scatter_to_take_limits_from() {
    let alike = groups(&[(30.0, 1e3), (60.0, 2e3), (15.0, 500.0), (39.0, 1.3e3)]);
    let none = groups(&[(0.0, 1e3), (0.0, 2e3), (0.0, 500.0), (0.0, 1.3e3)]);
    let steady = groups(&[(40.0, 1e3), (30.0, 1e3), (20.0, 1e3), (10.0, 1e3)]);
    for table in [&alike, &none, &steady] {
        for limits in [LinearLimits::Student, LinearLimits::Hc0, LinearLimits::Hc1, LinearLimits::Hc3] {
            let fit = linear(table, limits, Level::P95).unwrap();
            assert_eq!(fit.sii.interval, None, "{fit:?}");
            for convention in [Relative::EndsRatio, Relative::SlopeOverMean] {
                assert!(fit.relative(convention).is_ok_and(|it| it.interval.is_none()) || table == &none);
            }
        }
    }
    for limits in [Limits::Hc0, Limits::Hc1] {
        let fit = poisson(&alike, limits, Level::P95).unwrap();
        assert_eq!((fit.rii.interval, fit.sii.interval, fit.slope_over_mean.interval), (None, None, None));
        let step = per_step(&alike, limits, Level::P95).unwrap();
        assert_eq!(step.ratio.interval, None);
    }
    // The model's own limits do not rest on scatter.
    assert!(poisson(&alike, Limits::default(), Level::P95).unwrap().rii.interval.is_some_and(wide));
}

#[test]
fn squares_of_families_that_cannot_be_are_refused() {
    let table = groups(&[(40.0, 1e3), (30.0, 1e3), (20.0, 1e3)]);
    let found = poisson_clustered(&table, &[0.0, 0.0, 0.0], Level::P95);
    assert_eq!(found.map(|it| it.rii), Err(NoAnswer::OutOfRange));
}

#[test]
fn a_level_that_leaves_no_quantile_is_no_level() {
    for level in [1e-17, f64::MIN_POSITIVE, f64::NAN] {
        assert_eq!(Level::new(level), None);
    }
    for level in [1e-12, 0.5, 1.0 - f64::EPSILON] {
        let effect = Clusters { events: 40.0, squares: Some(80.0), clusters: Some(20.0) };
        let found = effect.effect(Level::new(level).unwrap()).unwrap();
        assert!(found.is_finite() && found >= 1.0, "{level}: {found}");
    }
}

#[test]
fn a_funnel_about_no_events_or_all_has_no_limits() {
    assert!(proportion_limits(0.0, 100.0, Level::P95).is_err());
    assert!(proportion_limits(1.0, 100.0, Level::P95).is_err());
    let unit = |events, size| Unit { events, size };
    for units in [
        [unit(3.0, 1e15), unit(4.0, 1e-9), unit(5.0, 2.0)],
        [unit(3.0, 1e-300), unit(1e15, 1e-300), unit(5.0, 2.0)],
        [unit(1e15, 1e15), unit(1e-15, 1e-15), unit(5.0, 2.0)],
    ] {
        for transform in [Transform::LogRatio, Transform::RootRatio, Transform::ArcsineProportion] {
            for trim in [Trim::Winsorise, Trim::Truncate] {
                if let Ok(found) = overdispersion(&units, transform, trim) {
                    assert!(found.phi.is_finite() && found.tau2.is_finite(), "{transform:?} {found:?}");
                    assert!(found.z.iter().all(|z| z.is_finite()), "{transform:?} {found:?}");
                }
            }
        }
    }
}

#[test]
fn studies_of_very_different_size_have_a_variance_between_them_or_a_reason() {
    for (one, two) in [(1e-15, 1e15), (1e-74, 1e74), (1e-30, 1.0)] {
        for gap in [0.0, 1.0, 1e10] {
            let list = [
                Study { effect: 0.0, variance: one },
                Study { effect: gap, variance: two },
                Study { effect: -gap, variance: two },
            ];
            for few in [2, 3] {
                let studies = Studies::new(&list[..few]).unwrap();
                for between in [
                    Between::DerSimonianLaird,
                    Between::Hedges,
                    Between::SidikJonkman,
                    Between::PauleMandel,
                    Between::EmpiricalBayes,
                    Between::MaximumLikelihood,
                    Between::RestrictedMaximumLikelihood,
                ] {
                    let Ok(tau2) = between_variance(&studies, between) else { continue };
                    let what = format!("{between:?} {one} {gap} {few}: {tau2:?}");
                    assert!(tau2.value.is_finite() && tau2.se.is_none_or(f64::is_finite), "{what}");
                    if let Ok(mean) = pool(&studies, &tau2, PooledLimits::Normal, Level::P95) {
                        assert!(mean.effect.is_finite() && mean.se.is_finite(), "{what}: {mean:?}");
                    }
                    if let Ok(spread) = social_gradient::stats::meta::heterogeneity(&studies, &tau2) {
                        let all = [spread.q, spread.p, spread.i2, spread.h2];
                        assert!(all.into_iter().all(f64::is_finite), "{what}: {spread:?}");
                    }
                }
            }
        }
    }
    // The moments of two studies of which one says nearly all: (Q - 1)/(2 w₁ w₂/(w₁ + w₂)).
    let studies =
        Studies::new(&[Study { effect: 0.0, variance: 1e-15 }, Study { effect: 1e10, variance: 1e15 }])
            .unwrap();
    let moments = between_variance(&studies, Between::DerSimonianLaird).unwrap().value;
    let expected = (1e20 / 1e15 - 1.0) / (2.0 / 1e15);
    assert!((moments / expected - 1.0).abs() < 1e-9, "{moments:e}, not {expected:e}");
}
