//! Each edition of the indices of deprivation: what it ranks, who publishes it, and what to beware of.

use std::sync::LazyLock;

use serde::Deserialize;

use super::files;
use crate::domain::Edition;

/// What is known of one edition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionFacts {
    /// The name a plan uses: `2025`.
    pub edition: String,
    /// The name a reader sees.
    pub title: String,
    /// The nation whose areas it ranks.
    pub nation: String,
    /// The census that drew the areas: `lsoa21`.
    pub vintage: String,
    /// The districts that its files name.
    pub districts: String,
    /// How many areas it ranks.
    pub areas: u32,
    /// The rank of the most deprived area.
    pub most_deprived: u32,
    /// The indices in it that a plan can choose.
    pub indices: Vec<String>,
    /// The population in its files.
    pub population: String,
    /// When it was published.
    pub published: String,
    /// Who publishes it.
    pub publisher: String,
    /// The page to get it from, by name.
    pub page: String,
    /// The files that can be read, the best first.
    pub files: Vec<String>,
    /// The licence.
    pub licence: String,
    /// The words that a release made with it must carry.
    pub attribution: String,
    /// How its files are laid out.
    pub layout: String,
    /// What to beware of.
    pub caveats: Vec<String>,
}

/// Returns what is known of every edition, the earliest first.
#[must_use]
pub fn editions() -> &'static [EditionFacts] {
    static EDITIONS: LazyLock<Vec<EditionFacts>> = LazyLock::new(|| {
        files::INDICES
            .iter()
            .map(|text| toml::from_str(text).expect("the dictionary's editions are tested"))
            .collect()
    });
    &EDITIONS
}

/// Returns what is known of an edition.
///
/// # Panics
///
/// Never: a test holds the files and the editions together.
#[must_use]
pub fn edition_facts(edition: Edition) -> &'static EditionFacts {
    editions()
        .iter()
        .find(|facts| facts.edition == edition.name())
        .expect("every edition has a file in the dictionary")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Index;

    #[test]
    fn files_and_editions_say_the_same() {
        assert_eq!(editions().len(), Edition::ALL.len());
        for &edition in Edition::ALL {
            let facts = edition_facts(edition);
            assert_eq!(facts.title, edition.title());
            assert_eq!(facts.vintage, edition.vintage().name());
            assert_eq!(facts.areas, edition.areas());
            assert_eq!(facts.most_deprived, 1);
            assert_eq!(facts.indices, Index::ALL.iter().map(|index| index.name()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_edition_warns_of_crime_in_the_index_of_ages_and_of_comparing_years() {
        for facts in editions() {
            let caveats = facts.caveats.join(" ");
            for warning in ["partly circular", "aged 0 to 15", "not comparable"] {
                assert!(caveats.contains(warning), "{}: {warning}", facts.edition);
            }
            assert!(facts.attribution.contains(&facts.licence));
        }
    }
}
