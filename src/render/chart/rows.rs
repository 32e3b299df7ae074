//! Rows with a mark and an interval: the gradient by outcome, and the components of the definition.

use super::Chart;
use super::axis::Axis;
use super::bars::decimals;
use super::canvas::{BLUE, Canvas, Hang, ORANGE, WIDTH, draw, part_of, wrap};
use crate::domain::{Cell, Cross, Definition, Figure, Measure, Unit};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, clause, noun, short, when};

const LEFT: i32 = 190;
const RIGHT: i32 = WIDTH - 196;
const TOP: i32 = 64;
const ROW: i32 = 62;
const FOOT: i32 = 36;
/// The room that the words under an axis of ratios need.
const UNDER: i32 = 24;
const LABEL: usize = 21;

/// One row: its name, and its figure where there is one.
struct Row<'a> {
    name: String,
    figure: Option<&'a Figure>,
}

/// What stands for a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A bar from nought.
    Bar,
    /// A point on an axis of ratios.
    Point,
}

/// Draws the relative index of each outcome on an axis of ratios.
pub(in crate::render) fn thresholds(release: Release<'_>, of: Subject) -> Chart {
    let by = release.finest();
    let rows: Vec<_> = release
        .results
        .outcomes
        .iter()
        .map(|&outcome| Row {
            name: outcome.title().to_owned(),
            figure: release.gradient(Subject { outcome, ..of }, Measure::Rii, by),
        })
        .collect();
    let title = format!(
        "Relative index of inequality by outcome, {}: {}, {}",
        clause(of.definition),
        release.results.site,
        of.period.words()
    );
    let description = format!(
        "One row for each outcome, in the order in which a child meets them, with a point for the relative index and a \
         line for its confidence interval, on a scale of ratios. At 1 there is no gradient; above 1 the rate is higher \
         where deprivation is greater. {}",
        told(&rows)
    );
    on_ratios(release, "gradient-by-outcome", title, description, &rows)
}

