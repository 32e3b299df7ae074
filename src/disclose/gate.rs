//! Hiding until nothing can be found out: small counts first, then by elimination what would add up to one, then
//! whatever the attack still needs. Where nothing is left to hide, the release is refused.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::attack::{Ask, Effort, Halt, Reader, Verdict};
use super::hide::{Hide, hide_more};
use super::problem::{Cell, Ends, Kind, Problem, Relation, Row, Seen, UNBOUNDED, Whole};
use super::published::{Published, Range};
use super::suppress::suppress;
use crate::config::{Disclosure, Level, Policy};

/// How much an audit may cost before the release is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Linear and integer programmes.
    pub programmes: u64,
    /// Time; the same inputs give the same release, or none.
    pub time: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self { programmes: 20_000, time: Duration::from_secs(300) }
    }
}

/// Counts that may be published, and what was done to make sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// Each count of the problem as a reader may see it; one that is not printed is hidden.
    pub shown: Vec<Published>,
    /// How many hidden figures and groups were attacked.
    pub attacked: u64,
    /// How many relations were put to use.
    pub relations: u64,
    /// How many programmes were solved.
    pub programmes: u64,
    /// How many whole tables were found and checked that differ in a hidden figure.
    pub tables: u64,
}

/// Why nothing may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What went wrong.
    pub why: Why,
    /// The breakdowns that it happened in, by the names of the problem.
    pub tables: Vec<String>,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A hidden figure can be found out, and there is nothing left to hide.
    Exposed,
    /// What is known contradicts itself or the counts.
    Contradiction,
    /// The attack could not be finished.
    Unfinished,
}

/// What is done with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is shown.
    Shown,
    /// It is small, and hidden.
    Small,
    /// It is hidden with a small one, or was hidden in an earlier release. A reader sees no difference.
    Linked,
    /// It is hidden with its whole breakdown, of which nothing is shown.
    Withheld,
    /// It is not printed.
    Implied,
}

/// Rounds in which as little as can be is hidden; what is still exposed after them has its whole
/// breakdown withheld.
const SPARING: u32 = 8;

/// Decides what is shown, so that an attack on the whole finds nothing.
///
/// # Errors
///
/// Returns why nothing may be published.
pub fn protect(problem: &Problem, policy: Disclosure, budget: Budget) -> Result<Protected, Refusal> {
    let mut problem = problem.clone();
    let asks_of_groups = groups(&mut problem, policy);
    let mut marks = marks(&problem, policy);
    if policy.policy == Policy::Suppress {
        let must: Vec<bool> = marks.iter().map(|mark| matches!(mark, Mark::Small | Mark::Linked)).collect();
        for (mark, hidden) in marks.iter_mut().zip(suppress(&problem, &must)) {
            if hidden && *mark == Mark::Shown {
                *mark = Mark::Linked;
            }
        }
    }
    let refusal = |halt| Refusal {
        why: if halt == Halt::Budget { Why::Unfinished } else { Why::Contradiction },
        tables: Vec::new(),
    };
    let until = Instant::now().checked_add(budget.time);
    let effort = Effort::new(budget.programmes, until);
    let known = seen(&problem, &marks, policy);
    // The search for other tables starts from the true one, which costs least; what is open does not depend on it.
    let first = problem.cells.iter().map(|cell| signed(cell.truth)).collect();
    let mut reader = Reader::new(known, first, effort).map_err(refusal)?;
    let attacked;
    let mut round = 0;
    loop {
        let mut asks = asks(&problem, &marks, policy);
        asks.extend(&asks_of_groups);
        let mut verdicts = reader.found(&asks);
        if !verdicts.contains(&Verdict::Found) {
            verdicts = reader.tries(&asks).map_err(refusal)?;
        }
        let exposed: Vec<usize> = asks
            .iter()
            .zip(&verdicts)
            .filter(|(_, verdict)| **verdict != Verdict::Open)
            .map(|(&(place, _), _)| place)
            .collect();
        if exposed.is_empty() {
            attacked = asks.len() as u64;
            break;
        }
        let how = if round < SPARING { Hide::Least } else { Hide::Breakdowns };
        round += 1;
        let hid_more = hide_more(&problem, &mut marks, policy, &exposed, how);
        if !hid_more {
            let why = if reader.effort.left == 0 { Why::Unfinished } else { Why::Exposed };
            return Err(Refusal { why, tables: tables(&problem, &exposed) });
        }
        reader.widen(seen(&problem, &marks, policy)).map_err(refusal)?;
    }
    let shown = problem.cells.iter().zip(&marks).map(|(cell, mark)| match mark {
        Mark::Shown => Published::of(cell.truth, policy),
        Mark::Small | Mark::Linked | Mark::Withheld | Mark::Implied => Published::Hidden,
    });
    Ok(Protected {
        shown: shown.collect(),
        attacked,
        relations: problem.relations.len() as u64,
        programmes: reader.effort.solved,
        tables: reader.effort.tables,
    })
}

