//! `verify`: whether a run folder is what its manifest says, and whether everyone can read it.

use std::path::Path;
use std::process::ExitCode;

use super::talk::{Form, print, say};
use crate::diag::Diagnostic;
use crate::render::verify::{Fault, RULES_TESTED, accessibility, verify as compare};
use serde_json::json;

/// What is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Hashes.
    Record,
    /// Hashes, and every rule of accessibility that a program can test.
    Accessibility,
}

/// Tests a run folder.
pub(super) fn verify(run: &Path, depth: Depth, form: Form) -> Result<ExitCode, Vec<Diagnostic>> {
    let mut faults = compare(run).map_err(|problem| vec![problem])?;
    if depth == Depth::Accessibility {
        faults.extend(accessibility(run).map_err(|problem| vec![problem])?);
    }
    match form {
        Form::Json => print(&format!("{:#}", report(&faults))),
        Form::Words => told(&faults, depth),
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(faults: &[Fault]) -> serde_json::Value {
    let faults = faults.iter().map(|one| json!({ "rule": one.rule, "file": one.file, "what": one.what }));
    json!({ "faults": faults.collect::<Vec<_>>() })
}

fn told(faults: &[Fault], depth: Depth) {
    for fault in faults {
        say(&format!("{} {}: {}", fault.rule, fault.file, fault.what));
    }
    match (faults.len(), depth) {
        (0, Depth::Record) => say("Every file is the one that the run wrote."),
        (0, Depth::Accessibility) => say(&format!(
            "Every file is the one that the run wrote, and none breaks any of the {RULES_TESTED} rules that a program can test. \
             Read the briefing too: whether it is plain, no program can tell."
        )),
        (1, _) => say("One fault."),
        (several, _) => say(&format!("{several} faults.")),
    }
}
