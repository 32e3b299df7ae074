//! The command line as a user types it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_social-gradient")).args(arguments).current_dir(folder).output().unwrap()
}

fn here(arguments: &[&str]) -> Output {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&stdout(output)).unwrap()
}

/// The plan of the repository with one line changed, beside links to its inputs.
fn altered(folder: &Path, old: &str, new: &str) -> PathBuf {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge");
    let plan = std::fs::read_to_string("pipelines/quarterly.toml").unwrap();
    assert!(plan.contains(old), "the plan holds {old}");
    let plan = plan
        .replacen(old, new, 1)
        .replace("../fixtures/northbridge", &fixture.to_string_lossy())
        .replace("../out/quarterly", "out");
    let path = folder.join("plan.toml");
    std::fs::write(&path, plan).unwrap();
    path
}

#[test]
fn the_example_runs_as_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let made = run_in(folder.path(), &["init", "trial", "--example"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let ran = run_in(folder.path(), &["run", "trial/plan.toml"]);
    assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
    assert!(stderr(&ran).contains("Open first: trial/out/briefing.html"), "{}", stderr(&ran));
    assert_eq!(stdout(&ran), "");
    assert!(folder.path().join("trial/out/briefing.html").is_file());
}

#[test]
fn nobodys_files_are_written_over() {
    let nation = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/albion/spec.toml");
    for command in [
        &["init", "."][..],
        &["init", ".", "--example"],
        &["synth", "--out", "."],
        &["synth", nation.to_str().unwrap(), "--out", "."],
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("addresses.csv"), "mine").unwrap();
        let refused = run_in(folder.path(), command);
        assert_eq!(refused.status.code(), Some(2), "{command:?}");
        assert!(stderr(&refused).starts_with("error[folder-not-empty]"), "{command:?}");
        assert_eq!(std::fs::read_to_string(folder.path().join("addresses.csv")).unwrap(), "mine");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_blank_plan_has_a_place_for_every_file_that_it_must_have() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run_in(folder.path(), &["init", "mine"]).status.success());
    let plan = std::fs::read_to_string(folder.path().join("mine/plan.toml")).unwrap();
    assert!(folder.path().join("mine/inputs").is_dir());
    assert!(!plan.contains("orthbridge"));
    // Every key of the repository's plan is there, live or as a comment.
    let keys = |plan: &str| -> Vec<String> {
        let lines = plan.lines().map(|line| line.trim_start_matches("# "));
        let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned());
        lines.filter_map(key).filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_')).collect()
    };
    let whole = std::fs::read_to_string("pipelines/quarterly.toml").unwrap();
    assert!(keys(&whole).len() > 25);
    assert_eq!(keys(&plan), keys(&whole));
    // Nothing is wrong with it but the files that are not there yet.
    let checked = json(&run_in(folder.path(), &["check", "mine/plan.toml", "--json"]));
    let problems = checked["diagnostics"].as_array().unwrap();
    assert_eq!(problems.len(), 5);
    assert!(problems.iter().all(|problem| problem["code"] == "plan-file-missing"), "{problems:?}");
}

#[test]
fn programs_are_told_in_json_why_nothing_was_done() {
    for command in [
        &["run", "nowhere.toml", "--json"][..],
        &["check", "nowhere.toml", "--json"],
        &["estimate", "nowhere.csv", "--measure", "rii", "--json"],
        &["compare", "nowhere", "nowhere", "--json"],
        &["verify", "nowhere", "--json"],
    ] {
        let refused = here(command);
        assert_eq!(refused.status.code(), Some(2), "{command:?}");
        let problems = json(&refused)["diagnostics"].clone();
        assert!(
            problems[0]["code"].is_string() && problems[0]["help"].is_string(),
            "{command:?}: {problems}"
        );
    }
}

