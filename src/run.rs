//! The pipeline: six calls.

mod pool;

use std::path::Path;

use crate::config::Plan;
use crate::count::Counts;
use crate::diag::{Diagnostic, Findings};
use crate::domain::Losses;
use crate::link::Cohort;
use crate::provenance::{Hashes, Provenance};
use crate::read::Tables;
use crate::render::Outcome;
use crate::{count, disclose, estimate, history, link, read, render};

/// One of the six calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files into tables.
    Read,
    /// Episodes to areas.
    Link,
    /// Events into counts.
    Count,
    /// Counts past the gate.
    Disclose,
    /// Published counts into figures.
    Estimate,
    /// Figures into a run folder.
    Render,
}

impl Stage {
    /// Returns the verb that is printed.
    #[must_use]
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Link => "link",
            Self::Count => "count",
            Self::Disclose => "disclose",
            Self::Estimate => "estimate",
            Self::Render => "render",
        }
    }
}

/// Whoever wants to know how far a run has come.
pub trait Watch: Sync {
    /// A stage begins, with so many bytes to go through (nought where that is not known).
    fn stage(&self, stage: Stage, bytes: u64);
    /// So many bytes were read.
    fn read(&self, bytes: u64);
    /// A stage ended, and this came of it.
    fn done(&self, stage: Stage, what: &str);
}

/// What came of a run.
#[derive(Debug)]
pub struct Finished {
    /// What was written.
    pub outcome: Outcome,
    /// What was odd in the inputs.
    pub findings: Findings,
}

/// Runs a plan into `out`.
///
/// # Errors
///
/// Returns the fault that stopped it; nothing is then written, and what was there stays.
pub fn run(plan: &Plan, out: &Path, watch: &dyn Watch) -> Result<Finished, Diagnostic> {
    let (counts, findings, hashes) = counting(plan, watch)?;
    watch.stage(Stage::Disclose, 0);
    let beside = history::beside(plan)?;
    let (published, audit) = disclose::disclose_beside(&counts, plan.disclosure, &beside)?;
    watch.done(
        Stage::Disclose,
        &format!("{} of {} counts hidden", audit.get().hidden.len(), audit.get().counts),
    );
    watch.stage(Stage::Estimate, 0);
    let results = published.derive(plan, estimate::estimate);
    watch.done(Stage::Estimate, &format!("{} figures", results.get().figures.len()));
    watch.stage(Stage::Render, 0);
    let provenance = Provenance::of(plan, &hashes)?;
    let kept = history::keep(plan, &beside, &published)?;
    let outcome = match render::render(&results, &audit, &provenance, plan, out) {
        Ok(outcome) => outcome,
        Err(problem) => {
            kept.undo()?;
            return Err(problem);
        }
    };
    watch.done(Stage::Render, &format!("{} files", outcome.files.len()));
    Ok(Finished { outcome, findings })
}

/// Reads and links what a plan names, and stops there: what `check` does.
///
/// # Errors
///
/// Returns the fault that would stop a run.
pub fn check(plan: &Plan, watch: &dyn Watch) -> Result<(Losses, Findings), Diagnostic> {
    if !plan.inputs.authorities.is_empty() {
        return pool::check(plan, watch);
    }
    let (tables, mut findings) = reading(plan, watch)?;
    let (_, losses) = linking(&tables, plan, &mut findings, watch)?;
    Ok((losses, findings))
}

/// Reads, links and counts: one authority, or several one after another.
fn counting(plan: &Plan, watch: &dyn Watch) -> Result<(Counts<u64>, Findings, Hashes), Diagnostic> {
    if !plan.inputs.authorities.is_empty() {
        return pool::count(plan, watch);
    }
    let (tables, mut findings) = reading(plan, watch)?;
    let (cohort, losses) = linking(&tables, plan, &mut findings, watch)?;
    watch.stage(Stage::Count, 0);
    let counts = count::count(&cohort, &losses, plan);
    watch.done(Stage::Count, &format!("{} tables", counts.cells.len()));
    Ok((counts, findings, tables.hashes))
}

fn reading(plan: &Plan, watch: &dyn Watch) -> Result<(Tables, Findings), Diagnostic> {
    watch.stage(Stage::Read, bytes(plan));
    let (tables, findings) = read::read(plan, &|bytes| watch.read(bytes))?;
    let (returns, episodes) = (tables.returns.len(), tables.episodes.len());
    watch.done(Stage::Read, &format!("{episodes} episodes in {returns} returns"));
    Ok((tables, findings))
}

/// Returns how long the returns are together.
fn bytes(plan: &Plan) -> u64 {
    let returns = plan.inputs.files().into_iter().filter(|(role, _)| *role == "cin");
    returns.filter_map(|(_, path)| std::fs::metadata(path).ok()).map(|file| file.len()).sum()
}

fn linking(
    tables: &Tables,
    plan: &Plan,
    findings: &mut Findings,
    watch: &dyn Watch,
) -> Result<(Cohort, Losses), Diagnostic> {
    watch.stage(Stage::Link, 0);
    let (cohort, losses) = link::link(tables, plan, findings)?;
    watch.done(Stage::Link, &format!("{} of {} episodes kept", losses.kept(), losses.rows_in()));
    Ok((cohort, losses))
}
