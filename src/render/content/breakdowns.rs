//! Tables of what a plan may or may not have the data for: stages, characteristics, strata, completeness, the curve.

use std::collections::BTreeSet;

use super::table::{Entry, Table};
use super::tables::{group_name, headings};
use super::view::Numbers;
use crate::domain::figure::Specification;
use crate::domain::{Cell, Cross, Figure, Measure};
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, choices, clause, noun, stratum, when};

/// The share that reached each stage among those who had reached the one before, with its index.
pub(super) fn progression(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let rows = release.progressions(of).map(|outcome| {
        let of = Subject { outcome, ..of };
        let share = Entry::both(release.total(of, Measure::Progression));
        let index = Entry::both(release.any(of, Measure::RiiProgression));
        vec![Entry::Words(outcome.title().to_owned()), share, index]
    });
    Table {
        id: "table-progression".to_owned(),
        number: numbers.table(),
        caption: format!(
            "Episodes that reached each stage among those that reached the stage before, {}, with {}s in brackets: {}, {}",
            clause(of.definition),
            release.interval(),
            release.results.site,
            of.period.words()
        ),
        columns: headings(&["Stage", "Share that reached it", "Relative index of inequality of the share"]),
        rows: rows.collect(),
    }
}

/// Children by stratum of a cross, with rates or shares.
pub(super) fn groups(
    release: Release<'_>,
    of: Subject,
    cross: Cross,
    measure: Measure,
    numbers: &mut Numbers,
) -> Table {
    let rows = (0..cross.count()).map(|at| {
        let figure = release.of_stratum(of, measure, cross, at);
        let children = Entry::value(release.of_stratum(of, Measure::Children, cross, at));
        vec![Entry::Words(stratum(cross, at)), children, Entry::value(figure), Entry::limits(figure)]
    });
    let unit = if measure == Measure::Rate { "Rate per 10,000" } else { "Share of the children counted" };
    Table {
        id: format!("table-by-{}", cross.name().replace(['_', '*'], "-")),
        number: numbers.table(),
        caption: capital(&format!(
            "{} {}, by {}: {}, {}",
            noun(of.outcome),
            clause(of.definition),
            cross.title(),
            release.results.site,
            when(of.outcome, of.period)
        )),
        columns: headings(&[&capital(&cross.title()), "Children", unit, &capital(&release.interval())]),
        rows: rows.collect(),
    }
}

/// The strata of the model, each beside what its characteristics add up to.
pub(super) fn strata(release: Release<'_>, of: Subject, cross: Cross, numbers: &mut Numbers) -> Table {
    let known = |at: &usize| release.of_stratum(of, Measure::RateAdditive, cross, *at).is_some();
    let rows = (0..cross.count()).filter(known).map(|at| {
        let figure = |measure| Entry::both(release.of_stratum(of, measure, cross, at));
        let measures =
            [Measure::Rate, Measure::RatePooled, Measure::RateAdditive, Measure::InteractionResidual];
        let mut row = vec![Entry::Words(stratum(cross, at))];
        row.extend(measures.map(figure));
        row
    });
    Table {
        id: format!("table-strata-{}", cross.name().replace(['_', '*'], "-")),
        number: numbers.table(),
        caption: capital(&format!(
            "{}: each stratum beside what its characteristics add up to, with {}s in brackets: {}, {}",
            noun(of.outcome),
            release.interval(),
            release.results.site,
            when(of.outcome, of.period)
        )),
        columns: headings(&[
            &capital(&cross.title()),
            "Rate per 10,000",
            "Pooled rate per 10,000",
            "Rate per 10,000 its characteristics add up to",
            "Ratio of the two",
        ]),
        rows: rows.collect(),
    }
}

/// The share of assessed episodes without factors by group of deprivation.
pub(super) fn completeness(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let by = release.finest();
    let row = |name: String, share: Option<&Figure>| {
        vec![Entry::Words(name), Entry::value(share), Entry::limits(share)]
    };
    let measure = Measure::FactorsMissingShare;
    let mut rows: Vec<_> = by
        .groups()
        .map(|group| row(group_name(by, group), release.of_group(of, measure, by, group)))
        .collect();
    rows.push(row("All groups".to_owned(), release.total(of, measure)));
    Table {
        id: "table-completeness".to_owned(),
        number: numbers.table(),
        caption: format!(
            "Assessed episodes in which no factor is recorded, by {} of deprivation: {}, {}",
            by.noun(),
            release.results.site,
            of.period.words()
        ),
        columns: headings(&[
            &format!("Deprivation {}", by.noun()),
            "Share without factors",
            &capital(&release.interval()),
        ]),
        rows,
    }
}

/// The ends and the middle of the specification curve, over all choices and under each by itself.
pub(super) fn curve(release: Release<'_>, of: Subject, numbers: &mut Numbers) -> Table {
    let points = &release.results.curve;
    let like = release.any(of, Measure::CurveMedian);
    let ratio = |point: Option<&Specification>| {
        let figure =
            point.zip(like).map(|(point, like)| Figure { value: Cell::Shown(point.value), ..like.clone() });
        Entry::value(figure.as_ref())
    };
    let row = |name: &str, held: &[&Specification]| {
        let middle = held.get(held.len() / 2);
        vec![
            Entry::Words(name.to_owned()),
            ratio(held.first().copied()),
            ratio(middle.copied()),
            ratio(held.last().copied()),
        ]
    };
    let all: Vec<_> = points.iter().collect();
    let mut rows = vec![row("All sets of choices", &all)];
    let chosen: Vec<_> = points.iter().map(choices).collect();
    for part in 0..chosen.first().map_or(0, |one| one.len()) {
        let made: BTreeSet<&String> = chosen.iter().map(|one| &one[part]).collect();
        for choice in made.iter().filter(|_| made.len() > 1) {
            let held: Vec<_> = points
                .iter()
                .zip(&chosen)
                .filter(|(_, one)| one[part] == **choice)
                .map(|(one, _)| one)
                .collect();
            rows.push(row(choice, &held));
        }
    }
    Table {
        id: "table-curve".to_owned(),
        number: numbers.table(),
        caption: capital(&format!(
            "the relative index of {} over every set of choices, and over those that hold one choice: {}, {}",
            noun(of.outcome),
            release.results.site,
            when(of.outcome, of.period)
        )),
        columns: headings(&["Sets of choices", "Least relative index", "Middle", "Most"]),
        rows,
    }
}
