//! Children and their episodes, out of one piece of a return.

use super::element::Element;
use super::events::Events;
use crate::diag::Code;
use crate::domain::codes::{
    AbuseCategory, ClosureReason, Disability, DisabilitySet, Ethnicity, Factor, FactorSet, PrimaryNeed,
    ReferralSource, Sex,
};
use crate::read::tables::{Assessment, Birth, Child, ChildKey, Enquiry, Episode, ProtectionPlan};

/// What a piece holds. Children and episodes are numbered within the piece.
#[derive(Default)]
pub(super) struct Batch {
    /// Each child's identifiers, line and record; the key is its place in the piece.
    pub(super) children: Vec<(Names, u32, Child)>,
    /// The episodes; the child is its place in the piece. Lines, here and above, are still bytes of it.
    pub(super) episodes: Vec<Episode>,
    /// The assessments; the episode is its place in the piece. So for the next two.
    pub(super) assessments: Vec<Assessment>,
    pub(super) enquiries: Vec<Enquiry>,
    pub(super) plans: Vec<ProtectionPlan>,
}

/// What names a child: only the first is sure to.
#[derive(Default)]
pub(super) struct Names {
    /// The authority's own identifier.
    pub(super) own: Box<str>,
    /// The unique pupil number, where there is one.
    pub(super) pupil: Option<Box<str>>,
}

/// Reads a piece that holds whole children.
pub(super) fn children(events: &mut Events<'_>) -> Result<Batch, Code> {
    let mut batch = Batch::default();
    while let Some(element) = events.top()? {
        match element {
            Element::Child => batch.child(events)?,
            _ => return Err(Code::XmlNotCin),
        }
    }
    Ok(batch)
}

impl Batch {
    /// Adds what the next piece holds.
    pub(super) fn append(&mut self, next: Self) {
        let (children, episodes) = (row(&self.children), row(&self.episodes));
        self.children.extend(next.children);
        self.episodes.extend(
            next.episodes.into_iter().map(|one| Episode { child: ChildKey(one.child.0 + children), ..one }),
        );
        let later = |episode: u32| episode + episodes;
        let assessments = next.assessments.into_iter();
        self.assessments.extend(assessments.map(|one| Assessment { episode: later(one.episode), ..one }));
        let enquiries = next.enquiries.into_iter();
        self.enquiries.extend(enquiries.map(|one| Enquiry { episode: later(one.episode), ..one }));
        let plans = next.plans.into_iter();
        self.plans.extend(plans.map(|one| ProtectionPlan { episode: later(one.episode), ..one }));
    }

    fn child(&mut self, events: &mut Events<'_>) -> Result<(), Code> {
        let key = ChildKey(row(&self.children));
        let first = (self.episodes.len(), self.assessments.len(), self.enquiries.len(), self.plans.len());
        let mut record = Child {
            key,
            birth: None,
            sex: Sex::Unknown,
            ethnicity: None,
            disabilities: DisabilitySet::default(),
        };
        let mut names = Names::default();
        while let Some(element) = events.next()? {
            match element {
                Element::ChildIdentifiers => identifiers(events, &mut record, &mut names)?,
                Element::ChildCharacteristics => characteristics(events, &mut record)?,
                Element::CinDetails => self.episode(events, key)?,
                _ => unknown(events)?,
            }
        }
        if !names.own.is_empty() {
            self.children.push((names, place(events), record));
        } else {
            events.note(Code::NoChildId, Element::LaChildId);
            self.episodes.truncate(first.0);
            self.assessments.truncate(first.1);
            self.enquiries.truncate(first.2);
            self.plans.truncate(first.3);
        }
        Ok(())
    }

    fn episode(&mut self, events: &mut Events<'_>, child: ChildKey) -> Result<(), Code> {
        let number = row(&self.episodes);
        let first = (self.assessments.len(), self.enquiries.len(), self.plans.len());
        let mut referred = None;
        let line = place(events);
        let mut episode = Episode {
            child,
            file: 0,
            line,
            referred: jiff::civil::Date::ZERO,
            source: None,
            need: None,
            closed: None,
            closure: None,
            no_further_action: None,
            conference: None,
            pre_proceedings: false,
        };
        while let Some(element) = events.next()? {
            match element {
                Element::CinReferralDate => referred = events.date(element)?,
                Element::ReferralSource => {
                    episode.source = events.code(element, ReferralSource::from_code)?
                }
                Element::PrimaryNeedCode => episode.need = events.code(element, PrimaryNeed::from_code)?,
                Element::CinClosureDate => episode.closed = events.date(element)?,
                Element::ReasonForClosure => {
                    episode.closure = events.code(element, ClosureReason::from_code)?
                }
                Element::DateOfInitialCpc => episode.conference = events.date(element)?,
                Element::ReferralNfa => episode.no_further_action = events.flag(element)?,
                Element::Assessments => self.assessments.push(assessment(events, number)?),
                Element::Section47 => self.enquiries.push(enquiry(events, number)?),
                Element::ChildProtectionPlans => self.plans.push(plan(events, number)?),
                Element::PreProceedings => {
                    episode.pre_proceedings = true;
                    events.skip()?;
                }
                Element::CinPlanDates => events.skip()?,
                _ => unknown(events)?,
            }
        }
        if let Some(referred) = referred {
            self.episodes.push(Episode { referred, ..episode });
        } else {
            events.note(Code::NoReferralDate, Element::CinReferralDate);
            self.assessments.truncate(first.0);
            self.enquiries.truncate(first.1);
            self.plans.truncate(first.2);
        }
        Ok(())
    }
}

