//! Shares of referrals, plans and children: each whole and each part.

use jiff::civil::Date;
use social_gradient::domain::journey::Portions;
use social_gradient::domain::{Definition, Period};

use crate::rows::{Child, Episode, Plan, SEEN, months};

/// Returns, for everything that a table counts in a period, which of its parts it is in.
pub(crate) fn parts(
    children: &[Child],
    definition: Definition,
    portions: Portions,
    period: Period,
) -> Vec<Vec<bool>> {
    let meets = |one: &Episode| definition == Definition::All || one.abuse;
    let within = |day: Date| period.start <= day && day <= period.end;
    fn plans(child: &Child, meets: impl Fn(&Episode) -> bool) -> impl Iterator<Item = (usize, &Plan)> {
        let episodes = child.episodes.iter().enumerate().filter(move |(_, one)| meets(one));
        episodes.flat_map(|(at, one)| one.plans.values().map(move |plan| (at, plan)))
    }
    let of_child = |child: &Child| -> Vec<Vec<bool>> {
        let again = |at: usize| {
            let before = child.episodes[..at].iter().map(|one| one.referred);
            before.max().is_some_and(|before| months(before, 12) >= child.episodes[at].referred)
        };
        let referred: Vec<usize> = (0..child.episodes.len())
            .filter(|&at| {
                let one = &child.episodes[at];
                within(one.referred) && !one.unborn && meets(one)
            })
            .collect();
        match portions {
            Portions::Rereferrals => referred.iter().map(|&at| vec![again(at)]).collect(),
            Portions::ChildrenRereferred if referred.is_empty() => Vec::new(),
            Portions::ChildrenRereferred => vec![vec![referred.iter().any(|&at| again(at))]],
            Portions::LaterPlans => {
                let begun = plans(child, meets).filter(|(_, plan)| within(plan.started));
                let later = begun.map(|(_, plan)| {
                    let before = || child.plans().filter(|other| other.started < plan.started);
                    let soon = before()
                        .filter_map(|other| other.ended)
                        .any(|ended| ended <= plan.started && plan.started <= months(ended, 24));
                    let (reported, derived) = (plan.reported > 0, before().count() > 0);
                    vec![reported, derived, soon, reported && derived]
                });
                later.collect()
            }
            Portions::PlansEnded => {
                let ended = plans(child, meets).filter_map(|(_, plan)| {
                    Some(length(plan.started, plan.ended.filter(|&ended| within(ended))?))
                });
                ended.collect()
            }
            Portions::PlansOpen => {
                let open = plans(child, meets).filter(|(_, plan)| {
                    plan.started <= period.end && plan.ended.is_none_or(|ended| ended > period.end)
                });
                open.map(|(_, plan)| length(plan.started, period.end)).collect()
            }
            Portions::AfterPlan => plans(child, meets)
                .filter_map(|(at, plan)| {
                    let ended =
                        plan.ended.filter(|&ended| within(ended) && months(ended, 12) <= period.end)?;
                    let soon = |day: Date| ended <= day && day <= months(ended, 12);
                    let own = &child.episodes[at];
                    let left = if own.left() { own.closed } else { child.gone() };
                    let told = [
                        child.plans().any(|other| other.started > plan.started && soon(other.started)),
                        left.is_some_and(soon),
                        child.episodes[at + 1..].iter().any(|one| soon(one.referred)),
                        own.closed.is_none_or(|closed| closed > months(ended, 12)),
                        true,
                    ];
                    let first = told.iter().position(|&so| so);
                    Some((0..told.len()).map(|part| Some(part) == first).collect())
                })
                .collect(),
            Portions::LongTerm => {
                // Day by day, so that episodes that overlap count once.
                let day_open = |one: &Episode, day: Date| {
                    one.referred <= day && day < one.closed.unwrap_or(one.known_to)
                };
                let met = |one: &Episode| {
                    meets(one) && one.referred <= SEEN.1 && one.closed.is_none_or(|closed| closed >= SEEN.0)
                };
                if !child.episodes.iter().any(met) {
                    return Vec::new();
                }
                let days =
                    period.start.series(jiff::Span::new().days(1)).take_while(|&day| day <= period.end);
                let open = days.filter(|&day| child.episodes.iter().any(|one| day_open(one, day))).count();
                let referrals = child.episodes.iter().filter(|one| within(one.referred)).count();
                let plan = child.plans().any(|plan| {
                    let end = plan.ended.unwrap_or(period.end).min(period.end);
                    end >= period.start && months(plan.started, 24) <= end
                });
                let told = [open >= 730, referrals >= 3, plan];
                vec![vec![told[0], told[1], told[2], told.contains(&true)]]
            }
        }
    };
    children.iter().flat_map(of_child).collect()
}

/// Returns the Department for Education's band of a plan's length.
fn length(started: Date, ended: Date) -> Vec<bool> {
    let band = match ended {
        _ if ended <= months(started, 3) => 0,
        _ if ended <= months(started, 6) => 1,
        _ if ended < months(started, 12) => 2,
        _ if ended < months(started, 24) => 3,
        _ => 4,
    };
    (0..5).map(|part| part == band).collect()
}
