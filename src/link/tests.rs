//! Reconciling and placing, on the smallest cases that show each rule.

use jiff::civil::date;

use super::reconcile::reconcile;
use super::*;
use crate::domain::AreaCode;
use crate::domain::codes::{DisabilitySet, Factor, FactorSet, PrimaryNeed};
use crate::read::{Address, AddressPlace, Assessment, ChildKey, Enquiry, Episode, ProtectionPlan, Return};

fn episode(file: u16, line: u32, referred: Date) -> Episode {
    Episode {
        child: ChildKey(0),
        file,
        line,
        referred,
        source: None,
        need: None,
        closed: None,
        closure: None,
        no_further_action: None,
        conference: None,
        pre_proceedings: false,
    }
}

fn assessment(episode: u32, started: Date, authorised: Option<Date>, factors: &[Factor]) -> Assessment {
    let mut set = FactorSet::EMPTY;
    factors.iter().for_each(|&factor| set.insert(factor));
    Assessment { episode, started: Some(started), authorised, factors: set }
}

fn tables(episodes: Vec<Episode>) -> Tables {
    let returns =
        [2023, 2024].map(|year| Return { path: format!("{year}.xml").into(), reference: date(year, 3, 31) });
    Tables { episodes, returns: returns.to_vec(), ..Tables::default() }
}

#[test]
fn a_later_return_adds_to_an_episode_and_does_not_wipe_out_what_ended_before_it() {
    let referred = date(2022, 11, 1);
    let mut tables = tables(vec![episode(0, 5, referred), episode(1, 9, referred)]);
    tables.episodes[1].need = Some(PrimaryNeed::N1);
    tables.assessments = vec![
        assessment(0, date(2022, 11, 2), Some(date(2022, 12, 1)), &[Factor::F3B]),
        assessment(0, date(2023, 3, 1), None, &[]),
        assessment(1, date(2023, 3, 1), Some(date(2023, 4, 20)), &[Factor::F3A]),
    ];
    tables.plans = vec![ProtectionPlan {
        episode: 1,
        started: Some(date(2023, 5, 1)),
        ended: None,
        category: None,
        earlier_plans: None,
    }];
    let mut findings = Findings::default();
    let (merged, absorbed) = reconcile(&tables, &mut findings);
    assert_eq!((merged.len(), absorbed), (1, 1));
    assert_eq!(merged[0].episode.need, Some(PrimaryNeed::N1));
    assert_eq!((merged[0].assessments.len(), merged[0].plans.len()), (2, 1));
    assert!(merged[0].factors(None)[0].holds(Factor::F3A) && merged[0].factors(None)[0].holds(Factor::F3B));
    assert_eq!(findings.count(Code::EpisodeRevised), 1);
}

#[test]
fn another_referral_of_the_same_child_is_another_episode() {
    let (merged, absorbed) = reconcile(
        &tables(vec![episode(0, 5, date(2022, 11, 1)), episode(0, 6, date(2022, 11, 2))]),
        &mut Findings::default(),
    );
    assert_eq!((merged.len(), absorbed), (2, 0));
}

#[test]
fn an_open_assessment_says_nothing_of_abuse() {
    let mut tables = tables(vec![episode(0, 5, date(2022, 11, 1))]);
    tables.assessments = vec![assessment(0, date(2022, 11, 2), None, &[Factor::F3B])];
    let (merged, _) = reconcile(&tables, &mut Findings::default());
    assert!(merged[0].factors(None)[0].is_empty());
}

#[test]
fn a_conference_told_twice_is_one_conference() {
    let mut tables = tables(vec![episode(0, 5, date(2022, 11, 1))]);
    tables.episodes[0].conference = Some(date(2022, 12, 1));
    let enquiry = |conference| Enquiry {
        episode: 0,
        started: Some(date(2022, 11, 3)),
        conference,
        conference_not_required: None,
    };
    tables.enquiries = vec![enquiry(Some(date(2022, 12, 1)))];
    let (merged, _) = reconcile(&tables, &mut Findings::default());
    assert_eq!(reconcile::conferences(&merged[0]), [date(2022, 12, 1)]);
}

