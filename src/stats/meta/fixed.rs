//! The fixed-effect mean: every site is taken to share one true effect.
//!
//! Read it as the best single figure for these sites together, weighted by how much each one knows.
//! It says nothing of other sites. Not when Q or I² shows that sites differ: its limits are then too
//! narrow.
//!
//! Formula: `Σ wᵢyᵢ / Σ wᵢ` with `wᵢ = 1/vᵢ`, standard error `1/√Σwᵢ`.
//! Source: Hedges & Olkin 1985, chapter 6.

use super::Tau2;
use crate::stats::Method;

/// What the method says of itself.
pub const METHOD: Method = Method {
    name: "meta-fixed",
    title: "Fixed-effect mean",
    what: "The mean effect of the pooled sites, each weighted by the inverse of its variance, as if all shared one true effect.",
    read: "One figure for these sites together; the largest sites dominate.",
    not_when: "Sites differ by more than chance (large Q, I² above about a quarter): the limits are then too narrow.",
    formula: "sum(w*y)/sum(w), w = 1/v; se = 1/sqrt(sum(w))",
    source: "Hedges & Olkin 1985, Statistical Methods for Meta-Analysis, chapter 6.",
};

pub(super) const fn tau2() -> Tau2 {
    Tau2::NONE
}
