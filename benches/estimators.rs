//! Times of the estimators on the work that `benches/RESULTS.md` compares with other tools.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use social_gradient::stats::gradient::{
    Draws, Limits, LinearLimits, Measured, OhidLimits, Relative, Scale, linear, ohid, poisson,
};
use social_gradient::stats::inequality::{Chance, ConcentrationLimits, Form, concentration};
use social_gradient::stats::rates::{CountLimits, rate};
use social_gradient::stats::standardise::{Small, Stratum, direct};
use social_gradient::stats::{Group, Level};

/// Tables of ten deciles that differ from one another, most deprived first.
fn tables(count: usize) -> Vec<Vec<Group>> {
    (0..count)
        .map(|table| {
            (0..10)
                .map(|decile| {
                    let population = 2000.0 + ((table * 37 + decile * 91) % 7000) as f64;
                    let rate = 0.012 * (-0.2 * decile as f64).exp();
                    let events = (population * rate).round() + ((table + decile) % 5) as f64 + 1.0;
                    Group { events, population }
                })
                .collect()
        })
        .collect()
}

/// The rates of a table per 10,000 with their 95% limits.
fn measured(groups: &[Group]) -> Vec<Measured> {
    groups
        .iter()
        .map(|&group| {
            let estimate = rate(group, CountLimits::House, Level::P95).expect("events and people");
            let limits =
                estimate.interval.and_then(|limits| limits.times(1e4).ok()).expect("limits of a rate");
            let population = group.population;
            Measured { value: estimate.value * 1e4, lower: limits.lower, upper: limits.upper, population }
        })
        .collect()
}

/// Both indices of 1,000 areas from 100,000 simulated tables each, on two threads, draws included.
fn simulated(areas: &[Vec<Measured>], scale: Scale) -> f64 {
    let draws = Draws::new("bench", 10, 100_000);
    let half = |areas: &[Vec<Measured>]| -> f64 {
        areas
            .iter()
            .map(|area| {
                let fit = ohid(area, scale, OhidLimits::Simulated(&draws), Level::P95).expect("a line");
                fit.sii.interval.expect("limits").upper
            })
            .sum()
    };
    let (first, second) = areas.split_at(areas.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(second));
        half(first) + other.join().expect("a thread that ends")
    })
}

fn ohid_slopes(criterion: &mut Criterion) {
    let areas: Vec<Vec<Measured>> = tables(1000).iter().map(|groups| measured(groups)).collect();
    let mut group = criterion.benchmark_group("OHID SII and RII, 10 deciles x 1,000 areas");
    group.sample_size(10);
    group.bench_function("100,000 draws, log errors", |bench| {
        bench.iter(|| simulated(black_box(&areas), Scale::LinearLogErrors));
    });
    group.bench_function("100,000 draws, normal errors", |bench| {
        bench.iter(|| simulated(black_box(&areas), Scale::Linear));
    });
    for (name, scale) in [("closed form, linear", Scale::Linear), ("closed form, log", Scale::Log)] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                black_box(&areas)
                    .iter()
                    .map(|area| ohid(area, scale, OhidLimits::Closed, Level::P95).expect("a line").sii.value)
                    .sum::<f64>()
            });
        });
    }
    group.finish();
}

fn four_indices(criterion: &mut Criterion) {
    let groups = tables(1).remove(0);
    for (name, limits) in
        [("delta limits", Limits::Inflated), ("profile limits, the default", Limits::default())]
    {
        criterion.bench_function(&format!("four inequality indices, one table, {name}"), |bench| {
            bench.iter(|| {
                let groups = black_box(&groups);
                let line = linear(groups, LinearLimits::Hc1, Level::P95).expect("a line");
                let ratio =
                    poisson(groups, limits, Level::P95).expect("a line").relative(Relative::EndsRatio);
                let counts = ConcentrationLimits::Counts(Chance::Poisson);
                let relative = concentration(groups, Form::Relative, counts, Level::P95).expect("an index");
                let absolute =
                    concentration(groups, Form::Generalised, counts, Level::P95).expect("an index");
                (line.sii, ratio, relative, absolute)
            });
        });
    }
}

/// Work that knows nothing of estimators: a figure over this one, from one run, holds on a busy machine too.
fn baseline(criterion: &mut Criterion) {
    let numbers: Vec<f64> = (0..1_000_000).map(|at| f64::from(at) * 1e-6).collect();
    criterion.bench_function("baseline: a million exponentials, one by one", |bench| {
        bench.iter(|| black_box(&numbers).iter().map(|number| number.exp()).sum::<f64>());
    });
}

fn direct_standardisation(criterion: &mut Criterion) {
    let areas: Vec<Vec<Stratum>> = (0..20_000)
        .map(|area| {
            (0..18)
                .map(|age| {
                    let population = 100.0 + ((area * 13 + age * 29) % 900) as f64;
                    Stratum::independent(((area + age) % 6) as f64, population, 1000.0 + 10.0 * age as f64)
                })
                .collect()
        })
        .collect();
    criterion.bench_function("direct standardisation, 20,000 areas x 18 ages", |bench| {
        bench.iter(|| {
            black_box(&areas)
                .iter()
                .map(|strata| {
                    direct(strata, Small::Withheld, CountLimits::House, Level::P95)
                        .map_or(0.0, |rate| rate.interval.upper)
                })
                .sum::<f64>()
        });
    });
}

criterion_group!(benches, baseline, ohid_slopes, four_indices, direct_standardisation);
criterion_main!(benches);
