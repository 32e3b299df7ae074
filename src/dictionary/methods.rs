//! The statistical methods, which describe themselves: each area of `stats` has a registry of its own.

use super::explain::{Entry, Kind};
use super::words;
use crate::stats::{self, Method};

/// The registries: one line for each area of `stats`, as in `stats::rates::METHODS`.
const REGISTRIES: &[&[Method]] = &[
    stats::agreement::METHODS,
    stats::funnel::METHODS,
    stats::glm::METHODS,
    stats::gradient::METHODS,
    stats::inequality::METHODS,
    stats::interaction::METHODS,
    stats::meta::METHODS,
    stats::monitoring::METHODS,
    stats::multilevel::METHODS,
    stats::quantiles::METHODS,
    stats::rates::METHODS,
    stats::samples::METHODS,
    stats::shrinkage::METHODS,
    stats::standardise::METHODS,
    stats::survival::METHODS,
];

/// Returns every method.
pub(super) fn entries() -> Vec<Entry> {
    REGISTRIES.iter().copied().flatten().map(entry).collect()
}

fn entry(method: &Method) -> Entry {
    let body = words::body(method.what, method.read, method.not_when, method.formula, method.source);
    Entry::new(Kind::Method, method.name, method.title, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_explained_in_its_own_words() {
        let method = Method {
            name: "made_up",
            title: "A made-up method",
            what: "It measures nothing.",
            read: "Do not.",
            not_when: "Never.",
            formula: "0",
            source: "None.",
        };
        let entry = entry(&method);
        assert_eq!((entry.kind, entry.name.as_str()), (Kind::Method, "made_up"));
        assert_eq!(
            entry.body,
            "It measures nothing.\n\nHow to read it. Do not.\n\nWhen not to use it. Never.\n\n\
             Formula. 0\n\nSource. None."
        );
    }
}
