//! What is measured, by the names that results and `explain` use.

/// What is measured. One measure, one file of method; see `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Distinct children with the outcome.
    Children,
    /// Episodes with the outcome.
    Episodes,
    /// Unborn children with the outcome, who are in the numerator and in no denominator.
    Unborn,
    /// Children with the outcome per 10,000 aged 0 to 17.
    Rate,
    /// The rate of the most deprived group over that of the least.
    RatioMostLeast,
    /// The rate of the most deprived group less that of the least.
    DifferenceMostLeast,
    /// Relative index of inequality: the ratio of the fitted ends.
    Rii,
    /// Slope index of inequality: the difference of the fitted ends.
    Sii,
    /// The share of assessed episodes, with factors recorded, that meet the definition.
    DvaShare,
    /// The relative index if every row lost for want of a neighbourhood fell in the most deprived group.
    RiiLostMost,
    /// The relative index if every row lost for want of a neighbourhood fell in the least deprived group.
    RiiLostLeast,
    /// Relative index by negative binomial regression, which lets counts vary more than chance.
    RiiNegativeBinomial,
    /// Slope index by negative binomial regression.
    SiiNegativeBinomial,
    /// Slope index over the mean rate: the other figure called relative index.
    RiiSlopeOverMean,
    /// Ratio of rates for one step towards the most deprived group.
    RatioPerStep,
    /// Ratio of rates for one standard deviation of the score, over all areas of the index file.
    RatioPerSd,
    /// Ratio of rates where 10 in a hundred more are income-deprived.
    RatioPer10Points,
    /// Slope index as the Office for Health Improvement and Disparities computes it, linear.
    SiiOhidLinear,
    /// Relative index of the same; none where a fitted end is not above nought.
    RiiOhidLinear,
    /// Slope index as OHID computes it, on logarithms.
    SiiOhidLog,
    /// Relative index as OHID computes it, on logarithms.
    RiiOhidLog,
    /// Slope index as OHID computes it for proportions, on logits.
    SiiOhidLogit,
    /// Relative index as OHID computes it for proportions, on logits.
    RiiOhidLogit,
    /// Relative concentration index; above nought is more among the more deprived.
    Concentration,
    /// Generalised concentration index: the relative one times the mean rate.
    ConcentrationAbsolute,
    /// Children per 10,000 fewer, had every group the rate of the least deprived fifth.
    Par,
    /// The same as a share of all.
    Paf,
    /// How many times the variance is what it would be were no two counted children siblings.
    DesignEffect,
    /// Of episodes that reached the stage before, the share that reached this one in the same period.
    Progression,
    /// Relative index of that share.
    RiiProgression,
    /// Of assessed episodes, the share without any factor recorded.
    FactorsMissingShare,
    /// Of episodes with 3B, the share without 3A.
    ParentOnlyShare,
    /// Of the children counted whose neighbourhood is known, the share in this category.
    Share,
    /// Rate of a category over that of the reference category, within the same group of deprivation where crossed with it.
    RelativeRate,
    /// The rate of a group, were everyone not recorded in it.
    RateAllMissing,
    /// The rate of a group with those not recorded shared out in proportion.
    RateShareMissing,
    /// Rate of a stratum, drawn towards what its characteristics add up to by how little it says.
    RatePooled,
    /// Rate a stratum's characteristics add up to.
    RateAdditive,
    /// Ratio of the pooled rate to the one its characteristics add up to.
    InteractionResidual,
    /// Variance between strata.
    StratumVarianceNull,
    /// Variance between strata that main effects leave.
    StratumVarianceAdditive,
    /// Share of variance between strata.
    StratumVpcNull,
    /// The same beyond main effects.
    StratumVpcAdditive,
    /// Median ratio between two strata.
    StratumMorNull,
    /// The same beyond main effects.
    StratumMorAdditive,
    /// Share of the variance between strata that main effects explain.
    StratumPcv,
    /// Excess of the joint ratio over what the two add up to.
    Reri,
    /// That excess as a share of the joint ratio.
    Ap,
    /// Synergy index.
    Synergy,
    /// Excess of the joint rate over what the two add up to, per 10,000.
    JointExcess,
    /// Least relative index of the specification curve.
    CurveLeast,
    /// Median of the specification curve.
    CurveMedian,
    /// Most of the specification curve.
    CurveMost,
    /// Share of the specification curve whose lower limit is above 1.
    CurveAboveOne,
    /// The share of episodes after whose end the child was referred again, by months since.
    RereferralForward,
    /// The same, with what makes it impossible taken to be the end of following.
    RereferralForwardKm,
    /// The share of children referred under the definition who were so again, by months since.
    RepeatReferral,
    /// The same, of referrals that the police made.
    RepeatPoliceReferral,
    /// The share of children referred who came as far as the outcome, by months since.
    Escalation,
    /// The share of plans that had ended, by months since they began.
    PlanEndedBy,
    /// The months by which half of plans had ended.
    PlanMedianMonths,
    /// The share of plans after whose end the child was on a plan again, by months since.
    ReturnToPlan,
    /// The odds of the event in a month at the most deprived end over those at the least.
    HazardRatio,
    /// Where those who set out on a journey stood, by months since: a count.
    Standing,
    /// The share of referrals within 12 months of another.
    Rereferral12m,
    /// The share of children referred who had such a referral.
    ChildrenRereferred12m,
    /// The share of plans that were second or later ones, told in several ways.
    LaterPlan,
    /// The share reported less the share derived.
    LaterPlanDiscrepancy,
    /// The share of plans that ended, by length.
    PlanEndedLength,
    /// The share of open plans, by length so far.
    PlanOpenLength,
    /// The share of plans ended, by what came within 12 months.
    AfterPlan,
    /// The share of children whose involvement was long.
    LongTerm,
    /// The share at the most deprived end over that at the least.
    ShareRii,
    /// The published rate of the authority, England, its region or its neighbours.
    ComparatorRate,
    /// The published share of referrals within 12 months of another, of the same areas.
    ComparatorRereferral,
    /// The published share of plans that were second or subsequent ones, of the same areas.
    ComparatorLaterPlan,
    /// The published rate over the one that England's gives it, with the limits of the funnel.
    Funnel,
    /// The same of the share of re-referrals.
    FunnelRereferral,
    /// The same of the share of second or subsequent plans.
    FunnelLaterPlan,
    /// A line between what was published of the authority and what this run counted.
    Reconciled,
}

