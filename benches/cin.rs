//! Reading children in need returns, beside bare tokenising of the same bytes in the same process, both on
//! one thread. The reader should reach at least half of the tokeniser's speed.

use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use quick_xml::Reader;
use quick_xml::events::Event;
use social_gradient::diag::Findings;
use social_gradient::read::{ChildKeys, Tables, cin};

fn tokens(text: &str) -> usize {
    let mut reader = Reader::from_str(text);
    let mut count = 0;
    while !matches!(reader.read_event().expect("a well-formed return"), Event::Eof) {
        count += 1;
    }
    count
}

fn read(paths: &[PathBuf]) -> Tables {
    let mut tables = Tables::default();
    cin::returns(paths, &mut tables, &mut ChildKeys::default(), &mut Findings::default(), &|_| {})
        .expect("a return that can be read");
    tables
}

fn reading(criterion: &mut Criterion) {
    let paths = [Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge/cin/CIN_Census_2024.xml")];
    let text = std::fs::read_to_string(&paths[0]).expect("the fixture");
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut group = criterion.benchmark_group("cin");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(30);
    group.bench_function("tokenise", |bencher| bencher.iter(|| tokens(&text)));
    group.bench_function("read", |bencher| {
        bencher.iter_batched(|| (), |()| one_thread.install(|| read(&paths)), BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
