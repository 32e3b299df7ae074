//! Published figures of other areas, and of the authority itself, to set a run beside.
//!
//! Sources: Department for Education, Characteristics of children in need, by Explore Education Statistics.

use super::area::AreaCode;
use super::{Outcome, Period};

/// The areas that the authority is set beside, and itself.
pub(super) const AGAINST: &[(&str, &str)] = &[
    ("authority", "The authority, as published"),
    ("england", "England"),
    ("region", "The region"),
    ("neighbours", "Statistical neighbours together"),
];

/// The limits of a funnel.
pub(super) const FUNNEL_LIMITS: &[(&str, &str)] =
    &[("limits_95", "95% limits"), ("limits_99.8", "99.8% limits")];

/// The lines between what was published of the authority and what was counted.
pub(super) const RECONCILIATION: &[(&str, &str)] = &[
    ("published", "Published by DfE"),
    ("counted", "Episodes counted here"),
    ("same_child_again", "Of those, of a child counted already"),
    ("unborn", "Of those, unborn children"),
    ("no_neighbourhood", "Children whose neighbourhood is not known"),
    ("rest", "Left over: several in one episode, the unborn where left out, revisions, rounding"),
];

/// Of which area a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// England.
    England,
    /// A region.
    Region(AreaCode),
    /// A local authority.
    Authority(AreaCode),
}

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// Referrals in the year.
    Referrals,
    /// Referrals within 12 months of another.
    Rereferrals,
    /// Section 47 enquiries begun in the year.
    Enquiries,
    /// Initial child protection conferences in the year.
    Conferences,
    /// Child protection plans begun in the year.
    PlansBegun,
    /// Of those, second or subsequent ones.
    LaterPlans,
    /// Children on a plan at 31 March.
    PlansOpen,
    /// Children aged 0 to 17, in the middle of the year.
    Children,
}

/// What a point of a funnel stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The authority itself.
    Authority,
    /// One of its statistical neighbours.
    Neighbour,
    /// Another authority.
    Other,
    /// No authority: a place on the curves of the limits.
    Curve,
}

/// A point of a funnel: an authority beside England, or a place on the curves of the limits.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPoint {
    /// The year.
    pub period: Period,
    /// What is compared.
    pub item: Item,
    /// What the point stands for.
    pub standing: Standing,
    /// How many England's rate or share would give an authority of the size.
    pub expected: f64,
    /// The published number over that; `None` on the curves.
    pub ratio: Option<f64>,
    /// The limits at the size, at 95% and at 99.8%, about 1.
    pub limits: [(f64, f64); 2],
}

impl Standing {
    /// Returns the name a data file uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Neighbour => "neighbour",
            Self::Other => "other",
            Self::Curve => "curve",
        }
    }
}

