//! Laws that every gradient and summary keeps, whatever the table.

use proptest::prelude::*;
use social_gradient::stats::gradient::{
    Gradient, Limits, LinearLimits, Measured, OhidLimits, Scale, Spread, generalised_ridits, linear, logit,
    negative_binomial, ohid, per_sd, per_step, per_unit, poisson, poisson_at,
};
use social_gradient::stats::inequality::{
    Against, Chance, ConcentrationLimits, Form, Reference, Weighting, attributable, between, concentration,
    concentration_at, mean_difference, mean_log_deviation, theil,
};
use social_gradient::stats::rates::{CountLimits, RatioLimits, difference, rate, ratio};
use social_gradient::stats::shrinkage::{gamma_poisson, marshall};
use social_gradient::stats::standardise::{Small, Stratum, direct, fay_feuer, indirect};
use social_gradient::stats::{Estimate, Group, Interval, Level};

const COUNTS: ConcentrationLimits = ConcentrationLimits::Counts(Chance::Poisson);

/// Tables in which every group has events, so that every figure exists.
fn tables() -> impl Strategy<Value = Vec<Group>> {
    prop::collection::vec((1u32..400, 500u32..20_000), 5..12).prop_map(|rows| {
        rows.into_iter()
            .map(|(events, population)| Group {
                events: f64::from(events.min(population - 1)),
                population: f64::from(population),
            })
            .collect()
    })
}

fn near(one: f64, two: f64) -> bool {
    (one - two).abs() <= 1e-8 * (1.0 + one.abs().max(two.abs()))
}

fn measured(groups: &[Group]) -> Vec<Measured> {
    groups
        .iter()
        .map(|group| {
            let value = group.rate();
            Measured { value, lower: value * 0.7, upper: value * 1.4, population: group.population }
        })
        .collect()
}

fn turned(groups: &[Group]) -> Vec<Group> {
    groups.iter().rev().copied().collect()
}

fn limits(estimate: Estimate) -> Interval {
    estimate.interval.expect("limits that go with the figure")
}

/// Whether `two` is `one` seen from the other end: figures negated, limits exchanged.
fn negated(one: Estimate, two: Estimate) -> bool {
    let (a, b) = (limits(one), limits(two));
    near(one.value, -two.value) && near(a.lower, -b.upper) && near(a.upper, -b.lower)
}

/// Likewise for ratios.
fn inverted(one: Estimate, two: Estimate) -> bool {
    let (a, b) = (limits(one), limits(two));
    near(one.value * two.value, 1.0) && near(a.lower * b.upper, 1.0) && near(a.upper * b.lower, 1.0)
}

