//! Journeys in sentences: who comes back, who goes on to a plan, how long plans last, and what comes after.
//!
//! A share within some months is of all who set out, with those who were followed for less time allowed for.
//! The two ends of deprivation are put in order only where their limits are apart, and what is hidden is said to be.

mod plans;
#[cfg(test)]
mod tests;

pub(in crate::render) use plans::plans;

use super::share::beside;
use super::{Verdict, capital, clause, list, lower, part, value_and_interval, verdict};
use crate::domain::journey::{Journey, Portions};
use crate::domain::period::long_date;
use crate::domain::{Cell, Definition, Figure, Group, Measure, Stratum};
use crate::render::release::Release;

/// The months within which most questions are asked.
const YEAR: u8 = 12;

/// How a journey is told month by month: in a caption `who`, then the words of the definition, then `what`.
pub(in crate::render) struct ByMonth {
    /// The journey.
    pub(in crate::render) journey: Journey,
    /// Who set out.
    pub(in crate::render) who: &'static str,
    /// What had happened to them.
    pub(in crate::render) what: &'static str,
    /// From what the months are counted.
    pub(in crate::render) since: &'static str,
    /// What the counts are of.
    pub(in crate::render) happened: &'static str,
}

/// Coming back.
pub(in crate::render) const RETURNED: ByMonth = ByMonth {
    journey: Journey::Rereferral,
    who: "ended episodes",
    what: "followed by another referral of the child",
    since: "months since the end of the episode",
    happened: "Episodes followed by another referral",
};

/// From referral to plan.
pub(in crate::render) const ESCALATED: ByMonth = ByMonth {
    journey: Journey::ToPlan,
    who: "children referred",
    what: "who had started a child protection plan",
    since: "months since the first referral",
    happened: "Children who had started a plan",
};

/// How long plans last.
pub(in crate::render) const ENDED: ByMonth = ByMonth {
    journey: Journey::PlanLength,
    who: "child protection plans",
    what: "that had ended",
    since: "months since the plan began",
    happened: "Plans that had ended",
};

/// Plans after plans.
pub(in crate::render) const PLANNED_AGAIN: ByMonth = ByMonth {
    journey: Journey::ReturnToPlan,
    who: "ended child protection plans",
    what: "after which the child was on a plan again",
    since: "months since the plan ended",
    happened: "Plans followed by another",
};

/// Says how many children come back, by each definition of coming back, and how many stay long.
pub(in crate::render) fn returns(release: Release<'_>) -> Vec<String> {
    let of = release.headline();
    let mut said = Vec::new();
    if let Some(share) = shown(within_a_year(release, Journey::Rereferral, Stratum::Total)) {
        said.push(format!(
            "Of episodes {} that ended, {} were followed by another referral of the child within 12 months, {}.",
            clause(of.definition),
            value_and_interval(share),
            of.period.words()
        ));
        said.extend(ends(release, Journey::Rereferral));
        said.extend(hazard(release, Journey::Rereferral));
        let at = year(Journey::Rereferral);
        let censored = at.and_then(|at| {
            release.by_month(Journey::Rereferral, Measure::RereferralForwardKm, at, Stratum::Total)
        });
        said.extend(shown(censored).map(|figure| {
            format!(
                "Taking children who turned 18 as merely no longer followed (Kaplan and Meier’s method), it would be {}.",
                value_and_interval(figure)
            )
        }));
    }
    said.extend(looking_back(release));
    said.extend(repeats(release));
    said.extend(long_term(release));
    said
}

/// Says how many children referred came as far as a plan, how soon, and how that differs by deprivation.
pub(in crate::render) fn escalation(release: Release<'_>) -> Vec<String> {
    let of = release.headline();
    let Some(share) = shown(within_a_year(release, Journey::ToPlan, Stratum::Total)) else {
        return Vec::new();
    };
    let first = format!(
        "Of children referred {}, {} were on a child protection plan within 12 months of the first such referral, {}.",
        clause(of.definition),
        value_and_interval(share),
        of.period.words()
    );
    let mut said = vec![first];
    said.extend(ends(release, Journey::ToPlan));
    said.extend(hazard(release, Journey::ToPlan));
    let others: Vec<_> = [
        (Journey::ToEnquiry, "had a section 47 enquiry"),
        (Journey::ToConference, "had an initial child protection conference"),
        (Journey::ToCare, "started to be looked after"),
    ]
    .into_iter()
    .filter_map(|(journey, did)| {
        let figure = shown(within_a_year(release, journey, Stratum::Total))?;
        Some(format!("{} {did}", value_and_interval(figure)))
    })
    .collect();
    if !others.is_empty() {
        said.push(capital(&format!("within the same 12 months, {}.", list(&others))));
    }
    said
}

/// Returns who set out on a journey and what might happen to them, as a row of a table has it.
pub(in crate::render) const fn journey(journey: Journey) -> &'static str {
    match journey {
        Journey::Rereferral => "Episodes ended: the child was referred again",
        Journey::Repeat => "Children referred: again, under the same definition",
        Journey::RepeatPolice => "Children referred by the police: by the police again",
        Journey::ToEnquiry => "Children referred: section 47 enquiry",
        Journey::ToConference => "Children referred: initial child protection conference",
        Journey::ToPlan => "Children referred: child protection plan",
        Journey::ToCare => "Children referred: looked after",
        Journey::PlanLength => "Plans begun: ended",
        Journey::ReturnToPlan => "Plans ended: the child was on a plan again",
    }
}

