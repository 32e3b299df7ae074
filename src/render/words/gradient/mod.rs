//! The gradient in sentences: how much likelier, how sure, how large a gap.

use std::cmp::Ordering;

use super::{
    Verdict, apart, capital, clause, interval, involvement, noun, over, part, value_and_interval, verdict,
};
use crate::domain::{AbuseRole, Definition, Figure, Grouping, Measure};
use crate::render::number;
use crate::render::release::{Release, Subject};

/// Counts below this are called small. A rate on 30 events has limits a third of it either way.
const SMALL: f64 = 30.0;

/// Says how likely the children of the two ends were, in one sentence with its interval and period.
pub(in crate::render) fn headline(release: Release<'_>, of: Subject) -> String {
    let (by, ratio) = ends(release, of);
    if let Some(rii) = instead(release, of, ratio) {
        return fitted(release, of, rii);
    }
    let (part, areas) = (part(by), release.neighbourhoods());
    let (doing, clause, over) =
        (involvement(of.outcome, of.period), clause(of.definition), over(of.outcome, of.period));
    let most = format!("Children in the most deprived {part} of {areas}");
    let least = format!("children in the least deprived {part}");
    let sure = |figure: &Figure| format!("ratio {}{over}", value_and_interval(figure));
    match (verdict(ratio), ratio) {
        (Verdict::Higher, Some(figure)) => format!(
            "{most} were about {} times as likely as {least} to {doing} {clause}: {}.",
            number::times(figure.value.shown().unwrap_or_default()),
            sure(figure)
        ),
        (Verdict::Lower, Some(figure)) => {
            format!("{most} were less likely than {least} to {doing} {clause}: {}.", sure(figure))
        }
        (Verdict::Similar, Some(figure)) => format!(
            "{most} and {least} were similarly likely to {doing} {clause}; the interval includes no difference: {}.",
            sure(figure)
        ),
        (Verdict::Unsure, Some(figure)) => format!(
            "The rate at which children in the most deprived {part} of {areas} came to {doing} {clause} was {} times \
             that in the least deprived {part}; no interval could be computed, so how sure this is cannot be said{over}.",
            number::value(Some(figure))
        ),
        (Verdict::TooFew, _) => format!(
            "Too few children came to {doing} {clause} in the most or the least deprived {part} of {areas} for the two to \
             be compared{over}."
        ),
        (_, figure) => format!(
            "How likely children in the most and the least deprived {part} of {areas} were to {doing} {clause} cannot be \
             compared{}{over}.",
            because(figure)
        ),
    }
}

/// Returns the ratio of the two end groups, and of which grouping.
fn ends(release: Release<'_>, of: Subject) -> (Grouping, Option<&Figure>) {
    match release.leading() {
        Some(by) => (by, release.gradient(of, Measure::RatioMostLeast, by)),
        None => release.shown_gradient(of, Measure::RatioMostLeast),
    }
}

/// Returns the index over all groups where it leads, or where the ratio of the two end groups is not shown and the index is.
fn instead<'a>(release: Release<'a>, of: Subject, ratio: Option<&Figure>) -> Option<&'a Figure> {
    let leads = release.leading().is_none() || ratio.is_none_or(|figure| figure.value.shown().is_none());
    release.shown_gradient(of, Measure::Rii).1.filter(|rii| leads && rii.value.shown().is_some())
}

/// Returns whether the sentence on a subject is about its index already.
pub(in crate::render) fn is_of_index(release: Release<'_>, of: Subject) -> bool {
    instead(release, of, ends(release, of).1).is_some()
}

/// Says how likely the children of the two ends were on the line fitted across all groups.
fn fitted(release: Release<'_>, of: Subject, rii: &Figure) -> String {
    let (doing, clause) = (involvement(of.outcome, of.period), clause(of.definition));
    let over = over(of.outcome, of.period);
    let ends = format!("the most deprived end of {}", release.neighbourhoods());
    let sure = format!("relative index across all groups {}{over}", value_and_interval(rii));
    match verdict(Some(rii)) {
        Verdict::Higher => format!(
            "Children at {ends} were about {} times as likely as children at the least deprived end to {doing} {clause}: {sure}.",
            number::times(rii.value.shown().unwrap_or_default())
        ),
        Verdict::Lower => format!(
            "Children at {ends} were less likely than children at the least deprived end to {doing} {clause}: {sure}."
        ),
        _ => format!(
            "Children at {ends} and at the least deprived end were similarly likely to {doing} {clause}, so far as these \
             data show: {sure}."
        ),
    }
}

/// Says what the index over all the groups is, and why it differs from the ratio of two of them.
pub(in crate::render) fn index(release: Release<'_>, of: Subject) -> String {
    let (by, rii) = release.shown_gradient(of, Measure::Rii);
    let noun = by.noun();
    match (verdict(rii), rii) {
        (Verdict::TooFew, _) => format!(
            "The relative index of inequality, which uses every {noun}, is hidden because too few children are in some of them."
        ),
        (Verdict::None, figure) => {
            format!("The relative index of inequality could not be computed{}.", because(figure))
        }
        (verdict, Some(figure)) => {
            let end = match verdict {
                Verdict::Similar => " The interval includes 1, which is no gradient.",
                Verdict::Lower => " Below 1, the rate falls as deprivation rises.",
                _ => "",
            };
            format!(
                "Taking every {noun} into account, the fitted rate at the most deprived end was {} times that at the \
                 least deprived end (relative index of inequality; {}).{end}",
                number::value(rii),
                interval(figure)
            )
        }
        (_, None) => "The relative index of inequality could not be computed.".to_owned(),
    }
}

