//! Slope and relative index from the groups' own rates and limits, as published figures would give them.
//!
//! A group without cases has no logarithm from which its rate could be drawn. The line through rates does not need
//! one: there, rates are taken to vary normally, and limits are exact.

use crate::stats::gradient::{Draws, Measured, OhidGradient, OhidLimits, Scale, ohid};
use crate::stats::rates::{CountLimits, rate, wilson};
use crate::stats::{Answer, Estimate, Group, Level, gradient};

use super::cells::Step;

/// How often figures are drawn again.
const DRAWS: usize = 100_000;

/// The name from which draws are made: the same for every table, so that the same table has the same limits.
const NAME: &str = "estimate";

pub(super) fn rii_linear(steps: &[Step], level: Level) -> Answer<Estimate> {
    simulated(steps, level)?.rii
}

pub(super) fn sii_linear(steps: &[Step], level: Level) -> Answer<Estimate> {
    Ok(simulated(steps, level)?.sii)
}

pub(super) fn rii_log(steps: &[Step], level: Level) -> Answer<Estimate> {
    closed(&rates(steps)?, Scale::Log, level)?.rii
}

pub(super) fn sii_log(steps: &[Step], level: Level) -> Answer<Estimate> {
    Ok(closed(&rates(steps)?, Scale::Log, level)?.sii)
}

pub(super) fn rii_logit(steps: &[Step], level: Level) -> Answer<Estimate> {
    closed(&shares(steps)?, Scale::Logit, level)?.rii
}

pub(super) fn sii_logit(steps: &[Step], level: Level) -> Answer<Estimate> {
    Ok(closed(&shares(steps)?, Scale::Logit, level)?.sii)
}

pub(super) fn reliability(steps: &[Step], level: Level) -> Answer<Estimate> {
    let found = gradient::reliability(&rates(steps)?, Scale::LinearLogErrors, NAME, DRAWS, level)?;
    Ok(Estimate::bare(found.sii))
}

fn simulated(steps: &[Step], level: Level) -> Answer<OhidGradient> {
    // Before draws are made for them.
    gradient::suits(steps.len())?;
    let groups = rates(steps)?;
    if groups.iter().any(|group| group.value == 0.0) {
        return closed(&groups, Scale::Linear, level);
    }
    let draws = Draws::new(NAME, steps.len(), DRAWS);
    ohid(&groups, Scale::LinearLogErrors, OhidLimits::Simulated(&draws), level)
}

fn closed(groups: &[Measured], scale: Scale, level: Level) -> Answer<OhidGradient> {
    ohid(groups, scale, OhidLimits::Closed, level)
}

fn rates(steps: &[Step]) -> Answer<Vec<Measured>> {
    steps
        .iter()
        .map(|step| measured(step.group, |group| rate(group, CountLimits::House, Level::P95)))
        .collect()
}

fn shares(steps: &[Step]) -> Answer<Vec<Measured>> {
    steps.iter().map(|step| measured(step.group, |group| wilson(group, Level::P95))).collect()
}

fn measured(group: Group, find: impl Fn(Group) -> Answer<Estimate>) -> Answer<Measured> {
    let found = find(group)?;
    let (lower, upper) = found.interval.map_or((found.value, found.value), |it| (it.lower, it.upper));
    Ok(Measured { value: found.value, lower, upper, population: group.population })
}
