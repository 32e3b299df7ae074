//! A thin layer over the XML reader: elements and their text, with oddities noted by place.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::element::Element;
use crate::diag::Code;

/// One oddity, by its place in the piece.
pub(super) struct Note {
    /// The code.
    pub(super) code: Code,
    /// The element.
    pub(super) element: Element,
    /// Where, in bytes from the start of the piece.
    pub(super) at: usize,
}

/// What the reader came to.
enum Met {
    Start(Element),
    End,
    /// Text, which [`Events::text`] holds.
    Text,
    /// A comment, a declaration or an instruction.
    Passed,
    Eof,
}

/// Reads one piece of XML. What stops it is a code, and [`Events::fault`] says where.
pub(super) struct Events<'a> {
    bytes: &'a [u8],
    reader: Reader<&'a [u8]>,
    /// The text that was met last.
    text: Cow<'a, str>,
    /// What was odd so far.
    pub(super) notes: Vec<Note>,
}

impl<'a> Events<'a> {
    /// Starts at the beginning of a piece.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().trim_text(true);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Self { bytes, reader, text: Cow::Borrowed(""), notes: Vec::new() }
    }

    /// Returns how far reading has come, in bytes.
    pub(super) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).expect("a piece fits in memory")
    }

    /// Returns where it was that reading stopped, in bytes.
    pub(super) fn fault(&self, code: Code) -> usize {
        match std::str::from_utf8(self.bytes) {
            Err(error) if code == Code::NotUtf8 => error.valid_up_to(),
            _ => self.position(),
        }
    }

    /// Notes an oddity here.
    pub(super) fn note(&mut self, code: Code, element: Element) {
        let at = self.position();
        self.notes.push(Note { code, element, at });
    }

    /// Returns the next element, or `None` at the end of the one that we are in; text on the way is noted.
    pub(super) fn next(&mut self) -> Result<Option<Element>, Code> {
        loop {
            match self.met()? {
                Met::Start(element) => return Ok(Some(element)),
                Met::End => return Ok(None),
                Met::Eof => return Err(Code::XmlMalformed),
                Met::Text => self.note(Code::StrayText, Element::Unknown),
                Met::Passed => {}
            }
        }
    }

    /// Returns the next element that stands in no other, or `None` at the end of the piece.
    pub(super) fn top(&mut self) -> Result<Option<Element>, Code> {
        loop {
            match self.met()? {
                Met::Start(element) => return Ok(Some(element)),
                Met::Eof => return Ok(None),
                Met::Text => self.note(Code::StrayText, Element::Unknown),
                Met::End | Met::Passed => {}
            }
        }
    }

    /// Returns the text of the element that has just begun, trimmed, and passes its end.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Code> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        loop {
            match self.met()? {
                Met::Text if text.is_empty() => text = std::mem::take(&mut self.text),
                Met::Text => text.to_mut().push_str(&self.text),
                Met::Start(_) => {
                    self.note(Code::UnknownElement, Element::Unknown);
                    self.skip()?;
                }
                Met::End => return Ok(trimmed(text)),
                Met::Eof => return Err(Code::XmlMalformed),
                Met::Passed => {}
            }
        }
    }

    /// Passes over an element that has just begun, with all that it holds.
    pub(super) fn skip(&mut self) -> Result<(), Code> {
        let mut open = 1_u32;
        while open > 0 {
            match self.met()? {
                Met::Start(_) => open += 1,
                Met::End => open -= 1,
                Met::Eof => return Err(Code::XmlMalformed),
                Met::Text | Met::Passed => {}
            }
        }
        Ok(())
    }

    /// The reader's own events are of eight words, and handing them on costs as much as making them.
    fn met(&mut self) -> Result<Met, Code> {
        self.text = match self.reader.read_event() {
            Ok(Event::Start(start)) => return Ok(Met::Start(Element::named(start.name().as_ref()))),
            Ok(Event::End(_)) => return Ok(Met::End),
            Ok(Event::Text(text)) => text.into_inner(),
            Ok(Event::CData(text)) => text.into_inner(),
            Ok(Event::GeneralRef(name)) => Cow::Owned(format!("&{};", name.into_inner())),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => return Ok(Met::Passed),
            Ok(Event::Empty(_)) => unreachable!("empty elements come as a start and an end"),
            Ok(Event::Eof) => return Ok(Met::Eof),
            Ok(Event::DocType(_)) => return Err(Code::XmlDoctype),
            Err(quick_xml::Error::Encoding(_)) => return Err(Code::NotUtf8),
            Err(_) => return Err(Code::XmlMalformed),
        };
        Ok(Met::Text)
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
