//! The children in need census as XML, in the element order of the published schema (2025-26 shape).

use crate::domain::Date;
use crate::domain::codes::{Factor, Sex};

use super::dirt::Oddity;
use super::episodes::after;
use super::person::{Assessment, Birth, Child, Course, Enquiry, Episode, Plan};
use super::spec::Spec;
use super::view::shown;

/// How one return writes sex.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SexStyle {
    /// `GenderCurrent` with 1, 2 and 0, to 2023-24.
    GenderCurrent,
    /// `Sex` with M, F and U, from 2024-25.
    Sex,
}

impl SexStyle {
    fn of(reference: Date) -> Self {
        if reference.year() < 2025 { Self::GenderCurrent } else { Self::Sex }
    }

    const fn other(self) -> Self {
        match self {
            Self::GenderCurrent => Self::Sex,
            Self::Sex => Self::GenderCurrent,
        }
    }

    const fn element(self) -> &'static str {
        match self {
            Self::GenderCurrent => "GenderCurrent",
            Self::Sex => "Sex",
        }
    }

    const fn value(self, sex: Sex) -> &'static str {
        match (self, sex) {
            (Self::GenderCurrent, Sex::Male) => "1",
            (Self::GenderCurrent, Sex::Female) => "2",
            (Self::GenderCurrent, Sex::Unknown) => "0",
            (Self::Sex, Sex::Male) => "M",
            (Self::Sex, Sex::Female) => "F",
            (Self::Sex, Sex::Unknown) => "U",
        }
    }
}

/// Yes or no, as the return writes it.
#[derive(Clone, Copy)]
enum Answer {
    No,
    Yes,
}

impl Answer {
    const fn written(self, odd: Option<Oddity>) -> &'static str {
        match (self, matches!(odd, Some(Oddity::FlagsInWords))) {
            (Self::Yes, true) => "true",
            (Self::No, true) => "false",
            (Self::Yes, false) => "1",
            (Self::No, false) => "0",
        }
    }
}

/// XML in the making, one element a line and not indented, so that years of it stay small.
struct Xml(String);

impl Xml {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn open(&mut self, element: &str) {
        ["<", element, ">\n"].into_iter().for_each(|part| self.0.push_str(part));
    }

    fn close(&mut self, element: &str) {
        ["</", element, ">\n"].into_iter().for_each(|part| self.0.push_str(part));
    }

    /// Writes an element with a value, none of which has a character that XML would read otherwise.
    fn leaf(&mut self, element: &str, value: &str) {
        debug_assert!(!value.contains(['<', '>', '&']), "values are codes and dates");
        let parts = ["<", element, ">", value, "</", element, ">\n"];
        parts.into_iter().for_each(|part| self.0.push_str(part));
    }

    fn date(&mut self, element: &str, date: Date) {
        self.leaf(element, written(date).as_str());
    }
}

/// Returns a date as returns write it, without asking for memory.
fn written(date: Date) -> Written {
    let mut bytes = *b"0000-00-00";
    let (year, month, day) = (date.year().unsigned_abs(), date.month(), date.day());
    let digit = |number: u16, of: u16| b'0' + u8::try_from(number / of % 10).unwrap_or(0);
    for (at, of) in [(0, 1000), (1, 100), (2, 10), (3, 1)] {
        bytes[at] = digit(year, of);
    }
    for (at, number) in [(5, month), (8, day)] {
        let number = u16::from(number.unsigned_abs());
        (bytes[at], bytes[at + 1]) = (digit(number, 10), digit(number, 1));
    }
    Written(bytes)
}

/// `2025-03-31`.
struct Written([u8; 10]);

impl Written {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits")
    }
}

