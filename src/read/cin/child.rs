//! Children and their episodes, out of one piece of a return.

use super::events::{Broken, Events, Next};
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
pub(super) fn children(events: &mut Events<'_>) -> Result<Batch, Broken> {
    let mut batch = Batch::default();
    while let Some(start) = events.top()? {
        match start.name().as_ref() {
            "Child" => batch.child(events)?,
            _ => return Err(events.broken(Code::XmlNotCin)),
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

    fn child(&mut self, events: &mut Events<'_>) -> Result<(), Broken> {
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
        while let Next::Element(start) = events.next()? {
            match start.name().as_ref() {
                "ChildIdentifiers" => identifiers(events, &mut record, &mut names)?,
                "ChildCharacteristics" => characteristics(events, &mut record)?,
                "CINdetails" => self.episode(events, key)?,
                _ => unknown(events, &start)?,
            }
        }
        if !names.own.is_empty() {
            self.children.push((names, place(events), record));
        } else {
            events.note(Code::NoChildId, Some("LAchildID"));
            self.episodes.truncate(first.0);
            self.assessments.truncate(first.1);
            self.enquiries.truncate(first.2);
            self.plans.truncate(first.3);
        }
        Ok(())
    }

    fn episode(&mut self, events: &mut Events<'_>, child: ChildKey) -> Result<(), Broken> {
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
        while let Next::Element(start) = events.next()? {
            match start.name().as_ref() {
                "CINreferralDate" => referred = events.date("CINreferralDate")?,
                "ReferralSource" => {
                    episode.source = events.code("ReferralSource", ReferralSource::from_code)?
                }
                "PrimaryNeedCode" => episode.need = events.code("PrimaryNeedCode", PrimaryNeed::from_code)?,
                "CINclosureDate" => episode.closed = events.date("CINclosureDate")?,
                "ReasonForClosure" => {
                    episode.closure = events.code("ReasonForClosure", ClosureReason::from_code)?
                }
                "DateOfInitialCPC" => episode.conference = events.date("DateOfInitialCPC")?,
                "ReferralNFA" => episode.no_further_action = events.flag("ReferralNFA")?,
                "Assessments" => self.assessments.push(assessment(events, number)?),
                "Section47" => self.enquiries.push(enquiry(events, number)?),
                "ChildProtectionPlans" => self.plans.push(plan(events, number)?),
                "PreProceedingsandFGDM" => {
                    episode.pre_proceedings = true;
                    events.skip(&start)?;
                }
                "CINPlanDates" => events.skip(&start)?,
                _ => unknown(events, &start)?,
            }
        }
        if let Some(referred) = referred {
            self.episodes.push(Episode { referred, ..episode });
        } else {
            events.note(Code::NoReferralDate, Some("CINreferralDate"));
            self.assessments.truncate(first.0);
            self.enquiries.truncate(first.1);
            self.plans.truncate(first.2);
        }
        Ok(())
    }
}

fn identifiers(events: &mut Events<'_>, record: &mut Child, names: &mut Names) -> Result<(), Broken> {
    let (mut born, mut expected) = (None, None);
    while let Next::Element(start) = events.next()? {
        match start.name().as_ref() {
            "LAchildID" => {
                names.own = events.text()?.into();
            }
            "UPN" => {
                let number = events.text()?;
                names.pupil = (!number.is_empty()).then(|| number.to_ascii_uppercase().into());
            }
            "PersonBirthDate" => born = events.date("PersonBirthDate")?,
            "ExpectedPersonBirthDate" => expected = events.date("ExpectedPersonBirthDate")?,
            "Sex" => record.sex = events.code("Sex", Sex::from_code)?.unwrap_or(Sex::Unknown),
            "GenderCurrent" => {
                record.sex = events.code("GenderCurrent", Sex::from_code)?.unwrap_or(Sex::Unknown)
            }
            "FormerUPN" | "UPNunknown" | "PersonDeathDate" => events.skip(&start)?,
            _ => unknown(events, &start)?,
        }
    }
    if born.is_some() && expected.is_some() {
        events.note(Code::TwoBirthDates, Some("ExpectedPersonBirthDate"));
    }
    record.birth = born.map(Birth::Born).or(expected.map(Birth::Expected));
    if record.birth.is_none() {
        events.note(Code::NoBirthDate, Some("PersonBirthDate"));
    }
    Ok(())
}

fn characteristics(events: &mut Events<'_>, record: &mut Child) -> Result<(), Broken> {
    while let Next::Element(start) = events.next()? {
        match start.name().as_ref() {
            "Ethnicity" => record.ethnicity = events.code("Ethnicity", Ethnicity::from_code)?,
            "Disabilities" => {
                while let Next::Element(start) = events.next()? {
                    match start.name().as_ref() {
                        "Disability" => {
                            if let Some(disability) = events.code("Disability", Disability::from_code)? {
                                record.disabilities.insert(disability);
                            }
                        }
                        _ => unknown(events, &start)?,
                    }
                }
            }
            _ => unknown(events, &start)?,
        }
    }
    Ok(())
}

fn assessment(events: &mut Events<'_>, episode: u32) -> Result<Assessment, Broken> {
    let mut assessment = Assessment { episode, started: None, authorised: None, factors: FactorSet::EMPTY };
    while let Next::Element(start) = events.next()? {
        match start.name().as_ref() {
            "AssessmentActualStartDate" => assessment.started = events.date("AssessmentActualStartDate")?,
            "AssessmentAuthorisationDate" => {
                assessment.authorised = events.date("AssessmentAuthorisationDate")?
            }
            "FactorsIdentifiedAtAssessment" => {
                while let Next::Element(start) = events.next()? {
                    match start.name().as_ref() {
                        "AssessmentFactors" => factor(events, &mut assessment.factors)?,
                        _ => unknown(events, &start)?,
                    }
                }
            }
            "AssessmentFactors" => factor(events, &mut assessment.factors)?,
            "AssessmentInternalReviewDate" => events.skip(&start)?,
            _ => unknown(events, &start)?,
        }
    }
    if assessment.authorised.is_some() && assessment.factors.is_empty() {
        events.note(Code::FactorsMissing, Some("AssessmentFactors"));
    }
    if assessment.started.zip(assessment.authorised).is_some_and(|(started, ended)| ended < started) {
        events.note(Code::AssessmentEndsBeforeStart, Some("AssessmentAuthorisationDate"));
    }
    Ok(assessment)
}

fn factor(events: &mut Events<'_>, factors: &mut FactorSet) -> Result<(), Broken> {
    if let Some(factor) = events.code("AssessmentFactors", Factor::from_code)? {
        if factors.holds(factor) {
            events.note(Code::RepeatedFactor, Some("AssessmentFactors"));
        }
        factors.insert(factor);
    }
    Ok(())
}

fn enquiry(events: &mut Events<'_>, episode: u32) -> Result<Enquiry, Broken> {
    let mut enquiry = Enquiry { episode, started: None, conference: None, conference_not_required: None };
    while let Next::Element(start) = events.next()? {
        match start.name().as_ref() {
            "S47ActualStartDate" => enquiry.started = events.date("S47ActualStartDate")?,
            "DateOfInitialCPC" => enquiry.conference = events.date("DateOfInitialCPC")?,
            "ICPCnotRequired" => enquiry.conference_not_required = events.flag("ICPCnotRequired")?,
            "InitialCPCtarget" => events.skip(&start)?,
            _ => unknown(events, &start)?,
        }
    }
    Ok(enquiry)
}

fn plan(events: &mut Events<'_>, episode: u32) -> Result<ProtectionPlan, Broken> {
    let mut plan =
        ProtectionPlan { episode, started: None, ended: None, category: None, earlier_plans: None };
    while let Next::Element(start) = events.next()? {
        match start.name().as_ref() {
            "CPPstartDate" => plan.started = events.date("CPPstartDate")?,
            "CPPendDate" => plan.ended = events.date("CPPendDate")?,
            "InitialCategoryOfAbuse" => {
                plan.category = events.code("InitialCategoryOfAbuse", AbuseCategory::from_code)?;
            }
            "NumberOfPreviousCPP" => plan.earlier_plans = events.number("NumberOfPreviousCPP")?,
            "LatestCategoryOfAbuse" | "Reviews" => events.skip(&start)?,
            _ => unknown(events, &start)?,
        }
    }
    if plan.started.zip(plan.ended).is_some_and(|(started, ended)| ended < started) {
        events.note(Code::PlanEndsBeforeStart, Some("CPPendDate"));
    }
    Ok(plan)
}

fn unknown(events: &mut Events<'_>, start: &quick_xml::events::BytesStart<'_>) -> Result<(), Broken> {
    events.note(Code::UnknownElement, None);
    events.skip(start)
}

fn place(events: &Events<'_>) -> u32 {
    u32::try_from(events.position()).expect("a piece is shorter than 4 GB")
}

fn row<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).expect("a piece holds fewer rows than 2^32")
}
