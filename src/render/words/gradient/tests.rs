//! The sentences of the gradient, one rule at a time.

use super::*;
use crate::domain::{Cell, Outcome, Results, Stratum};
use crate::render::made_up;

fn say(results: &Results, say: impl Fn(Release<'_>, Subject) -> String) -> String {
    let plan = made_up::plan();
    let release = Release { results, plan: &plan };
    say(release, release.headline())
}

fn with_ratio(value: Cell, limits: Option<(f64, f64)>) -> Results {
    made_up::results_where(|f| match f.measure {
        Measure::RatioMostLeast => {
            (f.value, f.limits, f.level) = (value, limits, limits.map(|_| 0.95));
        }
        Measure::Rii => f.value = Cell::Hidden,
        _ => {}
    })
}

#[test]
fn the_headline_says_direction_size_interval_and_period() {
    let results = with_ratio(Cell::Shown(9.23), Some((7.1, 11.94)));
    assert_eq!(
        say(&results, headline),
        "Children in the most deprived tenth of neighbourhoods in England were about 9 times as likely as \
         children in the least deprived tenth to start a child protection plan with domestic abuse (factor 3A, \
         3B or 3C) recorded: ratio 9.2 (95% confidence interval 7.1 to 12), 1 April 2022 to 31 March 2025."
    );
}

#[test]
fn limits_that_include_one_make_the_ends_similar() {
    let said = say(&with_ratio(Cell::Shown(1.4), Some((0.8, 2.5))), headline);
    assert!(said.contains("were similarly likely to"), "{said}");
    assert!(said.contains("includes no difference"), "{said}");
    assert!(!said.contains("times as likely"), "{said}");
}

#[test]
fn a_reversed_gradient_is_said_to_be_less_likely() {
    let said = say(&with_ratio(Cell::Shown(0.4), Some((0.2, 0.8))), headline);
    assert!(said.contains("were less likely than"), "{said}");
}

#[test]
fn a_hidden_ratio_says_too_few_and_gives_no_number() {
    let said = say(&with_ratio(Cell::Hidden, Some((7.0, 9.0))), headline);
    assert!(said.starts_with("Too few children came to start"), "{said}");
    assert!(!said.contains("ratio"), "{said}");
}

#[test]
fn a_ratio_without_limits_is_not_called_likely() {
    let said = say(&with_ratio(Cell::Shown(3.0), None), headline);
    assert!(said.contains("no interval could be computed"), "{said}");
}

#[test]
fn a_ratio_that_could_not_be_computed_gives_the_reason() {
    let mut results = with_ratio(Cell::Unavailable, None);
    for figure in results.figures.iter_mut() {
        figure.reason = Some("the reference group has a rate of zero");
    }
    let said = say(&results, headline);
    assert!(said.contains("cannot be compared: the reference group has a rate of zero"), "{said}");
}

#[test]
fn where_the_end_groups_are_hidden_the_fitted_ends_speak() {
    let with = |limits: (f64, f64)| {
        made_up::results_where(move |f| match f.measure {
            Measure::RatioMostLeast => f.value = Cell::Hidden,
            Measure::Rii => (f.value, f.limits, f.level) = (Cell::Shown(8.04), Some(limits), Some(0.95)),
            _ => {}
        })
    };
    assert_eq!(
        say(&with((5.0, 13.0)), headline),
        "Children at the most deprived end of neighbourhoods in England were about 8 times as likely as children at \
         the least deprived end to start a child protection plan with domestic abuse (factor 3A, 3B or 3C) recorded: \
         relative index across all groups 8.0 (95% confidence interval 5.0 to 13), 1 April 2022 to 31 March 2025."
    );
    assert!(say(&with((0.9, 13.0)), headline).contains("similarly likely"));
    assert!(
        say(&with((5.0, 13.0)), other_definition)
            .contains("fitted rate at the most deprived end was 8.0 times")
    );
}

#[test]
fn where_tenths_are_hidden_fifths_speak() {
    let hide = |f: &mut Figure| {
        if f.measure == Measure::RatioMostLeast && f.dimension.name() == "deprivation_decile" {
            f.value = Cell::Hidden;
        }
    };
    let said = say(&made_up::results_where(hide), headline);
    assert!(said.contains("most deprived fifth") && said.contains("times as likely"), "{said}");
}

#[test]
fn an_overlap_with_all_episodes_is_not_called_a_difference() {
    let set = |limits: (f64, f64)| {
        made_up::results_where(move |f| {
            if f.measure == Measure::Rii {
                let own = f.definition != Definition::All;
                f.value = Cell::Shown(if own { 8.0 } else { 6.0 });
                f.limits = Some(if own { (7.0, 9.0) } else { limits });
            }
        })
    };
    let said = say(&set((5.0, 7.5)), beside_all);
    assert!(said.contains("overlap, so these data do not show"), "{said}");
    let said = say(&set((5.0, 6.5)), beside_all);
    assert!(said.ends_with("the gradient was steeper where domestic abuse was recorded."), "{said}");
}

#[test]
fn few_children_at_an_end_bring_a_caution() {
    let few = |count: f64| {
        made_up::results_where(move |f| {
            let end = matches!(f.stratum, Stratum::Group(g) if g.number() == 10);
            if f.measure == Measure::Children && end {
                f.value = Cell::Shown(count);
            }
        })
    };
    let plan = made_up::plan();
    let said = |results: &Results| {
        let release = Release { results, plan: &plan };
        caution(release, Subject { outcome: Outcome::S47, ..release.headline() })
    };
    assert!(said(&few(25.0)).is_some_and(|s| s.contains("in the least deprived tenth")));
    assert_eq!(said(&few(30.0)), None);
}

#[test]
fn the_second_definition_is_a_parents_abuse_unless_that_is_hidden() {
    let plan = made_up::plan();
    let said = |results: &Results| {
        let release = Release { results, plan: &plan };
        second(release, Subject { outcome: Outcome::Referral, ..release.headline() }).unwrap()
    };
    assert!(said(&made_up::results()).contains("(factor 3B)"));
    let hidden = made_up::results_where(|f| {
        if f.definition == Definition::role(AbuseRole::Parent) {
            f.value = Cell::Hidden;
        }
    });
    assert!(said(&hidden).contains("(factor 3A)"));
}

#[test]
fn every_definition_is_spoken_of_once() {
    let (results, plan) = (made_up::results(), made_up::plan());
    let release = Release { results: &results, plan: &plan };
    let said = by_definition(release, release.headline());
    assert_eq!(said.len(), 4);
    for (sentence, factor) in said.iter().zip(["3A", "3B", "3C", "with or without"]) {
        assert!(sentence.contains(factor), "{sentence}");
    }
}
