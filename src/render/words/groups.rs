//! Breakdowns, intersections, the specification curve and completeness, in sentences.

use std::cmp::Ordering;

use super::{
    Verdict, apart, capital, clause, interval, involvement, list, noun, over, value_and_interval, verdict,
};
use crate::domain::figure::Choice;
use crate::domain::{Cell, Cross, Figure, Measure, Outcome};
use crate::render::number;
use crate::render::release::{Release, Subject};

/// Says what the rates or shares of the categories of a characteristic were, and never puts overlapping ones in order.
pub(in crate::render) fn groups(
    release: Release<'_>,
    of: Subject,
    cross: Cross,
    measure: Measure,
) -> Vec<String> {
    let figures: Vec<_> = (0..cross.count())
        .filter_map(|at| {
            let figure = release.of_stratum(of, measure, cross, at)?;
            let names = cross.axes().zip(cross.categories(at)).map(|(axis, at)| axis.category_title(at));
            Some((names.collect::<Vec<_>>().join("; "), figure))
        })
        .collect();
    let shown: Vec<_> = figures.iter().filter(|(_, figure)| figure.value.shown().is_some()).collect();
    let what = match measure {
        Measure::Rate => "Rates per 10,000 aged 0 to 17",
        _ => "Shares of the children counted",
    };
    if shown.is_empty() {
        return vec![format!("{what} by {} cannot be shown.", cross.title())];
    }
    let each: Vec<_> =
        shown.iter().map(|(name, figure)| format!("{name} {}", value_and_interval(figure))).collect();
    let mut said = vec![format!(
        "{what} of {} {}, by {}{}: {}.",
        noun(of.outcome),
        clause(of.definition),
        cross.title(),
        over(of.outcome, of.period),
        list(&each)
    )];
    let hidden: Vec<_> = figures
        .iter()
        .filter(|(_, figure)| figure.value == Cell::Hidden)
        .map(|(name, _)| name.clone())
        .collect();
    if !hidden.is_empty() {
        said.push(format!("Hidden to protect children: {}.", list(&hidden)));
    }
    if measure == Measure::Share {
        // Which is largest says who the children are and nothing of involvement.
        said.push("Counts are rounded, so these shares need not add up to 100%.".to_owned());
        return said;
    }
    let highest = shown.iter().max_by(|one, other| value(one.1).total_cmp(&value(other.1)));
    let clear = highest.filter(|highest| {
        let others = shown.iter().filter(|one| one.0 != highest.0);
        shown.len() > 1
            && others.map(|one| apart(Some(highest.1), Some(one.1))).all(|way| way == Some(Ordering::Greater))
    });
    said.push(match clear {
        Some((name, _)) => format!("The interval of {name} lies above all others."),
        None if shown.len() > 1 => {
            "No one interval lies above all others, so none is called the highest.".to_owned()
        }
        None => "Nothing stands beside it to compare it with.".to_owned(),
    });
    said
}

/// Says how the rates of categories compare with the reference category's within groups of like deprivation.
pub(in crate::render) fn within(release: Release<'_>, of: Subject, cross: Cross) -> Vec<String> {
    let verdicts: Vec<_> = (0..cross.count())
        .filter_map(|at| release.of_stratum(of, Measure::RelativeRate, cross, at))
        .filter(|figure| figure.value.shown().is_some())
        .map(|figure| verdict(Some(figure)))
        .collect();
    if verdicts.is_empty() {
        return Vec::new();
    }
    let about = format!(
        "Within groups of like deprivation, by {}, {} rates of {} can be set beside that of the reference category",
        cross.title(),
        number::many(verdicts.len()),
        noun(of.outcome)
    );
    vec![if verdicts.iter().any(|one| [Verdict::Higher, Verdict::Lower].contains(one)) {
        let is = |wanted| match verdicts.iter().filter(|one| **one == wanted).count() {
            0 => "none is".to_owned(),
            1 => "1 is".to_owned(),
            several => format!("{} are", number::many(several)),
        };
        format!("{about}: {} higher, {} lower.", is(Verdict::Higher), is(Verdict::Lower))
    } else {
        format!("{about}: none of these comparisons shows a difference.")
    }]
}

/// Says what the small multiples hold, and how many of their rates are hidden.
pub(in crate::render) fn panels(release: Release<'_>, of: Subject, cross: Cross) -> Vec<String> {
    let figures: Vec<_> =
        (0..cross.count()).filter_map(|at| release.of_stratum(of, Measure::Rate, cross, at)).collect();
    let hidden = figures.iter().filter(|figure| figure.value == Cell::Hidden).count();
    vec![format!(
        "Rates of {} {} by {}{}: {} rates, of which {} are hidden because they rest on few children. Each panel is one group’s \
         own gradient; differences between panels are read by their intervals.",
        noun(of.outcome),
        clause(of.definition),
        cross.title(),
        over(of.outcome, of.period),
        number::many(figures.len()),
        number::many(hidden)
    )]
}

fn value(figure: &Figure) -> f64 {
    figure.value.shown().unwrap_or(f64::NEG_INFINITY)
}

