//! What the files hold, read back without the program's own readers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::domain::{Definition, LossReason, Outcome};
use dirt::Oddity;

/// Writes the fixture in the repository again, where the specification or the drawing has changed.
#[test]
#[ignore = "writes into the repository: cargo test --lib synth -- --ignored refresh"]
fn refresh_the_fixture() {
    write(&Spec::northbridge(), &fixture()).unwrap();
}

#[test]
fn the_fixture_in_the_repository_is_what_the_specification_writes() {
    let dir = tempfile::tempdir().unwrap();
    write(&Spec::northbridge(), dir.path()).unwrap();
    let (fresh, kept) = (files(dir.path()), files(&fixture()));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<BTreeSet<_>>();
    let mut expected = names(&fresh);
    expected.insert("spec.toml".into());
    assert_eq!(names(&kept), expected);
    for (name, bytes) in &fresh {
        // How a workbook is compressed depends on the processor; what is in it does not.
        let same = match name.extension() {
            Some(kind) if kind == "xlsx" => unpacked(&kept[name]) == unpacked(bytes),
            _ => kept[name] == *bytes,
        };
        assert!(same, "{} differs: cargo test --lib synth -- --ignored refresh", name.display());
    }
    let size: usize = kept.values().map(Vec::len).sum();
    assert!(size < 8_000_000, "{size} bytes");
}

#[test]
fn bytes_are_the_same_on_one_thread_and_on_two_and_another_seed_gives_others() {
    let on = |threads: usize, seed: &str| {
        let dir = tempfile::tempdir().unwrap();
        let spec = Spec { seed: seed.into(), ..Spec::northbridge() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| write(&spec, dir.path())).unwrap();
        files(dir.path())
    };
    let one = on(1, "a");
    assert!(one == on(2, "a"));
    assert!(one != on(1, "b"));
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_not_a_panic() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = write(&Spec::northbridge(), file.path()).unwrap_err();
    assert_eq!(error.code, Code::OutputFailed);
}

#[test]
fn returns_are_well_formed_and_hold_what_the_truth_says() {
    let truth = truth();
    for (nth, year) in [2023, 2024, 2025].into_iter().enumerate() {
        let records = records(year);
        let told = &truth.returns[nth];
        let ids: BTreeSet<_> = records.iter().map(|record| record.one("LAchildID").unwrap()).collect();
        let episodes: usize = records.iter().map(|record| record.all("CINreferralDate").len()).sum();
        assert_eq!((records.len(), ids.len(), episodes), (told.child_elements, told.children, told.episodes));
    }
}

#[test]
fn every_oddity_is_there_as_often_as_it_is_said_to_be() {
    let spec = Spec::northbridge();
    let truth = truth();
    for (nth, year) in [2023, 2024, 2025].into_iter().enumerate() {
        let records = records(year);
        let mut seen = BTreeSet::new();
        let twice: BTreeSet<&str> = records
            .iter()
            .filter_map(|record| record.one("LAchildID"))
            .filter(|id| !seen.insert(*id))
            .collect();
        for &oddity in Oddity::ALL {
            let wanted =
                if oddity == Oddity::PreProceedings && year != 2025 { 0 } else { spec.oddities.each };
            let told = truth.returns[nth].oddities.get(oddity.name()).copied().unwrap_or(0);
            assert_eq!(told, wanted, "{} in {year}", oddity.name());
            let found = match oddity {
                Oddity::DuplicateChild => twice.len(),
                _ => records.iter().filter(|record| record.shows(oddity, year)).count(),
            };
            // Any completed assessment may lack its factors, and one child may have several.
            let exact = oddity != Oddity::FactorsAbsent;
            assert!(
                if exact { found == wanted } else { found >= wanted },
                "{} in {year}: {found}",
                oddity.name()
            );
        }
    }
}

#[test]
fn every_reason_has_its_losses_and_nobody_else_is_lost() {
    let (spec, truth) = (Spec::northbridge(), truth());
    for (reason, children) in spec.losses.by_reason() {
        assert_eq!(truth.lost[reason.name()], children as u64, "{}", reason.name());
    }
    let superseded = truth.lost[LossReason::Superseded.name()];
    assert!(superseded > 500, "{superseded}");
    assert_eq!(truth.rows_in, truth.kept + truth.lost.values().sum::<u64>());
    assert_eq!(truth.rows_in, truth.returns.iter().map(|one| one.episodes as u64).sum::<u64>());
}

