//! Journeys and starts of care on the synthetic authority, against what is true of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use social_gradient::config::{self, Breakdowns, Plan};
use social_gradient::diag::{Code, Findings};
use social_gradient::domain::codes::ClosureReason;
use social_gradient::domain::{Definition, Figure, Measure, Outcome, Results};
use social_gradient::read::{Birth, Tables};
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
    let mut plans = BTreeMap::new();
    for plan in &tables.plans {
        let episode = &tables.episodes[plan.episode as usize];
        let started = plan.started.unwrap();
        if started >= date(2022, 4, 1) {
            plans.insert((episode.child, episode.referred, started), plan.ended);
        }
    }
    let last = date(2025, 3, 31);
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

/// An episode as all returns together tell it: of whom, when it was referred and closed, and why.
type Told = (Date, Option<Date>, Option<ClosureReason>, Option<Date>);

/// Every child's episodes in order, each with its first enquiry, from the rows that were read.
fn told() -> BTreeMap<u32, Vec<Told>> {
    let tables = &NORTHBRIDGE.0;
    let mut episodes: BTreeMap<(u32, Date), Told> = BTreeMap::new();
    for (row, episode) in (0..).zip(&tables.episodes) {
        let started = tables.enquiries.iter().filter(|enquiry| enquiry.episode == row);
        let enquiry = started.filter_map(|enquiry| enquiry.started).min();
        let one = episodes.entry((episode.child.0, episode.referred)).or_insert((
            episode.referred,
            None,
            None,
            None,
        ));
        if episode.closed.is_some() {
            (one.1, one.2) = (episode.closed, episode.closure);
        }
        one.3 = one.3.into_iter().chain(enquiry).min();
    }
    let mut children: BTreeMap<u32, Vec<Told>> = BTreeMap::new();
    for ((child, _), episode) in episodes {
        children.entry(child).or_default().push(episode);
    }
    children
}

/// Aalen and Johansen's incidence by the day, of what comes after a child's first referral, by no code of the program's.
fn after_first_referral(days: i32, event: impl Fn(&[Told]) -> Option<Date>) -> f64 {
    let last = date(2025, 3, 31);
    let mut ends: Vec<(i32, u8)> = Vec::new();
    for (child, episodes) in told() {
        let Some(first) = episodes.iter().position(|one| one.0 >= date(2022, 4, 1)) else { continue };
        let own = &episodes[first..];
        let until = |day: Date| own[0].0.until(day).unwrap().get_days();
        let adult = match NORTHBRIDGE.0.children[child as usize].birth {
            Some(Birth::Born(born)) => born.checked_add(jiff::Span::new().years(18)).ok(),
            _ => None,
        };
        let leaves = |one: &&Told| {
            let gone = [ClosureReason::Rc1, ClosureReason::Rc2, ClosureReason::Rc5, ClosureReason::Rc6];
            one.2.is_some_and(|reason| gone.contains(&reason))
        };
        let left = own.last().filter(leaves).and_then(|one| one.1);
        let impossible = adult.into_iter().chain(left).min();
        let end = [(event(own), 1), (impossible, 2), (Some(last), 0)];
        ends.push(end.into_iter().filter_map(|(day, kind)| Some((until(day?), kind))).min().unwrap());
    }
    ends.sort_unstable();
    let (mut free, mut incidence) = (1.0, 0.0);
    for day in 0..=days {
        let at_risk = ends.iter().filter(|end| end.0 >= day).count() as f64;
        let on = |kind: u8| ends.iter().filter(|end| **end == (day, kind)).count() as f64;
        incidence += free * on(1) / at_risk;
        free *= 1.0 - (on(1) + on(2)) / at_risk;
    }
    incidence
}

#[test]
fn repeats_and_enquiries_come_as_soon_as_the_days_themselves_say() {
    let repeat = |own: &[Told]| own.get(1).map(|next| next.0);
    let enquiry = |own: &[Told]| own.iter().filter_map(|one| one.3).min();
    for (months, days) in [("12", 365), ("24", 730)] {
        for (outcome, measure, truth) in [
            (Outcome::Referral, Measure::RepeatReferral, after_first_referral(days, repeat)),
            (Outcome::S47, Measure::Escalation, after_first_referral(days, enquiry)),
        ] {
            let told = figure(Definition::All, outcome, measure, "months_since_referral", months);
            assert!(holds(&told, truth), "{measure:?}, {months} months: {truth} in {:?}", told.limits);
        }
    }
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
