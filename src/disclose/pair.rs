//! Two releases side by side: what both together give away, from what they print and nothing else.

use std::collections::BTreeMap;

use super::attack::{Ask, Effort, Halt, Reader, Verdict, complete};
use super::beside::Earlier;
use super::gate::Budget;
use super::problem::{Relation, Row, Seen, UNBOUNDED};
use super::published::Range;
use super::relations::windows;

/// What came of an attack on two releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// How many hidden figures of either were attacked.
    pub attacked: u64,
    /// Those that both together give away, or that could not be shown to be safe.
    pub found: Vec<String>,
    /// Whether the releases contradict each other, so that they cannot be of the same children.
    pub contradict: bool,
}

/// Attacks two releases together.
///
/// A figure that both print alike is taken for the same; one that changed is taken for two.
#[must_use]
pub fn pair(one: &Earlier, other: &Earlier, budget: Budget) -> Pair {
    let mut joint = Joint::default();
    joint.add(one);
    joint.add(other);
    windows(&joint.places, &mut joint.relations);
    let seen = Seen { ranges: joint.ranges, rows: joint.relations.iter().map(Row::from).collect() };
    let small = i64::from(one.hide_up_to.max(other.hide_up_to));
    let until = std::time::Instant::now().checked_add(budget.time);
    let names: BTreeMap<usize, &String> = joint.places.iter().map(|(name, &place)| (place, name)).collect();
    let asks: Vec<(usize, Ask)> = joint.hidden.iter().map(|&place| (place, Ask::Wide(2))).collect();
    let reader = complete(seen.clone())
        .and_then(|first| Reader::new(seen, first, Effort::new(budget.programmes, until)).ok());
    let Some(mut reader) = reader else {
        return Pair { attacked: asks.len() as u64, found: Vec::new(), contradict: true };
    };
    let verdicts = match reader.tries(&asks) {
        Ok(verdicts) => verdicts,
        Err(Halt::Budget | Halt::Contradiction) => vec![Verdict::Unsettled; asks.len()],
    };
    let found = asks.iter().zip(verdicts).filter(|&(&(place, _), verdict)| {
        // A large count that is hidden with a small one may be found out; a small one may not.
        verdict != Verdict::Open && reader.range(place).least <= small
    });
    Pair {
        attacked: asks.len() as u64,
        found: found.filter_map(|((place, _), _)| names.get(place).map(|&name| name.clone())).collect(),
        contradict: false,
    }
}

/// The figures of releases, those of one name together.
#[derive(Default)]
struct Joint {
    places: BTreeMap<String, usize>,
    ranges: Vec<Range>,
    relations: Vec<Relation>,
    hidden: Vec<usize>,
}

impl Joint {
    fn add(&mut self, release: &Earlier) {
        let mut at = Vec::with_capacity(release.names.len());
        for (index, name) in release.names.iter().enumerate() {
            let range = match release.printed[index] {
                Some(_) => release.range(index),
                None => Range { least: 0, most: UNBOUNDED },
            };
            let place = match self.places.get(name).copied() {
                Some(place) if self.narrow(place, range) => place,
                _ => {
                    self.ranges.push(range);
                    self.ranges.len() - 1
                }
            };
            self.places.entry(name.clone()).or_insert(place);
            if release.printed[index].is_none() && !self.hidden.contains(&place) {
                self.hidden.push(place);
            }
            at.push(place);
        }
        self.relations.extend(release.relations.iter().map(|relation| relation.moved(&at)));
    }

    /// Narrows the range of a figure that both print; `false` where they cannot be the same.
    fn narrow(&mut self, place: usize, range: Range) -> bool {
        let own = self.ranges[place];
        let both = Range { least: own.least.max(range.least), most: own.most.min(range.most) };
        if both.least <= both.most {
            self.ranges[place] = both;
        }
        both.least <= both.most
    }
}

