//! Sentences, by rule.
//!
//! A sentence says the direction, the size and the uncertainty of a figure, and nothing about its cause.
//! People come first: children are *involved with* services, and neighbourhoods are deprived. What is
//! hidden is never compared, and two figures are only put in order where their limits do not overlap.

mod beside;
mod choices;
mod components;
mod flow;
mod gradient;
mod groups;
mod journeys;
mod losses;
mod share;
mod thresholds;
mod years;

pub(super) use beside::beside;
pub(super) use choices::choices;
pub(super) use components::components;
pub(super) use flow::flow;
pub(super) use gradient::{
    by_definition, caution, coarser, difference, headline, index, is_of_index, second,
};
pub(super) use groups::{completeness, curve, departures, groups, panels, progression, strata, within};
pub(super) use journeys::{
    ByMonth, ENDED, ESCALATED, PLANNED_AGAIN, RETURNED, escalation, journey, plans, returns,
};
pub(super) use losses::losses;
pub(super) use share::share;
pub(super) use thresholds::thresholds;
pub(super) use years::years;

use std::cmp::Ordering;

use super::number;
use crate::domain::period::long_date;
use crate::domain::{
    AbuseRole, Cell, Cross, Definition, Figure, Grouping, Outcome, Period, Proxy, Timing, Which, Whose,
};

/// Returns a stratum in words: `Quintile 1, most deprived; girls`.
pub(super) fn stratum(cross: Cross, at: usize) -> String {
    let categories = cross.axes().zip(cross.categories(at));
    capital(&categories.map(|(axis, at)| axis.category_title(at)).collect::<Vec<_>>().join("; "))
}

/// What a ratio says, with its limits taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Above 1, and so are both limits.
    Higher,
    /// Below 1, and so are both limits.
    Lower,
    /// The limits include 1.
    Similar,
    /// Shown, without limits.
    Unsure,
    /// Hidden: too few children.
    TooFew,
    /// Not to be had.
    None,
}

fn verdict(figure: Option<&Figure>) -> Verdict {
    match figure.map(|f| (f.value, f.limits)) {
        Some((Cell::Shown(_), Some((lower, _)))) if lower > 1.0 => Verdict::Higher,
        Some((Cell::Shown(_), Some((_, upper)))) if upper < 1.0 => Verdict::Lower,
        Some((Cell::Shown(_), Some(_))) => Verdict::Similar,
        Some((Cell::Shown(_), None)) => Verdict::Unsure,
        Some((Cell::Hidden, _)) => Verdict::TooFew,
        Some((Cell::NotApplicable | Cell::Unavailable, _)) | None => Verdict::None,
    }
}

/// Returns how the first figure lies to the second where their limits do not overlap: `Equal` where they
/// do, and `None` where either has no limits to go by.
fn apart(one: Option<&Figure>, other: Option<&Figure>) -> Option<Ordering> {
    let limits = |f: Option<&Figure>| f.filter(|f| f.value.shown().is_some()).and_then(|f| f.limits);
    let (one, other) = (limits(one)?, limits(other)?);
    Some(match () {
        () if one.0 > other.1 => Ordering::Greater,
        () if one.1 < other.0 => Ordering::Less,
        () => Ordering::Equal,
    })
}

/// Returns whether a figure is there and hidden.
fn hidden(figure: Option<&Figure>) -> bool {
    figure.is_some_and(|f| f.value == Cell::Hidden)
}

/// Returns `95% confidence interval 7.1 to 11.9`, or that there is none.
fn interval(figure: &Figure) -> String {
    match (figure.limits, figure.level) {
        (Some(_), Some(level)) => {
            format!("{} confidence interval {}", number::level(level), number::limits(Some(figure)))
        }
        (Some(_), None) => format!("confidence interval {}", number::limits(Some(figure))),
        (None, _) => "too few children for a confidence interval".to_owned(),
    }
}

/// Returns `9.2 (95% confidence interval 7.1 to 11.9)`.
fn value_and_interval(figure: &Figure) -> String {
    format!("{} ({})", number::value(Some(figure)), interval(figure))
}

/// Returns a share of all areas in words: `tenth` for deciles.
pub(super) fn part(grouping: Grouping) -> String {
    match grouping.count() {
        2 => "half".to_owned(),
        3 => "third".to_owned(),
        4 => "quarter".to_owned(),
        5 => "fifth".to_owned(),
        10 => "tenth".to_owned(),
        20 => "twentieth".to_owned(),
        100 => "hundredth".to_owned(),
        n => format!("group of {n}"),
    }
}

/// Returns what a child is said to do: `start a child protection plan`.
pub(super) fn involvement(outcome: Outcome, period: Period) -> String {
    match outcome {
        Outcome::Referral => "be referred to children’s social care".to_owned(),
        Outcome::Assessed => "have an assessment completed".to_owned(),
        Outcome::S47 => "be the subject of a section 47 enquiry".to_owned(),
        Outcome::Icpc => "have an initial child protection conference".to_owned(),
        Outcome::CppStart => "start a child protection plan".to_owned(),
        Outcome::CppAt => format!("be on a child protection plan on {}", long_date(period.end)),
        Outcome::ClaStart => "start to be looked after".to_owned(),
    }
}

/// Returns the involvement as a thing: `child protection plans started`.
pub(super) const fn noun(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Referral => "referrals",
        Outcome::Assessed => "assessments completed",
        Outcome::S47 => "section 47 enquiries",
        Outcome::Icpc => "initial child protection conferences",
        Outcome::CppStart => "child protection plans started",
        Outcome::CppAt => "child protection plans at year end",
        Outcome::ClaStart => "starts of being looked after",
    }
}

