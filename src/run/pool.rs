//! Several authorities, each read, linked and counted by itself; only their counts meet.
//!
//! An authority's children are let go as soon as they are counted, so memory is set by the largest authority and
//! the number of threads and not by how many there are. Counts are added in the order of the plan, and a child
//! of one authority is never compared with a child of another.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{Stage, Watch, bytes};
use crate::config::Plan;
use crate::count::{self, Counts};
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::Losses;
use crate::link::{self, Cohort};
use crate::provenance::Hashes;
use crate::read;

/// Reads, links and counts every authority of a plan, and adds the counts up.
pub(super) fn count(plan: &Plan, watch: &dyn Watch) -> Result<(Counts<u64>, Findings, Hashes), Diagnostic> {
    let (counts, findings, hashes) =
        each(plan, watch, |cohort, losses, part| (count::count(cohort, losses, part), cohort.families))?;
    if counts.windows(2).any(|two| two[0].1 != two[1].1) {
        let message = "some authorities of the pool tell families and others do not";
        return Err(Diagnostic::new(Code::PlanValue, message)
            .in_file(&plan.path)
            .with_help("give every authority's addresses a column `family`, or none"));
    }
    let pooled = counts.into_iter().map(|(counts, _)| counts).reduce(|all, next| all.plus(&next));
    let pooled = pooled.expect("a pooled plan has an authority");
    watch.done(Stage::Count, &format!("{} tables", pooled.cells.len()));
    Ok((pooled, findings, hashes))
}

/// Reads and links every authority of a plan, and adds the losses up.
pub(super) fn check(plan: &Plan, watch: &dyn Watch) -> Result<(Losses, Findings), Diagnostic> {
    let (losses, findings, _) = each(plan, watch, |_, losses, _| losses.clone())?;
    Ok((losses.into_iter().fold(Losses::default(), |all, next| all.plus(&next)), findings))
}

/// Does something with each authority's cohort; what comes of it is in the order of the plan. With it come the hashes of
/// the returns that were read.
fn each<T: Send>(
    plan: &Plan,
    watch: &dyn Watch,
    then: impl Fn(&Cohort, &Losses, &Plan) -> T + Sync,
) -> Result<(Vec<T>, Findings, Hashes), Diagnostic> {
    watch.stage(Stage::Read, bytes(plan));
    let (shared, mut findings) = read::shared(plan)?;
    let ground = link::ground(&shared.tables, plan)?;
    let one = |part: &Plan| {
        let (mut tables, mut found) = read::authority(part, &shared, &|bytes| watch.read(bytes))?;
        let (cohort, losses) = link::link_to(&ground, &tables, part, &mut found)?;
        let (rows, returns) = (tables.episodes.len(), tables.returns.len());
        let hashes = std::mem::take(&mut tables.hashes);
        drop(tables);
        Ok((then(&cohort, &losses, part), found, hashes, rows, returns, losses.kept()))
    };
    let mut parts: Vec<_> = plan.parts().into_iter().enumerate().collect();
    // A large authority that came last would leave every thread but one with nothing to do.
    parts.sort_by_cached_key(|(_, part)| Reverse(bytes(part)));
    let mut done: Vec<_> = parts.iter().par_bridge().map(|(number, part)| (*number, one(part))).collect();
    done.sort_unstable_by_key(|(number, _)| *number);
    let (mut outcomes, mut total) = (Vec::with_capacity(done.len()), (0, 0, 0));
    let mut hashes = Hashes::new();
    for (_, one) in done {
        let (outcome, found, read, rows, returns, kept) = one?;
        findings.merge(found);
        hashes.extend(read);
        total = (total.0 + rows, total.1 + returns, total.2 + kept);
        outcomes.push(outcome);
    }
    let (rows, returns, kept) = total;
    watch.done(
        Stage::Read,
        &format!("{rows} episodes in {returns} returns of {} authorities", outcomes.len()),
    );
    watch.done(Stage::Link, &format!("{kept} of {rows} episodes kept"));
    Ok((outcomes, findings, hashes))
}
