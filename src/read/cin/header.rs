//! The head of a return: which collection it is and when its year ends.

use std::path::Path;

use super::element::Element;
use super::events::Events;
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Date;

/// Reads the head of a return.
///
/// The period of a return is the twelve months that end on its reference date, whatever `Year` says.
pub(super) fn reference_date(file: &Path, head: &[u8], findings: &mut Findings) -> Result<Date, Diagnostic> {
    let mut events = Events::new(head);
    let mut header = Header::default();
    let outcome = header.read(&mut events);
    let line = |at: usize| 1 + super::split::newlines(&head[..at]);
    for note in &events.notes {
        findings.note(note.code, file, note.element.name(), line(note.at));
    }
    outcome
        .map_err(|code| Diagnostic::new(code, code.message()).at_row(file, line(events.fault(code)), None))?;
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
    fn read(&mut self, events: &mut Events<'_>) -> Result<(), Code> {
        if events.top()? != Some(Element::Message) {
            return Err(Code::XmlNotCin);
        }
        loop {
            let Some(element) = events.next().map_err(not_cin)? else {
                return Err(Code::XmlNotCin);
            };
            match element {
                Element::Header => self.collection(events)?,
                Element::Children => return self.no_more(events),
                _ => {
                    events.note(Code::UnknownElement, Element::Unknown);
                    events.skip()?;
                }
            }
        }
    }

    fn collection(&mut self, events: &mut Events<'_>) -> Result<(), Code> {
        while let Some(group) = events.next()? {
            if group != Element::CollectionDetails {
                events.skip()?;
                continue;
            }
            while let Some(element) = events.next()? {
                match element {
                    Element::Collection => {
                        if !events.text()?.eq_ignore_ascii_case("CIN") {
                            return Err(Code::XmlNotCin);
                        }
                    }
                    Element::Year => self.year = events.number(element)?,
                    Element::ReferenceDate => {
                        self.reference = events.date(element)?;
                        self.at = events.position();
                    }
                    _ => events.skip()?,
                }
            }
        }
        Ok(())
    }

    /// The head holds nothing after `Children` begins, unless there is no child at all.
    fn no_more(&self, events: &mut Events<'_>) -> Result<(), Code> {
        match events.top() {
            Ok(Some(_)) => Err(Code::XmlNotCin),
            Ok(None) => Ok(()),
            Err(code) => Err(code),
        }
    }
}

fn not_cin(code: Code) -> Code {
    if code == Code::XmlMalformed { Code::XmlNotCin } else { code }
}
