//! Concordance: how well a Cox model puts children in order.
//!
//! Read it as the chance that, of two children taken at random, the one the model thinks at more risk
//! has the event first: 0.5 is no better than a coin, 1 is perfect. Never as grounds to act on one child.
//!
//! Formula: over pairs whose order is known, `(agreeing + ½ tied in risk) / all`.
//! Source: Harrell et al. 1982, JAMA 247:2543.

use super::CoxFit;
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "concordance",
    title: "Harrell's concordance",
    what: "The chance that, of two children, the one the model thinks at more risk has the event first.",
    read: "0.5 is no better than a coin, 1 is perfect.",
    not_when: "A decision about one child is meant: it describes an ordering of many.",
    formula: "(agreeing + tied/2)/all, over pairs whose order in time is known",
    source: "Harrell et al. 1982, Journal of the American Medical Association 247:2543-2546.",
};

impl CoxFit {
    /// Returns the concordance of the fitted risks with the observed order of events.
    ///
    /// # Errors
    ///
    /// [`NoAnswer::TooFewGroups`] where no pair has a known order.
    pub fn concordance(&self) -> Answer<f64> {
        let sorted = &self.sorted;
        let risk = sorted.predictors(&self.coefficients);
        let mut ladder = risk.clone();
        ladder.sort_by(f64::total_cmp);
        ladder.dedup();
        let rung = |r: f64| ladder.partition_point(|x| *x < r);
        let mut later = Tally::new(ladder.len());
        let (mut agreeing, mut tied, mut all) = (0_u64, 0_u64, 0_u64);
        let mut start = 0;
        while start < sorted.len() {
            let end = start + sorted.times[start..].partition_point(|t| *t == sorted.times[start]);
            // Those censored at this time outlast those with the event at it.
            (start..end).filter(|&p| !sorted.events[p]).for_each(|p| later.add(rung(risk[p])));
            for p in (start..end).filter(|&p| sorted.events[p]) {
                let own = rung(risk[p]);
                let (below, through) = (later.before(own), later.before(own + 1));
                agreeing += below;
                tied += through - below;
                all += later.total;
            }
            (start..end).filter(|&p| sorted.events[p]).for_each(|p| later.add(rung(risk[p])));
            start = end;
        }
        if all == 0 {
            Err(NoAnswer::TooFewGroups)
        } else {
            Ok((agreeing as f64 + tied as f64 / 2.0) / all as f64)
        }
    }
}

/// Counts by rung with fast running totals: a Fenwick tree.
struct Tally {
    tree: Vec<u64>,
    total: u64,
}

impl Tally {
    fn new(rungs: usize) -> Self {
        Self { tree: vec![0; rungs + 1], total: 0 }
    }

    fn add(&mut self, rung: usize) {
        self.total += 1;
        let mut i = rung + 1;
        while i < self.tree.len() {
            self.tree[i] += 1;
            i += i & i.wrapping_neg();
        }
    }

    /// Returns how many stand on rungs below `rung`.
    fn before(&self, rung: usize) -> u64 {
        let (mut i, mut sum) = (rung, 0);
        while i > 0 {
            sum += self.tree[i];
            i &= i - 1;
        }
        sum
    }
}
