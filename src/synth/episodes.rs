//! One referral and what follows from it: assessment, enquiry, conference, plan, closure.
//!
//! Durations, categories and sources lie near those published for England in 2024 (children in need,
//! tables A2, C3, C5, D5 and D7).

use jiff::ToSpan;
use jiff::civil::Weekday;

use crate::domain::Date;
use crate::domain::codes::{AbuseCategory, ClosureReason, Factor, PrimaryNeed, ReferralSource};

use super::draw::Stream;
use super::gradient::Gradient;
use super::person::{Assessment, Concern, Course, Enquiry, Episode, Plan, Revision};
use super::spec::Spec;

/// Returns the day so many days later.
pub(super) fn after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// Returns the day, or the Monday after it where it falls at a weekend.
fn working_day(day: Date) -> Date {
    match day.weekday() {
        Weekday::Saturday => after(day, 2),
        Weekday::Sunday => after(day, 1),
        _ => day,
    }
}

/// Draws the episode of a family referred on a day.
pub(super) fn episode(
    spec: &Spec,
    stream: &mut Stream,
    path: (&Gradient, Concern),
    decile: usize,
    day: Date,
) -> Episode {
    let (gradient, concern) = path;
    let referred = working_day(day);
    let mut episode = Episode {
        referred,
        source: source(stream, concern),
        need: need(stream, concern),
        course: Course::Need,
        closed: None,
        conference: None,
        assessments: Vec::new(),
        enquiries: Vec::new(),
        need_plan: None,
        plan: None,
        revision: Revision::AsFirstReturned,
    };
    if stream.chance(0.04) {
        episode.revision = Revision::NeedStatedLate;
    }
    let started = after(referred, stream.between(0, 5));
    if !stream.chance(gradient.assessed[decile]) {
        if stream.chance(0.8) {
            episode.course = Course::NoFurtherAction;
        } else {
            let open = Assessment { started, authorised: None, factors: Vec::new() };
            episode.assessments.push(open);
            episode.closed = Some((after(started, stream.between(10, 40)), ClosureReason::Rc7));
        }
        return episode;
    }
    let authorised = after(started, assessment_length(stream));
    let factors = draw_factors(spec, stream, concern);
    episode.assessments.push(Assessment { started, authorised: Some(authorised), factors });
    let end = if stream.chance(gradient.s47[decile]) {
        enquire(stream, gradient, decile, (&mut episode, spec.families.earlier_plans))
    } else if stream.chance(0.6) {
        let reason = if stream.chance(0.3) { ClosureReason::Rc9 } else { ClosureReason::Rc8 };
        let early_help_returned = referred >= Date::constant(2022, 4, 1);
        let reason = if early_help_returned { reason } else { ClosureReason::Rc8 };
        episode.closed = Some((after(authorised, stream.between(0, 10)), reason));
        return episode;
    } else {
        after(referred, need_length(stream))
    };
    let end = end.max(after(authorised, 10));
    if episode.plan.is_none() && stream.chance(0.5) {
        let start = after(authorised, stream.between(1, 5));
        episode.need_plan = Some((start, Some(end)));
    }
    episode.closed = Some((end, closure(stream)));
    reassess(spec, stream, concern, end, &mut episode);
    episode
}

