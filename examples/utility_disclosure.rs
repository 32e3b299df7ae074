//! What the gate costs a reader: the share of figures shown, on synthetic authorities of 100, 400 and 1,500
//! events, under each policy and level. Prints the table of `ARCHITECTURE.md`.
//!
//! Ten deciles, the most deprived with 28% of the children counted and the least with 1.5%; five ethnic groups, two
//! sexes and four ages in usual shares. No number is of a real authority.

#![expect(clippy::print_stdout, reason = "an example prints what it found")]

use std::collections::BTreeMap;

use social_gradient::config::{Disclosure, Level, Policy};
use social_gradient::disclose::{Budget, Cell, Kind, Need, Problem, Relation, Table, protect};

const DECILES: &[u32] = &[280, 190, 140, 110, 85, 65, 50, 40, 25, 15];
const ETHNICITY: &[u32] = &[700, 70, 140, 60, 30];
const SEX: &[u32] = &[510, 490];
const AGE: &[u32] = &[300, 280, 250, 170];
const DRAWS: u64 = 3;

/// A stream of numbers from a seed (SplitMix64).
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn pick(&mut self, shares: &[u32]) -> usize {
        let mut left = (self.next() % 1_000) as u32;
        for (at, &share) in shares.iter().enumerate() {
            if left < share {
                return at;
            }
            left -= share;
        }
        shares.len() - 1
    }
}

/// Counts crossed by deprivation and by some dimensions, with every margin.
struct Crossed {
    sizes: Vec<usize>,
    problem: Problem,
}

impl Crossed {
    /// Every cell, margins included: each dimension has one level more than it has codes, for all of them.
    fn new(sizes: &[usize]) -> Self {
        let cells: usize = sizes.iter().map(|size| size + 1).product();
        let cell = Cell { truth: 0, kind: Kind::Printed, most: 100_000, families: None, need: Need::Detail };
        Self { sizes: sizes.to_vec(), problem: Problem { cells: vec![cell; cells], ..Problem::default() } }
    }

    fn place(&self, levels: &[usize]) -> usize {
        levels.iter().zip(&self.sizes).fold(0, |place, (&level, &size)| place * (size + 1) + level)
    }

    fn levels(&self, mut place: usize) -> Vec<usize> {
        let mut levels: Vec<usize> = self
            .sizes
            .iter()
            .rev()
            .map(|&size| {
                let level = place % (size + 1);
                place /= size + 1;
                level
            })
            .collect();
        levels.reverse();
        levels
    }

    fn count(&mut self, event: &[usize]) {
        for place in 0..self.problem.cells.len() {
            let levels = self.levels(place);
            let holds =
                levels.iter().zip(event).zip(&self.sizes).all(|((&at, &own), &size)| at == size || at == own);
            self.problem.cells[place].truth += u64::from(holds);
        }
    }

    fn relate(&mut self) {
        let mut tables: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for whole in 0..self.problem.cells.len() {
            let levels = self.levels(whole);
            let margins = levels.iter().zip(&self.sizes).filter(|(level, size)| level == size).count();
            let by: Vec<bool> = levels.iter().zip(&self.sizes).map(|(level, size)| level < size).collect();
            tables.entry(by).or_default().push(whole);
            self.problem.cells[whole].need = match self.sizes.len() - margins {
                0 => Need::Total,
                1 => Need::Group,
                _ => Need::Detail,
            };
            for (dimension, &size) in
                self.sizes.clone().iter().enumerate().filter(|&(at, &size)| levels[at] == size)
            {
                let part = |level| {
                    let mut own = levels.clone();
                    own[dimension] = level;
                    self.place(&own)
                };
                let parts = (0..size).map(part).collect();
                self.problem.relations.push(Relation::Sum { whole, parts });
            }
        }
        let named = tables.into_iter().filter(|(by, _)| by.contains(&true)).map(|(by, cells)| Table {
            name: format!("{by:?}"),
            whole: None,
            cells,
        });
        self.problem.tables.extend(named);
    }

