//! Reading: files as they are exported or published, into [`Tables`] whose codes were checked.
//!
//! Identifiers end here. A child becomes a number in the order of meeting, a postcode the number of a
//! directory entry; what was odd is noted by file, row and column and never by value.

mod addresses;
mod areas;
mod deprivation;
mod keys;
mod population;
mod postcode;
mod postcodes;
pub mod sheet;
mod successors;
mod tables;

pub use addresses::addresses;
pub use deprivation::deprivation;
pub use keys::ChildKeys;
pub use population::population;
pub use postcode::{Postcode, Wanted};
pub use postcodes::postcodes;
pub use successors::successors;
pub use tables::{
    Address, AddressPlace, AreaDeprivation, AreaPopulation, Assessment, Birth, Child, ChildKey,
    DeprivationTable, Directory, DirectoryEntry, Enquiry, Episode, PopulationTable, ProtectionPlan,
    Successors, Tables,
};
