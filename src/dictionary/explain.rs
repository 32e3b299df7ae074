//! What a name means, in words.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

use super::wrap::wrap;
use super::{diagnostics, estimators, methods, reference, words};

/// How wide a line of an explanation may be.
const WIDTH: usize = 88;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The name, as the dictionary writes it.
    pub name: String,
    /// What kinds of thing it is; more than one where a name has several meanings.
    pub kinds: Vec<Kind>,
    /// One line.
    pub title: String,
    /// Paragraphs, wrapped, with a blank line between them.
    pub body: String,
    /// Other names worth asking for.
    pub see_also: Vec<String>,
}

/// What kind of thing a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Something that is measured.
    Measure,
    /// A statistical method.
    Method,
    /// A counted involvement.
    Outcome,
    /// Which episodes count as related to domestic abuse.
    Definition,
    /// Why an episode left the analysis.
    Loss,
    /// What stands where a figure does not.
    Symbol,
    /// An idea of the field.
    Word,
    /// What deprivation is measured by.
    Index,
    /// An edition of the indices of deprivation.
    Edition,
    /// A collection year of the census.
    Year,
    /// A table that is read or written.
    Table,
    /// A column of a table, or an element of a return.
    Column,
    /// A list of codes.
    CodeList,
    /// A code of a list.
    Code,
    /// A message that the program prints.
    Diagnostic,
}

/// Something that can be explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// Other names that lead here.
    pub(super) also: Vec<String>,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) see: Vec<String>,
}

/// Explains a name; `None` where the dictionary does not know it.
///
/// Case does not matter, nor whether words are joined by spaces, hyphens or underscores. A name with
/// several meanings is explained with all of them: `3B` is a factor and a referral source, and
/// `factor 3B` is one of the two.
#[must_use]
pub fn explain(name: &str) -> Option<Explanation> {
    static PLACES: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(places);
    let mut found: Vec<&Entry> = Vec::new();
    for entry in PLACES.get(&normal(name))?.iter().map(|&place| &entries()[place]) {
        if !found.iter().any(|other| other.body == entry.body) {
            found.push(entry);
        }
    }
    match found.as_slice() {
        [entry] => Some(Explanation {
            name: entry.name.clone(),
            kinds: vec![entry.kind],
            title: entry.title.clone(),
            body: wrap(&entry.body, WIDTH),
            see_also: entry.see.clone(),
        }),
        several => Some(together(name.trim(), several)),
    }
}

/// Returns the title of a name as one kind of thing, whatever else has the name.
#[must_use]
pub fn title(kind: Kind, name: &str) -> Option<&'static str> {
    entries().iter().find(|entry| entry.kind == kind && entry.name == name).map(|entry| entry.title.as_str())
}

/// Returns everything that can be explained, in order of kind.
pub(super) fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let mut entries =
            [words::entries(), methods::entries(), reference::entries(), diagnostics::entries()].concat();
        entries.push(estimators::entry());
        entries.sort_by_key(|entry| entry.kind);
        entries
    });
    &ENTRIES
}

/// Returns a name as names are compared: `error[bad-date]` as `bad date`, `[c]` as `c`.
pub(super) fn normal(name: &str) -> String {
    let inner = match (name.find('['), name.rfind(']')) {
        (Some(open), Some(close)) if open < close => &name[open + 1..close],
        _ => name,
    };
    let spaced = inner.replace(['-', '_', '`'], " ").to_lowercase();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns where among the entries each name leads, in their order.
fn places() -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, entry) in entries().iter().enumerate() {
        for name in std::iter::once(&entry.name).chain(&entry.also) {
            let found = places.entry(normal(name)).or_default();
            if found.last() != Some(&place) {
                found.push(place);
            }
        }
    }
    places
}

fn together(name: &str, found: &[&Entry]) -> Explanation {
    let lead = if found.iter().all(|entry| entry.kind == Kind::Code) {
        let each: Vec<_> =
            found.iter().filter_map(|entry| entry.also.first()).map(|also| format!("`{also}`")).collect();
        format!(
            "{} code lists hold this code, and it means something else in each. A code is never carried \
             from one list to another. To ask for one of them: {}.",
            count(found.len()),
            each.join(", ")
        )
    } else {
        "The name stands for more than one thing.".to_owned()
    };
    let parts = found
        .iter()
        .enumerate()
        .map(|(place, entry)| format!("{}. {}\n\n{}", place + 1, entry.title, entry.body));
    let body = std::iter::once(lead).chain(parts).collect::<Vec<_>>().join("\n\n");
    let mut see_also: Vec<String> = Vec::new();
    for see in found.iter().flat_map(|entry| &entry.see) {
        if normal(see) != normal(name) && !see_also.contains(see) {
            see_also.push(see.clone());
        }
    }
    Explanation {
        name: name.to_owned(),
        kinds: found.iter().map(|entry| entry.kind).collect(),
        title: format!("`{name}`: {} meanings", count(found.len()).to_lowercase()),
        body: wrap(&body, WIDTH),
        see_also,
    }
}

fn count(number: usize) -> String {
    match number {
        2 => "Two".to_owned(),
        3 => "Three".to_owned(),
        4 => "Four".to_owned(),
        more => more.to_string(),
    }
}

