//! An attacker with nothing but a run folder: every file is parsed, every count put beside every other.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use social_gradient::config::{self, Disclosure, Plan};
use social_gradient::count::{self, Counts};
use social_gradient::disclose::{Budget, Published, disclose, pair};
use social_gradient::provenance::{Hashes, Provenance};
use social_gradient::stats::gradient::{Limits, poisson};
use social_gradient::stats::{Group, Level};
use social_gradient::{estimate, history, link, read, render};

/// A row of `results.csv`, by column.
type Row = BTreeMap<String, String>;

struct Release {
    folder: tempfile::TempDir,
}

impl Release {
    fn of(plan: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_social-gradient"))
            .args(["run", "--quiet"])
            .arg(plan)
            .arg("--out")
            .arg(folder.path().join("run"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("run").join(name)
    }

    fn table(&self, name: &str) -> Vec<Row> {
        table(&self.path(name))
    }
}

fn quarterly() -> Release {
    Release::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/quarterly.toml"))
}

fn count(row: &Row) -> Option<u64> {
    row["value"].parse::<f64>().ok().map(|value| value as u64)
}

fn is_count(row: &Row) -> bool {
    ["children", "episodes", "unborn"].contains(&row["measure"].as_str())
}

#[test]
fn no_small_count_is_in_the_results_and_every_other_is_rounded() {
    let rows = quarterly().table("data/results.csv");
    let counts: Vec<&Row> = rows.iter().filter(|row| is_count(row)).collect();
    assert!(counts.len() > 500);
    assert!(counts.iter().any(|row| row["status"] == "c"), "the fixture has small counts to hide");
    for row in counts {
        match row["status"].as_str() {
            "shown" => {
                let count = count(row).unwrap();
                assert!(count.is_multiple_of(5) && (count == 0 || count >= 10), "{row:?}");
            }
            status => assert_eq!(status, "c", "{row:?}"),
        }
    }
}

#[test]
fn a_hidden_figure_leaves_value_limits_and_cases_empty() {
    for row in quarterly().table("data/results.csv").iter().filter(|row| row["status"] == "c") {
        for column in ["value", "lower", "upper", "cases"] {
            assert_eq!(row[column], "", "{row:?}");
        }
    }
}

#[test]
fn every_rate_is_that_of_its_published_count() {
    let rows = quarterly().table("data/results.csv");
    let place = |row: &Row| {
        ["period", "definition", "outcome", "dimensions", "stratum"].map(|column| row[column].clone())
    };
    let children: BTreeMap<_, _> =
        rows.iter().filter(|row| row["measure"] == "children").map(|row| (place(row), count(row))).collect();
    let mut met = 0;
    for row in rows.iter().filter(|row| row["measure"] == "rate") {
        let published = children[&place(row)];
        assert_eq!(published.is_some(), row["status"] == "shown", "{row:?}");
        if let Some(published) = published {
            let population: f64 = row["population"].parse().unwrap();
            let expected = published as f64 / population * 10_000.0;
            let value: f64 = row["value"].parse().unwrap();
            assert!((value - expected).abs() < 1e-6, "{row:?}");
            met += 1;
        }
    }
    assert!(met > 100);
}

/// Counts by breakdown and group; nought is the total.
type Places = BTreeMap<(String, u8), Option<u64>>;

/// Adds up what it can: groups to their total, and coarser groups from finer ones.
#[test]
fn sums_and_differences_leave_every_hidden_count_open() {
    let rows = quarterly().table("data/results.csv");
    let mut tables: BTreeMap<[String; 4], Places> = BTreeMap::new();
    for row in rows.iter().filter(|row| is_count(row)) {
        let key = ["period", "definition", "outcome", "measure"].map(|column| row[column].clone());
        let stratum = row["stratum"].parse().unwrap_or(0);
        tables.entry(key).or_default().insert((row["dimensions"].clone(), stratum), count(row));
    }
    let range = |count: Option<u64>| match count {
        Some(0) => (0, 0),
        Some(count) => (count - 2, count + 2),
        None => (1, u64::from(u32::MAX)),
    };
    let mut tried = 0;
    for (key, table) in &tables {
        let Some(&total) = table.get(&(String::new(), 0)) else { continue };
        for dimension in ["deprivation_decile", "deprivation_quintile"] {
            let groups: Vec<_> = table.iter().filter(|((name, _), _)| name == dimension).collect();
            for ((_, group), _) in groups.iter().filter(|(_, count)| count.is_none()) {
                let others = groups.iter().filter(|((_, other), _)| other != group);
                let (least, most) = others.fold((0, 0), |(least, most), (_, count)| {
                    let (low, high) = range(**count);
                    (least + low, most + high)
                });
                let (low, high) = range(total);
                let (low, high) = (1.max(low.saturating_sub(most)), high.saturating_sub(least));
                let large = low > 7;
                assert!(large || high >= low + 2, "{key:?} {dimension} {group}: {low} to {high}");
                tried += 1;
            }
        }
    }
    assert!(tried > 20, "the fixture has hidden groups to attack");
}

#[test]
fn the_loss_account_is_protected_like_any_other_count() {
    for row in quarterly().table("data/losses.csv") {
        if let Ok(count) = row["episodes"].parse::<u64>() {
            assert!(count.is_multiple_of(5) && (count == 0 || count >= 10), "{row:?}");
        }
    }
}

#[test]
fn no_identifier_postcode_area_or_date_of_a_row_is_in_any_file() {
    let release = quarterly();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge");
    let mut secrets = Vec::new();
    let mut addresses = csv::Reader::from_path(fixture.join("addresses.csv")).unwrap();
    for record in addresses.records() {
        secrets.extend(record.unwrap().iter().filter(|cell| cell.len() >= 6).map(str::to_owned));
    }
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() > 1_000);
    let mut files = vec![release.folder.path().join("run")];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let words: std::collections::HashSet<&str> =
            text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != ' ').map(str::trim).collect();
        assert!(secrets.iter().all(|secret| !words.contains(secret.as_str())), "{}", path.display());
        read += 1;
    }
    assert!(read > 8);
}

