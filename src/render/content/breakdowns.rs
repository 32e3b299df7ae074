//! Tables of what a plan may or may not have the data for: stages, characteristics, strata, completeness, the curve.

use super::table::{Entry, Table};
use super::tables::{group_name, headings};
use super::view::Numbers;
use crate::domain::figure::{Choice, Specification};
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
    // Where nothing is left over between strata, the pooled rate is what the characteristics add up to.
    let left = release.of_model(of, Measure::StratumVarianceAdditive, cross);
    let apart = left.is_some_and(|left| left.value != Cell::Shown(0.0));
    let mut columns = vec![
        (Measure::Rate, "Rate per 10,000"),
        (Measure::RateAdditive, "Rate per 10,000 its characteristics add up to"),
    ];
    if apart {
        columns.push((Measure::RatePooled, "Pooled rate per 10,000"));
        columns.push((
            Measure::InteractionResidual,
            "Ratio of the pooled rate to what its characteristics add up to",
        ));
    }
    let rows = (0..cross.count()).filter(known).map(|at| {
        let figure = |&(measure, _): &(Measure, _)| match measure {
            // A mark without limits, whatever it rests on.
            Measure::RateAdditive => Entry::value(release.of_stratum(of, measure, cross, at)),
            _ => Entry::both(release.of_stratum(of, measure, cross, at)),
        };
        std::iter::once(Entry::Words(stratum(cross, at))).chain(columns.iter().map(figure)).collect()
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
        rows: rows.collect(),
        columns: std::iter::once(capital(&cross.title()))
            .chain(columns.iter().map(|(_, heading)| (*heading).to_owned()))
            .collect(),
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
    let like = release.any(of, Measure::CurveMedian);
    let ratio = |point: &Specification| {
        Entry::value(like.map(|like| Figure { value: Cell::Shown(point.value), ..like.clone() }).as_ref())
    };
    let row = |name: String, mut held: Vec<&Specification>| {
        // Choices that come to the same figure are one.
        held.dedup_by(|one, other| one.value == other.value);
        let (least, most) = (held.first()?, held.last()?);
        Some(vec![Entry::Words(name), ratio(least), ratio(held[held.len() / 2]), ratio(most)])
    };
    let telling: Vec<&Specification> =
        release.results.curve.iter().filter(|point| point.choice != Choice::Vague).collect();
    let mut in_order = telling.clone();
    in_order.sort_by_key(|it| (it.definition, it.unit, it.index, it.basis, it.grouping));
    let mut rows = vec![row("All sets of choices".to_owned(), telling.clone())];
    for part in 0..in_order.first().map_or(0, |point| choices(point).len()) {
        let mut made: Vec<String> = Vec::new();
        for choice in in_order.iter().filter_map(|point| choices(point)[part].take()) {
            if !made.contains(&choice) {
                made.push(choice);
            }
        }
        for choice in made.iter().filter(|_| made.len() > 1) {
            let holds = |point: &&&Specification| choices(point)[part].as_ref() == Some(choice);
            rows.push(row(choice.clone(), telling.iter().filter(holds).copied().collect()));
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
        rows: rows.into_iter().flatten().collect(),
    }
}
