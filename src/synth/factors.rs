//! What assessments record: the shares of factors and of combinations of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::codes::{Factor, FactorSet};

/// What assessments record.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// The share of completed assessments without factors.
    pub missing: f64,
    /// The share of the others that find no factor, and record 21 alone.
    #[serde(default)]
    pub none: f64,
    /// The shares of each combination of 3A, 3B and 3C, such as `3A+3B`.
    pub abuse: BTreeMap<String, f64>,
    /// The share of each other factor.
    pub other: BTreeMap<String, f64>,
    /// The same as codes, made at the first draw.
    #[serde(skip)]
    pub(super) drawn: OnceLock<Drawn>,
}

/// Factors and combinations of them as codes, with their shares.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    pub(super) abuse: Vec<(FactorSet, f64)>,
    pub(super) other: Vec<(Factor, f64)>,
}

impl Factors {
    /// Returns what is drawn from.
    pub(super) fn drawn(&self) -> &Drawn {
        let set = |codes: &String| {
            let mut set = FactorSet::EMPTY;
            codes
                .split('+')
                .filter_map(|code| Factor::from_code(code.as_bytes()))
                .for_each(|one| set.insert(one));
            set
        };
        let other = |(code, &share): (&String, &f64)| Some((Factor::from_code(code.as_bytes())?, share));
        self.drawn.get_or_init(|| Drawn {
            abuse: self.abuse.iter().map(|(codes, &share)| (set(codes), share)).collect(),
            other: self.other.iter().filter_map(other).collect(),
        })
    }
}