/// Says how far strata differ, and whether by more than their characteristics add up to.
pub(in crate::render) fn strata(release: Release<'_>, of: Subject, cross: Cross) -> Vec<String> {
    let model =
        |measure| release.of_model(of, measure, cross).filter(|figure| figure.value.shown().is_some());
    let explained = model(Measure::StratumPcv).zip(model(Measure::StratumVarianceAdditive));
    let first = explained.map(|(explained, left)| {
        let between = format!("strata in {} by {}", noun(of.outcome), cross.title());
        if left.value == Cell::Shown(0.0) {
            return format!(
                "What each characteristic adds by itself accounts for all the difference that can be seen between {between}: \
                 these counts do not show that characteristics together do more (variance left over 0, {}).",
                interval(left)
            );
        }
        let end = match left.limits {
            Some((lower, _)) if lower > 0.0 => "characteristics together do more, or less, than each by itself",
            _ => "these counts do not show that characteristics together do more than each by itself",
        };
        format!(
            "Of the variance between {between}, {} is what each characteristic adds by itself. The variance left over is {}: \
             {end}.",
            number::value(Some(explained)),
            value_and_interval(left)
        )
    });
    let ratio = model(Measure::StratumMorNull).map(|ratio| {
        format!(
            "Of two strata taken at random, the rate of the higher is {} times that of the lower, at the median.",
            number::value(Some(ratio))
        )
    });
    first.into_iter().chain(ratio).collect()
}

/// Says how many strata depart from what their characteristics add up to.
pub(in crate::render) fn departures(release: Release<'_>, of: Subject, cross: Cross) -> Vec<String> {
    let verdicts: Vec<_> = (0..cross.count())
        .filter_map(|at| release.of_stratum(of, Measure::InteractionResidual, cross, at))
        .map(|figure| verdict(Some(figure)))
        .collect();
    let count = |wanted| number::many(verdicts.iter().filter(|one| **one == wanted).count());
    let about = format!(
        "Of the {} strata of {} that could be modelled for {}",
        number::many(verdicts.len()),
        cross.title(),
        noun(of.outcome)
    );
    vec![if verdicts.iter().any(|one| [Verdict::Higher, Verdict::Lower].contains(one)) {
        format!(
            "{about}, the rate is higher than the characteristics add up to in {}, and lower in {}.",
            count(Verdict::Higher),
            count(Verdict::Lower)
        )
    } else {
        format!("{about}, none can be told from what its characteristics add up to.")
    }]
}

/// Says how far the headline hangs on the choices made; nothing where there is no curve.
pub(in crate::render) fn curve(release: Release<'_>, of: Subject) -> Vec<String> {
    let figure = |measure| release.any(of, measure).filter(|figure: &&Figure| figure.value.shown().is_some());
    let ends = (figure(Measure::CurveLeast), figure(Measure::CurveMedian), figure(Measure::CurveMost));
    let (Some(least), Some(middle), Some(most)) = ends else { return Vec::new() };
    let vague = release.results.curve.iter().filter(|point| point.choice == Choice::Vague).count();
    let mut said = vec![format!(
        "Of {} sets of choices that were tried, many come to the same counts: there were {} different results. Over these the \
         relative index of {} lay between {} and {}, with {} in the middle.",
        number::many(release.results.curve.len()),
        number::many(release.curve().len()),
        noun(of.outcome),
        number::value(Some(least)),
        number::value(Some(most)),
        number::value(Some(middle))
    )];
    if let Some(above) = figure(Measure::CurveAboveOne) {
        said.push(format!("Under {} of them the whole interval lies above 1.", number::value(Some(above))));
    }
    if vague > 0 {
        said.push(format!(
            "{} other sets of choices rest on too few children to say anything, and are left out.",
            number::many(vague)
        ));
    }
    said
}

/// Says at which stages the share that goes on differs by deprivation.
pub(in crate::render) fn progression(release: Release<'_>, of: Subject) -> Vec<String> {
    let each: Vec<_> = release
        .progressions(of)
        .filter_map(|outcome| {
            let figure = release.any(Subject { outcome, ..of }, Measure::RiiProgression)?;
            let end = match verdict(Some(figure)) {
                Verdict::Higher => "more likely where deprivation is greater",
                Verdict::Lower => "less likely where deprivation is greater",
                Verdict::Similar => "no difference shown by deprivation",
                _ => return None,
            };
            Some(format!("to {}, {end} (relative index {})", doing(outcome, of), value_and_interval(figure)))
        })
        .collect();
    if each.is_empty() {
        return vec![
            "Too few children reached each stage for the steps between them to be compared.".to_owned(),
        ];
    }
    vec![format!("Among those who had reached the stage before: {}.", each.join("; "))]
}

fn doing(outcome: Outcome, of: Subject) -> String {
    involvement(outcome, of.period)
}