/// Adds, for each named group that a count may say it all of, how many are left; and returns what is asked of
/// them. Whether it may rests on what would be printed, and never on the truth.
fn groups(problem: &mut Problem, policy: Disclosure) -> Vec<(usize, Ask)> {
    let coalition = i64::from(policy.coalition);
    let mut asks = Vec::new();
    for group in problem.groups.clone() {
        let cell = problem.cells[group.part].clone();
        let part = Published::of(cell.truth, policy).range(policy);
        let (whole, is_none) = match group.whole {
            Whole::Cell(place) => {
                let truth = problem.cells[place].truth;
                (Published::of(truth, policy).range(policy), truth < cell.truth || truth == 0)
            }
            Whole::Public(number) => {
                let number = signed(number);
                (Range { least: number, most: number }, number < signed(cell.truth) || number == 0)
            }
        };
        if is_none {
            continue;
        }
        if group.ends == Ends::AllAndNone && part.least <= coalition {
            asks.push((group.part, Ask::Above(coalition)));
        }
        if whole.least - part.most > coalition {
            continue;
        }
        let rest = problem.cells.len();
        let total = match group.whole {
            Whole::Cell(place) => problem.cells[place].truth,
            Whole::Public(number) => number,
        };
        problem.cells.push(Cell { truth: total - cell.truth, kind: Kind::Told, ..cell });
        problem.relations.push(match group.whole {
            Whole::Cell(whole) => Relation::Sum { whole, parts: vec![group.part, rest] },
            Whole::Public(number) => {
                let number = signed(number);
                Relation::Linear { terms: vec![(group.part, 1), (rest, 1)], least: number, most: number }
            }
        });
        asks.push((rest, Ask::Above(coalition)));
    }
    asks
}

fn marks(problem: &Problem, policy: Disclosure) -> Vec<Mark> {
    let small = |count: u64| (1..=u64::from(policy.hide_up_to)).contains(&count);
    let mut marks: Vec<Mark> = problem
        .cells
        .iter()
        .map(|cell| match cell.kind {
            Kind::Implied | Kind::Told => Mark::Implied,
            Kind::Printed if small(cell.truth) || cell.families.is_some_and(small) => Mark::Small,
            Kind::Printed => Mark::Shown,
        })
        .collect();
    for &place in &problem.held {
        if marks[place] == Mark::Shown {
            // A nought was hidden with its whole breakdown, and with nothing else.
            marks[place] = if problem.cells[place].truth == 0 { Mark::Withheld } else { Mark::Linked };
        }
    }
    for table in &problem.tables {
        if table.whole.is_some_and(|whole| marks[whole] == Mark::Small) {
            table.cells.iter().for_each(|&cell| marks[cell] = Mark::Withheld);
        }
    }
    marks
}

/// Returns what must not be found out of which count.
fn asks(problem: &Problem, marks: &[Mark], policy: Disclosure) -> Vec<(usize, Ask)> {
    let small = i64::from(policy.hide_up_to);
    let width = Ask::Wide(if policy.level == Level::Basic { 1 } else { 2 });
    let ask = |place: usize| {
        let cell = &problem.cells[place];
        let is_small = (1..=small).contains(&signed(cell.truth));
        match marks[place] {
            Mark::Shown => None,
            Mark::Small if is_small && policy.level == Level::Strict => Some(Ask::Every(small)),
            Mark::Small => Some(width),
            // The policy prints noughts, so that one worked out is nothing that was to be kept.
            Mark::Withheld if cell.truth == 0 => None,
            Mark::Linked | Mark::Withheld => Some(width),
            Mark::Implied => (cell.kind == Kind::Implied && is_small).then_some(width),
        }
    };
    (0..marks.len()).filter_map(|place| Some((place, ask(place)?))).collect()
}

/// Returns what a reader sees, who knows the policy and takes what is hidden to be small where most of it is.
fn seen(problem: &Problem, marks: &[Mark], policy: Disclosure) -> Seen {
    let none_tells: BTreeSet<usize> = problem
        .groups
        .iter()
        .filter(|group| group.ends == Ends::AllAndNone)
        .map(|group| group.part)
        .collect();
    let in_company = company(problem, marks);
    let mut ranges: Vec<Range> = problem
        .cells
        .iter()
        .zip(marks)
        .enumerate()
        .map(|(place, (cell, mark))| {
            let most = signed(cell.most).min(UNBOUNDED).max(signed(cell.truth));
            let least = i64::from(!none_tells.contains(&place));
            match mark {
                Mark::Shown => {
                    let range = Published::of(cell.truth, policy).range(policy);
                    Range { most: range.most.min(most), ..range }
                }
                Mark::Small
                    if policy.policy == Policy::Round && cell.families.is_none() && !in_company[place] =>
                {
                    Range { least, most: i64::from(policy.hide_up_to).min(most) }
                }
                Mark::Small | Mark::Linked => Range { least, most },
                Mark::Withheld | Mark::Implied => Range { least: 0, most },
            }
        })
        .collect();
    for known in &problem.known {
        let range = &mut ranges[known.place];
        range.least = range.least.max(signed(known.least));
        range.most = range.most.min(signed(known.most));
    }
    Seen { ranges, rows: problem.relations.iter().map(Row::from).collect() }
}

/// Returns which counts stand in a breakdown that hides a large count with the small ones: since both look the same,
/// nobody can tell that any of its hidden counts is small.
pub(super) fn company(problem: &Problem, marks: &[Mark]) -> Vec<bool> {
    let mut found = vec![false; marks.len()];
    for table in &problem.tables {
        if table.cells.iter().any(|&cell| marks[cell] == Mark::Linked) {
            table.cells.iter().for_each(|&cell| found[cell] = true);
        }
    }
    found
}

/// Returns the breakdowns that hold these counts, or those tied to them.
fn tables(problem: &Problem, places: &[usize]) -> Vec<String> {
    let tied: BTreeSet<usize> = problem
        .relations
        .iter()
        .map(Relation::places)
        .filter(|tied| tied.iter().any(|one| places.contains(one)))
        .flatten()
        .chain(places.iter().copied())
        .collect();
    let holds = |cells: &[usize]| cells.iter().any(|cell| tied.contains(cell));
    problem.tables.iter().filter(|table| holds(&table.cells)).map(|table| table.name.clone()).collect()
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(UNBOUNDED).min(UNBOUNDED)
}
