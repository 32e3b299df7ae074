//! The findings, in the order in which a reader needs them.

use super::view::{Finding, Numbers};
use super::wording::{Filler, Wording};
use super::{breakdowns, table::Table, tables};
use crate::domain::{Cell, Cross, Definition, Measure, Outcome};
use crate::render::chart::{self, Chart};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words;

/// Returns the sentences of the summary: the gradient, twice defined, its thresholds, and its weak point.
pub(super) fn headlines(release: Release<'_>) -> Vec<String> {
    let of = release.headline();
    let mut said = vec![words::headline(release, of)];
    said.extend(words::second(release, of));
    said.extend(words::thresholds(release, of).into_iter().next());
    if release.results.outcomes.contains(&Outcome::Assessed) {
        said.extend(words::share(release, of).into_iter().next());
    }
    said.extend(words::losses(release, of).into_iter().nth(1));
    said
}

/// Makes findings out of a release and the fixed words around them.
pub(super) struct Maker<'a> {
    pub(super) release: Release<'a>,
    pub(super) wording: &'a Wording,
    pub(super) filler: &'a Filler,
    pub(super) numbers: Numbers,
}

impl Maker<'_> {
    /// Returns every finding with its chart, its tables and how to read them.
    pub(super) fn findings(&mut self) -> Result<Vec<Finding>, String> {
        let release = self.release;
        let of = release.headline();
        let mut findings = vec![self.gradient(of)?];
        let sentences = words::thresholds(release, of);
        let table = tables::thresholds(release, of, &mut self.numbers);
        findings.push(self.finding(
            "thresholds",
            sentences,
            Some(chart::thresholds(release, of)),
            vec![table],
        )?);
        let flows = release.results.outcomes.iter().filter(|outcome| !outcome.is_stock()).count();
        if flows > 1 {
            let by = release.coarsest();
            let table = tables::flow(release, of, by, &mut self.numbers);
            let sentences = words::flow(release, of, by);
            findings.push(self.finding(
                "flow",
                sentences,
                Some(chart::flow(release, of, by)),
                vec![table],
            )?);
        }
        let table = tables::definitions(release, of, &mut self.numbers);
        let sentences = words::by_definition(release, of);
        findings.push(self.finding(
            "definitions",
            sentences,
            Some(chart::definitions(release, of)),
            vec![table],
        )?);
        let sentences = words::components(release, of);
        let table = tables::components(release, of, &mut self.numbers);
        findings.push(self.finding(
            "components",
            sentences,
            Some(chart::components(release, of)),
            vec![table],
        )?);
        if release.results.outcomes.contains(&Outcome::Assessed) {
            let table = tables::share(release, of, &mut self.numbers);
            let sentences = words::share(release, of);
            findings.push(self.finding("share", sentences, Some(chart::shares(release, of)), vec![table])?);
        }
        if !release.years().is_empty() {
            let table = tables::years(release, of, &mut self.numbers);
            let sentences = words::years(release, of);
            findings.push(self.finding("years", sentences, Some(chart::years(release, of)), vec![table])?);
        }
        findings.extend(self.further(of)?);
        findings.extend(self.beside()?);
        let table = tables::losses(release, &mut self.numbers);
        findings.push(self.finding("losses", words::losses(release, of), None, vec![table])?);
        Ok(findings)
    }

    /// Returns the findings that a plan may or may not have the data for.
    fn further(&mut self, of: Subject) -> Result<Vec<Finding>, String> {
        let release = self.release;
        let mut findings = Vec::new();
        if release.progressions(of).next().is_some() {
            let table = breakdowns::progression(release, of, &mut self.numbers);
            let sentences = words::progression(release, of);
            findings.push(self.finding(
                "progression",
                sentences,
                Some(chart::progression(release, of)),
                vec![table],
            )?);
        }
        findings.extend(self.journeys()?);
        findings.extend(self.crossed(of)?);
        let recorded = Subject { definition: Definition::All, outcome: Outcome::Assessed, ..of };
        let sentences = words::completeness(release, recorded);
        if !sentences.is_empty() {
            let table = breakdowns::completeness(release, recorded, &mut self.numbers);
            findings.push(self.finding(
                "completeness",
                sentences,
                Some(chart::completeness(release, recorded)),
                vec![table],
            )?);
        }
        if let Some(chart) = chart::curve(release, of) {
            let table = breakdowns::curve(release, of, &mut self.numbers);
            findings.push(self.finding("curve", words::curve(release, of), Some(chart), vec![table])?);
        }
        Ok(findings)
    }

    /// Returns the findings by other characteristics: one at a time, with deprivation, and where all meet.
    fn crossed(&mut self, of: Subject) -> Result<Vec<Finding>, String> {
        let release = self.release;
        let mut findings = Vec::new();
        let rated = release.crosses(of, Measure::Rate);
        let mut shared = release.crosses(of, Measure::Share);
        shared.retain(|cross| !rated.contains(cross));
        let single = |crosses: &[Cross]| {
            crosses.iter().copied().filter(|cross| cross.axes().count() == 1).collect::<Vec<_>>()
        };
        for (measure, crosses) in [(Measure::Rate, single(&rated)), (Measure::Share, single(&shared))] {
            for cross in crosses {
                let of = release.broken_down(cross, measure);
                let table = breakdowns::groups(release, of, cross, measure, &mut self.numbers);
                let sentences = words::groups(release, of, cross, measure);
                let chart = chart::groups(release, of, cross, measure);
                findings.push(self.by(cross, "groups", sentences, chart, vec![table])?);
            }
        }
        for cross in rated.into_iter().filter(|cross| cross.axes().count() == 2) {
            let of = release.broken_down(cross, Measure::Rate);
            let Some(chart) = chart::panels(release, of, cross) else { continue };
            let table = breakdowns::groups(release, of, cross, Measure::Rate, &mut self.numbers);
            let mut sentences = words::panels(release, of, cross);
            sentences.extend(words::within(release, of, cross));
            findings.push(self.by(cross, "panels", sentences, chart, vec![table])?);
        }
        for cross in release.crosses(of, Measure::StratumVarianceNull) {
            let of = release.broken_down(cross, Measure::RateAdditive);
            let Some(chart) = chart::strata(release, of, cross) else { continue };
            let table = breakdowns::strata(release, of, cross, &mut self.numbers);
            findings.push(self.by(cross, "strata", words::strata(release, of, cross), chart, vec![table])?);
            if let Some(chart) = chart::caterpillar(release, of, cross) {
                let sentences = words::departures(release, of, cross);
                findings.push(self.by(cross, "departures", sentences, chart, Vec::new())?);
            }
        }
        Ok(findings)
    }

    /// Returns a finding of which there may be one for each cross.
    fn by(
        &mut self,
        cross: Cross,
        id: &str,
        sentences: Vec<String>,
        chart: Chart,
        tables: Vec<Table>,
    ) -> Result<Finding, String> {
        let mut finding = self.finding(id, sentences, Some(chart), tables)?;
        finding.id = format!("{id}-{}", cross.name().replace(['_', '*'], "-"));
        finding.heading = format!("{} {}", finding.heading, cross.title());
        Ok(finding)
    }

    /// Returns the rates of every outcome but the headline's, each with its chart and table.
    pub(super) fn outcomes(&mut self) -> Vec<Finding> {
        let release = self.release;
        let headline = release.headline();
        let others = release.results.outcomes.iter().filter(|&&outcome| outcome != headline.outcome);
        others
            .map(|&outcome| {
                let of = Subject { outcome, ..headline };
                let mut sentences = vec![words::headline(release, of)];
                sentences.extend(unborn(release, of));
                let tables = vec![tables::rates(release, of, release.finest(), &mut self.numbers)];
                let chart = Some((self.numbers.figure(), chart::rates(release, of, release.finest())));
                let heading = outcome.title().to_owned();
                let (read, not) = (Vec::new(), Vec::new());
                Finding {
                    id: outcome.name().to_owned(),
                    heading,
                    sentences,
                    chart,
                    tables,
                    read,
                    not,
                    ask: None,
                }
            })
            .collect()
    }

    fn gradient(&mut self, of: Subject) -> Result<Finding, String> {
        let release = self.release;
        let mut sentences = vec![words::headline(release, of)];
        if !words::is_of_index(release, of) {
            sentences.extend(release.leading().and_then(|by| words::coarser(release, by)));
            sentences.push(words::index(release, of));
        }
        sentences.extend(words::difference(release, of));
        sentences.extend(words::caution(release, of));
        sentences.extend(unborn(release, of));
        let tables = release.results.groupings.iter();
        let tables = tables.map(|&by| tables::rates(release, of, by, &mut self.numbers)).collect();
        self.finding("gradient", sentences, Some(chart::rates(release, of, release.finest())), tables)
    }

    pub(super) fn finding(
        &mut self,
        id: &str,
        sentences: Vec<String>,
        chart: Option<Chart>,
        tables: Vec<Table>,
    ) -> Result<Finding, String> {
        let about =
            self.wording.findings.get(id).ok_or_else(|| format!("no words for the finding `{id}`"))?;
        Ok(Finding {
            id: id.to_owned(),
            heading: self.filler.fill(&about.heading)?,
            sentences,
            chart: chart.map(|chart| (self.numbers.figure(), chart)),
            tables,
            read: self.filler.fill_all(&about.read)?,
            not: self.filler.fill_all(&about.not)?,
            ask: about.ask.as_deref().map(|ask| self.filler.fill(ask)).transpose()?,
        })
    }
}

/// Says how many unborn children are in a numerator; `None` where the outcome counts none.
fn unborn(release: Release<'_>, of: Subject) -> Option<String> {
    if !of.outcome.counts_unborn() {
        return None;
    }
    let figure = release.total(of, Measure::Unborn).or_else(|| release.any(of, Measure::Unborn))?;
    let how_many = match figure.value {
        Cell::Shown(0.0) => "there were none here".to_owned(),
        Cell::Shown(count) => format!("there were {} here", number::count(count)),
        _ => "how many is hidden to protect children".to_owned(),
    };
    Some(format!(
        "Unborn children are counted, as the Department for Education counts them, though no denominator holds them: {how_many}."
    ))
}
