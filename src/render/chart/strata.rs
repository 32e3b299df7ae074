//! Strata: the rate of each beside the rate that its characteristics add up to, in order of what they add up to.
//!
//! A stratum is a group of thousands of children; a place in this order says nothing about a family.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{BLUE, Canvas, Hang, ORANGE, WIDTH, draw, part_of, wrap};
use super::caterpillar::ends_of;
use crate::domain::{Cross, Figure, Measure};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, noun, stratum, when};

const LEFT: i32 = 232;
const RIGHT: i32 = WIDTH - 172;
const TOP: i32 = 92;
const ROW: i32 = 46;
const FOOT: i32 = 36;
const LABEL: usize = 26;
/// How many strata are drawn at either end of the order, where there are more than twice as many.
const ENDS: usize = 12;
/// How far the two marks of a stratum stand from its middle.
const APART: i32 = 9;

/// One stratum: its name, its own rate, and the rate its characteristics add up to.
struct Row<'a> {
    name: String,
    own: Option<&'a Figure>,
    additive: &'a Figure,
    value: f64,
}

/// Draws the strata of a model; `None` where the release has no such model.
pub(in crate::render) fn strata(release: Release<'_>, of: Subject, cross: Cross) -> Option<Chart> {
    let row = |at: usize| {
        let additive = release.of_stratum(of, Measure::RateAdditive, cross, at)?;
        let own = release.of_stratum(of, Measure::Rate, cross, at);
        let own = own.filter(|figure| figure.value.shown().is_some());
        Some(Row { name: stratum(cross, at), own, additive, value: additive.value.shown()? })
    };
    let mut rows: Vec<_> = (0..cross.count()).filter_map(row).collect();
    rows.sort_by(|one, other| other.value.total_cmp(&one.value));
    let all = rows.len();
    ends_of(&mut rows, ENDS);
    if rows.is_empty() {
        return None;
    }
    let title = capital(&format!(
        "{} per 10,000, by {}, each stratum beside what its characteristics add up to: {}, {}",
        noun(of.outcome),
        cross.title(),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let own = row.own.map_or_else(|| "not shown".to_owned(), |own| number::with_limits(Some(own)));
            format!("{}: {own} beside {}", row.name, number::with_limits(Some(row.additive)))
        })
        .collect();
    let description = format!(
        "Two points for each of {} of {all} strata: its own rate, with a line for its interval, and the rate that its \
         characteristics add up to, the highest of those at the top. {}.",
        rows.len(),
        told.join("; ")
    );
    let height = TOP + ROW * i32::try_from(rows.len()).unwrap_or(1) + FOOT;
    let name = format!("strata-{}", cross.name().replace(['_', '*'], "-"));
    Some(draw(name, title, description, height, |canvas| {
        let about = format!("Children per 10,000, with {}s", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        canvas.text((8, 40), Hang::Left, "Upper, blue point: what the characteristics add up to.");
        canvas.text((8, 64), Hang::Left, "Lower, orange square: the stratum’s own rate.");
        paint(canvas, &rows);
    }))
}

fn paint(canvas: &Canvas<'_>, rows: &[Row<'_>]) {
    let figures = rows.iter().flat_map(|row| row.own.into_iter().chain([row.additive]));
    let extent = figures.flat_map(|figure| [figure.value.shown(), figure.limits.map(|limits| limits.1)]);
    let axis = Axis::from_nought(extent.flatten());
    let across = |value: f64| LEFT + part_of(RIGHT - LEFT, axis.along(value));
    let base = TOP + ROW * i32::try_from(rows.len()).unwrap_or(1);
    let ticks = axis.ticks();
    for &tick in &ticks {
        canvas.grid((across(tick), TOP), (across(tick), base));
        canvas.text((across(tick), base + 18), Hang::Middle, &number::decimal(tick, decimals(&ticks)));
    }
    canvas.line((LEFT, TOP), (LEFT, base));
    for (row, at) in rows.iter().zip(0_i32..) {
        let middle = TOP + ROW * at + ROW / 2;
        let lines = wrap(&row.name, LABEL);
        let first = middle - 9 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        for (line, at) in lines.iter().zip(0_i32..) {
            canvas.text((LEFT - 12, first + 18 * at), Hang::Right, line);
        }
        let adds = format!("{}, what its characteristics add up to: ", row.name);
        let own = format!("{}, its own rate: ", row.name);
        for (figure, says, y, colour) in
            [(Some(row.additive), adds, middle - APART, BLUE), (row.own, own, middle + APART, ORANGE)]
        {
            let Some((figure, value)) = figure.and_then(|one| Some((one, one.value.shown()?))) else {
                continue;
            };
            let reading = number::with_limits(Some(figure));
            canvas.mark(&format!("{says}{reading}"), |canvas| {
                if let Some((lower, upper)) = figure.limits {
                    canvas.join(vec![(across(lower), y), (across(upper), y)], colour);
                }
                if colour == BLUE {
                    canvas.point((across(value), y))
                } else {
                    canvas.square((across(value), y))
                }
            });
            canvas.text((RIGHT + 8, y), Hang::Left, &reading);
        }
    }
}
