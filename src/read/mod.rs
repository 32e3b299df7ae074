//! Reading: files as they are exported or published, into [`Tables`] whose codes were checked.
//!
//! Identifiers end here. A child becomes a number in the order of meeting, a postcode the number of a
//! directory entry; what was odd is noted by file, row and column and never by value.

mod addresses;
mod aggregate;
mod areas;
pub mod cin;
mod deprivation;
mod ethnicity;
mod keys;
mod population;
mod postcode;
mod postcodes;
pub mod sheet;
mod successors;
mod tables;

use std::path::Path;

use crate::config::Plan;
use crate::diag::{Code, Diagnostic, Findings};

pub use addresses::addresses;
pub use aggregate::aggregate;
pub use deprivation::deprivation;
pub use ethnicity::ethnicity;
pub use keys::ChildKeys;
pub use population::population;
pub use postcode::{Postcode, Wanted};
pub use postcodes::postcodes;
pub use successors::successors;
pub use tables::{
    Address, AddressPlace, AreaDeprivation, AreaPopulation, Assessment, Birth, Child, ChildKey,
    DeprivationTable, Directory, DirectoryEntry, Enquiry, Episode, EthnicityTable, PopulationTable,
    ProtectionPlan, Return, Successors, Tables,
};

/// Reads everything a plan names. `progress` is told of every byte of the returns.
///
/// # Errors
///
/// Returns the first fault that no rule can deal with. What was odd and could be dealt with is in the
/// findings.
pub fn read(plan: &Plan, progress: &(dyn Fn(u64) + Sync)) -> Result<(Tables, Findings), Diagnostic> {
    let (mut tables, mut findings) = (Tables::default(), Findings::default());
    let mut keys = ChildKeys::default();
    let (inputs, vintage) = (&plan.inputs, plan.edition.vintage());
    cin::returns(&inputs.cin, &mut tables, &mut keys, &mut findings, progress)?;
    let (mut found, wanted) = addresses(&inputs.addresses, &keys, vintage, &mut findings)?;
    drop(keys);
    match &inputs.postcodes {
        Some(directory) => {
            tables.postcodes = postcodes(directory, &wanted, vintage, &mut found, &mut findings)?;
        }
        None if !wanted.is_empty() => return Err(no_directory(&inputs.addresses)),
        None => {}
    }
    tables.addresses = found;
    tables.deprivation = deprivation(&inputs.deprivation, plan.index, plan.edition, &mut findings)?;
    tables.population = estimate(&inputs.population, estimate_year(plan, &tables), &mut findings)?;
    if let Some(mix) = &inputs.ethnicity {
        tables.ethnicity = Some(ethnicity(mix, &mut findings)?);
    }
    if let Some(lookup) = &inputs.area_lookup {
        tables.successors = Some(successors(lookup, &mut findings)?);
    }
    Ok((tables, findings))
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
