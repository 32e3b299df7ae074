//! The head of a return: which collection it is and when its year ends.

use std::path::Path;

use super::events::{Broken, Events, Next};
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Date;

/// Reads the head of a return.
///
/// The period of a return is the twelve months that end on its reference date, whatever `Year` says.
pub(super) fn reference_date(file: &Path, head: &str, findings: &mut Findings) -> Result<Date, Diagnostic> {
    let mut events = Events::new(head);
    let mut header = Header::default();
    let outcome = header.read(&mut events);
    let line = |at: usize| 1 + super::split::newlines(&head.as_bytes()[..at]);
    for note in &events.notes {
        findings.note(note.code, file, note.element, line(note.at));
    }
    outcome.map_err(|broken| {
        Diagnostic::new(broken.code, broken.code.message()).at_row(file, line(broken.at), None)
    })?;
    let Some(reference) = header.reference else {
        return Err(Diagnostic::new(Code::NoReferenceDate, Code::NoReferenceDate.message()).in_file(file));
    };
    if header.year.is_some_and(|year| i32::from(year) != i32::from(reference.year())) {
        findings.note(Code::YearDisagrees, file, Some("Year"), line(header.at));
    }
    if (reference.month(), reference.day()) != (3, 31) {
        findings.note(Code::ReferenceDateNotMarch, file, Some("ReferenceDate"), line(header.at));
    }
    Ok(reference)
}

#[derive(Default)]
struct Header {
    year: Option<u16>,
    reference: Option<Date>,
    at: usize,
}

impl Header {
    /// Reads to the end of the head, which stops inside `Children`.
    fn read(&mut self, events: &mut Events<'_>) -> Result<(), Broken> {
        let root = events.top()?;
        if root.is_none_or(|root| root.name().as_ref() != "Message") {
            return Err(events.broken(Code::XmlNotCin));
        }
        loop {
            let Next::Element(start) = events.next().map_err(|broken| not_cin(&broken))? else {
                return Err(events.broken(Code::XmlNotCin));
            };
            match start.name().as_ref() {
                "Header" => self.collection(events)?,
                "Children" => return self.no_more(events),
                _ => {
                    events.note(Code::UnknownElement, None);
                    events.skip(&start)?;
                }
            }
        }
    }

    fn collection(&mut self, events: &mut Events<'_>) -> Result<(), Broken> {
        while let Next::Element(group) = events.next()? {
            if group.name().as_ref() != "CollectionDetails" {
                events.skip(&group)?;
                continue;
            }
            while let Next::Element(start) = events.next()? {
                match start.name().as_ref() {
                    "Collection" => {
                        if !events.text()?.eq_ignore_ascii_case("CIN") {
                            return Err(events.broken(Code::XmlNotCin));
                        }
                    }
                    "Year" => self.year = events.number("Year")?,
                    "ReferenceDate" => {
                        self.reference = events.date("ReferenceDate")?;
                        self.at = events.position();
                    }
                    _ => events.skip(&start)?,
                }
            }
        }
        Ok(())
    }

    /// The head holds nothing after `Children` begins, unless there is no child at all.
    fn no_more(&self, events: &mut Events<'_>) -> Result<(), Broken> {
        match events.top() {
            Ok(Some(_)) => Err(events.broken(Code::XmlNotCin)),
            Ok(None) => Ok(()),
            Err(broken) => Err(broken),
        }
    }
}

fn not_cin(broken: &Broken) -> Broken {
    let code = if broken.code == Code::XmlMalformed { Code::XmlNotCin } else { broken.code };
    Broken { code, at: broken.at }
}
