//! Reading: files as they are exported or published, into [`Tables`] whose codes were checked.
//!
//! Identifiers end here. A child becomes a number in the order of meeting, a postcode the number of a
//! directory entry; what was odd is noted by file, row and column and never by value.

pub mod cin;
mod keys;
mod tables;

pub use keys::ChildKeys;
pub use tables::{
    Address, AddressPlace, AreaDeprivation, AreaPopulation, Assessment, Birth, Child, ChildKey,
    DeprivationTable, Directory, DirectoryEntry, Enquiry, Episode, PopulationTable, ProtectionPlan, Return,
    Successors, Tables,
};
