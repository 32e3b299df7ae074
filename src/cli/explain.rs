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
    print(&found.to_string());
    Ok(ExitCode::SUCCESS)
}

fn line(name: &Name) -> String {
    format!("{:<26} {}", name.kind.title(), name.name)
}
