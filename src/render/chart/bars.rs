//! Bars by group of deprivation, the most deprived at the left, each with its interval.

use super::Chart;
use super::axis::Axis;
use super::canvas::{BLUE, Canvas, Hang, ORANGE, WIDTH, draw, part_of, whole};
use crate::domain::{Cell, Figure, Group, Grouping, Measure, Outcome, Unit};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, clause, noun, part, when};

const HEIGHT: i32 = 404;
const LEFT: i32 = 62;
const RIGHT: i32 = WIDTH - 8;
const TOP: i32 = 76;
const BASE: i32 = HEIGHT - 62;
/// Beyond this many groups there is no room to print each figure.
const LABELLED: usize = 12;

/// Draws rates by a grouping.
pub(in crate::render) fn rates(release: Release<'_>, of: Subject, by: Grouping) -> Chart {
    let about = format!(
        "{} {}, per 10,000 children aged 0 to 17, by {} of deprivation",
        noun(of.outcome),
        clause(of.definition),
        by.noun()
    );
    let mut name = format!("rates-{}", of.outcome.name());
    if of.definition != release.headline().definition {
        name.push_str(&format!("-{}", of.definition.name()));
    }
    if by != release.finest() {
        name.push_str(&format!(
            "-by-{}{}",
            by.noun(),
            if by.noun() == "group" { by.count().to_string() } else { String::new() }
        ));
    }
    let unit = "Children per 10,000 aged 0 to 17";
    by_group(release, of, Measure::Rate, by, &name.replace('_', "-"), &about, unit)
}

/// Draws the share of assessed episodes by the finest grouping.
pub(in crate::render) fn shares(release: Release<'_>, of: Subject) -> Chart {
    let of = Subject { outcome: Outcome::Assessed, ..of };
    let about = format!(
        "share of assessed episodes {}, by {} of deprivation",
        clause(of.definition),
        release.finest().noun()
    );
    let by = release.finest();
    by_group(release, of, Measure::DvaShare, by, "share-of-assessments", &about, "Share of assessed episodes")
}

/// Draws the share of assessed episodes without factors, by the finest grouping.
pub(in crate::render) fn completeness(release: Release<'_>, of: Subject) -> Chart {
    let about = format!(
        "share of assessed episodes in which no factor is recorded, by {} of deprivation",
        release.finest().noun()
    );
    let unit = "Share of assessed episodes without factors";
    by_group(release, of, Measure::FactorsMissingShare, release.finest(), "completeness", &about, unit)
}

fn by_group(
    release: Release<'_>,
    of: Subject,
    measure: Measure,
    by: Grouping,
    name: &str,
    about: &str,
    unit: &str,
) -> Chart {
    let figures: Vec<(Group, Option<&Figure>)> =
        by.groups().map(|group| (group, release.of_group(of, measure, by, group))).collect();
    let title = capital(&format!("{about}: {}, {}", release.results.site, when(of.outcome, of.period)));
    let description = describe(by, &figures);
    let unit = format!("{unit}, with {}s", release.interval());
    draw(name.to_owned(), title, description, HEIGHT, |canvas| paint(canvas, by, &figures, &unit))
}

fn describe(by: Grouping, figures: &[(Group, Option<&Figure>)]) -> String {
    let noun = by.noun();
    let end = |at: Option<&(Group, Option<&Figure>)>| match at.and_then(|(_, figure)| *figure) {
        Some(figure) if figure.value.shown().is_some() => number::with_limits(Some(figure)),
        Some(Figure { value: Cell::Hidden, .. }) => "hidden".to_owned(),
        _ => "not available".to_owned(),
    };
    let symbols = figures.iter().filter(|(_, f)| f.is_none_or(|f| f.value.shown().is_none())).count();
    let symbols = if symbols > 0 {
        format!(" {symbols} of the {} are shown as a symbol and have no bar.", figures.len())
    } else {
        String::new()
    };
    format!(
        "Bar chart with one bar for each {noun}, from {noun} 1, the most deprived, at the left to {noun} {}, the least \
         deprived, at the right. Most deprived {}: {}. Least deprived {}: {}. Lines over the bars are confidence \
         intervals.{symbols} The table with the same figures follows the chart in the briefing.",
        by.count(),
        part(by),
        end(figures.first()),
        part(by),
        end(figures.last())
    )
}

