//! Simulated tables of ten groups that look like child protection, and how often limits hold the truth.
//!
//! What the truth is differs. A figure that *describes* groups (a rate, a ratio of two, an index of how rates
//! are spread) is about the groups' own rates, so where deciles or small areas differ beyond the line their own
//! rates are the truth. A *modelled* gradient is about the line, and what lies off it is chance.
//!
//! Counts are whole, so at one true rate the share of limits that hold it jumps about. Each table's rates are
//! therefore those of its setting times a factor between 0.8 and 1.25, and the share is a mean over them.

#![expect(clippy::print_stdout, reason = "the tables are what it is for")]

use std::collections::BTreeMap;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma, Poisson, Uniform};
use social_gradient::stats::gradient::ridits;
use social_gradient::stats::{Answer, Estimate, Group, Interval, Level};

pub(crate) const LEVEL: Level = Level::P95;

/// How many tables are drawn for each setting.
pub(crate) const TABLES: usize = 4000;

/// How events come about besides chance.
#[derive(Clone, Copy)]
pub(crate) enum Excess {
    None,
    /// Deciles vary about the line with this squared coefficient of variation.
    Deciles(f64),
    /// Small areas of 400 children do.
    Areas(f64),
    /// Events come in families of one to three.
    Siblings,
}

pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) events: f64,
    pub(crate) populations: [f64; 10],
    pub(crate) ratio: f64,
    pub(crate) excess: Excess,
}

const EVEN: [f64; 10] = [4000.0; 10];
const SMALL: [f64; 10] = [500.0; 10];
const LARGE: [f64; 10] = [20_000.0; 10];
const DEPRIVED: [f64; 10] =
    [20_000.0, 15_000.0, 9000.0, 6000.0, 4000.0, 3000.0, 2000.0, 1500.0, 1000.0, 500.0];
const LEAFY: [f64; 10] = [500.0, 900.0, 1500.0, 2500.0, 3000.0, 4000.0, 6000.0, 9000.0, 12_000.0, 15_000.0];

const fn setting(
    name: &'static str,
    events: f64,
    populations: [f64; 10],
    ratio: f64,
    excess: Excess,
) -> Setting {
    Setting { name, events, populations, ratio, excess }
}

pub(crate) const SETTINGS: [Setting; 12] = [
    setting("5 even", 5.0, EVEN, 3.0, Excess::None),
    setting("10 small", 10.0, SMALL, 6.0, Excess::None),
    setting("20 even", 20.0, EVEN, 10.0, Excess::None),
    setting("40 deprived", 40.0, DEPRIVED, 6.0, Excess::None),
    setting("40 leafy", 40.0, LEAFY, 6.0, Excess::None),
    setting("80 flat", 80.0, EVEN, 1.0, Excess::None),
    setting("150 even", 150.0, EVEN, 12.0, Excess::None),
    setting("400 large", 400.0, LARGE, 12.0, Excess::None),
    setting("150 spread", 150.0, EVEN, 6.0, Excess::Deciles(0.05)),
    setting("400 areas", 400.0, LEAFY, 6.0, Excess::Areas(0.5)),
    setting("60 siblings", 60.0, EVEN, 6.0, Excess::Siblings),
    setting("400 siblings", 400.0, LARGE, 10.0, Excess::Siblings),
];

/// Shares of families with one, two and three children involved.
const FAMILIES: [f64; 3] = [0.6, 0.25, 0.15];

/// One simulated table.
pub(crate) struct Table {
    /// What each decile's events would be in the long run were all on the line.
    pub(crate) line: Vec<Group>,
    /// What they would be at the decile's own rate.
    pub(crate) own: Vec<Group>,
    /// What was seen.
    pub(crate) seen: Vec<Group>,
    /// Each decile's sum of squared events per family, and its families.
    pub(crate) squares: Vec<f64>,
    pub(crate) families: f64,
}

impl Setting {
    /// What each decile's events would be in the long run: a straight line in the logarithm of the rate.
    pub(crate) fn line(&self) -> Vec<Group> {
        let blank = self.populations.map(|population| Group { events: 0.0, population });
        let ranks = ridits(&blank).expect("ten deciles with people");
        let line: Vec<f64> = ranks.iter().map(|rank| ((1.0 - rank) * self.ratio.ln()).exp()).collect();
        let whole: f64 = line.iter().zip(self.populations).map(|(rate, people)| rate * people).sum();
        line.iter()
            .zip(self.populations)
            .map(|(rate, population)| Group { events: self.events * rate * population / whole, population })
            .collect()
    }

    /// Draws a table about a line.
    pub(crate) fn draw(&self, line: &[Group], random: &mut ChaCha12Rng) -> Table {
        let jitter = Uniform::new(-1.0, 1.0).expect("a range").sample(random);
        let line: Vec<Group> = line
            .iter()
            .map(|group| Group { events: group.events * f64::powf(1.25, jitter), ..*group })
            .collect();
        let own: Vec<Group> = line
            .iter()
            .map(|group| Group { events: group.events * self.factor(group.population, random), ..*group })
            .collect();
        let mut table = Table { line, own, seen: Vec::new(), squares: Vec::new(), families: 0.0 };
        for at in 0..table.own.len() {
            let (events, squares, families) = self.events_of(table.own[at].events, random);
            table.seen.push(Group { events, ..table.own[at] });
            table.squares.push(squares);
            table.families += families;
        }
        table
    }

