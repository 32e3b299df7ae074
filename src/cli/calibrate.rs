//! `calibrate`: how often the program's limits hold the truth.

use std::process::ExitCode;

use super::talk::{Form, print};
use crate::calibrate;
use crate::diag::Diagnostic;

/// Draws tables with a known truth and prints how often limits hold it.
pub(super) fn calibrate(tables: usize, form: Form) -> Result<ExitCode, Vec<Diagnostic>> {
    let found = calibrate::calibrate(tables);
    match form {
        Form::Json => print(&serde_json::to_string_pretty(&found).expect("a calibration can be written")),
        Form::Words => print(&found.to_string()),
    }
    Ok(ExitCode::SUCCESS)
}
