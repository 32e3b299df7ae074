//! Journeys in time by the day itself, where the program has a few months.

use jiff::civil::Date;
use social_gradient::domain::Definition;
use social_gradient::domain::codes::ReferralSource;
use social_gradient::domain::journey::Journey;

use crate::rows::{Child, Episode, SEEN};

/// Somebody on a journey.
struct Trip {
    start: Date,
    event: Option<Date>,
    impossible: Option<Date>,
    seen_to: Date,
}

/// Returns Aalen and Johansen's incidence after so many days, which is one less Kaplan and Meier's where nothing makes the
/// event impossible.
pub(crate) fn incidence(children: &[Child], definition: Definition, journey: Journey, days: i32) -> f64 {
    let trips = children.iter().flat_map(|child| trips(child, definition, journey));
    // What happens first: the event, what makes it impossible, or the end of what is seen.
    let ends: Vec<(i32, u8)> = trips
        .map(|trip| {
            let until = |day: Date| trip.start.until(day).unwrap().get_days();
            let ends = [(trip.event, 0), (trip.impossible, 1), (Some(trip.seen_to), 2)];
            ends.into_iter().filter_map(|(day, kind)| Some((until(day?), kind))).min().unwrap()
        })
        .collect();
    let (mut free, mut incidence) = (1.0, 0.0);
    for day in 0..=days {
        let at_risk = ends.iter().filter(|end| end.0 >= day).count() as f64;
        let on = |kind: u8| ends.iter().filter(|end| **end == (day, kind)).count() as f64;
        incidence += free * on(0) / at_risk;
        free *= 1.0 - (on(0) + on(1)) / at_risk;
    }
    incidence
}

fn trips(child: &Child, definition: Definition, journey: Journey) -> Vec<Trip> {
    let meets = |one: &Episode| definition == Definition::All || one.abuse;
    let seen = |day: Date| SEEN.0 <= day && day <= SEEN.1;
    let (gone, episodes) = (child.gone(), &child.episodes);
    let last = episodes.last().unwrap();
    let followed = if last.closed.is_none() { last.known_to } else { SEEN.1 };
    let from_first = |is: &dyn Fn(&Episode) -> bool, event: &dyn Fn(&[Episode]) -> Option<Date>| {
        let first = episodes.iter().position(|one| seen(one.referred) && meets(one) && is(one));
        let trip = first.map(|at| Trip {
            start: episodes[at].referred,
            event: event(&episodes[at..]),
            impossible: gone,
            seen_to: followed,
        });
        trip.into_iter().collect()
    };
    let again = |is: fn(&Episode) -> bool| {
        from_first(&is, &|own| own[1..].iter().find(|one| meets(one) && is(one)).map(|one| one.referred))
    };
    let until = |event: &dyn Fn(&[Episode]) -> Option<Date>| {
        let first = episodes.iter().find(|one| seen(one.referred) && meets(one));
        let moved_in = first.is_some_and(|one| {
            one.source == Some(ReferralSource::S5C) && one.enquiry.is_none() && one.conference.is_some()
        });
        if moved_in { Vec::new() } else { from_first(&|_| true, event) }
    };
    let soonest = |own: &[Episode], of: fn(&Episode) -> Option<Date>| {
        own.iter().filter_map(of).filter(|&day| day >= own[0].referred).min()
    };
    match journey {
        Journey::Rereferral => {
            let closed = episodes.iter().enumerate().filter(|(_, one)| meets(one) && !one.left());
            let closed = closed.filter_map(|(at, one)| Some((at, one.closed.filter(|&day| seen(day))?)));
            let trips = closed.map(|(at, start)| Trip {
                start,
                event: episodes[at + 1..].iter().map(|one| one.referred).find(|&day| day >= start),
                impossible: child.adult,
                seen_to: SEEN.1,
            });
            trips.collect()
        }
        Journey::Repeat => again(|_| true),
        Journey::RepeatPolice => again(|one| one.source == Some(ReferralSource::S6)),
        Journey::ToEnquiry => until(&|own| soonest(own, |one| one.enquiry)),
        Journey::ToConference => until(&|own| soonest(own, |one| one.conference)),
        Journey::ToPlan => until(&|own| soonest(own, |one| one.plans.keys().next().copied())),
        Journey::ToCare => until(&|own| child.care.iter().copied().find(|&day| day >= own[0].referred)),
        Journey::PlanLength => {
            let plans = episodes.iter().filter(|one| meets(one)).flat_map(|one| {
                one.plans.values().map(|plan| Trip {
                    start: plan.started,
                    event: plan.ended,
                    impossible: None,
                    seen_to: one.known_to,
                })
            });
            plans.filter(|trip| seen(trip.start)).collect()
        }
        Journey::ReturnToPlan => {
            let ended = episodes.iter().filter(|one| meets(one)).flat_map(|one| one.plans.values());
            let ended = ended.filter_map(|plan| plan.ended.filter(|&day| seen(day)));
            let trips = ended.map(|start| Trip {
                start,
                event: child.plans().map(|plan| plan.started).filter(|&day| day >= start).min(),
                impossible: gone.filter(|&day| day > start),
                seen_to: followed,
            });
            trips.collect()
        }
    }
}
