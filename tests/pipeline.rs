//! The whole pipeline on the synthetic authority, against what is true of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use social_gradient::config::{self, Plan};
use social_gradient::count::{self, Counts, Key};
use social_gradient::diag::Findings;
use social_gradient::domain::figure::{Choice, Specification};
use social_gradient::domain::{
    Basis, Definition, Dimension, Edition, Families, Grouping, LossReason, Losses, Measure, Outcome, Results,
    Vintage,
};
use social_gradient::read::Tables;
use social_gradient::{disclose, estimate, link, read};

const FIXTURE: &str = "fixtures/northbridge";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn plan() -> Plan {
    config::load(&root("pipelines/quarterly.toml")).unwrap()
}

struct Northbridge {
    tables: Tables,
    findings: Findings,
    counts: Counts<u64>,
    losses: Losses,
}

fn counted(tables: &Tables, plan: &Plan) -> (Counts<u64>, Losses) {
    let (cohort, losses) = link::link(tables, plan, &mut Findings::default()).unwrap();
    (count::count(&cohort, &losses, plan), losses)
}

fn estimated(counts: &Counts<u64>, plan: &Plan) -> Results {
    let (published, _) = disclose::disclose(counts, plan.disclosure).unwrap();
    published.derive(plan, estimate::estimate).get().clone()
}

static NORTHBRIDGE: LazyLock<Northbridge> = LazyLock::new(|| {
    let (tables, mut findings) = read::read(&plan(), &|_| {}).unwrap();
    let (cohort, losses) = link::link(&tables, &plan(), &mut findings).unwrap();
    let counts = count::count(&cohort, &losses, &plan());
    Northbridge { tables, findings, counts, losses }
});

fn truth() -> serde_json::Value {
    serde_json::from_str(&std::fs::read_to_string(root(FIXTURE).join("truth.json")).unwrap()).unwrap()
}

#[test]
fn every_count_is_the_true_one() {
    let mut reader = csv::Reader::from_path(root(FIXTURE).join("truth_counts.csv")).unwrap();
    let mut truths: BTreeMap<Key, (Vec<u64>, Vec<u64>)> = BTreeMap::new();
    for row in reader.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let number = |column: &str| row[column].parse::<u64>().unwrap();
        let key = Key {
            period: *NORTHBRIDGE.counts.periods.iter().find(|one| one.label() == row["period"]).unwrap(),
            definition: *Definition::ALL.iter().find(|one| one.name() == row["definition"]).unwrap(),
            outcome: *Outcome::ALL.iter().find(|one| one.name() == row["outcome"]).unwrap(),
        };
        let (children, episodes) = truths.entry(key).or_default();
        assert_eq!(number("decile"), children.len() as u64 + 1, "{row:?}");
        children.push(number("children"));
        episodes.push(number("episodes"));
    }
    assert_eq!(truths.len(), NORTHBRIDGE.counts.cells.len());
    for (key, (children, episodes)) in truths {
        let cell = &NORTHBRIDGE.counts.cells[&key];
        let groupings = &NORTHBRIDGE.counts.groupings;
        for (tally, truth) in [(&cell.children, children), (&cell.episodes, episodes)] {
            let given: Vec<Grouping> = tally.by_grouping(groupings).map(|(_, by, _)| by).collect();
            let is_window = key.period == NORTHBRIDGE.counts.periods[0];
            assert_eq!(given, if is_window { &groupings[..] } else { &groupings[1..] });
            assert_eq!(tally.total, truth.iter().sum::<u64>(), "{key:?}");
            for (_, by, groups) in tally.by_grouping(groupings) {
                assert_eq!(groups, count::coarser(&truth, by), "{key:?} {by:?}");
            }
        }
    }
}

#[test]
fn every_lost_row_is_lost_for_the_true_reason() {
    let truth = truth();
    for &reason in LossReason::ALL {
        let episodes = truth["lost"][reason.name()].as_u64().unwrap();
        let care = truth["starts_of_care"]["lost"][reason.name()].as_u64().unwrap();
        assert_eq!(NORTHBRIDGE.losses.lost(reason), episodes + care, "{}", reason.name());
        assert!(episodes > 0, "the fixture loses rows for {}", reason.name());
    }
    let read = |truth: &serde_json::Value| truth["rows_in"].as_u64().unwrap();
    let (episodes, care) = (read(&truth), read(&truth["starts_of_care"]));
    assert_eq!(NORTHBRIDGE.losses.rows_in(), episodes + care);
    let tables = &NORTHBRIDGE.tables;
    assert_eq!((tables.episodes.len() as u64, tables.care.len() as u64), (episodes, care));
}

