//! What changed in each collection year, and so what is valid in any of them.
//!
//! A year is named by the year it ends in: 2017 is 1 April 2016 to 31 March 2017.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::files;
use crate::domain::codes::{ClosureReason, Factor, ReferralSource};

/// One collection year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionYear {
    /// The year it ends in.
    pub year: i16,
    /// Its name: `2020-21`.
    pub name: String,
    /// What changed, in a sentence.
    pub summary: String,
    /// Where this is known from.
    pub source: String,
    /// What the year added; for the first year, everything.
    #[serde(default)]
    pub added: Vec<Change>,
    /// What the year altered, and still holds.
    #[serde(default)]
    pub altered: Vec<Change>,
    /// What the year no longer has.
    #[serde(default)]
    pub removed: Vec<Change>,
}

/// One change in one list of codes, or in the elements of the return (`cin`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The code list, or `cin` for elements.
    #[serde(rename = "in")]
    pub place: String,
    /// The codes or elements.
    pub names: Vec<String>,
    /// What a reader should know; may be empty.
    #[serde(default)]
    pub note: String,
}

/// Returns every collection year that is known, the earliest first.
#[must_use]
pub fn collection_years() -> &'static [CollectionYear] {
    static YEARS: LazyLock<Vec<CollectionYear>> = LazyLock::new(|| {
        files::YEARS
            .iter()
            .map(|text| toml::from_str(text).expect("the dictionary's years are tested"))
            .collect()
    });
    &YEARS
}

/// Returns what a code list, or the return itself (`cin`), holds in the census year that ends in `year`.
///
/// Years are laid over one another: last year's, with what this one added and without what it removed.
/// A year after the last that is known holds what that one holds. `None` before the first, or for a
/// list that no year knows.
#[must_use]
pub fn valid_in(place: &str, year: i16) -> Option<BTreeSet<&'static str>> {
    layered(collection_years(), place, year)
}

/// Returns whether a return of the census year that ends in `year` is expected to use the factor.
///
/// One that is not expected is read all the same: old codes live on for years. A year that is not
/// known expects every factor.
#[must_use]
pub fn expects_factor(factor: Factor, year: i16) -> bool {
    expects("assessment_factors", factor.code(), year)
}

/// Returns whether a return of the census year that ends in `year` is expected to use the source.
#[must_use]
pub fn expects_source(source: ReferralSource, year: i16) -> bool {
    expects("referral_source", source.code(), year)
}

/// Returns whether a return of the census year that ends in `year` is expected to use the reason.
#[must_use]
pub fn expects_closure(reason: ClosureReason, year: i16) -> bool {
    expects("closure_reason", reason.code(), year)
}

fn expects(place: &str, code: &str, year: i16) -> bool {
    valid_in(place, year).is_none_or(|codes| codes.contains(code))
}

fn layered<'a>(years: &'a [CollectionYear], place: &str, year: i16) -> Option<BTreeSet<&'a str>> {
    let mut valid = None;
    for layer in years.iter().take_while(|layer| layer.year <= year) {
        for change in layer.added.iter().filter(|change| change.place == place) {
            valid.get_or_insert_with(BTreeSet::new).extend(change.names.iter().map(String::as_str));
        }
        for change in layer.removed.iter().filter(|change| change.place == place) {
            let names = valid.get_or_insert_with(BTreeSet::new);
            names.retain(|name| !change.names.iter().any(|gone| gone == name));
        }
    }
    valid
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::{code_lists, table};

    fn year(text: &str) -> CollectionYear {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn a_year_is_the_one_before_with_what_was_added_and_without_what_was_removed() {
        let years = [
            year("year=1\nname=''\nsummary=''\nsource=''\n[[added]]\nin='l'\nnames=['a','b']"),
            year("year=2\nname=''\nsummary=''\nsource=''"),
            year(
                "year=3\nname=''\nsummary=''\nsource=''\n[[added]]\nin='l'\nnames=['c']\n\
                 [[removed]]\nin='l'\nnames=['a']",
            ),
        ];
        let valid = |year| layered(&years, "l", year).map(|names| names.into_iter().collect::<String>());
        assert_eq!(valid(0), None);
        assert_eq!(valid(2).as_deref(), Some("ab"));
        assert_eq!(valid(3).as_deref(), Some("bc"));
        assert_eq!(valid(9).as_deref(), Some("bc"));
        assert_eq!(layered(&years, "another", 3), None);
    }

    #[test]
    fn factors_come_and_go_with_the_years() {
        let expected = |factor| (2017..=2027).map(|year| expects_factor(factor, year)).collect::<Vec<_>>();
        let from = |first| (2017..=2027).map(|year| year >= first).collect::<Vec<_>>();
        for factor in [Factor::F18A, Factor::F19A] {
            assert_eq!(expected(factor), (2017..=2027).map(|year| year <= 2020).collect::<Vec<_>>());
        }
        for factor in [Factor::F18B, Factor::F18C, Factor::F19B, Factor::F19C] {
            assert_eq!(expected(factor), from(2021));
        }
        assert_eq!(expected(Factor::F24A), from(2022));
        assert_eq!(expected(Factor::F3A), from(2017));
        assert!(expects_source(ReferralSource::S5D, 2023) && !expects_source(ReferralSource::S5D, 2022));
        assert!(expects_closure(ClosureReason::Rc9, 2023) && !expects_closure(ClosureReason::Rc9, 2022));
    }

    #[test]
    fn years_and_code_lists_say_the_same() {
        let of_care = ["care_reason", "legal_status"];
        for list in code_lists().iter().filter(|list| !of_care.contains(&list.name)) {
            for year in 2017..=2027 {
                let listed: BTreeSet<_> = list
                    .codes
                    .iter()
                    .filter(|entry| entry.valid_in(year))
                    .map(|entry| entry.code.as_str())
                    .collect();
                assert_eq!(valid_in(list.name, year), Some(listed), "{} in {year}", list.name);
            }
        }
    }

    #[test]
    fn years_and_the_elements_of_the_return_say_the_same() {
        for year in 2017..=2027 {
            let listed: BTreeSet<_> = table("cin")
                .unwrap()
                .columns
                .iter()
                .filter(|column| column.first_year.is_none_or(|first| first <= year))
                .filter(|column| column.last_year.is_none_or(|last| year <= last))
                .map(|column| column.name.as_str())
                .collect();
            assert_eq!(valid_in("cin", year), Some(listed), "{year}");
        }
    }

    #[test]
    fn years_follow_one_another_and_change_only_what_there_is() {
        let years = collection_years();
        assert_eq!(years.first().map(|year| year.year), Some(2017));
        for pair in years.windows(2) {
            let (before, year) = (pair[0].year, &pair[1]);
            assert_eq!(year.year, before + 1);
            assert_eq!(year.name, format!("{before}-{}", year.year - 2000));
            for change in year.altered.iter().chain(&year.removed) {
                let held = valid_in(&change.place, before).unwrap();
                assert!(change.names.iter().all(|name| held.contains(name.as_str())), "{}", year.name);
            }
            for change in &year.added {
                let held = valid_in(&change.place, before).unwrap();
                assert!(!change.names.iter().any(|name| held.contains(name.as_str())), "{}", year.name);
            }
        }
    }
}
