//! Deprivation: indices, editions, and groups of areas.
//!
//! Group 1 is always the most deprived.

use std::num::NonZeroU8;

use super::area::Vintage;

/// What deprivation is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Index {
    /// Income Deprivation Affecting Children Index: the share of children in income-deprived families.
    Idaci,
    /// Index of Multiple Deprivation: seven domains, crime among them.
    Imd,
    /// The income domain of the Index of Multiple Deprivation.
    Income,
}

impl Index {
    /// Every index, the default first.
    pub const ALL: &'static [Self] = &[Self::Idaci, Self::Imd, Self::Income];

    /// Returns the name a plan or a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idaci => "idaci",
            Self::Imd => "imd",
            Self::Income => "income",
        }
    }

    /// Returns the name a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Idaci => "Income Deprivation Affecting Children Index (IDACI)",
            Self::Imd => "Index of Multiple Deprivation (IMD)",
            Self::Income => "income deprivation domain",
        }
    }
}

/// An edition of the English Indices of Deprivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Edition {
    /// English Indices of Deprivation 2019.
    Iod2019,
    /// English Indices of Deprivation 2025.
    Iod2025,
}

impl Edition {
    /// Every edition, the earliest first.
    pub const ALL: &'static [Self] = &[Self::Iod2019, Self::Iod2025];

    /// Returns the year a plan or a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iod2019 => "2019",
            Self::Iod2025 => "2025",
        }
    }

    /// Returns the name a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Iod2019 => "English Indices of Deprivation 2019",
            Self::Iod2025 => "English Indices of Deprivation 2025",
        }
    }

    /// Returns the census whose areas the edition ranks.
    #[must_use]
    pub const fn vintage(self) -> Vintage {
        match self {
            Self::Iod2019 => Vintage::Lsoa11,
            Self::Iod2025 => Vintage::Lsoa21,
        }
    }

    /// Returns how many areas the edition ranks in England.
    #[must_use]
    pub const fn areas(self) -> u32 {
        match self {
            Self::Iod2019 => 32_844,
            Self::Iod2025 => 33_755,
        }
    }
}

/// Which areas are put in order to make the groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// All areas of the nation, so that authorities compare.
    National,
    /// The authority's own areas, so that each group holds a like number of them.
    Local,
}

impl Basis {
    /// Returns the name a plan or a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Local => "local",
        }
    }
}

/// Into how many groups the areas are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grouping(NonZeroU8);

impl Grouping {
    /// Ten groups.
    pub const DECILES: Self = Self(NonZeroU8::new(10).expect("ten is not nought"));
    /// Five groups.
    pub const QUINTILES: Self = Self(NonZeroU8::new(5).expect("five is not nought"));

    /// Returns `None` for fewer than 2 groups or more than 100.
    #[must_use]
    pub fn new(groups: u8) -> Option<Self> {
        NonZeroU8::new(groups).filter(|groups| (2..=100).contains(&groups.get())).map(Self)
    }

    /// Returns the number of groups.
    #[must_use]
    pub const fn count(self) -> u8 {
        self.0.get()
    }

    /// Returns the group of the area at `rank` of `areas`, rank 1 being the most deprived: `ceil(rank k / N)`.
    ///
    /// Returns `None` where the rank is nought or beyond the number of areas.
    #[must_use]
    pub fn group(self, rank: u32, areas: u32) -> Option<Group> {
        if rank == 0 || rank > areas {
            return None;
        }
        let group = (u64::from(rank) * u64::from(self.count())).div_ceil(u64::from(areas));
        u8::try_from(group).ok().and_then(NonZeroU8::new).map(Group)
    }

    /// Returns every group, the most deprived first.
    pub fn groups(self) -> impl Iterator<Item = Group> {
        (1..=self.count()).filter_map(NonZeroU8::new).map(Group)
    }

    /// Returns the singular name of such a group: `decile`, `fifth` read as `quintile`, otherwise `group`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self.count() {
            10 => "decile",
            5 => "quintile",
            4 => "quartile",
            3 => "tertile",
            _ => "group",
        }
    }
}

/// One group of areas; 1 is the most deprived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(NonZeroU8);

impl Group {
    /// The most deprived group.
    pub const MOST: Self = Self(NonZeroU8::MIN);

    /// Returns `None` for nought.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        NonZeroU8::new(number).map(Self)
    }

    /// Returns the number of the group, 1 for the most deprived.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn group_one_is_the_most_deprived() {
        assert_eq!(Grouping::DECILES.group(1, 33_755).map(Group::number), Some(1));
        assert_eq!(Grouping::DECILES.group(33_755, 33_755).map(Group::number), Some(10));
        assert_eq!(Grouping::DECILES.group(0, 33_755), None);
        assert_eq!(Grouping::DECILES.group(33_756, 33_755), None);
    }

    #[test]
    fn two_deciles_make_a_quintile() {
        for rank in 1..=32_844 {
            let decile = Grouping::DECILES.group(rank, 32_844).unwrap().number();
            let quintile = Grouping::QUINTILES.group(rank, 32_844).unwrap().number();
            assert_eq!(quintile, decile.div_ceil(2), "rank {rank}");
        }
    }
}
