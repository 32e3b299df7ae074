//! What is wrong with the data, on purpose: oddities of the returns and of the address file, and children
//! whose episodes are lost, a known number of each. Nothing here is of a kind that ends or fails a run.

use crate::domain::codes::{ClosureReason, Factor, Sex};
use crate::domain::{Date, LossReason};

use super::areas::{Ground, Standing};
use super::draw::Stream;
use super::episodes::after;
use super::families::{at, reference_dates, window};
use super::person::{Address, Birth, Child, Concern, Course, Place, Written};
use super::spec::Spec;
use super::view::shown;

macro_rules! oddities {
    ($($variant:ident = $name:literal, $code:literal, $what:literal;)+) => {
        /// Something odd about a child's record in one return.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Oddity { $($variant),+ }

        impl Oddity {
            /// Every kind.
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the name in the truth file.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Returns the diagnostic it raises; empty for what is read without a word.
            pub(super) const fn diagnostic(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Returns what a reader of the file sees.
            pub(super) const fn what(self) -> &'static str {
                match self { $(Self::$variant => $what),+ }
            }
        }
    };
}

oddities! {
    SexOfOtherYears = "sex_of_other_years", "", "the year's own element with the other years' values (`1` under `Sex`)";
    ElementOfOtherYears = "element_of_other_years", "", "the other years' element for sex, with its values";
    FlagsInWords = "flags_in_words", "", "`true` and `false` among `1` and `0`";
    BadFlag = "bad_flag", "bad-flag", "`ReferralNFA` that is neither yes nor no";
    FactorsAbsent = "factors_absent", "factors-missing", "completed assessment, no factor group";
    FactorsEmpty = "factors_empty", "factors-missing", "completed assessment, empty factor group";
    FactorsSelfClosed = "factors_self_closed", "factors-missing", "completed assessment, self-closed factor group";
    BadFactor = "bad_factor", "bad-code", "factor `RB` among valid ones";
    RepeatedFactor = "repeated_factor", "repeated-factor", "the same factor twice in one assessment";
    OldAbuseCodes = "old_abuse_codes", "", "factors 18A and 19A, replaced in 2020-21";
    NoFactorIdentified = "no_factor_identified", "", "factor 21 alone";
    StrayText = "stray_text", "stray-text", "words between two elements";
    UnknownElement = "unknown_element", "unknown-element", "an element no return has, with others inside";
    PreProceedings = "pre_proceedings", "", "`PreProceedingsandFGDM`, ahead of its year";
    AuthorisedBeforeStart = "authorised_before_start", "assessment-ends-before-start", "assessment authorised before it began";
    ImpossibleDate = "impossible_date", "bad-date", "`CINclosureDate` of 30 February";
    DateOutOfRange = "date_out_of_range", "date-out-of-range", "expected birth date in 1066";
    TwoBirthDates = "two_birth_dates", "two-birth-dates", "birth date and expected birth date";
    NoBirthDate = "no_birth_date", "no-birth-date", "neither birth date nor expected birth date";
    MissingEthnicity = "missing_ethnicity", "", "no `Ethnicity`";
    BadSource = "bad_source", "bad-code", "referral source `ZZ`";
    DuplicateChild = "duplicate_child", "duplicate-child", "the child twice, with one episode each time";
    PlanEndsBeforeStart = "plan_ends_before_start", "plan-ends-before-start", "plan that ends before it begins";
    BadNumber = "bad_number", "bad-number", "`NumberOfPreviousCPP` in words";
}

/// How many children the address file treats oddly in each way.
pub(super) const ODD_ADDRESSES: [(&str, usize); 7] = [
    ("lsoa11_unchanged", 3),
    ("lsoa11_merged", 3),
    ("lsoa21", 6),
    ("no_start", 2),
    ("overlap", 1),
    ("bad_postcode", 2),
    ("unknown_child", 5),
];

/// Loses a known number of children for each reason.
pub(super) fn lose(spec: &Spec, ground: &Ground, children: &mut [Child]) {
    let dates = reference_dates(spec);
    for (reason, number) in spec.losses.by_reason() {
        let mut stream = Stream::open(&spec.seed, &format!("lost: {}", reason.name()));
        let fits = |child: &Child| {
            let outside = reason != LossReason::OutsideWindow || could_be_outside(spec, &dates, child);
            plain(child) && !child.birth.is_expected() && outside
        };
        for (nth, at) in some(&mut stream, children, number, fits).into_iter().enumerate() {
            lose_child(ground, &mut stream, &mut children[at], reason, nth);
        }
    }
}

