//! How often limits held what they promise.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

use super::setting::{SETTINGS, Setting, Table};
use crate::stats::{Answer, Estimate, Interval};

/// Where the draws of every setting begin.
const SEED: u64 = 2026;

/// How one method fared in one setting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often it was asked for limits.
    pub asked: usize,
    /// How often it gave any.
    pub given: usize,
    /// How often these held the truth.
    pub held: usize,
}

/// The methods of a setting, in the order in which they are noted for every table.
#[derive(Debug, Default)]
pub struct Recorder {
    tallies: Vec<(&'static str, Tally)>,
    next: usize,
}

impl Recorder {
    /// Notes whether limits hold the truth.
    pub fn note(&mut self, method: &'static str, limits: Answer<Option<Interval>>, truth: f64) {
        self.each(method, std::iter::once((limits, truth)));
    }

    /// Notes it for several groups under one name.
    pub fn each(&mut self, method: &'static str, all: impl Iterator<Item = (Answer<Option<Interval>>, f64)>) {
        if self.next == self.tallies.len() {
            self.tallies.push((method, Tally::default()));
        }
        let (_, tally) = &mut self.tallies[self.next];
        self.next += 1;
        for (limits, truth) in all {
            tally.asked += 1;
            if let Ok(Some(limits)) = limits {
                tally.given += 1;
                tally.held += usize::from(limits.holds(truth));
            }
        }
    }

    /// Notes it for an estimate.
    pub fn estimate(&mut self, method: &'static str, estimate: Answer<Estimate>, truth: f64) {
        self.note(method, estimate.map(|estimate| estimate.interval), truth);
    }
}

/// Draws so many tables of every setting and notes what methods make of each; a column for each setting. The draws
/// are the same every time.
pub fn simulate(
    tables: usize,
    note: impl Fn(&mut Recorder, &Setting, &Table, &mut ChaCha12Rng) + Sync,
) -> Vec<Vec<(&'static str, Tally)>> {
    let column = |setting: &Setting| {
        let line = setting.line();
        let mut random = ChaCha12Rng::seed_from_u64(SEED);
        let mut recorder = Recorder::default();
        for _ in 0..tables {
            let table = setting.draw(&line, &mut random);
            recorder.next = 0;
            note(&mut recorder, setting, &table, &mut random);
        }
        recorder.tallies
    };
    SETTINGS.par_iter().map(column).collect()
}
