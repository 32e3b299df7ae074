//! How counts are protected, as a plan chooses it.

/// How counts are protected. See `disclose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Disclosure {
    /// What becomes of counts that are not small.
    pub policy: Policy,
    /// Counts from 1 to this are hidden.
    pub hide_up_to: u32,
    /// Other counts are rounded to the nearest multiple of this; one where they are exact.
    pub round_to: u32,
    /// How much must stay open of a hidden count.
    pub level: Level,
    /// How many members of a named group may put together what they know of themselves.
    pub coalition: u32,
    /// What is done where hiding costs too much of a breakdown.
    pub merge: Merge,
    /// The share of a breakdown, in hundredths, above which hiding costs too much.
    pub merge_above: u32,
}

/// What becomes of counts that are not small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Policy {
    /// They are rounded, and everything else is made from the rounded counts.
    Round,
    /// They are exact, and some are hidden as well so that small ones cannot be worked out.
    Suppress,
}

/// How much must stay open of a hidden count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// It cannot be found out exactly.
    Basic,
    /// The most it can be exceeds the least by two or more.
    Default,
    /// A small count can be every small count.
    Strict,
}

/// What is done where hiding costs too much of a breakdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Merge {
    /// Coarser groups are proposed.
    Propose,
    /// Coarser groups are used.
    Apply,
}

impl Policy {
    /// Every policy, the default first.
    pub const ALL: &'static [Self] = &[Self::Round, Self::Suppress];

    /// Returns the name a plan or an audit uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Suppress => "suppress",
        }
    }

    /// Returns the policy with its own threshold and step.
    #[must_use]
    pub const fn standard(self) -> Disclosure {
        let (hide_up_to, round_to) = match self {
            // A printed 5 cannot arise.
            Self::Round => (7, 5),
            // The form of the Department for Education's tables.
            Self::Suppress => (5, 1),
        };
        Disclosure {
            policy: self,
            hide_up_to,
            round_to,
            level: Level::Default,
            coalition: 1,
            merge: Merge::Propose,
            merge_above: 33,
        }
    }
}

impl Level {
    /// Every level, the weakest first.
    pub const ALL: &'static [Self] = &[Self::Basic, Self::Default, Self::Strict];

    /// Returns the name a plan or an audit uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Default => "default",
            Self::Strict => "strict",
        }
    }
}

impl Default for Disclosure {
    /// Hides 1 to 7 and rounds the rest to 5.
    fn default() -> Self {
        Policy::Round.standard()
    }
}
