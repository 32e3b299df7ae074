//! The census as tables: one CSV file for each kind of record, as the collection system exports a loaded return.
//!
//! A return is named by its `Header.csv`; the other tables stand beside it under the names that the Department's
//! COLLECT system gives them, and those that a return has no rows for may be left out. Columns are named as the XML
//! names elements (`data-dictionary/tables/cin.csv`), with counters `CINdetailsID` and `AssessmentID` in place of
//! nesting. Codes and rules are those of the XML; dates may also be written day first.

use std::collections::HashMap;
use std::path::Path;

use super::child::{Batch, Names};
use super::values::flag;
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Date;
use crate::domain::codes::{
    AbuseCategory, ClosureReason, Disability, DisabilitySet, Ethnicity, Factor, FactorSet, PrimaryNeed,
    ReferralSource, Sex,
};
use crate::read::sheet::{self, Column, Header, Missing, Row};
use crate::read::tables::{Assessment, Birth, Child, ChildKey, Enquiry, Episode, ProtectionPlan};

const CHILD: &str = "LAchildID";
const EPISODE: &str = "CINdetailsID";

/// Returns the day on which the year of a return ends, from its `Header.csv`.
pub(super) fn reference_date(header: &Path, findings: &mut Findings) -> Result<Date, Diagnostic> {
    let mut reference = None;
    rows(header, &["ReferenceDate"], &[], findings, |cells| {
        reference = reference.or(cells.date("ReferenceDate"));
    })?;
    reference.ok_or_else(|| {
        Diagnostic::new(Code::NoReferenceDate, Code::NoReferenceDate.message()).in_file(header)
    })
}

/// Reads the tables that stand beside a `Header.csv`.
pub(super) fn read(header: &Path) -> Result<(Batch, Findings), Diagnostic> {
    let folder = header.parent().unwrap_or(Path::new(""));
    let mut findings = Findings::default();
    let mut batch = Batch::default();
    let people = children(folder, &mut batch, &mut findings)?;
    let places = episodes(folder, &people, &mut batch, &mut findings)?;
    assessments(folder, &people, &places, &mut batch, &mut findings)?;
    enquiries(folder, &people, &places, &mut batch, &mut findings)?;
    plans(folder, &people, &places, &mut batch, &mut findings)?;
    // What belongs to an episode comes in the order of the episodes, whatever the order of its own table.
    batch.assessments.sort_by_key(|one| one.episode);
    batch.enquiries.sort_by_key(|one| one.episode);
    batch.plans.sort_by_key(|one| one.episode);
    Ok((batch, findings))
}

/// The place of each child, by identifier.
type People = HashMap<Box<str>, u32>;
/// The place of each episode, by its child and its counter.
type Places = HashMap<(u32, Box<str>), u32>;

