//! Small multiples: rates by deprivation in each group of another characteristic, a panel each, on one scale.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{BLUE, Canvas, Hang, ORANGE, WIDTH, draw, part_of, whole};
use crate::domain::{Axis as Characteristic, Cell, Cross, Figure, Measure};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, clause, noun, when};

const COLUMNS: i32 = 2;
const LEFT: i32 = 46;
const GAP: i32 = 30;
const TOP: i32 = 64;
const PANEL: i32 = 210;
/// The room above the bars of a panel, for its name, and below them, for the numbers of the groups.
const HEAD: i32 = 50;
const FOOT: i32 = 34;

/// One panel: its name, and a rate for each group of deprivation, the most deprived first.
struct Panel<'a> {
    name: String,
    figures: Vec<Option<&'a Figure>>,
}

/// Draws a cross of deprivation with one characteristic; `None` where the release has no rates by it.
pub(in crate::render) fn panels(release: Release<'_>, of: Subject, cross: Cross) -> Option<Chart> {
    let (by, other) = pair(cross)?;
    let rate = |group: usize, category: usize| {
        let stratum = cross.stratum(|axis| if axis == other { category } else { group })?;
        release.of_stratum(of, Measure::Rate, cross, stratum)
    };
    let panels: Vec<_> = (0..other.count())
        .filter(|&category| other.is_of_people(category))
        .map(|category| Panel {
            name: capital(&other.category_title(category)),
            figures: (0..by.count()).map(|group| rate(group, category)).collect(),
        })
        .collect();
    if !panels.iter().flat_map(|panel| &panel.figures).any(|figure| figure.is_some()) {
        return None;
    }
    let title = capital(&format!(
        "{} {}, per 10,000 children aged 0 to 17, by deprivation and {}: {}, {}",
        noun(of.outcome),
        clause(of.definition),
        other.title(),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let told: Vec<_> = panels
        .iter()
        .map(|panel| {
            format!("{}: {} to {}", panel.name, said(panel.figures.first()), said(panel.figures.last()))
        })
        .collect();
    let description = format!(
        "One panel of bars for each category of {}, all on one scale, with a bar for each group of deprivation from the most \
         to the least deprived. From the most to the least deprived group: {}.",
        other.title(),
        told.join("; ")
    );
    let rows =
        i32::try_from(panels.len()).unwrap_or(1).div_euclid(COLUMNS) + i32::from(panels.len() % 2 == 1);
    let name = format!("gradient-by-{}", other.name().replace('_', "-"));
    Some(draw(name, title, description, TOP + PANEL * rows, |canvas| {
        let about = format!("Children per 10,000 aged 0 to 17, with {}s", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        let hidden =
            |cell: Cell| panels.iter().flat_map(|panel| &panel.figures).flatten().any(|f| f.value == cell);
        let mut below = "Group 1 is the most deprived".to_owned();
        if hidden(Cell::Hidden) {
            below.push_str(". [c] hidden to protect children");
        }
        if hidden(Cell::Unavailable) {
            below.push_str(". [x] not available");
        }
        canvas.text((8, 40), Hang::Left, &below);
        paint(canvas, &panels);
    }))
}

/// Returns the axis of deprivation and the other of a cross of two.
fn pair(cross: Cross) -> Option<(Characteristic, Characteristic)> {
    let axes: Vec<_> = cross.axes().collect();
    match axes.as_slice() {
        [by @ Characteristic::Deprivation(_), other] | [other, by @ Characteristic::Deprivation(_)] => {
            Some((*by, *other))
        }
        _ => None,
    }
}

fn said(figure: Option<&Option<&Figure>>) -> String {
    match figure.copied().flatten().map(|figure| figure.value) {
        Some(Cell::Shown(_)) => number::with_limits(figure.copied().flatten()),
        Some(Cell::Hidden) => "hidden".to_owned(),
        _ => "not available".to_owned(),
    }
}

fn paint(canvas: &Canvas<'_>, panels: &[Panel<'_>]) {
    let shown =
        || panels.iter().flat_map(|panel| &panel.figures).flatten().filter(|f| f.value.shown().is_some());
    let axis = Axis::from_nought(shown().flat_map(|f| [f.value.shown(), f.limits.map(|l| l.1)]).flatten());
    let ticks: Vec<f64> = axis.ticks();
    let width = (WIDTH - LEFT - GAP - 8) / COLUMNS;
    for (panel, at) in panels.iter().zip(0_i32..) {
        let left = LEFT + (at % COLUMNS) * (width + GAP);
        let (top, base) = (TOP + (at / COLUMNS) * PANEL + HEAD, TOP + (at / COLUMNS + 1) * PANEL - FOOT);
        let height = |value: f64| base - part_of(base - top, axis.along(value));
        canvas.text((left, top - 36), Hang::Left, &panel.name);
        for &tick in ticks.iter().step_by(2).filter(|_| shown().next().is_some()) {
            canvas.grid((left, height(tick)), (left + width - GAP, height(tick)));
            if at % COLUMNS == 0 {
                canvas.text((left - 6, height(tick)), Hang::Right, &number::decimal(tick, decimals(&ticks)));
            }
        }
        canvas.line((left, base), (left + width - GAP, base));
        let groups = u32::try_from(panel.figures.len()).unwrap_or(1).max(1);
        let slot = f64::from(width - GAP) / f64::from(groups);
        for (figure, group) in panel.figures.iter().zip(0_u32..) {
            let middle = left + whole(slot * (f64::from(group) + 0.5));
            let half = whole(slot * 0.31).max(1);
            canvas.text((middle, base + 16), Hang::Middle, &(group + 1).to_string());
            let Some((figure, value)) = figure.and_then(|f| Some((f, f.value.shown()?))) else {
                canvas.text((middle, base - 12), Hang::Middle, &number::value(*figure));
                continue;
            };
            let says = format!("{}, group {}: {}", panel.name, group + 1, number::with_limits(Some(figure)));
            canvas.mark(&says, |canvas| {
                canvas.bar((middle - half, height(value)), (middle + half, base), BLUE);
                if let Some((lower, upper)) = figure.limits {
                    canvas.interval((middle, height(lower)), (middle, height(upper)), ORANGE);
                }
            });
        }
    }
}