impl Item {
    /// Every item.
    pub const ALL: &'static [Self] = &[
        Self::Referrals,
        Self::Rereferrals,
        Self::Enquiries,
        Self::Conferences,
        Self::PlansBegun,
        Self::LaterPlans,
        Self::PlansOpen,
        Self::Children,
    ];

    /// Returns the names of its column over the years, in lower-case words.
    #[must_use]
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Referrals => &["referrals", "referral count"],
            Self::Rereferrals => &["re referrals", "rereferral count"],
            Self::Enquiries => &["section47", "section47 count", "section 47 count"],
            Self::Conferences => &["icpc", "icpc count"],
            Self::PlansBegun => &["cpp start", "cpp start count"],
            Self::LaterPlans => &["cpp subsequent", "cpp subsequent count"],
            Self::PlansOpen => &["cpp at31", "cpp at31 count"],
            Self::Children => &["population estimate", "population count"],
        }
    }

    /// Returns the name a data file uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Referrals => "referrals",
            Self::Rereferrals => "rereferrals",
            Self::Enquiries => "s47",
            Self::Conferences => "icpc",
            Self::PlansBegun => "cpp_start",
            Self::LaterPlans => "later_plans",
            Self::PlansOpen => "cpp_at",
            Self::Children => "children",
        }
    }

    /// Returns what it is, as a reader sees it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Referrals => "Referrals",
            Self::Rereferrals => "Referrals within 12 months after another",
            Self::Enquiries => "Section 47 enquiries",
            Self::Conferences => "Initial child protection conferences",
            Self::PlansBegun => "Child protection plans begun",
            Self::LaterPlans => "Second or later plans among those begun",
            Self::PlansOpen => "Children on a plan at year end",
            Self::Children => "Children aged 0 to 17",
        }
    }

    /// Returns what it is a share of; children of the area, for a rate.
    #[must_use]
    pub const fn of(self) -> Self {
        match self {
            Self::Rereferrals => Self::Referrals,
            Self::LaterPlans => Self::PlansBegun,
            _ => Self::Children,
        }
    }

    /// Returns the involvement that a run counts in its place.
    #[must_use]
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Referrals | Self::Rereferrals => Some(Outcome::Referral),
            Self::Enquiries => Some(Outcome::S47),
            Self::Conferences => Some(Outcome::Icpc),
            Self::PlansBegun | Self::LaterPlans => Some(Outcome::CppStart),
            Self::PlansOpen => Some(Outcome::CppAt),
            Self::Children => None,
        }
    }

    /// Returns whether it is a share of other cases and not a rate of children.
    #[must_use]
    pub const fn is_share(self) -> bool {
        !matches!(self.of(), Self::Children)
    }
}

/// A published cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedFigure {
    /// The year in which the collection year ends; the year itself, of a population.
    pub year: i16,
    /// Of which area.
    pub whose: Whose,
    /// Of what.
    pub item: Item,
    /// The number; `None` where a symbol stands in its place.
    pub value: Option<f64>,
}

/// What the plan sets the authority beside.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparators {
    /// The published cells, in the order of the files; where one comes again, the later file's stands.
    pub figures: Vec<PublishedFigure>,
    /// The authority, by the code that the tables use.
    pub own: Option<AreaCode>,
    /// Its region, as the tables have it.
    pub region: Option<AreaCode>,
    /// Its statistical neighbours.
    pub neighbours: Vec<AreaCode>,
}

impl Comparators {
    /// Returns a published number; the later file's where it comes several times.
    #[must_use]
    pub fn value(&self, year: i16, whose: Whose, item: Item) -> Option<f64> {
        let same = |one: &&PublishedFigure| (one.year, one.whose, one.item) == (year, whose, item);
        self.figures.iter().rfind(same)?.value
    }

    /// Returns a number and what it is a share of, in a year. Rates stand on the population of the summer before.
    #[must_use]
    pub fn pair(&self, year: i16, whose: Whose, item: Item) -> Option<(f64, f64)> {
        let summer = if item.is_share() { year } else { year - 1 };
        Some((self.value(year, whose, item)?, self.value(summer, whose, item.of())?))
    }

    /// Returns every authority of the tables, in order of code.
    #[must_use]
    pub fn authorities(&self) -> Vec<AreaCode> {
        let code = |one: &PublishedFigure| match one.whose {
            Whose::Authority(code) => Some(code),
            Whose::England | Whose::Region(_) => None,
        };
        let mut codes: Vec<AreaCode> = self.figures.iter().filter_map(code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Returns a number about the authority itself that stands for what a run counts: whoever reads a release may
    /// subtract it.
    #[must_use]
    pub fn of_authority(&self, period: Period, outcome: Outcome) -> Option<f64> {
        let own = Whose::Authority(self.own?);
        let item = Item::ALL.iter().find(|item| item.outcome() == Some(outcome) && !item.is_share())?;
        (Period::ending(period.end, 1) == Some(period))
            .then(|| self.value(period.end.year(), own, *item))
            .flatten()
    }
}
