//! Awkward data: each gives a figure, or says why there is none.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

type Line = BTreeMap<String, String>;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_social-gradient"));
    command.args(arguments);
    command
}

fn lines(text: &str) -> Vec<Line> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// Estimates measures that a headline rests on, of a table; what has no value must say why.
fn estimate(table: &str) -> BTreeMap<String, Line> {
    let measures = "rii,sii,rii_nb2,concentration,ratio_most_least,paf,theil,mld";
    let mut child = program(&["estimate", "-", "--independent", "--measure", measures])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(table.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found = lines(&String::from_utf8(output.stdout).unwrap());
    for line in &found {
        match line["status"].as_str() {
            "shown" => finite(line),
            _ => assert!(line["convention"].len() > 5 && line["value"].is_empty(), "{line:?}"),
        }
    }
    found.into_iter().map(|line| (line["measure"].clone(), line)).collect()
}

/// A value is a number between its limits.
fn finite(line: &Line) {
    let number = |column: &str| -> f64 {
        let number = line[column].parse().unwrap_or_else(|_| panic!("{column}: {line:?}"));
        assert!(f64::is_finite(number), "{line:?}");
        number
    };
    let value = number("value");
    if !line["lower"].is_empty() {
        let near = 1e-6 * (1.0 + value.abs());
        assert!(number("lower") <= value + near && value <= number("upper") + near, "{line:?}");
    }
}

fn value(found: &BTreeMap<String, Line>, measure: &str) -> f64 {
    found[measure]["value"].parse().unwrap_or_else(|_| panic!("{:?}", found[measure]))
}

/// A table of groups, each its cases and people.
fn table(groups: &[(u32, u32)]) -> String {
    let row = |(at, (cases, people)): (usize, &(u32, u32))| format!("{},{cases},{people}\n", at + 1);
    let rows: String = groups.iter().enumerate().map(row).collect();
    format!("group,cases,population\n{rows}")
}

#[test]
fn cells_of_nought_at_either_end_still_have_a_gradient() {
    let found = estimate(&table(&[(40, 900), (0, 800), (12, 900), (9, 1000), (0, 1100)]));
    assert!(value(&found, "rii") > 1.0 && !found["rii"]["lower"].is_empty());
    assert_eq!(found["ratio_most_least"]["status"], "x", "nobody to compare with");
    let found = estimate(&table(&[(0, 900), (0, 800), (0, 900)]));
    assert_eq!(found["rii"]["status"], "x", "no events");
}

#[test]
fn a_group_of_nobody_changes_no_gradient() {
    let found = estimate(&table(&[(40, 900), (0, 0), (12, 900), (9, 1000), (5, 1100)]));
    let without = estimate(&table(&[(40, 900), (12, 900), (9, 1000), (5, 1100)]));
    for measure in ["rii", "sii", "concentration"] {
        let (with, without) = (value(&found, measure), value(&without, measure));
        assert!((with - without).abs() < 1e-6 * without.abs(), "{measure}: {with} and {without}");
    }
}

#[test]
fn one_group_has_no_gradient_and_says_so() {
    let found = estimate(&table(&[(40, 900)]));
    for measure in ["rii", "sii", "ratio_most_least"] {
        assert_eq!(found[measure]["status"], "z", "{measure}");
    }
}

#[test]
fn rates_that_are_all_equal_have_no_slope() {
    let found = estimate(&table(&[(30, 1000), (60, 2000), (30, 1000), (90, 3000), (30, 1000)]));
    assert!((value(&found, "rii") - 1.0).abs() < 1e-6 && value(&found, "sii").abs() < 1e-6);
    assert!(value(&found, "concentration").abs() < 1e-6 && value(&found, "theil").abs() < 1e-6);
}

#[test]
fn a_gradient_that_falls_and_rises_has_wider_limits_than_one_that_falls() {
    let width = |found: &BTreeMap<String, Line>| {
        let end = |column: &str| found["rii"][column].parse::<f64>().unwrap();
        (end("upper") / end("lower")).ln()
    };
    let bent = estimate(&table(&[(90, 1000), (10, 1000), (80, 1000), (5, 1000), (60, 1000)]));
    let even = estimate(&table(&[(90, 1000), (63, 1000), (44, 1000), (30, 1000), (18, 1000)]));
    assert!(width(&bent) > 2.0 * width(&even));
}

#[test]
fn one_family_with_nine_children_widens_the_limits() {
    let with = |families: [(u32, u32); 3]| {
        let rows = [(9 + 21, 1000), (20, 1100), (14, 900)].into_iter().zip(families).zip(1..);
        let row = |(((cases, people), (families, squares)), at)| {
            format!("{at},{cases},{people},{families},{squares}\n")
        };
        format!("group,cases,population,families,sum_sq\n{}", rows.map(row).collect::<String>())
    };
    let alone = estimate(&with([(30, 30), (20, 20), (14, 14)]));
    let nine = estimate(&with([(22, 21 + 81), (20, 20), (14, 14)]));
    assert_eq!(alone["rii"]["value"], nine["rii"]["value"]);
    assert!(nine["rii"]["lower"].parse::<f64>().unwrap() < alone["rii"]["lower"].parse().unwrap());
}

#[test]
fn a_tiny_authority_with_an_empty_decile_and_some_fifteen_plans_has_a_briefing() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/albion/spec.toml");
    let mut spec = std::fs::read_to_string(fixture).unwrap();
    for (from, to) in [
        ("authorities = 153", "authorities = 1"),
        ("areas = 220.62", "areas = 40.0"),
        ("referrals_per_year = 3984", "referrals_per_year = 55"),
        ("\ndeprivation = 0.6", "\ndeprivation = 3.0"),
    ] {
        assert!(spec.contains(from), "{from}");
        spec = spec.replace(from, to);
    }
    let folder = tempfile::tempdir().unwrap();
    let (file, place) = (folder.path().join("spec.toml"), folder.path().join("tiny"));
    std::fs::write(&file, spec).unwrap();
    let done = |arguments: &[&str]| {
        let output = program(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    done(&["synth", file.to_str().unwrap(), "--out", place.to_str().unwrap()]);
    empty_the_least_deprived_decile(&place);
    let (plan, out) = (place.join("plan.toml"), folder.path().join("run"));
    done(&["run", plan.to_str().unwrap(), "--quiet", "--out", out.to_str().unwrap()]);
    done(&["verify", out.to_str().unwrap()]);
    let found = lines(&std::fs::read_to_string(out.join("data/results.csv")).unwrap());
    let of = |measure: &str, outcome: &str, dimensions: &str| {
        let row = |line: &&Line| {
            line["measure"] == measure
                && line["outcome"] == outcome
                && line["dimensions"] == dimensions
                && line["definition"] == "all"
        };
        found.iter().filter(row).collect::<Vec<_>>()
    };
    let plans = of("children", "cpp_start", "")[0];
    assert!(plans["status"] == "c" || plans["value"].parse::<f64>().unwrap() <= 20.0, "{plans:?}");
    let deciles = of("rate", "referral", "deprivation_decile");
    let empty = deciles.iter().find(|line| line["stratum"] == "10").unwrap();
    assert_eq!((empty["status"].as_str(), empty["population"].as_str()), ("x", "0"));
    assert!(deciles.iter().any(|line| line["status"] == "shown"));
    assert!(found.iter().filter(|line| line["status"] == "shown").count() > 100);
    for line in &found {
        match line["status"].as_str() {
            "shown" => finite(line),
            status => assert!(["c", "x", "z"].contains(&status) && line["value"].is_empty(), "{line:?}"),
        }
    }
    let audit = std::fs::read_to_string(out.join("audit.json")).unwrap();
    assert!(audit.contains("journeys of all children for those by group of deprivation"), "{audit}");
    let page = std::fs::read_to_string(out.join("briefing.html")).unwrap();
    assert!(!page.contains("NaN") && !page.contains("inf)"));
}

/// Takes the areas of a decile out of the estimate of the population.
fn empty_the_least_deprived_decile(place: &Path) {
    let index = std::fs::read_to_string(place.join("File_7_IoD2025.csv")).unwrap();
    let rows = lines(index.trim_start_matches('\u{feff}'));
    let decile = rows[0].keys().find(|name| name.contains("(IDACI) Decile")).unwrap();
    let areas: Vec<&str> =
        rows.iter().filter(|row| row[decile] == "10").map(|row| row["LSOA code (2021)"].as_str()).collect();
    assert!(!areas.is_empty() && areas.len() < rows.len() / 2);
    let estimate = place.join("mid-2024_population.csv");
    let text = std::fs::read_to_string(&estimate).unwrap();
    let kept = text.lines().filter(|line| !areas.iter().any(|area| line.contains(area)));
    std::fs::write(&estimate, kept.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
}
