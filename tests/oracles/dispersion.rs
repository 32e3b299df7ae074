//! Gaps, excess over a reference, and measures of dispersion.

use social_gradient::stats::inequality::attributable::walter_se;
use social_gradient::stats::inequality::{
    Against, Chance, Index, Reference, Weighting, attributable, between, disparity, mean_difference,
    mean_log_deviation, range_difference, theil,
};
use social_gradient::stats::rates::{Published, RatioLimits, difference, ratio};
use social_gradient::stats::{Answer, Estimate, Group, Level, NoAnswer};

use super::answers::{WIDTHLESS, compare_at, part, widthless};
use super::harness::{Expected, Verdict, each_folder, expected, judge};
use super::tables::{Table, Tables};

#[test]
fn dispersion_measures_meet_the_references() {
    each_folder(|| {
        let tables = Tables::read();
        judge("dispersion", &expected("dispersion"), |row| {
            let table = tables.of(row);
            match (row.status.as_str(), row.kind.as_str()) {
                ("warning", _) => return Verdict::LeftOut("another tool's wording of a warning"),
                ("error", _) => return Verdict::LeftOut("another tool refuses fewer than three groups"),
                (_, "peer_raw") => {
                    return Verdict::LeftOut(
                        "a known defect: a standard error or limits that are off by the scale",
                    );
                }
                (_, "mc") => {
                    return Verdict::LeftOut(
                        "limits from 100 draws of another generator, without a tolerance",
                    );
                }
                _ => {}
            }
            match row.method.as_str() {
                "formula" => formula(table, row),
                "epi.2by2_first_vs_last" => first_against_last(table, row),
                "healthequal_d" | "healthequal_r" => published(table, row),
                method => measure(table, row, method.strip_prefix("healthequal_").unwrap_or(method)),
            }
        });
    });
}

const WALTER: &str = "a reference without events: a standard error of nought is none";

fn formula(table: &Table, row: &Expected) -> Verdict {
    let groups = &table.groups;
    let excess = |reference| attributable(groups, reference, Chance::Binomial, Level::P95);
    let risk = |reference| excess(reference).map(|excess| excess.risk.value);
    let fraction = |reference| excess(reference)?.fraction.map(|fraction| fraction.value);
    let figure = match row.stat.as_str() {
        "theil_T" => theil(groups, Chance::Binomial, Level::P95).map(|index| index.value),
        "mld" => mean_log_deviation(groups, Chance::Binomial, Level::P95).map(|index| index.value),
        "bgv" => between(groups, Chance::Binomial, Level::P95).map(|spread| spread.variance.value),
        "bgsd" => between(groups, Chance::Binomial, Level::P95).map(|spread| spread.deviation),
        "cov_pct" => between(groups, Chance::Binomial, Level::P95)
            .and_then(|spread| spread.coefficient)
            .map(|coefficient| 100.0 * coefficient),
        "mean_abs_dev_w" => {
            mean_difference(groups, Against::Mean, Weighting::People).map(|index| index.value)
        }
        "rate_diff_first_last" => range_difference(groups, Level::P95).map(|gap| gap.value),
        "rate_ratio_first_last" => ends(groups).and_then(|(first, last)| {
            ratio(first, last, RatioLimits::MidP, Level::P95).map(|ratio| ratio.value)
        }),
        "par_vs_last" => risk(Reference::LeastDeprived),
        "par_vs_best" => risk(Reference::Lowest),
        "paf_vs_last" => fraction(Reference::LeastDeprived),
        "paf_vs_best" => fraction(Reference::Lowest),
        "paf_vs_last_se_walter_proportion" => walter_se(groups),
        _ => excess(Reference::LeastDeprived)
            .and_then(|excess| excess.fraction)
            .and_then(|fraction| fraction.se.ok_or(NoAnswer::ZeroReference)),
    };
    judged(row, figure, 1.0)
}

fn first_against_last(table: &Table, row: &Expected) -> Verdict {
    let pair = ends(&table.groups);
    let scale = 1e4 * table.mean();
    let figure = match row.stat.as_str() {
        stat if stat.starts_with("irr") => {
            let found = pair.and_then(|(first, last)| ratio(first, last, RatioLimits::Exact, Level::P95));
            if row.status == "na" && found.is_ok_and(|ratio| ratio.value == 0.0) {
                return Verdict::LeftOut(
                    "a count of nought, of which another tool makes no ratio; ours is nought, with limits",
                );
            }
            part(found, stat)
        }
        stat => {
            let gap = pair.and_then(|(first, last)| {
                difference::of_published(Published::rate(first)?, Published::rate(last)?, Level::P95)
            });
            if gap.is_ok_and(|gap| gap.interval.is_none() && widthless(row, 1e4 * gap.value, scale)) {
                return Verdict::LeftOut(WIDTHLESS);
            }
            part(gap, stat).map(|gap| gap * 1e4)
        }
    };
    judged(row, figure, scale)
}

