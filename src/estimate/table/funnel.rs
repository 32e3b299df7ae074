//! Each site beside the whole: its rate or share, the limits of the funnel there, and its place among them.
//!
//! Limits are those of a funnel about the target, not of the site's figure: one row at 95% and one at 99.8%.

use crate::domain::TableFigure;
use crate::stats::funnel::{
    Position, Transform, Trim, Unit as Point, count_limits, count_position, overdispersion,
    proportion_limits, share_position,
};
use crate::stats::{Answer, Estimate, Interval, Level, NoAnswer};

use super::Asked;
use super::cells::Context;
use super::figure::{Base, within};

/// The limits of a funnel.
const LEVELS: [Level; 2] = [Level::P95, Level::P998];

pub(super) fn rates(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    each(asked, context, |whole, site, level| {
        let people = checked(site)?;
        let expected = target(whole)? * people;
        let limits = count_limits(expected, level)?;
        let limits = Interval::new(limits.lower / people, limits.upper / people).ok_or(NoAnswer::Overflow)?;
        let place = count_position(site.cases(), expected)?;
        Ok((within(site.counted().rate(), limits), place))
    })
}

pub(super) fn shares(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    each(asked, context, |whole, site, level| {
        checked(site)?;
        let target = target(whole)?;
        let limits = proportion_limits(target, site.population(), level)?;
        let place = share_position(site.counted(), target)?;
        Ok((within(site.counted().rate(), limits), place))
    })
}

pub(super) fn overdispersed(asked: &Asked<'_>, context: &Context<'_>) -> Vec<TableFigure> {
    let of_part = |whole: Context<'_>| {
        let sites = whole.sites();
        let spread = target(&whole).and_then(|target| {
            let point = |site: &Context<'_>| Point { events: site.cases(), size: site.population() * target };
            let points: Vec<Point> = sites.iter().map(point).collect();
            Ok((overdispersion(&points, Transform::RootRatio, Trim::Winsorise)?, points))
        });
        let figure = |at: usize, site: &Context<'_>, level: Level| {
            let answer = spread.as_ref().map_err(|why| *why).and_then(|(spread, points)| {
                let Point { events, size } = points[at];
                Ok(within(events / size, spread.limits(size, level)?))
            });
            asked.base(site).figure(answer, asked.measure.unit, level)
        };
        let rows = sites.iter().enumerate();
        rows.flat_map(|(at, site)| LEVELS.map(|level| figure(at, site, level))).collect::<Vec<_>>()
    };
    context.split(asked.by).into_iter().flat_map(of_part).collect()
}

type Placed = Answer<(Estimate, Position)>;

fn each(
    asked: &Asked<'_>,
    context: &Context<'_>,
    find: fn(&Context<'_>, &Context<'_>, Level) -> Placed,
) -> Vec<TableFigure> {
    let mut figures = Vec::new();
    for whole in context.split(asked.by) {
        for site in whole.sites() {
            for level in LEVELS {
                let found = find(&whole, &site, level);
                let convention = found.as_ref().map_or("", |(_, place)| name(*place));
                let base = Base { convention, ..asked.base(&site) };
                figures.push(base.figure(found.map(|(it, _)| it), asked.measure.unit, level));
            }
        }
    }
    figures
}

/// Returns the rate of all sites together, which the funnel is about.
fn target(whole: &Context<'_>) -> Answer<f64> {
    checked(whole)?;
    if whole.cases() == 0.0 { Err(NoAnswer::NoEvents) } else { Ok(whole.counted().rate()) }
}

/// Returns the people of a part whose rate is a number.
fn checked(context: &Context<'_>) -> Answer<f64> {
    crate::stats::rates::rate(context.counted(), crate::stats::rates::CountLimits::Exact, Level::P95)?;
    Ok(context.population())
}

const fn name(place: Position) -> &'static str {
    match place {
        Position::Low998 => "below_99.8",
        Position::Low95 => "below_95",
        Position::Within => "within",
        Position::High95 => "above_95",
        Position::High998 => "above_99.8",
    }
}
