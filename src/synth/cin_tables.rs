//! The children in need census as tables, in the columns of the collection system's exports.

use std::fmt::Write;

use crate::domain::Date;
use crate::domain::codes::Sex;

use super::person::{Birth, Child, Course, Episode};
use super::spec::Spec;
use super::view::shown;

/// The tables of one return, with the names of their files.
pub(super) type Blades = [(&'static str, String); 8];

/// The tables, each with its header.
const TABLES: [(&str, &str); 8] = [
    ("Header.csv", "Collection,Year,ReferenceDate,SourceLevel,LEA,SoftwareCode,Release,SerialNo,DateTime\n"),
    (
        "ChildIdentifiers.csv",
        "LAchildID,UPN,FormerUPN,UPNunknown,PersonBirthDate,ExpectedPersonBirthDate,Sex,PersonDeathDate\n",
    ),
    ("ChildCharacteristics.csv", "LAchildID,Ethnicity\n"),
    ("Disabilities.csv", "LAchildID,Disability\n"),
    (
        "CINdetails.csv",
        "LAchildID,CINdetailsID,CINreferralDate,ReferralSource,PrimaryNeedCode,CINclosureDate,ReasonForClosure,DateOfInitialCPC,ReferralNFA\n",
    ),
    (
        "Assessments.csv",
        "LAchildID,CINdetailsID,AssessmentID,AssessmentActualStartDate,AssessmentInternalReviewDate,AssessmentAuthorisationDate,AssessmentFactors\n",
    ),
    (
        "Section47.csv",
        "LAchildID,CINdetailsID,S47ActualStartDate,InitialCPCtarget,DateOfInitialCPC,ICPCnotRequired\n",
    ),
    (
        "ChildProtectionPlans.csv",
        "LAchildID,CINdetailsID,CPPID,CPPstartDate,CPPendDate,InitialCategoryOfAbuse,LatestCategoryOfAbuse,NumberOfPreviousCPP\n",
    ),
];

macro_rules! put {
    ($out:expr, $($arguments:tt)+) => { write!($out, $($arguments)+).expect("a string takes all that is written") };
}

/// Writes the tables of one year. What is odd about a record's writing in XML has no counterpart here.
pub(super) fn write(spec: &Spec, dates: &[Date], file: usize, children: &[Child]) -> Blades {
    let mut tables = TABLES.map(|(name, header)| (name, header.to_owned()));
    let (reference, lea) = (dates[file], &spec.place.lea);
    put!(tables[0].1, "CIN,{},{reference},L,{lea},Synthetic data,1,001,\n", reference.year());
    for child in children {
        let episodes = shown(spec, dates, file, child);
        if !episodes.is_empty() {
            person(&mut tables, child);
            episodes.iter().zip(1..).for_each(|(one, number)| episode(&mut tables, &child.id, number, one));
        }
    }
    tables
}

fn person(tables: &mut Blades, child: &Child) {
    let id = &child.id;
    let (pupil, unknown) = match child.pupil {
        Some(digits) => (format!("A990{digits}9"), ""),
        None => (String::new(), "UN1"),
    };
    let (born, expected) = match child.birth {
        Birth::Born(day) => (day.to_string(), String::new()),
        Birth::Expected(day) => (String::new(), day.to_string()),
    };
    let sex = match child.sex {
        Sex::Male => "M",
        Sex::Female => "F",
        Sex::Unknown => "U",
    };
    put!(tables[1].1, "{id},{pupil},,{unknown},{born},{expected},{sex},\n");
    put!(tables[2].1, "{id},{}\n", child.ethnicity.code());
    child.disabilities.iter().for_each(|one| put!(tables[3].1, "{id},{}\n", one.code()));
}

fn episode(tables: &mut Blades, id: &str, number: usize, one: &Episode) {
    let (closed, reason) = one.closed.map_or((String::new(), ""), |(day, why)| (day.to_string(), why.code()));
    let nfa = u8::from(one.course == Course::NoFurtherAction);
    let (source, need) = (one.source.code(), one.need.code());
    let (referred, conference) = (one.referred, day(one.conference));
    put!(tables[4].1, "{id},{number},{referred},{source},{need},{closed},{reason},{conference},{nfa}\n");
    for (assessment, nth) in one.assessments.iter().zip(1..) {
        let (started, authorised) = (assessment.started, day(assessment.authorised));
        let mut row = |factor| put!(tables[5].1, "{id},{number},{nth},{started},,{authorised},{factor}\n");
        assessment.factors.iter().for_each(|factor| row(factor.code()));
        if assessment.factors.is_empty() {
            row("");
        }
    }
    for enquiry in &one.enquiries {
        let (started, held) = (enquiry.started, day(enquiry.conference));
        let none = u8::from(enquiry.conference.is_none());
        put!(tables[6].1, "{id},{number},{started},,{held},{none}\n");
    }
    if let Some(plan) = &one.plan {
        let (first, last) = (plan.first_category.code(), plan.last_category.code());
        let (started, ended, earlier) = (plan.started, day(plan.ended), plan.earlier);
        put!(tables[7].1, "{id},{number},1,{started},{ended},{first},{last},{earlier}\n");
    }
}

fn day(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}