/// Returns what the definition looks for, without a verb.
pub(super) const fn abuse(definition: Definition) -> &'static str {
    match definition {
        Definition::Recorded(Whose::Anyone, ..) => "domestic abuse (factor 3A, 3B or 3C)",
        Definition::Recorded(Whose::One(AbuseRole::Child), ..) => "domestic abuse of the child (factor 3A)",
        Definition::Recorded(Whose::One(AbuseRole::Parent), ..) => {
            "domestic abuse of a parent or carer (factor 3B)"
        }
        Definition::Recorded(Whose::One(AbuseRole::OtherPerson), ..) => {
            "domestic abuse of another person in the household (factor 3C)"
        }
        Definition::Proxy(Proxy::PoliceReferral) => "a referral by the police",
        Definition::Proxy(Proxy::EmotionalAbusePlan) => "a plan in the category of emotional abuse",
        Definition::All => "any factor or none",
    }
}

/// Returns the definition as a clause after an involvement.
pub(super) fn clause(definition: Definition) -> String {
    match definition {
        Definition::All => "with or without domestic abuse recorded".to_owned(),
        Definition::Proxy(_) => {
            format!("with {} (a proxy, not a record of domestic abuse)", abuse(definition))
        }
        Definition::Recorded(_, which, timing) => {
            format!("with {} recorded{}", abuse(definition), rule(which, timing))
        }
    }
}

/// Returns which assessments a definition reads, as the end of a clause; nothing for the plain rule.
const fn rule(which: Which, timing: Timing) -> &'static str {
    match (which, timing) {
        (Which::Any, Timing::Episode) => "",
        (Which::First, Timing::Episode) => " in the first assessment",
        (Which::Latest, Timing::Episode) => " in the latest assessment",
        (Which::Any, Timing::ByOutcome) => " by the day of the outcome",
        (Which::First, Timing::ByOutcome) => " in the first assessment, by the day of the outcome",
        (Which::Latest, Timing::ByOutcome) => " in the latest assessment by the day of the outcome",
    }
}

/// Returns the definition in a few words, for a row or a list.
pub(super) fn short(definition: Definition) -> String {
    match definition {
        Definition::Recorded(whose, which, timing) => {
            let whose = match whose {
                Whose::Anyone => "any of the three factors",
                Whose::One(AbuseRole::Child) => "the child (3A)",
                Whose::One(AbuseRole::Parent) => "a parent or carer (3B)",
                Whose::One(AbuseRole::OtherPerson) => "another person in the household (3C)",
            };
            format!("{whose}{}", rule(which, timing))
        }
        Definition::Proxy(Proxy::PoliceReferral) => "referred by the police (proxy)".to_owned(),
        Definition::Proxy(Proxy::EmotionalAbusePlan) => "emotional abuse plan (proxy)".to_owned(),
        Definition::All => "all, with or without domestic abuse".to_owned(),
    }
}

/// Returns the period as the end of a sentence that speaks of an involvement; a stock has said its day.
fn over(outcome: Outcome, period: Period) -> String {
    if outcome.is_stock() { String::new() } else { format!(", {}", period.words()) }
}

/// Returns when something was counted: over the period, or on its last day for a stock.
pub(super) fn when(outcome: Outcome, period: Period) -> String {
    if outcome.is_stock() { long_date(period.end) } else { period.words() }
}

/// Joins parts as a sentence does: `a, b and c`.
fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// Starts with a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Starts with a small letter.
fn lower(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unit;
    use crate::render::made_up::figure;

    fn ratio(value: f64, lower: f64, upper: f64) -> Figure {
        figure(Unit::Ratio, Cell::Shown(value), Some((lower, upper)))
    }

    #[test]
    fn a_ratio_is_similar_where_its_limits_include_one() {
        assert_eq!(verdict(Some(&ratio(1.4, 0.9, 2.2))), Verdict::Similar);
        assert_eq!(verdict(Some(&ratio(1.4, 1.0, 2.2))), Verdict::Similar);
        assert_eq!(verdict(Some(&ratio(1.4, 1.1, 2.2))), Verdict::Higher);
        assert_eq!(verdict(Some(&ratio(0.4, 0.2, 0.8))), Verdict::Lower);
    }

    #[test]
    fn what_is_hidden_or_missing_says_nothing_about_direction() {
        assert_eq!(verdict(Some(&figure(Unit::Ratio, Cell::Hidden, Some((2.0, 3.0))))), Verdict::TooFew);
        assert_eq!(verdict(Some(&figure(Unit::Ratio, Cell::Unavailable, None))), Verdict::None);
        assert_eq!(verdict(None), Verdict::None);
    }

    #[test]
    fn two_figures_are_put_in_order_only_where_their_limits_do_not_overlap() {
        let (low, middle, high) = (ratio(2.0, 1.5, 2.6), ratio(3.0, 2.5, 3.6), ratio(5.0, 4.0, 6.0));
        assert_eq!(apart(Some(&low), Some(&middle)), Some(Ordering::Equal));
        assert_eq!(apart(Some(&low), Some(&high)), Some(Ordering::Less));
        assert_eq!(apart(Some(&high), Some(&middle)), Some(Ordering::Greater));
        let hidden = figure(Unit::Ratio, Cell::Hidden, Some((1.0, 2.0)));
        assert_eq!(apart(Some(&hidden), Some(&high)), None);
    }

    #[test]
    fn parts_are_joined_as_a_sentence_does() {
        let parts: Vec<_> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!([list(&parts[..1]), list(&parts[..2]), list(&parts)], ["a", "a and b", "a, b and c"]);
    }
}