/// Says how often no factor was recorded, and whether that differs between the two ends.
pub(in crate::render) fn completeness(release: Release<'_>, of: Subject) -> Vec<String> {
    let by = release.finest();
    let total = release.total(of, Measure::FactorsMissingShare);
    let first = match total.map(|figure| (figure.value, figure)) {
        Some((Cell::Shown(_), figure)) => {
            format!("No factor at all was recorded in {} of assessed episodes.", value_and_interval(figure))
        }
        Some((Cell::Hidden, _)) => {
            "The share of assessed episodes without factors is hidden because it is small.".to_owned()
        }
        _ => return Vec::new(),
    };
    let end = |group| release.of_group(of, Measure::FactorsMissingShare, by, group);
    let (most, least) = (end(crate::domain::Group::MOST), end(release.least(by)));
    let second = match apart(most, least) {
        Some(Ordering::Greater) => "it was larger in the most deprived group than in the least",
        Some(Ordering::Less) => "it was smaller in the most deprived group than in the least",
        Some(Ordering::Equal) => "the intervals of the most and the least deprived group overlap",
        None => "the most and the least deprived group cannot be compared",
    };
    vec![first, capital(&format!("{second}."))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Axis, Definition, Dimension, Stratum, Unit};
    use crate::render::made_up;

    /// A release with two categories of sex, at these rates.
    fn say(girls: (f64, f64, f64), boys: Option<(f64, f64, f64)>) -> String {
        let cross = Cross::new(&[Axis::Sex]).unwrap();
        let mut results = made_up::results();
        for (at, rate) in [(0, Some(girls)), (1, boys)] {
            let cell = rate.map_or(Cell::Hidden, |(value, ..)| Cell::Shown(value));
            let limits = rate.map(|(_, lower, upper)| (lower, upper));
            let mut figure = made_up::figure(Unit::Per10000Aged0To17, cell, limits);
            figure.measure = Measure::Rate;
            (figure.dimension, figure.stratum) = (Dimension::Cross(cross), Stratum::Cross(cross, at));
            figure.definition = Definition::ANY;
            results.figures.push(figure);
        }
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        groups(release, release.headline(), cross, Measure::Rate).join(" ")
    }

    #[test]
    fn a_category_is_called_highest_only_where_its_interval_is_apart() {
        assert!(
            say((50.0, 45.0, 56.0), Some((30.0, 26.0, 34.0)))
                .ends_with("The interval of Girls lies above all others.")
        );
        assert!(say((50.0, 45.0, 56.0), Some((48.0, 44.0, 53.0))).contains("none is called the highest"));
    }

    #[test]
    fn a_hidden_category_is_not_compared() {
        let said = say((50.0, 45.0, 56.0), None);
        assert!(said.contains("Hidden to protect children: Boys."), "{said}");
        assert!(!said.contains("above all others") && !said.contains("Boys 0"), "{said}");
    }

    /// What is said where a cross of deprivation and sex has these figures.
    fn crossed(
        figures: &[(Measure, Stratum, f64, (f64, f64))],
        say: impl Fn(Release<'_>, Subject, Cross) -> Vec<String>,
    ) -> String {
        let cross = by_sex();
        let mut results = made_up::results();
        for &(measure, stratum, value, limits) in figures {
            let mut figure = made_up::figure(Unit::Ratio, Cell::Shown(value), Some(limits));
            (figure.measure, figure.dimension, figure.stratum) = (measure, Dimension::Cross(cross), stratum);
            results.figures.push(figure);
        }
        let plan = made_up::plan();
        let release = Release { results: &results, plan: &plan };
        say(release, release.headline(), cross).join(" ")
    }

    fn by_sex() -> Cross {
        Cross::new(&[Axis::Deprivation(crate::domain::Grouping::QUINTILES), Axis::Sex]).unwrap()
    }

    #[test]
    fn rates_beside_the_reference_are_counted_by_what_their_intervals_say() {
        let at = |stratum| (Measure::RelativeRate, Stratum::Cross(by_sex(), stratum));
        let figure = |stratum, value, limits| (at(stratum).0, at(stratum).1, value, limits);
        let figures = [figure(1, 1.6, (1.2, 2.1)), figure(3, 1.1, (0.8, 1.5)), figure(5, 0.9, (0.6, 1.3))];
        let said = crossed(&figures, within);
        assert!(said.contains("3 rates") && said.ends_with("1 is higher, none is lower."), "{said}");
        assert!(crossed(&figures[1..], within).ends_with("none of these comparisons shows a difference."));
        assert_eq!(crossed(&[], within), "");
    }

    #[test]
    fn strata_are_said_to_do_more_together_only_where_the_variance_left_over_is_above_none() {
        let said = |lower| {
            let figures = [
                (Measure::StratumPcv, Stratum::Total, 0.9, (0.5, 1.0)),
                (Measure::StratumVarianceAdditive, Stratum::Total, 0.02, (lower, 0.1)),
            ];
            crossed(&figures, strata)
        };
        assert!(said(0.0).contains("do not show that characteristics together do more"), "{}", said(0.0));
        assert!(said(0.01).ends_with("characteristics together do more, or less, than each by itself."));
    }
}
