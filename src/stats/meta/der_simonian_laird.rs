//! DerSimonian and Laird's variance between sites.
//!
//! Read `tau` (its root) as the spread of true effects between sites, on the effect's own scale. It is
//! the estimator most readers know. With few or very unequal sites it tends to be too small, and the
//! limits that use it too narrow; prefer restricted maximum likelihood or Paule–Mandel there.
//!
//! Formula: `max(0, (Q − (k − 1)) / (Σw − Σw²/Σw))`, `w = 1/v`.
//! Source: DerSimonian & Laird 1986, Controlled Clinical Trials 7:177.

use super::weights::Weighted;
use super::{Studies, Tau2};
use crate::stats::{Answer, Method, finite};

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-dl",
    title: "DerSimonian–Laird variance between sites",
    what: "The variance of true effects between sites, from how far Q exceeds what chance alone would give.",
    read: "Its square root is the spread of true effects, on the effect's own scale; nought means no spread was seen.",
    not_when: "Few sites, or sites of very different size: it is then too small on average.",
    formula: "max(0, (Q - (k-1))/(sum(w) - sum(w^2)/sum(w))), w = 1/v",
    source: "DerSimonian & Laird 1986, Controlled Clinical Trials 7:177-188.",
};

pub(super) fn tau2(studies: &Studies) -> Answer<Tau2> {
    let weighted = Weighted::inverse_variance(studies, 0.0);
    let (df, trace) = (studies.df(), weighted.trace());
    let value = finite((weighted.squares - df) / trace)?.max(0.0);
    let spread = 2.0 * df + 4.0 * value * trace + 2.0 * value * value * weighted.trace_of_square();
    Tau2::new(value, Some(spread.sqrt() / trace))
}
