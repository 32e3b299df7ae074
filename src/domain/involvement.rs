//! What is counted: definitions of domestic abuse, and outcomes.

use super::codes::{Factor, FactorSet};

/// Whose abuse an assessment factor names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AbuseRole {
    /// Factor 3A: concerns about the child being the subject of domestic abuse.
    Child,
    /// Factor 3B: concerns about a parent or carer being the subject.
    Parent,
    /// Factor 3C: concerns about another person in the household being the subject.
    OtherPerson,
}

impl AbuseRole {
    /// Returns the factor that records the role.
    #[must_use]
    pub const fn factor(self) -> Factor {
        match self {
            Self::Child => Factor::F3A,
            Self::Parent => Factor::F3B,
            Self::OtherPerson => Factor::F3C,
        }
    }
}

/// Whose abuse a definition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// Anyone's: any of factors 3A, 3B and 3C.
    Anyone,
    /// One role's.
    One(AbuseRole),
}

/// Which of an episode's authorised assessments a definition reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Which {
    /// Any of them.
    Any,
    /// The one authorised first.
    First,
    /// The one authorised last.
    Latest,
}

/// How late an assessment may be for a definition to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Timing {
    /// Anywhere in the episode.
    Episode,
    /// Authorised on the day of the outcome or before it.
    ByOutcome,
}

/// Something that often goes with domestic abuse and is not a record of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Proxy {
    /// The police made the referral.
    PoliceReferral,
    /// A plan of the episode began in the category of emotional abuse.
    EmotionalAbusePlan,
}

/// A case definition: which episodes count as related to domestic abuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Definition {
    /// Factors recorded in authorised assessments: whose abuse, in which of them, and how late.
    Recorded(Whose, Which, Timing),
    /// A proxy, always labelled as one.
    Proxy(Proxy),
    /// Every episode, whether or not domestic abuse was recorded: the comparison.
    All,
}

/// What an episode holds that a definition can ask for, at the time of one of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The factors of any, the first and the latest authorised assessment of the episode.
    pub episode: [FactorSet; 3],
    /// The same of those authorised by the day of the event.
    pub by_outcome: [FactorSet; 3],
    /// Whether the police made the referral.
    pub police: Presence,
    /// Whether a plan began in the category of emotional abuse.
    pub emotional_plan: Presence,
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presence {
    /// It is not, or is not recorded.
    #[default]
    Absent,
    /// It is.
    Present,
}

/// Names every definition once: its value, the name a plan uses and the name a reader sees.
macro_rules! definitions {
    ($( $whose:expr, $name:literal, $title:literal; )+) => {
        /// Every definition, the widest first and the comparison last.
        const NAMED: &[(Definition, &str, &str)] = &[
            $((Definition::Recorded($whose, Which::Any, Timing::Episode), $name, $title),)+
            $(
                (Definition::Recorded($whose, Which::First, Timing::Episode), concat!($name, "_first"),
                    concat!($title, ", first assessment")),
                (Definition::Recorded($whose, Which::Latest, Timing::Episode), concat!($name, "_latest"),
                    concat!($title, ", latest assessment")),
                (Definition::Recorded($whose, Which::Any, Timing::ByOutcome), concat!($name, "_by_outcome"),
                    concat!($title, ", by the day of the outcome")),
                (Definition::Recorded($whose, Which::First, Timing::ByOutcome),
                    concat!($name, "_first_by_outcome"),
                    concat!($title, ", first assessment, by the day of the outcome")),
                (Definition::Recorded($whose, Which::Latest, Timing::ByOutcome),
                    concat!($name, "_latest_by_outcome"),
                    concat!($title, ", latest assessment by the day of the outcome")),
            )+
            (Definition::Proxy(Proxy::PoliceReferral), "proxy_police_referral",
                "Proxy, not a record of domestic abuse: referred by the police"),
            (Definition::Proxy(Proxy::EmotionalAbusePlan), "proxy_emotional_abuse_plan",
                "Proxy, not a record of domestic abuse: plan in the category of emotional abuse"),
            (Definition::All, "all", "All episodes, with or without domestic abuse"),
        ];
    };
}

definitions! {
    Whose::Anyone, "any", "Any domestic abuse factor (3A, 3B or 3C)";
    Whose::One(AbuseRole::Child), "child_3a", "Child the subject of domestic abuse (3A)";
    Whose::One(AbuseRole::Parent), "parent_3b", "Parent or carer the subject (3B)";
    Whose::One(AbuseRole::OtherPerson), "other_3c", "Another person in the household the subject (3C)";
}

impl Definition {
    /// Any of factors 3A, 3B and 3C, in any authorised assessment of the episode.
    pub const ANY: Self = Self::Recorded(Whose::Anyone, Which::Any, Timing::Episode);

