//! The hypergeometric distribution: failures met when a sample is drawn without replacement.

use statrs::function::factorial::ln_binomial;

/// Files, failures among them, and how many files are drawn.
#[derive(Clone, Copy)]
pub(super) struct Draw {
    pub(super) population: u64,
    pub(super) failures: u64,
    pub(super) sample: u64,
}

impl Draw {
    /// Returns the chance of meeting at most `most` failures.
    pub(super) fn at_most(self, most: u64) -> f64 {
        let fewest = (self.sample + self.failures).saturating_sub(self.population);
        (fewest..=most.min(self.failures).min(self.sample))
            .map(|seen| self.exactly(seen))
            .sum::<f64>()
            .min(1.0)
    }

    /// Returns the chance of meeting just so many failures.
    pub(super) fn exactly(self, seen: u64) -> f64 {
        let sound = self.population - self.failures;
        if seen > self.failures || seen > self.sample || self.sample - seen > sound {
            return 0.0;
        }
        (ln_binomial(self.failures, seen) + ln_binomial(sound, self.sample - seen)
            - ln_binomial(self.population, self.sample))
        .exp()
    }
}