fn published(table: &Table, row: &Expected) -> Verdict {
    let pair =
        ends(&table.groups).and_then(|(first, last)| Ok((Published::share(first)?, Published::share(last)?)));
    let estimate: Answer<Estimate> = pair.and_then(|(first, last)| match row.method.as_str() {
        "healthequal_d" => difference::of_published(first, last, Level::P95),
        _ => ratio::of_published(first, last, Level::P95),
    });
    if estimate.is_ok_and(|it| it.interval.is_none() && widthless(row, it.value, table.mean())) {
        return Verdict::LeftOut(WIDTHLESS);
    }
    let figure = match row.stat.as_str() {
        "se" if row.method == "healthequal_d" => pair.map(|(first, last)| first.se.hypot(last.se)),
        "se" => estimate.and_then(|ratio| {
            let limits = ratio.interval.ok_or(NoAnswer::NotReached)?;
            Ok((limits.upper / limits.lower).ln() / (2.0 * 1.959_963_984_540_054))
        }),
        stat => part(estimate, stat),
    };
    judged(row, figure, 1.0)
}

fn measure(table: &Table, row: &Expected, method: &str) -> Verdict {
    let groups = &table.groups;
    let last = groups.len() - 1;
    let from = |against, weighting| mean_difference(groups, against, weighting).map(|index| index.value);
    let zero = groups.iter().any(|group| group.events == 0.0);
    let figure = match method {
        "bgv" => between(groups, Chance::Binomial, Level::P95)
            .and_then(|spread| index_part(spread.variance, &row.stat)),
        "bgsd" => between(groups, Chance::Binomial, Level::P95).map(|spread| spread.deviation),
        "covar" => between(groups, Chance::Binomial, Level::P95)
            .and_then(|spread| spread.coefficient)
            .map(|coefficient| 100.0 * coefficient),
        "idisu" => disparity(groups, Weighting::Groups).map(|index| 100.0 * index.value),
        "idisw" => disparity(groups, Weighting::People).map(|index| 100.0 * index.value),
        "mdmu" => from(Against::Mean, Weighting::Groups),
        "mdmw" => from(Against::Mean, Weighting::People),
        "mdbu" => from(Against::Best, Weighting::Groups),
        "mdbw" => from(Against::Best, Weighting::People),
        "mdru" => from(Against::Group(last), Weighting::Groups),
        "mdrw" => from(Against::Group(last), Weighting::People),
        "mld" | "ti" if zero => {
            return Verdict::LeftOut("another tool puts a millionth in place of a rate of nought");
        }
        "mld" => mean_log_deviation(groups, Chance::Binomial, Level::P95).map(|index| 1000.0 * index.value),
        "ti" => theil(groups, Chance::Binomial, Level::P95).map(|index| 1000.0 * index.value),
        "paf" | "parisk" => return excess(table, row, method),
        _ => return Verdict::LeftOut("a method this program does not have"),
    };
    judged(row, figure, 1.0)
}

/// Their excess has the other sign, and is nought where the reference has the higher rate.
fn excess(table: &Table, row: &Expected, method: &str) -> Verdict {
    let excess = attributable(&table.groups, Reference::LeastDeprived, Chance::Binomial, Level::P95);
    if excess.is_ok_and(|excess| excess.risk.value < 0.0) {
        return Verdict::LeftOut(
            "a reference with a rate above the mean: another tool prints nought for an excess below nought",
        );
    }
    let mean = table.mean();
    // There, the risk's standard error is Walter's of the fraction times the mean.
    let se = walter_se(&table.groups).map(|se| se * mean);
    let z = 1.959_963_984_540_054;
    let figure = excess.and_then(|excess| {
        Ok(match (method, row.stat.as_str()) {
            ("paf", _) => -100.0 * excess.fraction?.value,
            (_, "estimate") => -excess.risk.value,
            (_, "se") => se?,
            (_, "lower95") => -excess.risk.value - z * se?,
            _ => -excess.risk.value + z * se?,
        })
    });
    judged(row, figure, 1.0)
}

fn index_part(index: Index, stat: &str) -> Answer<f64> {
    let limits = index.symmetric(Level::P95).ok_or(NoAnswer::NotReached);
    Ok(match stat {
        "se" => index.se.ok_or(NoAnswer::NotReached)?,
        "lower95" => limits?.lower,
        "upper95" => limits?.upper,
        _ => index.value,
    })
}

fn ends(groups: &[Group]) -> Answer<(Group, Group)> {
    match groups {
        [first, .., last] => Ok((*first, *last)),
        _ => Err(NoAnswer::TooFewGroups),
    }
}

fn judged(row: &Expected, got: Answer<f64>, scale: f64) -> Verdict {
    match got {
        Err(NoAnswer::ZeroReference)
            if row.value == Some(0.0) || row.stat == "lower95" || row.stat == "upper95" =>
        {
            Verdict::LeftOut(WALTER)
        }
        Err(NoAnswer::TooFewGroups) if row.value.is_some() => {
            Verdict::LeftOut("one group: another tool compares it with itself")
        }
        Err(NoAnswer::ZeroCount | NoAnswer::NoEvents | NoAnswer::ZeroReference)
            if row.value.is_some_and(|want| want.is_finite()) =>
        {
            Verdict::LeftOut("no events in an end group: another tool prints a nought")
        }
        got => compare_at(row, got, scale),
    }
}
