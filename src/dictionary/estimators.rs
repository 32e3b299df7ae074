//! A table of data. The measures of `estimate`, by the name a user types, each with the method behind it.

use super::explain::{Entry, Kind};

/// A measure that `estimate` finds in a table of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimator {
    /// The name a user types.
    pub name: &'static str,
    /// The method, by the name that `explain` knows.
    pub method: &'static str,
    /// What is said of it beside the method.
    pub note: &'static str,
}

const fn of(name: &'static str, method: &'static str, note: &'static str) -> Estimator {
    Estimator { name, method, note }
}

const ESTIMATORS: &[Estimator] = &[
    of("rate", "rate", "per 10,000, of each group and each cell of --by; score limits"),
    of(
        "rate_byar",
        "rate",
        "as rate; limits exact below 10 cases and Byar's from 10, as in England's health statistics",
    ),
    of("proportion", "wilson", "of each group and each cell of --by"),
    of("proportion_exact", "clopper-pearson", "of each group and each cell of --by"),
    of(
        "dsr",
        "dsr",
        "per 10,000; rows of a cell are its strata, weighted by standard_population; score limits of the count",
    ),
    of("dsr_byar", "dsr", "as dsr; Byar's limits of the count, as in England's health statistics"),
    of("dsr_gamma", "dsr-gamma", "per 10,000, at any number of cases"),
    of(
        "isr",
        "smr",
        "the indirectly standardised rate per 10,000, from standard_cases and standard_population",
    ),
    of("smr", "smr", "cases seen over cases expected"),
    of("ratio_most_least", "range-ratio", "score limits given the total"),
    of("difference_most_least", "range-difference", "per 10,000"),
    of(
        "rii",
        "poisson-gradient",
        "ratio of the fitted ends; profile limits, widened where counts vary more than chance",
    ),
    of("sii", "poisson-gradient", "per 10,000; limits as for rii"),
    of(
        "rii_pooled",
        "meta-pooled",
        "each site's rii pooled: by restricted likelihood, DerSimonian and Laird, and Paule and Mandel, with Hartung and Knapp's limits or, where those are narrower, of fixed effects; and by fixed effects, whose limits are about these sites alone; the variance between sites, I squared, and where a further site would lie",
    ),
    of("rii_delta", "poisson-gradient", "ratio of the fitted ends; the model's own limits on the logarithm"),
    of("sii_delta", "poisson-gradient", "per 10,000; the model's own limits"),
    of("rii_profile", "poisson-gradient", "ratio of the fitted ends; profile limits, never widened"),
    of("sii_profile", "poisson-gradient", "per 10,000; profile limits, never widened"),
    of("rii_robust", "poisson-gradient", "ratio of the fitted ends; sandwich limits (HC1)"),
    of("sii_robust", "poisson-gradient", "per 10,000; sandwich limits (HC1)"),
    of(
        "rii_clustered",
        "poisson-gradient",
        "ratio of the fitted ends; limits that allow for siblings, from sum_sq",
    ),
    of("sii_clustered", "poisson-gradient", "per 10,000; limits that allow for siblings, from sum_sq"),
    of(
        "slope_over_mean",
        "poisson-gradient",
        "the slope index over the mean rate (Pamuk), which others also call a relative index",
    ),
    of("rii_nb2", "negative-binomial-gradient", "ratio of the fitted ends"),
    of("sii_nb2", "negative-binomial-gradient", "per 10,000"),
    of("rii_logit", "logit-gradient", "ratio of the fitted ends"),
    of("sii_logit", "logit-gradient", "the difference of the fitted shares"),
    of("odds_ratio_ends", "logit-gradient", "ratio of the odds at the fitted ends"),
    of("rii_linear", "linear-gradient", "ratio of the fitted ends, where both are above nought"),
    of("sii_linear", "linear-gradient", "per 10,000"),
    of("slope_over_mean_linear", "linear-gradient", "the slope index over the mean rate (Pamuk)"),
    of(
        "rii_ohid_linear",
        "ohid-gradient",
        "line through rates; 100,000 simulated draws, or exact limits of rates that vary normally where a group has no cases",
    ),
    of("sii_ohid_linear", "ohid-gradient", "per 10,000; limits as for rii_ohid_linear"),
    of("rii_ohid_log", "ohid-gradient", "line through logarithms of rates; exact limits"),
    of("sii_ohid_log", "ohid-gradient", "per 10,000; line through logarithms of rates; exact limits"),
    of("rii_ohid_logit", "ohid-gradient", "line through logits of shares; exact limits"),
    of("sii_ohid_logit", "ohid-gradient", "difference of shares; line through their logits; exact limits"),
    of(
        "ohid_reliability",
        "ohid-reliability",
        "how far the limits of sii_ohid_linear differ from run to run, per 10,000",
    ),
    of("gradient_per_sd", "gradient-per-unit", "for one more standard deviation of the score over people"),
    of(
        "gradient_per_score",
        "gradient-per-unit",
        "for --step more of the score, one unless another is given",
    ),
    of(
        "gradient_in_sites",
        "areas-in-sites",
        "rows are small areas of several sites: for --step more of the score, common to all and each site's own; the variance between areas, and the probability of slopes so unlike by chance",
    ),
    of("gradient_per_step", "gradient-per-unit", "for one group more deprived"),
    of("concentration", "concentration-index", "relative"),
    of("concentration_absolute", "concentration-index", "generalised, per 10,000"),
    of("concentration_wagstaff", "concentration-index", "Wagstaff's, for shares"),
    of("concentration_erreygers", "concentration-index", "Erreygers', for shares"),
    of("theil", "theil", ""),
    of("mld", "mean-log-deviation", ""),
    of("between_group_variance", "between-group-variance", "in squared rates per 10,000"),
    of("between_group_cv", "between-group-variance", "the coefficient of variation"),
    of("index_of_disparity", "index-of-disparity", "weighted by people"),
    of("index_of_disparity_unweighted", "index-of-disparity", "each group once"),
    of("mean_difference_mean", "mean-difference", "from the mean, weighted by people, per 10,000"),
    of("mean_difference_mean_unweighted", "mean-difference", "from the mean, each group once, per 10,000"),
    of("mean_difference_best", "mean-difference", "from the lowest rate, weighted by people, per 10,000"),
    of(
        "mean_difference_best_unweighted",
        "mean-difference",
        "from the lowest rate, each group once, per 10,000",
    ),
    of("par", "paf", "the excess rate over the least deprived group, per 10,000"),
    of("paf", "paf", "the excess over the least deprived group as a share of all cases"),
    of(
        "par_lowest",
        "paf",
        "the excess rate over the part with the lowest rate, per 10,000; without limits, since it was chosen for its rate",
    ),
    of("paf_lowest", "paf", "the same as a share of all cases"),
    of("eb_marshall", "marshall", "per 10,000, of each site, group and cell of --by"),
    of("eb_gamma_poisson", "gamma-poisson", "per 10,000, of each site, group and cell of --by"),
    of(
        "maihda",
        "maihda",
        "binomial, seven nodes; strata are the crossing of --by; gives vpc, pcv, mor, and each stratum's residual and predicted rate, by restricted likelihood",
    ),
    of("maihda_poisson", "maihda", "as maihda, for counts that may exceed people"),
    of(
        "reri",
        "reri",
        "from rates; --by names two dimensions of two levels, the first in order being the reference (of group the least deprived); limits recovered from those of each rate (explain interaction-counts)",
    ),
    of("ap", "attributable-proportion", "as reri"),
    of(
        "joint_excess",
        "interaction-counts",
        "as reri, per 10,000: what both together add to what either adds",
    ),
    of("s", "synergy", "as reri, without limits"),
    of("reri_delta", "reri", "with limits by the delta method, events being unrelated"),
    of(
        "reri_mover",
        "reri",
        "with limits recovered from those of each rate ratio (explain mover), events being unrelated",
    ),
    of("ap_delta", "attributable-proportion", "as reri_delta"),
    of("ap_mover", "attributable-proportion", "as reri_mover (explain mover)"),
    of("s_delta", "synergy", "as reri_delta, on the logarithm"),
    of(
        "funnel",
        "funnel-count",
        "each site's rate per 10,000, with the limits of the funnel at 95% and 99.8% and its place among them",
    ),
    of("funnel_proportion", "funnel-proportion", "each site's share, with the limits of the funnel"),
    of(
        "funnel_overdispersed",
        "funnel-overdispersion",
        "each site's cases over those expected, with limits that allow for variance between sites",
    ),
    of(
        "chart_rate",
        "u-chart",
        "each period's rate per 10,000 with the control limits of a u chart, and the signals of the NHS rules and of Nelson's under its convention",
    ),
    of("chart_share", "p-chart", "as chart_rate, of shares"),
    of("chart_individuals", "xmr", "as chart_rate, by moving ranges (XmR), whatever varies the rates"),
    of(
        "decile",
        "quantile",
        "which tenth of the cells of --by each is in by its score, 1 the highest scores",
    ),
    of("quintile", "quantile", "which fifth"),
];

