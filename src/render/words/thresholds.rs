//! How the gradient differs between the thresholds of involvement, in sentences.

use std::cmp::Ordering;

use super::{apart, hidden, noun, value_and_interval};
use crate::domain::{Figure, Measure, Outcome};
use crate::render::release::{Release, Subject};

/// Compares the first outcome with the last that is a flow, and says how many are not shown.
pub(in crate::render) fn thresholds(release: Release<'_>, of: Subject) -> Vec<String> {
    let each: Vec<Subject> =
        release.results.outcomes.iter().map(|&it| Subject { outcome: it, ..of }).collect();
    let by = release.common(&each, Measure::Rii);
    let rii = |outcome| release.gradient(Subject { outcome, ..of }, Measure::Rii, by);
    let shown: Vec<(Outcome, &Figure)> = release
        .results
        .outcomes
        .iter()
        .filter_map(|&outcome| Some((outcome, rii(outcome)?)))
        .filter(|(_, figure)| figure.value.shown().is_some())
        .collect();
    let mut flows = shown.iter().filter(|(outcome, _)| !outcome.is_stock());
    let mut said = Vec::new();
    match (flows.next(), flows.next_back()) {
        (Some((early, first)), Some((late, last))) => {
            let sizes = format!(
                "The relative index of inequality was {} for {} and {} for {}",
                value_and_interval(first),
                noun(*early),
                value_and_interval(last),
                noun(*late)
            );
            said.push(match apart(Some(last), Some(first)) {
                Some(Ordering::Greater) => {
                    format!("{sizes}: the gradient was steeper at the later threshold.")
                }
                Some(Ordering::Less) => format!("{sizes}: the gradient was less steep at the later threshold."),
                Some(Ordering::Equal) => format!(
                    "{sizes}. The intervals overlap, so these data do not show that the gradient differs between these \
                     thresholds."
                ),
                None => format!("{sizes}."),
            });
        }
        (Some((only, figure)), None) => said.push(format!(
            "The relative index of inequality was {} for {}; no other threshold can be shown beside it.",
            value_and_interval(figure),
            noun(*only)
        )),
        (None, _) if release.results.outcomes.iter().any(|&outcome| hidden(rii(outcome))) => said
            .push("Too few children reached these thresholds for their gradients to be compared.".to_owned()),
        (None, _) => said.push(
            "The gradients at these thresholds could not be computed, so they cannot be compared.".to_owned(),
        ),
    }
    if shown.len() < release.results.outcomes.len() && !shown.is_empty() {
        said.push(
            "The index of at least one threshold is not shown; the table says which and why.".to_owned(),
        );
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Cell, Results};
    use crate::render::made_up;

    fn say(set: impl Fn(Outcome) -> (Cell, Option<(f64, f64)>)) -> String {
        let results: Results = made_up::results_where(|f| {
            if f.measure == Measure::Rii {
                (f.value, f.limits) = set(f.outcome);
            }
        });
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        thresholds(release, release.headline()).join(" ")
    }

    #[test]
    fn a_later_threshold_is_steeper_only_where_the_limits_are_apart() {
        let steep = say(|outcome| match outcome {
            Outcome::Referral => (Cell::Shown(4.0), Some((3.5, 4.6))),
            _ => (Cell::Shown(8.0), Some((6.0, 10.0))),
        });
        assert!(steep.ends_with("the gradient was steeper at the later threshold."), "{steep}");
        let alike = say(|outcome| match outcome {
            Outcome::Referral => (Cell::Shown(4.0), Some((3.5, 6.6))),
            _ => (Cell::Shown(8.0), Some((6.0, 10.0))),
        });
        assert!(alike.contains("do not show that the gradient differs"), "{alike}");
    }

    #[test]
    fn what_could_not_be_computed_is_not_called_too_few() {
        assert!(say(|_| (Cell::Unavailable, None)).contains("could not be computed"));
    }

    #[test]
    fn hidden_thresholds_are_told_and_not_compared() {
        let said = say(|outcome| match outcome {
            Outcome::Referral => (Cell::Shown(4.0), Some((3.5, 4.6))),
            _ => (Cell::Hidden, Some((6.0, 10.0))),
        });
        assert!(said.contains("no other threshold can be shown"), "{said}");
        assert!(said.contains("at least one threshold is not shown"), "{said}");
        assert_eq!(
            say(|_| (Cell::Hidden, None)),
            "Too few children reached these thresholds for their gradients to be compared."
        );
    }
}