/// Returns how figures hang together by their names alone: what anybody can see who reads a table.
#[must_use]
pub fn relations_by_name(names: &[String]) -> Vec<Relation> {
    let split: Vec<Vec<&str>> = names.iter().map(|name| name.split('|').collect()).collect();
    let places: BTreeMap<&[&str], usize> =
        split.iter().enumerate().map(|(place, parts)| (parts.as_slice(), place)).collect();
    let mut found = Vec::new();
    let mut tables: BTreeMap<(Vec<&str>, &str), Vec<usize>> = BTreeMap::new();
    for (place, parts) in split.iter().enumerate() {
        let [site, period, definition, outcome, unit, breakdown, stratum, groups] = *parts.as_slice() else {
            continue;
        };
        let mut at_most = |whole: [&str; 8]| {
            if let Some(&whole) = places.get(whole.as_slice()).filter(|&&whole| whole != place) {
                found.push(Relation::AtMost { part: place, whole });
            }
        };
        if unit == "episodes" || breakdown.is_empty() {
            for wider in if definition == "any" { &["all"][..] } else { &["any", "all"][..] } {
                if definition != "all" {
                    at_most([site, period, wider, outcome, unit, breakdown, stratum, groups]);
                }
            }
        }
        if breakdown.is_empty() && unit != "episodes" {
            let wider = if unit == "unborn" { "children" } else { "episodes" };
            at_most([site, period, definition, outcome, wider, breakdown, stratum, groups]);
        }
        if !breakdown.is_empty() {
            tables
                .entry((vec![site, period, definition, outcome, unit, groups], breakdown))
                .or_default()
                .push(place);
        }
    }
    for ((of, breakdown), parts) in &tables {
        let whole = [of[0], of[1], of[2], of[3], of[4], "", "", ""];
        if let Some(&whole) = places.get(whole.as_slice()) {
            // Groups of deprivation hold every child that is counted; other breakdowns may leave some out.
            if breakdown.starts_with("deprivation_") && !breakdown.contains('*') {
                found.push(Relation::Sum { whole, parts: parts.clone() });
            } else {
                found.extend(parts.iter().map(|&part| Relation::AtMost { part, whole }));
            }
        }
        let of_groups = |breakdown: &str| breakdown.starts_with("deprivation_") && !breakdown.contains('*');
        if !of_groups(breakdown) {
            continue;
        }
        let others =
            tables.iter().filter(|((same, other), _)| same == of && other != breakdown && of_groups(other));
        for (_, coarser) in
            others.filter(|(_, coarser)| coarser.len() < parts.len() && parts.len() % coarser.len() == 0)
        {
            let nested = coarser.iter().zip(parts.chunks(parts.len() / coarser.len()));
            found.extend(nested.map(|(&whole, parts)| Relation::Sum { whole, parts: parts.to_vec() }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(period: &str, shown: &[(&str, &str, Option<u64>)]) -> Earlier {
        let name = |(breakdown, stratum, _): &(&str, &str, Option<u64>)| {
            let groups = if breakdown.is_empty() { "" } else { "imd" };
            format!("a|{period}|any|cpp_start|children|{breakdown}|{stratum}|{groups}")
        };
        let names: Vec<String> = shown.iter().map(name).collect();
        Earlier {
            hide_up_to: 5,
            round_to: 1,
            correction: None,
            printed: shown.iter().map(|one| one.2).collect(),
            relations: relations_by_name(&names),
            names,
        }
    }

    fn found(one: &Earlier, other: &Earlier) -> Vec<String> {
        let pair = pair(one, other, Budget::default());
        assert!(!pair.contradict);
        pair.found
    }

    const BY: &str = "deprivation_quintile";

    #[test]
    fn what_the_one_hides_and_the_other_prints_is_found() {
        let first =
            release("2025", &[("", "", Some(60)), (BY, "1", None), (BY, "2", None), (BY, "3", Some(50))]);
        let second =
            release("2025", &[("", "", Some(60)), (BY, "1", Some(8)), (BY, "2", None), (BY, "3", Some(50))]);
        assert_eq!(found(&first, &first), Vec::<String>::new());
        assert_eq!(found(&first, &second).len(), 1, "the 2, which is 10 less the 8");
    }

    #[test]
    fn two_windows_and_the_years_between_them_are_seen_together() {
        // 2023 alone is hidden; whoever is in 2023-2024 and not in 2024-2025 was there in 2023 only.
        let window = |label: &str, count| release(label, &[("", "", Some(count))]);
        let mut first = window("2023-2024", 44);
        let year = release("2023", &[("", "", None)]);
        first.names.extend(year.names);
        first.printed.extend(year.printed);
        let second = window("2024-2025", 40);
        let alone = pair(&first, &first, Budget::default());
        assert_eq!(alone.found, Vec::<String>::new());
        // At least 4 children of 2023: a bound, and no exact figure.
        assert_eq!(found(&first, &second), Vec::<String>::new());
    }

    #[test]
    fn crossed_windows_of_different_children_contradict_each_other() {
        let first = release("2025", &[("", "", Some(10)), (BY, "1", Some(20)), (BY, "2", None)]);
        assert!(pair(&first, &first, Budget::default()).contradict);
    }
}
