//! Families, one stream of draws each: who is referred together, when, from where, and what came of it.

use rayon::prelude::*;

use crate::domain::codes::{ClosureReason, Disability, Ethnicity, Sex};
use crate::domain::period::age_on;
use crate::domain::{Date, Period};

use super::areas::{Ground, Life};
use super::draw::Stream;
use super::episodes::{after, draw_factors, episode};
use super::gradient::{Gradient, gradient};
use super::person::{Address, Assessment, Birth, Child, Concern, Course, Episode, Place, Written};
use super::spec::Spec;

/// The last days of the returned years, the earliest first.
pub(super) fn reference_dates(spec: &Spec) -> Vec<Date> {
    let years = &spec.years;
    (years.last - years.returns + 1..=years.last).map(|year| Date::constant(year, 3, 31)).collect()
}

/// Returns all the returned years as one period.
pub(super) fn window(spec: &Spec) -> Period {
    let years = &spec.years;
    let start = Date::constant(years.last - years.returns, 4, 1);
    Period { start, end: Date::constant(years.last, 3, 31) }
}

/// Draws every child who is in some return, in an order that says nothing of where they live.
pub(super) fn children(spec: &Spec, ground: &Ground) -> Vec<Child> {
    let population = ground.children(ground.areas[0].people.len() / 2);
    let sizes = spec.families.sizes;
    let mean_size: f64 = sizes.iter().zip(1..).map(|(share, size)| share * f64::from(size)).sum();
    // A first referral brings others after it.
    let followed = 1.0 + spec.families.repeats + spec.families.later_repeats;
    let families = spec.families.referrals_per_year / mean_size / followed;
    let apart = spec.families.siblings_apart;
    let paths = [
        (gradient(&spec.domestic_abuse, families, apart, &population), Concern::DomesticAbuse),
        (gradient(&spec.other, families, apart, &population), Concern::Other),
    ];
    let drawn: Vec<Vec<Vec<Child>>> = (0..ground.home)
        .into_par_iter()
        .map(|area| paths.iter().flat_map(|path| in_area(spec, ground, area, (&path.0, path.1))).collect())
        .collect();
    let mut families: Vec<Vec<Child>> =
        drawn.into_iter().flatten().filter(|family: &Vec<Child>| !family.is_empty()).collect();
    // In order of first referral, as an authority gives out its numbers.
    let first = |family: &Vec<Child>| family.iter().map(|child| child.episodes[0].referred).min();
    families.sort_by_key(first);
    let mut children: Vec<Child> = Vec::new();
    for (number, family) in families.into_iter().enumerate() {
        children.extend(family.into_iter().map(|child| Child { family: number, ..child }));
    }
    for (number, child) in children.iter_mut().enumerate() {
        child.id = format!("NB{:06}", 100_000 + number * 7);
    }
    children
}

/// Draws the families of one concern first referred from one area.
fn in_area(spec: &Spec, ground: &Ground, area: usize, path: (&Gradient, Concern)) -> Vec<Vec<Child>> {
    let here = &ground.areas[area];
    let kind = if path.1 == Concern::DomesticAbuse { "abuse" } else { "other" };
    let years = f64::from(spec.years.returns + spec.years.run_in);
    let children = f64::from(here.children(here.people.len() / 2));
    let mean = children * path.0.referral[here.decile] * years;
    let number = Stream::open(&spec.seed, &format!("families of {} {kind}", here.code)).poisson(mean);
    let open = |n| Stream::open(&spec.seed, &format!("family {n} of {} {kind}", here.code));
    (0..number).map(|n| family(spec, ground, &mut open(n), area, path)).collect()
}

/// Draws one family: its children who are in some return, or nobody.
fn family(
    spec: &Spec,
    ground: &Ground,
    stream: &mut Stream,
    area: usize,
    path: (&Gradient, Concern),
) -> Vec<Child> {
    let decile = ground.areas[area].decile;
    let window = window(spec);
    let begin = Date::constant(window.start.year() - spec.years.run_in, 4, 1);
    let days = begin.until(window.end).map_or(365, |span| span.get_days());
    let first = after(begin, stream.between(0, days - 5));
    let mut referrals = vec![episode(spec, stream, path, decile, first)];
    while let Some(day) =
        next_referral(spec, stream, &referrals[referrals.len() - 1]).filter(|&day| day < window.end)
    {
        referrals.push(episode(spec, stream, path, decile, day));
    }
    let sizes: Vec<_> = (1..=4).zip(spec.families.sizes).collect();
    let size = stream.weighted(&sizes);
    let ethnicity = ethnicity(stream);
    let addresses = addresses(spec, ground, stream, area, &referrals);
    let children = (0..size).map(|_| {
        let mut child = child(spec, stream, path.1, ethnicity, referrals[0].referred);
        let episodes = referrals.iter().filter_map(|shared| own_episode(spec, stream, &child, shared));
        child.episodes = episodes.collect();
        number_plans(&mut child.episodes);
        child.addresses = own_addresses(&addresses, child.birth);
        child.episodes.retain_mut(|episode| returned(spec, stream, path.1, window, episode));
        child
    });
    children.filter(|child| !child.episodes.is_empty()).collect()
}

