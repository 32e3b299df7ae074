//! What the page says of its method and of where it comes from: every choice that a run can make.

use serde::Serialize;

use crate::config::{AddressOn, Policy};
use crate::disclose::Audit;
use crate::domain::{Basis, Dimension, Families, Measure, Outcome, Stratum};
use crate::provenance::Provenance;
use crate::render::number;
use crate::render::release::{Release, Subject};
use crate::render::words::{clause, part, when};

/// The choices of a run in words.
#[derive(Serialize)]
pub(super) struct Method {
    #[serde(skip)]
    pub(super) definitions: Vec<(String, String)>,
    #[serde(skip)]
    pub(super) outcomes: Vec<(String, String)>,
    counted: String,
    denominator: String,
    pub(super) population_year: String,
    pub(super) index: &'static str,
    pub(super) edition: &'static str,
    areas: &'static str,
    basis: &'static str,
    groups: String,
    address: &'static str,
    levels: String,
    siblings: Option<String>,
    named: bool,
    hide_up_to: u32,
    others: String,
    hidden: String,
}

/// Where a release comes from, in words.
#[derive(Serialize)]
pub(super) struct Origin {
    program: &'static str,
    #[serde(skip)]
    pub(super) hashes: Vec<(String, String)>,
}

/// Returns the choices of a run as the template takes them.
pub(super) fn method(release: Release<'_>, audit: &Audit) -> Method {
    let results = release.results;
    let of = release.headline();
    let definitions = results
        .definitions
        .iter()
        .map(|&d| (d.title().to_owned(), format!("episodes {}", clause(d))))
        .collect();
    let outcomes = results
        .outcomes
        .iter()
        .map(|&outcome| (outcome.title().to_owned(), described(Subject { outcome, ..of })))
        .collect();
    let groups: Vec<_> = results
        .groupings
        .iter()
        .map(|&by| format!("{} {}s (each group a {} of the areas)", by.count(), by.noun(), part(by)))
        .collect();
    let groups = groups.join("; ");
    let effect = release.total(of, Measure::DesignEffect).filter(|effect| effect.value.shown().is_some());
    Method {
        definitions,
        outcomes,
        counted: of.period.words(),
        denominator: denominator(release, of),
        population_year: results.population_year.clone(),
        index: results.index.title(),
        edition: results.edition.title(),
        areas: results.edition.vintage().title(),
        basis: match results.basis {
            Basis::National => "all areas in England, so that groups mean the same everywhere",
            Basis::Local => "the authority’s own areas, so that each group holds a like number of them",
        },
        groups,
        address: match release.plan.address_on {
            AddressOn::Referral => "the day of the referral that began the episode",
            AddressOn::YearEnd => "the last day of the year of the return that holds the episode",
        },
        levels: distinct(
            results
                .figures
                .iter()
                .filter(|f| !f.measure.is_in_funnel())
                .filter_map(|f| f.level)
                .map(number::level),
        ),
        siblings: effect.map(|effect| number::value(Some(effect))),
        named: effect.is_some_and(|effect| effect.convention == Families::Named.convention()),
        hide_up_to: audit.policy.hide_up_to,
        others: match audit.policy.policy {
            Policy::Round => format!("rounded to the nearest {}", audit.policy.round_to),
            Policy::Suppress => "exact".to_owned(),
        },
        hidden: number::count(wide(audit.hidden.len() as u64)),
    }
}

/// Returns where a release comes from as the template takes it.
pub(super) fn provenance(provenance: &Provenance) -> Origin {
    let mut hashes = vec![("Plan".to_owned(), provenance.plan.clone())];
    let inputs = provenance.inputs.iter();
    hashes
        .extend(inputs.map(|input| (format!("{}: {}", role(input.role), input.name), input.sha256.clone())));
    Origin { program: provenance.program, hashes }
}

/// Returns what an input is for, in words.
fn role(role: &'static str) -> &'static str {
    match role {
        "cin" => "Children in need census return",
        "addresses" => "Addresses",
        "postcodes" => "Postcode directory",
        "deprivation" => "Index of deprivation",
        "population" => "Population estimates",
        "area_lookup" => "Lookup from 2011 to 2021 areas",
        "ethnicity" => "Ethnic groups by area",
        "looked_after" => "Children looked after",
        "comparators" => "Published tables of other authorities",
        other => other,
    }
}

fn described(of: Subject) -> String {
    let counted = match of.outcome {
        Outcome::Referral => "the referral that began the episode was made",
        Outcome::Assessed => "an assessment was completed",
        Outcome::S47 => "a section 47 enquiry began",
        Outcome::Icpc => "an initial child protection conference was held",
        Outcome::CppStart => "a child protection plan began",
        Outcome::CppAt => "the child was on a child protection plan",
        Outcome::ClaStart => "the child started to be looked after",
    };
    let preposition = if of.outcome.is_stock() { "on" } else { "in the period" };
    format!("{counted} {preposition} {}", when(of.outcome, of.period))
}

/// Says what a rate of several years is divided by, as its own denominator shows.
fn denominator(release: Release<'_>, of: Subject) -> String {
    let one_year: f64 = release.results.population.iter().sum();
    let rate = release
        .results
        .figures
        .iter()
        .find(|f| {
            f.measure == Measure::Rate
                && f.period == of.period
                && !f.outcome.is_stock()
                && (f.dimension, f.stratum) == (Dimension::None, Stratum::Total)
        })
        .and_then(|f| f.population);
    let years = f64::from(release.plan.years);
    match rate {
        Some(population)
            if release.plan.years > 1 && (population / one_year - years).abs() < 0.01 * years =>
        {
            format!(
                "Rates for the whole window are per 10,000 child-years: the denominator is one year’s children counted once \
                 for each of the {years} years, so that such a rate is that of an average year."
            )
        }
        Some(population) if release.plan.years > 1 && (population / one_year - 1.0).abs() < 0.01 => format!(
            "Rates for the whole window count each child once over its {years} years and divide by one year’s children, so \
             they are higher than a rate for one year and are not to be compared with one."
        ),
        _ => "The denominator of every rate is printed beside it.".to_owned(),
    }
}

fn distinct(words: impl Iterator<Item = String>) -> String {
    let set: std::collections::BTreeSet<String> = words.collect();
    if set.is_empty() { "none".to_owned() } else { set.into_iter().collect::<Vec<_>>().join(", ") }
}

/// Returns a count of cells as a number to print.
#[expect(clippy::cast_precision_loss, reason = "no release has so many cells")]
const fn wide(count: u64) -> f64 {
    count as f64
}