/// Draws the relative index under each definition on an axis of ratios.
pub(in crate::render) fn definitions(release: Release<'_>, of: Subject) -> Chart {
    let by = release.finest();
    let rows: Vec<_> = release
        .results
        .definitions
        .iter()
        .map(|&definition| Row {
            name: capital(&short(definition)),
            figure: release.gradient(Subject { definition, ..of }, Measure::Rii, by),
        })
        .collect();
    let title = capital(&format!(
        "relative index of inequality of {}, by definition: {}, {}",
        noun(of.outcome),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let description = format!(
        "One row for each definition of a case, with a point for the relative index and a line for its confidence interval, \
         on a scale of ratios. At 1 there is no gradient; above 1 the rate is higher where deprivation is greater. {}",
        told(&rows)
    );
    on_ratios(release, "gradient-by-definition", title, description, &rows)
}

/// Draws the relative index of reaching each stage, given the stage before, on an axis of ratios.
pub(in crate::render) fn progression(release: Release<'_>, of: Subject) -> Chart {
    let rows: Vec<_> = release
        .progressions(of)
        .map(|outcome| Row {
            name: outcome.title().to_owned(),
            figure: release.any(Subject { outcome, ..of }, Measure::RiiProgression),
        })
        .collect();
    let title = format!(
        "Relative index of inequality of reaching each stage from the one before, {}: {}, {}",
        clause(of.definition),
        release.results.site,
        of.period.words()
    );
    let description = format!(
        "One row for each stage, with a point for the relative index of the share that reached it among those who reached the \
         stage before, and a line for its confidence interval, on a scale of ratios. At 1 there is no gradient. {}",
        told(&rows)
    );
    on_ratios(release, "gradient-of-progression", title, description, &rows)
}

/// Draws the rate of each category of a characteristic, or its share where nobody knows how many children there are.
pub(in crate::render) fn groups(release: Release<'_>, of: Subject, cross: Cross, measure: Measure) -> Chart {
    let rows: Vec<_> = (0..cross.count())
        .filter_map(|at| {
            let figure = release.of_stratum(of, measure, cross, at)?;
            let names = cross.axes().zip(cross.categories(at)).map(|(axis, at)| axis.category_title(at));
            Some(Row { name: capital(&names.collect::<Vec<_>>().join("; ")), figure: Some(figure) })
        })
        .collect();
    let unit = match measure {
        Measure::Rate => "Children per 10,000 aged 0 to 17",
        _ => "Share of the children counted",
    };
    let title = capital(&format!(
        "{} {}, by {}: {}, {}",
        noun(of.outcome),
        clause(of.definition),
        cross.title(),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let description =
        format!("Bar chart with one bar for each category of {}. {unit}. {}", cross.title(), told(&rows));
    let height = TOP + ROW * rows_of(&rows) + FOOT;
    let name = format!("by-{}", cross.name().replace(['_', '*'], "-"));
    draw(name, title, description, height, |canvas| {
        canvas.text((8, 16), Hang::Left, &format!("{unit}, with {}s", release.interval()));
        canvas.text((8, 38), Hang::Left, &capital(&cross.title()));
        paint(canvas, &rows, Mark::Bar);
    })
}

/// Draws the rate under each component of the definition beside the whole of it.
pub(in crate::render) fn components(release: Release<'_>, of: Subject) -> Chart {
    let rows: Vec<_> = release
        .results
        .definitions
        .iter()
        .filter(|&&definition| definition != Definition::All)
        .map(|&definition| Row {
            name: capital(&short(definition)),
            figure: release.total(Subject { definition, ..of }, Measure::Rate),
        })
        .collect();
    let title = capital(&format!(
        "{} per 10,000 children aged 0 to 17, by whose abuse was recorded: {}, {}",
        noun(of.outcome),
        release.results.site,
        when(of.outcome, of.period)
    ));
    let description = format!(
        "Bar chart with one bar for each component of the definition of domestic abuse and one for any of them. A child \
         can be counted in more than one bar. {}",
        told(&rows)
    );
    let height = TOP + ROW * rows_of(&rows) + FOOT;
    draw("components".to_owned(), title, description, height, |canvas| {
        canvas.text(
            (8, 16),
            Hang::Left,
            &format!("Children per 10,000 aged 0 to 17, with {}s", release.interval()),
        );
        canvas.text((8, 38), Hang::Left, "Who was recorded as subject to domestic abuse");
        paint(canvas, &rows, Mark::Bar);
    })
}

fn on_ratios(
    release: Release<'_>,
    name: &str,
    title: String,
    description: String,
    rows: &[Row<'_>],
) -> Chart {
    let height = TOP + ROW * rows_of(rows) + FOOT + UNDER;
    draw(name.to_owned(), title, description, height, |canvas| {
        let about = format!("Relative index of inequality, with {}s", release.interval());
        canvas.text((8, 16), Hang::Left, &about);
        canvas.text((8, 38), Hang::Left, "Above 1: higher where deprivation is greater. Scale of ratios.");
        paint(canvas, rows, Mark::Point);
    })
}

fn rows_of(rows: &[Row<'_>]) -> i32 {
    i32::try_from(rows.len()).unwrap_or(i32::MAX / ROW / 2)
}

fn told(rows: &[Row<'_>]) -> String {
    let each: Vec<_> = rows
        .iter()
        .map(|row| match row.figure.map(|f| f.value) {
            Some(Cell::Shown(_)) => format!("{}: {}", row.name, number::with_limits(row.figure)),
            Some(Cell::Hidden) => format!("{}: hidden", row.name),
            _ => format!("{}: not available", row.name),
        })
        .collect();
    format!("{}.", each.join("; "))
}

fn paint(canvas: &Canvas<'_>, rows: &[Row<'_>], mark: Mark) {
    let figures = rows.iter().filter_map(|row| row.figure).filter(|f| f.value.shown().is_some());
    let extent =
        figures.flat_map(|f| [f.value.shown(), f.limits.map(|l| l.0), f.limits.map(|l| l.1)]).flatten();
    let axis = if mark == Mark::Bar { Axis::from_nought(extent) } else { Axis::of_ratios(extent) };
    let across = |value: f64| LEFT + part_of(RIGHT - LEFT, axis.along(value));
    let base = TOP + ROW * rows_of(rows);
    let ticks = axis.ticks();
    let percent = rows.iter().any(|row| row.figure.is_some_and(|f| f.unit == Unit::Proportion));
    let any = rows.iter().any(|row| row.figure.is_some_and(|f| f.value.shown().is_some()));
    for &tick in ticks.iter().filter(|_| any) {
        canvas.grid((across(tick), TOP), (across(tick), base));
        let label = match (mark, percent) {
            (Mark::Bar, true) => {
                format!("{}%", number::decimal(tick * 100.0, decimals(&[0.0, ticks[1] * 100.0])))
            }
            (Mark::Bar, false) => number::decimal(tick, decimals(&ticks)),
            (Mark::Point, _) => number::decimal(tick, decimals(&[0.0, tick])),
        };
        canvas.text((across(tick), base + 18), Hang::Middle, &label);
    }
    let rest = if mark == Mark::Bar { 0.0 } else { 1.0 };
    canvas.line((across(rest), TOP), (across(rest), base));
    if mark == Mark::Point {
        canvas.text((across(rest), base + 42), Hang::Middle, "No gradient");
    }
    for (row, at) in rows.iter().zip(0_i32..) {
        let middle = TOP + ROW * at + ROW / 2;
        let lines = wrap(&row.name, LABEL);
        let first = middle - 9 * (i32::try_from(lines.len()).unwrap_or(1) - 1);
        for (line, at) in lines.iter().zip(0_i32..) {
            canvas.text((LEFT - 14, first + 18 * at), Hang::Right, line);
        }
        let Some((figure, value)) = row.figure.and_then(|f| Some((f, f.value.shown()?))) else {
            let symbol = number::meaning(row.figure.map_or(Cell::Unavailable, |f| f.value));
            canvas.text((across(rest) + 8, middle), Hang::Left, symbol);
            continue;
        };
        canvas.mark(&format!("{}: {}", row.name, number::with_limits(Some(figure))), |canvas| {
            if mark == Mark::Bar {
                canvas.bar((LEFT, middle - 15), (across(value), middle + 15), BLUE);
            }
            if let Some((lower, upper)) = figure.limits {
                let colour = if mark == Mark::Bar { ORANGE } else { BLUE };
                canvas.interval((across(lower), middle), (across(upper), middle), colour);
            }
            if mark == Mark::Point {
                canvas.point((across(value), middle));
            }
        });
        canvas.text((RIGHT + 12, middle), Hang::Left, &number::with_limits(Some(figure)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    #[test]
    fn every_outcome_has_a_row_and_every_figure_its_label() {
        let (results, plan) = (made_up::results(), made_up::plan());
        let release = Release { results: &results, plan: &plan };
        let of = release.headline();
        let chart = thresholds(release, of);
        assert!(
            chart.svg.contains(">Referral</text>") && chart.svg.contains(">protection conference</text>")
        );
        for &outcome in &results.outcomes {
            let figure = release.gradient(Subject { outcome, ..of }, Measure::Rii, release.finest());
            let symbol = figure.map_or("", |f| number::meaning(f.value));
            let words = if symbol.is_empty() { number::with_limits(figure) } else { symbol.to_owned() };
            let label = format!(">{words}</text>");
            assert!(chart.svg.contains(&label), "{label}");
        }
    }

    #[test]
    fn the_components_stand_beside_the_whole() {
        let (results, plan) = (made_up::results(), made_up::plan());
        let release = Release { results: &results, plan: &plan };
        let chart = components(release, release.headline());
        for words in ["The child (3A)", "A parent or carer", "household (3C)", "Any of the three"] {
            assert!(chart.svg.contains(words), "{words}");
        }
        assert_eq!(chart.svg.matches("fill=\"#12436D\"").count(), 4);
    }
}
