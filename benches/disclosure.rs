//! What an audit costs: the default plan for one authority, and 1,350 linked counts.
//!
//! The linked counts are crossed by three dimensions with two hierarchies on the first, and are as sparse as the
//! example table of the literature that has that size; they are drawn here from a seed.

use std::hint::black_box;
use std::ops::RangeInclusive;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use social_gradient::disclose::{Cell, Kind, Need, Problem, Relation, disclose, narrower, suppress};
use social_gradient::{config, count, link, read};

fn authority(bench: &mut Criterion) {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/quarterly.toml");
    let plan = config::load(&plan).expect("the plan of the repository");
    let (tables, mut findings) = read::read(&plan, &|_| ()).expect("the fixture");
    let (cohort, losses) = link::link(&tables, &plan, &mut findings).expect("the fixture");
    let counts = count::count(&cohort, &losses, &plan);
    bench.bench_function("disclose/default plan", |bench| {
        bench.iter(|| disclose(black_box(&counts), plan.disclosure).expect("the fixture can be made safe"));
    });
}

/// Regions in districts and in kinds, by kind of income, by month in halves: 30 x 9 x 5 = 1,350 counts.
fn linked() -> Problem {
    // 18 regions, 6 districts of three, 5 kinds, and all; 8 incomes and all; 4 seasons and all.
    let (regions, incomes, seasons) = (18, 8, 4);
    let place = |region: usize, income: usize, season: usize| {
        (region * (incomes + 1) + income) * (seasons + 1) + season
    };
    let mut state = 1_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 100
    };
    let cell = Cell { truth: 0, kind: Kind::Printed, most: 1 << 20, families: None, need: Need::Group };
    let mut problem = Problem { cells: vec![cell; 30 * 9 * 5], ..Problem::default() };
    for region in 0..regions {
        for income in 0..incomes {
            for season in 0..seasons {
                let count = match draw() {
                    0..35 => 0,
                    35..75 => 1 + draw() % 4,
                    _ => 5 + draw() % 20,
                };
                for region in [region, regions + region / 3, regions + 6 + region % 5, regions + 11] {
                    for income in [income, incomes] {
                        for season in [season, seasons] {
                            problem.cells[place(region, income, season)].truth += count;
                        }
                    }
                }
            }
        }
    }
    let mut sum = |whole: usize, parts: Vec<usize>| problem.relations.push(Relation::Sum { whole, parts });
    for region in 0..30 {
        for income in 0..=incomes {
            for season in 0..=seasons {
                let whole = place(region, income, season);
                if season == seasons {
                    sum(whole, (0..seasons).map(|part| place(region, income, part)).collect());
                }
                if income == incomes {
                    sum(whole, (0..incomes).map(|part| place(region, part, season)).collect());
                }
                let parts: Vec<usize> = match region {
                    0..18 => continue,
                    18..24 => (0..18).filter(|part| part / 3 == region - 18).collect(),
                    24..29 => (0..18).filter(|part| part % 5 == region - 24).collect(),
                    _ => (18..24).collect(),
                };
                sum(whole, parts.into_iter().map(|part| place(part, income, season)).collect());
            }
        }
    }
    problem
}

fn audit(bench: &mut Criterion) {
    let problem = linked();
    let small: Vec<bool> = problem.cells.iter().map(|cell| (0..=3).contains(&cell.truth)).collect();
    let hidden = suppress(&problem, &small);
    let known: Vec<RangeInclusive<u64>> = problem
        .cells
        .iter()
        .zip(&hidden)
        .map(|(cell, &hidden)| if hidden { 0..=1 << 20 } else { cell.truth..=cell.truth })
        .collect();
    let asked: Vec<usize> = (0..small.len()).filter(|&at| small[at]).collect();
    let mut group = bench.benchmark_group("disclose");
    group.sample_size(10);
    group.bench_function("audit of 1,350 linked counts", |bench| {
        bench.iter(|| narrower(black_box(&problem), &known, &asked, 1).expect("the counts agree"));
    });
    group.bench_function("suppression of 1,350 linked counts", |bench| {
        bench.iter(|| suppress(black_box(&problem), &small));
    });
    group.finish();
}

criterion_group!(benches, authority, audit);
criterion_main!(benches);