impl Measure {
    /// Every measure, counts first.
    pub const ALL: &'static [Self] = &[
        Self::Children,
        Self::Episodes,
        Self::Unborn,
        Self::Rate,
        Self::RatioMostLeast,
        Self::DifferenceMostLeast,
        Self::Rii,
        Self::Sii,
        Self::DvaShare,
        Self::RiiLostMost,
        Self::RiiLostLeast,
        Self::RiiNegativeBinomial,
        Self::SiiNegativeBinomial,
        Self::RiiSlopeOverMean,
        Self::RatioPerStep,
        Self::RatioPerSd,
        Self::RatioPer10Points,
        Self::SiiOhidLinear,
        Self::RiiOhidLinear,
        Self::SiiOhidLog,
        Self::RiiOhidLog,
        Self::SiiOhidLogit,
        Self::RiiOhidLogit,
        Self::Concentration,
        Self::ConcentrationAbsolute,
        Self::Par,
        Self::Paf,
        Self::DesignEffect,
        Self::Progression,
        Self::RiiProgression,
        Self::FactorsMissingShare,
        Self::ParentOnlyShare,
        Self::Share,
        Self::RelativeRate,
        Self::RateAllMissing,
        Self::RateShareMissing,
        Self::RatePooled,
        Self::RateAdditive,
        Self::InteractionResidual,
        Self::StratumVarianceNull,
        Self::StratumVarianceAdditive,
        Self::StratumVpcNull,
        Self::StratumVpcAdditive,
        Self::StratumMorNull,
        Self::StratumMorAdditive,
        Self::StratumPcv,
        Self::Reri,
        Self::Ap,
        Self::Synergy,
        Self::JointExcess,
        Self::CurveLeast,
        Self::CurveMedian,
        Self::CurveMost,
        Self::CurveAboveOne,
        Self::RereferralForward,
        Self::RereferralForwardKm,
        Self::RepeatReferral,
        Self::RepeatPoliceReferral,
        Self::Escalation,
        Self::PlanEndedBy,
        Self::PlanMedianMonths,
        Self::ReturnToPlan,
        Self::HazardRatio,
        Self::Standing,
        Self::Rereferral12m,
        Self::ChildrenRereferred12m,
        Self::LaterPlan,
        Self::LaterPlanDiscrepancy,
        Self::PlanEndedLength,
        Self::PlanOpenLength,
        Self::AfterPlan,
        Self::LongTerm,
        Self::ShareRii,
        Self::ComparatorRate,
        Self::ComparatorRereferral,
        Self::ComparatorLaterPlan,
        Self::Funnel,
        Self::FunnelRereferral,
        Self::FunnelLaterPlan,
        Self::Reconciled,
    ];

    /// Returns whether its limits are those of a funnel, and not of a confidence interval.
    #[must_use]
    pub const fn is_in_funnel(self) -> bool {
        matches!(self, Self::Funnel | Self::FunnelRereferral | Self::FunnelLaterPlan)
    }

    /// Returns the name a result uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Episodes => "episodes",
            Self::Unborn => "unborn",
            Self::Rate => "rate",
            Self::RatioMostLeast => "ratio_most_least",
            Self::DifferenceMostLeast => "difference_most_least",
            Self::Rii => "rii",
            Self::Sii => "sii",
            Self::DvaShare => "dva_share",
            Self::RiiLostMost => "rii_lost_most",
            Self::RiiLostLeast => "rii_lost_least",
            Self::RiiNegativeBinomial => "rii_negative_binomial",
            Self::SiiNegativeBinomial => "sii_negative_binomial",
            Self::RiiSlopeOverMean => "rii_slope_over_mean",
            Self::RatioPerStep => "ratio_per_step",
            Self::RatioPerSd => "ratio_per_sd",
            Self::RatioPer10Points => "ratio_per_10_points",
            Self::SiiOhidLinear => "sii_ohid_linear",
            Self::RiiOhidLinear => "rii_ohid_linear",
            Self::SiiOhidLog => "sii_ohid_log",
            Self::RiiOhidLog => "rii_ohid_log",
            Self::SiiOhidLogit => "sii_ohid_logit",
            Self::RiiOhidLogit => "rii_ohid_logit",
            Self::Concentration => "concentration",
            Self::ConcentrationAbsolute => "concentration_absolute",
            Self::Par => "par",
            Self::Paf => "paf",
            Self::DesignEffect => "design_effect",
            Self::Progression => "progression",
            Self::RiiProgression => "rii_progression",
            Self::FactorsMissingShare => "factors_missing_share",
            Self::ParentOnlyShare => "parent_only_share",
            Self::Share => "share",
            Self::RelativeRate => "relative_rate",
            Self::RateAllMissing => "rate_all_missing",
            Self::RateShareMissing => "rate_share_missing",
            Self::RatePooled => "rate_pooled",
            Self::RateAdditive => "rate_additive",
            Self::InteractionResidual => "interaction_residual",
            Self::StratumVarianceNull => "stratum_variance_null",
            Self::StratumVarianceAdditive => "stratum_variance_additive",
            Self::StratumVpcNull => "stratum_vpc_null",
            Self::StratumVpcAdditive => "stratum_vpc_additive",
            Self::StratumMorNull => "stratum_mor_null",
            Self::StratumMorAdditive => "stratum_mor_additive",
            Self::StratumPcv => "stratum_pcv",
            Self::Reri => "reri",
            Self::Ap => "ap",
            Self::Synergy => "synergy",
            Self::JointExcess => "joint_excess",
            Self::CurveLeast => "curve_least",
            Self::CurveMedian => "curve_median",
            Self::CurveMost => "curve_most",
            Self::CurveAboveOne => "curve_above_one",
            Self::RereferralForward => "rereferral_forward",
            Self::RereferralForwardKm => "rereferral_forward_km",
            Self::RepeatReferral => "repeat_referral",
            Self::RepeatPoliceReferral => "repeat_police_referral",
            Self::Escalation => "escalation",
            Self::PlanEndedBy => "plan_ended_by",
            Self::PlanMedianMonths => "plan_median_months",
            Self::ReturnToPlan => "return_to_plan",
            Self::HazardRatio => "monthly_hazard_ratio",
            Self::Standing => "standing",
            Self::Rereferral12m => "rereferral_12m",
            Self::ChildrenRereferred12m => "children_rereferred_12m",
            Self::LaterPlan => "later_plan",
            Self::LaterPlanDiscrepancy => "later_plan_discrepancy",
            Self::PlanEndedLength => "plan_ended_length",
            Self::PlanOpenLength => "plan_open_length",
            Self::AfterPlan => "after_plan",
            Self::LongTerm => "long_term",
            Self::ShareRii => "share_rii",
            Self::ComparatorRate => "comparator_rate",
            Self::ComparatorRereferral => "comparator_rereferral_12m",
            Self::ComparatorLaterPlan => "comparator_later_plan",
            Self::Funnel => "funnel_ratio",
            Self::FunnelRereferral => "funnel_rereferral_12m",
            Self::FunnelLaterPlan => "funnel_later_plan",
            Self::Reconciled => "reconciled",
        }
    }
}