    /// Every definition, the widest first and the comparison last.
    pub const ALL: &'static [Self] = &{
        let mut all = [Self::All; NAMED.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = NAMED[at].0;
            at += 1;
        }
        all
    };

    /// Returns the bit that stands for it among those of [`Definition::ALL`].
    #[must_use]
    pub fn bit(self) -> u32 {
        let place = Self::ALL.iter().position(|&one| one == self);
        1 << place.expect("every definition is among all of them")
    }

    /// One role, in any authorised assessment of the episode.
    #[must_use]
    pub const fn role(role: AbuseRole) -> Self {
        Self::Recorded(Whose::One(role), Which::Any, Timing::Episode)
    }

    /// Returns whose abuse it asks for under the plain rule, any assessment of the episode; `None` for others.
    #[must_use]
    pub const fn plain(self) -> Option<Whose> {
        match self {
            Self::Recorded(whose, Which::Any, Timing::Episode) => Some(whose),
            _ => None,
        }
    }

    /// Returns whether an episode with this evidence meets the definition.
    #[must_use]
    pub fn meets(self, evidence: &Evidence) -> bool {
        match self {
            Self::Recorded(whose, which, timing) => {
                let factors = match timing {
                    Timing::Episode => evidence.episode,
                    Timing::ByOutcome => evidence.by_outcome,
                }[which as usize];
                match whose {
                    Whose::Anyone => [AbuseRole::Child, AbuseRole::Parent, AbuseRole::OtherPerson]
                        .iter()
                        .any(|role| factors.holds(role.factor())),
                    Whose::One(role) => factors.holds(role.factor()),
                }
            }
            Self::Proxy(Proxy::PoliceReferral) => evidence.police == Presence::Present,
            Self::Proxy(Proxy::EmotionalAbusePlan) => evidence.emotional_plan == Presence::Present,
            Self::All => true,
        }
    }

    /// Returns the name a plan or a result uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.named().1
    }

    /// Returns the name a reader sees.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.named().2
    }

    fn named(self) -> &'static (Self, &'static str, &'static str) {
        NAMED.iter().find(|named| named.0 == self).expect("every definition is named")
    }
}

/// A counted involvement with children's social care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Outcome {
    /// A referral made in the period.
    Referral,
    /// An assessment authorised in the period.
    Assessed,
    /// A section 47 enquiry begun in the period.
    S47,
    /// An initial child protection conference held in the period.
    Icpc,
    /// A child protection plan begun in the period.
    CppStart,
    /// On a child protection plan on the last day of the period.
    CppAt,
    /// Started to be looked after in the period.
    ClaStart,
}

impl Outcome {
    /// Every outcome, in the order in which a child meets them.
    pub const ALL: &'static [Self] =
        &[Self::Referral, Self::Assessed, Self::S47, Self::Icpc, Self::CppStart, Self::CppAt, Self::ClaStart];

    /// Returns the name a plan or a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Assessed => "assessed",
            Self::S47 => "s47",
            Self::Icpc => "icpc",
            Self::CppStart => "cpp_start",
            Self::CppAt => "cpp_at",
            Self::ClaStart => "cla_start",
        }
    }

    /// Returns the name a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Referral => "Referral",
            Self::Assessed => "Assessment completed",
            Self::S47 => "Section 47 enquiry",
            Self::Icpc => "Initial child protection conference",
            Self::CppStart => "Child protection plan started",
            Self::CppAt => "On a child protection plan at year end",
            Self::ClaStart => "Started to be looked after",
        }
    }

    /// Returns the stage before it, which progression is measured from; `None` for the first and for a stock.
    #[must_use]
    pub const fn before(self) -> Option<Self> {
        match self {
            Self::Referral | Self::CppAt => None,
            Self::Assessed => Some(Self::Referral),
            Self::S47 => Some(Self::Assessed),
            Self::Icpc => Some(Self::S47),
            Self::CppStart => Some(Self::Icpc),
            Self::ClaStart => Some(Self::CppStart),
        }
    }

    /// Returns whether the outcome is a stock on a day and not a flow over a period.
    #[must_use]
    pub const fn is_stock(self) -> bool {
        matches!(self, Self::CppAt)
    }

    /// Returns whether unborn children are in its numerator, as the Department for Education counts them.
    #[must_use]
    pub const fn counts_unborn(self) -> bool {
        matches!(self, Self::CppStart | Self::CppAt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(evidence: &Evidence) -> Vec<&'static str> {
        Definition::ALL.iter().filter(|one| one.meets(evidence)).map(|one| one.name()).collect()
    }

    #[test]
    fn any_is_the_union_and_each_role_reads_its_own_factor() {
        let mut factors = FactorSet::EMPTY;
        factors.insert(Factor::F3B);
        let evidence =
            Evidence { episode: [factors, FactorSet::EMPTY, FactorSet::EMPTY], ..Evidence::default() };
        assert_eq!(met(&evidence), ["any", "parent_3b", "all"]);
    }

    #[test]
    fn each_rule_reads_its_own_assessment() {
        let mut factors = FactorSet::EMPTY;
        factors.insert(Factor::F3A);
        let latest = [FactorSet::EMPTY, FactorSet::EMPTY, factors];
        let evidence = Evidence { by_outcome: latest, ..Evidence::default() };
        assert_eq!(met(&evidence), ["any_latest_by_outcome", "child_3a_latest_by_outcome", "all"]);
    }

    #[test]
    fn nothing_recorded_meets_only_the_comparison() {
        assert_eq!(met(&Evidence::default()), ["all"]);
    }

    #[test]
    fn every_definition_has_a_name_of_its_own_and_a_proxy_says_that_it_is_one() {
        let names: std::collections::BTreeSet<_> = Definition::ALL.iter().map(|one| one.name()).collect();
        assert_eq!(names.len(), Definition::ALL.len());
        assert!(
            Definition::ALL
                .iter()
                .all(|one| matches!(one, Definition::Proxy(_)) == one.title().starts_with("Proxy"))
        );
    }
}
