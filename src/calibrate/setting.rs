//! Tables of ten groups that look like child protection, drawn about a line whose every parameter is known.
//!
//! What the truth is differs. A figure that *describes* groups (a rate, a ratio of two, an index of how rates
//! are spread) is about the groups' own rates, so where deciles or small areas differ beyond the line their own
//! rates are the truth. A *modelled* gradient is about the line, and what lies off it is chance.
//!
//! Counts are whole, so at one true rate the share of limits that hold it jumps about. Each table's rates are
//! therefore those of its setting times a factor between 0.8 and 1.25, and the share is a mean over them.

use rand_chacha::ChaCha12Rng;
use rand_distr::weighted::WeightedIndex;
use rand_distr::{Distribution, Gamma, Poisson, Uniform};

use crate::stats::Group;
use crate::stats::gradient::ridits;

/// How events come about besides chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Excess {
    /// By chance alone.
    None,
    /// Deciles vary about the line with this squared coefficient of variation.
    Deciles(f64),
    /// Small areas of 400 children do.
    Areas(f64),
    /// Events come in families of one to three.
    Siblings,
}

/// An authority, as far as a table of ten groups shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// A short name.
    pub name: &'static str,
    /// Events in all, in the long run.
    pub events: f64,
    /// Children in each decile, the most deprived first.
    pub populations: [f64; 10],
    /// The rate at the most deprived end over that at the least.
    pub ratio: f64,
    /// How events come about besides chance.
    pub excess: Excess,
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

/// Every setting: 5 to 400 events, deciles of 500 to 20,000 children.
pub const SETTINGS: [Setting; 12] = [
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
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What each decile's events would be in the long run were all on the line.
    pub line: Vec<Group>,
    /// What they would be at the decile's own rate.
    pub own: Vec<Group>,
    /// What was seen.
    pub seen: Vec<Group>,
    /// Each decile's sum of squared events per family.
    pub squares: Vec<f64>,
    /// Families with an event.
    pub families: f64,
}

impl Setting {
    /// Returns what each decile's events would be in the long run: a straight line in the logarithm of the rate.
    #[must_use]
    pub fn line(&self) -> Vec<Group> {
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
    #[must_use]
    pub fn draw(&self, line: &[Group], random: &mut ChaCha12Rng) -> Table {
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

    /// Draws how many children of one family are involved.
    pub(super) fn family(&self, random: &mut ChaCha12Rng) -> usize {
        match self.excess {
            Excess::Siblings => 1 + WeightedIndex::new(FAMILIES).expect("shares").sample(random),
            Excess::None | Excess::Deciles(_) | Excess::Areas(_) => 1,
        }
    }

    fn factor(&self, population: f64, random: &mut ChaCha12Rng) -> f64 {
        let spread = match self.excess {
            Excess::Deciles(spread) => spread,
            Excess::Areas(spread) => spread * 400.0 / population.max(400.0),
            Excess::None | Excess::Siblings => return 1.0,
        };
        Gamma::new(1.0 / spread, spread).expect("a spread above nought").sample(random)
    }

    /// Draws events; returns them, the sum of their squares by family, and families.
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

/// Returns single years of age of about `people` together, with rates, in no unit, that fall to school age
/// and rise again.
#[must_use]
pub fn ages(people: f64) -> Vec<Group> {
    (0..18)
        .map(|age| {
            let age = f64::from(age);
            let population = people / 18.0 * (1.0 + 0.25 * (age / 3.0).sin());
            Group { events: 1.0 + (age - 10.0).powi(2) / 30.0, population }
        })
        .collect()
}
