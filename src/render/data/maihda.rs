//! The strata of an intersection in the columns that the MAIHDA explorers read: one for each characteristic, the
//! prediction of the whole model, and what the stratum departs by from what its characteristics add up to, each with
//! limits. The departure is the stratum's random effect, a logarithm: nought is no departure.
//!
//! Webb and Bell (2026), "Interactive tool for exploring MAIHDA strata predictions", doi 10.15131/shef.data.32925566.
//! The explorers take numbers only, so a stratum that is hidden has no row, and a departure that is not available is
//! empty.

use super::cells::{Value, number, text};
use super::csv::{cell, line};
use crate::domain::{Axis, Cross, Figure, Measure};
use crate::render::release::{Release, Subject};

/// What comes before the characteristics.
const BEFORE: [&str; 4] = ["period", "definition", "outcome", "stratum"];
/// What comes after them.
const AFTER: [&str; 8] = [
    "children",
    "population",
    "prediction",
    "prediction_lower",
    "prediction_upper",
    "departure",
    "departure_lower",
    "departure_upper",
];

/// Returns a file for each intersection that has a model, in the plan's order: its stem and its text.
pub(in crate::render) fn maihda(release: Release<'_>) -> Vec<(String, String)> {
    let modelled = release.crosses(release.headline(), Measure::StratumVarianceNull);
    modelled
        .into_iter()
        .zip(1..)
        .map(|(cross, number)| {
            let of = release.broken_down(cross, Measure::RateAdditive);
            let stem =
                if number == 1 { "maihda_strata".to_owned() } else { format!("maihda_strata_{number}") };
            (stem, strata(release, of, cross))
        })
        .collect()
}

fn strata(release: Release<'_>, of: Subject, cross: Cross) -> String {
    let mut written = String::new();
    let axes = cross.axes().map(Axis::name);
    let names = BEFORE.map(str::to_owned).into_iter().chain(axes).chain(AFTER.map(str::to_owned));
    line(&mut written, names);
    for at in 0..cross.count() {
        let figure = |measure| release.of_stratum(of, measure, cross, at);
        let Some(prediction) = figure(Measure::RatePooled).filter(|one| one.value.shown().is_some()) else {
            continue;
        };
        let about = [of.period.label(), of.definition.name().to_owned(), of.outcome.name().to_owned()];
        let mut row: Vec<Value> = about.iter().map(|one| text(one)).collect();
        row.push(Value::Number((at + 1) as f64));
        let categories = cross.axes().zip(cross.categories(at));
        row.extend(categories.map(|(axis, at)| text(&axis.category_title(at))));
        row.extend([number(prediction.cases.shown()), number(prediction.population)]);
        row.extend(parts(Some(prediction)).map(number));
        let departure = parts(figure(Measure::InteractionResidual));
        row.extend(departure.map(|part| number(part.map(f64::ln))));
        line(&mut written, row.iter().map(cell));
    }
    written
}

/// Returns the value and the limits, where they are shown.
fn parts(figure: Option<&Figure>) -> [Option<f64>; 3] {
    let shown = figure.filter(|figure| figure.value.shown().is_some());
    let limits = shown.and_then(|figure| figure.limits);
    [shown.and_then(|figure| figure.value.shown()), limits.map(|two| two.0), limits.map(|two| two.1)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cell, Dimension, Grouping, Results, Stratum};
    use crate::render::made_up;

    /// Two fifths by sex, the first stratum shown and the second hidden.
    fn results(cross: Cross, of: Subject) -> Results {
        let figure = |measure, stratum, value, limits| Figure {
            period: of.period,
            definition: of.definition,
            outcome: of.outcome,
            measure,
            dimension: Dimension::Cross(cross),
            stratum,
            ..made_up::figure(crate::domain::Unit::Ratio, value, limits)
        };
        let mut results = made_up::results();
        let first = |measure, value, limits| figure(measure, Stratum::Cross(cross, 0), value, limits);
        results.figures = vec![
            figure(Measure::StratumVarianceNull, Stratum::Total, Cell::Shown(0.2), None),
            first(Measure::RatePooled, Cell::Shown(50.0), Some((40.0, 60.0))),
            first(Measure::InteractionResidual, Cell::Shown(1.0), Some((0.5, 2.0))),
            figure(Measure::RatePooled, Stratum::Cross(cross, 1), Cell::Hidden, None),
        ]
        .into();
        results
    }

    #[test]
    fn a_stratum_is_a_row_with_a_column_for_each_characteristic_and_none_where_it_is_hidden() {
        let cross = Cross::new(&[Axis::Deprivation(Grouping::QUINTILES), Axis::Sex]).unwrap();
        let plan = made_up::plan();
        let made_up = made_up::results();
        let of = Release { results: &made_up, plan: &plan }.headline();
        let results = results(cross, of);
        let files = maihda(Release { results: &results, plan: &plan });
        let [(stem, text)] = files.as_slice() else { panic!("one intersection, one file") };
        assert_eq!(stem, "maihda_strata");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].contains(",stratum,deprivation_quintile,sex,children,"), "{}", lines[0]);
        assert!(lines[1].contains("\"quintile 1, most deprived\",Girls,"), "{}", lines[1]);
        assert!(lines[1].ends_with(",50,40,60,0,-0.693147,0.693147"), "{}", lines[1]);
    }
}
