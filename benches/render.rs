//! How long a run folder takes to write: page, document, workbook, data, and every chart as drawing and picture.
//!
//! What is timed is the command over the repository's plan, from start to end; `run --json` gives the seconds of each stage.

use std::path::Path;
use std::process::Command;

use criterion::{Criterion, criterion_group, criterion_main};

fn run(arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .expect("the program is built beside its benchmarks");
    assert!(status.success());
}

fn render(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for what is written");
    let out = folder.path().join("run");
    let out = out.to_str().unwrap_or("run");
    let mut group = c.benchmark_group("render");
    group.sample_size(10);
    group.bench_function("run_of_the_plan", |b| {
        b.iter(|| run(&["run", "pipelines/quarterly.toml", "--quiet", "--out", out]));
    });
    group.finish();
    assert!(Path::new(out).join("briefing.pdf").exists());
}

criterion_group!(benches, render);
criterion_main!(benches);
