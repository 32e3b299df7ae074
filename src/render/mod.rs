//! From protected figures to a run folder: a briefing, charts, data and the record of how they came about.
//!
//! Nothing here can reach a record: it takes [`Safe`] values only. The same values give the same bytes.

mod chart;
mod data;
mod folder;
#[cfg(test)]
mod made_up;
mod number;
mod page;
mod record;
mod release;
#[cfg(test)]
mod tests;
mod words;

use std::path::{Path, PathBuf};

use crate::config::Plan;
use crate::diag::{Code, Diagnostic};
use crate::disclose::{Audit, Safe};
use crate::domain::{Cell, Results, TableFigure};
use crate::provenance::Provenance;

use data::Resource;
use folder::File;
use release::Release;

/// What a run wrote, for its closing words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What was found, in sentences, as the briefing opens.
    pub headlines: Vec<String>,
    /// The run folder.
    pub folder: PathBuf,
    /// Every file, inside the run folder, in order.
    pub files: Vec<PathBuf>,
    /// How many figures and lines of the loss account are hidden.
    pub hidden: usize,
    /// How many are shown.
    pub shown: usize,
}

/// Writes the run folder, whole or not at all.
///
/// An earlier run in the same place is replaced whole.
///
/// # Errors
///
/// Returns `folder-not-empty` where the place holds anything but an earlier run, and `output-failed`
/// where it cannot be written. What was there is then as it was.
pub fn render(
    results: &Safe<Results>,
    audit: &Safe<Audit>,
    provenance: &Provenance,
    plan: &Plan,
    out: &Path,
) -> Result<Outcome, Diagnostic> {
    let release = Release { results: results.get(), plan };
    let page = page::page(release, audit.get(), provenance);
    let files = files(release, &page, audit.get(), provenance)?;
    folder::publish(&files, out)?;
    let cells = || {
        let losses = release.results.losses.iter().map(|line| line.episodes);
        release.results.figures.iter().map(|figure| figure.value).chain(losses)
    };
    Ok(Outcome {
        headlines: page.headlines,
        folder: out.to_owned(),
        files: files.iter().map(|file| PathBuf::from(&file.path)).collect(),
        hidden: cells().filter(|cell| *cell == Cell::Hidden).count(),
        shown: cells().filter(|cell| cell.shown().is_some()).count(),
    })
}

/// Returns figures of somebody's table of counts as CSV, in the columns of `data/results.csv`.
#[must_use]
pub fn table_csv(figures: &[TableFigure]) -> String {
    data::csv(&data::table(figures))
}

/// Returns figures of somebody's table of counts as JSON, with the names of the same columns.
#[must_use]
pub fn table_json(figures: &[TableFigure]) -> String {
    data::json(&data::table(figures))
}

/// Returns every file of the release, the manifest last.
fn files(
    release: Release<'_>,
    page: &page::Page,
    audit: &Audit,
    provenance: &Provenance,
) -> Result<Vec<File>, Diagnostic> {
    let file = |path: String, bytes: Vec<u8>| File { path, bytes };
    let mut files = vec![file("briefing.html".to_owned(), page.html.clone().into_bytes())];
    for chart in &page.charts {
        files.push(file(format!("charts/{}.svg", chart.name), chart.svg.clone().into_bytes()));
    }
    let (results, losses) = (data::results(release.results), data::losses(release.results));
    let parquet = data::parquet(&results)
        .map_err(|_| Diagnostic::new(Code::OutputFailed, "the figures could not be written as Parquet"))?;
    let tables = [
        ("data/results.csv", &results, data::csv(&results).into_bytes()),
        ("data/results.parquet", &results, parquet),
        ("data/results.json", &results, data::json(&results).into_bytes()),
        ("data/losses.csv", &losses, data::csv(&losses).into_bytes()),
    ];
    let hashes: Vec<_> = tables.iter().map(|(_, _, bytes)| record::hash(bytes)).collect();
    let resources: Vec<_> = tables
        .iter()
        .zip(&hashes)
        .map(|(&(path, rows, ref bytes), sha256)| Resource { path, rows, sha256, bytes: bytes.len() })
        .collect();
    let package = data::package(release, provenance.program, &resources);
    files.extend(tables.into_iter().map(|(path, _, bytes)| file(path.to_owned(), bytes)));
    files.push(file("datapackage.json".to_owned(), package.into_bytes()));
    files.push(file("audit.json".to_owned(), record::audit(audit, &files).into_bytes()));
    let manifest = record::manifest(release, provenance, &files);
    files.push(file(folder::MANIFEST.to_owned(), manifest.into_bytes()));
    Ok(files)
}
