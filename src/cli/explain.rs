//! `explain`: what a name means.

use std::process::ExitCode;

use super::talk::print;
use crate::diag::Diagnostic;
use crate::dictionary::{self, Name};

/// Explains a name, or lists all there are.
pub(super) fn explain(name: Option<&str>) -> Result<ExitCode, Vec<Diagnostic>> {
    let Some(name) = name else {
        let lines: Vec<String> = dictionary::names().iter().map(line).collect();
        print(&lines.join("\n"));
        return Ok(ExitCode::SUCCESS);
    };
    let Some(found) = dictionary::explain(name) else {
        return Err(vec![dictionary::unknown(name)]);
    };
    print(&format!("{}: {}\n\n{}", found.name, found.title, found.body));
    if !found.see_also.is_empty() {
        print(&format!("\nSee also: {}", found.see_also.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}

fn line(name: &Name) -> String {
    format!("{:<12} {}", name.kind.name(), name.name)
}
