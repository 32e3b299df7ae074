//! What the rooms that follow children, months, readers and samples say of themselves.

use std::collections::BTreeSet;

use social_gradient::stats::{agreement, meta, monitoring, samples, survival};

#[test]
fn every_method_has_a_name_of_its_own_and_says_everything() {
    let rooms = [meta::METHODS, survival::METHODS, monitoring::METHODS, agreement::METHODS, samples::METHODS];
    let mut names = BTreeSet::new();
    for method in rooms.into_iter().flatten() {
        assert!(names.insert(method.name), "{} is used twice", method.name);
        assert!(
            method.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{}",
            method.name
        );
        for text in [method.title, method.what, method.read, method.not_when, method.formula, method.source] {
            assert!(!text.is_empty(), "{} leaves something out", method.name);
        }
    }
    assert_eq!(names.len(), rooms.iter().map(|room| room.len()).sum::<usize>());
}