    /// Puts tables side by side whose first dimension is the same: its margins are one set of figures.
    fn linked(tables: Vec<Self>) -> Problem {
        let mut joint = Problem::default();
        let mut shared: Vec<usize> = Vec::new();
        for table in tables {
            let margin = |place: usize| {
                let levels = table.levels(place);
                (levels[1] == table.sizes[1]).then_some(levels[0])
            };
            let mut at = Vec::new();
            for (place, cell) in table.problem.cells.iter().enumerate() {
                match margin(place) {
                    Some(level) if shared.len() > table.sizes[0] => at.push(shared[level]),
                    own => {
                        if own.is_some() {
                            shared.push(joint.cells.len());
                        }
                        at.push(joint.cells.len());
                        joint.cells.push(cell.clone());
                    }
                }
            }
            joint.relations.extend(table.problem.relations.iter().map(|relation| match relation {
                Relation::Sum { whole, parts } => {
                    Relation::Sum { whole: at[*whole], parts: parts.iter().map(|&part| at[part]).collect() }
                }
                other => other.clone(),
            }));
            joint.tables.extend(
                table.problem.tables.into_iter().map(|table| Table {
                    cells: table.cells.iter().map(|&cell| at[cell]).collect(),
                    ..table
                }),
            );
        }
        joint
    }
}

/// A design of 1.9: its name, and how it is made of events.
type Design = (&'static str, fn(&[[usize; 4]]) -> Problem);

const DESIGNS: &[Design] = &[
    ("decile", |events| one(events, &[(0, 10)])),
    ("decile by sex", |events| one(events, &[(0, 10), (2, 2)])),
    ("decile by ethnicity", |events| one(events, &[(0, 10), (1, 5)])),
    ("decile by each of three", |events| three(events, 10)),
    ("quintile by each of three", |events| three(events, 5)),
    ("quintile by ethnicity by sex", |events| one(events, &[(0, 5), (1, 5), (2, 2)])),
];

fn crossed(events: &[[usize; 4]], dimensions: &[(usize, usize)]) -> Crossed {
    let sizes: Vec<usize> = dimensions.iter().map(|&(_, size)| size).collect();
    let mut table = Crossed::new(&sizes);
    for event in events {
        let levels: Vec<usize> = dimensions
            .iter()
            .map(|&(dimension, size)| if dimension == 0 { event[0] * size / 10 } else { event[dimension] })
            .collect();
        table.count(&levels);
    }
    table.relate();
    table
}

fn one(events: &[[usize; 4]], dimensions: &[(usize, usize)]) -> Problem {
    crossed(events, dimensions).problem
}

fn three(events: &[[usize; 4]], groups: usize) -> Problem {
    let tables = [(1, 5), (2, 2), (3, 4)].map(|dimension| crossed(events, &[(0, groups), dimension]));
    Crossed::linked(tables.into())
}

fn events(number: u64, seed: u64) -> Vec<[usize; 4]> {
    let mut stream = Stream(seed);
    (0..number)
        .map(|_| [stream.pick(DECILES), stream.pick(ETHNICITY), stream.pick(SEX), stream.pick(AGE)])
        .collect()
}

fn main() {
    println!(
        "| tables | cells | events | small | round: basic | default | strict | suppress: basic | default | strict |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for &(name, design) in DESIGNS {
        for number in [100, 400, 1_500] {
            let problems: Vec<Problem> = (0..DRAWS).map(|seed| design(&events(number, seed + 1))).collect();
            let cells = problems[0].cells.len();
            let small = problems
                .iter()
                .flat_map(|one| &one.cells)
                .filter(|cell| (1..=5).contains(&cell.truth))
                .count();
            let mut columns = Vec::new();
            for &policy in Policy::ALL {
                for &level in Level::ALL {
                    columns.push(shown(&problems, Disclosure { level, ..policy.standard() }));
                }
            }
            let percent = 100.0 * small as f64 / (cells as f64 * DRAWS as f64);
            println!("| {name} | {cells} | {number} | {percent:.0} | {} |", columns.join(" | "));
        }
    }
}

/// Returns the share of figures shown, in hundredths, and how many releases were refused.
fn shown(problems: &[Problem], policy: Disclosure) -> String {
    let (mut shown, mut all, mut refused) = (0, 0, 0);
    for problem in problems {
        match protect(problem, policy, Budget::default()) {
            Ok(protected) => {
                all += protected.shown.len();
                shown += protected.shown.iter().filter(|one| one.shown().is_some()).count();
            }
            Err(_) => refused += 1,
        }
    }
    let share = if all > 0 { format!("{:.0}", 100.0 * shown as f64 / all as f64) } else { "none".to_owned() };
    if refused > 0 { format!("{share} ({refused} refused)") } else { share }
}
