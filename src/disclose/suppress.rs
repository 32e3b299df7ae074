//! Secondary suppression by Gauss elimination: counts are published one after another, what readers need most
//! first, and one is hidden where it would make a small count a sum of published ones.
//!
//! Langsrud (2024), doi 10.1007/978-3-031-69651-0_6. Every linked table is in the one elimination, which is
//! modulo a prime, so it is exact and its cost has a bound. It knows equations only: what inequalities still
//! give away is for the attack to find.

use std::collections::{BTreeMap, HashMap};

use super::problem::{Kind, Problem, Relation};

/// A prime below 2^31, so that products fit.
const PRIME: u64 = 2_147_483_647;

/// How many levels of wholes and parts are told apart when ties are broken.
const LEVELS: usize = 12;

/// A linear form: multiples by count, none of them nought.
type Form = BTreeMap<usize, u64>;

/// Returns which counts are hidden, given those that must be: these, and what would make one of them a sum.
#[must_use]
pub fn suppress(problem: &Problem, must: &[bool]) -> Vec<bool> {
    let forms = forms(problem);
    let mut hidden = must.to_vec();
    let mut kept: BTreeMap<usize, Form> = BTreeMap::new();
    let mut secret: Vec<Form> = (0..must.len()).filter(|&at| must[at]).map(|at| forms[at].clone()).collect();
    for form in &mut secret {
        normalise(form);
    }
    secret.retain(|form| !form.is_empty());
    secret.sort_unstable();
    secret.dedup();
    let mut lines: HashMap<Form, usize> = secret.iter().cloned().zip(0..).collect();
    for place in order(problem, must) {
        let mut form = reduced(forms[place].clone(), &kept);
        normalise(&mut form);
        let Some((&pivot, _)) = form.last_key_value() else { continue };
        if lines.contains_key(&form) {
            hidden[place] = true;
            continue;
        }
        for (at, one) in secret.iter_mut().enumerate() {
            if let Some(&times) = one.get(&pivot) {
                lines.remove(one);
                subtract(one, &form, times);
                normalise(one);
                lines.insert(one.clone(), at);
            }
        }
        kept.insert(pivot, form);
    }
    hidden
}

/// Returns the counts that may be published, in the order in which they are tried: noughts, which are shown,
/// then what readers need most, then the largest, then the widest, then the last.
fn order(problem: &Problem, must: &[bool]) -> Vec<usize> {
    let (cells, breadth) = (&problem.cells, breadth(problem));
    let mut order: Vec<usize> =
        (0..must.len()).filter(|&at| !must[at] && cells[at].kind == Kind::Printed).collect();
    order.sort_by_key(|&at| {
        let cell = &cells[at];
        (cell.truth > 0, std::cmp::Reverse((cell.need, cell.truth, breadth[at], at)))
    });
    order
}

/// Returns of how many counts that have no parts each is the sum.
fn breadth(problem: &Problem) -> Vec<usize> {
    let mut parts: Vec<&[usize]> = vec![&[]; problem.cells.len()];
    for relation in &problem.relations {
        if let Relation::Sum { whole, parts: own } = relation {
            parts[*whole] = own;
        }
    }
    let mut breadth = vec![1; parts.len()];
    // A whole is wider than its parts, so as many rounds as there are levels are enough.
    for _ in 0..LEVELS {
        for at in 0..parts.len() {
            if !parts[at].is_empty() {
                breadth[at] = parts[at].iter().map(|&part| breadth[part]).sum();
            }
        }
    }
    breadth
}

/// Writes every count as a sum of multiples of as few as will do.
fn forms(problem: &Problem) -> Vec<Form> {
    let mut pivots: BTreeMap<usize, Form> = BTreeMap::new();
    for relation in &problem.relations {
        let mut form = Form::new();
        match relation {
            Relation::Sum { whole, parts } => {
                add(&mut form, *whole, PRIME - 1);
                parts.iter().for_each(|&part| add(&mut form, part, 1));
            }
            Relation::Linear { terms, least, most } if least == most => {
                for &(place, times) in terms {
                    add(&mut form, place, times.rem_euclid(PRIME as i64) as u64);
                }
            }
            Relation::Linear { .. } | Relation::AtMost { .. } | Relation::Covered { .. } => continue,
        }
        let mut form = reduced(form, &pivots);
        normalise(&mut form);
        if let Some((&pivot, _)) = form.last_key_value() {
            pivots.insert(pivot, form);
        }
    }
    (0..problem.cells.len()).map(|at| reduced(Form::from([(at, 1)]), &pivots)).collect()
}

/// Takes every pivot out of a form, the last first: what replaces it comes before it.
fn reduced(mut form: Form, pivots: &BTreeMap<usize, Form>) -> Form {
    let mut below = usize::MAX;
    while let Some((&at, &times)) = form.range(..below).next_back() {
        below = at;
        if let Some(pivot) = pivots.get(&at) {
            subtract(&mut form, pivot, times);
        }
    }
    form
}

/// Makes the last multiple of a form one.
fn normalise(form: &mut Form) {
    if let Some((_, &last)) = form.last_key_value() {
        let by = inverse(last);
        form.values_mut().for_each(|times| *times = *times * by % PRIME);
    }
}

/// Takes so many times another form away.
fn subtract(form: &mut Form, other: &Form, times: u64) {
    for (&at, &one) in other {
        add(form, at, (PRIME - times) * one % PRIME);
    }
}

fn add(form: &mut Form, at: usize, times: u64) {
    let sum = (form.get(&at).copied().unwrap_or(0) + times) % PRIME;
    if sum == 0 {
        form.remove(&at);
    } else {
        form.insert(at, sum);
    }
}

/// Returns the inverse modulo the prime, by Fermat's theorem.
fn inverse(value: u64) -> u64 {
    let (mut result, mut base, mut power) = (1, value, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclose::problem::{Cell, Need};

    fn problem(truths: &[u64], sums: &[(usize, &[usize])]) -> Problem {
        let cell = |&truth: &u64| Cell {
            truth,
            kind: Kind::Printed,
            most: 1_000,
            families: None,
            need: Need::Group,
        };
        Problem {
            cells: truths.iter().map(cell).collect(),
            relations: sums
                .iter()
                .map(|&(whole, parts)| Relation::Sum { whole, parts: parts.to_vec() })
                .collect(),
            ..Problem::default()
        }
    }

    #[test]
    fn one_small_part_takes_the_smallest_other_with_it() {
        let problem = problem(&[3, 20, 40, 63], &[(3, &[0, 1, 2])]);
        assert_eq!(suppress(&problem, &[true, false, false, false]), [true, true, false, false]);
    }

    #[test]
    fn two_small_parts_protect_each_other() {
        let problem = problem(&[3, 2, 40, 45], &[(3, &[0, 1, 2])]);
        assert_eq!(suppress(&problem, &[true, true, false, false]), [true, true, false, false]);
    }

    #[test]
    fn tables_that_share_a_count_are_seen_together() {
        // Each table alone is safe; together they give the first count away: 30 - 20 - 7.
        let sums: &[(usize, &[usize])] = &[(5, &[0, 1, 2]), (6, &[1, 2, 3])];
        let problem = problem(&[3, 3, 4, 20, 30, 10, 27], sums);
        let hidden = suppress(&problem, &[true, true, true, false, false, false, false]);
        assert!(hidden[3] || hidden[5] || hidden[6], "{hidden:?}");
    }

    #[test]
    fn every_number_has_an_inverse() {
        for value in [1, 2, 3, 65_537, PRIME - 1] {
            assert_eq!(value * inverse(value) % PRIME, 1);
        }
    }
}