/// Says what share of referrals came soon after another, under the comparison and under the headline's definition.
fn looking_back(release: Release<'_>) -> Vec<String> {
    let own = release.headline().definition;
    let share = |definition| {
        let of = release.shares_of(definition, Portions::Rereferrals)?;
        Some((of, release.portion(of, Portions::Rereferrals, 0, Stratum::Total)?))
    };
    let Some((of, all)) = share(Definition::All) else {
        return vec![
            "The returns do not go back far enough to say which referrals came within 12 months of another."
                .to_owned(),
        ];
    };
    let Some(all) = told(all) else { return Vec::new() };
    let mut said = vec![format!(
        "Looking back, as the Department for Education counts, {all} of all referrals came within 12 months after another of \
         the child, {}.",
        of.period.words()
    )];
    if let Some((of, figure)) = share(own) {
        let ratio = shown(release.portion_ratio(of, Portions::Rereferrals, 0));
        let over = ratio.map_or_else(String::new, |ratio| {
            format!(
                "; over all groups of deprivation, the share at the most deprived end was {} times that at the least; {}",
                value_and_interval(ratio),
                meaning(ratio)
            )
        });
        said.extend(told(figure).map(|it| format!("Of referrals {} it was {it}{over}.", clause(own))));
    }
    said
}

/// Says how many children were referred again under the same definition, and by the police.
fn repeats(release: Release<'_>) -> Option<String> {
    let share = |journey| within_a_year(release, journey, Stratum::Total).and_then(told);
    let first = share(Journey::Repeat)?;
    let police = share(Journey::RepeatPolice)
        .map(|it| format!("; of those whose referral the police made, {it} were so by the police again"));
    Some(format!(
        "Of children referred {}, {first} were so again within 12 months{}.",
        clause(release.headline().definition),
        police.unwrap_or_default()
    ))
}

/// Says how many children were involved for long.
fn long_term(release: Release<'_>) -> Option<String> {
    let of = release.shares_of(release.headline().definition, Portions::LongTerm)?;
    let parts = Portions::LongTerm.titles();
    let any = parts.len() - 1;
    let share = |at| release.portion(of, Portions::LongTerm, at, Stratum::Total).and_then(told);
    let each: Vec<_> =
        (0..any).filter_map(|at| Some(format!("{} for {}", lower(parts[at]), share(at)?))).collect();
    Some(format!(
        "Of children with such an episode in the 36 months to {}, {} were involved for long: {}.",
        long_date(of.period.end),
        share(any)?,
        list(&each)
    ))
}

/// Says what the share within a year was at the two ends of the coarsest grouping.
fn ends(release: Release<'_>, journey: Journey) -> Option<String> {
    let by = release.coarsest();
    let groups = [("most", Group::MOST), ("least", release.least(by))];
    let [most, least] =
        groups.map(|(end, group)| (end, within_a_year(release, journey, Stratum::Group(group))));
    match (shown(most.1), shown(least.1)) {
        (Some(_), Some(_)) => Some(beside(&part(by), most.1, least.1)),
        (None, None) => most.1.and(least.1).map(|_| {
            format!(
                "The shares of the most and the least deprived {} cannot be shown, so they are not compared.",
                part(by)
            )
        }),
        (one, other) => {
            let ((end, _), (lacks, without)) = if one.is_some() { (most, least) } else { (least, most) };
            let why = match without.map(|figure| figure.value) {
                Some(Cell::Hidden) => "hidden to protect children",
                _ => "not available",
            };
            let figure = one.or(other)?;
            Some(format!(
                "It was {} in the {end} deprived {}; that of the {lacks} deprived is {why}, so the two are not compared.",
                value_and_interval(figure),
                part(by)
            ))
        }
    }
}

/// Says whether the event comes sooner at one end of deprivation than at the other, over all groups.
fn hazard(release: Release<'_>, journey: Journey) -> Option<String> {
    let Some(figure) = shown(release.hazard(journey)) else {
        return Some("Over all groups of deprivation, too few children were counted to say whether it comes sooner at one end.".to_owned());
    };
    Some(format!(
        "Over all groups of deprivation, the odds of it in any one month at the most deprived end were {} times those at the \
         least; {}.",
        value_and_interval(figure),
        meaning(figure)
    ))
}

/// Returns what a ratio of the two ends means, as the end of a sentence.
fn meaning(ratio: &Figure) -> &'static str {
    match verdict(Some(ratio)) {
        Verdict::Higher => "higher where deprivation is greater",
        Verdict::Lower => "lower where deprivation is greater",
        Verdict::Similar => "the interval includes no difference",
        _ => "how sure this is cannot be said",
    }
}

fn within_a_year(release: Release<'_>, journey: Journey, place: Stratum) -> Option<&Figure> {
    release.by_month(journey, journey.measure(), year(journey)?, place)
}

fn year(journey: Journey) -> Option<usize> {
    journey.months().iter().position(|&months| months == YEAR)
}

fn shown(figure: Option<&Figure>) -> Option<&Figure> {
    figure.filter(|figure| figure.value.shown().is_some())
}

/// Returns a figure with its interval, or that it is hidden; `None` where there is none to be had.
fn told(figure: &Figure) -> Option<String> {
    match figure.value {
        Cell::Shown(_) => Some(value_and_interval(figure)),
        Cell::Hidden => Some("a share hidden to protect children".to_owned()),
        Cell::NotApplicable | Cell::Unavailable => None,
    }
}