fn lose_child(ground: &Ground, stream: &mut Stream, child: &mut Child, reason: LossReason, nth: usize) {
    child.loss = Some(reason);
    let referred = child.episodes[0].referred;
    let since = after(referred, -stream.between(40, 900)).max(child.birth.day());
    let standing =
        |standing| *ground.standing(standing).iter().cycle().nth(nth).expect("an area of the standing");
    let lost = |written| Address { start: Some(since), end: None, written, place: Place::Lost(reason) };
    let postcode = |list: &[String; 2]| Written::Postcode(list[nth % 2].clone());
    match reason {
        LossReason::Superseded => {}
        LossReason::OutsideWindow => shift(child, -400),
        LossReason::Adult => child.birth = Birth::Born(after(referred, -stream.between(6_600, 8_000))),
        LossReason::NoAddress => child.addresses.clear(),
        LossReason::NoAddressOnDate => {
            child.addresses.truncate(1);
            child.addresses[0].end = None;
            child.addresses[0].start = Some(after(referred, stream.between(20, 60)));
        }
        LossReason::UnknownPostcode => child.addresses = vec![lost(postcode(&ground.unknown))],
        LossReason::PostcodeWithoutArea => child.addresses = vec![lost(postcode(&ground.nowhere))],
        LossReason::AreaNotConvertible => {
            let redrawn: Vec<_> = ground.changes.iter().filter(|change| "SX".contains(change.kind)).collect();
            child.addresses = vec![lost(Written::Lsoa11(redrawn[nth * 2 % redrawn.len()].old.0.clone()))];
        }
        LossReason::AreaNotInIndex if nth % 2 == 1 => {
            let area = standing(Standing::WithoutIndex);
            let written = Written::Lsoa21(ground.areas[area].code.clone());
            child.addresses =
                vec![Address { written, place: Place::Area(area), ..lost(postcode(&ground.unknown)) }];
        }
        LossReason::AreaNotInIndex => {
            child.addresses = vec![at(ground, standing(Standing::WithoutIndex), stream, since, None)]
        }
        LossReason::OutsideAuthority => {
            child.addresses = vec![at(ground, standing(Standing::Neighbour), stream, since, None)]
        }
        LossReason::AreaWithoutPopulation => {
            child.addresses = vec![at(ground, standing(Standing::WithoutPopulation), stream, since, None)];
        }
    }
}

/// Gives a known number of children in each return each oddity that the return can have.
pub(super) fn spoil(spec: &Spec, children: &mut [Child]) {
    let dates = reference_dates(spec);
    for file in 0..dates.len() {
        for &oddity in Oddity::ALL {
            if oddity == Oddity::PreProceedings && file + 1 != dates.len() {
                continue;
            }
            let mut stream = Stream::open(&spec.seed, &format!("{} in return {file}", oddity.name()));
            let fits = |child: &Child| could_be(oddity, spec, &dates, file, child);
            for at in some(&mut stream, children, spec.oddities.each, fits) {
                spoil_child(&mut children[at], file, oddity);
            }
        }
    }
}

/// Returns whether a child's record in the return can take the oddity, and is in no other return.
fn could_be(oddity: Oddity, spec: &Spec, dates: &[Date], file: usize, child: &Child) -> bool {
    let episodes = shown(spec, dates, file, child);
    let only_here =
        (0..dates.len()).all(|other| other == file || shown(spec, dates, other, child).is_empty());
    let wanted = if oddity == Oddity::DuplicateChild { 2 } else { 1 };
    let unspoilt = child.loss.is_none() && child.odd.is_none() && child.episodes.len() == wanted;
    if !unspoilt || !only_here || episodes.len() != wanted {
        return false;
    }
    let episode = &episodes[0];
    let completed = matches!(&episode.assessments[..], [only] if only.authorised.is_some());
    let with_factors = completed && !episode.assessments[0].factors.is_empty();
    let born = !child.birth.is_expected();
    match oddity {
        Oddity::SexOfOtherYears | Oddity::ElementOfOtherYears => child.sex != Sex::Unknown,
        Oddity::BadFlag => episode.course == Course::Need,
        Oddity::FactorsAbsent
        | Oddity::FactorsEmpty
        | Oddity::FactorsSelfClosed
        | Oddity::NoFactorIdentified => completed && child.concern == Concern::Other,
        Oddity::BadFactor | Oddity::RepeatedFactor | Oddity::OldAbuseCodes => with_factors,
        Oddity::AuthorisedBeforeStart => {
            completed && episode.assessments[0].authorised.is_some_and(|day| after(day, 3) <= dates[file])
        }
        Oddity::ImpossibleDate => episode.closed.is_some() && episode.plan.is_none(),
        Oddity::DateOutOfRange | Oddity::TwoBirthDates | Oddity::NoBirthDate => born,
        Oddity::PlanEndsBeforeStart => episode.plan.as_ref().is_some_and(|plan| plan.ended.is_some()),
        Oddity::BadNumber => episode.plan.is_some(),
        _ => true,
    }
}

/// Marks the child, and changes the record where the oddity is one of the record and not of its writing.
fn spoil_child(child: &mut Child, file: usize, oddity: Oddity) {
    child.odd = Some((file, oddity));
    let episode = &mut child.episodes[0];
    match oddity {
        Oddity::FactorsAbsent | Oddity::FactorsEmpty | Oddity::FactorsSelfClosed => {
            episode.assessments[0].factors.clear()
        }
        Oddity::NoFactorIdentified => episode.assessments[0].factors = vec![Factor::F21],
        Oddity::OldAbuseCodes => episode.assessments[0].factors.extend([Factor::F18A, Factor::F19A]),
        Oddity::AuthorisedBeforeStart => {
            let assessment = &mut episode.assessments[0];
            assessment.started = assessment.authorised.map_or(assessment.started, |day| after(day, 3));
        }
        Oddity::PlanEndsBeforeStart => {
            if let Some(plan) = &mut episode.plan {
                plan.ended = Some(after(plan.started, -5));
                plan.reviews.clear();
            }
        }
        _ => {}
    }
}

