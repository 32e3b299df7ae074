//! `run`: the pipeline, and what came of it.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::check::code;
use super::talk::{Form, Progress, Voice, print, say};
use crate::config::{self, Plan};
use crate::diag::{self, Diagnostic};
use crate::run::Finished;

/// Runs a plan.
pub(super) fn run(
    plan: &Path,
    out: Option<&Path>,
    form: Form,
    voice: Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let plan = config::load(plan)?;
    let out = out.unwrap_or(&plan.output);
    let finished = crate::run::run(&plan, out, &Progress::new(voice)).map_err(|problem| vec![problem])?;
    match form {
        Form::Json => print(&format!("{:#}", report(&finished, out))),
        Form::Words if voice == Voice::Talking => say(&closing(&finished, out)),
        Form::Words => {}
    }
    Ok(code(&finished.findings))
}

/// Says what a run would read and write.
pub(super) fn dry(plan: &Path, out: Option<&Path>, form: Form) -> Result<ExitCode, Vec<Diagnostic>> {
    let plan = config::load(plan)?;
    let out = out.unwrap_or(&plan.output);
    let reads: Vec<_> = files(&plan).iter().map(|path| path.display().to_string()).collect();
    match form {
        Form::Json => print(&format!("{:#}", json!({ "reads": reads, "writes": out, "written": false }))),
        Form::Words => {
            say("Would read");
            reads.iter().for_each(|path| say(&format!("  {path}")));
            say(&format!("and write the run folder\n  {}", out.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn files(plan: &Plan) -> Vec<&Path> {
    let inputs = &plan.inputs;
    let mut files: Vec<&Path> = inputs.cin.iter().map(std::path::PathBuf::as_path).collect();
    files.push(&inputs.addresses);
    files.extend(inputs.postcodes.as_deref());
    files.extend([inputs.deprivation.as_path(), inputs.population.as_path()]);
    files.extend(inputs.area_lookup.as_deref());
    files
}

fn report(finished: &Finished, out: &Path) -> serde_json::Value {
    json!({
        "run_folder": out,
        "headlines": finished.outcome.headlines,
        "diagnostics": finished.findings.diagnostics().iter().map(diag::json).collect::<Vec<_>>(),
    })
}

/// Returns the closing words: what was found, what was hidden and lost, where the files are, what to open first.
fn closing(finished: &Finished, out: &Path) -> String {
    let outcome = &finished.outcome;
    let mut parts: Vec<String> =
        outcome.headlines.iter().take(3).map(|sentence| format!("• {sentence}")).collect();
    parts.push(format!(
        "Hidden: {} of {} figures. {}",
        outcome.hidden,
        outcome.hidden + outcome.shown,
        outcome.lost
    ));
    let odd = diag::texts(&finished.findings.diagnostics()).len();
    if odd > 0 {
        parts.push(format!("{odd} kinds of oddity in the inputs; `social-gradient check` lists them."));
    }
    parts.push(format!(
        "{} files in {}:\n  briefing.html to read, tables.xlsx for tables, charts/ for slides, data/ for analysis",
        outcome.files.len(),
        out.display()
    ));
    parts.push(format!("Open first: {}", out.join("briefing.html").display()));
    parts.join("\n\n")
}
