//! Times of the models, on data made as the reference tools' scripts make theirs.
//!
//! 384 strata of four deprivation groups, six ethnic groups, two sexes, four ages and two disability groups
//! hold a million children; a Poisson regression has a million rows and thirteen columns.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Bernoulli, Binomial, Distribution, Gamma, Normal, Poisson};
use social_gradient::stats::glm::{Design, Factor, Model, Variable, fit};
use social_gradient::stats::multilevel::{Nodes, Strata, aggregate, multilevel};

const AXES: [(&str, usize); 5] = [("dep", 4), ("eth", 6), ("sex", 2), ("age", 4), ("dis", 2)];
const EFFECTS: [&[f64]; 5] = [
    &[0.9, 0.5, 0.2, 0.0],
    &[0.0, -0.45, 0.15, 0.35, -0.1, -0.6],
    &[0.05, 0.0],
    &[0.4, 0.1, 0.0, -0.2],
    &[0.0, 0.7],
];
const NAMES: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

fn strata(total: u64) -> Strata {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let cells: usize = AXES.iter().map(|axis| axis.1).product();
    let weight = Gamma::new(0.8, 1.0).expect("a law");
    let weights: Vec<f64> = (0..cells).map(|_| weight.sample(&mut random)).collect();
    let (mut left, mut mass) = (total, weights.iter().sum::<f64>());
    let shift = Normal::new(0.0, 0.28).expect("a law");
    let mut codes: Vec<Vec<usize>> = vec![Vec::new(); AXES.len()];
    let (mut events, mut trials) = (Vec::new(), Vec::new());
    for (cell, weight) in weights.iter().enumerate() {
        let share = (weight / mass).clamp(0.0, 1.0);
        let people = Binomial::new(left, share).expect("a law").sample(&mut random);
        left -= people;
        mass -= weight;
        let mut eta = -4.6 + shift.sample(&mut random);
        let mut rest = cell;
        for (axis, (_, levels)) in AXES.iter().enumerate() {
            codes[axis].push(rest % levels);
            eta += EFFECTS[axis][rest % levels];
            rest /= levels;
        }
        let chance = 1.0 / (1.0 + f64::exp(-eta));
        events.push(Binomial::new(people, chance).expect("a law").sample(&mut random) as f64);
        trials.push(people as f64);
    }
    let factor = |(axis, (name, levels)): (usize, &(&str, usize))| {
        Factor::new(name, &NAMES[..*levels], codes[axis].clone()).expect("codes of its levels")
    };
    let factors: Vec<Factor> = AXES.iter().enumerate().map(factor).collect();
    aggregate_counts(&factors, &events, &trials)
}

fn aggregate_counts(factors: &[Factor], events: &[f64], trials: &[f64]) -> Strata {
    aggregate(&factors.iter().collect::<Vec<_>>(), events, trials).expect("strata")
}

fn main_effects(strata: &Strata) -> Design {
    strata.factors.iter().fold(Design::intercept(strata.events.len()), |design, factor| {
        design.with(Variable::Factor(factor)).expect("as many rows")
    })
}

fn maihda(strata: &Strata) -> f64 {
    let design = main_effects(strata);
    let groups: Vec<usize> = (0..strata.events.len()).collect();
    let model = Model::binomial(&design, &strata.events, &strata.trials);
    multilevel(&model, &groups, Nodes::default()).expect("a fit").variance()
}

/// Returns one row a child: the factors, and whether the outcome occurred.
fn children(strata: &Strata) -> (Vec<Factor>, Vec<f64>) {
    let rows: Vec<(usize, f64)> = (0..strata.events.len())
        .flat_map(|cell| {
            let cases = strata.events[cell] as usize;
            (0..strata.trials[cell] as usize).map(move |child| (cell, f64::from(u8::from(child < cases))))
        })
        .collect();
    let factor = |(axis, held): (usize, &Factor)| {
        let codes = rows.iter().map(|&(cell, _)| held.codes()[cell]).collect();
        Factor::new(AXES[axis].0, &NAMES[..AXES[axis].1], codes).expect("codes of its levels")
    };
    let factors = strata.factors.iter().enumerate().map(factor).collect();
    (factors, rows.iter().map(|row| row.1).collect())
}

fn models(criterion: &mut Criterion) {
    let strata = strata(1_000_000);
    criterion.bench_function("maihda main effects, 384 strata, 7 nodes", |bench| {
        bench.iter(|| maihda(black_box(&strata)))
    });
    let (factors, events) = children(&strata);
    let ones = vec![1.0; events.len()];
    let mut slow = criterion.benchmark_group("a million rows");
    slow.sample_size(10);
    slow.bench_function("maihda main effects, aggregation included", |bench| {
        bench.iter(|| maihda(&aggregate_counts(black_box(&factors), &events, &ones)));
    });
    let (design, counts) = million();
    slow.bench_function("poisson regression, 13 columns", |bench| {
        bench.iter(|| fit(&Model::poisson(black_box(&design), &counts)).expect("a fit").deviance());
    });
    slow.finish();
}

fn million() -> (Design, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let rows = 1_000_000;
    let coin = Bernoulli::new(0.5).expect("a law");
    let mut eta = vec![-3.0; rows];
    let mut design = Design::intercept(rows);
    for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
        let values: Vec<f64> = (0..rows).map(|_| f64::from(u8::from(coin.sample(&mut random)))).collect();
        for (eta, value) in eta.iter_mut().zip(&values) {
            *eta += 0.1 * value;
        }
        design = design.with(Variable::Numeric { name, values: &values }).expect("as many rows");
    }
    let counts =
        eta.iter().map(|eta| Poisson::new(f64::exp(*eta)).expect("a law").sample(&mut random)).collect();
    (design, counts)
}

criterion_group!(benches, models);
criterion_main!(benches);
