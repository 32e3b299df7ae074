//! Journeys: how children move between referral, plan, care and closure, each by a stated definition.
//!
//! A definition that changes becomes another version, so that figures of two releases are never mistaken for
//! one another. Sources: Department for Education, Children in need: data guidance; methods stated with each.

use super::{Measure, Outcome, Unit};

/// Where those on a journey can stand, as names and as a reader sees them.
pub(super) const STANDING: &[(&str, &str)] = &[
    ("happened", "It had happened"),
    ("impossible", "It had become impossible"),
    ("unseen", "No longer followed"),
    ("waiting", "Followed, and it had not happened"),
];

/// A journey in time: from a start to an event, with what makes the event impossible, and what is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Journey {
    /// From the end of an episode to the child's next referral.
    Rereferral,
    /// From a child's first referral that meets the definition to the next that does.
    Repeat,
    /// The same, where the police made both.
    RepeatPolice,
    /// From a child's first referral that meets the definition to a section 47 enquiry.
    ToEnquiry,
    /// The same, to an initial child protection conference.
    ToConference,
    /// The same, to a child protection plan.
    ToPlan,
    /// The same, to care.
    ToCare,
    /// From the start of a plan to its end.
    PlanLength,
    /// From the end of a plan to the child's next plan.
    ReturnToPlan,
}

impl Journey {
    /// Every journey.
    pub const ALL: &'static [Self] = &[
        Self::Rereferral,
        Self::Repeat,
        Self::RepeatPolice,
        Self::ToEnquiry,
        Self::ToConference,
        Self::ToPlan,
        Self::ToCare,
        Self::PlanLength,
        Self::ReturnToPlan,
    ];

    /// Returns the months at which it is looked at, the earliest first.
    #[must_use]
    pub const fn months(self) -> &'static [u8] {
        match self {
            Self::Rereferral | Self::PlanLength => &[3, 6, 12, 24],
            Self::Repeat | Self::RepeatPolice => &[6, 12, 24, 36],
            Self::ToEnquiry | Self::ToConference | Self::ToPlan | Self::ToCare => &[1, 3, 6, 12, 24],
            Self::ReturnToPlan => &[6, 12, 24],
        }
    }

    /// Returns the months at which it is also looked at by group of deprivation; fewer, so that counts stay large.
    #[must_use]
    pub const fn months_by_group(self) -> &'static [u8] {
        match self {
            Self::Rereferral | Self::PlanLength => &[6, 12],
            Self::Repeat | Self::RepeatPolice | Self::ReturnToPlan => &[12, 24],
            Self::ToEnquiry | Self::ToConference | Self::ToPlan | Self::ToCare => &[3, 12],
        }
    }

    /// Returns what it is counted from, in a word that names an axis.
    #[must_use]
    pub const fn since(self) -> &'static str {
        match self {
            Self::Rereferral => "closure",
            Self::RepeatPolice => "police_referral",
            Self::PlanLength => "plan_start",
            Self::ReturnToPlan => "plan_end",
            _ => "referral",
        }
    }

    /// Returns the involvement it is reported under.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Rereferral | Self::Repeat | Self::RepeatPolice => Outcome::Referral,
            Self::ToEnquiry => Outcome::S47,
            Self::ToConference => Outcome::Icpc,
            Self::ToPlan | Self::PlanLength | Self::ReturnToPlan => Outcome::CppStart,
            Self::ToCare => Outcome::ClaStart,
        }
    }

    /// Returns the involvement it sets out from: whoever sets out is one of those counted for it.
    #[must_use]
    pub const fn begins(self) -> Outcome {
        match self {
            Self::PlanLength | Self::ReturnToPlan => Outcome::CppStart,
            _ => Outcome::Referral,
        }
    }

    /// Returns the measure of the share to whom the event has happened.
    #[must_use]
    pub const fn measure(self) -> Measure {
        match self {
            Self::Rereferral => Measure::RereferralForward,
            Self::Repeat => Measure::RepeatReferral,
            Self::RepeatPolice => Measure::RepeatPoliceReferral,
            Self::PlanLength => Measure::PlanEndedBy,
            Self::ReturnToPlan => Measure::ReturnToPlan,
            _ => Measure::Escalation,
        }
    }

    /// Returns what sets out on it.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Rereferral => Unit::Episodes,
            Self::PlanLength | Self::ReturnToPlan => Unit::Plans,
            _ => Unit::Children,
        }
    }

    /// Returns whether the journey begins with a child's first referral that meets the definition.
    #[must_use]
    pub const fn is_escalation(self) -> bool {
        matches!(self, Self::ToEnquiry | Self::ToConference | Self::ToPlan | Self::ToCare)
    }
}

