//! Every name that can be explained, and what was meant by one that cannot.

use super::explain::{Kind, entries, normal};
use crate::diag::{Code, Diagnostic};

/// A name that can be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The name.
    pub name: &'static str,
}

/// How many names are suggested.
const SUGGESTIONS: usize = 3;

/// Returns every name that can be explained, in order of kind; one that several tables or lists hold comes once.
#[must_use]
pub fn names() -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for entry in entries() {
        let name = Name { kind: entry.kind, name: &entry.name };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the names nearest to one that is not known, the nearest first; none where nothing is near.
///
/// Nearness is the number of letters to add, drop, change or swap, and may be no more than a third of
/// the letters.
#[must_use]
pub fn suggestions(name: &str) -> Vec<&'static str> {
    let key = normal(name);
    let most = (key.chars().count() / 3).max(1);
    let mut near: Vec<(usize, &'static str)> = entries()
        .iter()
        .flat_map(|entry| std::iter::once(&entry.name).chain(&entry.also))
        .map(|known| (strsim::damerau_levenshtein(&normal(known), &key), known.as_str()))
        .filter(|&(distance, _)| distance <= most)
        .collect();
    near.sort_unstable();
    let mut names: Vec<&'static str> = Vec::new();
    for (_, known) in near {
        if !names.iter().any(|name| normal(name) == normal(known)) {
            names.push(known);
        }
    }
    names.truncate(SUGGESTIONS);
    names
}

/// Returns what to say of a name that is not known, with the names that may have been meant.
///
/// The name itself is not repeated: somebody may have pasted what should not be printed.
#[must_use]
pub fn unknown(name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownName, Code::UnknownName.message());
    let near: Vec<_> = suggestions(name).into_iter().map(|name| format!("`{name}`")).collect();
    match near.as_slice() {
        [] => diagnostic,
        [one] => diagnostic.with_help(format!("did you mean {one}?")),
        [first @ .., last] => diagnostic.with_help(format!("did you mean {} or {last}?", first.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_methods_not_yet_listed_has_names() {
        let names = names();
        for kind in [Kind::Measure, Kind::Column, Kind::Code, Kind::Diagnostic, Kind::Word, Kind::Year] {
            assert!(names.iter().any(|name| name.kind == kind), "{kind:?}");
        }
        assert!(names.is_sorted_by_key(|name| name.kind));
        assert_eq!(names.iter().filter(|name| name.name == "3B").count(), 1);
    }

    #[test]
    fn a_slip_of_the_hand_is_understood() {
        assert_eq!(suggestions("bad-dtae").first(), Some(&"bad-date"));
        assert_eq!(suggestions("LAchildIDs").first(), Some(&"LAchildID"));
        assert_eq!(suggestions("ratio_most_lest").first(), Some(&"ratio_most_least"));
        assert_eq!(suggestions("parent-3c").first(), Some(&"parent_3b"));
    }

    #[test]
    fn nothing_is_suggested_for_what_is_far_from_everything() {
        assert!(suggestions("an altogether different question").is_empty());
        assert_eq!(unknown("an altogether different question").help, Code::UnknownName.help());
    }

    #[test]
    fn what_was_asked_for_is_never_repeated() {
        let diagnostic = unknown("idacy");
        assert!(diagnostic.help.contains("did you mean `idaci`"), "{}", diagnostic.help);
        assert!(!format!("{diagnostic:?}").contains("idacy"));
    }
}
