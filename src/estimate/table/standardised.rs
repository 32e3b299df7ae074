//! Standardised rates of a cell: its rows are the strata.

use crate::domain::AggregateRow;
use crate::stats::rates::CountLimits;
use crate::stats::standardise::{
    Indirect, Reference, Small, Standardised, Stratum, direct, fay_feuer, indirect,
};
use crate::stats::{Answer, Estimate, Level};

use super::cells::Context;
use super::figure::within;

pub(super) fn dsr(cell: &Context<'_>, level: Level) -> Answer<Estimate> {
    direct(&strata(cell), Small::Withheld, CountLimits::default(), level).map(given)
}

pub(super) fn dsr_byar(cell: &Context<'_>, level: Level) -> Answer<Estimate> {
    direct(&strata(cell), Small::Withheld, CountLimits::House, level).map(given)
}

pub(super) fn dsr_gamma(cell: &Context<'_>, level: Level) -> Answer<Estimate> {
    fay_feuer(&strata(cell), level).map(given)
}

pub(super) fn isr(cell: &Context<'_>, level: Level) -> Answer<Estimate> {
    compared(cell, level).map(|found| found.rate)
}

pub(super) fn smr(cell: &Context<'_>, level: Level) -> Answer<Estimate> {
    compared(cell, level).map(|found| found.ratio)
}

fn compared(cell: &Context<'_>, level: Level) -> Answer<Indirect> {
    let populations: Vec<f64> = cell.rows.iter().map(|row| row.population / cell.effect).collect();
    let reference: Vec<Reference> = cell.rows.iter().map(|row| reference(row)).collect();
    indirect(cell.group().events, &populations, &reference, CountLimits::default(), level)
}

fn reference(row: &AggregateRow) -> Reference {
    Reference {
        events: row.standard_cases.unwrap_or(0.0),
        population: row.standard_population.unwrap_or(0.0),
    }
}

fn strata(cell: &Context<'_>) -> Vec<Stratum> {
    let stratum = |row: &&AggregateRow| Stratum {
        events: row.cases,
        squares: row.sum_sq.unwrap_or(row.cases * cell.effect),
        population: row.population,
        weight: row.standard_population.unwrap_or(0.0),
    };
    cell.rows.iter().map(stratum).collect()
}

fn given(rate: Standardised) -> Estimate {
    within(rate.value, rate.interval)
}
