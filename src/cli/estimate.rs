//! `estimate`: measures from a table of counts.

use std::path::Path;
use std::process::ExitCode;

use super::talk::{Form, print, problem, say};
use crate::diag::{Code, Diagnostic, why};
use crate::domain::TableFigure;
use crate::estimate::table::{self, Request};
use crate::{read, render};

/// The name of standard input and standard output.
const STANDARD: &str = "-";

/// Estimates what is asked for, and writes it to a file or to standard output.
pub(super) fn estimate(
    counts: &Path,
    request: &Request,
    out: Option<&Path>,
    form: Form,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let table = if counts == Path::new(STANDARD) {
        read::aggregate(Path::new("standard input"), Some(std::io::stdin().lock()))?
    } else {
        read::aggregate(counts, None::<std::io::Empty>)?
    };
    let figures = table::estimate(&table, request)?;
    if figures.iter().any(|figure| figure.convention.ends_with(table::UNTOLD)) {
        problem(&Diagnostic::new(Code::FamiliesUntold, Code::FamiliesUntold.message()));
    }
    let text = match form {
        Form::Json => render::table_json(&figures),
        Form::Words => render::table_csv(&figures),
    };
    match out.filter(|out| *out != Path::new(STANDARD)) {
        Some(out) => {
            std::fs::write(out, text).map_err(|error| vec![failed(out, &error)])?;
            say(&closing(&figures, out));
        }
        None => print(text.trim_end_matches('\n')),
    }
    Ok(ExitCode::SUCCESS)
}

fn failed(out: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed, format!("the figures could not be written: {}", why(error)))
        .in_file(out)
}

fn closing(figures: &[TableFigure], out: &Path) -> String {
    let without = figures.iter().filter(|figure| figure.value.is_none()).count();
    let reasons = if without == 0 {
        String::new()
    } else {
        format!("; {without} have no value, with the reason in `convention`")
    };
    format!("{} figures written to {}{reasons}.", figures.len(), out.display())
}