#[test]
fn a_plan_is_open_at_year_end_from_its_start_to_the_day_before_its_end() {
    let window = Window::ending(date(2025, 3, 31), 3).unwrap();
    let open = |started, ended| {
        let mut tables = tables(vec![episode(0, 5, date(2022, 4, 1))]);
        tables.plans = vec![ProtectionPlan {
            episode: 0,
            started: Some(started),
            ended,
            category: None,
            earlier_plans: None,
        }];
        let (merged, _) = reconcile(&tables, &mut Findings::default());
        let at = happenings(&merged[0], &window).into_iter().filter(|event| event.outcome == Outcome::CppAt);
        at.map(|event| event.date.year()).collect::<Vec<_>>()
    };
    assert_eq!(open(date(2023, 3, 31), Some(date(2024, 4, 1))), [2023, 2024]);
    assert_eq!(open(date(2023, 4, 1), Some(date(2024, 3, 31))), Vec::<i16>::new());
    assert_eq!(open(date(2024, 5, 1), None), [2025]);
    assert_eq!(open(date(2024, 5, 1), Some(date(2024, 4, 1))), Vec::<i16>::new());
}

#[test]
fn eighteen_is_an_adult_and_an_unknown_birth_is_not() {
    let day = date(2024, 6, 1);
    assert!(is_adult(Some(Birth::Born(date(2006, 6, 1))), day));
    assert!(!is_adult(Some(Birth::Born(date(2006, 6, 2))), day));
    assert!(!is_adult(None, day) && !is_adult(Some(Birth::Expected(date(2000, 1, 1))), day));
}

#[test]
fn a_child_born_after_the_event_was_unborn_at_it() {
    let day = date(2024, 6, 1);
    assert!(is_unborn(Some(Birth::Born(date(2024, 6, 2))), day));
    assert!(!is_unborn(Some(Birth::Born(day)), day));
    assert!(is_unborn(Some(Birth::Expected(day)), day) && !is_unborn(None, day));
}

#[test]
fn a_family_is_those_referred_on_one_day_from_one_home_and_all_who_are_of_one_with_them() {
    let day = |day: i8| date(2022, 11, day);
    // Whose, when; 0 and 1 on one day, 1 and 4 on another; 2 on a day of its own; 3 without an address.
    let referrals = [(0, 1), (1, 1), (3, 1), (2, 2), (1, 9), (4, 9)];
    let mut tables = tables(
        referrals.map(|(child, on)| Episode { child: ChildKey(child), ..episode(0, 5, day(on)) }).to_vec(),
    );
    let child = |key| Child {
        key: ChildKey(key),
        birth: None,
        sex: Sex::Unknown,
        ethnicity: None,
        disabilities: DisabilitySet::default(),
    };
    tables.children = (0..5).map(child).collect();
    let home = AddressPlace::area(Vintage::Lsoa21, AreaCode::parse(b"E01000001").unwrap());
    let address =
        |key| Address { child: ChildKey(key), start: None, end: None, place: home, row: 1, family: None };
    tables.addresses = [0, 1, 2, 4].map(address).to_vec();
    let families = |tables: &Tables| {
        let mut findings = Findings::default();
        let locator = Locator::new(tables, Vintage::Lsoa21, "addresses.csv".as_ref(), &mut findings).unwrap();
        let kin = Kin::of(tables, &reconcile(tables, &mut findings).0, &locator);
        (kin.told, (0..5).map(|key| kin.family(ChildKey(key))).collect::<Vec<_>>())
    };
    assert_eq!(families(&tables), (Families::Referred, vec![0, 0, 2, 3, 0]));
    // One name of a family is enough for addresses to be believed, also in what they do not say.
    tables.addresses[2].family = Some(7);
    assert_eq!(families(&tables), (Families::Named, vec![0, 1, 5 + 7, 3, 4]));
}