/// Writes the return of one year.
pub(super) fn write(spec: &Spec, dates: &[Date], file: usize, children: &[Child]) -> String {
    let reference = dates[file];
    // One return names the year before, as published samples do; the reference date is right.
    let year = if file == 1 && spec.oddities.each > 0 { reference.year() - 1 } else { reference.year() };
    let mut xml = Xml(String::with_capacity(1 << 21));
    xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    xml.line(&format!(
        "<!-- SYNTHETIC DATA. {} is a made-up authority; no child in this file exists. -->",
        spec.name
    ));
    xml.open("Message");
    xml.open("Header");
    xml.open("CollectionDetails");
    xml.leaf("Collection", "CIN");
    xml.leaf("Year", &year.to_string());
    xml.date("ReferenceDate", reference);
    xml.close("CollectionDetails");
    xml.open("Source");
    xml.leaf("SourceLevel", "L");
    xml.leaf("LEA", &spec.place.lea);
    xml.leaf("SoftwareCode", "Synthetic data");
    xml.leaf("Release", "1");
    xml.leaf("SerialNo", "001");
    xml.leaf("DateTime", &format!("{}-06-30T09:00:00", reference.year()));
    xml.close("Source");
    xml.close("Header");
    xml.open("Children");
    for one in children {
        let odd = one.odd.filter(|&(at, _)| at == file).map(|(_, oddity)| oddity);
        let episodes = shown(spec, dates, file, one);
        if odd == Some(Oddity::DuplicateChild) {
            episodes.chunks(1).for_each(|episode| child(&mut xml, reference, one, odd, episode));
        } else if !episodes.is_empty() {
            child(&mut xml, reference, one, odd, &episodes);
        }
    }
    xml.close("Children");
    xml.close("Message");
    xml.0
}

fn child(xml: &mut Xml, reference: Date, child: &Child, odd: Option<Oddity>, episodes: &[Episode]) {
    xml.open("Child");
    xml.open("ChildIdentifiers");
    xml.leaf("LAchildID", &child.id);
    match child.pupil {
        Some(digits) => xml.leaf("UPN", &format!("A990{digits}9")),
        None => xml.leaf("UPNunknown", "UN1"),
    }
    if odd == Some(Oddity::StrayText) {
        xml.line("PersonBirthDate");
    }
    match child.birth {
        Birth::Born(_) if odd == Some(Oddity::NoBirthDate) => {}
        Birth::Born(birth) => {
            xml.date("PersonBirthDate", birth);
            if odd == Some(Oddity::TwoBirthDates) {
                xml.date("ExpectedPersonBirthDate", after(birth, 4));
            }
            if odd == Some(Oddity::DateOutOfRange) {
                xml.leaf("ExpectedPersonBirthDate", "1066-04-13");
            }
        }
        Birth::Expected(expected) => xml.date("ExpectedPersonBirthDate", expected),
    }
    let style = SexStyle::of(reference);
    let (element, values) = match odd {
        Some(Oddity::SexOfOtherYears) => (style, style.other()),
        Some(Oddity::ElementOfOtherYears) => (style.other(), style.other()),
        _ => (style, style),
    };
    xml.leaf(element.element(), values.value(child.sex));
    xml.close("ChildIdentifiers");
    xml.open("ChildCharacteristics");
    if odd != Some(Oddity::MissingEthnicity) {
        xml.leaf("Ethnicity", child.ethnicity.code());
    }
    if !child.disabilities.is_empty() {
        xml.open("Disabilities");
        child.disabilities.iter().for_each(|disability| xml.leaf("Disability", disability.code()));
        xml.close("Disabilities");
    }
    xml.close("ChildCharacteristics");
    episodes.iter().for_each(|one| episode(xml, one, odd));
    xml.close("Child");
}

fn episode(xml: &mut Xml, episode: &Episode, odd: Option<Oddity>) {
    xml.open("CINdetails");
    xml.date("CINreferralDate", episode.referred);
    xml.leaf("ReferralSource", if odd == Some(Oddity::BadSource) { "ZZ" } else { episode.source.code() });
    xml.leaf("PrimaryNeedCode", episode.need.code());
    if let Some((closed, reason)) = episode.closed {
        if odd == Some(Oddity::ImpossibleDate) {
            xml.leaf("CINclosureDate", &format!("{}-02-30", closed.year()));
        } else {
            xml.date("CINclosureDate", closed);
        }
        xml.leaf("ReasonForClosure", reason.code());
    }
    if let Some(conference) = episode.conference {
        xml.date("DateOfInitialCPC", conference);
    }
    if odd == Some(Oddity::UnknownElement) {
        xml.open("LocalTeamDetails");
        xml.leaf("LocalTeam", "7");
        xml.close("LocalTeamDetails");
    }
    episode.assessments.iter().for_each(|one| assessment(xml, one, odd));
    if let Some((start, end)) = episode.need_plan {
        xml.open("CINPlanDates");
        xml.date("CINPlanStartDate", start);
        end.into_iter().for_each(|end| xml.date("CINPlanEndDate", end));
        xml.close("CINPlanDates");
    }
    episode.enquiries.iter().for_each(|one| enquiry(xml, one, odd));
    let no_action = match episode.course {
        Course::NoFurtherAction => Answer::Yes,
        Course::Need => Answer::No,
    };
    xml.leaf("ReferralNFA", if odd == Some(Oddity::BadFlag) { "maybe" } else { no_action.written(odd) });
    episode.plan.iter().for_each(|one| plan(xml, one, odd));
    if odd == Some(Oddity::PreProceedings) {
        pre_proceedings(xml, episode);
    }
    xml.close("CINdetails");
}

