//! A thin layer over the XML reader: elements and their text, with oddities noted by place.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diag::Code;

/// Why reading a piece stopped.
pub(super) struct Broken {
    /// The code.
    pub(super) code: Code,
    /// Where, in bytes from the start of the piece.
    pub(super) at: usize,
}

/// One oddity, by its place in the piece.
pub(super) struct Note {
    /// The code.
    pub(super) code: Code,
    /// The element, where this program knows its name.
    pub(super) element: Option<&'static str>,
    /// Where, in bytes from the start of the piece.
    pub(super) at: usize,
}

/// What comes next inside an element.
pub(super) enum Next<'a> {
    /// Another element begins.
    Element(BytesStart<'a>),
    /// The element that we are in ends.
    End,
}

/// Reads one piece of XML.
pub(super) struct Events<'a> {
    reader: Reader<&'a [u8]>,
    /// What was odd so far.
    pub(super) notes: Vec<Note>,
}

impl<'a> Events<'a> {
    /// Starts at the beginning of a piece.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().trim_text(true);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, notes: Vec::new() }
    }

    /// Returns how far reading has come, in bytes.
    pub(super) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).expect("a piece fits in memory")
    }

    /// Notes an oddity here.
    pub(super) fn note(&mut self, code: Code, element: Option<&'static str>) {
        let at = self.position();
        self.notes.push(Note { code, element, at });
    }

    /// Returns the next element, or the end of the one that we are in; text on the way is noted.
    pub(super) fn next(&mut self) -> Result<Next<'a>, Broken> {
        loop {
            match self.event()? {
                Event::Start(start) => return Ok(Next::Element(start)),
                Event::End(_) => return Ok(Next::End),
                Event::Eof => return Err(self.broken(Code::XmlMalformed)),
                event => self.stray(&event),
            }
        }
    }

    /// Returns the next element that stands in no other, or `None` at the end of the piece.
    pub(super) fn top(&mut self) -> Result<Option<BytesStart<'a>>, Broken> {
        loop {
            match self.event()? {
                Event::Start(start) => return Ok(Some(start)),
                Event::Eof => return Ok(None),
                event => self.stray(&event),
            }
        }
    }

    /// Returns the text of the element that has just begun, trimmed, and passes its end.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Broken> {
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        loop {
            let more = match self.event()? {
                Event::Text(more) => more.into_inner(),
                Event::CData(more) => more.into_inner(),
                Event::GeneralRef(name) => Cow::Owned(format!("&{};", name.into_inner())),
                Event::Start(start) => {
                    self.note(Code::UnknownElement, None);
                    self.skip(&start)?;
                    continue;
                }
                Event::End(_) => return Ok(trimmed(text)),
                Event::Eof => return Err(self.broken(Code::XmlMalformed)),
                _ => continue,
            };
            if text.is_empty() { text = more } else { text.to_mut().push_str(&more) }
        }
    }

    /// Passes over an element that has just begun, with all that it holds.
    pub(super) fn skip(&mut self, start: &BytesStart<'_>) -> Result<(), Broken> {
        let end = start.to_end();
        self.reader.read_to_end(end.name()).map(|_| ()).map_err(|_| self.broken(Code::XmlMalformed))
    }

    /// Stops reading, here.
    pub(super) fn broken(&self, code: Code) -> Broken {
        Broken { code, at: self.position() }
    }

    fn stray(&mut self, event: &Event<'_>) {
        if matches!(event, Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) {
            self.note(Code::StrayText, None);
        }
    }

    fn event(&mut self) -> Result<Event<'a>, Broken> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.broken(Code::XmlDoctype)),
            Ok(event) => Ok(event),
            Err(_) => Err(self.broken(Code::XmlMalformed)),
        }
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