/// Writes some addresses in other ways, and makes some of them odd.
pub(super) fn readdress(spec: &Spec, ground: &Ground, children: &mut [Child]) {
    for (name, number) in ODD_ADDRESSES {
        let mut stream = Stream::open(&spec.seed, &format!("addresses: {name}"));
        let kind = |child: &Child| match child.addresses.first()?.place {
            Place::Area(area) => {
                ground.changes.iter().find(|change| change.new == area).map(|change| change.kind)
            }
            Place::Lost(_) => None,
        };
        let fits = |child: &Child| {
            let written =
                matches!(child.addresses.first(), Some(Address { written: Written::Postcode(_), .. }));
            let kind_fits = match name {
                "lsoa11_unchanged" => kind(child) == Some('U'),
                "lsoa11_merged" => kind(child) == Some('M'),
                _ => true,
            };
            // The child's only address, since long before the referral.
            let long = |start: Date| after(start, 40) < child.episodes[0].referred;
            let settled = child.addresses.len() == 1 && child.addresses[0].start.is_some_and(long);
            plain(child) && written && kind_fits && settled
        };
        if name == "unknown_child" {
            continue; // The address file itself has these rows.
        }
        for at in some(&mut stream, children, number, fits) {
            readdress_child(ground, &mut stream, &mut children[at], name);
        }
    }
}

fn readdress_child(ground: &Ground, stream: &mut Stream, child: &mut Child, name: &str) {
    let referred = child.episodes[0].referred;
    let Place::Area(area) = child.addresses[0].place else { return };
    let only = &mut child.addresses[0];
    match name {
        "lsoa21" => only.written = Written::Lsoa21(ground.areas[area].code.clone()),
        "no_start" => only.start = None,
        "overlap" => {
            only.end = Some(after(referred, 10));
            let elsewhere = ground.in_decile(9 - ground.areas[area].decile);
            let to = *stream.pick(&elsewhere);
            child.addresses.push(at(ground, to, stream, after(referred, -20), None));
        }
        "bad_postcode" => {
            let (start, end) = (only.start.map(|day| after(day, -300)), only.start.map(|day| after(day, -1)));
            let written = Written::Postcode("NOT KNOWN".into());
            child
                .addresses
                .insert(0, Address { start, end, written, place: Place::Lost(LossReason::UnknownPostcode) });
        }
        _ => {
            let old = ground.changes.iter().find(|change| change.new == area);
            only.written = Written::Lsoa11(old.expect("every known area has one before it").old.0.clone());
        }
    }
}

/// Returns whether nothing was done to a child yet who was referred once.
fn plain(child: &Child) -> bool {
    child.loss.is_none() && child.odd.is_none() && child.episodes.len() == 1
}

/// Returns whether the episode can be moved back to before the window: it began and closed in the first year.
fn could_be_outside(spec: &Spec, dates: &[Date], child: &Child) -> bool {
    let [episode] = &child.episodes[..] else { return false };
    let closed = episode.closed.is_some_and(|(day, reason)| day <= dates[0] && reason != ClosureReason::Rc9);
    episode.referred >= window(spec).start && closed
}

/// Moves a child's whole life by some days.
fn shift(child: &mut Child, days: i32) {
    let by = |day: &mut Date| *day = after(*day, days);
    child.birth = Birth::Born(after(child.birth.day(), days));
    for address in &mut child.addresses {
        address.start.iter_mut().chain(&mut address.end).for_each(by);
    }
    for episode in &mut child.episodes {
        by(&mut episode.referred);
        if let Some((closed, _)) = &mut episode.closed {
            by(closed);
        }
        episode.conference.iter_mut().for_each(by);
        for assessment in &mut episode.assessments {
            by(&mut assessment.started);
            assessment.authorised.iter_mut().for_each(by);
        }
        for enquiry in &mut episode.enquiries {
            by(&mut enquiry.started);
            enquiry.conference.iter_mut().for_each(by);
        }
        if let Some((start, end)) = &mut episode.need_plan {
            by(start);
            end.iter_mut().for_each(by);
        }
        if let Some(plan) = &mut episode.plan {
            by(&mut plan.started);
            plan.ended.iter_mut().chain(&mut plan.reviews).for_each(by);
        }
    }
}

/// Picks up to `number` children that fit, at random.
fn some(stream: &mut Stream, children: &[Child], number: usize, fits: impl Fn(&Child) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..children.len()).collect();
    stream.shuffle(&mut order);
    order.into_iter().filter(|&at| fits(&children[at])).take(number).collect()
}
