//! When something fails there is a refusal or the state before, and never a part of a release.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// The plan of the repository with a ledger, in a folder of its own.
fn plan(folder: &Path, more: &str) -> PathBuf {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge");
    let plan = std::fs::read_to_string("pipelines/quarterly.toml").unwrap();
    let plan = plan
        .replace("../fixtures/northbridge", &fixture.to_string_lossy())
        .replace("../out/quarterly", "out")
        .replace("[disclosure]", &format!("[disclosure]\n{more}"));
    let path = folder.join("plan.toml");
    std::fs::write(&path, plan).unwrap();
    path
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_social-gradient"));
    command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file of a run folder; nothing where there is none.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() {
            files.insert(path.clone(), std::fs::read(path).unwrap());
        }
    }
    files
}

#[test]
fn a_ledger_that_is_named_and_missing_or_damaged_is_a_refusal() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    plan(folder, "ledger = \"ledger.json\"");
    let ledger = folder.join("ledger.json");
    let missing = run(folder, &["run", "plan.toml", "--quiet"]);
    assert_eq!(missing.status.code(), Some(3), "{}", said(&missing));
    assert!(said(&missing).contains("make an empty file"), "{}", said(&missing));
    assert!(!folder.join("out").exists());
    // An empty file begins one.
    std::fs::write(&ledger, "").unwrap();
    let begun = run(folder, &["run", "plan.toml", "--quiet"]);
    assert!(begun.status.success(), "{}", said(&begun));
    let (kept, release) = (std::fs::read_to_string(&ledger).unwrap(), files(&folder.join("out")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&ledger).unwrap().permissions().mode() & 0o077, 0, "its owner's alone");
    }
    let altered = kept.replacen("[", "[7,", 1);
    let cut = &kept[..kept.len() / 2];
    let changed = kept.replacen("null", "3", 1);
    for damaged in [altered.as_str(), cut, "{}", "not a ledger", changed.as_str()] {
        std::fs::write(&ledger, damaged).unwrap();
        let refused = run(folder, &["run", "plan.toml", "--quiet"]);
        assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
        assert_eq!(files(&folder.join("out")), release, "the earlier release is as it was");
    }
    // The same release again is the same, and is kept once.
    std::fs::write(&ledger, &kept).unwrap();
    let again = run(folder, &["run", "plan.toml", "--quiet"]);
    assert!(again.status.success(), "{}", said(&again));
    assert_eq!(std::fs::read_to_string(&ledger).unwrap(), kept);
}

#[test]
fn other_groups_of_the_same_children_are_refused_and_nothing_is_written() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    let path = plan(folder, "ledger = \"ledger.json\"");
    std::fs::write(folder.join("ledger.json"), "").unwrap();
    assert!(run(folder, &["run", "plan.toml", "--quiet"]).status.success());
    let local = std::fs::read_to_string(&path).unwrap().replace("basis = \"national\"", "basis = \"local\"");
    std::fs::write(&path, local).unwrap();
    let refused = run(folder, &["run", "plan.toml", "--quiet", "--out", "local"]);
    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused));
    assert!(said(&refused).contains("ledger-conflict"), "{}", said(&refused));
    assert!(!folder.join("local").exists());
}

#[test]
fn a_release_that_cannot_be_written_leaves_the_ledger_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    plan(folder, "ledger = \"ledger.json\"");
    std::fs::write(folder.join("ledger.json"), "").unwrap();
    // Something else is in the way.
    std::fs::create_dir(folder.join("out")).unwrap();
    std::fs::write(folder.join("out/letter.txt"), "dear").unwrap();
    let failed = run(folder, &["run", "plan.toml", "--quiet"]);
    assert_eq!(failed.status.code(), Some(2), "{}", said(&failed));
    assert_eq!(std::fs::read_to_string(folder.join("ledger.json")).unwrap(), "");
    // A disk that is full to whoever writes.
    #[cfg(target_os = "linux")]
    {
        let failed = run(folder, &["estimate", "missing.csv", "--measure", "rate", "--out", "/dev/full"]);
        assert_eq!(failed.status.code(), Some(2));
        let full = run(folder, &["run", "plan.toml", "--quiet", "--out", "/dev/full/out"]);
        assert_eq!(full.status.code(), Some(2), "{}", said(&full));
        assert_eq!(std::fs::read_to_string(folder.join("ledger.json")).unwrap(), "");
    }
}

#[test]
fn a_run_that_is_killed_leaves_the_release_before_or_the_one_after() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    plan(folder, "");
    assert!(run(folder, &["run", "plan.toml", "--quiet"]).status.success());
    let before = files(&folder.join("out"));
    for wait in [5, 40, 120, 250, 400, 550, 700, 900] {
        let mut child = command(folder, &["run", "plan.toml", "--quiet"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        // The same inputs, so the release after has the same bytes; between the two moves there may be none.
        let now = files(&folder.join("out"));
        assert!(now.is_empty() || now == before, "part of a release was left after {wait} ms");
    }
}

#[test]
fn comparing_says_what_moved_and_refuses_what_both_give_away() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    plan(folder, "");
    for out in ["one", "two"] {
        assert!(run(folder, &["run", "plan.toml", "--quiet", "--out", out]).status.success());
    }
    let same = run(folder, &["compare", "one", "two", "--json"]);
    assert!(same.status.success(), "{}", said(&same));
    let report: serde_json::Value = serde_json::from_slice(&same.stdout).unwrap();
    assert_eq!(report["safe_together"], true);
    assert_eq!(report["moved"].as_array().unwrap().len(), 0);
    assert!(report["attacked"].as_u64().unwrap() > 500);
    // A figure that the first hides and the second prints.
    let results = folder.join("two/data/results.csv");
    let text = std::fs::read_to_string(&results).unwrap();
    let hidden =
        text.lines().find(|line| line.contains(",children,deprivation") && line.ends_with(",c")).unwrap();
    let shown = hidden.replacen(",,,,,,,children,", ",3,,,,3,,children,", 1);
    assert_ne!(hidden, shown);
    std::fs::write(&results, text.replacen(hidden, &shown, 1)).unwrap();
    let leaking = run(folder, &["compare", "one", "two"]);
    assert_eq!(leaking.status.code(), Some(3), "{}", said(&leaking));
    let nothing = run(folder, &["compare", "one", "missing"]);
    assert_eq!(nothing.status.code(), Some(2));
}
