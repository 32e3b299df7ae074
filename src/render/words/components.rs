//! Which component of the definition is recorded most, in sentences.

use super::{list, noun, short, when};
use crate::domain::{Cell, Definition, Measure, Whose};
use crate::render::number;
use crate::render::release::{Release, Subject};

/// Says for how many children each factor was recorded, and which was recorded for most.
pub(in crate::render) fn components(release: Release<'_>, of: Subject) -> Vec<String> {
    let count = |definition| {
        release.total(Subject { definition, ..of }, Measure::Children).map_or(Cell::Unavailable, |f| f.value)
    };
    let roles: Vec<_> = release
        .case_definitions()
        .filter(|definition| matches!(definition.plain(), Some(Whose::One(_))))
        .map(|definition| (definition, count(definition)))
        .collect();
    if roles.is_empty() {
        return vec!["The plan asks for no component of the definition by itself.".to_owned()];
    }
    let each: Vec<_> = roles
        .iter()
        .map(|&(definition, cell)| match cell {
            Cell::Shown(children) => format!("{} for {}", short(definition), number::count(children)),
            Cell::Hidden => format!("{} for too few to show", short(definition)),
            Cell::NotApplicable | Cell::Unavailable => format!("{} could not be counted", short(definition)),
        })
        .collect();
    let any = match count(Definition::ANY) {
        Cell::Shown(children) => format!("Of the {} children", number::count(children)),
        Cell::Hidden | Cell::NotApplicable | Cell::Unavailable => "Of the children".to_owned(),
    };
    let mut said = vec![format!(
        "{any} counted in {} with domestic abuse recorded ({}), the person recorded as subject to it was {}. A child \
         can be counted under more than one.",
        noun(of.outcome),
        when(of.outcome, of.period),
        list(&each)
    )];
    said.extend(most(&roles, f64::from(release.plan.disclosure.round_to)));
    said
}

/// Names the factor recorded for most children, where all are shown and rounding cannot have made the order.
fn most(roles: &[(Definition, Cell)], rounding: f64) -> Option<String> {
    let mut counts: Vec<_> = roles.iter().filter_map(|&(d, cell)| Some((d, cell.shown()?))).collect();
    if counts.len() < roles.len() || counts.len() < 2 {
        return None;
    }
    counts.sort_by(|one, other| other.1.total_cmp(&one.1));
    let ((first, most), (_, next)) = (counts[0], counts[1]);
    (most - next > rounding).then(|| format!("Abuse of {} was recorded for the most children.", short(first)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AbuseRole;
    use crate::render::made_up;

    fn say(set: impl Fn(AbuseRole) -> Cell) -> String {
        let results = made_up::results_where(|f| {
            if let (Measure::Children, Some(Whose::One(role))) = (f.measure, f.definition.plain()) {
                f.value = set(role);
            }
        });
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        components(release, release.headline()).join(" ")
    }

    #[test]
    fn the_most_recorded_component_is_named() {
        let said = say(|role| Cell::Shown(if role == AbuseRole::Parent { 450.0 } else { 120.0 }));
        assert!(said.contains("a parent or carer (3B) for 450 and another person"), "{said}");
        assert!(
            said.ends_with("Abuse of a parent or carer (3B) was recorded for the most children."),
            "{said}"
        );
    }

    #[test]
    fn a_difference_that_rounding_could_make_names_no_first() {
        let said = say(|role| Cell::Shown(if role == AbuseRole::Parent { 125.0 } else { 120.0 }));
        assert!(!said.contains("for the most"), "{said}");
    }

    #[test]
    fn a_hidden_component_is_told_and_nothing_is_ranked() {
        let said = say(|role| if role == AbuseRole::OtherPerson { Cell::Hidden } else { Cell::Shown(90.0) });
        assert!(said.contains("another person in the household (3C) for too few to show"), "{said}");
        assert!(!said.contains("for the most"), "{said}");
    }
}