/// What an attacker finds in a run folder, of which it knows only the files and the rules.
fn found(folder: &Path) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    let rows = table(&folder.join("data/results.csv"));
    let place = |row: &Row| {
        ["period", "definition", "outcome", "dimensions", "stratum"].map(|column| row[column].clone())
    };
    let of = |measure: &str| -> BTreeMap<[String; 5], &Row> {
        rows.iter().filter(|row| row["measure"] == measure).map(|row| (place(row), row)).collect()
    };
    let (children, episodes) = (of("children"), of("episodes"));
    let number = |row: &Row, column: &str| row[column].parse::<f64>().ok();
    for row in rows.iter().filter(|row| is_count(row)) {
        if number(row, "value").is_some_and(|value| value % 5.0 != 0.0 || (value > 0.0 && value < 8.0)) {
            found.insert("a count is small, or is not rounded");
        }
    }
    for row in &rows {
        let hidden = row["status"] == "c";
        let says = ["value", "lower", "upper", "cases"].iter().any(|column| !row[*column].is_empty());
        if hidden && says {
            found.insert("a hidden figure says something");
        }
        let behind = match row["measure"].as_str() {
            "rate" => children.get(&place(row)),
            "dva_share" => episodes.get(&place(row)),
            _ => continue,
        };
        let Some(value) = number(row, "value") else { continue };
        let per = if row["measure"] == "rate" { 10_000.0 } else { 1.0 };
        let Some(population) = number(row, "population") else {
            found.insert("a figure is made of a hidden count");
            continue;
        };
        let implied = value * population / per;
        match behind.and_then(|count| number(count, "value")) {
            None => {
                found.insert("a figure is made of a hidden count");
            }
            Some(count) if row["measure"] == "rate" && (implied - count).abs() > 1e-3 => {
                found.insert("a figure is not that of its published count");
            }
            Some(_) => {}
        }
    }
    indices(&rows, &children, &mut found);
    let read = history::folder(folder).unwrap();
    let alone = pair(&read.counts, &read.counts, Budget::default());
    if alone.contradict || !alone.found.is_empty() {
        found.insert("sums and differences give a hidden count away");
    }
    text(folder, &rows, &mut found);
    found
}

