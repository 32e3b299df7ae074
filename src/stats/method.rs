//! What a method says of itself: the text behind `explain`, the documentation and the briefing.

/// A method's own description. One per method file.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// The name a user types.
    pub name: &'static str,
    /// The name a reader sees.
    pub title: &'static str,
    /// What it measures, in one or two plain sentences.
    pub what: &'static str,
    /// How to read a value of it.
    pub read: &'static str,
    /// When it misleads or does not exist.
    pub not_when: &'static str,
    /// The formula, in plain text.
    pub formula: &'static str,
    /// Where the method comes from.
    pub source: &'static str,
}
