//! The figures as data: one set of rows, written as CSV, Parquet and JSON, and described once.

mod cells;
mod contract;
mod csv;
mod ees;
mod json;
mod maihda;
mod package;
mod parquet;
mod schema;
mod table;

pub(super) use cells::{funnels, losses, results, specifications};
pub(super) use contract::contract;
pub(super) use csv::{csv, flat_csv};
pub(super) use ees::{NAME as EES, ees, meta};
pub(super) use json::json;
pub(super) use maihda::maihda;
pub(super) use package::package;
pub(super) use parquet::parquet;
pub(super) use schema::dictionary_hash;
pub(super) use table::table;
