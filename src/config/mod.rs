//! The plan: every choice of a run, checked before any data is read.
//!
//! [`load`] turns a TOML file into a [`Plan`], or into every problem found in it at once. A plan cannot
//! be built invalid, and paths in it are relative to its own folder.

mod breakdowns;
mod comparators;
mod disclosure;
mod file;
mod paths;
mod pool;
mod validate;

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, unreadable};

pub use disclosure::{Disclosure, Level, Merge, Policy};

use crate::domain::{
    AreaCode, Basis, Cross, Date, Definition, DistrictCode, Edition, Grouping, Index, MixOf, Outcome,
};

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
    /// What the authority is set beside, where the plan says.
    pub comparators: Option<Comparators>,
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
    /// The authorities of a pooled plan, each with files of its own; nobody where the plan is of one authority.
    pub authorities: Vec<Authority>,
    /// Children in need census returns; none in a pooled plan.
    pub cin: Vec<PathBuf>,
    /// Where each child lived, and when; empty in a pooled plan.
    pub addresses: PathBuf,
    /// The postcode directory; needed where addresses hold postcodes.
    pub postcodes: Option<PathBuf>,
    /// The index of deprivation: File 7, or whichever of Files 1 and 3 hold the index.
    pub deprivation: PathBuf,
    /// Children by area and age.
    pub population: PathBuf,
    /// The exact-fit lookup from 2011 to 2021 areas; needed where the two meet.
    pub area_lookup: Option<PathBuf>,
    /// Children looked after (SSDA903), where the plan names them; none in a pooled plan.
    pub looked_after: Option<LookedAfter>,
    /// Where returns that were read are kept for the next run, a folder for each site; `None` for nowhere.
    pub cache: Option<PathBuf>,
    /// People by area and ethnic group.
    pub ethnicity: Option<PathBuf>,
    /// Whom that table counts.
    pub ethnicity_of: MixOf,
}

/// Published tables, and whose figures in them are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparators {
    /// CSVs of Explore Education Statistics.
    pub files: Vec<PathBuf>,
    /// The authority, by the code that the tables use.
    pub authority: AreaCode,
    /// Its statistical neighbours, by theirs.
    pub neighbours: Vec<AreaCode>,
}

/// The files of the SSDA903 return, by name and so, as they are called, by year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedAfter {
    /// Who the children are.
    pub header: Vec<PathBuf>,
    /// Their episodes of care.
    pub episodes: Vec<PathBuf>,
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

/// One authority of a pooled plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The name of its folder.
    pub name: String,
    /// Its returns.
    pub cin: Vec<PathBuf>,
    /// Where its children lived, and when.
    pub addresses: PathBuf,
    /// Its children looked after, where the plan names them.
    pub looked_after: Option<LookedAfter>,
}

impl Plan {
    /// Returns the plan as it is for each authority alone: one plan, this one, where no authorities are pooled.
    #[must_use]
    pub fn parts(&self) -> Vec<Self> {
        let own = |authority: &Authority| {
            let Authority { name, cin, addresses, looked_after } = authority.clone();
            let cache = self.inputs.cache.as_ref().map(|folder| folder.join(format!("site={name}")));
            let authorities = Vec::new();
            let inputs = Inputs { authorities, cin, addresses, looked_after, cache, ..self.inputs.clone() };
            Self { inputs, ..self.clone() }
        };
        match &self.inputs.authorities[..] {
            [] => vec![self.clone()],
            authorities => authorities.iter().map(own).collect(),
        }
    }
}

impl Inputs {
    /// Returns every file with the key of the plan that names it: what authorities give first, in their order.
    ///
    /// A return as tables is named by its header, and all the tables beside that are its files.
    #[must_use]
    pub fn files(&self) -> Vec<(&'static str, PathBuf)> {
        let own = match &self.authorities[..] {
            [] => vec![(&self.cin, &self.addresses, &self.looked_after)],
            authorities => {
                authorities.iter().map(|one| (&one.cin, &one.addresses, &one.looked_after)).collect()
            }
        };
        let mut files: Vec<(&'static str, PathBuf)> = Vec::new();
        for (cin, addresses, care) in own {
            files.extend(cin.iter().flat_map(|path| pool::tables(path)).map(|path| ("cin", path)));
            files.push(("addresses", addresses.clone()));
            let care = care.iter().flat_map(|care| care.header.iter().chain(&care.episodes));
            files.extend(care.map(|path| ("looked_after", path.clone())));
        }
        let public = [
            ("postcodes", self.postcodes.as_ref()),
            ("deprivation", Some(&self.deprivation)),
            ("population", Some(&self.population)),
            ("area_lookup", self.area_lookup.as_ref()),
            ("ethnicity", self.ethnicity.as_ref()),
        ];
        files.extend(public.into_iter().filter_map(|(key, path)| Some((key, path?.clone()))));
        files
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
