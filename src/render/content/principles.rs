//! The five principles: each question beside the sentences that this run computed, or why there are none.

use super::view::{Block, Item, Principle, Question, Section};
use super::wording::{self, Filler, Wording};
use super::{method, table::Table};
use crate::domain::{Definition, Measure, Outcome};
use crate::render::release::{Release, Subject};
use crate::render::words;

/// Returns the principles with what the run can say to each of their questions.
pub(super) fn principles(
    release: Release<'_>,
    wording: &Wording,
    filler: &Filler,
) -> Result<Vec<Principle>, String> {
    let question = |asked: &wording::Question| {
        let mut evidence = Vec::new();
        for name in &asked.shows {
            evidence.extend(sentences(release, name)?);
        }
        let cannot = asked.cannot.as_deref().map(|cannot| filler.fill(cannot)).transpose()?;
        let cannot = match (cannot.filter(|cannot| !cannot.is_empty()), evidence.is_empty()) {
            (None, true) => Some("This run computed nothing that answers it.".to_owned()),
            (cannot, _) => cannot,
        };
        Ok(Question { ask: filler.fill(&asked.ask)?, evidence, cannot })
    };
    let principle = |(at, one): (usize, &wording::Principle)| {
        let questions = one.questions.iter().map(question).collect::<Result<_, String>>()?;
        let (name, statement) = (filler.fill(&one.name)?, filler.fill(&one.statement)?);
        Ok(Principle { number: at + 1, name, statement, questions })
    };
    wording.principles.iter().enumerate().map(principle).collect()
}

/// Returns the computed sentences that a question names; none where the run did not compute them.
fn sentences(release: Release<'_>, name: &str) -> Result<Vec<String>, String> {
    let of = release.headline();
    Ok(match name {
        "headline" => vec![words::headline(release, of)],
        "index" if words::is_of_index(release, of) => Vec::new(),
        "index" => vec![words::index(release, of)],
        "thresholds" => words::thresholds(release, of),
        "components" => words::components(release, of),
        "definitions" => words::by_definition(release, of),
        "share" if release.results.outcomes.contains(&Outcome::Assessed) => words::share(release, of),
        "years" if !release.years().is_empty() => words::years(release, of),
        "losses" => words::losses(release, of),
        "areas" => vec![format!(
            "Deprivation is that of {}, by the {}, {}.",
            release.neighbourhoods(),
            release.results.index.title(),
            release.results.edition.title()
        )],
        "crosses" => crosses(release),
        "progression" => words::progression(release, of),
        "curve" => words::curve(release, of),
        "completeness" => words::completeness(
            release,
            Subject { definition: Definition::All, outcome: Outcome::Assessed, ..of },
        ),
        "share" | "years" => Vec::new(),
        other => return Err(format!("a question names `{other}`, which no rule computes")),
    })
}

/// Says what was found of other characteristics with deprivation, and where the figures are.
fn crosses(release: Release<'_>) -> Vec<String> {
    let headline = release.headline();
    let crosses = release.crosses(headline, Measure::Rate);
    let with_deprivation = crosses.iter().copied().filter(|cross| cross.axes().count() == 2);
    let mut said: Vec<String> = with_deprivation
        .flat_map(|cross| words::within(release, release.broken_down(cross, Measure::Rate), cross))
        .collect();
    if !crosses.is_empty() {
        let names: Vec<_> = crosses.iter().map(|cross| cross.title()).collect();
        said.push(format!("The workbook and the data files hold rates by {}.", names.join("; ")));
    }
    said
}

/// Returns the sections of fixed words with what the run puts into them.
pub(super) fn sections(
    wording: &Wording,
    filler: &Filler,
    method: &method::Method,
    origin: &method::Origin,
    population: &Table,
) -> Result<Vec<Section>, String> {
    let terms = |pairs: &[(String, String)]| {
        pairs.iter().map(|(lead, text)| Item { lead: lead.clone(), text: text.clone() }).collect()
    };
    let block = |block: &wording::Block| {
        Ok(match block {
            wording::Block::Heading(text) => Block::Heading(filler.fill(text)?),
            wording::Block::Text(text) => Block::Text(filler.fill(text)?),
            wording::Block::List(items) => {
                let item = |item: &wording::Item| {
                    Ok(Item { lead: filler.fill(&item.lead)?, text: filler.fill(&item.text)? })
                };
                Block::List(items.iter().map(item).collect::<Result<_, String>>()?)
            }
            wording::Block::Terms(name) => match name.as_str() {
                "definitions" => Block::Terms(terms(&method.definitions)),
                "outcomes" => Block::Terms(terms(&method.outcomes)),
                "hashes" => Block::Terms(terms(&origin.hashes)),
                other => return Err(format!("the words name terms `{other}` that no run makes")),
            },
            wording::Block::Table(name) if name == "population" => Block::Table(population.clone()),
            wording::Block::Table(other) => {
                return Err(format!("the words name a table `{other}` that no run makes"));
            }
        })
    };
    let section = |section: &wording::Section| {
        let blocks = section.blocks.iter().map(block).collect::<Result<_, String>>()?;
        Ok(Section { id: section.id.clone(), heading: filler.fill(&section.heading)?, blocks })
    };
    wording.sections.iter().map(section).collect()
}