/// Draws when the family is referred again, if it is.
fn next_referral(spec: &Spec, stream: &mut Stream, last: &Episode) -> Option<Date> {
    let closed = last.closed.map_or(last.referred, |(day, _)| day);
    let year_on = after(last.referred, 364);
    if stream.chance(spec.families.repeats) && after(closed, 20) < year_on {
        let days = closed.until(year_on).map_or(20, |span| span.get_days());
        return Some(after(closed, stream.between(5, days - 3)));
    }
    stream.chance(spec.families.later_repeats).then(|| after(closed.max(year_on), stream.between(10, 400)))
}

fn child(spec: &Spec, stream: &mut Stream, concern: Concern, ethnicity: Ethnicity, referred: Date) -> Child {
    let bands = [
        ((3, 364), 0.09),
        ((365, 1_825), 0.20),
        ((1_826, 3_650), 0.27),
        ((3_651, 5_840), 0.34),
        ((5_841, 6_560), 0.10),
    ];
    let (low, high) = stream.weighted(&bands);
    let age = stream.between(low, high);
    let unborn = stream.chance(spec.families.unborn);
    let birth = if unborn {
        Birth::Expected(after(referred, stream.between(45, 170)))
    } else {
        Birth::Born(after(referred, -age))
    };
    let sex = stream.weighted(&[(Sex::Male, 0.546), (Sex::Female, 0.452), (Sex::Unknown, 0.002)]);
    let kinds = [
        (Disability::Autism, 0.34),
        (Disability::Learning, 0.26),
        (Disability::Behaviour, 0.15),
        (Disability::Communication, 0.12),
        (Disability::Mobility, 0.08),
        (Disability::Other, 0.05),
    ];
    let mut disabilities = vec![Disability::NoDisability];
    if stream.chance(0.136) {
        disabilities = vec![stream.weighted(&kinds)];
        let second = stream.weighted(&kinds);
        if stream.chance(0.4) && !disabilities.contains(&second) {
            disabilities.push(second);
        }
    }
    let pupil = (age > 1_826).then(|| stream.between(10_000_000, 99_999_999).unsigned_abs());
    Child {
        id: String::new(),
        family: 0,
        concern,
        birth,
        sex: if unborn { Sex::Unknown } else { sex },
        ethnicity,
        disabilities: if unborn { Vec::new() } else { disabilities },
        pupil: pupil.filter(|_| !unborn),
        episodes: Vec::new(),
        addresses: Vec::new(),
        loss: None,
        odd: None,
    }
}

/// Makes one child's own episode of the family's; `None` where the child was not there to be referred.
fn own_episode(spec: &Spec, stream: &mut Stream, child: &Child, shared: &Episode) -> Option<Episode> {
    let mut own = shared.clone();
    // Drawn for every child alike, so that one child's path moves no other's draws.
    let (apart, differs) = (stream.chance(spec.families.siblings_apart), stream.chance(0.1));
    let drawn = draw_factors(spec, stream, child.concern);
    if apart && !own.enquiries.is_empty() {
        let first = own.assessments[0].authorised.unwrap_or(own.referred);
        truncate(&mut own, after(first, 10), ClosureReason::Rc8);
        (own.enquiries, own.conference, own.plan) = (Vec::new(), None, None);
    }
    if differs && own.assessments.first().is_some_and(|first| first.authorised.is_some()) {
        own.assessments[0].factors = drawn;
    }
    match child.birth {
        Birth::Born(birth) if own.referred < birth || age_on(birth, own.referred) >= 18 => return None,
        Birth::Born(_) => {}
        // The record of an unborn child ends before the birth; the returns never see the same child born.
        Birth::Expected(expected) if own.referred < after(expected, -10) => {
            if own.course == Course::Need {
                truncate(&mut own, after(expected, -3), ClosureReason::Rc7);
            }
        }
        Birth::Expected(_) => return None,
    }
    Some(own)
}

/// Closes an episode on a day, and takes away what would have come after it.
fn truncate(episode: &mut Episode, end: Date, reason: ClosureReason) {
    if episode.closed.is_some_and(|(closed, _)| closed <= end) {
        return;
    }
    episode.closed = Some((end, reason));
    episode
        .assessments
        .retain(|assessment| assessment.authorised.is_none_or(|day| day <= end) && assessment.started <= end);
    episode
        .enquiries
        .retain(|enquiry| enquiry.started <= end && enquiry.conference.is_none_or(|day| day <= end));
    episode.conference = episode.conference.filter(|&day| day <= end);
    episode.need_plan =
        episode.need_plan.filter(|&(start, _)| start < end).map(|(start, _)| (start, Some(end)));
    episode.plan = episode.plan.take().filter(|plan| plan.started < after(end, -8)).map(|mut plan| {
        plan.ended = plan.ended.min(Some(after(end, -2)));
        plan.reviews.retain(|&review| Some(review) < plan.ended);
        plan
    });
}

