//! Journeys on the smallest histories that show each rule.

use jiff::civil::date;

use super::*;
use crate::domain::Window;
use crate::domain::codes::ClosureReason;
use crate::link::journeys::Plan as Protection;

const EVERY: u32 = u32::MAX;

fn spell(referred: Date, closed: Option<Date>) -> Spell {
    Spell {
        referred,
        closed,
        closure: closed.map(|_| ClosureReason::Rc7),
        known_to: date(2025, 3, 31),
        group: Some(1),
        meets: EVERY,
        unborn: false,
        by_police: false,
        from_elsewhere: false,
        enquiry: None,
        conference: None,
        plans: Vec::new(),
    }
}

fn child(spells: Vec<Spell>) -> History {
    History { adult: None, spells, care: Vec::new() }
}

fn with_plan(started: Date, ended: Option<Date>, earlier: Option<u16>) -> Spell {
    let plans = vec![Protection { started, ended, earlier }];
    Spell { plans, ..spell(started, ended) }
}

/// Three years of returns, by two groups.
fn histories(children: Vec<History>) -> Histories {
    let seen = Period { start: date(2022, 4, 1), end: date(2025, 3, 31) };
    Histories { seen, with_care: true, children }
}

/// Does something with the scope of histories.
fn scoped<T>(histories: &Histories, then: impl FnOnce(&Scope<'_>) -> T) -> T {
    let (grouping, children) = (Grouping::new(2).unwrap(), histories.children.iter().collect::<Vec<_>>());
    let (window, bit) = (histories.seen, Definition::All.bit());
    then(&Scope { histories, children: &children, window, bit, width: 1, grouping })
}

/// Returns, for each month, how many stood where: happened, impossible, unseen, waiting.
fn stands(histories: &Histories, journey: Journey) -> (u64, Vec<[u64; 4]>) {
    let course = scoped(histories, |scope| course::course(scope, journey));
    let total = |stand: &Stand<u64>| {
        [&stand.happened, &stand.impossible, &stand.unseen, &stand.waiting].map(|tally| tally.total)
    };
    let told = course.entered.map_or(0, |tally| tally.total);
    (told, course.by.iter().map(total).collect())
}

fn parts(histories: &Histories, portions: Portions, period: Period) -> (u64, Vec<u64>) {
    let shares = scoped(histories, |scope| scope.shares(portions, period));
    (shares.of.total, shares.parts.iter().map(|part| part.total).collect())
}

#[test]
fn an_ending_is_followed_to_the_next_referral_and_no_further_than_the_returns() {
    let again = child(vec![
        spell(date(2022, 5, 1), Some(date(2022, 6, 1))),
        spell(date(2022, 10, 1), Some(date(2025, 1, 1))),
    ]);
    let told = histories(vec![again]);
    // The first ending is followed by a referral after four months; the second is seen for three months less a day.
    let (entered, by) = stands(&told, Journey::Rereferral);
    assert_eq!(entered, 2);
    assert_eq!(by, [[0, 0, 1, 1], [1, 0, 1, 0], [1, 0, 1, 0], [1, 0, 1, 0]]);
}

#[test]
fn adoption_is_no_start_and_the_eighteenth_birthday_competes() {
    let adopted =
        Spell { closure: Some(ClosureReason::Rc1), ..spell(date(2022, 5, 1), Some(date(2022, 6, 1))) };
    let grown = History {
        adult: Some(date(2022, 8, 1)),
        ..child(vec![spell(date(2022, 5, 1), Some(date(2022, 6, 1)))])
    };
    let (entered, by) = stands(&histories(vec![child(vec![adopted]), grown]), Journey::Rereferral);
    assert_eq!(entered, 1);
    assert_eq!(by[0], [0, 1, 0, 0]);
}

#[test]
fn what_comes_first_is_what_became_of_a_child() {
    let late = History {
        adult: Some(date(2022, 6, 15)),
        ..child(vec![
            spell(date(2022, 5, 1), Some(date(2022, 6, 1))),
            spell(date(2022, 10, 1), Some(date(2022, 11, 1))),
        ])
    };
    let (_, by) = stands(&histories(vec![late]), Journey::Repeat);
    assert!(by.len() > 2 && by[1..].iter().all(|stood| *stood == [0, 1, 0, 0]), "{by:?}");
}

#[test]
fn those_who_set_out_are_all_somewhere_at_every_month() {
    let children = (1..=28).map(|day| {
        let first = spell(date(2022, 4, day), Some(date(2022, 9, day)));
        let closed = (day % 3 == 0).then(|| date(2024, 11, day));
        let second = spell(date(2023, 1 + day % 12, 5), closed);
        child(if day % 2 == 0 { vec![first, second] } else { vec![first] })
    });
    let told = histories(children.collect());
    for &journey in Journey::ALL {
        let course = scoped(&told, |scope| course::course(scope, journey));
        let Some(entered) = course.entered else { continue };
        for stand in &course.by {
            let all = [&stand.happened, &stand.impossible, &stand.unseen, &stand.waiting];
            assert_eq!(all.iter().map(|tally| tally.total).sum::<u64>(), entered.total, "{journey:?}");
        }
        assert!(course.by.windows(2).all(|pair| pair[0].happened.total <= pair[1].happened.total));
    }
}

#[test]
fn plans_that_were_open_when_the_returns_begin_are_left_out_of_how_long_plans_last() {
    let long = child(vec![with_plan(date(2020, 1, 1), None, None)]);
    let short = child(vec![with_plan(date(2023, 1, 1), Some(date(2023, 3, 1)), None)]);
    let (entered, by) = stands(&histories(vec![long, short]), Journey::PlanLength);
    assert_eq!((entered, by[0]), (1, [1, 0, 0, 0]));
}

#[test]
fn an_open_episode_that_the_next_return_lacks_is_out_of_sight() {
    let lost = Spell { known_to: date(2023, 3, 31), ..spell(date(2023, 1, 1), None) };
    let (_, by) = stands(&histories(vec![child(vec![lost])]), Journey::Repeat);
    assert_eq!(by[0], [0, 0, 1, 0]);
}

#[test]
fn a_transfer_in_does_not_set_out_to_a_plan() {
    let moved = Spell { from_elsewhere: true, ..with_plan(date(2023, 1, 1), None, None) };
    let told = histories(vec![child(vec![moved])]);
    let course = scoped(&told, |scope| course::course(scope, Journey::ToPlan));
    assert_eq!(course.by[0].happened.total, 0);
}

#[test]
fn care_is_reached_in_whatever_episode_it_comes() {
    let told = History {
        care: vec![date(2022, 4, 2), date(2023, 7, 1)],
        ..child(vec![spell(date(2023, 4, 1), Some(date(2023, 5, 1))), spell(date(2023, 6, 1), None)])
    };
    let told = histories(vec![told]);
    let course = scoped(&told, |scope| course::course(scope, Journey::ToCare));
    let happened: Vec<u64> = course.by.iter().map(|stand| stand.happened.total).collect();
    assert_eq!(happened, [0, 1, 1, 1, 1], "three months after the first referral, and not before it");
}

#[test]
fn twelve_months_back_is_by_the_calendar_and_29_february_ends_on_the_28th() {
    let again = |first, second| {
        let told = histories(vec![child(vec![spell(first, Some(first)), spell(second, None)])]);
        let year = Period { start: date(2023, 4, 1), end: date(2025, 3, 31) };
        parts(&told, Portions::Rereferrals, year).1[0]
    };
    assert_eq!(again(date(2023, 5, 10), date(2024, 5, 10)), 1);
    assert_eq!(again(date(2023, 5, 10), date(2024, 5, 11)), 0);
    assert_eq!(again(date(2024, 2, 29), date(2025, 2, 28)), 1);
    assert_eq!(again(date(2024, 2, 29), date(2025, 3, 1)), 0);
}

#[test]
fn looking_back_needs_the_year_before_and_two_for_plans() {
    let told = histories(Vec::new());
    let window = Window::ending(date(2025, 3, 31), 3).unwrap();
    let years = |portions| -> Vec<String> {
        let periods = scoped(&told, |scope| scope.periods(portions, &window.periods()));
        periods.iter().map(Period::label).collect()
    };
    assert_eq!(years(Portions::Rereferrals), ["2024", "2025"]);
    assert_eq!(years(Portions::LaterPlans), ["2025"]);
    assert_eq!(years(Portions::PlansEnded), ["2023-2025", "2023", "2024", "2025"]);
    assert_eq!(years(Portions::PlansOpen), ["2023", "2024", "2025"]);
    assert_eq!(years(Portions::LongTerm), ["2023-2025"]);
}

#[test]
fn a_later_plan_is_told_by_report_by_the_returns_and_by_24_months() {
    let told = histories(vec![
        child(vec![
            with_plan(date(2022, 4, 10), Some(date(2022, 5, 1)), Some(0)),
            with_plan(date(2024, 5, 1), None, Some(1)),
        ]),
        child(vec![
            with_plan(date(2022, 4, 10), Some(date(2022, 5, 1)), Some(0)),
            with_plan(date(2024, 5, 2), None, Some(0)),
        ]),
        child(vec![with_plan(date(2024, 6, 1), None, Some(2))]),
    ]);
    let year = Period { start: date(2024, 4, 1), end: date(2025, 3, 31) };
    // Of three plans: two reported, two derived, one within 24 months, one both reported and derived.
    assert_eq!(parts(&told, Portions::LaterPlans, year), (3, vec![2, 2, 1, 1]));
}

#[test]
fn lengths_fall_in_the_departments_bands() {
    let ends = [
        (date(2022, 7, 1), 0),
        (date(2022, 7, 2), 1),
        (date(2022, 10, 1), 1),
        (date(2022, 10, 2), 2),
        (date(2023, 3, 31), 2),
        (date(2023, 4, 1), 3),
        (date(2024, 3, 31), 3),
        (date(2024, 4, 1), 4),
    ];
    for (ended, band) in ends {
        let told = histories(vec![child(vec![with_plan(date(2022, 4, 1), Some(ended), None)])]);
        let (of, found) = parts(&told, Portions::PlansEnded, told.seen);
        assert_eq!((of, found[band]), (1, 1), "{ended}");
    }
}

#[test]
fn after_a_plan_the_first_path_that_is_so_counts() {
    let plan = |closed| Spell { closed, ..with_plan(date(2022, 5, 1), Some(date(2022, 9, 1)), None) };
    let closed = plan(Some(date(2022, 10, 1)));
    let left = Spell { closure: Some(ClosureReason::Rc5), ..closed.clone() };
    let again = spell(date(2023, 2, 1), None);
    let on_plan = with_plan(date(2023, 3, 1), None, None);
    let told = histories(vec![
        child(vec![closed.clone(), again.clone(), on_plan]),
        child(vec![left]),
        child(vec![closed.clone(), again]),
        child(vec![Spell { closure: None, ..plan(None) }]),
        child(vec![closed]),
    ]);
    assert_eq!(parts(&told, Portions::AfterPlan, told.seen), (5, vec![1, 1, 1, 1, 1]));
}

#[test]
fn long_is_730_days_open_or_three_referrals_or_two_years_on_a_plan() {
    let referred = |days: &[Date]| child(days.iter().map(|&day| spell(day, Some(day))).collect());
    let told = histories(vec![
        child(vec![spell(date(2022, 6, 1), Some(date(2024, 5, 31)))]),
        child(vec![spell(date(2022, 6, 1), Some(date(2024, 5, 30)))]),
        referred(&[date(2022, 6, 1), date(2023, 6, 1), date(2024, 6, 1)]),
        child(vec![with_plan(date(2021, 6, 1), Some(date(2023, 6, 1)), None)]),
    ]);
    assert_eq!(parts(&told, Portions::LongTerm, told.seen), (4, vec![1, 1, 1, 3]));
}

#[test]
fn whoever_lives_in_no_known_neighbourhood_is_left_out_and_still_remembered() {
    let unknown = Spell { group: None, ..spell(date(2023, 5, 1), Some(date(2023, 5, 2))) };
    let told = histories(vec![child(vec![unknown, spell(date(2023, 6, 1), None)])]);
    let year = Period { start: date(2023, 4, 1), end: date(2024, 3, 31) };
    assert_eq!(parts(&told, Portions::Rereferrals, year), (1, vec![1]));
}
