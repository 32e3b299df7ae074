//! How long the methods that follow children through time take.
//!
//! Cox: 500,000 children, three covariates, whole-day times (heavily tied), about half with the event;
//! R's `coxph` takes 2.7 s over data of this shape on two idle cores.

use criterion::{Criterion, criterion_group, criterion_main};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use social_gradient::stats::Level;
use social_gradient::stats::survival::{CurveLimits, End, Observation, Ties, cox, kaplan_meier};

const CHILDREN: usize = 500_000;

struct Children {
    observations: Vec<Observation>,
    decile: Vec<f64>,
    age: Vec<f64>,
    sex: Vec<f64>,
    families: Vec<usize>,
}

fn children() -> Children {
    let mut stream = ChaCha12Rng::seed_from_u64(2);
    let mut uniform = || ((stream.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let mut all =
        Children { observations: vec![], decile: vec![], age: vec![], sex: vec![], families: vec![] };
    for child in 0..CHILDREN {
        let decile = (uniform() * 10.0).floor() + 1.0;
        let event = -uniform().ln() / (0.002 * (-0.08_f64 * decile).exp());
        let censored = 30.0 + 870.0 * uniform();
        let end = if event <= censored { End::Event } else { End::Censored };
        all.observations.push(Observation { time: event.min(censored).ceil(), end });
        all.decile.push(decile);
        all.age.push((uniform() * 18.0).floor());
        all.sex.push((uniform() * 2.0).floor());
        all.families.push((child as f64 / 1.7) as usize);
    }
    all
}

fn journeys(c: &mut Criterion) {
    let all = children();
    let columns = [all.decile.as_slice(), &all.age, &all.sex];
    let mut group = c.benchmark_group("journeys");
    group.sample_size(10);
    group.bench_function("cox_efron_500k_by_3", |b| b.iter(|| cox(&all.observations, &columns, Ties::Efron)));
    let fit = cox(&all.observations, &columns, Ties::Efron).expect("a fit");
    group.bench_function("cox_clustered_500k_by_3", |b| b.iter(|| fit.clustered(&all.families)));
    group.bench_function("kaplan_meier_500k", |b| {
        b.iter(|| kaplan_meier(&all.observations, CurveLimits::LogLog, Level::P95))
    });
    group.finish();
}

criterion_group!(benches, journeys);
criterion_main!(benches);