/// Whether `two` is the gradient `one` seen from the other end, to a share that a search leaves open.
fn turns(one: Gradient, two: Gradient, share: f64) -> bool {
    let (a, b) = (limits(one.rii), limits(two.rii));
    let ratio = |a: f64, b: f64| (a * b - 1.0).abs() < share;
    let (c, d) = (limits(one.sii), limits(two.sii));
    let scale = share * (c.upper - c.lower);
    let gap = |a: f64, b: f64| (a + b).abs() < scale;
    ratio(one.rii.value, two.rii.value)
        && ratio(a.lower, b.upper)
        && ratio(a.upper, b.lower)
        && gap(one.sii.value, two.sii.value)
        && gap(c.lower, d.upper)
        && gap(c.upper, d.lower)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn turning_the_scale_inverts_ratios_and_negates_differences(groups in tables()) {
        let back = turned(&groups);
        for limits in [Limits::Delta, Limits::Inflated, Limits::Hc0, Limits::Hc1] {
            let (one, two) =
                (poisson(&groups, limits, Level::P95).unwrap(), poisson(&back, limits, Level::P95).unwrap());
            prop_assert!(inverted(one.rii, two.rii) && negated(one.sii, two.sii));
            prop_assert!(negated(one.slope_over_mean, two.slope_over_mean));
        }
        let (one, two) =
            (logit(&groups, Limits::Delta, Level::P95).unwrap(), logit(&back, Limits::Delta, Level::P95).unwrap());
        prop_assert!(inverted(one.odds_ratio, two.odds_ratio) && negated(one.gradient.sii, two.gradient.sii));
        let spread = |groups: &[Group]| negative_binomial(groups, Limits::Inflated, Level::P95).unwrap();
        let (one, two) = (spread(&groups), spread(&back));
        prop_assert!((one.alpha - two.alpha).abs() < 1e-5 * (1.0 + one.alpha));
        prop_assert!(turns(one.gradient, two.gradient, 1e-5));
        let line = |groups: &[Group]| linear(groups, LinearLimits::Student, Level::P95).unwrap().sii;
        prop_assert!(negated(line(&groups), line(&back)));
        let published = |groups: &[Group]| ohid(&measured(groups), Scale::Log, OhidLimits::Closed, Level::P95).unwrap();
        let (one, two) = (published(&groups), published(&back));
        prop_assert!(negated(one.sii, two.sii) && inverted(one.rii.unwrap(), two.rii.unwrap()));
        let index = |groups: &[Group]| concentration(groups, Form::Relative, COUNTS, Level::P95).unwrap();
        let (one, two) = (index(&groups), index(&back));
        prop_assert!(near(one.value, -two.value) && near(one.se.unwrap(), two.se.unwrap()));
    }

    #[test]
    fn profile_limits_turn_with_the_scale(groups in tables()) {
        for limits in [Limits::Profile, Limits::InflatedProfile] {
            let of = |groups: &[Group]| poisson(groups, limits, Level::P95).unwrap();
            let (one, two) = (of(&groups), of(&turned(&groups)));
            prop_assert!(turns(one, two, 1e-5), "{limits:?} {one:?} {two:?}");
            prop_assert!(one.rii.interval.unwrap().holds(one.rii.value));
            prop_assert!(one.sii.interval.unwrap().holds(one.sii.value));
            let of = |groups: &[Group]| negative_binomial(groups, limits, Level::P95).unwrap();
            let (one, two) = (of(&groups), of(&turned(&groups)));
            prop_assert!(turns(one.gradient, two.gradient, 1e-4), "{limits:?} {one:?} {two:?}");
            let steps = |groups: &[Group]| per_step(groups, limits, Level::P95).unwrap().ratio;
            let (a, b) = (steps(&groups), steps(&turned(&groups)));
            prop_assert!((a.value * b.value - 1.0).abs() < 1e-8);
            // Where one group decides the line there are no limits, from whichever end it is seen.
            prop_assert_eq!(a.interval.is_some(), b.interval.is_some());
            let apart = a.interval.zip(b.interval).map_or(0.0, |(a, b)| (a.lower * b.upper - 1.0).abs());
            prop_assert!(apart < 1e-5, "{apart}");
        }
    }

    #[test]
    fn larger_populations_lower_rates_and_leave_ratios(groups in tables(), times in 2u32..50) {
        let times = f64::from(times);
        let larger: Vec<Group> =
            groups.iter().map(|group| Group { population: group.population * times, ..*group }).collect();
        let (one, two) = (
            poisson(&groups, Limits::Inflated, Level::P95).unwrap(),
            poisson(&larger, Limits::Inflated, Level::P95).unwrap(),
        );
        prop_assert!(near(one.rii.value, two.rii.value) && near(one.log_rii_se, two.log_rii_se));
        prop_assert!(near(one.sii.value, two.sii.value * times));
        let index = |groups: &[Group]| concentration(groups, Form::Relative, COUNTS, Level::P95).unwrap();
        prop_assert!(near(index(&groups).value, index(&larger).value));
        let inequality = |groups: &[Group]| theil(groups, Chance::Poisson, Level::P95).unwrap();
        prop_assert!(near(inequality(&groups).value, inequality(&larger).value));
        let crude = |group| rate(group, CountLimits::House, Level::P95).unwrap().interval.unwrap();
        prop_assert!(near(crude(groups[0]).lower, crude(larger[0]).lower * times));
        let excess = |groups: &[Group], from| attributable(groups, from, Chance::Poisson, Level::P95).unwrap();
        for from in [Reference::LeastDeprived, Reference::Lowest] {
            let (one, two) = (excess(&groups, from), excess(&larger, from));
            prop_assert!(near(one.risk.value, two.risk.value * times));
            prop_assert!(near(one.risk.se.unwrap(), two.risk.se.unwrap() * times));
            let (one, two) = (one.fraction.unwrap(), two.fraction.unwrap());
            prop_assert!(near(one.value, two.value) && near(one.se.unwrap(), two.se.unwrap()));
        }
        for limits in [RatioLimits::MidP, RatioLimits::Exact, RatioLimits::Log] {
            let of = |groups: &[Group]| ratio(groups[0], groups[1], limits, Level::P95).unwrap();
            let (one, two) = (of(&groups), of(&larger));
            let (a, b) = (one.interval.unwrap(), two.interval.unwrap());
            prop_assert!(near(one.value, two.value) && near(a.lower, b.lower) && near(a.upper, b.upper));
        }
    }

    #[test]
    fn larger_populations_lower_standardised_and_shrunken_rates(groups in tables(), times in 2u32..50) {
        let times = f64::from(times);
        let larger: Vec<Group> =
            groups.iter().map(|group| Group { population: group.population * times, ..*group }).collect();
        let adjusted = |groups: &[Group]| {
            let of = |group: &Group, at: usize| Stratum::independent(group.events, group.population, 100.0 + at as f64);
            let strata: Vec<Stratum> = groups.iter().enumerate().map(|(at, group)| of(group, at)).collect();
            let gamma = fay_feuer(&strata, Level::P95).unwrap();
            (direct(&strata, Small::Given, CountLimits::House, Level::P95).unwrap(), gamma)
        };
        let ((one, gamma_one), (two, gamma_two)) = (adjusted(&groups), adjusted(&larger));
        for (one, two) in [(one, two), (gamma_one, gamma_two)] {
            prop_assert!(near(one.value, two.value * times));
            prop_assert!(near(one.interval.lower, two.interval.lower * times));
            prop_assert!(near(one.interval.upper, two.interval.upper * times));
        }
        let people = |groups: &[Group]| groups.iter().map(|group| group.population).collect::<Vec<f64>>();
        let seen = groups.iter().map(|group| group.events).sum::<f64>() + 3.0;
        let against = |own: &[Group], standard: &[Group]| {
            indirect(seen, &people(own), standard, CountLimits::House, Level::P95).unwrap()
        };
        // Of the group alone the ratio falls as its people grow; of group and reference alike it stays, and the rate falls.
        let (one, own, both) = (against(&groups, &groups), against(&larger, &groups), against(&larger, &larger));
        prop_assert!(near(one.ratio.value, own.ratio.value * times) && near(one.ratio.value, both.ratio.value));
        prop_assert!(near(one.rate.value, both.rate.value * times));
        let (one, two) = (marshall(&groups).unwrap(), marshall(&larger).unwrap());
        prop_assert!(near(one.centre, two.centre * times) && near(one.between, two.between * times * times));
        for (one, two) in one.rates.iter().zip(&two.rates) {
            prop_assert!(near(*one, two * times));
        }
        let (one, two) = (gamma_poisson(&groups).unwrap(), gamma_poisson(&larger).unwrap());
        for (one, two) in one.rates.iter().zip(&two.rates) {
            prop_assert!((one / (two * times) - 1.0).abs() < 1e-5, "{one} {two}");
        }
    }

    #[test]
    fn equal_rates_have_no_slope(sizes in prop::collection::vec(1u32..400, 5..12)) {
        let groups: Vec<Group> = sizes
            .into_iter()
            .map(|size| Group { events: 3.0 * f64::from(size), population: 100.0 * f64::from(size) })
            .collect();
        let fit = poisson(&groups, Limits::Inflated, Level::P95).unwrap();
        prop_assert!((fit.rii.value - 1.0).abs() < 1e-9 && fit.sii.value.abs() < 1e-10);
        let spread = negative_binomial(&groups, Limits::InflatedProfile, Level::P95).unwrap();
        prop_assert!(spread.alpha == 0.0);
        prop_assert!((spread.gradient.rii.value - 1.0).abs() < 1e-9 && spread.gradient.sii.value.abs() < 1e-10);
        prop_assert!(limits(spread.gradient.rii).holds(1.0) && limits(spread.gradient.sii).holds(0.0));
        let odds = logit(&groups, Limits::Delta, Level::P95).unwrap();
        prop_assert!((odds.odds_ratio.value - 1.0).abs() < 1e-9 && odds.gradient.sii.value.abs() < 1e-10);
        prop_assert!((odds.gradient.rii.value - 1.0).abs() < 1e-9 && limits(odds.gradient.rii).holds(1.0));
        // Groups that lie on the line leave no scatter to judge it by: no limits, rather than limits of no width.
        let line = linear(&groups, LinearLimits::Student, Level::P95).unwrap();
        prop_assert!(line.sii.value.abs() < 1e-12 && line.sii.interval.is_none());
        for scale in [Scale::Linear, Scale::LinearLogErrors, Scale::Log, Scale::LinearLogitErrors, Scale::Logit] {
            let published = ohid(&measured(&groups), scale, OhidLimits::Closed, Level::P95).unwrap();
            prop_assert!(published.sii.value.abs() < 1e-12);
            prop_assert!((published.rii.unwrap().value - 1.0).abs() < 1e-9);
        }
        let scores: Vec<f64> = (0..groups.len()).map(|at| 0.37 * (at * at) as f64).collect();
        for limits in [Limits::Delta, Limits::InflatedProfile] {
            let unit = per_unit(&groups, &scores, limits, Level::P95).unwrap().ratio;
            let sd = per_sd(&groups, &scores, Spread::People, limits, Level::P95).unwrap().ratio;
            let step = per_step(&groups, limits, Level::P95).unwrap().ratio;
            for ratio in [unit, sd, step] {
                prop_assert!((ratio.value - 1.0).abs() < 1e-9 && ratio.interval.unwrap().holds(1.0));
            }
        }
        let index = concentration(&groups, Form::Relative, COUNTS, Level::P95).unwrap();
        prop_assert!(index.value.abs() < 1e-12);
        prop_assert!(theil(&groups, Chance::Poisson, Level::P95).unwrap().value.abs() < 1e-12);
        prop_assert!(between(&groups, Chance::Poisson, Level::P95).unwrap().variance.value < 1e-20);
    }

    #[test]
    fn order_of_areas_changes_nothing(
        (areas, scores, order) in tables().prop_flat_map(|areas| {
            let count = areas.len();
            let order: Vec<usize> = (0..count).collect();
            (Just(areas), prop::collection::vec(0u8..6, count), Just(order).prop_shuffle())
        })
    ) {
        let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        prop_assume!(scores.iter().any(|score| *score != scores[0]));
        let moved: Vec<Group> = order.iter().map(|&at| areas[at]).collect();
        let moved_scores: Vec<f64> = order.iter().map(|&at| scores[at]).collect();
        let (ranks, moved_ranks) =
            (generalised_ridits(&areas, &scores).unwrap(), generalised_ridits(&moved, &moved_scores).unwrap());
        let fit = |areas: &[Group], ranks: &[f64]| poisson_at(areas, ranks, Limits::Inflated, Level::P95).unwrap();
        let (one, two) = (fit(&areas, &ranks), fit(&moved, &moved_ranks));
        prop_assert!(near(one.rii.value, two.rii.value) && near(one.sii_se, two.sii_se));
        let index = |areas: &[Group], ranks: &[f64]| {
            concentration_at(areas, ranks, Form::Wagstaff, COUNTS, Level::P95).unwrap()
        };
        prop_assert!(near(index(&areas, &ranks).value, index(&moved, &moved_ranks).value));
        let whole = |areas: &[Group]| mean_log_deviation(areas, Chance::Poisson, Level::P95).unwrap().value;
        prop_assert!(near(whole(&areas), whole(&moved)));
        let best = |areas: &[Group]| mean_difference(areas, Against::Best, Weighting::Groups).unwrap().value;
        prop_assert!(near(best(&areas), best(&moved)));
    }

    #[test]
    fn merging_areas_of_one_score_changes_no_index(areas in tables(), at in 0usize..4) {
        // Two areas with one rate and one score become one area.
        let scores: Vec<f64> = (0..areas.len()).map(|area| -(area as f64)).collect();
        let mut split = areas.clone();
        let half = Group { events: areas[at].events / 2.0, population: areas[at].population / 2.0 };
        split[at] = half;
        split.insert(at, half);
        let mut split_scores = scores.clone();
        split_scores.insert(at, scores[at]);
        let ranks = |areas: &[Group], scores: &[f64]| generalised_ridits(areas, scores).unwrap();
        let (whole_ranks, split_ranks) = (ranks(&areas, &scores), ranks(&split, &split_scores));
        let fit = |areas: &[Group], ranks: &[f64]| poisson_at(areas, ranks, Limits::Delta, Level::P95).unwrap();
        let (one, two) = (fit(&areas, &whole_ranks), fit(&split, &split_ranks));
        prop_assert!(near(one.rii.value, two.rii.value) && near(one.sii_se, two.sii_se));
        let unit = |areas: &[Group], scores: &[f64]| per_unit(areas, scores, Limits::Delta, Level::P95).unwrap();
        prop_assert!(near(unit(&areas, &scores).ratio.value, unit(&split, &split_scores).ratio.value));
        let index = |areas: &[Group], ranks: &[f64]| {
            concentration_at(areas, ranks, Form::Relative, COUNTS, Level::P95).unwrap()
        };
        let (one, two) = (index(&areas, &whole_ranks), index(&split, &split_ranks));
        prop_assert!(near(one.value, two.value) && near(one.se.unwrap(), two.se.unwrap()));
        let inequality = |areas: &[Group]| theil(areas, Chance::Poisson, Level::P95).unwrap().value;
        prop_assert!(near(inequality(&areas), inequality(&split)));
    }

    #[test]
    fn two_rates_compared_turn_about(groups in tables()) {
        let (one, two) = (groups[0], groups[1]);
        let gap = |one, two| difference(one, two, Level::P95).unwrap();
        prop_assert!(negated(gap(one, two), gap(two, one)));
        for limits in [RatioLimits::MidP, RatioLimits::Exact, RatioLimits::Log] {
            let of = |one, two| ratio(one, two, limits, Level::P95).unwrap();
            prop_assert!(inverted(of(one, two), of(two, one)));
        }
    }

    #[test]
    fn a_standard_like_the_group_itself_gives_its_crude_rate(groups in tables()) {
        prop_assume!(groups.iter().map(|group| group.events).sum::<f64>() >= 10.0);
        let strata: Vec<Stratum> = groups
            .iter()
            .map(|group| Stratum::independent(group.events, group.population, group.population))
            .collect();
        let whole = direct(&strata, Small::Withheld, CountLimits::House, Level::P95).unwrap();
        prop_assert!(near(whole.value, whole.events / whole.population));
    }
}