#[test]
fn addresses_are_in_order_in_time_and_hold_the_children_of_the_returns() {
    let rows = table("addresses.csv");
    let ids: BTreeSet<String> = rows.iter().map(|row| row["child_id"].clone()).collect();
    let all = [2023, 2024, 2025].map(records);
    let returned: BTreeSet<String> =
        all.iter().flatten().filter_map(|record| record.one("LAchildID")).map(str::to_owned).collect();
    assert_eq!(ids.difference(&returned).count(), 5);
    assert_eq!(returned.difference(&ids).count(), Spec::northbridge().losses.no_address);
    let mut overlaps = 0;
    for pair in rows.windows(2) {
        let (one, next) = (&pair[0], &pair[1]);
        assert!(one["end"].is_empty() || one["start"] <= one["end"], "ends before it begins");
        overlaps += usize::from(one["child_id"] == next["child_id"] && one["end"] >= next["start"]);
    }
    assert_eq!(overlaps, 1);
    let count =
        |fits: &dyn Fn(&BTreeMap<String, String>) -> bool| rows.iter().filter(|row| fits(row)).count();
    assert_eq!(count(&|row| row["start"].is_empty()), 2);
    assert_eq!(count(&|row| row["postcode"] == "NOT KNOWN"), 2);
    assert!(count(&|row| row["postcode"].chars().any(char::is_lowercase)) > 10);
    assert!(count(&|row| row["postcode"].starts_with(' ')) > 10);
    assert!(count(&|row| !row["postcode"].is_empty() && !row["postcode"].contains(' ')) > 10);
    assert!(count(&|row| !row["lsoa11"].is_empty()) >= 6 && count(&|row| !row["lsoa21"].is_empty()) >= 6);
}

#[test]
fn the_index_the_directory_and_the_lookup_speak_of_the_same_made_up_areas() {
    let index = table("File_7_northbridge_IoD2025.csv");
    let codes = |rows: &[BTreeMap<String, String>], column: &str| -> BTreeSet<String> {
        rows.iter().map(|row| row[column].clone()).filter(|code| code.starts_with('E')).collect()
    };
    let ranked = codes(&index, "LSOA code (2021)");
    assert_eq!(ranked.len(), 172);
    let directory = table("NSPL_northbridge.csv");
    let newer: Vec<String> = codes(&directory, "lsoa21cd").difference(&ranked).cloned().collect();
    assert_eq!(newer, ["E01997001"]);
    let lookup = table("LSOA11_to_LSOA21_northbridge.csv");
    assert_eq!(codes(&lookup, "LSOA21CD"), ranked);
    assert!(ranked.iter().chain(&codes(&lookup, "LSOA11CD")).all(|code| code.starts_with("E0199")));
    assert!(directory.iter().any(|row| !row["doterm"].is_empty()));
    let rank = "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)";
    let decile =
        "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)";
    for row in &index {
        let (rank, decile): (u32, u32) = (row[rank].parse().unwrap(), row[decile].parse().unwrap());
        assert_eq!((rank * 10).div_ceil(33_755), decile);
    }
}

