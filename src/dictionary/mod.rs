//! What everything means: the data dictionary, embedded in the binary, and the prose of `explain`.
//!
//! `data-dictionary/` holds code lists, tables, collection years, editions of the indices and words, as
//! data that people can read and correct without reading this code. Nothing here reads a file, and no
//! stage of a run is known here, so a plan can be checked and a name explained without data.
//!
//! [`explain`] knows every name that a message, a plan, a return or a result can hold.

mod codes;
mod diagnostics;
mod estimators;
mod explain;
mod files;
mod indices;
mod methods;
mod names;
mod reference;
mod rows;
mod tables;
mod version;
mod words;
mod wrap;
mod years;

pub use codes::{CodeList, CodeMeaning, code_list, code_lists};
pub use estimators::{Estimator, estimators};
pub use explain::{Explanation, Kind, explain, title};
pub use indices::{EditionFacts, edition_facts, editions};
pub use names::{Name, names, suggestions, unknown};
pub use tables::{Column, Identifying, Table, table, tables};
pub use version::version;
pub use years::{
    Change, CollectionYear, collection_years, expects_closure, expects_factor, expects_source, valid_in,
};
