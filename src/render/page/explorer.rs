//! The figures that the page's own chart draws where scripts are on: rates and counts by deprivation.

use serde_json::{Map, Value, json};

use crate::domain::{Cell, Figure, Grouping, Measure, Period};
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{capital, short};

/// Returns the figures as JSON that may stand inside a script element.
///
/// Each cell is the count as printed and bare, the rate as printed, its limits as printed, and the rate and
/// its limits bare; null where the figure is not shown.
pub(super) fn figures(release: Release<'_>) -> String {
    let results = release.results;
    let headline = release.headline();
    let breakdowns: Vec<_> = results.groupings.iter().map(|&by| breakdown(release, by)).collect();
    let symbols: Map<String, Value> = [Cell::Hidden, Cell::NotApplicable, Cell::Unavailable]
        .into_iter()
        .map(|cell| (number::symbol(cell).to_owned(), number::meaning(cell).into()))
        .collect();
    let data = json!({
        "unit": format!("Children per 10,000 aged 0 to 17, with {}s", release.interval()),
        "symbols": symbols,
        "outcomes": results.outcomes.iter().map(|one| one.title()).collect::<Vec<_>>(),
        "definitions": results.definitions.iter().map(|&one| capital(&short(one))).collect::<Vec<_>>(),
        "periods": results.periods.iter().map(|one| one.words()).collect::<Vec<_>>(),
        "headline": results.outcomes.iter().position(|&one| one == headline.outcome),
        "breakdowns": breakdowns,
    });
    data.to_string().replace('<', "\\u003c")
}

fn breakdown(release: Release<'_>, by: Grouping) -> Value {
    let results = release.results;
    let known = |&period: &Period| {
        let of = Subject { period, ..release.headline() };
        by.groups().any(|group| release.of_group(of, Measure::Children, by, group).is_some())
    };
    // Single years may be counted in the coarsest groups alone: null where a grouping has none.
    let cells: Vec<Option<Vec<Vec<Vec<Value>>>>> = results
        .periods
        .iter()
        .map(|period| {
            let of_definition = |&definition| {
                let of = |&outcome| Subject { period: *period, definition, outcome };
                results.outcomes.iter().map(|outcome| cells(release, of(outcome), by)).collect()
            };
            known(period).then(|| results.definitions.iter().map(of_definition).collect())
        })
        .collect();
    json!({ "noun": capital(by.noun()), "title": format!("{} {}s", by.count(), by.noun()), "cells": cells })
}

fn cells(release: Release<'_>, of: Subject, by: Grouping) -> Vec<Value> {
    by.groups()
        .map(|group| {
            let [children, rate] =
                [Measure::Children, Measure::Rate].map(|m| release.of_group(of, m, by, group));
            let shown = |figure: Option<&Figure>| figure.and_then(|figure| figure.value.shown());
            let limits = rate.filter(|rate| rate.value.shown().is_some()).and_then(|rate| rate.limits);
            json!([
                number::value(children),
                shown(children),
                number::value(rate),
                number::limits(rate),
                shown(rate).map(tenth),
                limits.map(|limits| tenth(limits.0)),
                limits.map(|limits| tenth(limits.1)),
            ])
        })
        .collect()
}

/// Rounds to what a picture can show.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Dimension, Results};
    use crate::render::made_up;

    #[test]
    fn the_words_cannot_end_the_script_and_what_is_hidden_is_null() {
        let plan = made_up::plan();
        let results = made_up::results_where(|f| (f.value, f.limits) = (Cell::Hidden, Some((9.0, 9.5))));
        let results = Results { site: "</script>".to_owned(), ..results };
        let text = figures(Release { results: &results, plan: &plan });
        assert!(!text.contains('<'));
        let read: Value = serde_json::from_str(&text).unwrap();
        let cell = &read["breakdowns"][0]["cells"][0][0][0][0];
        assert_eq!(*cell, json!(["[c]", null, "[c]", "[c]", null, null, null]));
        assert!(!text.contains("9.5"));
    }

    #[test]
    fn a_grouping_that_a_period_was_not_counted_in_is_not_offered_for_it() {
        let plan = made_up::plan();
        let mut results = made_up::results();
        let (deciles, window) = (Dimension::Deprivation(Grouping::DECILES), results.periods[0]);
        results.figures.retain(|f| f.period == window || f.dimension != deciles);
        let text = figures(Release { results: &results, plan: &plan });
        let read: Value = serde_json::from_str(&text).unwrap();
        let counted =
            |breakdown: usize, period: usize| !read["breakdowns"][breakdown]["cells"][period].is_null();
        assert_eq!([counted(0, 0), counted(0, 1), counted(1, 0), counted(1, 1)], [true, false, true, true]);
    }
}
