//! Rates year by year in the most and the least deprived group, each with its interval.
//!
//! A run chart's rules tell signal from chance over a dozen points or more; a window has a few years, so
//! none is drawn and the chart says nothing of a trend.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{BLUE, Canvas, Hang, ORANGE, WIDTH, draw, part_of, whole};
use crate::domain::{Figure, Group, Grouping, Measure, Period};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, clause, noun, part};

const HEIGHT: i32 = 404;
const LEFT: i32 = 62;
const RIGHT: i32 = WIDTH - 176;
const TOP: i32 = 76;
const BASE: i32 = HEIGHT - 48;
/// How far the two series stand apart, so that their intervals do not cover each other.
const APART: i32 = 7;
/// The least distance of two labels.
const LINE: i32 = 20;

/// One end of the scale of deprivation, with its figure in each year.
struct Series<'a> {
    name: String,
    figures: Vec<Option<&'a Figure>>,
}

/// Draws the rates of the two ends of the coarsest grouping, year by year.
pub(in crate::render) fn years(release: Release<'_>, of: Subject) -> Chart {
    let by = release.coarsest();
    let series = [("Most", Group::MOST), ("Least", release.least(by))].map(|(end, group)| {
        let rate = |&period| release.of_group(Subject { period, ..of }, Measure::Rate, by, group);
        let figures = release.years().iter().map(rate).collect();
        Series { name: format!("{end} deprived {}", part(by)), figures }
    });
    let title = capital(&format!(
        "{} {}, per 10,000 children aged 0 to 17, year by year in the most and the least deprived {}: {}",
        noun(of.outcome),
        clause(of.definition),
        part(by),
        release.results.site
    ));
    let description = describe(release.years(), by, &series);
    draw("year-by-year".to_owned(), title, description, HEIGHT, |canvas| {
        let about = format!("Children per 10,000 aged 0 to 17, with {}s", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        let hidden =
            |one: &Series<'_>| one.figures.iter().any(|f| f.is_none_or(|f| f.value.shown().is_none()));
        if series.iter().any(hidden) {
            canvas.text((8, 38), Hang::Left, "Years without a point are hidden [c] or not available [x]");
        }
        paint(canvas, release.years(), &series);
    })
}

fn describe(years: &[Period], by: Grouping, series: &[Series<'_>; 2]) -> String {
    let told = |one: &Series<'_>| {
        let each = one.figures.iter().zip(years);
        let each: Vec<_> = each
            .map(|(figure, year)| format!("{}: {}", year.label(), number::with_limits(*figure)))
            .collect();
        format!("{}: {}", one.name, each.join(", "))
    };
    format!(
        "Line chart with a point for each year and a line for its confidence interval, for the most and the least deprived \
         {}. {}. {}.",
        part(by),
        told(&series[0]),
        told(&series[1])
    )
}

fn paint(canvas: &Canvas<'_>, years: &[Period], series: &[Series<'_>; 2]) {
    let shown = || series.iter().flat_map(|one| &one.figures).flatten().filter(|f| f.value.shown().is_some());
    let axis = Axis::from_nought(shown().flat_map(|f| [f.value.shown(), f.limits.map(|l| l.1)]).flatten());
    let height = |value: f64| BASE - part_of(BASE - TOP, axis.along(value));
    let ticks = axis.ticks();
    for &tick in ticks.iter().filter(|_| shown().next().is_some()) {
        canvas.grid((LEFT, height(tick)), (RIGHT, height(tick)));
        canvas.text((LEFT - 8, height(tick)), Hang::Right, &number::decimal(tick, decimals(&ticks)));
    }
    canvas.line((LEFT, BASE), (RIGHT, BASE));
    let slot = f64::from(RIGHT - LEFT) / f64::from(u32::try_from(years.len()).unwrap_or(1).max(1));
    let place = |at: u32| LEFT + whole(slot * (f64::from(at) + 0.5));
    for (year, at) in years.iter().zip(0_u32..) {
        canvas.text((place(at), BASE + 18), Hang::Middle, &year.label());
    }
    canvas.text(((LEFT + RIGHT) / 2, BASE + 40), Hang::Middle, "Census year");
    let mut labels = Vec::new();
    for (one, (shift, colour)) in series.iter().zip([(-APART, BLUE), (APART, ORANGE)]) {
        let points: Vec<_> = one
            .figures
            .iter()
            .zip(0_u32..)
            .filter_map(|(figure, at)| Some((at, (*figure)?, figure.and_then(|f| f.value.shown())?)))
            .collect();
        canvas
            .join(points.iter().map(|&(at, _, value)| (place(at) + shift, height(value))).collect(), colour);
        for &(at, figure, value) in &points {
            let x = place(at) + shift;
            let label = years.get(at as usize).map(Period::label).unwrap_or_default();
            let says = format!("{}, {label}: {}", one.name, number::with_limits(Some(figure)));
            canvas.mark(&says, |canvas| {
                if let Some((lower, upper)) = figure.limits {
                    canvas.interval((x, height(lower)), (x, height(upper)), colour);
                }
                if shift < 0 { canvas.point((x, height(value))) } else { canvas.square((x, height(value))) }
            });
        }
        labels.push((
            points.last().map_or(BASE - LINE, |&(_, _, value)| height(value)),
            one,
            points.is_empty(),
        ));
    }
    if labels.len() == 2 && (labels[0].0 - labels[1].0).abs() < 2 * LINE {
        let middle = i32::midpoint(labels[0].0, labels[1].0);
        let up = if labels[0].0 <= labels[1].0 { -LINE } else { LINE };
        (labels[0].0, labels[1].0) = (middle + up, middle - up);
    }
    for (y, one, empty) in labels {
        canvas.text((RIGHT + 10, y), Hang::Left, &one.name);
        if empty {
            canvas.text((RIGHT + 10, y + LINE - 2), Hang::Left, "not shown in any year");
        }
    }
}
