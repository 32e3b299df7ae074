//! What a reader may hold beside a release, as files: the ledger of earlier releases, tables of other
//! publishers, and run folders.
//!
//! The ledger holds published figures only, and is for the authority alone all the same: its file is owner-only
//! and never in the run folder. It is written before the release appears, so that a stop at any moment leaves it
//! ahead of what was published and never behind.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::Plan;
use crate::count::Counts;
use crate::diag::{Code, Diagnostic, unreadable, why};
use crate::disclose::{Beside, Context, Earlier, Outside, Published, Safe, relations_by_name};
use crate::provenance::digest;

/// The ledger as its file has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    /// The hash of the releases as JSON, so that damage is seen.
    sha256: String,
    releases: Vec<Earlier>,
}

/// A ledger that a release was added to.
#[derive(Debug)]
pub struct Kept(Option<(PathBuf, Vec<u8>)>);

/// What a run folder prints.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Its counts.
    pub counts: Earlier,
    /// Every figure by name, with its value where it is shown.
    pub figures: BTreeMap<String, Option<f64>>,
}

/// Reads what the plan says a reader holds.
///
/// # Errors
///
/// Returns `ledger-unusable` where the plan names a ledger and it is missing or damaged, and the fault of the
/// first outside table that cannot be read.
pub fn beside(plan: &Plan) -> Result<Beside, Diagnostic> {
    let earlier = match &plan.history.ledger {
        None => Vec::new(),
        Some(path) => read(path)?.1,
    };
    let context = Context {
        site: plan.site.name.clone(),
        groups: [plan.index.name(), plan.edition.name(), plan.basis.name()].join(" "),
    };
    let tables = plan.history.outside.iter().map(|path| outside(path, &context));
    let outside = tables.collect::<Result<Vec<_>, _>>()?.concat();
    Ok(Beside { context, earlier, outside, correction: plan.history.correction.clone() })
}

/// Adds a release to the plan's ledger, if it names one.
///
/// # Errors
///
/// Returns `ledger-unusable` where it cannot be written; it is then as it was.
pub fn keep(plan: &Plan, beside: &Beside, counts: &Safe<Counts<Published>>) -> Result<Kept, Diagnostic> {
    let Some(path) = &plan.history.ledger else { return Ok(Kept(None)) };
    let release =
        Earlier::of(counts.get(), &beside.context, plan.disclosure, plan.history.correction.clone());
    let (before, mut releases) = read(path)?;
    if !releases.contains(&release) {
        releases.push(release);
        let ledger = Ledger { sha256: hash(&releases), releases };
        let text = serde_json::to_string(&ledger).expect("a ledger can be written as JSON");
        replace(path, text.as_bytes())?;
    }
    Ok(Kept(Some((path.clone(), before))))
}

impl Kept {
    /// Puts the ledger back as it was, because the release did not appear.
    ///
    /// # Errors
    ///
    /// Returns `ledger-unusable` where it cannot be written; it then holds a release that did not appear, which
    /// makes later ones no less safe.
    pub fn undo(self) -> Result<(), Diagnostic> {
        self.0.map_or(Ok(()), |(path, before)| replace(&path, &before))
    }
}

fn read(path: &Path) -> Result<(Vec<u8>, Vec<Earlier>), Diagnostic> {
    let unusable = |message: &str| Diagnostic::new(Code::LedgerUnusable, message).in_file(path);
    let bytes =
        fs::read(path).map_err(|error| unusable(&format!("the ledger cannot be read: {}", why(&error))))?;
    if bytes.is_empty() {
        return Ok((bytes, Vec::new()));
    }
    let ledger: Ledger = serde_json::from_slice(&bytes).map_err(|_| unusable("the ledger is damaged"))?;
    let is_whole = ledger.releases.iter().all(Earlier::is_whole);
    if !is_whole || ledger.sha256 != hash(&ledger.releases) {
        return Err(unusable("the ledger is damaged, or was changed by hand"));
    }
    Ok((bytes, ledger.releases))
}

fn hash(releases: &[Earlier]) -> String {
    let text = serde_json::to_string(releases).expect("releases can be written as JSON");
    digest(text.as_bytes())
}

/// Replaces a file in one step by another that only its owner may read.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error: &std::io::Error| {
        Diagnostic::new(Code::LedgerUnusable, format!("the ledger cannot be written: {}", why(error)))
            .in_file(path)
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // On Unix, a temporary file is its owner's alone from the start.
    let mut file = tempfile::Builder::new()
        .prefix(".social-gradient-")
        .tempfile_in(folder)
        .map_err(|error| failed(&error))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Reads a table of another publisher: `period`, `definition`, `outcome`, `measure`, `dimensions`, `stratum`,
