//! Who belongs to which family: as the addresses say, and where they name none, as referrals show.
//!
//! Brothers and sisters are referred together from one home. Where no address names a family, children who were
//! referred on the same day from the same postcode are taken to be of one, and whoever else is of one with any of
//! them. An address that is an area stands for its postcode: of strangers in one area, few are referred on
//! one day. It serves limits alone, which are too narrow where brothers and sisters count as strangers.

use std::collections::HashMap;

use super::locate::Locator;
use super::reconcile::Reconciled;
use crate::domain::{Date, Families};
use crate::read::{AddressPlace, ChildKey, Tables};

/// The family of every child: a number that its children share and no other has.
pub(super) struct Kin {
    pub(super) told: Families,
    /// By child.
    family: Vec<u32>,
}

impl Kin {
    /// Finds the families.
    pub(super) fn of(tables: &Tables, episodes: &[Reconciled], locator: &Locator<'_>) -> Self {
        let count = u32::try_from(tables.children.len()).expect("fewer children than 2^32");
        let mut family: Vec<u32> = (0..count).collect();
        // A family's own number is above every child's; where addresses name several, the last row stands.
        let named = tables.addresses.iter().filter_map(|one| Some((one.child, one.family? + count)));
        named.for_each(|(child, named)| family[child.0 as usize] = named);
        if family.iter().any(|&family| family >= count) {
            return Self { told: Families::Named, family };
        }
        let mut first: HashMap<(AddressPlace, Date), ChildKey> = HashMap::new();
        for one in episodes {
            let (child, day) = (one.episode.child, one.episode.referred);
            if let Some(home) = locator.home(child, day) {
                let sibling = *first.entry((home, day)).or_insert(child);
                let (one, other) = (eldest(&mut family, child.0), eldest(&mut family, sibling.0));
                family[one.max(other) as usize] = one.min(other);
            }
        }
        (0..count).for_each(|child| {
            eldest(&mut family, child);
        });
        Self { told: Families::Referred, family }
    }

    /// Returns the family of a child.
    pub(super) fn family(&self, child: ChildKey) -> u32 {
        self.family[child.0 as usize]
    }
}

/// Returns the child whose number a family bears, and lets everybody on the way point there at once.
fn eldest(family: &mut [u32], child: u32) -> u32 {
    let mut eldest = child;
    while family[eldest as usize] != eldest {
        eldest = family[eldest as usize];
    }
    let mut at = child;
    while at != eldest {
        at = std::mem::replace(&mut family[at as usize], eldest);
    }
    eldest
}
