//! An attacker with nothing but a run folder: every file is parsed, every count put beside every other.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

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
        let mut reader = csv::Reader::from_path(self.path(name)).unwrap();
        let header = reader.headers().unwrap().clone();
        let named = |record: csv::StringRecord| {
            header
                .iter()
                .zip(record.iter())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        };
        reader.records().map(|record| named(record.unwrap())).collect()
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
