//! Reads oracle tables, compares figures within their stated tolerance and counts what was checked.
//!
//! A small folder of the same layout is in `fixtures/golden/reference`, and is always compared.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One expected figure.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) dataset: String,
    pub(crate) group: String,
    pub(crate) method: String,
    pub(crate) term: String,
    pub(crate) stat: String,
    /// `None` where the reference printed no number.
    pub(crate) value: Option<f64>,
    pub(crate) text: String,
    pub(crate) status: String,
    pub(crate) kind: String,
    pub(crate) tol: Option<f64>,
    pub(crate) note: String,
}

/// A row of an input table, by column name.
pub(crate) type Row = BTreeMap<String, String>;

/// What happened to one expected row.
#[derive(Debug, Clone)]
pub(crate) enum Verdict {
    /// We give this figure; it is compared within the row's tolerance.
    Figure(f64),
    /// Like `Figure`; a row that is not met within its own tolerance but within this wider absolute one is counted apart,
    /// with the reason why the reference can be trusted no further.
    Near(f64, f64, &'static str),
    /// Like `Figure` where the reference's own fit is not one: a row that is not met is left out, with the reason.
    Unless(f64, &'static str),
    /// Already compared by the caller: same class, same text, rightly absent.
    Agrees,
    /// Already compared by the caller, and different.
    Differs(String),
    /// Not asked of this program, with the reason.
    LeftOut(&'static str),
}

thread_local! {
    /// The folder that this test reads at present.
    static FOLDER: RefCell<PathBuf> = RefCell::default();
}

/// Runs a test on the folder of the repository, and on the one that the environment names.
pub(crate) fn each_folder(test: fn()) {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/golden/reference");
    let named = std::env::var_os("SOCIAL_GRADIENT_ORACLES").map(PathBuf::from);
    if named.is_none() {
        println!("skipped: SOCIAL_GRADIENT_ORACLES does not name the folder of all reference figures");
    }
    for folder in std::iter::once(own).chain(named) {
        assert!(folder.is_dir(), "{} is no folder", folder.display());
        FOLDER.set(folder);
        test();
    }
}

/// Returns the folder that is read.
pub(crate) fn folder() -> PathBuf {
    FOLDER.with_borrow(PathBuf::clone)
}

/// Reads `inputs/NAME.csv`; nothing where the folder does not have it.
pub(crate) fn input(name: &str) -> Vec<Row> {
    let path = format!("inputs/{name}.csv");
    if folder().join(&path).is_file() { read(&path) } else { Vec::new() }
}

/// Returns whether the folder has a file, and says that its rows are skipped where it has none.
pub(crate) fn has(path: &str) -> bool {
    let there = folder().join(path).is_file();
    if !there {
        println!("skipped: {} holds no {path}", folder().display());
    }
    there
}

/// Reads `expected/NAME.csv`; nothing where the folder does not have it.
pub(crate) fn expected(name: &str) -> Vec<Expected> {
    if !has(&format!("expected/{name}.csv")) {
        return Vec::new();
    }
    let number = |text: &str| match text {
        "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok(),
    };
    read(&format!("expected/{name}.csv"))
        .into_iter()
        .map(|mut row| {
            let mut take = |column: &str| row.remove(column).unwrap_or_default();
            let text = take("value");
            Expected {
                dataset: take("dataset"),
                group: take("group"),
                method: take("method"),
                term: take("term"),
                stat: take("stat"),
                value: number(&text),
                text,
                status: take("status"),
                kind: take("kind"),
                tol: take("tol").trim().parse().ok(),
                note: take("note"),
            }
        })
        .collect()
}

/// Judges every row of a file, prints how many passed, and fails on the first that does not.
pub(crate) fn judge(name: &str, rows: &[Expected], mut verdict: impl FnMut(&Expected) -> Verdict) {
    let mut passed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut nearly: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<&'static str, usize> = BTreeMap::new();
    for row in rows {
        match verdict(row) {
            Verdict::Figure(got) => {
                assert!(within(got, row), "{name}: got {got:e} for {row:?}");
                *passed.entry(row.kind.as_str()).or_default() += 1;
            }
            Verdict::Near(got, ..) | Verdict::Unless(got, _) if within(got, row) => {
                *passed.entry(row.kind.as_str()).or_default() += 1;
            }
            Verdict::Unless(_, reason) => *left_out.entry(reason).or_default() += 1,
            Verdict::Near(got, tolerance, reason) => {
                let want = row.value.unwrap_or(f64::NAN);
                assert!((got - want).abs() <= tolerance, "{name}: got {got:e} for {row:?}");
                *nearly.entry(reason).or_default() += 1;
            }
            Verdict::Agrees => *passed.entry(row.kind.as_str()).or_default() += 1,
            Verdict::Differs(why) => panic!("{name}: {why} for {row:?}"),
            Verdict::LeftOut(reason) => *left_out.entry(reason).or_default() += 1,
        }
    }
    let total: usize = passed.values().sum();
    let name = format!("{}: {name}", folder().file_name().unwrap_or_default().display());
    println!("{name}.csv: {total} of {} rows passed {passed:?}", rows.len());
    for (reason, count) in &nearly {
        println!("{name}.csv: {count} rows met less closely: {reason}");
    }
    for (reason, count) in left_out {
        println!("{name}.csv: {count} rows left out: {reason}");
    }
    assert!(rows.is_empty() || total > 0, "{name}: no row was compared");
}

pub(crate) fn within(got: f64, row: &Expected) -> bool {
    let (Some(want), Some(tol)) = (row.value, row.tol) else { return false };
    let allowed = match row.kind.as_str() {
        "mc" => 4.0 * tol,
        // The folder's own words: such a row is to be compared absolutely, and so is a probability that is hardly a number.
        _ if row.note.contains("rounding noise") => f64::max(1e-9, tol * want.abs()),
        _ => f64::max(tol * want.abs(), 1e-300),
    };
    got == want || (got - want).abs() <= allowed
}

fn read(path: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder().join(path)).expect("an oracle table that can be read");
    let header = reader.headers().expect("a header").clone();
    reader
        .records()
        .map(|record| {
            let record = record.expect("a whole row");
            header
                .iter()
                .zip(record.iter())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect()
        })
        .collect()
}
