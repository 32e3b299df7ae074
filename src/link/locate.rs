//! In which area of the index's census a child lived on a day, or why that is not known.

use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::{AreaKind, Date, LossReason, Lsoa11, Lsoa21, Vintage};
use crate::read::{Address, AddressPlace, ChildKey, Successors, Tables};

/// A kind of area that an address can be placed in, from what is known of it in either census.
pub(super) trait Placed: AreaKind {
    /// Returns the area, by way of the lookup where only the other census's is known.
    fn placed(
        old: Option<Lsoa11>,
        new: Option<Lsoa21>,
        successors: Option<&Successors>,
    ) -> Result<Self, LossReason>;
}

impl Placed for Lsoa11 {
    fn placed(old: Option<Self>, new: Option<Lsoa21>, _: Option<&Successors>) -> Result<Self, LossReason> {
        old.ok_or(match new {
            Some(_) => LossReason::AreaNotConvertible,
            None => LossReason::PostcodeWithoutArea,
        })
    }
}

impl Placed for Lsoa21 {
    fn placed(
        old: Option<Lsoa11>,
        new: Option<Self>,
        successors: Option<&Successors>,
    ) -> Result<Self, LossReason> {
        if let Some(new) = new {
            return Ok(new);
        }
        let old = old.ok_or(LossReason::PostcodeWithoutArea)?;
        let successors = successors.ok_or(LossReason::AreaNotConvertible)?;
        successors.of(old).ok_or(LossReason::AreaNotInIndex)?.ok_or(LossReason::AreaNotConvertible)
    }
}

/// Where children lived, ready to be asked.
pub(super) struct Locator<'a> {
    tables: &'a Tables,
    /// Each child's addresses, the latest start first, by the number of the child.
    addresses: Vec<Vec<&'a Address>>,
}

impl<'a> Locator<'a> {
    /// Puts the addresses in order, and notes those that overlap.
    ///
    /// # Errors
    ///
    /// Returns `area-vintage-mismatch` where addresses hold 2011 areas only, the index holds 2021 areas,
    /// and the plan gives no lookup from one to the other; and where the index holds 2011 areas and the
    /// addresses only 2021 ones, which cannot be turned back.
    pub(super) fn new(
        tables: &'a Tables,
        vintage: Vintage,
        file: &Path,
        findings: &mut Findings,
    ) -> Result<Self, Diagnostic> {
        let mut addresses: Vec<Vec<&Address>> = vec![Vec::new(); tables.children.len()];
        for address in &tables.addresses {
            addresses[address.child.0 as usize].push(address);
        }
        for list in &mut addresses {
            list.sort_by_key(|address| std::cmp::Reverse(address.start));
            for pair in list.windows(2) {
                let (later, earlier) = (pair[0], pair[1]);
                if later.start.is_some_and(|start| earlier.end.is_none_or(|end| end > start)) {
                    findings.note(Code::AddressesOverlap, file, None, later.row);
                }
            }
        }
        let locator = Self { tables, addresses };
        locator.one_census(vintage)?;
        Ok(locator)
    }

    /// Returns the area in which the child lived on the day.
    pub(super) fn area<A: Placed>(&self, child: ChildKey, day: Date) -> Result<A, LossReason> {
        let addresses = &self.addresses[child.0 as usize];
        let without = if addresses.is_empty() { LossReason::NoAddress } else { LossReason::NoAddressOnDate };
        self.at(in_force(addresses, day).ok_or(without)?)
    }

    /// Returns the place at which the child lived on the day, where that is known.
    pub(super) fn home(&self, child: ChildKey, day: Date) -> Option<AddressPlace> {
        in_force(&self.addresses[child.0 as usize], day).filter(|&place| self.known(place).is_some())
    }

    /// Returns the area of a place.
    pub(super) fn at<A: Placed>(&self, place: AddressPlace) -> Result<A, LossReason> {
        let (old, new) = self.known(place).ok_or(LossReason::UnknownPostcode)?;
        A::placed(old, new, self.tables.successors.as_ref())
    }

    /// Returns the areas of a place in either census; `None` where the place itself is not known.
    fn known(&self, place: AddressPlace) -> Option<(Option<Lsoa11>, Option<Lsoa21>)> {
        match place {
            AddressPlace::Postcode(entry) => {
                let entry = self.tables.postcodes.entries[entry? as usize];
                Some((entry.lsoa11, entry.lsoa21))
            }
            AddressPlace::Lsoa11(area) => Some((Some(area), None)),
            AddressPlace::Lsoa21(area) => Some((None, Some(area))),
            AddressPlace::Unreadable => None,
        }
    }

    fn one_census(&self, vintage: Vintage) -> Result<(), Diagnostic> {
        let (mut fits, mut other) = (0_u64, 0_u64);
        for (old, new) in self.tables.addresses.iter().filter_map(|address| self.known(address.place)) {
            match vintage {
                Vintage::Lsoa11 if old.is_some() => fits += 1,
                Vintage::Lsoa21 if new.is_some() || (old.is_some() && self.tables.successors.is_some()) => {
                    fits += 1
                }
                _ if old.is_some() || new.is_some() => other += 1,
                _ => {}
            }
        }
        if fits >= other {
            return Ok(());
        }
        let (found, help) = match vintage {
            Vintage::Lsoa21 => (
                Vintage::Lsoa11,
                "give `inputs.area_lookup` the ONS exact-fit lookup from 2011 to 2021, or set `deprivation.edition = \"2019\"`",
            ),
            Vintage::Lsoa11 => (
                Vintage::Lsoa21,
                "set `deprivation.edition = \"2025\"`, or use a postcode directory with 2011 areas",
            ),
        };
        let message = format!("the addresses lie in {}, the index ranks {}", found.title(), vintage.title());
        Err(Diagnostic::new(Code::AreaVintageMismatch, message).with_help(help))
    }
}

/// Returns the place of the address in force on a day; of several, the one that began last.
fn in_force(addresses: &[&Address], day: Date) -> Option<AddressPlace> {
    let holds = |address: &&&Address| {
        address.start.is_none_or(|start| start <= day) && address.end.is_none_or(|end| day <= end)
    };
    addresses.iter().find(holds).map(|address| address.place)
}
