//! Cumulative incidence: the share to whom something had happened by months since a start, of all together and at the
//! two ends of deprivation, each with its interval.
//!
//! Children are counted at a few months only, and lines join those; between them nothing is known.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{BLUE, Canvas, Hang, INK, ORANGE, WIDTH, draw, part_of, wrap};
use crate::domain::{Cell, Figure, Group, Stratum};
use crate::render::number;
use crate::render::release::Release;
use crate::render::words::{ByMonth, ENDED, ESCALATED, RETURNED, capital, clause, part};

const HEIGHT: i32 = 428;
const LEFT: i32 = 62;
const RIGHT: i32 = WIDTH - 196;
const TOP: i32 = 76;
const BASE: i32 = HEIGHT - 52;
/// How far the series stand apart, so that their intervals do not cover each other.
const APART: i32 = 9;
const LINE: i32 = 20;
/// The most characters of a line of a label.
const LABEL: usize = 20;

/// All together, or one end of the scale of deprivation, with its figure at each month.
struct Series<'a> {
    name: String,
    look: Look,
    points: Vec<(u8, Option<&'a Figure>)>,
}

/// How a series is drawn: its place beside the others, its colour and its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A thin line with small dots.
    All,
    /// A line with round points, a little to the left.
    Most,
    /// A line with squares, a little to the right.
    Least,
}

/// Draws the share of episodes that another referral of the child had followed; `None` where nothing of it is shown.
pub(in crate::render) fn coming_back(release: Release<'_>) -> Option<Chart> {
    months(release, "coming-back", "Share followed by another referral", &RETURNED)
}

/// Draws the share of children referred who had started a plan; `None` where nothing of it is shown.
pub(in crate::render) fn escalation(release: Release<'_>) -> Option<Chart> {
    months(release, "referral-to-plan-by-month", "Share who had started a plan", &ESCALATED)
}

/// Draws the share of plans that had ended; `None` where nothing of it is shown.
pub(in crate::render) fn plan_lengths(release: Release<'_>) -> Option<Chart> {
    months(release, "plans-ended-by-month", "Share that had ended", &ENDED)
}

fn months(release: Release<'_>, name: &str, share: &str, about: &ByMonth) -> Option<Chart> {
    let journey = about.journey;
    let by = release.coarsest();
    let figures = |place: Stratum, months: &[u8]| {
        let at = journey.months().iter().enumerate().filter(|(_, month)| months.contains(month));
        at.map(|(at, &month)| (month, release.by_month(journey, journey.measure(), at, place))).collect()
    };
    let end = |end: &str, look, group| Series {
        name: format!("{end} deprived {}", part(by)),
        look,
        points: figures(Stratum::Group(group), journey.months_by_group()),
    };
    let series = [
        Series {
            name: "All groups".to_owned(),
            look: Look::All,
            points: figures(Stratum::Total, journey.months()),
        },
        end("Most", Look::Most, Group::MOST),
        end("Least", Look::Least, release.least(by)),
    ];
    if series.iter().all(|one| one.shown().next().is_none()) {
        return None;
    }
    let of = release.on(journey);
    let title = capital(&format!(
        "share of {} {} {}, by {}: {}, {}",
        about.who,
        clause(of.definition),
        about.what,
        about.since,
        release.results.site,
        of.period.words()
    ));
    let told: Vec<_> = series.iter().map(Series::told).collect();
    let description = format!(
        "Line chart with points, and lines for their confidence intervals, at the months at which children were counted. {}.",
        told.join(". ")
    );
    Some(draw(name.to_owned(), title, description, HEIGHT, |canvas| {
        canvas.text((8, 16), Hang::Left, &format!("{share}, with {}s", release.interval()));
        if series.iter().any(Series::lacks) {
            canvas.text((8, 40), Hang::Left, "Months without a point are hidden [c] or not available [x]");
        }
        paint(canvas, &series, about.since);
    }))
}

