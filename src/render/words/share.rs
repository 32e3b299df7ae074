//! The share of assessments in which domestic abuse was recorded, in sentences.

use std::cmp::Ordering;

use super::{abuse, apart, capital, part, value_and_interval, when};
use crate::domain::{Cell, Figure, Measure, Outcome};
use crate::render::number;
use crate::render::release::{Release, Subject};

/// Says how large the share is, and whether it differs between the two ends.
pub(in crate::render) fn share(release: Release<'_>, of: Subject) -> Vec<String> {
    let of = Subject { outcome: Outcome::Assessed, ..of };
    let when = when(of.outcome, of.period);
    let total = release.total(of, Measure::DvaShare);
    let first = match total.map(|f| (f.value, f)) {
        Some((Cell::Shown(_), figure)) => format!(
            "{} was recorded in {} of assessed episodes with factors recorded, {when}.",
            capital(abuse(of.definition)),
            value_and_interval(figure)
        ),
        Some((Cell::Hidden, _)) => {
            "The share of assessed episodes with domestic abuse recorded is hidden: too few children."
                .to_owned()
        }
        _ => "The share of assessed episodes with domestic abuse recorded is not available.".to_owned(),
    };
    let mut said = vec![first];
    let ends = release.results.groupings.iter().find_map(|&by| {
        let [most, least] = [by.groups().next()?, by.groups().last()?]
            .map(|group| release.of_group(of, Measure::DvaShare, by, group));
        let both = most?.value.shown().is_some() && least?.value.shown().is_some();
        both.then_some((by, most, least))
    });
    if let Some((by, most, least)) = ends {
        said.push(beside(&part(by), most, least));
    }
    said
}

/// Says what a share was at the two ends, and whether their limits are apart.
pub(super) fn beside(part: &str, most: Option<&Figure>, least: Option<&Figure>) -> String {
    let sizes = format!(
        "It was {} in the most deprived {part} and {} in the least deprived",
        number::value(most),
        number::value(least)
    );
    match apart(most, least) {
        Some(Ordering::Greater) => format!("{sizes}: higher in the most deprived."),
        Some(Ordering::Less) => format!("{sizes}: lower in the most deprived."),
        Some(Ordering::Equal) => {
            format!("{sizes}. The intervals overlap, so these data do not show that the two differ.")
        }
        None => format!("{sizes}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stratum;
    use crate::render::made_up;

    fn say(most: (f64, f64, f64), least: Cell) -> String {
        let results = made_up::results_where(|f| {
            if let (Measure::DvaShare, Stratum::Group(group)) = (f.measure, f.stratum) {
                if group.number() == 1 {
                    (f.value, f.limits) = (Cell::Shown(most.0), Some((most.1, most.2)));
                } else {
                    (f.value, f.limits) = (least, Some((0.3, 0.4)));
                }
            }
        });
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        share(release, release.headline()).join(" ")
    }

    #[test]
    fn the_ends_differ_only_where_their_limits_are_apart() {
        let said = say((0.5, 0.45, 0.55), Cell::Shown(0.35));
        let start = "Domestic abuse (factor 3A, 3B or 3C) was recorded in 50.0% (95% confidence interval";
        assert!(said.starts_with(start), "{said}");
        assert!(said.contains("50.0% in the most deprived tenth and 35.0%"), "{said}");
        assert!(said.ends_with("higher in the most deprived."), "{said}");
        let said = say((0.42, 0.37, 0.47), Cell::Shown(0.35));
        assert!(said.contains("do not show that the two differ"), "{said}");
    }

    #[test]
    fn an_end_that_is_hidden_is_not_compared() {
        let said = say((0.5, 0.45, 0.55), Cell::Hidden);
        assert!(!said.contains("least deprived"), "{said}");
    }
}