/// `value` and `rounded_to`, with the names of `data/results.csv`.
fn outside(path: &Path, context: &Context) -> Result<Vec<Outside>, Diagnostic> {
    let rows = table(
        path,
        &["period", "definition", "outcome", "measure", "dimensions", "stratum", "value", "rounded_to"],
    )?;
    let mut found = Vec::new();
    for (row, cells) in rows.iter().zip(2..) {
        let number = |text: &str, column| {
            text.parse::<u64>().map_err(|_| {
                Diagnostic::new(Code::BadCount, Code::BadCount.message()).at_row(path, cells, Some(column))
            })
        };
        let [period, definition, outcome, measure, dimensions, stratum, value, rounded_to] = row.as_slice()
        else {
            continue;
        };
        let groups = if dimensions.is_empty() { "" } else { &context.groups };
        let site = &context.site;
        found.push(Outside {
            name: format!("{site}|{period}|{definition}|{outcome}|{measure}|{dimensions}|{stratum}|{groups}"),
            value: number(value, "value")?,
            rounded_to: number(rounded_to, "rounded_to")?.max(1),
        });
    }
    Ok(found)
}

/// Reads what a run folder prints.
///
/// # Errors
///
/// Returns the first file that cannot be read or lacks something.
pub fn folder(path: &Path) -> Result<Folder, Diagnostic> {
    let manifest = path.join("manifest.json");
    let text = fs::read_to_string(&manifest).map_err(|error| unreadable(&manifest, &error))?;
    let stated: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let threshold = |name: &str| {
        let number = stated["plan"]["disclosure"][name].as_u64().and_then(|one| u32::try_from(one).ok());
        number.filter(|&one| one > 0).ok_or_else(|| {
            Diagnostic::new(Code::FileUnreadable, "the manifest does not say how counts were protected")
                .in_file(&manifest)
        })
    };
    let (hide_up_to, round_to) = (threshold("hide_up_to")?, threshold("round_to")?);
    let columns = [
        "site",
        "period",
        "definition",
        "outcome",
        "measure",
        "dimensions",
        "stratum",
        "index",
        "edition",
        "basis",
        "value",
    ];
    let results = path.join("data").join("results.csv");
    let (mut names, mut printed, mut figures) = (Vec::new(), Vec::new(), BTreeMap::new());
    for row in table(&results, &columns)? {
        let [site, period, definition, outcome, measure, dimensions, stratum, index, edition, basis, value] =
            row.as_slice()
        else {
            continue;
        };
        let groups = if dimensions.is_empty() { String::new() } else { format!("{index} {edition} {basis}") };
        let name =
            format!("{site}|{period}|{definition}|{outcome}|{measure}|{dimensions}|{stratum}|{groups}");
        let value: Option<f64> = value.parse().ok();
        if ["children", "episodes", "unborn"].contains(&measure.as_str()) {
            names.push(name.clone());
            printed.push(value.map(|value| value as u64));
        }
        figures.insert(name, value);
    }
    let relations = relations_by_name(&names);
    let counts = Earlier { hide_up_to, round_to, correction: None, names, printed, relations };
    Ok(Folder { counts, figures })
}

/// Returns the named columns of a CSV file, row by row.
fn table(path: &Path, columns: &[&str]) -> Result<Vec<Vec<String>>, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let unread = |_| Diagnostic::new(Code::NotUtf8, Code::NotUtf8.message()).in_file(path);
    let header = reader.headers().map_err(unread)?.clone();
    let mut places = Vec::new();
    for &column in columns {
        let place = header.iter().position(|name| name == column);
        places.push(place.ok_or_else(|| {
            Diagnostic::new(Code::MissingColumn, format!("there is no column `{column}`")).in_file(path)
        })?);
    }
    let cells = |record: csv::StringRecord| {
        places.iter().map(|&place| record.get(place).unwrap_or_default().to_owned()).collect()
    };
    reader
        .records()
        .zip(2..)
        .map(|(record, row)| {
            let ragged =
                |_| Diagnostic::new(Code::RaggedRow, Code::RaggedRow.message()).at_row(path, row, None);
            record.map(cells).map_err(ragged)
        })
        .collect()
}