fn identifiers(events: &mut Events<'_>, record: &mut Child, names: &mut Names) -> Result<(), Code> {
    let (mut born, mut expected) = (None, None);
    while let Some(element) = events.next()? {
        match element {
            Element::LaChildId => {
                names.own = events.text()?.into();
            }
            Element::Upn => {
                let number = events.text()?;
                names.pupil = (!number.is_empty()).then(|| number.to_ascii_uppercase().into());
            }
            Element::PersonBirthDate => born = events.date(element)?,
            Element::ExpectedPersonBirthDate => expected = events.date(element)?,
            Element::Sex => record.sex = events.code(element, Sex::from_code)?.unwrap_or(Sex::Unknown),
            Element::GenderCurrent => {
                record.sex = events.code(element, Sex::from_code)?.unwrap_or(Sex::Unknown)
            }
            Element::FormerUpn | Element::UpnUnknown | Element::PersonDeathDate => events.skip()?,
            _ => unknown(events)?,
        }
    }
    if born.is_some() && expected.is_some() {
        events.note(Code::TwoBirthDates, Element::ExpectedPersonBirthDate);
    }
    record.birth = born.map(Birth::Born).or(expected.map(Birth::Expected));
    if record.birth.is_none() {
        events.note(Code::NoBirthDate, Element::PersonBirthDate);
    }
    Ok(())
}

fn characteristics(events: &mut Events<'_>, record: &mut Child) -> Result<(), Code> {
    while let Some(element) = events.next()? {
        match element {
            Element::Ethnicity => record.ethnicity = events.code(element, Ethnicity::from_code)?,
            Element::Disabilities => {
                while let Some(element) = events.next()? {
                    match element {
                        Element::Disability => {
                            if let Some(disability) = events.code(element, Disability::from_code)? {
                                record.disabilities.insert(disability);
                            }
                        }
                        _ => unknown(events)?,
                    }
                }
            }
            _ => unknown(events)?,
        }
    }
    Ok(())
}

fn assessment(events: &mut Events<'_>, episode: u32) -> Result<Assessment, Code> {
    let mut assessment = Assessment { episode, started: None, authorised: None, factors: FactorSet::EMPTY };
    while let Some(element) = events.next()? {
        match element {
            Element::AssessmentActualStartDate => assessment.started = events.date(element)?,
            Element::AssessmentAuthorisationDate => assessment.authorised = events.date(element)?,
            Element::FactorsIdentifiedAtAssessment => {
                while let Some(element) = events.next()? {
                    match element {
                        Element::AssessmentFactors => factor(events, &mut assessment.factors)?,
                        _ => unknown(events)?,
                    }
                }
            }
            Element::AssessmentFactors => factor(events, &mut assessment.factors)?,
            Element::AssessmentInternalReviewDate => events.skip()?,
            _ => unknown(events)?,
        }
    }
    if assessment.authorised.is_some() && assessment.factors.is_empty() {
        events.note(Code::FactorsMissing, Element::AssessmentFactors);
    }
    if assessment.started.zip(assessment.authorised).is_some_and(|(started, ended)| ended < started) {
        events.note(Code::AssessmentEndsBeforeStart, Element::AssessmentAuthorisationDate);
    }
    Ok(assessment)
}

fn factor(events: &mut Events<'_>, factors: &mut FactorSet) -> Result<(), Code> {
    if let Some(factor) = events.code(Element::AssessmentFactors, Factor::from_code)? {
        if factors.holds(factor) {
            events.note(Code::RepeatedFactor, Element::AssessmentFactors);
        }
        factors.insert(factor);
    }
    Ok(())
}

fn enquiry(events: &mut Events<'_>, episode: u32) -> Result<Enquiry, Code> {
    let mut enquiry = Enquiry { episode, started: None, conference: None, conference_not_required: None };
    while let Some(element) = events.next()? {
        match element {
            Element::S47ActualStartDate => enquiry.started = events.date(element)?,
            Element::DateOfInitialCpc => enquiry.conference = events.date(element)?,
            Element::IcpcNotRequired => enquiry.conference_not_required = events.flag(element)?,
            Element::InitialCpcTarget => events.skip()?,
            _ => unknown(events)?,
        }
    }
    Ok(enquiry)
}

fn plan(events: &mut Events<'_>, episode: u32) -> Result<ProtectionPlan, Code> {
    let mut plan =
        ProtectionPlan { episode, started: None, ended: None, category: None, earlier_plans: None };
    while let Some(element) = events.next()? {
        match element {
            Element::CppStartDate => plan.started = events.date(element)?,
            Element::CppEndDate => plan.ended = events.date(element)?,
            Element::InitialCategoryOfAbuse => {
                plan.category = events.code(element, AbuseCategory::from_code)?;
            }
            Element::NumberOfPreviousCpp => plan.earlier_plans = events.number(element)?,
            Element::LatestCategoryOfAbuse | Element::Reviews => events.skip()?,
            _ => unknown(events)?,
        }
    }
    if plan.started.zip(plan.ended).is_some_and(|(started, ended)| ended < started) {
        events.note(Code::PlanEndsBeforeStart, Element::CppEndDate);
    }
    Ok(plan)
}

fn unknown(events: &mut Events<'_>) -> Result<(), Code> {
    events.note(Code::UnknownElement, Element::Unknown);
    events.skip()
}

fn place(events: &Events<'_>) -> u32 {
    u32::try_from(events.position()).expect("a piece is shorter than 4 GB")
}

fn row<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).expect("a piece holds fewer rows than 2^32")
}
