//! How crossed breakdowns, and the headline counted in other ways, hang together with everything else.

use super::super::problem::{Relation, UNBOUNDED};
use super::wider;
use crate::count::{Counted, Counts, Key, Variant};
use crate::domain::{Axis, Cross, Definition};

/// Strata of a cross add up to those of every coarser one and to the whole; what a child always is nests over
/// definitions as well.
pub(super) fn crosses(places: &Counts<usize>, found: &mut Vec<Relation>) {
    for ((key, cross), strata) in &places.crosses {
        let cell = &places.cells[key];
        found.push(made_up(
            cell.children.total,
            strata.clone(),
            cross.axes().any(|axis| cross.leaves_out(axis)),
        ));
        let others = places.crosses.range((*key, Cross::LEAST)..).take_while(|((of, _), _)| of == key);
        for ((_, coarser), wholes) in others.filter(|((_, other), _)| other != cross) {
            margins(*cross, strata, *coarser, wholes, found);
        }
        for (&grouping, groups) in places.groupings.iter().zip(&cell.children.groups) {
            if let Some(groups_alone) = Cross::new(&[Axis::Deprivation(grouping)]) {
                margins(*cross, strata, groups_alone, groups, found);
            }
        }
        if cross.axes().all(Axis::is_fixed) && key.definition != Definition::All {
            let wider = wider(key.definition).0.into_iter().chain([Definition::All]);
            for definition in wider {
                if let Some(wider) = places.crosses.get(&(Key { definition, ..*key }, *cross)) {
                    found.extend(
                        strata.iter().zip(wider).map(|(&part, &whole)| Relation::AtMost { part, whole }),
                    );
                }
            }
        }
    }
}

/// Adds that the strata within each stratum of a coarser cross make it up; nothing where the one does not nest.
fn margins(cross: Cross, strata: &[usize], coarser: Cross, wholes: &[usize], found: &mut Vec<Relation>) {
    let mut parts = vec![Vec::new(); wholes.len()];
    for (stratum, &place) in strata.iter().enumerate() {
        let Some(within) = cross.within(coarser, stratum) else { return };
        parts[within].push(place);
    }
    let summed = cross.axes().filter(|&axis| coarser.axes().all(|other| axis.within(other, 0).is_none()));
    let partly = summed.into_iter().any(|axis| cross.leaves_out(axis));
    let made = wholes.iter().zip(parts).filter(|(_, parts)| !parts.is_empty());
    found.extend(made.map(|(&whole, parts)| made_up(whole, parts, partly)));
}

/// Returns that parts make up a whole, or that they make up some of it.
fn made_up(whole: usize, parts: Vec<usize>, partly: bool) -> Relation {
    if partly {
        let terms = parts.into_iter().map(|part| (part, -1)).chain([(whole, 1)]).collect();
        Relation::Linear { terms, least: 0, most: UNBOUNDED }
    } else {
        Relation::Sum { whole, parts }
    }
}

/// However the headline is counted, the groups of wider definitions hold those of narrower ones. On the plan's own base
/// they are the headline's own counts, and on others with the same addresses they have the same sum.
pub(super) fn variants(places: &Counts<usize>, found: &mut Vec<Relation>) {
    let same = |one: usize, other: usize| Relation::Sum { whole: one, parts: vec![other] };
    for (variant, groups) in &places.variants {
        let base = &places.bases[variant.base].0;
        let first = places.bases.iter().position(|(other, _)| other.address_on == base.address_on);
        let first = first.expect("a base is among the bases");
        let own = Key { period: places.periods[0], definition: variant.definition, outcome: places.headline };
        if first != variant.base {
            let other = &places.variants[&Variant { base: first, ..*variant }];
            let terms = other.iter().map(|&place| (place, 1)).chain(groups.iter().map(|&place| (place, -1)));
            found.push(Relation::Linear { terms: terms.collect(), least: 0, most: 0 });
        }
        if let Some(cell) = places.cells.get(&own).filter(|_| variant.base == 0) {
            let counted = match variant.unit {
                Counted::Children => &cell.children,
                Counted::Episodes => &cell.episodes,
            };
            let coarsest = counted.groups.last().into_iter().flatten();
            found.extend(coarsest.zip(groups).map(|(&one, &other)| same(one, other)));
        }
        // A child's group is that of its first event under a definition, so only episodes nest group by group.
        for definition in wider(variant.definition).0 {
            let wider = places.variants.get(&Variant { definition, ..*variant });
            if let Some(wider) = wider.filter(|_| variant.unit == Counted::Episodes) {
                found
                    .extend(groups.iter().zip(wider).map(|(&part, &whole)| Relation::AtMost { part, whole }));
            }
        }
    }
}