impl<'a> Series<'a> {
    /// Returns the months with a figure that is shown.
    fn shown(&self) -> impl Iterator<Item = (u8, &'a Figure, f64)> {
        self.points.iter().filter_map(|&(month, figure)| {
            let figure = figure?;
            Some((month, figure, figure.value.shown()?))
        })
    }

    fn lacks(&self) -> bool {
        self.shown().count() < self.points.len()
    }

    fn told(&self) -> String {
        let each: Vec<_> = self
            .points
            .iter()
            .map(|(month, figure)| format!("{month} months: {}", number::with_limits(*figure)))
            .collect();
        format!("{}: {}", self.name, each.join(", "))
    }

    /// Returns why the series has no point at all; `None` where it has one.
    fn absence(&self) -> Option<&'static str> {
        let cell = |figure: &Option<&Figure>| figure.map_or(Cell::Unavailable, |figure| figure.value);
        let cells: Vec<_> = self.points.iter().map(|(_, figure)| cell(figure)).collect();
        if self.shown().next().is_some() {
            return None;
        }
        Some(number::meaning(if cells.contains(&Cell::Hidden) { Cell::Hidden } else { Cell::Unavailable }))
    }
}

impl Look {
    const fn shift(self) -> i32 {
        match self {
            Self::All => 0,
            Self::Most => -APART,
            Self::Least => APART,
        }
    }

    fn join(self, canvas: &Canvas<'_>, points: Vec<(i32, i32)>) {
        match self {
            Self::All => {
                for pair in points.windows(2) {
                    canvas.line(pair[0], pair[1]);
                }
            }
            Self::Most => canvas.join(points, BLUE),
            Self::Least => canvas.join(points, ORANGE),
        }
    }

    fn interval(self, canvas: &Canvas<'_>, from: (i32, i32), to: (i32, i32)) {
        match self {
            Self::All => canvas.thin(from, to, INK),
            Self::Most => canvas.interval(from, to, BLUE),
            Self::Least => canvas.interval(from, to, ORANGE),
        }
    }

    fn point(self, canvas: &Canvas<'_>, at: (i32, i32)) {
        match self {
            Self::All => canvas.dot(at, INK),
            Self::Most => canvas.point(at),
            Self::Least => canvas.square(at),
        }
    }
}

fn paint(canvas: &Canvas<'_>, series: &[Series<'_>; 3], since: &str) {
    let shown = || series.iter().flat_map(Series::shown);
    let axis =
        Axis::from_nought(shown().flat_map(|(_, f, value)| [Some(value), f.limits.map(|l| l.1)]).flatten());
    let last = shown().map(|(month, ..)| month).max().unwrap_or(1);
    let height = |value: f64| BASE - part_of(BASE - TOP, axis.along(value));
    let across = |month: u8| LEFT + part_of(RIGHT - LEFT - 2 * APART, f64::from(month) / f64::from(last));
    let ticks = axis.ticks();
    let places = decimals(&[0.0, ticks.get(1).copied().unwrap_or(1.0) * 100.0]);
    for &tick in &ticks {
        canvas.grid((LEFT, height(tick)), (RIGHT, height(tick)));
        let label = format!("{}%", number::decimal(tick * 100.0, places));
        canvas.text((LEFT - 8, height(tick)), Hang::Right, &label);
    }
    canvas.line((LEFT, BASE), (RIGHT, BASE));
    for (month, _) in series[0].points.iter().filter(|(month, _)| *month <= last) {
        canvas.line((across(*month), BASE), (across(*month), BASE + 5));
        canvas.text((across(*month), BASE + 18), Hang::Middle, &month.to_string());
    }
    canvas.text(((LEFT + RIGHT) / 2, BASE + 40), Hang::Middle, &capital(since));
    for one in series {
        let place = |month: u8, value: f64| (across(month) + one.look.shift(), height(value));
        one.look.join(canvas, one.shown().map(|(month, _, value)| place(month, value)).collect());
        for (month, figure, value) in one.shown() {
            let says = format!("{}, {month} months: {}", one.name, number::with_limits(Some(figure)));
            canvas.mark(&says, |canvas| {
                if let Some((lower, upper)) = figure.limits {
                    one.look.interval(canvas, place(month, lower), place(month, upper));
                }
                one.look.point(canvas, place(month, value));
            });
        }
    }
    label(canvas, series, height);
}