/// Says how large the gap is in children, where it is shown.
pub(in crate::render) fn difference(release: Release<'_>, of: Subject) -> Option<String> {
    let (by, gap) = release.shown_gradient(of, Measure::DifferenceMostLeast);
    let figure = gap.filter(|f| f.value.shown().is_some())?;
    let part = part(by);
    Some(format!(
        "The gap between the rates of the most and the least deprived {part} was {} children per 10,000 aged 0 to 17 ({}).",
        number::value(gap),
        interval(figure)
    ))
}

/// Says what the gradient is under the other definitions, and beside all episodes.
pub(in crate::render) fn by_definition(release: Release<'_>, of: Subject) -> Vec<String> {
    let mut said: Vec<String> = release
        .results
        .definitions
        .iter()
        .filter(|&&definition| definition != of.definition && definition != Definition::All)
        .map(|&definition| other_definition(release, Subject { definition, ..of }))
        .collect();
    if release.results.definitions.contains(&Definition::All) && of.definition != Definition::All {
        said.push(beside_all(release, of));
    }
    said
}

/// Says what the gradient is under a second definition: a parent's abuse where it is shown, else the first
/// that is.
pub(in crate::render) fn second(release: Release<'_>, of: Subject) -> Option<String> {
    let mut others: Vec<_> = release.case_definitions().filter(|&d| d != of.definition).collect();
    let shown = |definition: Definition| {
        let (_, ratio) = release.shown_gradient(Subject { definition, ..of }, Measure::RatioMostLeast);
        ratio.is_some_and(|f| f.value.shown().is_some())
    };
    others.sort_by_key(|&d| (!shown(d), d != Definition::role(AbuseRole::Parent)));
    others.first().map(|&definition| other_definition(release, Subject { definition, ..of }))
}

fn other_definition(release: Release<'_>, of: Subject) -> String {
    let (by, ratio) = ends(release, of);
    let counting = format!("Counting only {} {}", noun(of.outcome), clause(of.definition));
    if let Some(rii) = instead(release, of, ratio) {
        let end = if verdict(Some(rii)) == Verdict::Similar { ", which includes no difference" } else { "" };
        return format!(
            "{counting}, the fitted rate at the most deprived end was {} times that at the least deprived ({}{end}).",
            number::value(Some(rii)),
            interval(rii)
        );
    }
    match (verdict(ratio), ratio) {
        (Verdict::TooFew, _) => {
            format!(
                "{counting}, too few children are in the most or the least deprived {} to compare them.",
                part(by)
            )
        }
        (Verdict::None, figure) => format!("{counting}, the two ends cannot be compared{}.", because(figure)),
        (verdict, Some(figure)) => {
            let end = if verdict == Verdict::Similar { ", which includes no difference" } else { "" };
            format!(
                "{counting}, the rate in the most deprived {} was {} times that in the least deprived ({}{end}).",
                part(by),
                number::value(ratio),
                interval(figure)
            )
        }
        (_, None) => format!("{counting}, the two ends cannot be compared."),
    }
}

fn beside_all(release: Release<'_>, of: Subject) -> String {
    let all = Subject { definition: Definition::All, ..of };
    let (by, rii) = release.shown_gradient(of, Measure::Rii);
    let beside = release.gradient(all, Measure::Rii, by);
    let whole = format!("all {}, with or without domestic abuse recorded", noun(of.outcome));
    let Some(figure) = beside.filter(|f| f.value.shown().is_some()) else {
        return format!("The relative index for {whole} is not shown, so the two cannot be compared.");
    };
    let size = format!("For {whole}, the relative index was {}", value_and_interval(figure));
    match apart(rii, beside) {
        Some(Ordering::Greater) => {
            format!("{size}: the gradient was steeper where domestic abuse was recorded.")
        }
        Some(Ordering::Less) => {
            format!("{size}: the gradient was less steep where domestic abuse was recorded.")
        }
        Some(Ordering::Equal) => format!(
            "{size}. The two intervals overlap, so these data do not show that the gradient differs where domestic \
             abuse was recorded."
        ),
        None => format!("{size}."),
    }
}

/// Warns where an end of the gradient rests on few children; `None` where neither does.
pub(in crate::render) fn caution(release: Release<'_>, of: Subject) -> Option<String> {
    let (by, ratio) = ends(release, of);
    ratio?.value.shown()?;
    if is_of_index(release, of) {
        return None;
    }
    let small = |group| {
        let count = release.of_group(of, Measure::Children, by, group)?.value.shown()?;
        (count < SMALL).then_some(())
    };
    let ends = [("most", by.groups().next()?), ("least", by.groups().last()?)];
    let few: Vec<_> = ends.iter().filter(|(_, group)| small(*group).is_some()).map(|(end, _)| *end).collect();
    let ends = match few.as_slice() {
        [] => return None,
        [one] => format!("the {one} deprived {}", part(by)),
        _ => format!("both the most and the least deprived {}", part(by)),
    };
    Some(capital(&format!(
        "fewer than {} children were counted in {ends}, so the ratio is uncertain: go by its interval and by the \
         index over all groups.",
        number::count(SMALL)
    )))
}

/// Says that a coarser grouping is used, and why; `None` where the finest is.
pub(in crate::render) fn coarser(release: Release<'_>, by: Grouping) -> Option<String> {
    let finest = release.finest();
    (by != finest).then(|| {
        format!(
            "{}s are used here because a {} has too few children to show.",
            capital(&part(by)),
            part(finest)
        )
    })
}

/// Returns the method's reason as a clause, where it gave one.
fn because(figure: Option<&Figure>) -> String {
    figure.and_then(|f| f.reason).map_or_else(String::new, |reason| format!(": {reason}"))
}

#[cfg(test)]
mod tests;