#[test]
fn the_true_gradient_lies_within_its_interval_at_every_outcome() {
    let results = estimated(&NORTHBRIDGE.counts, &plan());
    let truth = truth();
    let mut met = 0;
    for outcome in [Outcome::Assessed, Outcome::S47, Outcome::Icpc, Outcome::CppStart] {
        let dimension = Dimension::Deprivation(Grouping::DECILES);
        let figure = results
            .table(results.periods[0], Definition::ANY, outcome, Measure::Rii, dimension)
            .next()
            .unwrap();
        let truth = truth["relative_index"]["any"][outcome.name()].as_f64().unwrap();
        let (lower, upper) = figure.limits.unwrap();
        assert!(lower <= truth && truth <= upper, "{}: {truth} in {lower} to {upper}", outcome.name());
        assert!(lower > 1.0, "{}: the gradient is seen", outcome.name());
        met += 1;
    }
    assert_eq!(met, 4);
}

#[test]
fn lost_rows_move_the_headline_towards_the_end_they_are_put_at() {
    let results = estimated(&NORTHBRIDGE.counts, &plan());
    let dimension = Dimension::Deprivation(Grouping::DECILES);
    let value = |measure| {
        let mut table =
            results.table(results.periods[0], Definition::ANY, Outcome::Referral, measure, dimension);
        table.next().unwrap().value.shown().unwrap()
    };
    assert!(value(Measure::RiiLostLeast) < value(Measure::Rii));
    assert!(value(Measure::Rii) < value(Measure::RiiLostMost));
}

#[test]
fn every_kind_of_oddity_is_found_and_none_stops_the_run() {
    use social_gradient::diag::Code;
    for code in [
        Code::StrayText,
        Code::UnknownElement,
        Code::BadCode,
        Code::BadDate,
        Code::DuplicateChild,
        Code::RepeatedFactor,
        Code::FactorsMissing,
        Code::AssessmentEndsBeforeStart,
        Code::TwoBirthDates,
        Code::YearDisagrees,
        Code::AddressesOverlap,
    ] {
        assert!(NORTHBRIDGE.findings.count(code) > 0, "{code}");
    }
    assert!(!NORTHBRIDGE.findings.has_errors());
}

#[test]
fn the_standard_safeguarding_data_set_gives_the_same_places() {
    let mut plan = plan();
    plan.inputs.addresses = root(FIXTURE).join("addresses_ssd.csv");
    let (tables, _) = read::read(&plan, &|_| {}).unwrap();
    let (_, losses) = counted(&tables, &plan);
    assert!(losses.kept() > 0);
    assert_eq!(losses.rows_in(), NORTHBRIDGE.losses.rows_in());
}

#[test]
fn families_that_no_address_names_are_found_by_day_and_address() {
    let mut tables = NORTHBRIDGE.tables.clone();
    tables.addresses.iter_mut().for_each(|address| address.family = None);
    let (counts, _) = counted(&tables, &plan());
    assert_eq!((NORTHBRIDGE.counts.families, counts.families), (Families::Named, Families::Referred));
    let effect = |counts: &Counts<u64>, outcome| {
        let key = Key { period: counts.periods[0], definition: Definition::ANY, outcome };
        let sizes = &counts.cells[&key].clusters.children;
        let squares: u64 = sizes.iter().zip(1..).map(|(children, size)| children * size).sum();
        squares as f64 / sizes.iter().sum::<u64>() as f64
    };
    for outcome in [Outcome::Referral, Outcome::S47, Outcome::CppStart] {
        let (named, found) = (effect(&NORTHBRIDGE.counts, outcome), effect(&counts, outcome));
        assert!(named > 1.3 && (found / named - 1.0).abs() < 0.05, "{outcome:?}: {found}, {named} as named");
    }
}

#[test]
fn local_groups_hold_like_numbers_of_areas_and_all_the_children() {
    let local = Plan { basis: Basis::Local, ..plan() };
    let (counts, losses) = counted(&NORTHBRIDGE.tables, &local);
    assert_eq!(losses, NORTHBRIDGE.losses);
    assert_eq!(counts.population.iter().sum::<u64>(), NORTHBRIDGE.counts.population.iter().sum::<u64>());
    assert_ne!(counts.population, NORTHBRIDGE.counts.population);
    assert!(counts.population.iter().all(|&children| children > 0));
}

