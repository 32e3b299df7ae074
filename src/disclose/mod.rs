//! The gate: what may be published.
//!
//! Counts are protected before anything is estimated. Under the policy, nought is shown, counts from 1 to
//! 7 are hidden, and others are rounded to the nearest 5; every rate, ratio, index, limit, sentence and
//! bar is then made from those published counts and public populations alone, so it can say nothing that
//! a reader could not work out. What a reader *can* work out is attacked here: all relations between the
//! counts of the release are put to use, and where a hidden count is narrowed too far, a count that
//! narrows it is hidden as well; where that does not help, nothing is published.

mod attack;
mod audit;
mod problem;
mod published;
mod relations;
mod safe;

#[cfg(test)]
mod tests;

pub use audit::{Audit, Check};
pub use problem::{Cell, Ends, Group, Kind, Need, Problem, Relation, Table, Whole};
pub use published::Published;
pub use safe::Safe;

use self::attack::attack;
use self::problem::{Row, Seen, UNBOUNDED};
use crate::config::Disclosure;
use crate::count::Counts;
use crate::diag::{Code, Diagnostic};

/// A hidden count must be able to take at least this many values.
const VALUES: i64 = 3;

/// Protects counts.
///
/// # Errors
///
/// Returns `disclosure-refused` where hidden counts can still be narrowed after all that narrows them is
/// hidden, or where the attack could not be finished.
pub fn disclose(
    counts: &Counts<u64>,
    policy: Disclosure,
) -> Result<(Safe<Counts<Published>>, Safe<Audit>), Diagnostic> {
    let problem = relations::problem(counts);
    let mut published: Vec<Published> =
        problem.cells.iter().map(|cell| Published::of(cell.truth, policy)).collect();
    let small = published.iter().filter(|one| **one == Published::Hidden).count();
    let mut linked = vec![false; published.len()];
    loop {
        let exposed = exposed(&published, &linked, &problem, policy)?;
        if exposed.is_empty() {
            break;
        }
        let before = published.iter().filter(|one| **one == Published::Hidden).count();
        for place in exposed {
            if let Some(also) = also_hide(place, &published, &problem) {
                published[also] = Published::Hidden;
                linked[also] = true;
            }
        }
        if published.iter().filter(|one| **one == Published::Hidden).count() == before {
            return Err(Diagnostic::new(Code::DisclosureRefused, Code::DisclosureRefused.message()));
        }
    }
    let hidden = published.iter().filter(|one| **one == Published::Hidden).count();
    let audit = Audit {
        policy,
        counts: published.len() as u64,
        hidden_small: small as u64,
        hidden_linked: (hidden - small) as u64,
        checks: vec![Check {
            name: "linked_ranges",
            attack: "knows the policy, the populations and that hidden counts are small; adds, subtracts and \
                     compares every published count with every other that groups, definitions, periods, units \
                     and the loss account relate it to, until no range narrows",
            relations: problem.relations.len() as u64,
            recovered: 0,
        }],
    };
    let mut each = published.into_iter();
    let protected = counts.map(|_| each.next().expect("one published count for each count"));
    Ok((Safe::seal(protected), Safe::seal(audit)))
}

/// Returns the small hidden counts that a reader can narrow too far.
fn exposed(
    published: &[Published],
    linked: &[bool],
    problem: &Problem,
    policy: Disclosure,
) -> Result<Vec<usize>, Diagnostic> {
    let ranges = published.iter().enumerate().map(|(place, one)| {
        let mut range = one.range(policy);
        if linked[place] {
            range.most = UNBOUNDED;
        }
        range
    });
    let seen = Seen { ranges: ranges.collect(), rows: problem.relations.iter().map(Row::from).collect() };
    let ranges = attack(seen).map_err(|_| {
        Diagnostic::new(Code::DisclosureRefused, "the check of the release could not be finished")
    })?;
    let narrow = |&(place, range): &(usize, &published::Range)| {
        published[place] == Published::Hidden && !linked[place] && range.most - range.least + 1 < VALUES
    };
    Ok(ranges.iter().enumerate().filter(narrow).map(|(place, _)| place).collect())
}

/// Returns the count whose hiding would loosen a relation of the one at `place`: the smallest shown one.
fn also_hide(place: usize, published: &[Published], problem: &Problem) -> Option<usize> {
    let related = problem.relations.iter().map(problem::Relation::places);
    related
        .filter(|places| places.contains(&place))
        .flatten()
        .filter(|&other| matches!(published[other], Published::Count(count) if count > 0))
        .min_by_key(|&other| (problem.cells[other].truth, other))
}