fn assessment(xml: &mut Xml, assessment: &Assessment, odd: Option<Oddity>) {
    const GROUP: &str = "FactorsIdentifiedAtAssessment";
    xml.open("Assessments");
    xml.date("AssessmentActualStartDate", assessment.started);
    if let Some(authorised) = assessment.authorised {
        xml.date("AssessmentAuthorisationDate", authorised);
    }
    if odd == Some(Oddity::FactorsSelfClosed) {
        xml.line("<FactorsIdentifiedAtAssessment/>");
    } else if odd == Some(Oddity::FactorsEmpty) || !assessment.factors.is_empty() {
        xml.open(GROUP);
        let repeated = assessment.factors.first().filter(|_| odd == Some(Oddity::RepeatedFactor));
        for code in assessment.factors.iter().chain(repeated).map(|factor| Factor::code(*factor)) {
            xml.leaf("AssessmentFactors", code);
        }
        if odd == Some(Oddity::BadFactor) {
            xml.leaf("AssessmentFactors", "RB");
        }
        xml.close(GROUP);
    }
    xml.close("Assessments");
}

fn enquiry(xml: &mut Xml, enquiry: &Enquiry, odd: Option<Oddity>) {
    xml.open("Section47");
    xml.date("S47ActualStartDate", enquiry.started);
    if let Some(conference) = enquiry.conference {
        // Fifteen working days are three weeks.
        xml.date("InitialCPCtarget", after(enquiry.started, 21));
        xml.date("DateOfInitialCPC", conference);
    }
    let not_required = if enquiry.conference.is_none() { Answer::Yes } else { Answer::No };
    xml.leaf("ICPCnotRequired", not_required.written(odd));
    xml.close("Section47");
}

fn plan(xml: &mut Xml, plan: &Plan, odd: Option<Oddity>) {
    xml.open("ChildProtectionPlans");
    xml.date("CPPstartDate", plan.started);
    plan.ended.into_iter().for_each(|ended| xml.date("CPPendDate", ended));
    xml.leaf("InitialCategoryOfAbuse", plan.first_category.code());
    xml.leaf("LatestCategoryOfAbuse", plan.last_category.code());
    let earlier = plan.earlier.to_string();
    xml.leaf("NumberOfPreviousCPP", if odd == Some(Oddity::BadNumber) { "two" } else { &earlier });
    if !plan.reviews.is_empty() {
        xml.open("Reviews");
        plan.reviews.iter().for_each(|&review| xml.date("CPPreviewDate", review));
        xml.close("Reviews");
    }
    xml.close("ChildProtectionPlans");
}

/// The group that returns have from 2026-27.
fn pre_proceedings(xml: &mut Xml, episode: &Episode) {
    xml.open("PreProceedingsandFGDM");
    xml.date("PPStartDate", after(episode.referred, 30));
    xml.date("LBPSentDate", after(episode.referred, 33));
    xml.leaf("FGDMMeetingOffer", "1");
    xml.leaf("FGDMMeetingFac", "0");
    xml.date("InitialPPMeetingDate", after(episode.referred, 40));
    xml.leaf("ReviewMeetingsCount", "1");
    xml.date("StepDecisionDate", after(episode.referred, 60));
    xml.leaf("PPOutcome", "A");
    xml.close("PreProceedingsandFGDM");
}
