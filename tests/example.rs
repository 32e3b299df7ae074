//! `reports/example` is what the repository's plan writes, less the two largest data files, the document and the pictures, whose
//! hashes are in its manifest. After a change that is meant, refresh it: `REFRESH_EXAMPLE=1 cargo test --release --test example`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// Written by the run and too large to keep; the manifest holds their hashes.
const LEFT_OUT: &[&str] = &["data/results.csv", "data/results.json", "briefing.pdf"];

fn files(root: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                found.push(path.strip_prefix(root).unwrap().to_owned())
            }
        }
    }
    let picture = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "png");
    found.retain(|path| !picture(path) && !LEFT_OUT.iter().any(|left| Path::new(left) == path));
    found.sort();
    found
}

#[test]
fn the_example_is_what_the_plan_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = root.join("reports/example");
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    let status = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .args(["run", "pipelines/quarterly.toml", "--quiet", "--out"])
        .arg(&run)
        .current_dir(root)
        .status()
        .unwrap();
    assert!(status.success());
    let written = files(&run);
    if std::env::var_os("REFRESH_EXAMPLE").is_some() {
        std::fs::remove_dir_all(&example).unwrap();
        for path in &written {
            std::fs::create_dir_all(example.join(path).parent().unwrap()).unwrap();
            std::fs::copy(run.join(path), example.join(path)).unwrap();
        }
    }
    assert_eq!(files(&example), written);
    for path in written {
        let same = std::fs::read(run.join(&path)).unwrap() == std::fs::read(example.join(&path)).unwrap();
        assert!(same, "{} differs; look at the difference, then refresh", path.display());
    }
}