fn paint(canvas: &Canvas<'_>, by: Grouping, figures: &[(Group, Option<&Figure>)], unit: &str) {
    let shown = || figures.iter().filter_map(|(_, f)| *f).filter(|f| f.value.shown().is_some());
    let extent = shown().flat_map(|f| [f.value.shown(), f.limits.map(|l| l.1)]).flatten();
    let axis = Axis::from_nought(extent);
    let height = |value: f64| BASE - part_of(BASE - TOP, axis.along(value));
    let scale = shown().next();
    canvas.text((8, 16), Hang::Left, unit);
    let symbols = symbols(figures);
    if !symbols.is_empty() {
        canvas.text((8, 38), Hang::Left, &symbols);
    }
    let ticks = axis.ticks();
    let percent = scale.is_some_and(|f| f.unit == Unit::Proportion);
    for &tick in ticks.iter().filter(|_| scale.is_some()) {
        let y = height(tick);
        canvas.grid((LEFT, y), (RIGHT, y));
        let label = if percent {
            format!("{}%", number::decimal(tick * 100.0, decimals(&[0.0, ticks[1] * 100.0])))
        } else {
            number::decimal(tick, decimals(&ticks))
        };
        canvas.text((LEFT - 8, y), Hang::Right, &label);
    }
    canvas.line((LEFT, BASE), (RIGHT, BASE));
    let slot = f64::from(RIGHT - LEFT) / f64::from(by.count());
    for ((group, figure), at) in figures.iter().zip(0_u8..) {
        let middle = LEFT + whole(slot * (f64::from(at) + 0.5));
        let half = whole(slot * 0.31).max(1);
        let value = figure.and_then(|f| f.value.shown());
        let limits = figure.and_then(|f| f.limits).filter(|_| value.is_some());
        if let Some(value) = value {
            let says = format!("{} {}: {}", capital(by.noun()), group.number(), number::with_limits(*figure));
            canvas.mark(&says, |canvas| {
                canvas.bar((middle - half, height(value)), (middle + half, BASE), BLUE);
                if let Some((lower, upper)) = limits {
                    canvas.interval((middle, height(lower)), (middle, height(upper)), ORANGE);
                }
            });
        }
        let top = limits.map(|l| l.1).or(value).map_or(BASE, height);
        if figures.len() <= LABELLED || value.is_none() {
            canvas.text((middle, top - 14), Hang::Middle, &number::value(*figure));
        }
        if figures.len() <= LABELLED {
            canvas.text((middle, BASE + 18), Hang::Middle, &group.number().to_string());
        }
    }
    canvas.text((LEFT, BASE + 44), Hang::Left, "\u{2190} Most deprived");
    canvas.text(((LEFT + RIGHT) / 2, BASE + 44), Hang::Middle, &capital(by.noun()));
    canvas.text((RIGHT, BASE + 44), Hang::Right, "Least deprived \u{2192}");
}

/// Says what each symbol in the picture means, in words.
fn symbols(figures: &[(Group, Option<&Figure>)]) -> String {
    let cells = [Cell::Hidden, Cell::NotApplicable, Cell::Unavailable];
    let met = |cell: &Cell| figures.iter().any(|(_, f)| f.map_or(Cell::Unavailable, |f| f.value) == *cell);
    cells.into_iter().filter(met).map(number::meaning).collect::<Vec<_>>().join("; ")
}

/// Returns how many decimals the ticks of an axis need to be told apart.
pub(super) fn decimals(ticks: &[f64]) -> u8 {
    let step = ticks.get(1).copied().unwrap_or(1.0);
    (0..6).find(|&places| (step * 10_f64.powi(i32::from(places))).fract().abs() < 1e-6).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stratum;
    use crate::render::made_up;

    #[test]
    fn there_is_a_bar_for_each_figure_shown_and_none_for_one_hidden() {
        let plan = made_up::plan();
        let bars = |svg: &str| svg.matches("fill=\"#12436D\"").count();
        let whole = made_up::results_where(|f| {
            (f.value, f.limits) = (Cell::Shown(f.cases.shown().unwrap_or(9.0) + 1.0), Some((1.0, 900.0)));
        });
        let release = Release { results: &whole, plan: &plan };
        assert_eq!(bars(&rates(release, release.headline(), release.finest()).svg), 10);
        let part = made_up::results_where(|f| {
            let hide = matches!(f.stratum, Stratum::Group(g) if g.number() >= 9);
            f.value = if hide { Cell::Hidden } else { Cell::Shown(5.0) };
        });
        let release = Release { results: &part, plan: &plan };
        let chart = rates(release, release.headline(), release.finest());
        assert_eq!(bars(&chart.svg), 8);
        assert_eq!(chart.svg.matches(">[c]</text>").count(), 2);
        assert!(chart.svg.contains(">[c] hidden to protect children</text>"));
        assert!(chart.description.contains("2 of the 10 are shown as a symbol"), "{}", chart.description);
    }

    #[test]
    fn a_hundred_groups_print_no_label_upon_label() {
        let mut results = made_up::results();
        results.groupings = vec![Grouping::new(100).unwrap()];
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        assert!(rates(release, release.headline(), release.finest()).svg.contains("[x]"));
    }

    #[test]
    fn ticks_have_as_many_decimals_as_they_need() {
        assert_eq!([decimals(&[0.0, 20.0]), decimals(&[0.0, 0.5]), decimals(&[0.0, 0.02])], [0, 1, 2]);
    }
}
