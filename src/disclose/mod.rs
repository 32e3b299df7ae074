//! The gate: what may be published.
//!
//! Counts are protected before anything is estimated. Under the policy `round`, nought is shown, counts from 1
//! to 7 are hidden, and others are rounded to the nearest 5; under `suppress`, counts from 1 to 5 are hidden,
//! others are exact, and some of those are hidden as well. Every rate, ratio, index, limit, sentence and bar is
//! then made from those published counts and public populations alone, so it can say nothing that a reader could
//! not work out. So the whole release is one protected set: the counts.
//!
//! What a reader *can* work out is attacked here: all relations between the counts of the release, those of earlier
//! releases and of outside tables are put to use, and where a hidden count is narrowed too far, a count that narrows
//! it is hidden as well; where that does not help, nothing is published. What proposes and what tries share no code.
//!
//! A hidden count looks the same whether it is small or stands beside a small one. So the reader who attacks takes
//! the hidden counts of a breakdown to be small only where all of them are; and where the total is small, the whole
//! breakdown is withheld.

mod attack;
mod audit;
mod beside;
mod coarser;
mod gate;
mod hide;
mod journeys;
mod limits;
mod pair;
mod problem;
mod published;
mod relations;
mod safe;
mod suppress;

#[cfg(test)]
mod tests;

pub use audit::{Audit, Check, Hidden};
pub use beside::{Beside, Context, Earlier, Outside};
pub use gate::{Budget, Protected, Refusal, Why, protect};
pub use limits::{limits, narrower};
pub use pair::{Pair, pair, relations_by_name};
pub use problem::{Cell, Ends, Group, Kind, Known, Need, Problem, Relation, Table, Whole};
pub use published::Published;
pub use safe::Safe;
pub use suppress::suppress;

use crate::config::{Disclosure, Merge};
use crate::count::Counts;
use crate::diag::{Code, Diagnostic};

/// Protects counts, for a reader who holds nothing beside the release.
///
/// # Errors
///
/// Returns `disclosure-refused` where hidden counts can still be narrowed after all that narrows them is
/// hidden and journeys are told for the whole authority alone, or where the attack could not be finished.
pub fn disclose(
    counts: &Counts<u64>,
    policy: Disclosure,
) -> Result<(Safe<Counts<Published>>, Safe<Audit>), Diagnostic> {
    disclose_beside(counts, policy, &Beside::default())
}

/// Protects counts, for a reader who holds earlier releases and outside tables beside the release.
///
/// # Errors
///
/// As [`disclose`], and also where a figure that was printed before would change without a reason.
pub fn disclose_beside(
    counts: &Counts<u64>,
    policy: Disclosure,
    beside: &Beside,
) -> Result<(Safe<Counts<Published>>, Safe<Audit>), Diagnostic> {
    let mut counts = counts.clone();
    let mut merged = Vec::new();
    loop {
        let own = relations::problem(&counts);
        let names = relations::names(&counts, &beside.context);
        let joint = beside.join(own.clone(), &names, policy)?;
        let done = match protect(&joint, policy, Budget::default()) {
            Ok(done) => done,
            Err(refusal) => {
                let step = coarser::rescue(&counts, &refusal).ok_or_else(|| refused(&refusal))?;
                merged.push(step.words(&counts));
                counts = coarser::take(&counts, step);
                continue;
            }
        };
        let costly = coarser::costly(&own, &done, policy);
        let step = coarser::step(&relations::places(&counts), &costly);
        if let (Merge::Apply, Some(step)) = (policy.merge, step) {
            merged.push(step.words(&counts));
            counts = coarser::take(&counts, step);
            continue;
        }
        let proposed = step.map(|step| step.words(&counts)).into_iter().collect();
        let audit = audit(&own, &done, &names, policy, beside, merged, proposed);
        let mut each = done.shown.into_iter();
        let protected = counts.map(|_| each.next().expect("one published count for each count"));
        return Ok((Safe::seal(protected), Safe::seal(audit)));
    }
}

fn refused(refusal: &Refusal) -> Diagnostic {
    let message = match refusal.why {
        Why::Exposed => "hidden figures can be worked out, and there is nothing left to hide",
        Why::Contradiction => "what is known of the counts contradicts itself",
        Why::Unfinished => "the check of the release could not be finished",
    };
    let diagnostic = Diagnostic::new(Code::DisclosureRefused, message);
    match refusal.tables.as_slice() {
        [] => diagnostic,
        tables => {
            let named: Vec<_> = tables.iter().take(NAMED).map(|table| format!("`{table}`")).collect();
            let more = tables.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            diagnostic.with_help(format!("make these coarser, or leave them out: {}{more}", named.join("; ")))
        }
    }
}

/// How many breakdowns a refusal names.
const NAMED: usize = 5;

fn audit(
    problem: &Problem,
    done: &Protected,
    names: &[String],
    policy: Disclosure,
    beside: &Beside,
    merged: Vec<String>,
    proposed: Vec<String>,
) -> Audit {
    let is_hidden = |place: usize| done.shown[place] == Published::Hidden;
    let hidden = |cells: &[usize]| cells.iter().filter(|&&place| is_hidden(place)).count() as u64;
    let site = format!("{}|", beside.context.site);
    let own_name = |name: &str| name.strip_prefix(&site).unwrap_or(name).trim_end_matches('|').to_owned();
    let tables = problem
        .tables
        .iter()
        .map(|table| Hidden { table: table.name.clone(), figures: hidden(&table.cells) });
    Audit {
        policy,
        counts: names.len() as u64,
        hidden: names
            .iter()
            .enumerate()
            .filter(|&(at, _)| is_hidden(at))
            .map(|(_, name)| own_name(name))
            .collect(),
        tables: tables.filter(|table| table.figures > 0).collect(),
        checks: vec![Check {
            name: "linked_tables",
            attack: "knows the policy, the populations and the earlier releases; adds, subtracts and compares \
                     every published count with every other that groups, definitions, periods, units and the loss \
                     account relate it to; by bound propagation, then by integer programmes",
            attacked: done.attacked,
            relations: done.relations,
            programmes: Budget::default().programmes,
            recovered: 0,
        }],
        beside: beside.len() as u64,
        merged,
        proposed,
    }
}
