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

/// A case definition: which episodes count as related to domestic abuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Definition {
    /// Any of factors 3A, 3B and 3C, in any authorised assessment of the episode.
    Any,
    /// One role, in any authorised assessment of the episode.
    Role(AbuseRole),
    /// Every episode, whether or not domestic abuse was recorded: the comparison.
    All,
}

impl Definition {
    /// Every definition, the widest first and the comparison last.
    pub const ALL: &'static [Self] = &[
        Self::Any,
        Self::Role(AbuseRole::Child),
        Self::Role(AbuseRole::Parent),
        Self::Role(AbuseRole::OtherPerson),
        Self::All,
    ];

    /// Returns whether an episode whose authorised assessments found these factors meets the definition.
    #[must_use]
    pub fn meets(self, factors: FactorSet) -> bool {
        match self {
            Self::Any => [AbuseRole::Child, AbuseRole::Parent, AbuseRole::OtherPerson]
                .iter()
                .any(|role| factors.holds(role.factor())),
            Self::Role(role) => factors.holds(role.factor()),
            Self::All => true,
        }
    }

    /// Returns the name a plan or a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Role(AbuseRole::Child) => "child_3a",
            Self::Role(AbuseRole::Parent) => "parent_3b",
            Self::Role(AbuseRole::OtherPerson) => "other_3c",
            Self::All => "all",
        }
    }

    /// Returns the name a reader sees.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Any => "Any domestic abuse factor (3A, 3B or 3C)",
            Self::Role(AbuseRole::Child) => "Child the subject of domestic abuse (3A)",
            Self::Role(AbuseRole::Parent) => "Parent or carer the subject (3B)",
            Self::Role(AbuseRole::OtherPerson) => "Another person in the household the subject (3C)",
            Self::All => "All episodes, with or without domestic abuse",
        }
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

    #[test]
    fn any_is_the_union_and_each_role_reads_its_own_factor() {
        let mut factors = FactorSet::EMPTY;
        factors.insert(Factor::F3B);
        let met: Vec<_> = Definition::ALL.iter().filter(|d| d.meets(factors)).map(|d| d.name()).collect();
        assert_eq!(met, ["any", "parent_3b", "all"]);
    }

    #[test]
    fn no_factor_meets_only_the_comparison() {
        let met: Vec<_> = Definition::ALL.iter().filter(|d| d.meets(FactorSet::EMPTY)).collect();
        assert_eq!(met, [&Definition::All]);
    }
}
