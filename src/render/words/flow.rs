//! The rates of the two ends from the first step to the last, in sentences.

use super::{noun, part, value_and_interval};
use crate::domain::{Cell, Figure, Group, Grouping, Measure};
use crate::render::release::{Release, Subject};

/// Says what the rates of the most and the least deprived group were at the first and at the last step.
pub(in crate::render) fn flow(release: Release<'_>, of: Subject, by: Grouping) -> Vec<String> {
    let mut steps = release.results.outcomes.iter().copied().filter(|outcome| !outcome.is_stock());
    let (Some(first), Some(last)) = (steps.next(), steps.next_back()) else { return Vec::new() };
    let rate = |outcome, group| {
        let figure = release.of_group(Subject { outcome, ..of }, Measure::Rate, by, group);
        format!("{} for {}", said(figure), noun(outcome))
    };
    let both = |group| format!("{} and {}", rate(first, group), rate(last, group));
    vec![format!(
        "Per 10,000 children aged 0 to 17, the rate in the most deprived {} was {}; in the least deprived it was {}.",
        part(by),
        both(Group::MOST),
        both(release.least(by))
    )]
}

fn said(figure: Option<&Figure>) -> String {
    match figure.map(|figure| (figure.value, figure)) {
        Some((Cell::Shown(_), figure)) => value_and_interval(figure),
        Some((Cell::Hidden, _)) => "hidden because it is small".to_owned(),
        _ => "not available".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Outcome, Stratum};
    use crate::render::made_up;

    #[test]
    fn both_ends_are_told_and_a_hidden_end_is_said_to_be_hidden() {
        let results = made_up::results_where(|f| {
            let least = matches!(f.stratum, Stratum::Group(group) if group.number() == 5);
            f.value = match f.outcome {
                Outcome::ClaStart if least => Cell::Hidden,
                Outcome::ClaStart => Cell::Shown(60.0),
                _ => Cell::Shown(300.0),
            };
            f.limits = Some((50.0, 400.0));
        });
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        let said = flow(release, release.headline(), Grouping::QUINTILES).join(" ");
        assert!(
            said.contains("most deprived fifth was 300 (95% confidence interval 50 to 400) for referrals"),
            "{said}"
        );
        assert!(said.ends_with("and hidden because it is small for starts of being looked after."), "{said}");
    }
}
