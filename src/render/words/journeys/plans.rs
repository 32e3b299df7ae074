//! Plans in sentences: how long they last, which follow another, and what comes after.

use super::super::{clause, interval, list, lower, value_and_interval};
use super::{ends, hazard, shown, told, within_a_year};
use crate::domain::journey::{Journey, Portions};
use crate::domain::period::long_date;
use crate::domain::{Cell, Measure, Stratum};
use crate::render::number;
use crate::render::release::Release;

/// Says how long plans last, which follow another, and what came after them.
pub(in crate::render) fn plans(release: Release<'_>) -> Vec<String> {
    let of = release.headline();
    let mut said = Vec::new();
    if let Some(median) = shown(release.median(Stratum::Total)) {
        said.push(format!(
            "Of child protection plans {} that began, half had ended by {} months ({}), {}.",
            clause(of.definition),
            number::value(Some(median)),
            interval(median),
            of.period.words()
        ));
    }
    if let Some(share) = shown(within_a_year(release, Journey::PlanLength, Stratum::Total)) {
        said.push(format!("Within 12 months {} had ended.", value_and_interval(share)));
        said.extend(ends(release, Journey::PlanLength));
        said.extend(hazard(release, Journey::PlanLength));
    }
    said.extend(lengths(release));
    said.extend(later(release));
    said.extend(after(release));
    let again = within_a_year(release, Journey::ReturnToPlan, Stratum::Total);
    match again.map(|figure| (figure.value, figure)) {
        Some((Cell::Shown(_), figure)) => said.push(format!(
            "Within 12 months after a plan ended, the child was on a plan again after {} of them.",
            value_and_interval(figure)
        )),
        Some((Cell::Hidden, _)) => {
            said.push(
                "How many came back to a plan within 12 months is hidden to protect children.".to_owned(),
            );
        }
        _ => (),
    }
    said
}

/// Says how many plans had lasted two years or more.
fn lengths(release: Release<'_>) -> Option<String> {
    let last = Portions::PlansEnded.parts().len() - 1;
    let share = |portions| {
        let of = release.shares_of(release.headline().definition, portions)?;
        Some((of, value_and_interval(shown(release.portion(of, portions, last, Stratum::Total))?)))
    };
    let ended = share(Portions::PlansEnded)
        .map(|(of, it)| format!("of those that ended, {it}, {}", of.period.words()));
    let open = share(Portions::PlansOpen)
        .map(|(of, it)| format!("of those open on {}, {it}", long_date(of.period.end)));
    let each: Vec<_> = ended.into_iter().chain(open).collect();
    (!each.is_empty()).then(|| format!("Plans that had lasted two years or more: {}.", each.join("; ")))
}

/// Says which plans follow another, as reported and as the returns show.
fn later(release: Release<'_>) -> Option<String> {
    let definition = release.headline().definition;
    let of = release.shares_of(definition, Portions::LaterPlans)?;
    let share = |at| release.portion(of, Portions::LaterPlans, at, Stratum::Total).and_then(told);
    let shown_by_returns: Vec<_> =
        [(1, "another at any time they cover"), (2, "one that ended in the 24 months before")]
            .into_iter()
            .filter_map(|(at, what)| Some(format!("{} follow {what}", share(at)?)))
            .collect();
    let difference = shown(release.total(of, Measure::LaterPlanDiscrepancy)).map(|figure| {
        let points = figure.value.shown().unwrap_or_default() * 100.0;
        format!("; reported less shown, {} percentage points", number::decimal(points, 1))
    });
    let returns = if shown_by_returns.is_empty() {
        String::new()
    } else {
        format!(" By the returns themselves, {}{}.", list(&shown_by_returns), difference.unwrap_or_default())
    };
    Some(format!(
        "Of plans {} that began, {} were reported as the child’s second or later, {}.{returns}",
        clause(definition),
        share(0)?,
        of.period.words()
    ))
}

/// Says what came of children within a year after a plan, and what of it is hidden.
fn after(release: Release<'_>) -> Vec<String> {
    let definition = release.headline().definition;
    let Some(of) = release.shares_of(definition, Portions::AfterPlan) else { return Vec::new() };
    let titles = Portions::AfterPlan.titles().iter().enumerate();
    let parts: Vec<_> = titles
        .filter_map(|(at, title)| {
            Some((lower(title), release.portion(of, Portions::AfterPlan, at, Stratum::Total)?))
        })
        .collect();
    let each: Vec<_> = parts
        .iter()
        .filter(|(_, figure)| figure.value.shown().is_some())
        .map(|(title, figure)| format!("{title}, {}", value_and_interval(figure)))
        .collect();
    let mut said = Vec::new();
    if !each.is_empty() {
        said.push(format!("What came first in the 12 months after such plans ended: {}.", each.join("; ")));
    }
    let hidden: Vec<_> = parts
        .iter()
        .filter(|(_, figure)| figure.value == Cell::Hidden)
        .map(|(title, _)| title.clone())
        .collect();
    if !hidden.is_empty() {
        said.push(format!("Hidden to protect children: {}.", list(&hidden)));
    }
    said
}