fn children(folder: &Path, batch: &mut Batch, findings: &mut Findings) -> Result<People, Diagnostic> {
    let mut people = People::new();
    let others = &["UPN", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex", "GenderCurrent"];
    rows(&folder.join("ChildIdentifiers.csv"), &[CHILD], others, findings, |cells| {
        let Some(identifier) = cells.text(CHILD) else { return cells.note(Code::NoChildId, CHILD) };
        let (born, expected) = (cells.date("PersonBirthDate"), cells.date("ExpectedPersonBirthDate"));
        let sex = cells.code("Sex", Sex::from_code).or_else(|| cells.code("GenderCurrent", Sex::from_code));
        if born.is_some() && expected.is_some() {
            cells.note(Code::TwoBirthDates, "ExpectedPersonBirthDate");
        }
        let birth = born.map(Birth::Born).or(expected.map(Birth::Expected));
        if birth.is_none() {
            cells.note(Code::NoBirthDate, "PersonBirthDate");
        }
        let place = row(&batch.children);
        if people.contains_key(identifier) {
            return cells.note(Code::DuplicateChild, CHILD);
        }
        people.insert(identifier.into(), place);
        let (sex, disabilities) = (sex.unwrap_or(Sex::Unknown), DisabilitySet::default());
        let child = Child { key: ChildKey(place), birth, sex, ethnicity: None, disabilities };
        let pupil = cells.text("UPN").map(|number| number.to_ascii_uppercase().into());
        batch.children.push((Names { own: identifier.into(), pupil }, cells.line(), child));
    })?;
    rows(&folder.join("ChildCharacteristics.csv"), &[CHILD, "Ethnicity"], &[], findings, |cells| {
        let ethnicity = cells.code("Ethnicity", Ethnicity::from_code);
        if let Some(place) = cells.child(&people) {
            let child = &mut batch.children[place as usize].2;
            child.ethnicity = child.ethnicity.or(ethnicity);
        }
    })?;
    rows(&folder.join("Disabilities.csv"), &[CHILD, "Disability"], &[], findings, |cells| {
        let disability = cells.code("Disability", Disability::from_code);
        if let Some((place, disability)) = cells.child(&people).zip(disability) {
            batch.children[place as usize].2.disabilities.insert(disability);
        }
    })?;
    Ok(people)
}

fn episodes(
    folder: &Path,
    people: &People,
    batch: &mut Batch,
    findings: &mut Findings,
) -> Result<Places, Diagnostic> {
    let mut places = Places::new();
    let others = &[
        "ReferralSource",
        "PrimaryNeedCode",
        "CINclosureDate",
        "ReasonForClosure",
        "DateOfInitialCPC",
        "ReferralNFA",
    ];
    rows(&folder.join("CINdetails.csv"), &[CHILD, EPISODE, "CINreferralDate"], others, findings, |cells| {
        let Some(child) = cells.child(people) else { return };
        let Some(referred) = cells.date("CINreferralDate") else {
            return cells.note(Code::NoReferralDate, "CINreferralDate");
        };
        let counter = cells.text(EPISODE).unwrap_or_default();
        places.entry((child, counter.into())).or_insert(row(&batch.episodes));
        batch.episodes.push(Episode {
            child: ChildKey(child),
            file: 0,
            line: cells.line(),
            referred,
            source: cells.code("ReferralSource", ReferralSource::from_code),
            need: cells.code("PrimaryNeedCode", PrimaryNeed::from_code),
            closed: cells.date("CINclosureDate"),
            closure: cells.code("ReasonForClosure", ClosureReason::from_code),
            no_further_action: cells.flag("ReferralNFA"),
            conference: cells.date("DateOfInitialCPC"),
            pre_proceedings: false,
        });
    })?;
    Ok(places)
}

fn assessments(
    folder: &Path,
    people: &People,
    places: &Places,
    batch: &mut Batch,
    findings: &mut Findings,
) -> Result<(), Diagnostic> {
    const ID: &str = "AssessmentID";
    let mut known: HashMap<(u32, Box<str>), usize> = HashMap::new();
    let others = &["AssessmentAuthorisationDate", "AssessmentFactors"];
    let needed = &[CHILD, EPISODE, ID, "AssessmentActualStartDate"];
    let mut lines = Vec::new();
    let path = folder.join("Assessments.csv");
    rows(&path, needed, others, findings, |cells| {
        let Some(episode) = cells.episode(people, places) else { return };
        let next = batch.assessments.len();
        let at = *known.entry((episode, cells.text(ID).unwrap_or_default().into())).or_insert(next);
        if at == next {
            let (started, authorised) =
                (cells.date("AssessmentActualStartDate"), cells.date("AssessmentAuthorisationDate"));
            if started.zip(authorised).is_some_and(|(started, ended)| ended < started) {
                cells.note(Code::AssessmentEndsBeforeStart, "AssessmentAuthorisationDate");
            }
            batch.assessments.push(Assessment { episode, started, authorised, factors: FactorSet::EMPTY });
            lines.push(cells.line());
        }
        cells.factor("AssessmentFactors", &mut batch.assessments[at].factors);
    })?;
    let list = folder.join("AssessmentFactorsList.csv");
    rows(&list, &[CHILD, EPISODE, ID, "AssessmentFactor"], &[], findings, |cells| {
        let Some(episode) = cells.episode(people, places) else { return };
        let at = known.get(&(episode, cells.text(ID).unwrap_or_default().into()));
        match at {
            Some(&at) => cells.factor("AssessmentFactor", &mut batch.assessments[at].factors),
            None => cells.note(Code::RecordWithoutParent, ID),
        }
    })?;
    for (assessment, line) in batch.assessments.iter().zip(lines) {
        if assessment.authorised.is_some() && assessment.factors.is_empty() {
            findings.note(Code::FactorsMissing, &path, Some("AssessmentFactors"), u64::from(line));
        }
    }
    Ok(())
}

fn enquiries(
    folder: &Path,
    people: &People,
    places: &Places,
    batch: &mut Batch,
    findings: &mut Findings,
) -> Result<(), Diagnostic> {
    let others = &["DateOfInitialCPC", "ICPCnotRequired"];
    let needed = &[CHILD, EPISODE, "S47ActualStartDate"];
    rows(&folder.join("Section47.csv"), needed, others, findings, |cells| {
        let Some(episode) = cells.episode(people, places) else { return };
        batch.enquiries.push(Enquiry {
            episode,
            started: cells.date("S47ActualStartDate"),
            conference: cells.date("DateOfInitialCPC"),
            conference_not_required: cells.flag("ICPCnotRequired"),
        });
    })
}

fn plans(
    folder: &Path,
    people: &People,
    places: &Places,
    batch: &mut Batch,
    findings: &mut Findings,
) -> Result<(), Diagnostic> {
    let others = &["CPPendDate", "InitialCategoryOfAbuse", "NumberOfPreviousCPP"];
    let needed = &[CHILD, EPISODE, "CPPstartDate"];
    rows(&folder.join("ChildProtectionPlans.csv"), needed, others, findings, |cells| {
        let Some(episode) = cells.episode(people, places) else { return };
        let (started, ended) = (cells.date("CPPstartDate"), cells.date("CPPendDate"));
        if started.zip(ended).is_some_and(|(started, ended)| ended < started) {
            cells.note(Code::PlanEndsBeforeStart, "CPPendDate");
        }
        batch.plans.push(ProtectionPlan {
            episode,
            started,
            ended,
            category: cells.code("InitialCategoryOfAbuse", AbuseCategory::from_code),
            earlier_plans: cells.number("NumberOfPreviousCPP"),
        });
    })
}

/// One row, with the columns that were found.
struct Cells<'r, 'f> {
    path: &'r Path,
    row: Row<'r>,
    columns: &'r HashMap<&'static str, Column>,
    findings: &'f mut Findings,
}

/// Reads every row of a table that has the columns `needed` and may have `others`; a table that is not there, or has
/// no rows, has nothing to say. Of tables that have to be there, `Header.csv` was found when the plan was checked.
fn rows(
    path: &Path,
    needed: &[&'static str],
    others: &[&'static str],
    findings: &mut Findings,
    mut each: impl FnMut(&mut Cells<'_, '_>),
) -> Result<(), Diagnostic> {
    let required = ["ChildIdentifiers.csv", "CINdetails.csv"].map(Path::new);
    let file = path.file_name().map(Path::new);
    if !path.exists() && !required.iter().any(|name| file == Some(name)) {
        return Ok(());
    }
    let find = |header: &Header| {
        let column = |&name: &&'static str| Some((name, header.named(&[&name.to_lowercase()])?));
        let lacking: Vec<_> = needed.iter().filter(|name| column(name).is_none()).copied().collect();
        let found = needed.iter().chain(others).filter_map(column).collect::<HashMap<_, _>>();
        if lacking.is_empty() { Ok(found) } else { Err(Missing(lacking)) }
    };
    let read = sheet::read(path, find, findings, |columns, row, findings| {
        each(&mut Cells { path, row, columns, findings });
        Ok(())
    });
    match read {
        Err(empty) if empty.code == Code::EmptyTable => Ok(()),
        read => read.map(|_| ()),
    }
}

impl<'r> Cells<'r, '_> {
    fn note(&mut self, code: Code, column: &'static str) {
        self.findings.note(code, self.path, Some(column), self.row.number());
    }

    fn line(&self) -> u32 {
        u32::try_from(self.row.number()).unwrap_or(u32::MAX)
    }

    /// Returns the text of a cell; `None` where it is missing or the table has no such column.
    fn text(&self, column: &'static str) -> Option<&'r str> {
        let text = self.row.cell(self.columns.get(column)?);
        (!sheet::is_missing(text)).then_some(text)
    }

    fn date(&mut self, column: &'static str) -> Option<Date> {
        let date = sheet::date(self.text(column)?);
        date.unwrap_or_else(|code| {
            self.note(code, column);
            None
        })
    }

    fn code<T>(&mut self, column: &'static str, read: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        // `NONE` is a code of one list, and not a missing cell.
        let text = self.row.cell(self.columns.get(column)?);
        let code = read(text.as_bytes()).or_else(|| read(text.to_ascii_uppercase().as_bytes()));
        if code.is_none() && !sheet::is_missing(text) {
            self.note(Code::BadCode, column);
        }
        code
    }

    fn flag(&mut self, column: &'static str) -> Option<bool> {
        flag(self.text(column)?).unwrap_or_else(|code| {
            self.note(code, column);
            None
        })
    }

    fn number(&mut self, column: &'static str) -> Option<u16> {
        let number = self.text(column)?.parse().ok();
        if number.is_none() {
            self.note(Code::BadNumber, column);
        }
        number
    }

    fn factor(&mut self, column: &'static str, factors: &mut FactorSet) {
        let Some(factor) = self.code(column, Factor::from_code) else { return };
        if factors.holds(factor) {
            self.note(Code::RepeatedFactor, column);
        }
        factors.insert(factor);
    }

    /// Returns the place of the row's child.
    fn child(&mut self, people: &People) -> Option<u32> {
        let place = self.text(CHILD).and_then(|identifier| people.get(identifier)).copied();
        if place.is_none() {
            self.note(Code::RecordWithoutParent, CHILD);
        }
        place
    }

    /// Returns the place of the row's episode.
    fn episode(&mut self, people: &People, places: &Places) -> Option<u32> {
        let child = self.child(people)?;
        let counter = self.text(EPISODE).unwrap_or_default();
        let place = places.get(&(child, counter.into())).copied();
        if place.is_none() {
            self.note(Code::RecordWithoutParent, EPISODE);
        }
        place
    }
}

fn row<T>(rows: &[T]) -> u32 {
    u32::try_from(rows.len()).expect("a return holds fewer rows than 2^32")
}
