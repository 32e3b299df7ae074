//! Whether the gradient changed over the years of the window, in sentences.

use std::cmp::Ordering;

use super::{apart, hidden, value_and_interval};
use crate::domain::Measure;
use crate::domain::period::long_date;
use crate::render::release::{Release, Subject};

/// Compares the first and the last year by the relative index; empty for a window of one year.
pub(in crate::render) fn years(release: Release<'_>, of: Subject) -> Vec<String> {
    let [first, .., last] = release.years() else { return Vec::new() };
    let finest_shown = release.results.groupings.iter().find_map(|&by| {
        let [early, late] =
            [first, last].map(|&period| release.gradient(Subject { period, ..of }, Measure::Rii, by));
        let both = early?.value.shown().is_some() && late?.value.shown().is_some();
        both.then_some((early?, late?))
    });
    let Some((early, late)) = finest_shown else {
        let rii = |&period| release.gradient(Subject { period, ..of }, Measure::Rii, release.finest());
        if ![first, last].into_iter().any(|period| hidden(rii(period))) {
            return vec![
                "The gradients of single years could not be computed, so they cannot be compared.".to_owned(),
            ];
        }
        return vec![
            "Too few children were counted in single years for the gradient of one year to be compared with that of another."
                .to_owned(),
        ];
    };
    let sizes = format!(
        "The relative index of inequality was {} in the year to {} and {} in the year to {}",
        value_and_interval(early),
        long_date(first.end),
        value_and_interval(late),
        long_date(last.end)
    );
    vec![match apart(Some(late), Some(early)) {
        Some(Ordering::Greater) => format!("{sizes}: the gradient was steeper in the later year."),
        Some(Ordering::Less) => format!("{sizes}: the gradient was less steep in the later year."),
        Some(Ordering::Equal) => {
            format!("{sizes}. The intervals overlap, so these data do not show that the gradient changed.")
        }
        None => format!("{sizes}."),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cell, Figure};
    use crate::render::made_up;

    fn say(change: impl Fn(&mut Figure)) -> String {
        let results = made_up::results_where(change);
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        years(release, release.headline()).join(" ")
    }

    fn rii_of(late: (f64, f64)) -> impl Fn(&mut Figure) {
        move |f| {
            if f.measure == Measure::Rii {
                let is_late = f.period.label() == "2025";
                f.value = Cell::Shown(if is_late { 8.0 } else { 4.0 });
                f.limits = Some(if is_late { late } else { (3.0, 5.0) });
            }
        }
    }

    #[test]
    fn a_change_is_said_only_where_the_limits_are_apart() {
        assert!(say(rii_of((6.0, 10.0))).ends_with("steeper in the later year."));
        assert!(say(rii_of((4.5, 12.0))).ends_with("do not show that the gradient changed."));
    }

    #[test]
    fn hidden_years_are_not_compared() {
        let said = say(|f| {
            if f.measure == Measure::Rii {
                f.value = Cell::Hidden;
            }
        });
        assert!(said.starts_with("Too few children"), "{said}");
    }
}
