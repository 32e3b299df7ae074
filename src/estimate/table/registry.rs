//! Every measure of a table: what it needs, its unit, its convention, and how it is found.

use crate::stats::gradient::{
    Limits, LinearLimits, Spread, linear, logit, negative_binomial, per_sd, per_step, per_unit, poisson,
    poisson_clustered,
};
use crate::stats::inequality::{
    Against, Chance, ConcentrationLimits, Form, Index, Reference, Weighting, attributable, between,
    concentration, disparity, mean_difference, mean_log_deviation, range_difference, range_ratio, theil,
};
use crate::stats::interaction::{
    self, Additive, Exposures, Joint, additive, attributable_proportion, reri, synergy, synergy_of_counts,
};
use crate::stats::rates::{CountLimits, RatioLimits, rate};
use crate::stats::{Answer, Estimate, Group, Level, rates};

use super::cells::Step;
use super::figure::Unit;
use super::figure::Unit::{Index as Number, Per10000, Proportion, Ratio, SquaredPer10000};
use super::{
    How, Measure, Need, areas, charts, funnel, maihda, ohid, pooled, quantile, shrunken, standardised,
};

/// Every measure, in the order of the dictionary.
pub(super) const MEASURES: &[Measure] = &[
    cell("rate", Per10000, "score", |it, level| rate(it.group(), CountLimits::default(), level)),
    untold(cell("rate_byar", Per10000, "exact_below_10_byar_from_10", |it, level| {
        rate(it.group(), CountLimits::House, level)
    })),
    cell("proportion", Proportion, "", |it, level| rates::wilson(it.group(), level)),
    untold(cell("proportion_exact", Proportion, "", |it, level| {
        rates::clopper_pearson::clopper_pearson(it.group(), level)
    })),
    standard("dsr", Per10000, "withheld_below_10", &[Need::StandardPopulation], standardised::dsr),
    untold(standard(
        "dsr_byar",
        Per10000,
        "withheld_below_10",
        &[Need::StandardPopulation],
        standardised::dsr_byar,
    )),
    untold(standard("dsr_gamma", Per10000, "", &[Need::StandardPopulation], standardised::dsr_gamma)),
    standard("isr", Per10000, "", REFERENCE, standardised::isr),
    standard("smr", Ratio, "", REFERENCE, standardised::smr),
    range("ratio_most_least", Ratio, "score", |it, level| {
        range_ratio(&groups(it), RatioLimits::default(), level)
    }),
    range("difference_most_least", Per10000, "", |it, level| range_difference(&groups(it), level)),
    gradient("rii", Ratio, "ends_ratio", |it, level| rii(it, Limits::default(), level)),
    gradient("sii", Per10000, "fitted_ends", |it, level| sii(it, Limits::default(), level)),
    untold(own("rii_pooled", Ratio, "", &[Need::Site, Need::Order], How::Sites(pooled::rii))),
    gradient("rii_delta", Ratio, "ends_ratio", |it, level| rii(it, Limits::Delta, level)),
    gradient("sii_delta", Per10000, "fitted_ends", |it, level| sii(it, Limits::Delta, level)),
    gradient("rii_profile", Ratio, "ends_ratio", |it, level| rii(it, Limits::Profile, level)),
    gradient("sii_profile", Per10000, "fitted_ends", |it, level| sii(it, Limits::Profile, level)),
    gradient("rii_robust", Ratio, "ends_ratio", |it, level| rii(it, Limits::Hc1, level)),
    gradient("sii_robust", Per10000, "fitted_ends", |it, level| sii(it, Limits::Hc1, level)),
    clustered("rii_clustered", Ratio, "ends_ratio", |it, level| {
        Ok(poisson_clustered(&counted(it), &squares(it), level)?.rii)
    }),
    clustered("sii_clustered", Per10000, "fitted_ends", |it, level| {
        Ok(poisson_clustered(&counted(it), &squares(it), level)?.sii)
    }),
    gradient("slope_over_mean", Ratio, "slope_over_mean", |it, level| {
        Ok(poisson(&groups(it), Limits::default(), level)?.slope_over_mean)
    }),
    gradient("rii_nb2", Ratio, "ends_ratio", |it, level| {
        Ok(negative_binomial(&groups(it), Limits::default(), level)?.gradient.rii)
    }),
    gradient("sii_nb2", Per10000, "fitted_ends", |it, level| {
        Ok(negative_binomial(&groups(it), Limits::default(), level)?.gradient.sii)
    }),
    gradient("rii_logit", Ratio, "ends_ratio", |it, level| {
        Ok(logit(&groups(it), Limits::default(), level)?.gradient.rii)
    }),
    gradient("sii_logit", Proportion, "fitted_ends", |it, level| {
        Ok(logit(&groups(it), Limits::default(), level)?.gradient.sii)
    }),
    gradient("odds_ratio_ends", Ratio, "ends_odds_ratio", |it, level| {
        Ok(logit(&groups(it), Limits::Inflated, level)?.odds_ratio)
    }),
    gradient("rii_linear", Ratio, "ends_ratio", |it, level| {
        straight(it, level)?.relative(crate::stats::gradient::Relative::EndsRatio)
    }),
    gradient("sii_linear", Per10000, "fitted_ends", |it, level| Ok(straight(it, level)?.sii)),
    gradient("slope_over_mean_linear", Ratio, "slope_over_mean", |it, level| {
        straight(it, level)?.relative(crate::stats::gradient::Relative::SlopeOverMean)
    }),
    gradient("rii_ohid_linear", Ratio, "ends_ratio", ohid::rii_linear),
    gradient("sii_ohid_linear", Per10000, "fitted_ends", ohid::sii_linear),
    gradient("rii_ohid_log", Ratio, "ends_ratio", ohid::rii_log),
    gradient("sii_ohid_log", Per10000, "fitted_ends", ohid::sii_log),
    gradient("rii_ohid_logit", Ratio, "ends_ratio", ohid::rii_logit),
    gradient("sii_ohid_logit", Proportion, "fitted_ends", ohid::sii_logit),
    Measure {
        without: "",
        ..gradient("ohid_reliability", Per10000, "mean_absolute_difference", ohid::reliability)
    },
    scored("gradient_per_sd", "per_sd_over_people", |it, _, level| {
        Ok(per_sd(&groups(it), &scores(it), Spread::People, Limits::default(), level)?.ratio)
    }),
    scored("gradient_per_score", "per_step_of_score", |it, step, level| {
        let scores: Vec<f64> = scores(it).iter().map(|score| score / step).collect();
        Ok(per_unit(&groups(it), &scores, Limits::default(), level)?.ratio)
    }),
    untold(own(
        "gradient_in_sites",
        Ratio,
        "per_step_of_score",
        &[Need::Site, Need::Score],
        How::Sites(areas::in_sites),
    )),
    untold(range("gradient_per_step", Ratio, "per_group", |it, level| {
        Ok(per_step(&groups(it), Limits::default(), level)?.ratio)
    })),
    ordered("concentration", Number, "relative", |it, level| concentrated(it, Form::Relative, level)),
    ordered("concentration_absolute", Per10000, "generalised", |it, level| {
        concentrated(it, Form::Generalised, level)
    }),
    ordered("concentration_wagstaff", Number, "wagstaff", |it, level| shared(it, Form::Wagstaff, level)),
    ordered("concentration_erreygers", Number, "erreygers", |it, level| shared(it, Form::Erreygers, level)),
    parts("theil", Number, "", |it, level| index(theil(&groups(it), Chance::Poisson, level))),
    parts("mld", Number, "", |it, level| index(mean_log_deviation(&groups(it), Chance::Poisson, level))),
    parts("between_group_variance", SquaredPer10000, "", |it, level| {
        index(between(&groups(it), Chance::Poisson, level).map(|found| found.variance))
    }),
    bare_parts("between_group_cv", Number, "coefficient_of_variation", |it, level| {
        between(&groups(it), Chance::Poisson, level)?.coefficient.map(Estimate::bare)
    }),
    bare_parts("index_of_disparity", Proportion, "weighted_by_people", |it, _| {
        index(disparity(&groups(it), Weighting::People))
    }),
    bare_parts("index_of_disparity_unweighted", Proportion, "each_group_once", |it, _| {
        index(disparity(&groups(it), Weighting::Groups))
    }),
    bare_parts("mean_difference_mean", Per10000, "from_mean_weighted_by_people", |it, _| {
        index(mean_difference(&groups(it), Against::Mean, Weighting::People))
    }),
    bare_parts("mean_difference_mean_unweighted", Per10000, "from_mean_each_group_once", |it, _| {
        index(mean_difference(&groups(it), Against::Mean, Weighting::Groups))
    }),
    bare_parts("mean_difference_best", Per10000, "from_lowest_weighted_by_people", |it, _| {
        index(mean_difference(&groups(it), Against::Best, Weighting::People))
    }),
    bare_parts("mean_difference_best_unweighted", Per10000, "from_lowest_each_group_once", |it, _| {
        index(mean_difference(&groups(it), Against::Best, Weighting::Groups))
    }),
    range("par", Per10000, "against_least_deprived", |it, level| {
        index(excess(it, level).map(|found| found.risk))
    }),
    range("paf", Proportion, "against_least_deprived", |it, level| index(excess(it, level)?.fraction)),
    bare_parts("par_lowest", Per10000, "against_lowest_rate", |it, level| {
        Ok(Estimate::bare(over_lowest(it, level)?.risk.value))
    }),
    bare_parts("paf_lowest", Proportion, "against_lowest_rate", |it, level| {
        Ok(Estimate::bare(over_lowest(it, level)?.fraction?.value))
    }),
    shrinkage("eb_marshall", "marshall", shrunken::marshall),
    shrinkage("eb_gamma_poisson", "gamma_poisson", shrunken::gamma_poisson),
    own("maihda", Ratio, "binomial", &[Need::By], How::Whole(maihda::binomial)),
    own("maihda_poisson", Ratio, "poisson", &[Need::By], How::Whole(maihda::poisson)),
    exposures("reri", Number, "mover_of_rates", |of, level| additive(of, Additive::Reri, level)),
    exposures("ap", Proportion, "mover_of_rates", |of, level| additive(of, Additive::Proportion, level)),
    exposures("joint_excess", Per10000, "mover_of_rates", |of, level| additive(of, Additive::Excess, level)),
    Measure { without: "", ..exposures("s", Ratio, "", |of, _| synergy_of_counts(of).map(Estimate::bare)) },
    untold(exposures("reri_delta", Number, "delta", |of, level| {
        reri(&Joint::of_counts(of)?, level, interaction::Limits::Delta)
    })),
    untold(exposures("reri_mover", Number, "mover_of_ratios", |of, level| {
        reri(&Joint::of_counts(of)?, level, interaction::Limits::Mover)
    })),
    untold(exposures("ap_delta", Proportion, "delta", |of, level| {
        attributable_proportion(&Joint::of_counts(of)?, level, interaction::Limits::Delta)
    })),
    untold(exposures("ap_mover", Proportion, "mover_of_ratios", |of, level| {
        attributable_proportion(&Joint::of_counts(of)?, level, interaction::Limits::Mover)
    })),
    untold(exposures("s_delta", Ratio, "delta_on_logarithm", |of, level| {
        synergy(&Joint::of_counts(of)?, level)
    })),
    untold(own("funnel", Per10000, "", &[Need::Site], How::Sites(funnel::rates))),
    untold(own("funnel_proportion", Proportion, "", &[Need::Site], How::Sites(funnel::shares))),
    untold(own(
        "funnel_overdispersed",
        Ratio,
        "root_winsorised",
        &[Need::Site],
        How::Sites(funnel::overdispersed),
    )),
    charted("chart_rate", Per10000, "three_sd_of_counts", charts::rates),
    charted("chart_share", Proportion, "three_sd_of_shares", charts::shares),
    charted("chart_individuals", Per10000, "moving_ranges", charts::individuals),
    placed("decile", "highest_score_first", quantile::tenths),
    placed("quintile", "highest_score_first", quantile::fifths),
];

