//! The specification curve: the headline's index under every set of choices, the least first, the plan's own marked.

use super::Chart;
use super::axis::Axis;
use super::canvas::{BLUE, Canvas, Hang, SOFT, WIDTH, draw, part_of, whole};
use crate::domain::figure::{Choice, Specification};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, noun, when};

const HEIGHT: i32 = 400;
const LEFT: i32 = 62;
const RIGHT: i32 = WIDTH - 12;
const TOP: i32 = 76;
const BASE: i32 = HEIGHT - 48;

/// Draws the curve; `None` where the release has none.
pub(in crate::render) fn curve(release: Release<'_>, of: Subject) -> Option<Chart> {
    let points = release.curve();
    let (least, most) = (points.first()?, points.last()?);
    let title = capital(&format!(
        "relative index of inequality of {} under every set of choices: {}, {}",
        noun(of.outcome),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let count = number::many(points.len());
    let description = format!(
        "{count} points in order of size, each the relative index that one or more sets of choices come to, with a line for its confidence \
         interval, on a scale of ratios; the plan’s own choice is a larger point. The least is {}, the most {}. At 1 there is \
         no gradient.",
        number::ratio(least.value),
        number::ratio(most.value)
    );
    Some(draw("specification-curve".to_owned(), title, description, HEIGHT, |canvas| {
        let about = format!("Relative index of inequality, with {}s. Scale of ratios.", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        let order = format!("{count} different results of all sets of choices, the least at the left");
        canvas.text((8, 40), Hang::Left, &order);
        paint(canvas, &points);
    }))
}

fn paint(canvas: &Canvas<'_>, points: &[&Specification]) {
    let values = points.iter().flat_map(|point| {
        let limits = point.limits.into_iter().flat_map(|(lower, upper)| [lower, upper]);
        limits.chain([point.value])
    });
    let axis = Axis::of_ratios(values.filter(|value| value.is_finite()));
    let height = |value: f64| BASE - part_of(BASE - TOP, axis.along(value));
    for tick in axis.ticks() {
        canvas.grid((LEFT, height(tick)), (RIGHT, height(tick)));
        let places = if tick < 1.0 { 2 } else { 0 };
        canvas.text((LEFT - 8, height(tick)), Hang::Right, &number::decimal(tick, places));
    }
    let slot = f64::from(RIGHT - LEFT) / f64::from(u32::try_from(points.len()).unwrap_or(1).max(1));
    let place = |at: u32| LEFT + whole(slot * (f64::from(at) + 0.5));
    for (point, at) in points.iter().zip(0_u32..) {
        if let Some((lower, upper)) = point.limits {
            canvas.thin((place(at), height(lower)), (place(at), height(upper)), SOFT);
        }
    }
    canvas.line((LEFT, height(1.0)), (RIGHT, height(1.0)));
    canvas.text((RIGHT, height(1.0) + 14), Hang::Right, "1: no gradient");
    for (point, at) in points.iter().zip(0_u32..) {
        canvas.dot((place(at), height(point.value)), BLUE);
    }
    let own = points.iter().zip(0_u32..).find(|(point, _)| point.choice == Choice::Own);
    if let Some((point, at)) = own {
        let says = format!("The plan’s own choice: {}", number::ratio(point.value));
        let (x, y) = (place(at), height(point.value));
        canvas.mark(&says, |canvas| canvas.square((x, y)));
        let (hang, x) = if x > WIDTH / 2 { (Hang::Right, x) } else { (Hang::Left, x) };
        canvas.line((place(at), TOP - 10), (place(at), y - 6));
        canvas.text((x, TOP - 18), hang, &says);
    }
}