#[test]
fn check_says_what_would_be_lost_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let plan = altered(folder.path(), "years = 3", "years = 2");
    let checked = run_in(folder.path(), &["check", plan.to_str().unwrap()]);
    assert_eq!(checked.status.code(), Some(0), "{}", stderr(&checked));
    assert!(stderr(&checked).contains("The run will go ahead"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn check_answers_programs_in_json_and_the_account_balances() {
    let report = json(&here(&["check", "pipelines/quarterly.toml", "--json"]));
    assert_eq!(report["ready"], true);
    let episodes = &report["episodes"];
    let lost: u64 = episodes["lost"].as_object().unwrap().values().map(|one| one.as_u64().unwrap()).sum();
    assert_eq!(episodes["rows_in"].as_u64().unwrap(), episodes["kept"].as_u64().unwrap() + lost);
    assert!(
        episodes["lost"].as_object().unwrap().values().all(|one| one.as_u64().unwrap() > 0),
        "{episodes}"
    );
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let plan = altered(folder.path(), "years = 3", "years = 3");
    let dry = run_in(folder.path(), &["run", plan.to_str().unwrap(), "--dry-run", "--json"]);
    assert!(dry.status.success(), "{}", stderr(&dry));
    assert_eq!(json(&dry)["written"], false);
    assert_eq!(json(&dry)["reads"].as_array().unwrap().len(), 11);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn every_mistake_in_a_plan_is_shown_at_its_line() {
    for (old, new, code, shown) in [
        ("years = 3", "yeers = 3", "plan-syntax", "yeers"),
        ("years = 3", "years = \"three\"", "plan-syntax", "three"),
        ("years = 3", "years = 0", "plan-value", "years = 0"),
        ("index = \"idaci\"", "index = \"imb\"", "plan-value", "`idaci`, `imd` and `income`"),
        ("edition = \"2025\"", "edition = \"2024\"", "plan-value", "`2019` and `2025`"),
        ("E08000990", "S12000033", "plan-value", "S12000033"),
        ("groups = [10, 5]", "groups = [10, 4]", "plan-value", "nest"),
        ("[\"any\", \"child_3a\", \"parent_3b\", \"other_3c\"]", "[\"any\"]", "plan-value", "at least two"),
        ("hide_up_to = 7", "hide_up_to = 2", "plan-value", "outside 5 to 50"),
        ("round_to = 5 ", "round_to = 9 ", "plan-value", "gives small counts away"),
        ("addresses.csv", "adresses.csv", "plan-file-missing", "adresses.csv"),
        ("cin/*.xml", "cin/*.json", "plan-file-missing", "*.json"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let plan = altered(folder.path(), old, new);
        let refused = run_in(folder.path(), &["run", plan.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(2), "{new}");
        let said = stderr(&refused);
        assert!(said.contains(&format!("error[{code}]")) && said.contains(shown), "{new}: {said}");
        assert!(said.contains("plan.toml:"), "{new}: {said}");
        assert!(!folder.path().join("out").exists(), "{new}");
    }
}

#[test]
fn two_mistakes_are_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let plan = altered(folder.path(), "years = 3", "years = 0");
    let text = std::fs::read_to_string(&plan).unwrap().replace("\"idaci\"", "\"imb\"");
    std::fs::write(&plan, text).unwrap();
    assert_eq!(
        stderr(&run_in(folder.path(), &["check", "plan.toml"])).matches("error[plan-value]").count(),
        2
    );
}

#[test]
fn areas_of_two_censuses_are_an_error_that_names_the_fix() {
    let folder = tempfile::tempdir().unwrap();
    let plan = altered(folder.path(), "edition = \"2025\"", "edition = \"2019\"");
    let refused = run_in(folder.path(), &["check", plan.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    let said = stderr(&refused);
    assert!(said.contains("2025") && said.contains("help:"), "{said}");
}

#[test]
fn an_existing_folder_that_is_no_run_folder_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let plan = altered(folder.path(), "years = 3", "years = 3");
    std::fs::create_dir(folder.path().join("out")).unwrap();
    std::fs::write(folder.path().join("out/mine.txt"), "mine").unwrap();
    let refused = run_in(folder.path(), &["run", plan.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("error[folder-not-empty]"));
    assert_eq!(std::fs::read_to_string(folder.path().join("out/mine.txt")).unwrap(), "mine");
}

#[test]
fn help_leads_with_examples_for_every_command() {
    for command in [
        &[][..],
        &["init"],
        &["check"],
        &["run"],
        &["estimate"],
        &["compare"],
        &["explain"],
        &["verify"],
        &["calibrate"],
        &["synth"],
    ] {
        let output = here(&[command, &["--help"]].concat());
        assert!(output.status.success());
        assert!(stdout(&output).starts_with("Examples:\n  social-gradient"), "{command:?}");
    }
}

#[test]
fn explain_knows_a_measure_a_code_and_a_diagnostic_and_guesses_at_the_rest() {
    for (name, expected) in [("rii", "ratio"), ("3B", "factor"), ("bad-date", "date")] {
        let output = here(&["explain", name]);
        assert!(output.status.success(), "{name}");
        assert!(stdout(&output).to_lowercase().contains(expected), "{name}: {}", stdout(&output));
    }
    let unknown = here(&["explain", "rij"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("rii"), "{}", stderr(&unknown));
}

#[test]
fn calibrate_prints_how_often_limits_hold_the_truth() {
    let words = here(&["calibrate", "--tables", "20"]);
    assert!(words.status.success());
    assert!(stdout(&words).contains("| relative index ") && stdout(&words).contains("of 20 tables"));
    let found: serde_json::Value =
        serde_json::from_str(&stdout(&here(&["calibrate", "--tables", "20", "--json"]))).unwrap();
    let methods = found["methods"].as_array().unwrap();
    assert!(methods.iter().all(|method| method["held"].as_array().unwrap().len() == 12));
    let others = found["others"].as_array().unwrap();
    assert!(others.iter().any(|method| method["name"] == "rate, each case of a family of its own"));
    assert_eq!(here(&["calibrate", "--tables", "0"]).status.code(), Some(2));
}
