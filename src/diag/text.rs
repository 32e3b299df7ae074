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
    let word = diagnostic.code.severity().word();
    let title = format!("{word}[{}]: {}", diagnostic.code, diagnostic.message);
    let place = match &*diagnostic.place {
        Place::Nowhere => String::new(),
        Place::File(file) => format!("\n  --> {}", file.display()),
        Place::Row { file, column, first, count } => {
            let column = column.as_ref().map_or(String::new(), |column| format!(", `{column}`"));
            let at = if *count == 1 { "at" } else { "first at" };
            let noun = if file.extension().is_some_and(|kind| kind == "xml") { "line" } else { "row" };
            format!("\n  --> {}{column}, {at} {noun} {first}", file.display())
        }
        Place::Plan { file, source, span } => {
            return plan(diagnostic, &file.to_string_lossy(), source, span.clone());
        }
    };
    format!("{title}{place}\nhelp: {}", diagnostic.help)
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
