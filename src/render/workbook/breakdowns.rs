//! A sheet for every breakdown, whatever its characteristics: each measure a column, each cell a row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Flat, Sheet};
use crate::dictionary::{self, Kind};
use crate::domain::{Figure, Measure, Unit};
use crate::render::content::in_unit;
use crate::render::number;
use crate::render::release::Release;
use crate::render::words::{capital, short};

/// The longest name a sheet can have, less what makes it unique.
const NAME: usize = 28;

/// Returns a sheet for each breakdown, and one for each set of groups that indices are computed over.
pub(super) fn sheets(release: Release<'_>) -> Vec<Sheet> {
    let mut sheets: Vec<(Cells, Vec<&Figure>)> = Vec::new();
    let mut places: HashMap<Cells, usize> = HashMap::new();
    for figure in &release.results.figures {
        let kind = kind(figure);
        let at = *places.entry(kind.clone()).or_insert(sheets.len());
        if at == sheets.len() {
            sheets.push((kind, Vec::new()));
        }
        sheets[at].1.push(figure);
    }
    let mut taken = BTreeSet::new();
    let numbered = sheets.iter().zip(1..);
    numbered.map(|((kind, figures), number)| sheet(release, kind, figures, number, &mut taken)).collect()
}

/// The characteristics of a figure, and whether it is of one cell of them: one sheet.
type Cells = (String, bool);

/// A measure: one column; two where a row has it under two conventions, each then with what tells it from the other.
type Column = (Measure, &'static str);

/// Returns what tells a convention from another of the same measure: its first part.
fn convention(figure: &Figure) -> &'static str {
    figure.convention.split(';').next().unwrap_or_default()
}

/// Returns what a figure's row is known by: every other figure of the same has the same row.
fn place(figure: &Figure) -> String {
    let stratum = figure.stratum.name();
    [&figure.period.label(), figure.outcome.name(), figure.definition.name(), &stratum].join("|")
}

fn kind(figure: &Figure) -> Cells {
    (figure.dimension.name(), !figure.stratum.name().is_empty())
}

fn sheet(
    release: Release<'_>,
    (dimensions, cells): &Cells,
    figures: &[&Figure],
    number: u32,
    taken: &mut BTreeSet<String>,
) -> Sheet {
    let names: Vec<_> = dimensions.split('*').map(|name| name.replace('_', " ")).collect();
    let mut conventions: HashMap<(String, Measure), &str> = HashMap::new();
    let mut twofold = BTreeSet::new();
    for figure in figures {
        let own = convention(figure);
        if *conventions.entry((place(figure), figure.measure)).or_insert(own) != own {
            twofold.insert(figure.measure);
        }
    }
    let column = |figure: &Figure| -> Column {
        let own = if twofold.contains(&figure.measure) { convention(figure) } else { "" };
        (figure.measure, own)
    };
    // Each column, with whether any of its figures has limits.
    let mut measures: BTreeMap<Column, bool> = BTreeMap::new();
    for figure in figures {
        *measures.entry(column(figure)).or_default() |= figure.limits.is_some();
    }
    let mut columns: Vec<String> = ["Period", "Outcome", "Definition"].map(str::to_owned).to_vec();
    if *cells {
        columns.extend(names.iter().map(|name| capital(name)));
    }
    for (&measure, &limited) in &measures {
        let unit = figures.iter().find(|figure| column(figure) == measure).map(|figure| figure.unit);
        let convention =
            if measure.1.is_empty() { String::new() } else { format!(" ({})", measure.1.replace('_', " ")) };
        let title = format!("{}{convention}", title(measure.0, unit));
        columns.push(title.clone());
        if limited {
            columns.extend([format!("{title}: lower limit"), format!("{title}: upper limit")]);
        }
    }
    let mut rows: BTreeMap<usize, Row<'_>> = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for figure in figures.iter().copied() {
        let next = places.len();
        let at = *places.entry(place(figure)).or_insert(next);
        rows.entry(at)
            .or_insert_with(|| Row { first: figure, measures: BTreeMap::new() })
            .measures
            .insert(column(figure), figure);
    }
    let rows = rows.into_values().map(|row| row.cells(*cells, names.len(), &measures)).collect();
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
    measures: BTreeMap<Column, &'a Figure>,
}

impl Row<'_> {
    fn cells(&self, cells: bool, width: usize, measures: &BTreeMap<Column, bool>) -> Vec<Flat> {
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
        for (measure, &limited) in measures {
            let figure = self.measures.get(measure).copied();
            row.push(part(figure, |figure| figure.value.shown()));
            if limited {
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
    let title = dictionary::title(Kind::Measure, measure.name()).expect("the dictionary knows every measure");
    match unit {
        Some(Unit::Per10000Aged0To17) if !title.contains("10,000") => {
            format!("{title} per 10,000 aged 0 to 17")
        }
        _ => title.to_owned(),
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
