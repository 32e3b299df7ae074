//! Reading: files as they are exported or published, into [`Tables`] whose codes were checked.
//!
//! Identifiers end here. A child becomes a number in the order of meeting, a postcode the number of a
//! directory entry; what was odd is noted by file, row and column and never by value.

mod addresses;
mod aggregate;
mod areas;
pub mod cin;
mod comparators;
mod deprivation;
mod ethnicity;
mod keys;
mod looked_after;
mod population;
mod postcode;
mod postcodes;
pub mod sheet;
mod successors;
mod tables;

use std::path::Path;

use crate::config::Plan;
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::comparator::Comparators;

pub use addresses::addresses;
pub use aggregate::aggregate;
pub use comparators::comparators;
pub use deprivation::deprivation;
pub use ethnicity::ethnicity;
pub use keys::ChildKeys;
pub use looked_after::{Starts, looked_after};
pub use population::population;
pub use postcode::{Postcode, Wanted};
use postcodes::Gazetteer;
pub use postcodes::postcodes;
pub use successors::successors;
pub use tables::{
    Address, AddressPlace, AreaDeprivation, AreaPopulation, Assessment, Birth, CareStart, Child, ChildKey,
    DeprivationTable, Directory, DirectoryEntry, Enquiry, Episode, EthnicityTable, PopulationTable,
    ProtectionPlan, Return, Successors, Tables,
};

/// Reads everything a plan of one authority names. `progress` is told of every byte of the returns.
///
/// # Errors
///
/// Returns the first fault that no rule can deal with. What was odd and could be dealt with is in the
/// findings.
pub fn read(plan: &Plan, progress: &(dyn Fn(u64) + Sync)) -> Result<(Tables, Findings), Diagnostic> {
    let mut own = own(plan, progress)?;
    let inputs = &plan.inputs;
    match &inputs.postcodes {
        Some(directory) => {
            let (vintage, addresses) = (plan.edition.vintage(), &mut own.tables.addresses);
            own.tables.postcodes = postcodes(directory, &own.wanted, vintage, addresses, &mut own.findings)?;
        }
        None if !own.wanted.is_empty() => return Err(no_directory(&inputs.addresses)),
        None => {}
    }
    let (mut tables, mut findings) = own.settled();
    if let Some(beside) = &plan.comparators {
        let (figures, region) = comparators(&beside.files, Some(beside.authority), &mut findings)?;
        let (own, neighbours) = (Some(beside.authority), beside.neighbours.clone());
        tables.comparators = Comparators { figures, own, region, neighbours };
    }
    let year = estimate_year(plan, &tables);
    public(plan, year, &mut tables, &mut findings)?;
    Ok((tables, findings))
}

/// What is published and the same for every authority of a pool: read once.
pub struct Shared {
    /// The index, the population and the lookup; no child and no address.
    pub tables: Tables,
    gazetteer: Option<Gazetteer>,
}

/// Reads what the authorities of a pooled plan share.
///
/// # Errors
///
/// Returns the first fault that no rule can deal with.
pub fn shared(plan: &Plan) -> Result<(Shared, Findings), Diagnostic> {
    let (mut tables, mut findings) = (Tables::default(), Findings::default());
    let (vintage, year) = (plan.edition.vintage(), plan.end.map(|end| end.year() - 1));
    let directory = plan.inputs.postcodes.as_deref();
    let (published, gazetteer) = rayon::join(
        || public(plan, year, &mut tables, &mut findings),
        || noting(|found| directory.map(|path| Gazetteer::read(path, vintage, found)).transpose()),
    );
    published?;
    let (gazetteer, found) = gazetteer?;
    findings.merge(found);
    Ok((Shared { tables, gazetteer }, findings))
}

