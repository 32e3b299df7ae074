//! Counts gathered by estimate and area, from rows in any order.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::area::AreaCode;

use super::super::AreaPopulation;
use super::label::Estimate;
use super::{AGES, Sexes, missing};

/// More small areas, over all estimates, than any file has.
const MAX_AREAS: usize = 400_000;

/// All counts read so far.
#[derive(Default)]
pub(super) struct Tally {
    places: HashMap<(Option<Estimate>, AreaCode), usize>,
    areas: Vec<AreaCounts>,
}

/// The counts of one area in one estimate.
pub(super) struct AreaCounts {
    estimate: Option<Estimate>,
    area: AreaCode,
    /// The row on which the area was first met.
    row: u64,
    both: [Option<u32>; AGES],
    girls: [Option<u32>; AGES],
    boys: [Option<u32>; AGES],
}

impl Tally {
    /// Returns the counts of an area, to be added to.
    pub(super) fn area(&mut self, estimate: Option<Estimate>, area: AreaCode, row: u64) -> &mut AreaCounts {
        let place = *self.places.entry((estimate, area)).or_insert_with(|| {
            let none = [None; AGES];
            self.areas.push(AreaCounts { estimate, area, row, both: none, girls: none, boys: none });
            self.areas.len() - 1
        });
        &mut self.areas[place]
    }

    /// Refuses a file of more areas than there are.
    pub(super) fn check_size(&self, path: &Path) -> Result<(), Diagnostic> {
        if self.areas.len() <= MAX_AREAS {
            return Ok(());
        }
        let message = format!("the file has more than {MAX_AREAS} areas");
        Err(Diagnostic::new(Code::FileTooLarge, message).in_file(path))
    }

    /// Returns the wanted estimate, or the latest, with the areas that have every age, in the order of the file.
    ///
    /// Where rows do not say their estimate it is that of the `sheet`, or of the file's name.
    pub(super) fn finish(
        self,
        path: &Path,
        wanted: Option<i16>,
        sheet: Option<Estimate>,
        column: &str,
        findings: &mut Findings,
    ) -> Result<(Option<Estimate>, Vec<AreaPopulation>), Diagnostic> {
        let file = || path.file_name().and_then(|name| Estimate::parse(&name.to_string_lossy()));
        let fallback = sheet.or_else(file);
        let mut estimates: BTreeMap<Option<Estimate>, Vec<AreaCounts>> = BTreeMap::new();
        for area in self.areas {
            estimates.entry(area.estimate.or(fallback)).or_default().push(area);
        }
        let fits = |estimate: &Option<Estimate>| {
            wanted.is_none() || estimate.is_some_and(|estimate| Some(estimate.year()) == wanted)
        };
        let latest = estimates.into_iter().rfind(|(estimate, _)| fits(estimate));
        let Some((estimate, areas)) = latest else {
            return Err(missing(path, wanted));
        };
        let mut rows = Vec::with_capacity(areas.len());
        for counts in areas {
            match counts.complete() {
                Some(area) => rows.push(area),
                None => findings.note(Code::IncompleteArea, path, Some(column), counts.row),
            }
        }
        Ok((estimate, rows))
    }
}

impl AreaCounts {
    /// Adds the counts of a row, and returns whether any of them was there already; the first is kept.
    pub(super) fn fill(&mut self, sex: Sexes, counts: &[Option<u32>; AGES]) -> bool {
        let slots = match sex {
            Sexes::Both => &mut self.both,
            Sexes::Girls => &mut self.girls,
            Sexes::Boys => &mut self.boys,
        };
        let mut repeated = false;
        for (slot, &count) in slots.iter_mut().zip(counts) {
            repeated |= slot.is_some() && count.is_some();
            *slot = slot.or(count);
        }
        repeated
    }

    fn complete(&self) -> Option<AreaPopulation> {
        let area = self.area;
        let (girls, boys) = (whole(&self.girls), whole(&self.boys));
        if let (Some(girls), Some(boys)) = (girls, boys) {
            return Some(AreaPopulation { area, girls, boys });
        }
        whole(&self.both).map(|girls| AreaPopulation { area, girls, boys: [0; AGES] })
    }
}

fn whole(counts: &[Option<u32>; AGES]) -> Option<[u32; AGES]> {
    let mut all = [0; AGES];
    for (slot, count) in all.iter_mut().zip(counts) {
        *slot = (*count)?;
    }
    Some(all)
}