/// Draws the enquiry and what it led to, with a plan `before` for so many; returns when the episode can close.
fn enquire(
    stream: &mut Stream,
    gradient: &Gradient,
    decile: usize,
    (episode, before): (&mut Episode, f64),
) -> Date {
    let started = working_day(after(episode.referred, stream.between(0, 20)));
    if !stream.chance(gradient.icpc[decile]) {
        episode.enquiries.push(Enquiry { started, conference: None });
        let second = working_day(after(started, stream.between(60, 140)));
        let repeated = stream.chance(0.2);
        if repeated {
            episode.enquiries.push(Enquiry { started: second, conference: None });
        }
        let end = after(episode.referred, need_length(stream));
        return if repeated { end.max(after(second, 15)) } else { end };
    }
    let conference = working_day(after(started, stream.between(14, 21)));
    let from_elsewhere = stream.chance(0.04);
    episode.conference = from_elsewhere.then_some(conference);
    let by_enquiry = (!from_elsewhere).then_some(conference);
    episode.enquiries.push(Enquiry { started, conference: by_enquiry });
    if !stream.chance(gradient.cpp_start[decile]) {
        return after(conference, 20).max(after(episode.referred, need_length(stream)));
    }
    let ended = after(conference, plan_length(stream));
    let first = after(conference, stream.between(75, 92));
    let reviews = (0..8).map(|n| after(first, n * 175)).take_while(|&review| review < ended).collect();
    let categories = [
        (AbuseCategory::Neglect, 0.50),
        (AbuseCategory::Emotional, 0.37),
        (AbuseCategory::Physical, 0.077),
        (AbuseCategory::Sexual, 0.035),
        (AbuseCategory::Multiple, 0.018),
    ];
    let first_category = stream.weighted(&categories);
    let last_category = if stream.chance(0.05) { AbuseCategory::Emotional } else { first_category };
    let earlier = if stream.chance(before) { stream.weighted(&[(1, 0.8), (2, 0.2)]) } else { 0 };
    let plan =
        Plan { started: conference, ended: Some(ended), first_category, last_category, earlier, reviews };
    episode.plan = Some(plan);
    after(ended, stream.between(20, 120))
}

/// Draws the later assessments of a long episode; their factors are mostly those of the first.
fn reassess(spec: &Spec, stream: &mut Stream, concern: Concern, end: Date, episode: &mut Episode) {
    let mut last = episode.referred;
    while let Some(started) = Some(after(last, stream.between(180, 330))).filter(|_| stream.chance(0.6)) {
        let authorised = after(started, assessment_length(stream).max(1));
        if authorised >= end {
            break;
        }
        let same =
            episode.assessments.first().filter(|_| stream.chance(0.8)).map(|first| first.factors.clone());
        let factors = same.unwrap_or_else(|| draw_factors(spec, stream, concern));
        episode.assessments.push(Assessment { started, authorised: Some(authorised), factors });
        last = authorised;
    }
}

/// Draws the factors of one assessment.
pub(super) fn draw_factors(spec: &Spec, stream: &mut Stream, concern: Concern) -> Vec<Factor> {
    if stream.chance(spec.factors.missing) {
        return Vec::new();
    }
    if spec.factors.none > 0.0 && stream.chance(spec.factors.none) {
        return vec![Factor::F21];
    }
    let (mut found, drawn) = (Vec::with_capacity(8), spec.factors.drawn());
    if concern == Concern::DomesticAbuse {
        let set = stream.weighted(&drawn.abuse);
        found.extend(Factor::ALL.iter().filter(|&&factor| set.holds(factor)));
    }
    for &(factor, share) in &drawn.other {
        if stream.chance(share) {
            found.push(factor);
        }
    }
    if found.is_empty() {
        found.push(Factor::F20);
    }
    found.sort_unstable();
    found
}

/// Draws the days from start to authorisation: quartiles 19, 34 and 44; 1.5% within a day, 15.5% over 45.
fn assessment_length(stream: &mut Stream) -> i32 {
    let bands = [((0, 0), 0.015), ((1, 19), 0.235), ((20, 34), 0.25), ((35, 45), 0.345), ((46, 110), 0.155)];
    let (low, high) = stream.weighted(&bands);
    stream.between(low, high)
}

/// Draws the days from referral to closure of a child in need.
fn need_length(stream: &mut Stream) -> i32 {
    let bands = [
        ((20, 91), 0.475),
        ((92, 182), 0.168),
        ((183, 364), 0.177),
        ((365, 729), 0.11),
        ((730, 1_100), 0.07),
    ];
    let (low, high) = stream.weighted(&bands);
    stream.between(low, high)
}

