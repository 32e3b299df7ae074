//! Caterpillar: how far the rate of each stratum differs from what its characteristics add up to, in order of size.
//!
//! A stratum is a group of thousands of children; a place in this order says nothing about a family.

use super::Chart;
use super::axis::Axis;
use super::canvas::{BLUE, Canvas, Hang, WIDTH, draw, part_of, wrap};
use crate::domain::{Cross, Figure, Measure};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, noun, stratum, when};

const LEFT: i32 = 270;
const RIGHT: i32 = WIDTH - 172;
const TOP: i32 = 88;
const ROW: i32 = 46;
const FOOT: i32 = 60;
const LABEL: usize = 30;
/// How many strata are drawn at either end of the order.
const ENDS: usize = 8;

/// Draws the strata at the two ends of the order; `None` where the release has no such model, or no departure has limits.
pub(in crate::render) fn caterpillar(release: Release<'_>, of: Subject, cross: Cross) -> Option<Chart> {
    let mut strata: Vec<(String, &Figure, f64)> = (0..cross.count())
        .filter_map(|at| {
            let figure = release.of_stratum(of, Measure::InteractionResidual, cross, at)?;
            figure.limits?;
            Some((stratum(cross, at), figure, figure.value.shown()?))
        })
        .collect();
    if strata.is_empty() {
        return None;
    }
    strata.sort_by(|one, other| other.2.total_cmp(&one.2));
    let all = strata.len();
    ends_of(&mut strata, ENDS);
    let title = capital(&format!(
        "rates of {} beside what each characteristic adds, by {}: {}, {}",
        noun(of.outcome),
        cross.title(),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let drawn = strata.len();
    let told: Vec<_> = strata
        .iter()
        .map(|(name, figure, _)| format!("{name}: {}", number::with_limits(Some(figure))))
        .collect();
    let description = format!(
        "Points with lines for their intervals, for {drawn} of {all} strata, those furthest above at the top, on a scale of \
         ratios. At 1 a stratum’s rate is what its characteristics add up to. {}.",
        told.join("; ")
    );
    let height = TOP + ROW * i32::try_from(drawn).unwrap_or(1) + FOOT;
    let name = format!("departures-{}", cross.name().replace(['_', '*'], "-"));
    Some(draw(name, title, description, height, |canvas| {
        let about = format!("Ratio to the rate the characteristics add up to, with {}s", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        canvas.text((8, 40), Hang::Left, "Above 1: higher than they add up to. Scale of ratios.");
        if drawn < all {
            canvas.text(
                (8, 64),
                Hang::Left,
                &format!("The {ENDS} highest and {ENDS} lowest of {all} strata"),
            );
        }
        paint(canvas, &strata);
    }))
}

/// Leaves so many of each end of an order, where there are more.
pub(super) fn ends_of<T>(rows: &mut Vec<T>, ends: usize) {
    if rows.len() > 2 * ends {
        rows.drain(ends..rows.len() - ends);
    }
}

fn paint(canvas: &Canvas<'_>, strata: &[(String, &Figure, f64)]) {
    let extent = strata.iter().flat_map(|(_, figure, value)| {
        let limits = figure.limits.into_iter().flat_map(|(lower, upper)| [lower, upper]);
        limits.chain([*value])
    });
    let axis = Axis::of_ratios(extent);
    let across = |value: f64| LEFT + part_of(RIGHT - LEFT, axis.along(value));
    let base = TOP + ROW * i32::try_from(strata.len()).unwrap_or(1);
    for tick in axis.ticks() {
        canvas.grid((across(tick), TOP), (across(tick), base));
        let places = if tick < 1.0 { 1 } else { 0 };
        canvas.text((across(tick), base + 18), Hang::Middle, &number::decimal(tick, places));
    }
    canvas.line((across(1.0), TOP), (across(1.0), base));
    canvas.text((across(1.0), base + 42), Hang::Middle, "What they add up to");
    for ((name, figure, value), at) in strata.iter().zip(0_i32..) {
        let middle = TOP + ROW * at + ROW / 2;
        let lines = wrap(name, LABEL);
        let first = middle - 9 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        for (line, at) in lines.iter().zip(0_i32..) {
            canvas.text((LEFT - 12, first + 18 * at), Hang::Right, line);
        }
        let reading = number::with_limits(Some(figure));
        canvas.mark(&format!("{name}: {reading}"), |canvas| {
            if let Some((lower, upper)) = figure.limits {
                canvas.interval((across(lower), middle), (across(upper), middle), BLUE);
            }
            canvas.point((across(*value), middle));
        });
        canvas.text((RIGHT + 12, middle), Hang::Left, &reading);
    }
}