/// A table of shares: a whole, and parts of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Portions {
    /// Referrals in the period; those within 12 calendar months after another of the child (DfE).
    Rereferrals,
    /// Children referred in the period; those with such a referral.
    ChildrenRereferred,
    /// Plans begun in the period; those said to be second or later, those that follow another in the returns,
    /// those that follow one that ended within 24 months, and those that are both of the first two.
    LaterPlans,
    /// Plans that ended in the period, by how long they had lasted.
    PlansEnded,
    /// Plans open on the last day of the period, by how long they had lasted.
    PlansOpen,
    /// Plans that ended a year or more before the last day seen, by what came of the child within 12 months.
    AfterPlan,
    /// Children with an episode that meets the definition open in the 36 months to the end of the window; those
    /// open for 24 of the months or more, with three referrals or more, on a plan for two years or more, any of these.
    LongTerm,
}

impl Portions {
    /// Every table.
    pub const ALL: &'static [Self] = &[
        Self::Rereferrals,
        Self::ChildrenRereferred,
        Self::LaterPlans,
        Self::PlansEnded,
        Self::PlansOpen,
        Self::AfterPlan,
        Self::LongTerm,
    ];

    /// Returns the names of its parts, in order.
    #[must_use]
    pub const fn parts(self) -> &'static [&'static str] {
        match self {
            Self::Rereferrals | Self::ChildrenRereferred => &["within_12_months"],
            Self::LaterPlans => &["reported", "derived", "within_24_months", "reported_and_derived"],
            Self::PlansEnded | Self::PlansOpen => {
                &["to_3_months", "3_to_6_months", "6_to_12_months", "1_to_2_years", "2_years_or_more"]
            }
            Self::AfterPlan => &["plan_again", "left", "referred_again", "still_open", "closed"],
            Self::LongTerm => &["open_24_of_36_months", "3_referrals", "plan_2_years", "any"],
        }
    }

    /// Returns its parts as a reader sees them, in order.
    #[must_use]
    pub const fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Rereferrals => &["Referrals within 12 months after another of the child"],
            Self::ChildrenRereferred => &["Children with a referral within 12 months after another"],
            Self::LaterPlans => &[
                "Reported as a second or later plan",
                "Follows another plan in the returns",
                "Follows a plan that ended in the 24 months before",
                "Reported, and follows another in the returns",
            ],
            Self::PlansEnded | Self::PlansOpen => &[
                "Up to 3 months",
                "Over 3 and up to 6 months",
                "Over 6 months and under 1 year",
                "1 year and under 2 years",
                "2 years or more",
            ],
            Self::AfterPlan => &[
                "On a plan again",
                "Turned 18, adopted, died or moved to another authority’s services",
                "Referred again",
                "Still open, without a plan",
                "Closed, and not referred again",
            ],
            Self::LongTerm => &[
                "Open for 24 of the 36 months or more",
                "Referred three times or more",
                "On a plan for two years or more",
                "Any of these",
            ],
        }
    }

    /// Returns the name of the axis that its parts are categories of.
    #[must_use]
    pub const fn axis(self) -> &'static str {
        match self {
            Self::Rereferrals | Self::ChildrenRereferred => "after_another_referral",
            Self::LaterPlans => "told_by",
            Self::PlansEnded | Self::PlansOpen => "length",
            Self::AfterPlan => "then",
            Self::LongTerm => "criterion",
        }
    }

    /// Returns what is counted.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Rereferrals => Unit::Episodes,
            Self::ChildrenRereferred | Self::LongTerm => Unit::Children,
            Self::LaterPlans | Self::PlansEnded | Self::PlansOpen | Self::AfterPlan => Unit::Plans,
        }
    }

    /// Returns the involvement it is reported under.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Rereferrals | Self::ChildrenRereferred | Self::LongTerm => Outcome::Referral,
            Self::LaterPlans | Self::PlansEnded | Self::AfterPlan => Outcome::CppStart,
            Self::PlansOpen => Outcome::CppAt,
        }
    }

    /// Returns the measure of each part's share.
    #[must_use]
    pub const fn measure(self) -> Measure {
        match self {
            Self::Rereferrals => Measure::Rereferral12m,
            Self::ChildrenRereferred => Measure::ChildrenRereferred12m,
            Self::LaterPlans => Measure::LaterPlan,
            Self::PlansEnded => Measure::PlanEndedLength,
            Self::PlansOpen => Measure::PlanOpenLength,
            Self::AfterPlan => Measure::AfterPlan,
            Self::LongTerm => Measure::LongTerm,
        }
    }

    /// Returns whether each of the whole is in one part and no more.
    #[must_use]
    pub const fn is_partition(self) -> bool {
        matches!(self, Self::PlansEnded | Self::PlansOpen | Self::AfterPlan)
    }

    /// Returns whether its unit is a referral or a plan, which has the same group whatever the definition.
    #[must_use]
    pub const fn is_of_spells(self) -> bool {
        !matches!(self, Self::ChildrenRereferred | Self::LongTerm)
    }
}
