//! Reads oracle tables, compares figures within their stated tolerance and counts what was checked.

use std::collections::BTreeMap;
use std::path::PathBuf;

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
    /// Like `Figure`, compared within an absolute tolerance of our own, with the reason beside the call.
    Near(f64, f64),
    /// Already compared by the caller: same class, same text, rightly absent.
    Agrees,
    /// Already compared by the caller, and different.
    Differs(String),
    /// Not asked of this program, with the reason.
    LeftOut(&'static str),
}

/// Returns the oracle folder, or says that the test is skipped.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SOCIAL_GRADIENT_ORACLES").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SOCIAL_GRADIENT_ORACLES does not name the folder of reference figures");
    }
    folder
}

/// Reads `inputs/NAME.csv`.
pub(crate) fn input(name: &str) -> Vec<Row> {
    read(&format!("inputs/{name}.csv"))
}

/// Reads `expected/NAME.csv`.
pub(crate) fn expected(name: &str) -> Vec<Expected> {
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
    let mut left_out: BTreeMap<&'static str, usize> = BTreeMap::new();
    for row in rows {
        match verdict(row) {
            Verdict::Figure(got) => {
                assert!(within(got, row), "{name}: got {got:e} for {row:?}");
                *passed.entry(row.kind.as_str()).or_default() += 1;
            }
            Verdict::Near(got, tolerance) => {
                let want = row.value.unwrap_or(f64::NAN);
                assert!((got - want).abs() <= tolerance, "{name}: got {got:e} for {row:?}");
                *passed.entry(row.kind.as_str()).or_default() += 1;
            }
            Verdict::Agrees => *passed.entry(row.kind.as_str()).or_default() += 1,
            Verdict::Differs(why) => panic!("{name}: {why} for {row:?}"),
            Verdict::LeftOut(reason) => *left_out.entry(reason).or_default() += 1,
        }
    }
    let total: usize = passed.values().sum();
    println!("{name}.csv: {total} of {} rows passed {passed:?}", rows.len());
    for (reason, count) in left_out {
        println!("{name}.csv: {count} rows left out: {reason}");
    }
    assert!(total > 0, "{name}: no row was compared");
}

fn within(got: f64, row: &Expected) -> bool {
    let (Some(want), Some(tol)) = (row.value, row.tol) else { return false };
    let allowed = match row.kind.as_str() {
        "mc" => 4.0 * tol,
        _ => tol * want.abs(),
    };
    got == want || (got - want).abs() <= allowed
}

fn read(path: &str) -> Vec<Row> {
    let folder = folder().expect("the caller has checked the variable");
    let mut reader = csv::Reader::from_path(folder.join(path)).expect("an oracle table that can be read");
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