/// Draws the days a child protection plan lasts.
fn plan_length(stream: &mut Stream) -> i32 {
    let bands = [
        ((14, 91), 0.163),
        ((92, 182), 0.117),
        ((183, 364), 0.433),
        ((365, 729), 0.249),
        ((730, 1_000), 0.038),
    ];
    let (low, high) = stream.weighted(&bands);
    stream.between(low, high)
}

fn closure(stream: &mut Stream) -> ClosureReason {
    let reasons = [
        (ClosureReason::Rc7, 0.935),
        (ClosureReason::Rc5, 0.038),
        (ClosureReason::Rc4, 0.008),
        (ClosureReason::Rc1, 0.007),
        (ClosureReason::Rc6, 0.007),
        (ClosureReason::Rc2, 0.003),
        (ClosureReason::Rc3, 0.002),
    ];
    stream.weighted(&reasons)
}

fn source(stream: &mut Stream, concern: Concern) -> ReferralSource {
    let police = if concern == Concern::DomesticAbuse { 0.47 } else { 0.21 };
    let others = [
        (ReferralSource::S2A, 0.203),
        (ReferralSource::S2B, 0.017),
        (ReferralSource::S3A, 0.03),
        (ReferralSource::S3B, 0.037),
        (ReferralSource::S3D, 0.03),
        (ReferralSource::S3E, 0.05),
        (ReferralSource::S4, 0.012),
        (ReferralSource::S5A, 0.03),
        (ReferralSource::S5B, 0.06),
        (ReferralSource::S5C, 0.051),
        (ReferralSource::S1A, 0.06),
        (ReferralSource::S1C, 0.02),
        (ReferralSource::S7, 0.044),
        (ReferralSource::S8, 0.042),
        (ReferralSource::S9, 0.016),
        (ReferralSource::S10, 0.012),
    ];
    if stream.chance(police) { ReferralSource::S6 } else { stream.weighted(&others) }
}

fn need(stream: &mut Stream, concern: Concern) -> PrimaryNeed {
    if concern == Concern::DomesticAbuse {
        return stream.weighted(&[(PrimaryNeed::N1, 0.8), (PrimaryNeed::N5, 0.12), (PrimaryNeed::N4, 0.08)]);
    }
    let needs = [
        (PrimaryNeed::N1, 0.46),
        (PrimaryNeed::N5, 0.12),
        (PrimaryNeed::N4, 0.09),
        (PrimaryNeed::N2, 0.13),
        (PrimaryNeed::N8, 0.08),
        (PrimaryNeed::N3, 0.03),
        (PrimaryNeed::N6, 0.035),
        (PrimaryNeed::N0, 0.04),
        (PrimaryNeed::N9, 0.01),
        (PrimaryNeed::N7, 0.005),
    ];
    stream.weighted(&needs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_before_the_referral_or_after_the_closure() {
        let spec = Spec::northbridge();
        let certain = Gradient {
            referral: [0.1; 10],
            assessed: [0.9; 10],
            s47: [0.6; 10],
            icpc: [0.6; 10],
            cpp_start: [0.8; 10],
        };
        for n in 0..2_000 {
            let mut stream = Stream::open("episodes", &n.to_string());
            let path = (&certain, if n % 2 == 0 { Concern::DomesticAbuse } else { Concern::Other });
            let episode = episode(&spec, &mut stream, path, 3, Date::constant(2023, 2, 1));
            let closed = episode.closed.map_or(Date::MAX, |(day, _)| day);
            let mut days: Vec<Date> = episode.enquiries.iter().map(|enquiry| enquiry.started).collect();
            days.extend(episode.assessments.iter().flat_map(|a| [Some(a.started), a.authorised]).flatten());
            days.extend(episode.plan.iter().flat_map(|plan| [Some(plan.started), plan.ended]).flatten());
            days.extend(episode.plan.iter().flat_map(|plan| plan.reviews.clone()));
            assert!(days.iter().all(|&day| episode.referred <= day && day <= closed), "episode {n}");
        }
    }
}