const REFERENCE: &[Need] = &[Need::StandardCases, Need::StandardPopulation];

type OfCell = fn(&super::Context<'_>, Level) -> Answer<Estimate>;
type OfExposures = fn(&Exposures, Level) -> Answer<Estimate>;
type OfContext = fn(&super::Asked<'_>, &super::Context<'_>) -> Vec<crate::domain::TableFigure>;
type OfScores = fn(&[Step], f64, Level) -> Answer<Estimate>;
type OfSteps = fn(&[Step], Level) -> Answer<Estimate>;

const fn own(
    name: &'static str,
    unit: Unit,
    convention: &'static str,
    needs: &'static [Need],
    how: How,
) -> Measure {
    Measure { name, unit, convention, needs, without: TOO_FEW, untold: false, how }
}

/// A measure that has limits though the table does not tell families: they widen with its own spread, or have to be asked
/// for by the name of a published method.
const fn untold(measure: Measure) -> Measure {
    Measure { untold: true, ..measure }
}

/// Why a measure that has limits may be without them.
const TOO_FEW: &str = "too few events for limits";

const fn cell(name: &'static str, unit: Unit, convention: &'static str, find: OfCell) -> Measure {
    own(name, unit, convention, &[], How::Cell(find))
}

const fn shrinkage(name: &'static str, convention: &'static str, find: OfContext) -> Measure {
    Measure { without: "", ..own(name, Per10000, convention, &[Need::Areas], How::Sites(find)) }
}

const fn standard(
    name: &'static str,
    unit: Unit,
    convention: &'static str,
    needs: &'static [Need],
    find: OfCell,
) -> Measure {
    own(name, unit, convention, needs, How::Cell(find))
}

const fn range(name: &'static str, unit: Unit, convention: &'static str, find: OfSteps) -> Measure {
    own(name, unit, convention, &[Need::Group], How::Groups(find))
}

const fn ordered(name: &'static str, unit: Unit, convention: &'static str, find: OfSteps) -> Measure {
    own(name, unit, convention, &[Need::Order], How::Groups(find))
}

const fn gradient(name: &'static str, unit: Unit, convention: &'static str, find: OfSteps) -> Measure {
    untold(ordered(name, unit, convention, find))
}

const fn clustered(name: &'static str, unit: Unit, convention: &'static str, find: OfSteps) -> Measure {
    own(name, unit, convention, &[Need::Order, Need::SumSquares], How::Groups(find))
}

const fn parts(name: &'static str, unit: Unit, convention: &'static str, find: OfSteps) -> Measure {
    own(name, unit, convention, &[Need::Parts], How::Groups(find))
}

const fn bare_parts(name: &'static str, unit: Unit, convention: &'static str, find: OfSteps) -> Measure {
    Measure { without: "", ..parts(name, unit, convention, find) }
}

const fn charted(name: &'static str, unit: Unit, convention: &'static str, find: OfContext) -> Measure {
    untold(own(name, unit, convention, &[Need::Period], How::Periods(find)))
}

const fn placed(name: &'static str, convention: &'static str, find: OfContext) -> Measure {
    Measure { without: "", ..own(name, Number, convention, &[Need::Score, Need::By], How::Whole(find)) }
}

const fn exposures(name: &'static str, unit: Unit, convention: &'static str, find: OfExposures) -> Measure {
    own(name, unit, convention, &[Need::TwoByTwo], How::Exposures(find))
}

const fn scored(name: &'static str, convention: &'static str, find: OfScores) -> Measure {
    untold(own(name, Ratio, convention, &[Need::Score], How::Scores(find)))
}

fn rii(steps: &[Step], limits: Limits, level: Level) -> Answer<Estimate> {
    Ok(poisson(&groups(steps), limits, level)?.rii)
}

fn sii(steps: &[Step], limits: Limits, level: Level) -> Answer<Estimate> {
    Ok(poisson(&groups(steps), limits, level)?.sii)
}

fn straight(steps: &[Step], level: Level) -> Answer<crate::stats::gradient::LinearGradient> {
    linear(&groups(steps), LinearLimits::default(), level)
}

fn concentrated(steps: &[Step], form: Form, level: Level) -> Answer<Estimate> {
    index(concentration(&groups(steps), form, ConcentrationLimits::Counts(Chance::Poisson), level))
}

/// The bounded forms are for shares, whose chance is binomial.
fn shared(steps: &[Step], form: Form, level: Level) -> Answer<Estimate> {
    index(concentration(&groups(steps), form, ConcentrationLimits::Counts(Chance::Binomial), level))
}

fn excess(steps: &[Step], level: Level) -> Answer<crate::stats::inequality::Attributable> {
    attributable(&groups(steps), Reference::LeastDeprived, Chance::Poisson, level)
}

/// Limits would take no account of the reference having been chosen for its rate.
fn over_lowest(steps: &[Step], level: Level) -> Answer<crate::stats::inequality::Attributable> {
    attributable(&groups(steps), Reference::Lowest, Chance::Poisson, level)
}

fn index(found: Answer<Index>) -> Answer<Estimate> {
    found.map(|index| Estimate { value: index.value, interval: index.interval })
}

pub(super) fn groups(steps: &[Step]) -> Vec<Group> {
    steps.iter().map(|step| step.group).collect()
}

fn counted(steps: &[Step]) -> Vec<Group> {
    steps.iter().map(|step| step.counted).collect()
}

fn squares(steps: &[Step]) -> Vec<f64> {
    steps.iter().map(|step| step.squares).collect()
}

fn scores(steps: &[Step]) -> Vec<f64> {
    steps.iter().filter_map(|step| step.score).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary;

    #[test]
    fn the_dictionary_lists_these_measures_in_this_order() {
        let listed: Vec<_> = dictionary::estimators().iter().map(|one| one.name).collect();
        let found: Vec<_> = MEASURES.iter().map(|measure| measure.name).collect();
        assert_eq!(listed, found);
    }

    #[test]
    fn the_method_behind_a_measure_can_be_explained() {
        for one in dictionary::estimators() {
            let kinds = dictionary::explain(one.method).map(|found| found.kinds).unwrap_or_default();
            assert!(kinds.contains(&dictionary::Kind::Method), "{}: {}", one.name, one.method);
        }
    }
}
