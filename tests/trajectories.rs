//! Journeys and starts of care on the synthetic authority, against what is true of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::path::Path;
use std::sync::LazyLock;

use social_gradient::config::{self, Breakdowns, Plan};
use social_gradient::diag::{Code, Findings};
use social_gradient::domain::{Definition, Figure, Measure, Outcome, Results};
use social_gradient::read::Tables;
use social_gradient::{count, disclose, estimate, link, read};

/// Returns the plan of the repository without its breakdowns, which are tried elsewhere and are slow to protect.
fn plan() -> Plan {
    let mut plan =
        config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/quarterly.toml")).unwrap();
    plan.breakdowns = Breakdowns { crosses: Vec::new(), intersections: Vec::new(), outcomes: Vec::new() };
    plan.definitions.truncate(2);
    plan
}

static NORTHBRIDGE: LazyLock<(Tables, Findings, Results)> = LazyLock::new(|| {
    let plan = plan();
    let (tables, findings) = read::read(&plan, &|_| {}).unwrap();
    let (cohort, losses) = link::link(&tables, &plan, &mut Findings::default()).unwrap();
    let (published, _) = disclose::disclose(&count::count(&cohort, &losses, &plan), plan.disclosure).unwrap();
    let results = published.derive(&plan, estimate::estimate).get().clone();
    (tables, findings, results)
});

/// Returns the figure of a measure in the whole authority or over its groups.
fn figure(
    definition: Definition,
    outcome: Outcome,
    measure: Measure,
    dimensions: &str,
    stratum: &str,
) -> Figure {
    let mut found = NORTHBRIDGE.2.figures.iter().filter(|one| {
        (one.definition, one.outcome, one.measure) == (definition, outcome, measure)
            && one.dimension.name() == dimensions
            && one.stratum.name() == stratum
    });
    found.next_back().unwrap_or_else(|| panic!("{} {dimensions} {stratum}", measure.name())).clone()
}

fn holds(figure: &Figure, truth: f64) -> bool {
    figure.limits.is_some_and(|(lower, upper)| lower <= truth && truth <= upper)
}

/// Kaplan and Meier's product by the day, from the rows that were read and by no code of the program's.
fn ended_by(days: i32) -> f64 {
    let tables = &NORTHBRIDGE.0;
    let mut plans = std::collections::BTreeMap::new();
    for plan in &tables.plans {
        let episode = &tables.episodes[plan.episode as usize];
        let started = plan.started.unwrap();
        if started >= jiff::civil::date(2022, 4, 1) {
            plans.insert((episode.child, episode.referred, started), plan.ended);
        }
    }
    let last = jiff::civil::date(2025, 3, 31);
    let times: Vec<(i32, bool)> = plans
        .iter()
        .map(|(&(.., started), ended)| {
            (started.until(ended.unwrap_or(last)).unwrap().get_days(), ended.is_some())
        })
        .collect();
    let mut distinct: Vec<i32> = times.iter().map(|time| time.0).filter(|&time| time <= days).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let left = distinct.into_iter().fold(1.0, |left, time| {
        let at_risk = times.iter().filter(|one| one.0 >= time).count();
        let events = times.iter().filter(|one| **one == (time, true)).count();
        left * (1.0 - events as f64 / at_risk as f64)
    });
    1.0 - left
}

#[test]
fn how_long_plans_last_is_what_the_days_themselves_say() {
    for (months, days) in [("3", 91), ("6", 183), ("12", 365), ("24", 730)] {
        let dimensions = "months_since_plan_start";
        let told = figure(Definition::All, Outcome::CppStart, Measure::PlanEndedBy, dimensions, months);
        let truth = ended_by(days);
        assert!(holds(&told, truth), "{months} months: {truth} in {:?}", told.limits);
    }
    let median = figure(Definition::All, Outcome::CppStart, Measure::PlanMedianMonths, "", "");
    assert!(
        holds(&median, 10.0),
        "half of plans are drawn to end between 6 and 12 months: {:?}",
        median.limits
    );
}

#[test]
fn once_referred_and_assessed_the_more_deprived_go_on_to_enquiry_as_they_were_drawn_to() {
    // Enquiries have a relative index of 6 where assessments have 4, so 1.5 among those assessed: from about 0.32 to
    // 0.48 of them, or 1.97 times the odds.
    let dimensions = "deprivation_quintile*months_since_referral";
    let told = figure(Definition::ANY, Outcome::S47, Measure::HazardRatio, dimensions, "");
    assert!(holds(&told, 1.97), "{:?}", told.limits);
}

#[test]
fn looking_back_finds_as_many_rereferrals_as_were_drawn() {
    // Of all three years, the first of which looks back into years before the returns.
    let truth: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge/truth.json"),
        )
        .unwrap(),
    )
    .unwrap();
    let all_years = truth["rereferred_within_12_months_share"].as_f64().unwrap();
    let axis = "after_another_referral";
    let told = figure(Definition::All, Outcome::Referral, Measure::Rereferral12m, axis, "within_12_months");
    let share = told.value.shown().unwrap();
    assert!((share - all_years).abs() < 0.06, "{share} in the last year, {all_years} in all three");
}

#[test]
fn what_the_returns_do_not_reach_back_to_is_said_and_not_guessed() {
    let first = NORTHBRIDGE.2.figures.iter().find(|one| {
        one.measure == Measure::Rereferral12m && one.period.label() == "2023" && one.value.status() == "x"
    });
    assert!(first.unwrap().reason.unwrap().contains("do not go back"));
}

#[test]
fn more_plans_are_reported_to_be_later_ones_than_the_returns_show() {
    let told = figure(Definition::All, Outcome::CppStart, Measure::LaterPlanDiscrepancy, "", "");
    assert!(told.value.shown().unwrap() > 0.0);
}

#[test]
fn every_share_over_time_rests_on_counts_that_are_published() {
    let shares =
        [Measure::Escalation, Measure::RereferralForward, Measure::RepeatReferral, Measure::PlanEndedBy];
    let mut met = 0;
    for share in NORTHBRIDGE.2.figures.iter().filter(|one| shares.contains(&one.measure)) {
        let (Some(_), Some(cases)) = (share.value.shown(), share.cases.shown()) else { continue };
        let published = NORTHBRIDGE.2.figures.iter().any(|one| {
            one.measure == Measure::Standing
                && (one.definition, one.outcome) == (share.definition, share.outcome)
                && one.dimension.name() == format!("{}*standing", share.dimension.name())
                && one.stratum.name() == format!("{}*happened", share.stratum.name())
                && one.value.shown() == Some(cases)
        });
        assert!(published, "{:?} {}", share.measure, share.stratum.name());
        met += 1;
    }
    assert!(met > 50, "{met}");
}

#[test]
fn traps_of_the_looked_after_return_are_noted_as_often_as_they_were_set() {
    let count = |code| NORTHBRIDGE.1.count(code);
    assert_eq!(count(Code::ShortBreaks), 4);
    assert_eq!(count(Code::CareWithoutNeed), 0);
    assert!(count(Code::MatchedByPupil) > 0);
}