    fn factor(&self, population: f64, random: &mut ChaCha12Rng) -> f64 {
        let spread = match self.excess {
            Excess::Deciles(spread) => spread,
            Excess::Areas(spread) => spread * 400.0 / population.max(400.0),
            Excess::None | Excess::Siblings => return 1.0,
        };
        Gamma::new(1.0 / spread, spread).expect("a spread above nought").sample(random)
    }

    /// Events, the sum of their squares by family, and families.
    fn events_of(&self, expected: f64, random: &mut ChaCha12Rng) -> (f64, f64, f64) {
        if !matches!(self.excess, Excess::Siblings) {
            let events = count(expected, random);
            return (events, events, events);
        }
        let sizes = || [1.0, 2.0, 3.0].into_iter().zip(FAMILIES);
        let mean: f64 = sizes().map(|(size, share)| size * share).sum();
        sizes().fold((0.0, 0.0, 0.0), |(events, squares, all), (size, share)| {
            let families = count(expected / mean * share, random);
            (events + size * families, squares + size * size * families, all + families)
        })
    }
}

fn count(mean: f64, random: &mut ChaCha12Rng) -> f64 {
    Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(random))
}

/// How one method fared in one setting.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) tables: usize,
    pub(crate) answers: usize,
    pub(crate) held: usize,
}

/// The methods of a setting, in the order in which they were noted.
pub(crate) type Tallies = BTreeMap<(usize, &'static str), Tally>;

pub(crate) struct Recorder<'a> {
    pub(crate) tallies: &'a mut Tallies,
    pub(crate) order: usize,
}

impl Recorder<'_> {
    pub(crate) fn note(&mut self, method: &'static str, limits: Answer<Option<Interval>>, truth: f64) {
        self.each(method, std::iter::once((limits, truth)));
    }

    pub(crate) fn each(
        &mut self,
        method: &'static str,
        all: impl Iterator<Item = (Answer<Option<Interval>>, f64)>,
    ) {
        let tally = self.tallies.entry((self.order, method)).or_default();
        self.order += 1;
        for (limits, truth) in all {
            tally.tables += 1;
            if let Ok(Some(limits)) = limits {
                tally.answers += 1;
                tally.held += usize::from(limits.holds(truth));
            }
        }
    }

    pub(crate) fn estimate(&mut self, method: &'static str, estimate: Answer<Estimate>, truth: f64) {
        self.note(method, estimate.map(|estimate| estimate.interval), truth);
    }
}

/// Draws the tables of every setting, on two threads, and notes what a method makes of each.
pub(crate) fn simulate(
    note: impl Fn(&mut Recorder<'_>, &Setting, &Table, &mut ChaCha12Rng) + Sync,
) -> Vec<Tallies> {
    let run = |setting: &Setting| {
        let line = setting.line();
        let mut random = ChaCha12Rng::seed_from_u64(2026);
        let mut tallies = Tallies::new();
        for _ in 0..TABLES {
            let table = setting.draw(&line, &mut random);
            note(&mut Recorder { tallies: &mut tallies, order: 0 }, setting, &table, &mut random);
        }
        tallies
    };
    let (early, late) = SETTINGS.split_at(SETTINGS.len() / 2);
    std::thread::scope(|scope| {
        let first = scope.spawn(|| early.iter().map(run).collect::<Vec<_>>());
        let mut second = late.iter().map(run).collect::<Vec<_>>();
        let mut columns = first.join().expect("a thread that ends");
        columns.append(&mut second);
        columns
    })
}

/// Prints the share of limits that hold the truth, a star beside those outside 93 to 97, and then how often there
/// were none.
pub(crate) fn print(columns: &[Tallies]) {
    println!("Percentage of 95% limits that hold the truth, of {TABLES} tables (standard error 0.35)\n");
    table(columns, |tally| {
        if tally.answers * 20 < tally.tables {
            return "-".to_owned();
        }
        let share = 100.0 * tally.held as f64 / tally.answers as f64;
        format!("{share:.1}{}", if (93.0..=97.0).contains(&share) { " " } else { "*" })
    });
    println!("\nPercentage of tables for which a method has no answer, or none with limits\n");
    table(columns, |tally| {
        format!("{:.0} ", 100.0 * (tally.tables - tally.answers) as f64 / tally.tables as f64)
    });
}

/// Returns single years of age of about `people` together, with rates, in no unit, that fall to school age
/// and rise again.
pub(crate) fn ages(people: f64) -> Vec<Group> {
    (0..18)
        .map(|age| {
            let age = f64::from(age);
            let population = people / 18.0 * (1.0 + 0.25 * (age / 3.0).sin());
            Group { events: 1.0 + (age - 10.0).powi(2) / 30.0, population }
        })
        .collect()
}

fn table(columns: &[Tallies], cell: impl Fn(&Tally) -> String) {
    print!("| {:38} |", "method");
    SETTINGS.iter().for_each(|setting| print!(" {:>12} |", setting.name));
    print!("\n| {} |", "-".repeat(38));
    SETTINGS.iter().for_each(|_| print!(" {}: |", "-".repeat(11)));
    println!();
    for key in columns[0].keys() {
        print!("| {:38} |", key.1);
        columns.iter().for_each(|column| print!(" {:>12} |", cell(&column[key])));
        println!();
    }
}