impl Entry {
    /// Makes an entry that answers to its own name only.
    pub(super) fn new(
        kind: Kind,
        name: impl Into<String>,
        title: impl Into<String>,
        body: impl Into<String>,
    ) -> Self {
        let (name, title, body) = (name.into(), title.into(), body.into());
        Self { kind, name, also: Vec::new(), title, body, see: Vec::new() }
    }

    /// Lets the entry answer to other names too.
    pub(super) fn also(mut self, also: impl IntoIterator<Item = String>) -> Self {
        self.also.extend(also);
        self
    }

    /// Points to other names.
    pub(super) fn see(mut self, see: impl IntoIterator<Item = String>) -> Self {
        self.see.extend(see);
        self
    }
}

impl Kind {
    /// Returns the words that a list of names is headed by.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Measure => "measures",
            Self::Method => "statistical methods",
            Self::Outcome => "outcomes",
            Self::Definition => "case definitions",
            Self::Loss => "losses",
            Self::Symbol => "symbols and statuses",
            Self::Word => "words",
            Self::Index => "indices of deprivation",
            Self::Edition => "editions",
            Self::Year => "collection years",
            Self::Table => "tables",
            Self::Column => "columns and elements",
            Self::CodeList => "code lists",
            Self::Code => "codes",
            Self::Diagnostic => "messages",
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n{}", wrap(&self.title, WIDTH), self.body)?;
        if !self.see_also.is_empty() {
            let line = format!("See also: {}", self.see_also.join(", "));
            write!(f, "\n\n{}", wrap(&line, WIDTH))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_two_lists_is_explained_with_both_and_a_warning() {
        let explanation = explain("3B").unwrap();
        assert_eq!(explanation.title, "`3B`: two meanings");
        assert_eq!(explanation.kinds, [Kind::Code, Kind::Code]);
        for part in
            ["something else in each", "`factor 3B`", "`source 3B`", "domestic abuse", "health visitor"]
        {
            assert!(explanation.body.contains(part), "{part}: {}", explanation.body);
        }
    }

    #[test]
    fn a_name_that_means_the_same_in_two_tables_is_explained_once() {
        assert_eq!(explain("could_move_gradient").unwrap().kinds, [Kind::Column]);
        assert_eq!(explain("site").unwrap().title, "`site`: two meanings");
        assert_eq!(explain("period").unwrap().title, "`period`: four meanings");
    }

    #[test]
    fn a_noun_before_a_code_asks_for_one_list() {
        let factor = explain("factor 3B").unwrap();
        assert!(factor.title.contains("Domestic abuse") && !factor.body.contains("health visitor"));
        assert!(explain("source 3b").unwrap().title.contains("health visitor"));
        assert_eq!(explain("assessment_factors 3B"), Some(factor));
        assert_eq!(explain("need 3B"), None);
    }

    #[test]
    fn case_and_joins_and_brackets_do_not_matter() {
        let plain = explain("bad-date").unwrap();
        for name in ["BAD_DATE", " bad  date ", "warning[bad-date]", "`bad-date`"] {
            assert_eq!(explain(name).as_ref(), Some(&plain), "{name}");
        }
        assert_eq!(explain("[c]"), explain("c"));
    }

    #[test]
    fn an_element_is_explained_with_its_codes() {
        let body = explain("ReasonForClosure").unwrap().body;
        assert!(body.contains("RC1") && body.contains("Closed after assessment: early help"), "{body}");
    }

    #[test]
    fn an_element_of_two_parents_is_explained_with_both() {
        let body = explain("DateOfInitialCPC").unwrap().body;
        assert!(body.contains("CINdetails") && body.contains("Section47"), "{body}");
    }

    #[test]
    fn what_nobody_knows_is_not_explained() {
        for name in ["", " ", "[]", "][", "no such thing", "3Z", "💥"] {
            assert_eq!(explain(name), None, "{name}");
        }
    }

    #[test]
    fn every_name_and_every_other_name_leads_to_its_entry() {
        for entry in entries() {
            for name in std::iter::once(&entry.name).chain(&entry.also) {
                let explanation = explain(name).unwrap();
                assert!(explanation.kinds.contains(&entry.kind), "{name}");
                assert!(!explanation.title.is_empty() && !explanation.body.is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn every_name_to_see_can_be_seen() {
        for entry in entries() {
            for see in &entry.see {
                assert!(explain(see).is_some(), "{} points to {see}", entry.name);
            }
        }
    }

    #[test]
    fn no_line_runs_over_the_width() {
        for entry in entries() {
            let text = explain(&entry.name).unwrap().to_string();
            for line in text.lines() {
                assert!(line.chars().count() <= WIDTH, "{}: {line}", entry.name);
            }
        }
    }

    #[test]
    fn no_kind_holds_a_name_twice_save_codes_and_columns() {
        for (place, entry) in entries().iter().enumerate() {
            let again = entries()[place + 1..]
                .iter()
                .any(|other| other.kind == entry.kind && normal(&other.name) == normal(&entry.name));
            let may = matches!(entry.kind, Kind::Code | Kind::Column);
            assert!(may || !again, "{}", entry.name);
        }
    }
}