/// Reads what one authority of a pool gives; the index and the population stay with `shared`. `plan` is the
/// authority's own part of the plan.
///
/// # Errors
///
/// Returns the first fault that no rule can deal with.
pub fn authority(
    plan: &Plan,
    shared: &Shared,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(Tables, Findings), Diagnostic> {
    let mut own = own(plan, progress)?;
    match &shared.gazetteer {
        Some(gazetteer) => {
            own.tables.postcodes = gazetteer.directory(&own.wanted, &mut own.tables.addresses);
        }
        None if !own.wanted.is_empty() => return Err(no_directory(&plan.inputs.addresses)),
        None => {}
    }
    let (mut tables, findings) = own.settled();
    tables.successors = shared.tables.successors.clone();
    Ok((tables, findings))
}

/// What one authority gives, before its postcodes are looked up.
struct Own {
    tables: Tables,
    wanted: Wanted,
    care: Starts,
    /// How many of the addresses are addresses; homes before care follow them, and are looked up together with them.
    addresses: usize,
    findings: Findings,
}

impl Own {
    /// Takes the homes before care out of the addresses again, with the places that were found for them.
    fn settled(mut self) -> (Tables, Findings) {
        self.tables.care = self.care.placed(&self.tables.addresses.split_off(self.addresses));
        (self.tables, self.findings)
    }
}

/// Reads the returns and the addresses of one authority.
fn own(plan: &Plan, progress: &(dyn Fn(u64) + Sync)) -> Result<Own, Diagnostic> {
    let (mut tables, mut findings) = (Tables::default(), Findings::default());
    let cache = plan.inputs.cache.as_deref().map(cin::cache::Cache::open).transpose()?;
    let mut keys = cache.map_or_else(ChildKeys::default, ChildKeys::through);
    cin::returns(&plan.inputs.cin, &mut tables, &mut keys, &mut findings, progress)?;
    let care = match &plan.inputs.looked_after {
        Some(files) => looked_after(files, &mut tables.children, &mut keys, &mut findings)?,
        None => Starts::default(),
    };
    let vintage = plan.edition.vintage();
    let (found, mut wanted) = addresses(&plan.inputs.addresses, &keys, vintage, &mut findings)?;
    let addresses = found.len();
    tables.addresses = found;
    tables.addresses.extend(care.homes(&mut wanted));
    Ok(Own { tables, wanted, care, addresses, findings })
}

/// Reads what is published: the index, the population with its ethnic mix, and the lookup between censuses.
fn public(
    plan: &Plan,
    year: Option<i16>,
    tables: &mut Tables,
    findings: &mut Findings,
) -> Result<(), Diagnostic> {
    let inputs = &plan.inputs;
    let (index, people) = rayon::join(
        || deprivation(&inputs.deprivation, plan.index, plan.edition, findings),
        || noting(|found| estimate(&inputs.population, year, found)),
    );
    tables.deprivation = index?;
    let (people, found) = people?;
    findings.merge(found);
    tables.population = people;
    if let Some(mix) = &inputs.ethnicity {
        tables.ethnicity = Some(ethnicity(mix, findings)?);
    }
    if let Some(lookup) = &inputs.area_lookup {
        tables.successors = Some(successors(lookup, findings)?);
    }
    Ok(())
}

/// Reads something beside something else, with findings of its own.
fn noting<T>(read: impl FnOnce(&mut Findings) -> Result<T, Diagnostic>) -> Result<(T, Findings), Diagnostic> {
    let mut found = Findings::default();
    Ok((read(&mut found)?, found))
}

/// Rates of a year that ends in March stand on the estimate of the summer before, as in published rates.
fn estimate_year(plan: &Plan, tables: &Tables) -> Option<i16> {
    let latest = tables.returns.iter().map(|file| file.reference).max();
    plan.end.or(latest).map(|end| end.year() - 1)
}

/// Takes the estimate of the year, or the latest there is, and says so.
fn estimate(path: &Path, year: Option<i16>, findings: &mut Findings) -> Result<PopulationTable, Diagnostic> {
    match population(path, year, findings) {
        Err(problem) if problem.code == Code::EstimateMissing => {
            findings.note(Code::OtherEstimate, path, None, 1);
            population(path, None, findings)
        }
        table => table,
    }
}

fn no_directory(addresses: &Path) -> Diagnostic {
    Diagnostic::new(Code::PlanValue, "the addresses hold postcodes, and the plan names no postcode directory")
        .in_file(addresses)
        .with_help(
            "give `inputs.postcodes` the ONS Postcode Directory or the National Statistics Postcode Lookup",
        )
}