/// Counts the plans a child had before.
fn number_plans(episodes: &mut [Episode]) {
    let mut before = 0;
    for plan in episodes.iter_mut().filter_map(|episode| episode.plan.as_mut()) {
        plan.earlier += before;
        before = plan.earlier + 1;
    }
}

/// Returns whether the episode is in some return. One from before the window is, if it is open in it; it then
/// has an assessment authorised in it, so that it is in no doubt that something happened in the window.
fn returned(
    spec: &Spec,
    stream: &mut Stream,
    concern: Concern,
    window: Period,
    episode: &mut Episode,
) -> bool {
    if episode.referred >= window.start {
        return episode.referred <= window.end;
    }
    let Some((closed, _)) = episode.closed.filter(|&(closed, _)| closed >= window.start) else {
        return false;
    };
    let authorised = episode.assessments.iter().filter_map(|assessment| assessment.authorised);
    if authorised.into_iter().any(|day| window.holds(day)) {
        return true;
    }
    let started = after(window.start, stream.between(2, 20));
    let done = after(started, stream.between(15, 40));
    if done >= closed {
        return false;
    }
    let factors = episode.assessments.first().map(|first| first.factors.clone());
    let factors = factors.unwrap_or_else(|| draw_factors(spec, stream, concern));
    episode.assessments.push(Assessment { started, authorised: Some(done), factors });
    episode.assessments.sort_by_key(|assessment| assessment.started);
    true
}

/// Draws where the family lived, and when: at the first referral in `area`.
fn addresses(
    spec: &Spec,
    ground: &Ground,
    stream: &mut Stream,
    area: usize,
    referrals: &[Episode],
) -> Vec<Address> {
    let start = after(referrals[0].referred, -stream.between(30, 3_000));
    let mut list = Vec::new();
    if stream.chance(0.15) {
        let before = after(start, -stream.between(200, 2_000));
        list.push(at(ground, stream.below(ground.home), stream, before, Some(after(start, -1))));
    }
    list.push(at(ground, area, stream, start, None));
    let moved = after(referrals[0].referred, stream.between(30, 700));
    let clear = |referral: &Episode| {
        let days = referral.referred.until(moved).map_or(0, |span| span.get_days());
        days.abs() > 10
    };
    if stream.chance(spec.families.moves) && referrals.iter().all(clear) && moved < window(spec).end {
        let near = ground.in_decile(ground.areas[area].decile);
        let to = if stream.chance(0.7) { *stream.pick(&near) } else { stream.below(ground.home) };
        list.last_mut().expect("an address was added").end = Some(after(moved, -1));
        list.push(at(ground, to, stream, moved, None));
    }
    list
}

/// Makes an address in an area, with a postcode as somebody may have typed it.
pub(super) fn at(
    ground: &Ground,
    area: usize,
    stream: &mut Stream,
    start: Date,
    end: Option<Date>,
) -> Address {
    let postcode = stream.pick(&ground.areas[area].postcodes);
    // A terminated postcode is an old one.
    let postcode = if postcode.life == Life::Terminated && end.is_none() && !stream.chance(0.3) {
        &ground.areas[area].postcodes[0]
    } else {
        postcode
    };
    let typed = match stream.between(0, 99) {
        0 => postcode.text.to_lowercase(),
        1 => postcode.text.replace(' ', ""),
        2 => format!(" {} ", postcode.text.replace(' ', "  ")),
        _ => postcode.text.clone(),
    };
    Address { start: Some(start), end, written: Written::Postcode(typed), place: Place::Area(area) }
}

/// Returns the family's addresses since the child was born.
fn own_addresses(family: &[Address], birth: Birth) -> Vec<Address> {
    let Birth::Born(born) = birth else { return family.to_vec() };
    let since = family.iter().filter(|address| address.end.is_none_or(|end| end > born));
    since.map(|address| Address { start: address.start.max(Some(born)), ..address.clone() }).collect()
}

/// How often each ethnicity is recorded, in every area alike.
pub(super) const ETHNICITIES: [(Ethnicity, f64); 20] = [
    (Ethnicity::Wbri, 0.610),
    (Ethnicity::Woth, 0.048),
    (Ethnicity::Wirt, 0.004),
    (Ethnicity::Wrom, 0.005),
    (Ethnicity::Wiri, 0.002),
    (Ethnicity::Mwbc, 0.030),
    (Ethnicity::Mwba, 0.015),
    (Ethnicity::Mwas, 0.018),
    (Ethnicity::Moth, 0.030),
    (Ethnicity::Apkn, 0.026),
    (Ethnicity::Aind, 0.011),
    (Ethnicity::Aban, 0.012),
    (Ethnicity::Aoth, 0.030),
    (Ethnicity::Chne, 0.002),
    (Ethnicity::Bafr, 0.055),
    (Ethnicity::Bcrb, 0.018),
    (Ethnicity::Both, 0.018),
    (Ethnicity::Ooth, 0.042),
    (Ethnicity::Nobt, 0.020),
    (Ethnicity::Refu, 0.004),
];

fn ethnicity(stream: &mut Stream) -> Ethnicity {
    stream.weighted(&ETHNICITIES)
}
