//! The messages that the program prints, explained. Their words stand beside the codes in `diag`.

use super::explain::{Entry, Kind};
use crate::diag::{Code, Severity};

/// Returns every message.
pub(super) fn entries() -> Vec<Entry> {
    Code::ALL.iter().map(|&code| entry(code)).collect()
}

fn entry(code: Code) -> Entry {
    let text = code.explanation().split_whitespace().collect::<Vec<_>>().join(" ");
    let then = match code.severity() {
        Severity::Fatal => "The run does not go ahead.",
        Severity::Error => "The run goes ahead without the record, says so, and ends with exit code 1.",
        Severity::Warning => "The run goes ahead.",
    };
    let title = format!("{}[{}]: {}", code.severity().word(), code, code.message());
    Entry::new(
        Kind::Diagnostic,
        code.name(),
        title,
        format!("{text}\n\n{then}\n\nWhat to do: {}.", code.help()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_explained_with_what_happens_and_what_to_do() {
        let entry = entry(Code::NoChildId);
        assert_eq!(entry.title, "error[no-child-id]: no LAchildID; the child is left out");
        assert!(entry.body.starts_with("A child's record has no `LAchildID`"), "{}", entry.body);
        assert!(entry.body.contains("exit code 1") && entry.body.contains(Code::NoChildId.help()));
    }

    #[test]
    fn only_what_is_fatal_stops_a_run() {
        for (code, stops) in [(Code::BadDate, false), (Code::NoChildId, false), (Code::XmlDoctype, true)] {
            assert_eq!(entry(code).body.contains("does not go ahead"), stops, "{code}");
        }
    }
}