/// Names the series at the right, each by its mark, as near its last point as the others leave room.
fn label(canvas: &Canvas<'_>, series: &[Series<'_>; 3], height: impl Fn(f64) -> i32) {
    let mut labels: Vec<(i32, &Series<'_>, Vec<String>)> = series
        .iter()
        .map(|one| {
            let mut lines = wrap(&one.name, LABEL);
            lines.extend(one.absence().into_iter().flat_map(|why| wrap(why, LABEL)));
            (one.shown().last().map_or(BASE - LINE, |(.., value)| height(value)), one, lines)
        })
        .collect();
    labels.sort_by_key(|(y, ..)| *y);
    let mut free = TOP;
    let mut below: i32 = labels.iter().map(|(.., lines)| room(lines)).sum();
    for (y, one, lines) in labels {
        let first = y.max(free).min(BASE - below + LINE / 2);
        if one.absence().is_none() {
            one.look.point(canvas, (RIGHT + 18, first));
        }
        for (line, at) in lines.iter().zip(0_i32..) {
            canvas.text((RIGHT + 32, first + LINE * at), Hang::Left, line);
        }
        free = first + room(&lines);
        below -= room(&lines);
    }
}

/// Returns how much room the lines of a label take, with a gap below them.
fn room(lines: &[String]) -> i32 {
    LINE * i32::try_from(lines.len()).unwrap_or(1) + 6
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Results;
    use crate::domain::journey::Journey;
    use crate::render::made_up;

    fn chart(least: Option<(f64, f64, f64)>) -> Option<Chart> {
        let share = |place, share| made_up::by_month(Journey::ToPlan, 12, place, share);
        let fifth = |number| Stratum::Group(Group::new(number).unwrap());
        let figures = vec![
            share(Stratum::Total, Some((0.2, 0.18, 0.22))),
            share(fifth(1), Some((0.25, 0.2, 0.3))),
            share(fifth(5), least),
        ];
        let (results, plan) = (Results { figures: figures.into(), ..made_up::results() }, made_up::plan());
        escalation(Release { results: &results, plan: &plan })
    }

    #[test]
    fn every_point_is_a_mark_that_says_its_figure_and_both_ends_are_named() {
        let svg = chart(Some((0.1, 0.08, 0.13))).unwrap().svg;
        for says in [
            "All groups, 12 months: 20.0% (18.0% to 22.0%)",
            "Most deprived fifth, 12 months: 25.0% (20.0% to 30.0%)",
            "Least deprived fifth, 12 months: 10.0% (8.0% to 13.0%)",
        ] {
            assert!(svg.contains(&format!("<title>{says}</title>")), "{says}");
        }
        assert!(svg.contains(">Most deprived fifth</text>") && svg.contains(">Least deprived fifth</text>"));
    }

    #[test]
    fn a_hidden_end_has_no_mark_and_says_so() {
        let (hidden, chart) = (chart(None).unwrap(), chart(Some((0.1, 0.08, 0.13))).unwrap());
        assert!(hidden.svg.contains(">[c] hidden to</text>"), "{}", hidden.svg);
        assert!(!chart.svg.contains("[c] hidden to"));
        assert!(hidden.svg.matches("class=\"mark\"").count() < chart.svg.matches("class=\"mark\"").count());
        assert!(hidden.description.contains("Least deprived fifth: 3 months: [x], 12 months: [c]"));
    }

    #[test]
    fn nothing_is_drawn_where_nothing_is_shown() {
        let (results, plan) = (made_up::results(), made_up::plan());
        assert_eq!(escalation(Release { results: &results, plan: &plan }), None);
    }
}
