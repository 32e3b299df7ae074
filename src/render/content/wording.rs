//! The words that no figure changes: `reports/wording.toml`, or an authority's own copy of it.
//!
//! Choices of the run stand in them between double braces. Each text is filled in as plain text; every
//! output escapes it in its own way.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};

/// The words that the program brings.
const OWN: &str = include_str!("../../../reports/wording.toml");

/// All fixed words of a briefing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Wording {
    pub(super) front: Front,
    pub(super) findings: BTreeMap<String, About>,
    pub(super) principles: Vec<Principle>,
    pub(super) sections: Vec<Section>,
    pub(super) notes: Vec<Note>,
}

/// A note of the workbook.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Note {
    /// Which tables have it: `counts`, `limits`, `rates` or `gradients`.
    pub(in crate::render) to: String,
    /// The note.
    pub(in crate::render) text: String,
}

/// The words of the first pages.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::render) struct Front {
    pub(in crate::render) lead: String,
    pub(in crate::render) caution: String,
    pub(in crate::render) sure: String,
    pub(in crate::render) sure_text: String,
    pub(in crate::render) ask: String,
    pub(in crate::render) outcomes: String,
    pub(in crate::render) outcomes_text: String,
    pub(in crate::render) outcomes_none: String,
    pub(in crate::render) principles: String,
    pub(in crate::render) principles_text: String,
    pub(in crate::render) cannot: String,
    pub(in crate::render) evidence: String,
    pub(in crate::render) left_out: String,
}

/// What stands around a finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub(super) heading: String,
    pub(super) read: Vec<String>,
    pub(super) not: Vec<String>,
    pub(super) ask: Option<String>,
}

/// A principle with its questions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Principle {
    pub(super) name: String,
    pub(super) statement: String,
    pub(super) questions: Vec<Question>,
}

/// A question: which computed sentences answer it, and what no sentence can.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub(super) ask: String,
    #[serde(default)]
    pub(super) shows: Vec<String>,
    pub(super) cannot: Option<String>,
}

/// A section of fixed words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Block {
    Heading(String),
    Text(String),
    List(Vec<Item>),
    /// Terms that the run makes: `definitions`, `outcomes` or `hashes`.
    Terms(String),
    /// A table that the run makes: `population`.
    Table(String),
}

/// An item of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) lead: String,
    pub(super) text: String,
}

/// Fills in the choices of a run.
pub(super) struct Filler {
    environment: Environment<'static>,
    choices: Value,
}

impl Wording {
    /// Returns the words that the program brings.
    pub(in crate::render) fn own() -> Self {
        toml::from_str(OWN).expect("the words are part of the program and tested")
    }

    /// Reads an authority's own words; what they leave out stays as the program has it.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with them, in a sentence.
    pub(in crate::render) fn with(text: &str) -> Result<Self, String> {
        let mut whole: toml::Table = OWN.parse().expect("the words are part of the program and tested");
        let theirs: toml::Table =
            text.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
        merge(&mut whole, theirs);
        whole.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
    }
}

/// Puts the values of one table over those of another, table by table; a list replaces a list.
fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => merge(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

impl Filler {
    /// Prepares to fill in some choices.
    pub(super) fn new(choices: impl Serialize) -> Self {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        Self { environment, choices: Value::from(Serde(choices)) }
    }

    /// Returns a text with the choices in their places.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the text, in a sentence.
    pub(super) fn fill(&self, text: &str) -> Result<String, String> {
        if !text.contains('{') {
            return Ok(text.to_owned());
        }
        let filled = self.environment.render_str(text, &self.choices);
        filled.map_err(|error| format!("the words “{text}” cannot be filled in: {error}"))
    }

    /// Returns several texts with the choices in their places.
    pub(super) fn fill_all(&self, texts: &[String]) -> Result<Vec<String>, String> {
        texts.iter().map(|text| self.fill(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_five_principles_with_fourteen_questions_each_answered_or_said_to_have_no_answer() {
        let wording = Wording::own();
        let asked: Vec<_> = wording.principles.iter().map(|principle| principle.questions.len()).collect();
        assert_eq!(asked, [3, 2, 3, 3, 3]);
        for question in wording.principles.iter().flat_map(|principle| &principle.questions) {
            assert!(!question.shows.is_empty() || question.cannot.is_some(), "{}", question.ask);
            assert!(question.ask.ends_with('?'), "{}", question.ask);
        }
    }

    #[test]
    fn an_authority_changes_a_word_and_keeps_the_rest() {
        let changed = Wording::with("[front]\nask = \"Ask first\"\n").unwrap();
        assert_eq!(changed.front.ask, "Ask first");
        assert_eq!(changed.front.lead, Wording::own().front.lead);
        assert_eq!(changed.sections.len(), Wording::own().sections.len());
    }

    #[test]
    fn a_key_that_is_not_there_is_an_error_and_so_is_a_choice() {
        assert!(Wording::with("[front]\nleed = \"x\"\n").is_err());
        assert!(Wording::with("not toml").is_err());
        let filler = Filler::new(BTreeMap::from([("window", "2025")]));
        assert_eq!(filler.fill("In {{ window }}.").unwrap(), "In 2025.");
        assert!(filler.fill("In {{ windoww }}.").is_err());
        assert_eq!(filler.fill("<b>").unwrap(), "<b>");
    }
}
