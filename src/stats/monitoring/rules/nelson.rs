//! Nelson's eight rules.
//!
//! Read a signal as a change with a cause; the mark that carries it is the one that completes the
//! pattern. All eight together raise false alarms often: choose before looking, rules 1 and 2 at least.
//! Not on charts without a standard deviation, where only rules 2 to 4 can speak.
//!
//! Formula: (1) beyond 3σ; (2) nine on one side; (3) six rising or falling; (4) fourteen alternating;
//! (5) two of three beyond 2σ on one side; (6) four of five beyond 1σ on one side; (7) fifteen within
//! 1σ; (8) eight beyond 1σ on either side.
//! Source: Nelson 1984, Journal of Quality Technology 16:237.

use super::super::Chart;
use super::{patterns, shared};
use crate::stats::Method;

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "nelson-rules",
    title: "Nelson's rules",
    what: "Eight patterns on a control chart that chance rarely makes.",
    read: "A signal is a change with a cause; the point that completes the pattern carries it.",
    not_when: "All eight are used at once without having been chosen first: false alarms are then common.",
    formula: "1: beyond 3s; 2: 9 on one side; 3: 6 in trend; 4: 14 alternating; 5: 2 of 3 beyond 2s; 6: 4 of 5 beyond 1s; 7: 15 within 1s; 8: 8 beyond 1s, either side",
    source: "Nelson 1984, Journal of Quality Technology 16:237-239.",
};

/// One of Nelson's rules, by his numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nelson {
    /// Rule 1: a point beyond three standard deviations.
    BeyondThree,
    /// Rule 2: nine in a row on one side of the centre.
    NineOneSide,
    /// Rule 3: six in a row, each above or each below the last.
    SixTrend,
    /// Rule 4: fourteen in a row, alternately up and down.
    FourteenAlternating,
    /// Rule 5: two of three beyond two standard deviations on one side.
    TwoOfThree,
    /// Rule 6: four of five beyond one standard deviation on one side.
    FourOfFive,
    /// Rule 7: fifteen in a row within one standard deviation.
    FifteenWithin,
    /// Rule 8: eight in a row beyond one standard deviation, on either side.
    EightBeyond,
}

/// Returns, for each mark, the rules whose pattern it completes, in Nelson's order.
#[must_use]
pub fn nelson(chart: &Chart) -> Vec<Vec<Nelson>> {
    let (sides, turns) = patterns(chart);
    let scores: Vec<Option<f64>> = chart
        .marks
        .iter()
        .map(|m| m.sigma.filter(|s| *s > 0.0).and_then(|s| m.value.map(|v| (v - chart.centre) / s)))
        .collect();
    (0..chart.marks.len())
        .map(|i| {
            let last = |count: usize| (i + 1).checked_sub(count).map(|start| start..=i);
            let steps = |count: usize| i.checked_sub(count).map(|start| &turns[start..i]);
            let beyond = |need: usize, of: usize, sigma: f64| {
                let count = |direction: f64| {
                    last(of).is_some_and(|w| {
                        let far = |s: &&Option<f64>| s.is_some_and(|s| s * direction > sigma);
                        scores[w].iter().filter(far).count() >= need
                    })
                };
                let own = scores[i].map_or(0.0, f64::signum);
                scores[i].is_some_and(|s| s.abs() > sigma) && count(own)
            };
            let all = |count: usize, test: fn(f64) -> bool| {
                last(count).is_some_and(|w| scores[w].iter().all(|s| s.is_some_and(test)))
            };
            let alternating = |w: &[Option<i8>]| {
                w.iter().all(|t| t.is_some_and(|t| t != 0)) && w.windows(2).all(|t| t[0] != t[1])
            };
            [
                (Nelson::BeyondThree, scores[i].is_some_and(|s| s.abs() > 3.0)),
                (Nelson::NineOneSide, last(9).is_some_and(|w| shared(&sides[w]).is_some())),
                (Nelson::SixTrend, steps(5).is_some_and(|w| shared(w).is_some())),
                (Nelson::FourteenAlternating, steps(13).is_some_and(alternating)),
                (Nelson::TwoOfThree, beyond(2, 3, 2.0)),
                (Nelson::FourOfFive, beyond(4, 5, 1.0)),
                (Nelson::FifteenWithin, all(15, |s| s.abs() < 1.0)),
                (Nelson::EightBeyond, all(8, |s| s.abs() > 1.0)),
            ]
            .into_iter()
            .filter_map(|(rule, fires)| fires.then_some(rule))
            .collect()
        })
        .collect()
}
