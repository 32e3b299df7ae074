//! `verify`: what the run writes breaks no rule, and a fault planted in it is found under its number.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use social_gradient::render::verify::{accessibility, verify};
use tempfile::TempDir;

#[path = "verify/planted.rs"]
mod planted;

/// The repository's plan, run once.
static RUN: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .args(["run", "pipelines/quarterly.toml", "--quiet", "--out"])
        .arg(folder.path().join("run"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(status.success());
    folder
});

fn run() -> std::path::PathBuf {
    RUN.path().join("run")
}

fn command(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_social-gradient"))
        .arg("verify")
        .arg(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// A run folder of one file, which is changed before it is written; the file beside it that describes it comes along.
fn folder_of(file: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, change(std::fs::read(run().join(file)).unwrap())).unwrap();
    let meta = file.replace(".csv", ".meta.csv");
    if meta != file && run().join(&meta).exists() {
        std::fs::copy(run().join(&meta), folder.path().join(&meta)).unwrap();
    }
    let manifest = serde_json::json!({ "outputs": [{ "path": file }] });
    std::fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    folder
}

/// Asserts that a fault planted in a file is found under the number of its rule, and was not there before.
fn assert_found(rule: &str, file: &str, change: impl FnOnce(Vec<u8>) -> Vec<u8>) {
    let before = accessibility(folder_of(file, |bytes| bytes).path()).unwrap();
    assert_eq!(before, [], "{file}");
    let found = accessibility(folder_of(file, change).path()).unwrap();
    let rules: Vec<_> = found.iter().map(|fault| fault.rule).collect();
    assert!(rules.contains(&rule), "{rule} is not among {rules:?}");
}

/// Returns a text with one part of it put for another, which must be there.
fn put(bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "the text to change is not there: {from}");
    text.replacen(from, to, 1).into_bytes()
}

/// Returns a workbook with a change in one of its parts.
fn put_in_part(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let name = file.name().unwrap().into_owned();
        if name == part {
            assert!(text.contains(from), "the text to change is not in {part}: {from}");
            text = text.replacen(from, to, 1);
            changed = true;
        }
        writer.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    assert!(changed, "the workbook has no part {part}");
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_run_breaks_no_rule() {
    assert_eq!(verify(&run()).unwrap(), []);
    assert_eq!(accessibility(&run()).unwrap(), []);
    let output = command(&["--accessibility"], &run());
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("none breaks any of the"));
}

#[test]
fn a_folder_that_is_no_run_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(command(&[], folder.path()).status.code(), Some(2));
    std::fs::write(folder.path().join("manifest.json"), "not json").unwrap();
    assert_eq!(command(&["--accessibility"], folder.path()).status.code(), Some(2));
}

#[test]
fn a_file_that_was_changed_added_or_taken_away_is_found_and_the_exit_code_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("run");
    let status = Command::new("cp").arg("-r").arg(run()).arg(&copy).status().unwrap();
    assert!(status.success());
    std::fs::write(copy.join("audit.json"), "{}").unwrap();
    std::fs::write(copy.join("notes.txt"), "x").unwrap();
    std::fs::remove_file(copy.join("data/losses.csv")).unwrap();
    let found: Vec<_> = verify(&copy).unwrap().into_iter().map(|fault| (fault.rule, fault.file)).collect();
    let expected = [("R01", "data/losses.csv"), ("R01", "notes.txt"), ("R02", "audit.json")];
    assert_eq!(found, expected.map(|(rule, file)| (rule, file.to_owned())));
    let output = command(&["--json"], &copy);
    assert_eq!(output.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["faults"].as_array().unwrap().len(), 3);
}

#[test]
fn a_manifest_that_points_outside_its_folder_reads_nothing_there() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = r#"{"outputs":[{"path":"../../etc/passwd.csv"},{"path":"/etc/passwd"}]}"#;
    std::fs::write(folder.path().join("manifest.json"), manifest).unwrap();
    assert_eq!(accessibility(folder.path()).unwrap(), []);
}
