//! McNemar's test: did as many files change one way as the other?
//!
//! Read a small `p` as evidence that the share changed between the two readings of the same files. It
//! looks only at files that changed. Not for size: give the paired difference with limits beside it.
//! Not on unpaired files.
//!
//! Formula: `b` and `c` the files that changed each way: exact `2·P(X ≤ min(b, c))`, `X` binomial on
//! `b + c` fair coins; mid-p takes off the chance of the count itself; asymptotic `(b − c)²/(b + c)`,
//! corrected `(|b − c| − 1)²/(b + c)`.
//! Source: McNemar 1947, Psychometrika 12:153; Fagerland, Lydersen & Laake 2013, BMC Med Res Methodol 13:91.

use crate::stats::distribution::{binomial_at_most, binomial_mass, chi_squared_above};
use crate::stats::{Answer, Method, NoAnswer};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "mcnemar",
    title: "McNemar's test",
    what: "Whether as many files changed one way as the other between two readings.",
    read: "A small p is evidence that the share changed.",
    not_when: "A size is wanted (use newcombe-paired); or the files are not the same ones.",
    formula: "exact 2*P(X <= min(b,c)), X ~ Binomial(b+c, 1/2); asymptotic (b-c)^2/(b+c)",
    source: "McNemar 1947, Psychometrika 12:153-157; Fagerland, Lydersen & Laake 2013, BMC Medical Research Methodology 13:91.",
};

/// Which form of the test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum McNemarTest {
    /// The exact binomial; never too ready to see a change.
    Exact,
    /// The exact binomial less half the chance of the count itself; closer to its nominal level.
    MidP,
    /// Chi-squared.
    Asymptotic,
    /// Chi-squared with Edwards' continuity correction.
    Corrected,
}

/// The result of McNemar's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// The chi-squared statistic; `None` for the exact forms.
    pub chi_squared: Option<f64>,
    /// The two-sided probability of a difference this large, were there no change.
    pub p: f64,
}

/// Returns the test from the files that changed one way and the other.
///
/// # Errors
///
/// [`NoAnswer::NoEvents`] where no file changed and the test is asymptotic; the exact forms give 1.
/// [`NoAnswer::OutOfRange`] where the files are more than can be counted.
pub fn mcnemar(one_way: u64, other_way: u64, test: McNemarTest) -> Answer<McNemar> {
    let changed = one_way.checked_add(other_way).ok_or(NoAnswer::OutOfRange)?;
    let (n, gap) = (changed as f64, one_way.abs_diff(other_way) as f64);
    let fewer = one_way.min(other_way) as f64;
    let chi = |x: f64| Ok(McNemar { chi_squared: Some(x), p: chi_squared_above(x, 1.0) });
    let exact = |less: f64| {
        let tail = binomial_at_most(fewer, n, 0.5, 0.5);
        Ok(McNemar { chi_squared: None, p: (2.0 * tail - less).min(1.0) })
    };
    match test {
        McNemarTest::Exact => exact(0.0),
        McNemarTest::MidP => {
            exact(if one_way == other_way { 0.0 } else { binomial_mass(fewer, n, 0.5, 0.5) })
        }
        _ if changed == 0 => Err(NoAnswer::NoEvents),
        McNemarTest::Asymptotic => chi(gap * gap / n),
        McNemarTest::Corrected => chi((gap - 1.0).max(0.0).powi(2) / n),
    }
}
