//! The hypergeometric distribution: failures met when a sample is drawn without replacement.
//!
//! One chance is that of three binomial ones (Loader 2000), which does not cancel at large counts. A tail is summed from
//! its end outwards, each chance from the one before, until what is left is nothing beside the sum: some dozens of
//! standard deviations, so that counts of a thousand million take a fraction of a second.

use crate::stats::distribution::binomial_mass;

/// More files than this are none that anybody keeps.
pub(super) const MOST_FILES: u64 = 1_000_000_000;

/// Files, failures among them, and how many files are drawn; none more than [`MOST_FILES`], and no part more than all.
#[derive(Clone, Copy)]
pub(super) struct Draw {
    pub(super) population: u64,
    pub(super) failures: u64,
    pub(super) sample: u64,
}

impl Draw {
    /// Returns the chance of meeting at most `most` failures.
    pub(super) fn at_most(self, most: u64) -> f64 {
        let (fewest, last) = self.range();
        if most < fewest {
            return 0.0;
        }
        if most >= last {
            return 1.0;
        }
        let middle = self.sample as f64 * (self.failures as f64 / self.population as f64);
        if (most as f64) < middle { self.tail(most, fewest) } else { 1.0 - self.tail(most + 1, last) }
    }

    /// Returns the chance of meeting just so many failures.
    pub(super) fn exactly(self, seen: u64) -> f64 {
        let (fewest, most) = self.range();
        if !(fewest..=most).contains(&seen) {
            return 0.0;
        }
        let [all, failing, drawn, seen] =
            [self.population, self.failures, self.sample, seen].map(|count| count as f64);
        let (share, rest) = (drawn / all, (all - drawn) / all);
        binomial_mass(seen, failing, share, rest) * binomial_mass(drawn - seen, all - failing, share, rest)
            / binomial_mass(drawn, all, share, rest)
    }

    /// The fewest and the most failures that can be met.
    fn range(self) -> (u64, u64) {
        let sound = self.population - self.failures;
        (self.sample.saturating_sub(sound), self.failures.min(self.sample))
    }

    /// The chances from `from`, which is no nearer to the middle than the others, outwards to `end`.
    fn tail(self, from: u64, end: u64) -> f64 {
        let [all, failing, drawn, start] =
            [self.population, self.failures, self.sample, from].map(|count| count as f64);
        // How many times as likely one more failure is than `seen` of them.
        let more = |seen: f64| {
            (failing - seen) * (drawn - seen) / ((seen + 1.0) * (all - failing - drawn + seen + 1.0))
        };
        let mut chance = self.exactly(from);
        let (mut sum, mut seen) = (chance, start);
        for _ in 0..from.abs_diff(end) {
            let next = if end < from { seen - 1.0 } else { seen + 1.0 };
            chance *= if end < from { 1.0 / more(next) } else { more(seen) };
            seen = next;
            sum += chance;
            if chance <= 1e-18 * sum {
                break;
            }
        }
        sum.min(1.0)
    }
}
