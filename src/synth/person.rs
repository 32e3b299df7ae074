//! Made-up children, their addresses and their episodes, as they truly are: what a return shows of them on
//! its reference date is in [`super::view`].

use crate::domain::codes::{
    AbuseCategory, ClosureReason, Disability, Ethnicity, Factor, PrimaryNeed, ReferralSource, Sex,
};
use crate::domain::{Date, LossReason};

use super::dirt::Oddity;

/// What lies behind a family's referrals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    /// Domestic abuse.
    DomesticAbuse,
    /// Anything else.
    Other,
}

/// One child.
#[derive(Clone)]
pub(super) struct Child {
    /// The identifier in the returns; given out when all children are known.
    pub(super) id: String,
    /// The family, by its number.
    pub(super) family: usize,
    /// What lies behind the family's referrals.
    pub(super) concern: Concern,
    /// When born or expected.
    pub(super) birth: Birth,
    /// Sex as recorded.
    pub(super) sex: Sex,
    /// Ethnicity as recorded.
    pub(super) ethnicity: Ethnicity,
    /// Disabilities as recorded; none recorded for the unborn.
    pub(super) disabilities: Vec<Disability>,
    /// The digits of a pupil number, for those old enough.
    pub(super) pupil: Option<u32>,
    /// The episodes, the earliest first.
    pub(super) episodes: Vec<Episode>,
    /// The addresses, the earliest first.
    pub(super) addresses: Vec<Address>,
    /// Why the episodes are lost, where they are lost by design.
    pub(super) loss: Option<LossReason>,
    /// What is odd about the child in one return, by the return's place.
    pub(super) odd: Option<(usize, Oddity)>,
}

/// A birth, or the one that is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Birth {
    /// Born on the day.
    Born(Date),
    /// Expected on the day, and not born while known to the authority.
    Expected(Date),
}

impl Birth {
    /// Returns the day.
    pub(super) const fn day(self) -> Date {
        match self {
            Self::Born(day) | Self::Expected(day) => day,
        }
    }

    /// Returns whether the child is unborn.
    pub(super) const fn is_expected(self) -> bool {
        matches!(self, Self::Expected(_))
    }
}

/// One episode of need, from referral to closure.
#[derive(Clone, PartialEq)]
pub(super) struct Episode {
    /// When the referral was made.
    pub(super) referred: Date,
    /// Who made it.
    pub(super) source: ReferralSource,
    /// The main need.
    pub(super) need: PrimaryNeed,
    /// What came of the referral.
    pub(super) course: Course,
    /// When and why it closed.
    pub(super) closed: Option<(Date, ClosureReason)>,
    /// A conference that arose from no enquiry.
    pub(super) conference: Option<Date>,
    /// The assessments, the earliest first.
    pub(super) assessments: Vec<Assessment>,
    /// The section 47 enquiries, the earliest first.
    pub(super) enquiries: Vec<Enquiry>,
    /// The start and end of the child in need plan.
    pub(super) need_plan: Option<(Date, Option<Date>)>,
    /// The child protection plan.
    pub(super) plan: Option<Plan>,
    /// Whether returns before the last gave another need.
    pub(super) revision: Revision,
}

/// What came of a referral.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// No further action.
    NoFurtherAction,
    /// An episode of need.
    Need,
}

/// Whether an episode was corrected between returns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Revision {
    /// No.
    AsFirstReturned,
    /// The need was `N0` (not stated) until the last return that has the episode.
    NeedStatedLate,
}

/// One assessment.
#[derive(Clone, PartialEq)]
pub(super) struct Assessment {
    /// When it began.
    pub(super) started: Date,
    /// When it was authorised.
    pub(super) authorised: Option<Date>,
    /// The factors, in the order of the list.
    pub(super) factors: Vec<Factor>,
}

/// One section 47 enquiry.
#[derive(Clone, PartialEq)]
pub(super) struct Enquiry {
    /// When it began.
    pub(super) started: Date,
    /// The conference it led to.
    pub(super) conference: Option<Date>,
}

/// One child protection plan.
#[derive(Clone, PartialEq)]
pub(super) struct Plan {
    /// When it began.
    pub(super) started: Date,
    /// When it ended.
    pub(super) ended: Option<Date>,
    /// The category at the start.
    pub(super) first_category: AbuseCategory,
    /// The category at the end.
    pub(super) last_category: AbuseCategory,
    /// How many plans the child had before.
    pub(super) earlier: u16,
    /// When it was reviewed.
    pub(super) reviews: Vec<Date>,
}

/// Where a child lived, and when.
#[derive(Clone)]
pub(super) struct Address {
    /// From when; `None` where the file is silent.
    pub(super) start: Option<Date>,
    /// Until when.
    pub(super) end: Option<Date>,
    /// What the file says of the place.
    pub(super) written: Written,
    /// What the place is.
    pub(super) place: Place,
}

/// What the address file says of a place.
#[derive(Clone)]
pub(super) enum Written {
    /// A postcode, in whatever spacing and case.
    Postcode(String),
    /// A 2011 area.
    Lsoa11(String),
    /// A 2021 area.
    Lsoa21(String),
}

/// What a place is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// An area, by its place in the ground.
    Area(usize),
    /// No area, for a reason.
    Lost(LossReason),
}

impl Child {
    /// Returns what becomes of an address taken on a day: of those in force, the one that began last.
    pub(super) fn place_on(&self, day: Date) -> Place {
        if self.addresses.is_empty() {
            return Place::Lost(LossReason::NoAddress);
        }
        let begun = |address: &&Address| address.start.is_none_or(|start| start <= day);
        let lasting = |address: &&Address| address.end.is_none_or(|end| day <= end);
        let in_force = self.addresses.iter().filter(begun).filter(lasting);
        let latest = in_force.max_by_key(|address| address.start);
        latest.map_or(Place::Lost(LossReason::NoAddressOnDate), |address| address.place)
    }
}
