//! What is said of journeys, by rule.

use super::*;
use crate::domain::{Axis, Cross, Dimension, Grouping, Results, Unit};
use crate::render::made_up;

const LEAST: u8 = 5;

fn fifth(number: u8) -> Stratum {
    Stratum::Group(Group::new(number).unwrap())
}

/// A share of a journey within a year: of all, of the most and of the least deprived fifth.
fn shares(journey: Journey, most: Option<(f64, f64, f64)>, least: Option<(f64, f64, f64)>) -> Vec<Figure> {
    let all = Some((0.2, 0.18, 0.22));
    [(Stratum::Total, all), (fifth(1), most), (fifth(LEAST), least)]
        .map(|(place, share)| made_up::by_month(journey, YEAR, place, share))
        .to_vec()
}

fn hazard_of(journey: Journey, value: f64, limits: (f64, f64)) -> Figure {
    let axes = [Axis::Deprivation(Grouping::QUINTILES), Axis::Months(journey)];
    Figure {
        measure: Measure::HazardRatio,
        outcome: journey.outcome(),
        dimension: Dimension::Cross(Cross::new(&axes).unwrap()),
        ..made_up::figure(Unit::Ratio, Cell::Shown(value), Some(limits))
    }
}

fn part_of(portions: Portions, at: u16, share: Option<(f64, f64, f64)>) -> Figure {
    let cross = Cross::new(&[Axis::Part(portions)]).unwrap();
    let value = share.map_or(Cell::Hidden, |(value, ..)| Cell::Shown(value));
    Figure {
        measure: portions.measure(),
        outcome: portions.outcome(),
        dimension: Dimension::Cross(cross),
        stratum: Stratum::Cross(cross, at),
        ..made_up::figure(Unit::Proportion, value, share.map(|(_, lower, upper)| (lower, upper)))
    }
}

fn say(figures: Vec<Figure>, say: impl Fn(Release<'_>) -> Vec<String>) -> String {
    let plan = made_up::plan();
    let results = Results { figures: figures.into(), ..made_up::results() };
    say(Release { results: &results, plan: &plan }).join(" ")
}

#[test]
fn the_two_ends_are_put_in_order_only_where_their_limits_are_apart() {
    let apart = shares(Journey::ToPlan, Some((0.25, 0.23, 0.27)), Some((0.1, 0.08, 0.13)));
    let said = say(apart, escalation);
    assert!(said.starts_with("Of children referred with domestic abuse"), "{said}");
    assert!(said.contains("20.0% (95% confidence interval 18.0% to 22.0%) were on a child"), "{said}");
    assert!(said.contains("25.0% in the most deprived fifth and 10.0%"), "{said}");
    assert!(said.contains("higher in the most deprived."), "{said}");
    let near = shares(Journey::ToPlan, Some((0.25, 0.2, 0.3)), Some((0.2, 0.15, 0.25)));
    assert!(say(near, escalation).contains("do not show that the two differ"));
}

#[test]
fn an_end_that_is_hidden_is_said_to_be_and_not_compared() {
    let said = say(shares(Journey::ToPlan, Some((0.25, 0.2, 0.3)), None), escalation);
    assert!(said.contains("that of the least deprived is hidden to protect children"), "{said}");
    assert!(!said.contains("higher"), "{said}");
    let said = say(shares(Journey::ToPlan, None, None), escalation);
    assert!(said.contains("cannot be shown, so they are not compared"), "{said}");
}

#[test]
fn a_ratio_of_odds_is_told_with_what_its_limits_allow() {
    let with = |value, limits| {
        let mut figures = shares(Journey::ToPlan, None, None);
        figures.push(hazard_of(Journey::ToPlan, value, limits));
        say(figures, escalation)
    };
    assert!(with(2.4, (1.3, 4.1)).ends_with("those at the least; higher where deprivation is greater."));
    assert!(with(0.4, (0.2, 0.8)).ends_with("lower where deprivation is greater."));
    assert!(with(1.4, (0.8, 2.1)).ends_with("the interval includes no difference."));
    let wide = with(2.1, (0.001, 4_920.0));
    assert!(
        wide.ends_with("too few children were counted to say whether it comes sooner at one end."),
        "{wide}"
    );
    assert!(!wide.contains("4,920"), "{wide}");
}

#[test]
fn coming_back_is_told_forward_and_looking_back_only_where_the_returns_reach() {
    let mut figures = shares(Journey::Rereferral, None, None);
    let said = say(figures.clone(), returns);
    assert!(said.contains("20.0% (95% confidence interval 18.0% to 22.0%) were followed by"), "{said}");
    assert!(said.contains("do not go back far enough"), "{said}");
    figures.push(Figure {
        definition: Definition::All,
        ..part_of(Portions::Rereferrals, 0, Some((0.3, 0.25, 0.35)))
    });
    figures.push(part_of(Portions::Rereferrals, 0, None));
    let said = say(figures, returns);
    assert!(said.contains("30.0% (95% confidence interval 25.0% to 35.0%) of all referrals came"), "{said}");
    assert!(said.contains("it was a share hidden to protect children."), "{said}");
}

#[test]
fn what_came_after_a_plan_leaves_out_what_is_hidden_and_names_it() {
    let figures =
        vec![part_of(Portions::AfterPlan, 0, None), part_of(Portions::AfterPlan, 4, Some((0.9, 0.8, 0.95)))];
    let said = say(figures, plans);
    assert_eq!(
        said,
        "What came first in the 12 months after such plans ended: closed, and not referred again, 90.0% (95% confidence \
         interval 80.0% to 95.0%). Hidden to protect children: on a plan again."
    );
}

#[test]
fn a_release_without_journeys_says_nothing_of_them() {
    assert_eq!(say(Vec::new(), escalation), "");
    assert_eq!(say(Vec::new(), plans), "");
}
