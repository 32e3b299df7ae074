//! Funnel: authorities by how many England's figure would give them, with the limits that chance and their usual
//! differences would give. The plan's own authority is marked; no authority is put in order.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{Canvas, Hang, INK, SOFT, WIDTH, draw, part_of};
use crate::domain::Period;
use crate::domain::comparator::{FunnelPoint, Item, Standing};
use crate::domain::period::long_date;
use crate::render::number;
use crate::render::release::Release;
use crate::render::words::capital;

const HEIGHT: i32 = 440;
const LEFT: i32 = 62;
const RIGHT: i32 = WIDTH - 112;
const TOP: i32 = 104;
const BASE: i32 = HEIGHT - 52;
/// The least distance of two labels.
const LINE: i32 = 20;

/// Draws the funnel of an item; `None` where the authority does not stand in it.
pub(in crate::render) fn funnel(release: Release<'_>, year: Period, item: Item) -> Option<Chart> {
    let points: Vec<_> = release.funnel(year, item).collect();
    let own = points.iter().copied().find(|point| point.standing == Standing::Authority)?;
    let ratio = number::value(release.in_funnel(year, item, 0));
    let count = |standing| points.iter().filter(|point| point.standing == standing).count();
    let (neighbours, others) = (count(Standing::Neighbour), count(Standing::Other));
    let title = capital(&format!(
        "{} in {} and in other authorities, as published, over what England’s figure would give: year to {}",
        item.title(),
        release.results.site,
        long_date(year.end)
    ));
    let limits = |at| number::limits(release.in_funnel(year, item, at));
    let description = format!(
        "Funnel plot. Each point is an authority: from left to right, how many England’s figure would give it; from bottom to \
         top, the ratio of its published number to that. The authority is at {ratio}; for its size, the 95% limits are {} \
         and the 99.8% limits {}. {neighbours} statistical neighbours are squares and {others} other authorities plain dots. \
         Lines are the limits at each size, about 1, which is England.",
        limits(0),
        limits(1)
    );
    let name = format!("funnel-{}", item.name().replace('_', "-"));
    Some(draw(name, title, description, HEIGHT, |canvas| {
        canvas.text(
            (8, 16),
            Hang::Left,
            "Ratio to what England’s figure would give an authority of the size",
        );
        let squares = if neighbours > 0 { "Squares: statistical neighbours. " } else { "" };
        canvas.text((8, 40), Hang::Left, &format!("{squares}Dots: other authorities."));
        paint(canvas, &points, own, &format!("The authority: {ratio}"));
    }))
}

