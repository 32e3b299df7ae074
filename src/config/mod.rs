//! The plan: every choice of a run, checked before any data is read.
//!
//! [`load`] turns a TOML file into a [`Plan`], or into every problem found in it at once. A plan cannot
//! be built invalid, and paths in it are relative to its own folder.

mod breakdowns;
mod disclosure;
mod file;
mod validate;

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, unreadable};

pub use disclosure::{Disclosure, Level, Merge, Policy};

use crate::domain::{Basis, Cross, Date, Definition, DistrictCode, Edition, Grouping, Index, MixOf, Outcome};

/// A validated plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The plan file itself.
    pub path: PathBuf,
    /// What the briefing is called.
    pub title: String,
    /// The authority.
    pub site: Site,
    /// How many census years are pooled.
    pub years: u8,
    /// The last day of the window; the latest reference date of the returns where the plan is silent.
    pub end: Option<Date>,
    /// What is read.
    pub inputs: Inputs,
    /// The day on which a child's address is taken.
    pub address_on: AddressOn,
    /// What deprivation is measured by.
    pub index: Index,
    /// Which edition of it.
    pub edition: Edition,
    /// Whether groups are of the nation's areas or the authority's.
    pub basis: Basis,
    /// The groups every figure is given by, the finest first. Each nests in the one before.
    pub groupings: Vec<Grouping>,
    /// The case definitions, the headline first. The comparison, `all`, is always counted and is not listed.
    pub definitions: Vec<Definition>,
    /// The outcomes, in the order in which a child meets them.
    pub outcomes: Vec<Outcome>,
    /// The outcome of the headline.
    pub headline: Outcome,
    /// What is broken down by more than deprivation.
    pub breakdowns: Breakdowns,
    /// How counts are protected.
    pub disclosure: Disclosure,
    /// What is known of earlier releases and from elsewhere.
    pub history: History,
    /// Where the run folder goes.
    pub output: PathBuf,
    /// The folder of the authority's own wording, logo and colours.
    pub branding: Option<PathBuf>,
}

/// The authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its name, as the briefing prints it.
    pub name: String,
    /// The districts it is made of, by the codes that the index uses. Counties have several.
    pub districts: Vec<DistrictCode>,
}

/// The files of a run, each of which was there when the plan was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Children in need census returns.
    pub cin: Vec<PathBuf>,
    /// Where each child lived, and when.
    pub addresses: PathBuf,
    /// The postcode directory; needed where addresses hold postcodes.
    pub postcodes: Option<PathBuf>,
    /// The index of deprivation: File 7, or whichever of Files 1 and 3 hold the index.
    pub deprivation: PathBuf,
    /// Children by area and age.
    pub population: PathBuf,
    /// The exact-fit lookup from 2011 to 2021 areas; needed where the two meet.
    pub area_lookup: Option<PathBuf>,
    /// People by area and ethnic group.
    pub ethnicity: Option<PathBuf>,
    /// Whom that table counts.
    pub ethnicity_of: MixOf,
}

/// What is broken down by more than deprivation, over the whole window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdowns {
    /// The breakdowns, each one characteristic or several crossed.
    pub crosses: Vec<Cross>,
    /// The crosses whose strata are modelled together; all among `crosses`.
    pub intersections: Vec<Cross>,
    /// The outcomes that are broken down.
    pub outcomes: Vec<Outcome>,
}

/// One way of putting a child in a group of deprivation. The plan's own is the first of a cohort's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base {
    /// By which index.
    pub index: Index,
    /// In order of which areas.
    pub basis: Basis,
    /// By the address on which day.
    pub address_on: AddressOn,
}

impl Plan {
    /// Returns the plan's own way of putting a child in a group.
    #[must_use]
    pub const fn base(&self) -> Base {
        Base { index: self.index, basis: self.basis, address_on: self.address_on }
    }
}

/// What a reader may know beside a release.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// The ledger of what was printed before; this release is added to it.
    pub ledger: Option<PathBuf>,
    /// Why figures that were printed before have changed, where they have.
    pub correction: Option<String>,
    /// Tables that others publish of the same children.
    pub outside: Vec<PathBuf>,
}

/// The day on which a child's address is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressOn {
    /// The day of the referral that began the episode.
    Referral,
    /// The last day of the year of the return that holds the episode.
    YearEnd,
}

impl AddressOn {
    /// Returns the name a plan or a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::YearEnd => "year_end",
        }
    }
}

/// Reads and checks a plan.
///
/// # Errors
///
/// Returns every problem found, each pointing at its place in the file.
pub fn load(path: &Path) -> Result<Plan, Vec<Diagnostic>> {
    let source = std::fs::read_to_string(path).map_err(|error| vec![unreadable(path, &error)])?;
    let file = file::parse(path, &source)?;
    validate::plan(path, &source, file)
}
