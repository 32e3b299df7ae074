//! What is said, once: the page, the document and the workbook are written from the same content.
//!
//! Findings come first, in sentences; each is followed by a chart, the same figures as a table, how to
//! read it and what it does not show. The wording that no figure changes is in `reports/wording.toml`.

mod beside;
mod breakdowns;
mod findings;
mod journeys;
mod method;
mod principles;
mod table;
mod tables;
mod view;
mod wording;

use serde::Serialize;

use super::chart::{self, Chart};
use super::release::{Release, Subject};
use crate::disclose::Audit;
use crate::domain::Measure;
use crate::domain::comparator::Item;
use crate::provenance::Provenance;

pub(super) use table::{Flat, Table, in_unit};
pub(super) use view::{Block, Finding, Principle, Section};
pub(super) use wording::{Front, Note, Wording};

/// All that a briefing says, in order.
#[derive(Debug, Clone)]
pub(super) struct Content {
    /// The title.
    pub(super) title: String,
    /// The authority.
    pub(super) site: String,
    /// The words of the first pages.
    pub(super) front: Front,
    /// What was found, in sentences.
    pub(super) headlines: Vec<String>,
    /// Three questions to start from.
    pub(super) questions: Vec<String>,
    /// Every finding.
    pub(super) findings: Vec<Finding>,
    /// The rates of every outcome but the headline's.
    pub(super) outcomes: Vec<Finding>,
    /// The five principles.
    pub(super) principles: Vec<Principle>,
    /// The sections of fixed words.
    pub(super) sections: Vec<Section>,
    /// The notes of the workbook.
    pub(super) notes: Vec<Note>,
    /// Where the figures come from, in a line.
    pub(super) source: String,
    /// Charts that are files and not in the briefing.
    pub(super) extra: Vec<Chart>,
    /// The line at the foot.
    pub(super) footer: String,
}

/// What the fixed words may name.
#[derive(Serialize)]
struct Choices<'a> {
    window: String,
    national: bool,
    crossed: bool,
    compared: bool,
    method: &'a method::Method,
    provenance: &'a method::Origin,
}

/// Puts together what a release says.
///
/// # Errors
///
/// Returns what is wrong with an authority's own words, in a sentence.
pub(super) fn content(
    release: Release<'_>,
    audit: &Audit,
    provenance: &Provenance,
    wording: &Wording,
) -> Result<Content, String> {
    let method = method::method(release, audit);
    let origin = method::provenance(provenance);
    let national = release.results.basis == crate::domain::Basis::National;
    let window = release.window().words();
    let crossed = !release.crosses(release.headline(), Measure::Rate).is_empty();
    let compared = release.compared().is_some();
    let choices =
        Choices { window: window.clone(), national, crossed, compared, method: &method, provenance: &origin };
    let filler = wording::Filler::new(&choices);
    let mut maker = findings::Maker { release, wording, filler: &filler, numbers: view::Numbers::default() };
    let findings = maker.findings()?;
    let outcomes = maker.outcomes();
    let population = tables::population(release, &mut maker.numbers);
    let mut front = wording.front.clone();
    for text in [&mut front.lead, &mut front.caution, &mut front.sure_text, &mut front.principles_text] {
        *text = filler.fill(text)?;
    }
    Ok(Content {
        title: release.plan.title.clone(),
        site: release.results.site.clone(),
        headlines: findings::headlines(release),
        questions: findings.iter().filter_map(|finding| finding.ask.clone()).take(3).collect(),
        principles: principles::principles(release, wording, &filler)?,
        sections: principles::sections(wording, &filler, &method, &origin, &population)?,
        notes: wording
            .notes
            .iter()
            .map(|note| Ok(Note { to: note.to.clone(), text: filler.fill(&note.text)? }))
            .collect::<Result<_, String>>()?,
        source: format!(
            "Source: children in need census returns and addresses of {}; {}; Office for National Statistics small-area \
             population estimates, {}.",
            release.results.site, method.edition, method.population_year
        ),
        extra: extra(release),
        footer: format!(
            "{}, {window}. {}, {}. Denominator: children aged 0 to 17, {}. social-gradient {}.",
            release.results.site, method.index, method.edition, method.population_year, provenance.program
        ),
        front,
        findings,
        outcomes,
    })
}

/// Returns the charts that slides may want and the briefing has no room for: every outcome by each coarser
/// grouping, the headline's outcome under each other definition, and the funnel of everything else that is published.
fn extra(release: Release<'_>) -> Vec<Chart> {
    let headline = release.headline();
    let mut charts = Vec::new();
    for &by in release.results.groupings.iter().skip(1) {
        for &outcome in &release.results.outcomes {
            charts.push(chart::rates(release, Subject { outcome, ..headline }, by));
        }
    }
    for &definition in release.results.definitions.iter().filter(|&&one| one != headline.definition) {
        charts.push(chart::rates(release, Subject { definition, ..headline }, release.finest()));
    }
    if let Some((year, own)) = release.compared() {
        let others = Item::ALL.iter().filter(|&&item| item != own);
        charts.extend(others.filter_map(|&item| chart::funnel(release, year, item)));
    }
    charts
}

impl Content {
    /// Returns every chart, those of the briefing first and in its order.
    pub(super) fn charts(&self) -> impl Iterator<Item = &Chart> {
        let findings = self.findings.iter().chain(&self.outcomes);
        findings.filter_map(|finding| finding.chart.as_ref().map(|(_, chart)| chart)).chain(&self.extra)
    }

    /// Returns every table in the order of its number.
    pub(super) fn tables(&self) -> Vec<&Table> {
        let of_findings = self.findings.iter().chain(&self.outcomes).flat_map(|finding| &finding.tables);
        let of_sections =
            self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            });
        let mut tables: Vec<_> = of_findings.chain(of_sections).collect();
        tables.sort_by_key(|table| table.number);
        tables
    }
}