/// Where every group is shown, an index must be that of the published counts.
fn indices(rows: &[Row], children: &BTreeMap<[String; 5], &Row>, found: &mut BTreeSet<&'static str>) {
    for row in rows.iter().filter(|row| row["measure"] == "sii" && row["status"] == "shown") {
        let groups: Option<Vec<Group>> = (1..=10)
            .map_while(|stratum| {
                let key = ["period", "definition", "outcome", "dimensions"].map(|column| row[column].clone());
                let [period, definition, outcome, dimension] = key;
                children.get(&[period, definition, outcome, dimension, f64::from(stratum).to_string()])
            })
            .map(|count| Some(Group { events: count["value"].parse().ok()?, population: 1.0 }))
            .collect();
        let Some(mut groups) = groups else { continue };
        let rates = rows.iter().filter(|rate| {
            rate["measure"] == "rate"
                && ["period", "definition", "outcome", "dimensions"]
                    .iter()
                    .all(|column| rate[*column] == row[*column])
        });
        for (group, rate) in groups.iter_mut().zip(rates) {
            group.population = rate["population"].parse().unwrap();
        }
        let fitted = poisson(&groups, Limits::InflatedProfile, Level::P95).unwrap();
        let value: f64 = row["value"].parse().unwrap();
        if (fitted.sii.value * 10_000.0 - value).abs() > 1e-4 * value.abs().max(1.0) {
            found.insert("an index is not that of the published counts");
        }
    }
}

/// Every rate that a chart or a sentence states, and every bar, must be one of the shown figures.
fn text(folder: &Path, rows: &[Row], found: &mut BTreeSet<&'static str>) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for row in rows {
        for column in ["value", "lower", "upper", "population", "cases"] {
            let Ok(value) = row[column].parse::<f64>() else { continue };
            for scaled in [value, value * 100.0] {
                for near in [scaled, scaled + 1e-9, scaled - 1e-9] {
                    known.extend([format!("{near:.1}"), format!("{near:.2}"), format!("{near:.3}")]);
                }
            }
        }
    }
    for entry in std::fs::read_dir(folder.join("charts")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "svg") {
            continue;
        }
        let svg = std::fs::read_to_string(path).unwrap();
        let (_, rest) = svg.split_once("-desc\">").unwrap();
        let (described, _) = rest.split_once("</desc>").unwrap();
        let decimals = described
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .map(|word| word.trim_end_matches('.'))
            .filter(|word| word.contains('.'));
        if decimals.into_iter().any(|word| !known.contains(word)) {
            found.insert("a chart describes a figure that is not shown");
        }
    }
    let audit: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("audit.json")).unwrap()).unwrap();
    let stated = audit.to_string();
    if ["\"interval\"", "\"least\"", "\"truth\"", "\"seed\"", "\"key\""]
        .iter()
        .any(|word| stated.contains(word))
    {
        found.insert("the audit says where a hidden figure lies");
    }
}

