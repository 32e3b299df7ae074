//! The words that `explain` knows and no table holds: measures, outcomes, definitions, losses and others.

use serde::Deserialize;

use super::explain::{Entry, Kind};
use super::files;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entry: Vec<Word>,
}

/// One word as its file has it. Measures have every part; others say only what they are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Word {
    name: String,
    title: String,
    what: String,
    #[serde(default)]
    read: String,
    #[serde(default)]
    not_when: String,
    #[serde(default)]
    formula: String,
    #[serde(default)]
    source: String,
    see: Vec<String>,
}

/// Returns every word, in the order of the files.
pub(super) fn entries() -> Vec<Entry> {
    files::WORDS
        .iter()
        .flat_map(|&(kind, text)| {
            let file: File = toml::from_str(text).expect("the dictionary's words are tested");
            file.entry.into_iter().map(move |word| entry(kind, word))
        })
        .collect()
}

/// Returns the text of a measure or a method: what it is, how to read it, when not to, formula, source.
pub(super) fn body(what: &str, read: &str, not_when: &str, formula: &str, source: &str) -> String {
    let parts = [
        ("", what),
        ("How to read it. ", read),
        ("When not to use it. ", not_when),
        ("Formula. ", formula),
        ("Source. ", source),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(head, text)| format!("{head}{}", text.trim()))
        .collect();
    parts.join("\n\n")
}

fn entry(kind: Kind, word: Word) -> Entry {
    let body = body(&word.what, &word.read, &word.not_when, &word.formula, &word.source);
    Entry::new(kind, word.name, word.title, body).see(word.see)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Definition, Index, LossReason, Measure, Outcome, Unit};

    fn names(kind: Kind) -> Vec<String> {
        entries().into_iter().filter(|entry| entry.kind == kind).map(|entry| entry.name).collect()
    }

    #[test]
    fn each_vocabulary_and_its_file_hold_the_same_words_in_the_same_order() {
        macro_rules! same {
            ($kind:ident, $type:ty) => {
                assert_eq!(names(Kind::$kind), <$type>::ALL.iter().map(|it| it.name()).collect::<Vec<_>>());
            };
        }
        same!(Measure, Measure);
        same!(Outcome, Outcome);
        same!(Definition, Definition);
        same!(Loss, LossReason);
        same!(Index, Index);
    }

    #[test]
    fn titles_are_those_that_a_reader_sees_elsewhere() {
        let title = |kind, name: &str| {
            entries().into_iter().find(|entry| entry.kind == kind && entry.name == name).unwrap().title
        };
        for outcome in Outcome::ALL {
            assert_eq!(title(Kind::Outcome, outcome.name()), outcome.title());
        }
        for definition in Definition::ALL {
            assert_eq!(title(Kind::Definition, definition.name()), definition.title());
        }
        for reason in LossReason::ALL {
            assert_eq!(title(Kind::Loss, reason.name()), reason.title());
        }
    }

    #[test]
    fn a_loss_says_whether_it_can_move_the_gradient_as_its_type_does() {
        for reason in LossReason::ALL {
            let entry = entries().into_iter().find(|entry| entry.name == reason.name()).unwrap();
            assert_eq!(
                entry.body.contains("It can move the gradient"),
                reason.could_move_the_gradient(),
                "{}",
                reason.name()
            );
        }
    }

    #[test]
    fn every_measure_says_what_it_is_how_to_read_it_when_not_to_its_formula_and_its_source() {
        for entry in entries().iter().filter(|entry| entry.kind == Kind::Measure) {
            for head in ["How to read it. ", "When not to use it. ", "Formula. ", "Source. "] {
                assert!(entry.body.contains(head), "{}: {head}", entry.name);
            }
        }
    }

    #[test]
    fn every_status_and_unit_has_its_word() {
        assert_eq!(names(Kind::Symbol), ["shown", "c", "z", "x", "low"]);
        let words = [names(Kind::Word), names(Kind::Measure)].concat();
        let units = Unit::ALL;
        assert!(units.iter().all(|unit| words.iter().any(|word| word == unit.name())));
    }
}
