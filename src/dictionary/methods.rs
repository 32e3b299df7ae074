//! The statistical methods, which describe themselves: each area of `stats` has a registry of its own.

use super::explain::{Entry, Kind};
use super::{estimators, words};
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
    let words = words::entries();
    let of_a_run: Vec<&str> =
        words.iter().filter(|word| word.kind == Kind::Measure).map(|word| word.name.as_str()).collect();
    REGISTRIES.iter().copied().flatten().map(|method| entry(method, &of_a_run)).collect()
}

fn entry(method: &Method, of_a_run: &[&str]) -> Entry {
    let mut body = words::body(method.what, method.read, method.not_when, method.formula, method.source);
    let measures: Vec<_> = estimators::of_method(method.name).collect();
    if !measures.is_empty() {
        let lines = measures.iter().map(|one| match one.note {
            "" => format!("`{}`", one.name),
            note => format!("`{}`: {note}", one.name),
        });
        body.push_str("\n\nIn `estimate`. ");
        body.push_str(&lines.collect::<Vec<_>>().join("; "));
        body.push('.');
    }
    // A measure that a run also gives is explained in the run's words, which say more to most readers.
    let also =
        measures.iter().map(|one| one.name.to_owned()).filter(|name| !of_a_run.contains(&name.as_str()));
    Entry::new(Kind::Method, method.name, method.title, body).also(also)
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
        let entry = entry(&method, &[]);
        assert_eq!((entry.kind, entry.name.as_str()), (Kind::Method, "made_up"));
        assert_eq!(
            entry.body,
            "It measures nothing.\n\nHow to read it. Do not.\n\nWhen not to use it. Never.\n\n\
             Formula. 0\n\nSource. None."
        );
    }
}