#[test]
fn an_index_of_the_other_census_is_refused_by_name() {
    let other = Plan { edition: Edition::Iod2019, ..plan() };
    assert_eq!(other.edition.vintage(), Vintage::Lsoa11);
    let refused = read::read(&other, &|_| {}).err().unwrap();
    assert!(refused.message.contains("2025") || refused.message.contains("2021"), "{}", refused.message);
}

#[test]
fn every_share_is_of_the_whole_of_its_own_place() {
    let results = estimated(&NORTHBRIDGE.counts, &plan());
    let half_a_step = f64::from(plan().disclosure.round_to) / 2.0;
    let mut met = BTreeMap::new();
    for figure in results.figures.iter() {
        let measures =
            [Measure::Progression, Measure::DvaShare, Measure::FactorsMissingShare, Measure::ParentOnlyShare];
        let (true, Some(value), Dimension::Deprivation(by)) =
            (measures.contains(&figure.measure), figure.value.shown(), figure.dimension)
        else {
            continue;
        };
        let (cases, population) = (figure.cases.shown().unwrap(), figure.population.unwrap());
        assert!((value - (cases / population).min(1.0)).abs() < 1e-12, "{figure:?}");
        let of = (figure.period, figure.definition, figure.outcome);
        let beside = || results.figures.of(of, figure.measure);
        let total = beside().find(|other| other.dimension == Dimension::None).unwrap().population.unwrap();
        let parts: Option<Vec<f64>> =
            beside().filter(|other| other.dimension == figure.dimension).map(|it| it.population).collect();
        if let Some(parts) = parts {
            let rounding = half_a_step * (parts.len() + 1) as f64;
            assert!(
                (parts.iter().sum::<f64>() - total).abs() <= rounding,
                "{figure:?}: {parts:?} of {total}"
            );
            *met.entry((figure.measure, by)).or_insert(0) += 1;
        }
        if figure.measure == Measure::Progression {
            let before = (figure.period, figure.definition, figure.outcome.before().unwrap());
            let whole = results
                .figures
                .of(before, Measure::Episodes)
                .find(|other| (other.dimension, other.stratum) == (figure.dimension, figure.stratum));
            assert_eq!(whole.unwrap().value.shown(), Some(population), "{figure:?}");
        }
    }
    assert_eq!(met.len(), 7, "progression in the coarsest groups, the others in both: {met:?}");
}

#[test]
fn where_an_assessment_decides_what_counts_nobody_progresses_to_one() {
    let results = estimated(&NORTHBRIDGE.counts, &plan());
    let progressions = |definition| {
        results.figures.of((results.periods[0], definition, Outcome::Assessed), Measure::Progression).count()
    };
    assert_eq!(progressions(Definition::ANY), 0);
    assert!(progressions(Definition::All) > 0);
}

#[test]
fn the_plan_s_own_point_of_the_curve_is_the_headline() {
    let results = estimated(&NORTHBRIDGE.counts, &plan());
    let headline = (results.periods[0], Definition::ANY, plan().headline);
    let own: Vec<_> = results.curve.iter().filter(|point| point.choice == Choice::Own).collect();
    assert_eq!(own.len(), 1);
    for (model, measure) in [("poisson", Measure::Rii), ("negative_binomial", Measure::RiiNegativeBinomial)] {
        let dimension = Dimension::Deprivation(own[0].grouping);
        let figure = results.table(headline.0, headline.1, headline.2, measure, dimension).next().unwrap();
        let same = |point: &&Specification| {
            let choices = |it: &Specification| (it.definition, it.unit, it.index, it.basis, it.grouping);
            (choices(point), point.address_on, point.model) == (choices(own[0]), own[0].address_on, model)
        };
        let point = results.curve.iter().find(same).unwrap();
        assert_eq!((Some(point.value), point.limits), (figure.value.shown(), figure.limits), "{model}");
    }
}

#[test]
fn choices_that_come_to_one_figure_count_once() {
    let results = estimated(&NORTHBRIDGE.counts, &plan());
    let counted: Vec<f64> =
        results.curve.iter().filter(|point| point.choice.counts()).map(|point| point.value).collect();
    assert!(counted.windows(2).all(|pair| pair[0] < pair[1]), "{counted:?}");
    let every: std::collections::BTreeSet<u64> = results
        .curve
        .iter()
        .filter(|point| point.choice != Choice::Vague)
        .map(|point| point.value.to_bits())
        .collect();
    assert_eq!(counted.len(), every.len(), "each figure is counted");
    assert!(counted.len() < results.curve.len());
}