/// Returns every measure of `estimate`.
#[must_use]
pub const fn estimators() -> &'static [Estimator] {
    ESTIMATORS
}

/// Returns the measures that a method stands behind.
pub(super) fn of_method(method: &str) -> impl Iterator<Item = &'static Estimator> {
    ESTIMATORS.iter().filter(move |estimator| estimator.method == method)
}

/// Returns the entry of the command, which lists its measures.
pub(super) fn entry() -> Entry {
    let lead = "`social-gradient estimate COUNTS.csv --measure NAME[,NAME] [--by DIM[,DIM]]` finds these measures \
                in a table of counts. `explain counts` describes the table, and `explain` with a measure's name \
                the measure. Level 0.95 gives the limits; a figure that does not exist has the status `x` or `z` \
                and the reason in `convention`. Limits allow for siblings: they need a table that tells families, or \
                `--independent` where no two cases are of one family. Gradients have limits without, which widen \
                with the table's own spread, and so have limits named after a published method.";
    let lines = ESTIMATORS.iter().map(|one| match one.note {
        "" => format!("`{}`.", one.name),
        note => format!("`{}`: {note}.", one.name),
    });
    let body = std::iter::once(lead.to_owned()).chain(lines).collect::<Vec<_>>().join("\n\n");
    Entry::new(Kind::Word, "estimate", "Measures of `estimate`", body).see(["counts".to_owned()])
}
