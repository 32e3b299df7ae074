//! A plan as it is written: every value remembers where.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::diag::{Code, Diagnostic, Place};

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) title: String,
    pub(super) output: String,
    pub(super) site: Site,
    pub(super) window: Window,
    pub(super) inputs: Inputs,
    #[serde(default)]
    pub(super) deprivation: Deprivation,
    #[serde(default)]
    pub(super) count: Count,
    #[serde(default)]
    pub(super) breakdowns: Breakdowns,
    pub(super) comparators: Option<Comparators>,
    #[serde(default)]
    pub(super) disclosure: Disclosure,
    #[serde(default)]
    pub(super) report: Report,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Report {
    pub(super) branding: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    pub(super) name: Spanned<String>,
    pub(super) districts: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    pub(super) years: Spanned<u8>,
    pub(super) end: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inputs {
    pub(super) authorities: Option<Spanned<String>>,
    pub(super) cache: Option<String>,
    pub(super) cin: Spanned<Vec<Spanned<String>>>,
    pub(super) addresses: Spanned<String>,
    pub(super) postcodes: Option<Spanned<String>>,
    pub(super) deprivation: Spanned<String>,
    pub(super) population: Spanned<String>,
    pub(super) area_lookup: Option<Spanned<String>>,
    pub(super) looked_after: Option<LookedAfter>,
    pub(super) ethnicity: Option<Spanned<String>>,
    pub(super) ethnicity_of: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comparators {
    pub(super) files: Vec<Spanned<String>>,
    pub(super) authority: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) neighbours: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookedAfter {
    pub(super) header: Spanned<String>,
    pub(super) episodes: Spanned<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Deprivation {
    pub(super) index: Option<Spanned<String>>,
    pub(super) edition: Option<Spanned<String>>,
    pub(super) basis: Option<Spanned<String>>,
    pub(super) groups: Option<Spanned<Vec<Spanned<u8>>>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    pub(super) definitions: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) outcomes: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) headline: Option<Spanned<String>>,
    pub(super) address_on: Option<Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Breakdowns {
    pub(super) crosses: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) intersections: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) outcomes: Option<Spanned<Vec<Spanned<String>>>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Disclosure {
    pub(super) policy: Option<Spanned<String>>,
    pub(super) hide_up_to: Option<Spanned<u32>>,
    pub(super) round_to: Option<Spanned<u32>>,
    pub(super) level: Option<Spanned<String>>,
    pub(super) coalition: Option<Spanned<u32>>,
    #[serde(default)]
    pub(super) auto_merge: bool,
    pub(super) merge_above: Option<Spanned<u32>>,
    pub(super) ledger: Option<Spanned<String>>,
    pub(super) correction: Option<String>,
    #[serde(default)]
    pub(super) outside: Vec<Spanned<String>>,
}

/// Reads a plan's text.
pub(super) fn parse(path: &Path, source: &str) -> Result<File, Vec<Diagnostic>> {
    toml::from_str(source).map_err(|error| {
        let mut diagnostic = Diagnostic::new(Code::PlanSyntax, error.message().trim());
        *diagnostic.place = match error.span() {
            Some(span) => Place::Plan { file: path.to_owned(), source: source.to_owned(), span },
            None => Place::File(path.to_owned()),
        };
        vec![diagnostic]
    })
}
