//! Integer programmes, solved by microlp from their linear relaxations. Every variable is bounded, the order is fixed, and the
//! budget is counted in nodes, so that the same programme has the same answer. An answer that is not proven
//! optimal is a failure, and a table is handed on only after it was checked in integers.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolutionStatus, SolveOptions, Variable};

use super::End;
use super::net::Net;
use crate::disclose::published::Range;

/// How many nodes an integer programme may visit.
const NODES: u64 = 10_000;
/// How far from its table a bound may lie.
const NEAR: f64 = 1e-3;

/// What came of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// The least or the most, and the table in which it is reached.
    Best { value: i64, table: Vec<(usize, i64)> },
    /// There is no such table.
    Impossible,
    /// It could not be settled.
    Failed,
}

/// Finds the least or the most of a sum of counts over the tables in which only `members` differ from the first.
pub(super) fn programme(
    net: &Net,
    ranges: &[Range],
    first: &[i64],
    members: &[usize],
    (aim, end): (&[usize], End),
) -> Answer {
    let direction = match end {
        End::Least => OptimizationDirection::Minimize,
        End::Most => OptimizationDirection::Maximize,
    };
    let mut problem = Problem::new(direction);
    let mut variables: Vec<Option<Variable>> = vec![None; ranges.len()];
    for &member in members {
        let times = if aim.contains(&member) { 1.0 } else { 0.0 };
        let Range { least, most } = ranges[member];
        let (Ok(least), Ok(most)) = (i32::try_from(least), i32::try_from(most)) else {
            return Answer::Failed;
        };
        variables[member] = Some(problem.add_integer_var(times, (least, most)));
    }
    for row in rows(net, ranges, members) {
        add(&mut problem, net, row, &variables, first);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    let solution = match problem.solve_with(options) {
        Ok(outcome) => outcome,
        Err(Error::Infeasible) => return Answer::Impossible,
        Err(_) => return Answer::Failed,
    };
    let Some(solution) = solution.solution().filter(|one| one.status() == SolutionStatus::Optimal) else {
        return Answer::Failed;
    };
    let mut counts = first.to_vec();
    for &member in members {
        let variable = variables[member].expect("every member has a variable");
        counts[member] = solution.var_value(variable).round() as i64;
    }
    let value: i64 = aim.iter().map(|&place| counts[place]).sum();
    let is_told = (value as f64 - solution.objective()).abs() < NEAR;
    if !is_told || !net.holds(&counts, ranges) {
        return Answer::Failed;
    }
    Answer::Best { value, table: members.iter().map(|&member| (member, counts[member])).collect() }
}

/// Returns the relations that bind and hold a member, in order.
fn rows(net: &Net, ranges: &[Range], members: &[usize]) -> Vec<usize> {
    let mut rows: Vec<usize> =
        members.iter().flat_map(|&m| net.touching[m].iter().map(|&(row, _)| row)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.retain(|&row| net.binds(row, ranges));
    rows
}

/// Adds a relation; counts that are no variables stay as in the first table.
fn add(problem: &mut Problem, net: &Net, row: usize, variables: &[Option<Variable>], first: &[i64]) {
    let row = &net.rows[row];
    let mut rest = 0;
    let mut terms = Vec::with_capacity(row.terms.len());
    for &(place, times) in &row.terms {
        match variables[place] {
            Some(variable) => terms.push((variable, times as f64)),
            None => rest += times * first[place],
        }
    }
    let (least, most) = ((row.least - rest) as f64, (row.most - rest) as f64);
    if row.least == row.most {
        problem.add_constraint(terms, ComparisonOp::Eq, least);
        return;
    }
    problem.add_constraint(terms.iter().copied(), ComparisonOp::Ge, least);
    problem.add_constraint(terms, ComparisonOp::Le, most);
}