fn paint(canvas: &Canvas<'_>, points: &[&FunnelPoint], own: &FunnelPoint, label: &str) {
    let sizes = Axis::from_nought(points.iter().map(|point| point.expected));
    let highest = points.iter().filter_map(|point| point.ratio).chain([own.limits[1].1]);
    let ratios = Axis::from_nought(highest);
    let across = |size: f64| LEFT + part_of(RIGHT - LEFT, sizes.along(size));
    let height = |ratio: f64| BASE - part_of(BASE - TOP, ratios.along(ratio));
    let ticks = ratios.ticks();
    for &tick in &ticks {
        canvas.grid((LEFT, height(tick)), (RIGHT, height(tick)));
        let words = number::decimal(tick, decimals(&ticks));
        canvas.text((LEFT - 8, height(tick)), Hang::Right, &words);
    }
    let ticks = sizes.ticks();
    for &tick in &ticks {
        canvas.line((across(tick), BASE), (across(tick), BASE + 5));
        canvas.text((across(tick), BASE + 18), Hang::Middle, &number::decimal(tick, decimals(&ticks)));
    }
    canvas.line((LEFT, BASE), (RIGHT, BASE));
    canvas.text(((LEFT + RIGHT) / 2, BASE + 40), Hang::Middle, "Number that England’s figure would give");
    canvas.line((LEFT, height(1.0)), (RIGHT, height(1.0)));
    let curve: Vec<_> = points.iter().filter(|point| point.standing == Standing::Curve).collect();
    for (at, colour) in [(0, SOFT), (1, INK)] {
        for end in [|limits: (f64, f64)| limits.0, |limits: (f64, f64)| limits.1] {
            // The smallest sizes have limits above everything that is drawn.
            let held = curve.iter().filter(|point| ratios.along(point.limits[at].1) < 1.0);
            let line = held.map(|point| (across(point.expected), height(end(point.limits[at]))));
            canvas.join(line.collect(), colour);
        }
    }
    for (point, ratio) in points.iter().filter_map(|point| Some((point, point.ratio?))) {
        let at = (across(point.expected), height(ratio));
        match point.standing {
            Standing::Other => canvas.dot(at, INK),
            Standing::Neighbour => {
                let says = format!("A statistical neighbour: {}", number::decimal(ratio, 2));
                canvas.mark(&says, |canvas| canvas.square(at));
            }
            Standing::Authority | Standing::Curve => (),
        }
    }
    if let Some(ratio) = own.ratio {
        let (x, y) = (across(own.expected), height(ratio));
        canvas.line((x, TOP - 14), (x, y));
        canvas.mark(label, |canvas| canvas.point((x, y)));
        let hang = if x > i32::midpoint(LEFT, RIGHT) { Hang::Right } else { Hang::Left };
        canvas.text((x, TOP - 24), hang, label);
    }
    if let Some(last) = curve.last() {
        let mut free = i32::MAX;
        let uppers = [("England", 1.0), ("95% limits", last.limits[0].1), ("99.8% limits", last.limits[1].1)];
        for (name, ratio) in uppers {
            let y = height(ratio).min(free);
            canvas.text((RIGHT + 8, y), Hang::Left, name);
            free = y - LINE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Axis as Characteristic, Cell, Cross, Definition, Dimension, Figure, Measure, Results, Stratum, Unit,
    };
    use crate::render::made_up;

    fn release(own: Option<f64>) -> Results {
        let period = made_up::window().years[2];
        let point = |standing, expected, ratio| FunnelPoint {
            period,
            item: Item::PlansBegun,
            standing,
            expected,
            ratio,
            limits: [(0.7, 1.4), (0.5, 1.7)],
        };
        let mut funnels = vec![
            point(Standing::Curve, 50.0, None),
            point(Standing::Curve, 400.0, None),
            point(Standing::Neighbour, 220.0, Some(1.12)),
            point(Standing::Other, 90.0, Some(0.8)),
        ];
        funnels.extend(own.map(|ratio| point(Standing::Authority, 300.0, Some(ratio))));
        let cross = Cross::new(&[Characteristic::FunnelLimits]).unwrap();
        let figure = own.map(|ratio| Figure {
            period,
            definition: Definition::All,
            measure: Measure::Funnel,
            dimension: Dimension::Cross(cross),
            stratum: Stratum::Cross(cross, 0),
            ..made_up::figure(Unit::Ratio, Cell::Shown(ratio), Some((0.7, 1.4)))
        });
        Results { funnels, figures: figure.into_iter().collect(), ..made_up::results() }
    }

    fn drawn(results: &Results) -> Option<Chart> {
        let plan = made_up::plan();
        let release = Release { results, plan: &plan };
        let (year, item) = release.compared()?;
        funnel(release, year, item)
    }

    #[test]
    fn the_authority_is_marked_and_named_and_the_limits_are_lines_with_names() {
        let chart = drawn(&release(Some(1.25))).unwrap();
        assert!(chart.svg.contains("<title>The authority: 1.25</title>"), "{}", chart.svg);
        assert!(chart.svg.contains("<title>A statistical neighbour: 1.12</title>"));
        for words in ["England", "95% limits", "99.8% limits"] {
            assert!(chart.svg.contains(&format!(">{words}</text>")), "{words}");
        }
        assert!(chart.description.contains("the 95% limits are 0.70 to 1.40"), "{}", chart.description);
    }

    #[test]
    fn there_is_no_funnel_without_the_authority() {
        assert_eq!(drawn(&release(None)), None);
        assert_eq!(drawn(&made_up::results()), None);
    }
}
