//! `check`: everything read, every problem told, nothing written.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::talk::{Form, Progress, Voice, print, say};
use crate::diag::{self, Diagnostic, Findings};
use crate::domain::{LossReason, Losses};
use crate::{config, run};

/// Checks a plan and all that it names.
pub(super) fn check(plan: &Path, form: Form) -> Result<ExitCode, Vec<Diagnostic>> {
    let checked = config::load(plan).and_then(|plan| {
        let voice = if form == Form::Json { Voice::Quiet } else { Voice::Talking };
        run::check(&plan, &Progress::new(voice)).map_err(|problem| vec![problem])
    });
    match (checked, form) {
        (Ok((losses, findings)), Form::Words) => {
            diag::texts(&findings.diagnostics()).iter().for_each(|text| say(&format!("{text}\n")));
            say(&account(&losses));
            Ok(code(&findings))
        }
        (Ok((losses, findings)), Form::Json) => {
            print(&format!("{:#}", report(&findings, &losses)));
            Ok(code(&findings))
        }
        (Err(problems), Form::Words) => Err(problems),
        (Err(problems), Form::Json) => {
            let problems: Vec<Value> = problems.iter().map(diag::json).collect();
            print(&format!("{:#}", json!({ "ready": false, "diagnostics": problems })));
            Ok(ExitCode::from(2))
        }
    }
}

/// Returns 1 where records could not be used, otherwise 0.
pub(super) fn code(findings: &Findings) -> ExitCode {
    ExitCode::from(u8::from(findings.has_errors()))
}

fn report(findings: &Findings, losses: &Losses) -> Value {
    let lost = LossReason::ALL.iter().map(|&reason| (reason.name().to_owned(), losses.lost(reason).into()));
    json!({
        "ready": true,
        "diagnostics": findings.diagnostics().iter().map(diag::json).collect::<Vec<_>>(),
        "episodes": {
            "rows_in": losses.rows_in(),
            "kept": losses.kept(),
            "lost": serde_json::Map::from_iter(lost),
        },
    })
}

/// Returns the loss account, for the authority's own eyes: nothing of it is written anywhere.
fn account(losses: &Losses) -> String {
    let mut lines = vec![format!("{:>8} episodes read", losses.rows_in())];
    for &reason in LossReason::ALL {
        if losses.lost(reason) > 0 {
            lines.push(format!("{:>8} left out: {}", losses.lost(reason), reason.title()));
        }
    }
    lines.push(format!("{:>8} episodes to analyse. The run will go ahead.", losses.kept()));
    lines.join("\n")
}
