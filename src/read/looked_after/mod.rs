//! Children looked after: the SSDA903 return, of which only the starts of care are kept.
//!
//! Rows of `episodes` are stretches of one placement and one legal status; a row whose `RNE` is `S` begins a
//! period of care. Files of several years repeat what was open at the turn of a year, so rows are told apart
//! by child, `DECOM` and `RNE`, and the last file's version stands. `HOME_POST` is the home before care, and is
//! the same throughout a period; the placement's postcode is never read.
//! Layout and codes: DfE, Children looked-after by local authorities: guide to the SSDA903 collection.

mod episodes;
mod header;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use self::episodes::Row;
use self::header::Person;
use super::postcode::{Postcode, Wanted};
use super::{Address, AddressPlace, CareStart, Child, ChildKey, ChildKeys};
use crate::config::LookedAfter;
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Date;
use crate::domain::codes::{CareReason, DisabilitySet, LegalStatus};

/// The starts of care that were read, with homes not yet looked up.
#[derive(Default)]
pub struct Starts(Vec<(ChildKey, Date, Option<Postcode>)>);

/// Reads the starts of care. Children who are in no return of need are added to `children`.
///
/// # Errors
///
/// Returns a diagnostic where a file cannot be read or lacks a column.
pub fn looked_after(
    files: &LookedAfter,
    children: &mut Vec<Child>,
    keys: &mut ChildKeys,
    findings: &mut Findings,
) -> Result<Starts, Diagnostic> {
    let people = header::people(&files.header, findings)?;
    let mut rows = Vec::new();
    for path in &files.episodes {
        episodes::rows(path, &mut rows, findings)?;
    }
    rows.sort_by(|one, other| one.order().cmp(&other.order()));
    rows.dedup_by(|later, earlier| {
        let same = later.order() == earlier.order();
        if same {
            std::mem::swap(earlier, later);
        }
        same
    });
    let mut starts = Vec::new();
    for own in rows.chunk_by(|one, other| one.child == other.child) {
        let found = of_child(own, &files.episodes, findings);
        if found.is_empty() {
            continue;
        }
        let place = (files.episodes[own[0].file].as_path(), own[0].line);
        let child = key(&own[0].child, people.get(&own[0].child), children, keys, place, findings);
        starts.extend(found.into_iter().map(|(day, home)| (child, day, home)));
    }
    starts.sort_by_key(|&(child, day, _)| (child, day));
    Ok(Starts(starts))
}

/// Returns the periods of care that begin with a row of one child, whose rows are in order of time.
fn of_child(own: &[Row], files: &[PathBuf], findings: &mut Findings) -> Vec<(Date, Option<Postcode>)> {
    let period = |(at, row): (usize, &Row)| {
        if row.reason != Some(CareReason::Started) {
            return None;
        }
        let mut note = |code, column| findings.note(code, &files[row.file], Some(column), row.line);
        if own[..at].iter().any(|earlier| earlier.goes_on && earlier.ended == Some(row.began)) {
            note(Code::CareContinued, "RNE");
            return None;
        }
        if matches!(row.status, Some(LegalStatus::V3 | LegalStatus::V4)) {
            note(Code::ShortBreaks, "LS");
            return None;
        }
        let next = own[at + 1..].iter().take_while(|later| later.reason != Some(CareReason::Started));
        let home = std::iter::once(row).chain(next).find_map(|row| row.home);
        Some((row.began, home))
    };
    own.iter().enumerate().filter_map(period).collect()
}

/// Returns the key of a child: by identifier, else by unique pupil number, else a new one.
fn key(
    identifier: &str,
    person: Option<&Person>,
    children: &mut Vec<Child>,
    keys: &mut ChildKeys,
    (file, line): (&Path, u64),
    findings: &mut Findings,
) -> ChildKey {
    if let Some(key) = keys.known(identifier.as_bytes()) {
        return key;
    }
    if let Some(key) = person.and_then(|person| keys.of_pupil(person.pupil.as_deref()?)) {
        findings.note(Code::MatchedByPupil, file, Some("CHILD"), line);
        return key;
    }
    findings.note(Code::CareWithoutNeed, file, Some("CHILD"), line);
    let key = keys.stranger(identifier.as_bytes());
    let person = person.cloned().unwrap_or_default();
    children.push(Child {
        key,
        birth: person.birth,
        sex: person.sex,
        ethnicity: person.ethnicity,
        disabilities: DisabilitySet::default(),
    });
    key
}

impl Starts {
    /// Returns the homes as addresses, and adds their postcodes to those that a directory has to hold.
    pub fn homes(&self, wanted: &mut Wanted) -> Vec<Address> {
        let place = |home: Option<Postcode>, wanted: &mut Wanted| {
            home.map_or(AddressPlace::Unreadable, |home| AddressPlace::Postcode(Some(wanted.number(home))))
        };
        self.0
            .iter()
            .map(|&(child, day, home)| {
                let place = place(home, wanted);
                Address { child, family: None, start: None, end: Some(day), place, row: 0 }
            })
            .collect()
    }

    /// Returns the starts with the places of their homes, which [`homes`](Self::homes) gave in this order.
    #[must_use]
    pub fn placed(self, homes: &[Address]) -> Vec<CareStart> {
        let each = self.0.into_iter().zip(homes);
        each.map(|((child, day, _), home)| CareStart { child, day, home: home.place }).collect()
    }
}
