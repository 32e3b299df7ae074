//! Diagnostics as text and as JSON.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::{Value, json as object};

use super::{Diagnostic, Place};

/// Returns a diagnostic as a terminal shows it, without colour:
///
/// ```text
/// error[missing-column]: there is no column `start`
///   --> inputs/addresses.csv
/// help: ...
/// ```
#[must_use]
pub fn text(diagnostic: &Diagnostic) -> String {
    if let Place::Plan { file, source, span } = &*diagnostic.place {
        return plan(diagnostic, &file.to_string_lossy(), source, span.clone());
    }
    let place = place(diagnostic).map_or(String::new(), |place| format!("\n  --> {place}"));
    format!("{}{place}\nhelp: {}", title(diagnostic, &diagnostic.message), diagnostic.help)
}

/// Returns diagnostics as a terminal shows them, those of one code together under one title.
#[must_use]
pub fn texts(diagnostics: &[Diagnostic]) -> Vec<String> {
    let together = |one: &Diagnostic, other: &Diagnostic| one.code == other.code;
    diagnostics.chunk_by(together).map(several).collect()
}

fn several(diagnostics: &[Diagnostic]) -> String {
    let [first, _, ..] = diagnostics else { return diagnostics.iter().map(text).collect() };
    let places: Vec<String> =
        diagnostics.iter().filter_map(place).map(|place| format!("  --> {place}")).collect();
    let message = format!("in {} columns or files: {}", diagnostics.len(), first.code.message());
    format!("{}\n{}\nhelp: {}", title(first, &message), places.join("\n"), first.help)
}

fn title(diagnostic: &Diagnostic, message: &str) -> String {
    format!("{}[{}]: {message}", diagnostic.code.severity().word(), diagnostic.code)
}

fn place(diagnostic: &Diagnostic) -> Option<String> {
    match &*diagnostic.place {
        Place::Nowhere | Place::Plan { .. } => None,
        Place::File(file) => Some(file.display().to_string()),
        Place::Row { file, column, first, count } => {
            let column = column.as_ref().map_or(String::new(), |column| format!(", `{column}`"));
            let at = if *count == 1 { "at".to_owned() } else { format!("{count} times, first at") };
            let noun = if file.extension().is_some_and(|kind| kind == "xml") { "line" } else { "row" };
            Some(format!("{}{column}, {at} {noun} {first}", file.display()))
        }
    }
}

fn plan(diagnostic: &Diagnostic, file: &str, source: &str, span: std::ops::Range<usize>) -> String {
    let snippet = Snippet::source(source).path(file).annotation(AnnotationKind::Primary.span(span));
    let report = [
        Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name()).element(snippet),
        Group::with_title(Level::HELP.secondary_title(diagnostic.help.as_str())),
    ];
    Renderer::plain().render(&report)
}

/// Returns a diagnostic as a program reads it.
#[must_use]
pub fn json(diagnostic: &Diagnostic) -> Value {
    let mut value = object!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.code.severity().word(),
        "message": diagnostic.message,
        "help": diagnostic.help,
    });
    let place = match &*diagnostic.place {
        Place::Nowhere => return value,
        Place::File(file) => object!({ "file": file }),
        Place::Row { file, column, first, count } => {
            object!({ "file": file, "column": column, "first": first, "count": count })
        }
        Place::Plan { file, source, span } => {
            let line = source[..span.start].matches('\n').count() + 1;
            object!({ "file": file, "line": line })
        }
    };
    value["place"] = place;
    value
}
