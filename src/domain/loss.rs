//! Rows that left the analysis, each with a reason.

use std::collections::BTreeMap;

/// Why an episode left the analysis. The order is the order in which reasons are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LossReason {
    /// The same child and referral date came again, and the two are read as one episode.
    Superseded,
    /// Nothing in the episode falls in the window.
    OutsideWindow,
    /// The child was 18 or older at the referral.
    Adult,
    /// The address file does not hold the child.
    NoAddress,
    /// The address file holds the child, with no address in force on the day.
    NoAddressOnDate,
    /// The postcode is not in the directory.
    UnknownPostcode,
    /// The postcode is in the directory without a small area: overseas, no fixed abode, or a pseudo-code.
    PostcodeWithoutArea,
    /// The area was split or redrawn between the censuses, so it has no single successor.
    AreaNotConvertible,
    /// The area is not in the deprivation index.
    AreaNotInIndex,
    /// The area lies outside the authority, so its children are not in the denominator.
    OutsideAuthority,
    /// The area is in the authority and has no population in the file.
    AreaWithoutPopulation,
}

impl LossReason {
    /// Every reason, in the order in which they are tried.
    pub const ALL: &'static [Self] = &[
        Self::Superseded,
        Self::OutsideWindow,
        Self::Adult,
        Self::NoAddress,
        Self::NoAddressOnDate,
        Self::UnknownPostcode,
        Self::PostcodeWithoutArea,
        Self::AreaNotConvertible,
        Self::AreaNotInIndex,
        Self::OutsideAuthority,
        Self::AreaWithoutPopulation,
    ];

    /// Returns the name a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Superseded => "superseded",
            Self::OutsideWindow => "outside_window",
            Self::Adult => "adult",
            Self::NoAddress => "no_address",
            Self::NoAddressOnDate => "no_address_on_date",
            Self::UnknownPostcode => "unknown_postcode",
            Self::PostcodeWithoutArea => "postcode_without_area",
            Self::AreaNotConvertible => "area_not_convertible",
            Self::AreaNotInIndex => "area_not_in_index",
            Self::OutsideAuthority => "outside_authority",
            Self::AreaWithoutPopulation => "area_without_population",
        }
    }

    /// Returns the words a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Superseded => "Same referral met again, and read as one episode",
            Self::OutsideWindow => "Nothing in the episode falls in these years",
            Self::Adult => "Aged 18 or older",
            Self::NoAddress => "Child is not in the address file",
            Self::NoAddressOnDate => "No address in force on the day",
            Self::UnknownPostcode => "Postcode is not in the directory",
            Self::PostcodeWithoutArea => "Postcode has no small area (overseas or no fixed abode)",
            Self::AreaNotConvertible => "Area was split or redrawn between censuses",
            Self::AreaNotInIndex => "Area is not in the deprivation index",
            Self::OutsideAuthority => "Address is outside the authority",
            Self::AreaWithoutPopulation => "Area has no population figure",
        }
    }

    /// Returns whether the episode belongs to the question, and its neighbourhood is what is missing.
    ///
    /// Only such losses can hide a gradient; an episode outside the window or the authority cannot.
    #[must_use]
    pub const fn could_move_the_gradient(self) -> bool {
        !matches!(self, Self::Superseded | Self::OutsideWindow | Self::Adult | Self::OutsideAuthority)
    }
}

/// How many episodes came in, were kept and were lost: `rows_in == kept + lost`, by construction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Losses {
    kept: u64,
    lost: BTreeMap<LossReason, u64>,
}

impl Losses {
    /// Counts one episode that stays.
    pub fn keep(&mut self) {
        self.kept += 1;
    }

    /// Counts one episode that leaves.
    pub fn lose(&mut self, reason: LossReason) {
        *self.lost.entry(reason).or_default() += 1;
    }

    /// Returns these losses and others together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.kept += other.kept;
        for (&reason, lost) in &other.lost {
            *self.lost.entry(reason).or_default() += lost;
        }
        self
    }

    /// Returns how many episodes came in.
    #[must_use]
    pub fn rows_in(&self) -> u64 {
        self.kept + self.lost.values().sum::<u64>()
    }

    /// Returns how many stayed.
    #[must_use]
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// Returns how many left for a reason.
    #[must_use]
    pub fn lost(&self, reason: LossReason) -> u64 {
        self.lost.get(&reason).copied().unwrap_or(0)
    }
}
