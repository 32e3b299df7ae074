//! In which area of the index's census a child lived on a day, or why that is not known.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic};
use crate::domain::area::AreaCode;
use crate::domain::{Date, LossReason, Vintage};
use crate::read::{Address, AddressPlace, ChildKey, Tables};

/// Where children lived, ready to be asked.
pub(super) struct Locator<'a> {
    tables: &'a Tables,
    /// The census of the areas that are asked for.
    vintage: Vintage,
    /// Each child's addresses, the latest start first.
    addresses: HashMap<ChildKey, Vec<&'a Address>>,
}

impl<'a> Locator<'a> {
    /// Puts the addresses in order.
    ///
    /// # Errors
    ///
    /// Returns `area-vintage-mismatch` where addresses hold 2011 areas only, the index holds 2021 areas,
    /// and the plan gives no lookup from one to the other; and where the index holds 2011 areas and the
    /// addresses only 2021 ones, which cannot be turned back.
    pub(super) fn new(tables: &'a Tables, vintage: Vintage) -> Result<Self, Diagnostic> {
        let mut addresses: HashMap<ChildKey, Vec<&Address>> = HashMap::new();
        for address in &tables.addresses {
            addresses.entry(address.child).or_default().push(address);
        }
        for list in addresses.values_mut() {
            list.sort_by_key(|address| std::cmp::Reverse(address.start));
        }
        let locator = Self { tables, vintage, addresses };
        locator.one_census()?;
        Ok(locator)
    }

    /// Returns the area in which the child lived on the day.
    pub(super) fn area(&self, child: ChildKey, day: Date) -> Result<AreaCode, LossReason> {
        let addresses = self.addresses.get(&child).ok_or(LossReason::NoAddress)?;
        let in_force = |address: &&&Address| {
            address.start.is_none_or(|start| start <= day) && address.end.is_none_or(|end| day <= end)
        };
        let address = addresses.iter().find(in_force).ok_or(LossReason::NoAddressOnDate)?;
        self.resolve(address.place)
    }

    fn resolve(&self, place: AddressPlace) -> Result<AreaCode, LossReason> {
        let (old, new) = match place {
            AddressPlace::Postcode(Some(entry)) => {
                let entry = self.tables.postcodes.entries[entry as usize];
                (entry.lsoa11, entry.lsoa21)
            }
            AddressPlace::Postcode(None) | AddressPlace::Unreadable => {
                return Err(LossReason::UnknownPostcode);
            }
            AddressPlace::Area(Vintage::Lsoa11, area) => (Some(area), None),
            AddressPlace::Area(Vintage::Lsoa21, area) => (None, Some(area)),
        };
        let direct = match self.vintage {
            Vintage::Lsoa11 => old,
            Vintage::Lsoa21 => new,
        };
        match (direct, self.vintage, old, new) {
            (Some(area), ..) => Ok(area),
            (None, Vintage::Lsoa21, Some(old), _) => self.successor(old),
            (None, Vintage::Lsoa11, _, Some(_)) => Err(LossReason::AreaNotConvertible),
            _ => Err(LossReason::PostcodeWithoutArea),
        }
    }

    fn successor(&self, old: AreaCode) -> Result<AreaCode, LossReason> {
        let successors = self.tables.successors.as_ref().ok_or(LossReason::AreaNotConvertible)?;
        match successors.of(old) {
            Some(Some(new)) => Ok(new),
            Some(None) => Err(LossReason::AreaNotConvertible),
            None => Err(LossReason::AreaNotInIndex),
        }
    }

    fn one_census(&self) -> Result<(), Diagnostic> {
        let (mut fits, mut other) = (0_u64, 0_u64);
        for address in &self.tables.addresses {
            let (old, new) = match address.place {
                AddressPlace::Postcode(Some(entry)) => {
                    let entry = self.tables.postcodes.entries[entry as usize];
                    (entry.lsoa11.is_some(), entry.lsoa21.is_some())
                }
                AddressPlace::Area(vintage, _) => (vintage == Vintage::Lsoa11, vintage == Vintage::Lsoa21),
                AddressPlace::Postcode(None) | AddressPlace::Unreadable => continue,
            };
            match self.vintage {
                Vintage::Lsoa11 if old => fits += 1,
                Vintage::Lsoa21 if new || (old && self.tables.successors.is_some()) => fits += 1,
                _ if old || new => other += 1,
                _ => {}
            }
        }
        if fits >= other {
            return Ok(());
        }
        let (found, help) = match self.vintage {
            Vintage::Lsoa21 => (
                Vintage::Lsoa11,
                "give `inputs.area_lookup` the ONS exact-fit lookup from 2011 to 2021, or set `deprivation.edition = \"2019\"`",
            ),
            Vintage::Lsoa11 => (
                Vintage::Lsoa21,
                "set `deprivation.edition = \"2025\"`, or use a postcode directory with 2011 areas",
            ),
        };
        let message =
            format!("the addresses lie in {}, the index ranks {}", found.title(), self.vintage.title());
        Err(Diagnostic::new(Code::AreaVintageMismatch, message).with_help(help))
    }
}
