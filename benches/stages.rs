//! What each stage costs for one median authority with three years of returns, of a synthetic nation: the census as
//! tables, addresses to postcodes, linking, counting and estimating. `cin`, `disclosure`, `models` and `render` have the rest.

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use social_gradient::config::{self, Plan};
use social_gradient::diag::Findings;
use social_gradient::read::{ChildKeys, Tables, addresses, cin, postcodes};
use social_gradient::{count, disclose, estimate, link, read, synth};
use tempfile::TempDir;

/// Draws one authority in both formats of the census, and returns its folder with the plan of it alone.
fn authority() -> (TempDir, Plan) {
    let folder = tempfile::tempdir().expect("a folder");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/albion/spec.toml");
    let mut nation = synth::Nation::load(&fixture).expect("a specification").expect("that of a nation");
    nation.country.authorities = 1;
    nation.formats = vec![synth::Format::CinXml, synth::Format::CinTables];
    synth::write_nation(&nation, folder.path()).expect("a nation");
    let plan = config::load(&folder.path().join("plan.toml")).expect("its plan");
    let part = plan.parts().remove(0);
    (folder, part)
}

fn stages(criterion: &mut Criterion) {
    let (_folder, plan) = authority();
    let own = plan.inputs.cin[0].parent().and_then(Path::parent).expect("the authority's folder");
    let headers: Vec<_> =
        (2023..=2025).map(|year| own.join(format!("cin_tables/{year}/Header.csv"))).collect();
    let bytes = |folder: &Path| {
        let files = std::fs::read_dir(folder).expect("a folder").flatten();
        files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum::<u64>()
    };
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(headers.iter().filter_map(|header| header.parent()).map(bytes).sum()));
    group.bench_function("census as tables", |bench| {
        bench.iter_batched(
            Tables::default,
            |mut tables| {
                let (mut keys, mut findings) = (ChildKeys::default(), Findings::default());
                cin::returns(&headers, &mut tables, &mut keys, &mut findings, &|_| {}).expect("returns");
                tables
            },
            BatchSize::PerIteration,
        );
    });
    let (mut tables, mut keys, mut findings) = (Tables::default(), ChildKeys::default(), Findings::default());
    cin::returns(&plan.inputs.cin, &mut tables, &mut keys, &mut findings, &|_| {}).expect("returns");
    let (vintage, directory) = (plan.edition.vintage(), plan.inputs.postcodes.clone().expect("a directory"));
    group.throughput(Throughput::Bytes(std::fs::metadata(&directory).expect("a file").len()));
    group.bench_function("addresses to postcodes", |bench| {
        bench.iter(|| {
            let findings = &mut Findings::default();
            let (mut found, wanted) =
                addresses(&plan.inputs.addresses, &keys, vintage, findings).expect("addresses");
            postcodes(&directory, &wanted, vintage, &mut found, findings).expect("postcodes")
        });
    });
    let (tables, _) = read::read(&plan, &|_| {}).expect("files");
    group.throughput(Throughput::Elements(tables.episodes.len() as u64));
    group.bench_function("link", |bench| {
        bench.iter(|| link::link(black_box(&tables), &plan, &mut Findings::default()).expect("a cohort"));
    });
    let (cohort, losses) = link::link(&tables, &plan, &mut findings).expect("a cohort");
    group.bench_function("count", |bench| {
        bench.iter(|| count::count(black_box(&cohort), &losses, &plan));
    });
    let counts = count::count(&cohort, &losses, &plan);
    let (published, _) = disclose::disclose(&counts, plan.disclosure).expect("a release");
    group.throughput(Throughput::Elements(1));
    group.bench_function("estimate", |bench| {
        bench.iter(|| black_box(&published).derive(&plan, estimate::estimate));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
