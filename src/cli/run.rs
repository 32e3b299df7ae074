//! `run`: the pipeline, and what came of it.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::check::code;
use super::talk::{Form, Progress, Voice, print, say};
use crate::config;
use crate::diag::{self, Diagnostic};
use crate::render::many;
use crate::run::Finished;

/// Where returns come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Returns {
    /// From the plan's cache, where that holds them.
    Kept,
    /// From their files.
    Again,
}

/// Runs a plan.
pub(super) fn run(
    plan: &Path,
    out: Option<&Path>,
    returns: Returns,
    form: Form,
    voice: Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let mut plan = config::load(plan)?;
    if returns == Returns::Again {
        plan.inputs.cache = None;
    }
    let out = out.unwrap_or(&plan.output);
    let progress = Progress::new(voice);
    let finished = crate::run::run(&plan, out, &progress).map_err(|problem| vec![problem])?;
    match form {
        Form::Json => print(&format!("{:#}", report(&finished, out, &progress))),
        Form::Words if voice == Voice::Talking => say(&closing(&finished, out)),
        Form::Words => {}
    }
    Ok(code(&finished.findings))
}

/// Sets how many threads the run has. Where they are set already, as in a test, they stay as they are.
pub(super) fn on(threads: Option<NonZeroUsize>) {
    if let Some(threads) = threads {
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global();
    }
}

/// Says what a run would read and write.
pub(super) fn dry(plan: &Path, out: Option<&Path>, form: Form) -> Result<ExitCode, Vec<Diagnostic>> {
    let plan = config::load(plan)?;
    let out = out.unwrap_or(&plan.output);
    let reads: Vec<_> = plan.inputs.files().iter().map(|(_, path)| path.display().to_string()).collect();
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

fn report(finished: &Finished, out: &Path, progress: &Progress) -> serde_json::Value {
    let seconds = progress.seconds().into_iter();
    let seconds = seconds.map(|(stage, seconds)| json!({ "stage": stage.verb(), "seconds": seconds }));
    json!({
        "stages": seconds.collect::<Vec<_>>(),
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
        many(outcome.hidden),
        many(outcome.hidden + outcome.shown),
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
