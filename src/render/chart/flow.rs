//! Paired bars at each step from a referral to a plan: the most and the least deprived group, on one scale.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{BLUE, Canvas, Hang, INK, ORANGE, WIDTH, draw, part_of, wrap};
use crate::domain::{Cell, Figure, Group, Grouping, Measure, Outcome};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, clause, part};

const LEFT: i32 = 190;
const RIGHT: i32 = WIDTH - 180;
const TOP: i32 = 76;
const ROW: i32 = 78;
const FOOT: i32 = 36;
const LABEL: usize = 21;

/// One step: what it is, and the rates of the two ends.
struct Step<'a> {
    outcome: Outcome,
    most: Option<&'a Figure>,
    least: Option<&'a Figure>,
}

/// Draws the rates of the two ends of a grouping at each step that is a flow.
pub(in crate::render) fn flow(release: Release<'_>, of: Subject, by: Grouping) -> Chart {
    let rate = |outcome, group| release.of_group(Subject { outcome, ..of }, Measure::Rate, by, group);
    let outcomes = release.results.outcomes.iter().filter(|outcome| !outcome.is_stock());
    let steps: Vec<_> = outcomes
        .map(|&outcome| Step {
            outcome,
            most: rate(outcome, Group::MOST),
            least: rate(outcome, release.least(by)),
        })
        .collect();
    let part = part(by);
    let title = format!(
        "Rates per 10,000 children aged 0 to 17 from referral to plan, {}, in the most and the least deprived {part}: {}, {}",
        clause(of.definition),
        release.results.site,
        of.period.words()
    );
    let told: Vec<_> = steps
        .iter()
        .map(|step| format!("{}: {} and {}", step.outcome.title(), said(step.most), said(step.least)))
        .collect();
    let description = format!(
        "Pairs of bars, one pair for each step, the most deprived {part} above the least deprived {part}. {}.",
        told.join("; ")
    );
    let height = TOP + ROW * count(&steps) + FOOT;
    draw("from-referral-to-plan".to_owned(), title, description, height, |canvas| {
        let about = format!("Children per 10,000 aged 0 to 17, with {}s", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        canvas.text(
            (8, 42),
            Hang::Left,
            &format!("Upper bar, blue: most deprived {part}. Lower bar, orange: least deprived {part}."),
        );
        paint(canvas, &steps, &part);
    })
}

fn count(steps: &[Step<'_>]) -> i32 {
    i32::try_from(steps.len()).expect("there are six outcomes at most")
}

fn said(figure: Option<&Figure>) -> String {
    match figure.map(|figure| figure.value) {
        Some(Cell::Shown(_)) => number::with_limits(figure),
        Some(Cell::Hidden) => "hidden".to_owned(),
        _ => "not available".to_owned(),
    }
}

fn paint(canvas: &Canvas<'_>, steps: &[Step<'_>], part: &str) {
    let figures = || steps.iter().flat_map(|step| [step.most, step.least]).flatten();
    let shown = || figures().filter(|figure| figure.value.shown().is_some());
    let axis = Axis::from_nought(shown().flat_map(|f| [f.value.shown(), f.limits.map(|l| l.1)]).flatten());
    let across = |value: f64| LEFT + part_of(RIGHT - LEFT, axis.along(value));
    let base = TOP + ROW * count(steps);
    let ticks = axis.ticks();
    for &tick in ticks.iter().filter(|_| shown().next().is_some()) {
        canvas.grid((across(tick), TOP), (across(tick), base));
        canvas.text((across(tick), base + 18), Hang::Middle, &number::decimal(tick, decimals(&ticks)));
    }
    for (step, at) in steps.iter().zip(0_i32..) {
        let middle = TOP + ROW * at + ROW / 2;
        let lines = wrap(step.outcome.title(), LABEL);
        let first = middle - 9 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        for (line, at) in lines.iter().zip(0_i32..) {
            canvas.text((LEFT - 14, first + 18 * at), Hang::Right, line);
        }
        let ends = [("most", step.most, -15, BLUE, ORANGE), ("least", step.least, 15, ORANGE, INK)];
        for (end, figure, down, fill, line) in ends {
            let y = middle + down;
            let Some((figure, value)) = figure.and_then(|figure| Some((figure, figure.value.shown()?)))
            else {
                let symbol = number::meaning(figure.map_or(Cell::Unavailable, |figure| figure.value));
                canvas.text((LEFT + 8, y), Hang::Left, symbol);
                continue;
            };
            let reading = number::with_limits(Some(figure));
            let says = format!("{}, {end} deprived {part}: {reading}", capital(step.outcome.title()));
            canvas.mark(&says, |canvas| {
                canvas.bar((LEFT, y - 12), (across(value), y + 12), fill);
                if let Some((lower, upper)) = figure.limits {
                    canvas.interval((across(lower), y), (across(upper), y), line);
                }
            });
            canvas.text((RIGHT + 12, y), Hang::Left, &reading);
        }
    }
    canvas.line((LEFT, TOP), (LEFT, base));
}
