//! A sheet for every breakdown, whatever its characteristics: each measure a column, each cell a row.

use std::collections::{BTreeMap, BTreeSet};

use super::{Flat, Sheet};
use crate::dictionary::explain;
use crate::domain::{Figure, Measure, Unit};
use crate::render::content::in_unit;
use crate::render::number;
use crate::render::release::Release;
use crate::render::words::{capital, short};

/// The longest name a sheet can have, less what makes it unique.
const NAME: usize = 28;

/// Returns a sheet for each breakdown, and one for each set of groups that indices are computed over.
pub(super) fn sheets(release: Release<'_>) -> Vec<Sheet> {
    let mut kinds: Vec<(String, bool)> = Vec::new();
    for figure in &release.results.figures {
        let kind = kind(figure);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let mut taken = BTreeSet::new();
    kinds.iter().zip(1..).map(|(kind, number)| sheet(release, kind, number, &mut taken)).collect()
}

/// A measure with its convention: one column.
type Kind = (Measure, &'static str);

fn of_kind(figure: &Figure) -> Kind {
    (figure.measure, figure.convention)
}

/// Returns the characteristics of a figure, and whether it is of one cell of them.
fn kind(figure: &Figure) -> (String, bool) {
    (figure.dimension.name(), !figure.stratum.name().is_empty())
}

fn sheet(release: Release<'_>, kind: &(String, bool), number: u32, taken: &mut BTreeSet<String>) -> Sheet {
    let (dimensions, cells) = kind;
    let figures: Vec<_> =
        release.results.figures.iter().filter(|figure| self::kind(figure) == *kind).collect();
    let names: Vec<_> = dimensions.split('*').map(|name| name.replace('_', " ")).collect();
    let measures: BTreeSet<Kind> = figures.iter().map(|figure| of_kind(figure)).collect();
    let limited =
        |kind: Kind| figures.iter().any(|figure| of_kind(figure) == kind && figure.limits.is_some());
    let mut columns: Vec<String> = ["Period", "Outcome", "Definition"].map(str::to_owned).to_vec();
    if *cells {
        columns.extend(names.iter().map(|name| capital(name)));
    }
    for &measure in &measures {
        let unit = figures.iter().find(|figure| of_kind(figure) == measure).map(|figure| figure.unit);
        let several = measures.iter().filter(|other| other.0 == measure.0).count() > 1;
        let convention = if several { format!(" ({})", measure.1.replace('_', " ")) } else { String::new() };
        let title = format!("{}{convention}", title(measure.0, unit));
        columns.push(title.clone());
        if limited(measure) {
            columns.extend([format!("{title}: lower limit"), format!("{title}: upper limit")]);
        }
    }
    let mut rows: BTreeMap<usize, Row<'_>> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for figure in figures.iter().copied() {
        let stratum = figure.stratum.name();
        let key =
            [&figure.period.label(), figure.outcome.name(), figure.definition.name(), &stratum].join("|");
        let next = places.len();
        let at = *places.entry(key).or_insert(next);
        rows.entry(at)
            .or_insert_with(|| Row { first: figure, measures: BTreeMap::new() })
            .measures
            .insert(of_kind(figure), figure);
    }
    let rows = rows.into_values().map(|row| row.cells(*cells, names.len(), &measures, &limited)).collect();
    let (about, stem) = match (dimensions.is_empty(), cells) {
        (true, _) => ("all groups together".to_owned(), "all_groups".to_owned()),
        (false, true) => (format!("by {}", names.join(" and ")), format!("by_{dimensions}")),
        (false, false) => (format!("over {}", names.join(" and ")), format!("over_{dimensions}")),
    };
    let name = unique(&stem.replace('*', "_x_"), taken);
    let window = release.window().words();
    Sheet {
        title: format!(
            "Data {number}. Every measure for each period, outcome and definition, {about}: {}, {window}",
            release.results.site
        ),
        table: format!("data_{name}"),
        name,
        columns,
        rows,
    }
}

/// One row of a breakdown: what is common to its figures, and the figures by measure.
struct Row<'a> {
    first: &'a Figure,
    measures: BTreeMap<Kind, &'a Figure>,
}

impl Row<'_> {
    fn cells(
        &self,
        cells: bool,
        width: usize,
        measures: &BTreeSet<Kind>,
        limited: &impl Fn(Kind) -> bool,
    ) -> Vec<Flat> {
        let words = |text: String| Flat::Words(text);
        let mut row = vec![
            words(self.first.period.label()),
            words(self.first.outcome.title().to_owned()),
            words(capital(&short(self.first.definition))),
        ];
        if cells {
            let stratum = self.first.stratum.name();
            let parts: Vec<_> = stratum.splitn(width, '*').collect();
            row.extend((0..width).map(|at| words((*parts.get(at).unwrap_or(&"All")).to_owned())));
        }
        for &measure in measures {
            let figure = self.measures.get(&measure).copied();
            row.push(part(figure, |figure| figure.value.shown()));
            if limited(measure) {
                row.push(part(figure, |figure| figure.limits.map(|limits| limits.0)));
                row.push(part(figure, |figure| figure.limits.map(|limits| limits.1)));
            }
        }
        row
    }
}

/// Returns a part of a figure as a number, or the symbol of why there is none.
fn part(figure: Option<&Figure>, of: impl Fn(&Figure) -> Option<f64>) -> Flat {
    let Some(figure) = figure else { return Flat::Symbol("[z]") };
    match (figure.value.shown().filter(|value| value.is_finite()), of(figure).filter(|part| part.is_finite()))
    {
        (Some(_), Some(part)) => in_unit(figure, part),
        (Some(_), None) => Flat::Symbol("[z]"),
        (None, _) if figure.value.shown().is_some() => Flat::Symbol("[x]"),
        (None, _) => Flat::Symbol(number::symbol(figure.value)),
    }
}

/// Returns the header of a measure with its unit, as the dictionary names it.
fn title(measure: Measure, unit: Option<Unit>) -> String {
    let title = explain(measure.name()).map_or_else(|| measure.name().replace('_', " "), |about| about.title);
    match unit {
        Some(Unit::Per10000Aged0To17) if !title.contains("10,000") => {
            format!("{title} per 10,000 aged 0 to 17")
        }
        _ => title,
    }
}

/// Returns a name that no sheet has yet, in letters, digits and underscores.
fn unique(stem: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(NAME).collect();
    let mut name = clean.clone();
    let mut again = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{clean}_{again}");
        again += 1;
    }
    name
}
