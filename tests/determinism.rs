//! Same inputs, same bytes: twice, and with any number of threads.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Runs the repository's plan with so many threads and returns every file of the run folder.
fn files(threads: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let status = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .args(["run", "pipelines/quarterly.toml", "--quiet", "--out"])
        .arg(&out)
        .env("RAYON_NUM_THREADS", threads)
        .env("POLARS_MAX_THREADS", threads)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(status.success());
    let mut files = BTreeMap::new();
    gather(&out, &out, &mut files);
    files
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

#[test]
fn one_thread_and_two_write_the_same_bytes_and_so_does_a_second_run() {
    let one = files("1");
    assert!(one.len() > 8, "{:?}", one.keys());
    for (again, threads) in [(files("2"), "two threads"), (files("2"), "a second run")] {
        assert_eq!(one.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>(), "{threads}");
        for (name, bytes) in &one {
            assert!(again[name] == *bytes, "{name} differs with {threads}");
        }
    }
}
