//! From protected figures to a run folder: a briefing, charts, data and the record of how they came about.
//!
//! Nothing here can reach a record: it takes [`Safe`] values only. The same values give the same bytes.

mod branding;
mod chart;
mod content;
mod data;
mod drawn;
mod folder;
#[cfg(test)]
mod made_up;
mod number;
mod page;
mod pdf;
mod record;
mod release;
#[cfg(test)]
mod tests;
pub mod verify;

pub(crate) use number::many;
mod words;
mod workbook;

use std::path::{Path, PathBuf};

use crate::config::Plan;
use crate::diag::{Code, Diagnostic};
use crate::disclose::{Audit, Safe};
use crate::domain::{Cell, Results, TableFigure};
use crate::provenance::Provenance;

use rayon::prelude::*;

use branding::Branding;
use chart::Chart;
use content::Content;
use drawn::Drawn;
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
    /// What became of the episodes that were read, in a sentence.
    pub lost: String,
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
    let branding = Branding::load(plan.branding.as_deref())?;
    let content = said(release, audit.get(), provenance, &branding)?;
    let drawn = Drawn::open(plan)?;
    let files = files(release, &content, &branding, audit.get(), provenance, &drawn)?;
    drawn.sweep()?;
    folder::publish(&files, out)?;
    let cells = || {
        let losses = release.results.losses.iter().map(|line| line.episodes);
        release.results.figures.iter().map(|figure| figure.value).chain(losses)
    };
    let lost = words::losses(release, release.headline()).into_iter().next().unwrap_or_default();
    Ok(Outcome {
        headlines: content.headlines,
        lost,
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

/// Puts together what the release says, in the authority's own words where it has any.
fn said(
    release: Release<'_>,
    audit: &Audit,
    provenance: &Provenance,
    branding: &Branding,
) -> Result<Content, Diagnostic> {
    content::content(release, audit, provenance, &branding.wording).map_err(|what| {
        let fault = Diagnostic::new(Code::BrandingFault, what);
        match &release.plan.branding {
            Some(folder) => fault.in_file(&folder.join("wording.toml")),
            None => fault,
        }
    })
}

/// Returns every file of the release, the manifest last.
///
/// The page, the document, the workbook and the pictures are made side by side; their order here does not change.
fn files(
    release: Release<'_>,
    content: &Content,
    branding: &Branding,
    audit: &Audit,
    provenance: &Provenance,
    drawn: &Drawn,
) -> Result<Vec<File>, Diagnostic> {
    let failed = |what: &str| Diagnostic::new(Code::OutputFailed, format!("{what} could not be written"));
    let charts: Vec<&Chart> = content.charts().collect();
    // The document takes longest, and pictures fill what time is left: they are many and small.
    let (document, (read, figures, pictures)) = rayon::join(
        || document(content, branding, drawn),
        || {
            let html = page::page(content, release, branding).into_bytes();
            let read = workbook::workbook(content, release).map(|tables| (html, tables));
            let figures = data(release, provenance);
            let pictures: Result<Vec<_>, _> = charts
                .par_iter()
                .with_max_len(1)
                .map(|chart| pictures(chart, &content.source, drawn))
                .collect();
            (read.map_err(|_| failed("the workbook")), figures, pictures)
        },
    );
    let (html, tables) = read?;
    let mut files = vec![File::new("briefing.html", html)];
    files.push(File::new("briefing.pdf", document?));
    files.push(File::new("tables.xlsx", tables));
    files.extend(pictures?.into_iter().flatten());
    files.extend(figures?);
    files.push(File::new("audit.json", record::audit(audit, &files).into_bytes()));
    let manifest = record::manifest(release, provenance, &files);
    files.push(File::new(folder::MANIFEST, manifest.into_bytes()));
    Ok(files)
}

/// Returns the document.
fn document(content: &Content, branding: &Branding, drawn: &Drawn) -> Result<Vec<u8>, Diagnostic> {
    let failed =
        |what: String| Diagnostic::new(Code::OutputFailed, "the PDF could not be written").with_help(what);
    let entries = pdf::entries(content, branding);
    let from: Vec<_> = entries.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]).collect();
    drawn.or_draw(&[&[pdf::TEMPLATE.as_bytes()], &from[..]].concat(), || pdf::pdf(&entries).map_err(failed))
}

/// Returns a chart as it is drawn and as pictures.
fn pictures(chart: &Chart, source: &str, drawn: &Drawn) -> Result<Vec<File>, Diagnostic> {
    let file = |ending: &str, bytes| File::new(format!("charts/{}{ending}", chart.name), bytes);
    let failed = || Diagnostic::new(Code::OutputFailed, "a chart could not be written");
    let pictures = chart::layouts(chart).par_iter().with_max_len(1).map(|&layout| {
        let from = [layout.suffix(), &chart.title, source, &chart.svg].map(str::as_bytes);
        let bytes = drawn.or_draw(&from, || chart::picture(chart, source, layout).ok_or_else(failed))?;
        Ok(file(&format!("{}.png", layout.suffix()), bytes))
    });
    let pictures = pictures.collect::<Result<Vec<_>, _>>()?;
    let drawing = file(".svg", chart.svg.clone().into_bytes());
    Ok(std::iter::once(drawing).chain(pictures).collect())
}

/// Returns the data files with what describes them.
fn data(release: Release<'_>, provenance: &Provenance) -> Result<Vec<File>, Diagnostic> {
    let (results, losses) = (data::results(release.results), data::losses(release.results));
    let specifications = data::specifications(release);
    let parquet = data::parquet(&results)
        .map_err(|_| Diagnostic::new(Code::OutputFailed, "the figures as Parquet could not be written"))?;
    let mut tables = vec![
        (&results, File::new("data/results.csv", data::csv(&results).into_bytes())),
        (&results, File::new("data/results.parquet", parquet)),
        (&results, File::new("data/results.json", data::json(&results).into_bytes())),
        (&losses, File::new("data/losses.csv", data::csv(&losses).into_bytes())),
    ];
    if !release.results.curve.is_empty() {
        let bytes = data::csv(&specifications).into_bytes();
        tables.push((&specifications, File::new("data/specifications.csv", bytes)));
    }
    let funnels = data::funnels(release);
    if !release.results.funnels.is_empty() {
        tables.push((&funnels, File::new("data/funnels.csv", data::csv(&funnels).into_bytes())));
    }
    let package = data::package(release, provenance.program, &tables);
    let mut files: Vec<_> = tables.into_iter().map(|(_, file)| file).collect();
    files.push(File::new("data/results.schema.json", data::contract().into_bytes()));
    files.push(File::new(format!("data/{}.csv", data::EES), data::ees(release).into_bytes()));
    files.push(File::new(format!("data/{}.meta.csv", data::EES), data::meta(release).into_bytes()));
    files.extend(
        data::maihda(release)
            .into_iter()
            .map(|(stem, text)| File::new(format!("data/{stem}.csv"), text.into_bytes())),
    );
    files.push(File::new("datapackage.json", package.into_bytes()));
    Ok(files)
}