fn table(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    let named = |record: csv::StringRecord| {
        header.iter().zip(record.iter()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    reader.records().map(|record| named(record.unwrap())).collect()
}

#[test]
fn an_attacker_with_every_file_finds_nothing() {
    let release = quarterly();
    assert_eq!(found(&release.folder.path().join("run")), BTreeSet::new());
}

/// Changes the first cell of a column in a row that fits.
fn spoil(folder: &Path, fits: impl Fn(&Row) -> bool, column: &str, value: impl Fn(&Row) -> String) {
    let path = folder.join("data/results.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = header.iter().position(|name| name == column).unwrap();
    let mut left = true;
    let rows: Vec<csv::StringRecord> = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            let row: Row = header
                .iter()
                .zip(record.iter())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            if !std::mem::take(&mut left) {
                return record;
            }
            if !fits(&row) {
                left = true;
                return record;
            }
            record
                .iter()
                .enumerate()
                .map(|(place, cell)| if place == at { value(&row) } else { cell.to_owned() })
                .collect()
        })
        .collect();
    assert!(!left, "there is a row to spoil");
    let mut writer = csv::Writer::from_path(&path).unwrap();
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

#[test]
fn the_same_attacker_finds_every_leak_that_is_planted() {
    let release = quarterly();
    let run = release.folder.path().join("run");
    let results = std::fs::read(run.join("data/results.csv")).unwrap();
    let is = |measure: &'static str, status: &'static str| {
        move |row: &Row| row["measure"] == measure && row["status"] == status
    };
    let plant = |spoil: &dyn Fn(), leak: &str| {
        spoil();
        let found = found(&run);
        std::fs::write(run.join("data/results.csv"), &results).unwrap();
        assert!(found.contains(leak), "{leak}: {found:?}");
    };
    let shown = |row: &Row| row["value"].parse::<f64>().unwrap();
    let small = "a count is small, or is not rounded";
    plant(&|| spoil(&run, is("children", "c"), "value", |_| "3".to_owned()), small);
    plant(&|| spoil(&run, is("episodes", "shown"), "value", |row| (shown(row) + 1.0).to_string()), small);
    let says = "a hidden figure says something";
    plant(&|| spoil(&run, is("rate", "c"), "upper", |_| "4.2".to_owned()), says);
    plant(&|| spoil(&run, is("children", "c"), "cases", |_| "3".to_owned()), says);
    let made = "a figure is made of a hidden count";
    plant(&|| spoil(&run, is("rate", "c"), "value", |_| "4.2".to_owned()), made);
    plant(
        &|| spoil(&run, is("dva_share", "c"), "value", |_| "0.1".to_owned()),
        "a hidden figure says something",
    );
    let other = "a figure is not that of its published count";
    plant(&|| spoil(&run, is("rate", "shown"), "value", |row| (shown(row) * 1.01).to_string()), other);
    let index = "an index is not that of the published counts";
    let whole = |row: &Row| is("sii", "shown")(row) && row["convention"] == "ends_ratio";
    plant(&|| spoil(&run, whole, "value", |row| (shown(row) * 1.02).to_string()), index);
    // A total moved by one step so that what its groups leave over is less than a hidden count can be.
    let sums = "sums and differences give a hidden count away";
    let total = |row: &Row| {
        is("children", "shown")(row)
            && row["dimensions"].is_empty()
            && row["definition"] == "any"
            && shown(row) > 50.0
    };
    plant(&|| spoil(&run, total, "value", |row| (shown(row) - 45.0).to_string()), sums);
    for (name, old, new, leak) in [
        (
            "charts/components.svg",
            "</desc>",
            "Hidden group: 987.6.</desc>",
            "a chart describes a figure that is not shown",
        ),
        (
            "audit.json",
            "\"counts\"",
            "\"interval\": [1, 2], \"counts\"",
            "the audit says where a hidden figure lies",
        ),
    ] {
        let text = std::fs::read_to_string(run.join(name)).unwrap();
        std::fs::write(run.join(name), text.replacen(old, new, 1)).unwrap();
        let found = found(&run);
        std::fs::write(run.join(name), text).unwrap();
        assert!(found.contains(leak), "{leak}: {found:?}");
    }
    assert_eq!(found(&run), BTreeSet::new(), "the release is as it was");
}

/// Every file of a release of these counts, made in the way that a run makes it.
fn files(counts: &Counts<u64>, plan: &Plan) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let (published, audit) = disclose(counts, plan.disclosure).unwrap();
    let results = published.derive(plan, estimate::estimate);
    let out = folder.path().join("run");
    let outcome =
        render::render(&results, &audit, &Provenance::of(plan, &Hashes::new()).unwrap(), plan, &out).unwrap();
    outcome.files.into_iter().map(|file| (file.clone(), std::fs::read(out.join(file)).unwrap())).collect()
}

/// Moves a hidden child from one hidden group to the next of the same coarser group, in every table that has two.
fn moved(counts: &Counts<u64>, policy: Disclosure) -> (Counts<u64>, usize) {
    let (published, _) = disclose(counts, policy).unwrap();
    let small = 1..=u64::from(policy.hide_up_to);
    let (mut other, mut moves) = (counts.clone(), 0);
    for (cell, shown) in other.cells.values_mut().zip(published.get().cells.values()) {
        let hidden: Vec<bool> =
            shown.children.groups[0].iter().map(|one| *one == Published::Hidden).collect();
        let groups = &mut cell.children.groups[0];
        for at in (0..groups.len()).step_by(2) {
            let both = hidden[at]
                && hidden[at + 1]
                && small.contains(&groups[at])
                && small.contains(&groups[at + 1]);
            if both && small.contains(&(groups[at] + 1)) && small.contains(&(groups[at + 1] - 1)) {
                groups[at] += 1;
                groups[at + 1] -= 1;
                moves += 1;
            }
        }
    }
    (other, moves)
}

#[test]
fn other_true_counts_behind_the_same_published_ones_give_the_same_bytes() {
    let plan = config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/quarterly.toml")).unwrap();
    let (tables, mut findings) = read::read(&plan, &|_| ()).unwrap();
    let (cohort, losses) = link::link(&tables, &plan, &mut findings).unwrap();
    let truth = count::count(&cohort, &losses, &plan);
    let (other, moves) = moved(&truth, plan.disclosure);
    assert!(moves > 5, "{moves} tables differ");
    let (one, other) = (files(&truth, &plan), files(&other, &plan));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(other[name] == *bytes, "{} tells of a hidden count", name.display());
    }
}