#[test]
fn drawn_totals_lie_near_those_published() {
    for year in [2023, 2024, 2025] {
        let records = records(year);
        let all =
            |element: &str| -> Vec<&str> { records.iter().flat_map(|record| record.all(element)).collect() };
        let (first, last) = (format!("{}-04-01", year - 1), format!("{year}-03-31"));
        let in_year = |day: &&&str| first.as_str() <= **day && **day <= last.as_str();
        let referrals = all("CINreferralDate").iter().filter(in_year).count();
        assert!((1_300..=1_700).contains(&referrals), "{year}: {referrals}");
        let share = |element: &str, wanted: &dyn Fn(&str) -> bool| {
            let values = all(element);
            values.iter().filter(|value| wanted(value)).count() as f64 / values.len() as f64
        };
        let within = |name: &str, value: f64, low: f64, high: f64| {
            assert!((low..=high).contains(&value), "{name} in {year}: {value}");
        };
        within("police", share("ReferralSource", &|source| source == "6"), 0.23, 0.34);
        within("second plans", share("NumberOfPreviousCPP", &|number| number != "0"), 0.15, 0.33);
        within("neglect", share("InitialCategoryOfAbuse", &|category| category == "NEG"), 0.38, 0.62);
        let assessed =
            records.iter().flat_map(|record| record.all_groups("Assessments", "AssessmentFactors"));
        let sets: Vec<BTreeSet<&str>> = assessed.filter(|set| !set.is_empty()).collect();
        let with = |codes: &[&str]| {
            sets.iter().filter(|set| codes.iter().any(|code| set.contains(code))).count() as f64
                / sets.len() as f64
        };
        within("3A", with(&["3A"]), 0.08, 0.14);
        within("3B", with(&["3B"]), 0.29, 0.39);
        within("3C", with(&["3C"]), 0.03, 0.075);
        within("any", with(&["3A", "3B", "3C"]), 0.33, 0.42);
    }
    let truth: serde_json::Value = serde_json::from_slice(&read("truth.json")).unwrap();
    let rereferred = truth["rereferred_within_12_months_share"].as_f64().unwrap();
    assert!((0.16..0.25).contains(&rereferred), "{rereferred}");
    let siblings = truth["children_per_family"].as_f64().unwrap();
    assert!((1.6..1.8).contains(&siblings), "{siblings}");
}

/// With twenty times the children, chance is small: what is left is the index that the specification states.
#[test]
fn the_stated_index_is_what_many_children_show() {
    let mut spec = Spec::northbridge();
    spec.families.referrals_per_year *= 20.0;
    let ground = Ground::make(&spec);
    let truth = Truth::of(&spec, &ground, &families::children(&spec, &ground));
    for (outcome, stated) in [(Outcome::Assessed, 4.0), (Outcome::S47, 6.0), (Outcome::CppStart, 8.0_f64)] {
        let found = truth.fitted_index(&ground, Definition::ANY, outcome);
        // Three standard errors: a twentieth of the variance, and that twice over for siblings.
        let allowed = if outcome == Outcome::CppStart { 0.30 } else { 0.17 };
        assert!((found / stated).ln().abs() < allowed, "{}: {found}", outcome.name());
    }
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/northbridge")
}

fn read(name: &str) -> Vec<u8> {
    fs::read(fixture().join(name)).unwrap()
}

fn truth() -> Truth {
    let spec = Spec::northbridge();
    let ground = Ground::make(&spec);
    let mut children = families::children(&spec, &ground);
    dirt::lose(&spec, &ground, &mut children);
    dirt::spoil(&spec, &mut children);
    dirt::readdress(&spec, &ground, &mut children);
    Truth::of(&spec, &ground, &children)
}

/// Every file under a folder, by its path in it.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in [dir.to_owned(), dir.join("cin")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.insert(path.strip_prefix(dir).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The parts of a workbook, by name.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.insert(part.name().unwrap().into_owned(), content);
    }
    assert!(!parts.is_empty());
    parts
}

fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(&read(name)[..]).deserialize().map(|row| row.unwrap()).collect()
}

/// One `Child`, as what stands in it one after the other: an opening, a text with its element, or a closing.
struct Record(Vec<(String, Option<String>)>);

