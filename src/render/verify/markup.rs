//! Pages, pictures and the parts of a workbook as a row of tags and texts.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A tag, or the text between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element begins.
    Open(Tag),
    /// An element ends.
    Close(String),
    /// Text.
    Text(String),
}

/// The beginning of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name, without a prefix.
    pub(super) name: String,
    /// Its attributes.
    pub(super) attributes: BTreeMap<String, String>,
}

impl Tag {
    /// Returns an attribute; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Returns whether the element has an attribute.
    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }
}

/// Reads tags and texts; `None` where the text is not well formed.
pub(super) fn nodes(text: &str) -> Option<Vec<Node>> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut nodes = Vec::new();
    let mut words = String::new();
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Text(text) => words.push_str(text),
            Event::GeneralRef(named) => words.push_str(character(named)),
            _ => {
                if !words.is_empty() {
                    nodes.push(Node::Text(std::mem::take(&mut words)));
                }
            }
        }
        match event {
            Event::Start(start) => nodes.push(Node::Open(tag(&start)?)),
            Event::Empty(start) => {
                let tag = tag(&start)?;
                let name = tag.name.clone();
                nodes.extend([Node::Open(tag), Node::Close(name)]);
            }
            Event::End(end) => nodes.push(Node::Close(local(end.name().as_ref()))),
            Event::Eof => return Some(nodes),
            _ => {}
        }
    }
}

fn tag(start: &BytesStart<'_>) -> Option<Tag> {
    let name = local(start.name().as_ref());
    let mut attributes = BTreeMap::new();
    for attribute in start.html_attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let key = attribute.key.as_ref().to_owned();
        let value = &attribute.value;
        let value =
            quick_xml::escape::unescape(value).map_or_else(|_| value.to_string(), |text| text.into_owned());
        attributes.insert(key, value);
    }
    Some(Tag { name, attributes })
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn character(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" | "#34" => "\"",
        "apos" | "#39" | "#x27" => "'",
        _ => "\u{FFFD}",
    }
}

/// Returns the beginnings of elements of a name.
pub(super) fn tags<'a>(nodes: &'a [Node], name: &'a str) -> impl Iterator<Item = &'a Tag> {
    nodes.iter().filter_map(move |node| match node {
        Node::Open(tag) if tag.name == name => Some(tag),
        _ => None,
    })
}

/// Returns what is inside each element of a name, with its tag. Elements of the name do not hold each other.
pub(super) fn inside<'a>(nodes: &'a [Node], name: &str) -> Vec<(&'a Tag, &'a [Node])> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Open(tag) if tag.name == name && open.is_none() => open = Some((tag, at + 1)),
            Node::Close(closed) if closed == name => {
                if let Some((tag, from)) = open.take() {
                    found.push((tag, &nodes[from..at]));
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns all text, trimmed.
pub(super) fn words(nodes: &[Node]) -> String {
    let texts = nodes.iter().filter_map(|node| match node {
        Node::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