fn records(year: i16) -> Vec<Record> {
    let bytes = read(&format!("cin/CIN_Census_{year}.xml"));
    let mut reader = Reader::from_reader(&bytes[..]);
    let (mut records, mut path) = (Vec::new(), Vec::<String>::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                if name == "Child" {
                    records.push(Record(Vec::new()));
                } else if let Some(Record(items)) = records.last_mut() {
                    items.push((name.clone(), None));
                }
                path.push(name);
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                records.last_mut().unwrap().0.push((name, Some("/>".into())));
            }
            Event::Text(text) => {
                let text: &str = &text;
                if let (false, Some(Record(items))) = (text.trim().is_empty(), records.last_mut()) {
                    items.push((path.last().unwrap().clone(), Some(text.trim().to_owned())));
                }
            }
            Event::End(_) => {
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    records
}

impl Record {
    fn all(&self, element: &str) -> Vec<&str> {
        self.0.iter().filter(|(name, _)| name == element).filter_map(|(_, text)| text.as_deref()).collect()
    }

    fn one(&self, element: &str) -> Option<&str> {
        self.all(element).first().copied()
    }

    fn opens(&self, element: &str) -> usize {
        self.0.iter().filter(|(name, text)| name == element && text.is_none()).count()
    }

    /// The values of one element in each group that opens with another.
    fn all_groups(&self, group: &str, element: &str) -> Vec<BTreeSet<&str>> {
        let mut groups: Vec<BTreeSet<&str>> = Vec::new();
        for (name, text) in &self.0 {
            match text {
                None if name == group => groups.push(BTreeSet::new()),
                Some(text) if name == element => {
                    groups.last_mut().unwrap().insert(text);
                }
                _ => {}
            }
        }
        groups
    }

    fn shows(&self, oddity: Oddity, year: i16) -> bool {
        let factors = self.all("AssessmentFactors");
        let born = self.one("PersonBirthDate").is_some_and(|text| text.starts_with(['1', '2']));
        let expected = self.one("ExpectedPersonBirthDate");
        let (own, other) = if year < 2025 { ("GenderCurrent", "Sex") } else { ("Sex", "GenderCurrent") };
        let digits = |value: &str| value.chars().all(|c| c.is_ascii_digit());
        let group = "FactorsIdentifiedAtAssessment";
        let later = |first: &str, second: &str| match (self.one(first), self.one(second)) {
            (Some(first), Some(second)) => first > second,
            _ => false,
        };
        match oddity {
            Oddity::SexOfOtherYears => self.one(own).is_some_and(|value| digits(value) == (year == 2025)),
            Oddity::ElementOfOtherYears => self.one(other).is_some(),
            Oddity::FlagsInWords => {
                self.all("ReferralNFA").iter().any(|flag| ["true", "false"].contains(flag))
            }
            Oddity::BadFlag => self.one("ReferralNFA") == Some("maybe"),
            Oddity::FactorsAbsent => {
                self.one("AssessmentAuthorisationDate").is_some()
                    && self.opens(group) == 0
                    && self.one(group).is_none()
            }
            Oddity::FactorsEmpty => self.opens(group) > 0 && factors.is_empty(),
            Oddity::FactorsSelfClosed => self.one(group) == Some("/>"),
            Oddity::BadFactor => factors.contains(&"RB"),
            Oddity::RepeatedFactor => {
                let distinct: usize =
                    self.all_groups("Assessments", "AssessmentFactors").iter().map(BTreeSet::len).sum();
                distinct < factors.len()
            }
            Oddity::OldAbuseCodes => factors.contains(&"18A") && factors.contains(&"19A"),
            Oddity::NoFactorIdentified => factors == ["21"],
            Oddity::StrayText => self.one("ChildIdentifiers").is_some(),
            Oddity::UnknownElement => self.opens("LocalTeamDetails") > 0,
            Oddity::PreProceedings => self.opens("PreProceedingsandFGDM") > 0,
            Oddity::AuthorisedBeforeStart => {
                later("AssessmentActualStartDate", "AssessmentAuthorisationDate")
            }
            Oddity::ImpossibleDate => self.all("CINclosureDate").iter().any(|day| day.ends_with("-02-30")),
            Oddity::DateOutOfRange => expected.is_some_and(|day| day.starts_with("1066")),
            Oddity::TwoBirthDates => born && expected.is_some_and(|day| !day.starts_with("1066")),
            Oddity::NoBirthDate => !born && expected.is_none(),
            Oddity::MissingEthnicity => self.one("Ethnicity").is_none(),
            Oddity::BadSource => self.one("ReferralSource") == Some("ZZ"),
            Oddity::PlanEndsBeforeStart => later("CPPstartDate", "CPPendDate"),
            Oddity::BadNumber => self.all("NumberOfPreviousCPP").contains(&"two"),
            Oddity::DuplicateChild => unreachable!("seen over all records"),
        }
    }
}
