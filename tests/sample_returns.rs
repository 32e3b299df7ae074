//! The returns that other people published, read by the program as a user would.
//!
//! `SOCIAL_GRADIENT_OPEN_DATA` names the folder; without it every test here says that it was skipped.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and says why")]

use std::path::{Path, PathBuf};
use std::process::Command;

use social_gradient::diag::{Code, Findings};
use social_gradient::read::{ChildKeys, Tables, cin};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SOCIAL_GRADIENT_OPEN_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SOCIAL_GRADIENT_OPEN_DATA is not set");
    }
    folder
}

fn read(path: PathBuf) -> (Tables, Findings) {
    let (mut tables, mut findings) = (Tables::default(), Findings::default());
    cin::returns(&[path], &mut tables, &mut ChildKeys::default(), &mut findings, &|_| {}).unwrap();
    (tables, findings)
}

#[test]
fn every_sample_return_is_read_and_every_oddity_is_told() {
    let Some(folder) = folder() else { return };
    for (name, children, episodes, oddities) in [
        (
            "CIN_Census_2024.xml",
            2,
            2,
            &[
                (Code::YearDisagrees, 1),
                (Code::StrayText, 1),
                (Code::BadCode, 1),
                (Code::AssessmentEndsBeforeStart, 1),
                (Code::FactorsMissing, 1),
            ][..],
        ),
        ("CIN_Census_2021.xml", 1, 1, &[(Code::StrayText, 1), (Code::DateOutOfRange, 1)]),
        ("CIN_header_issues_100.xml", 1, 1, &[(Code::ReferenceDateNotMarch, 1), (Code::StrayText, 1)]),
        ("fake_CIN_data.xml", 332, 402, &[(Code::ReferenceDateNotMarch, 1)]),
    ] {
        let (tables, findings) = read(folder.join("samples/cin_xml").join(name));
        assert_eq!((tables.children.len(), tables.episodes.len()), (children, episodes), "{name}");
        for &(code, count) in oddities {
            assert_eq!(findings.count(code), count, "{name}: {code}");
        }
        assert!(!findings.has_errors(), "{name}");
    }
}

#[test]
fn check_runs_on_a_published_return_with_published_areas() {
    let Some(folder) = folder() else { return };
    let own = tempfile::tempdir().unwrap();
    let (tables, _) = read(folder.join("samples/cin_xml/fake_CIN_data.xml"));
    assert_eq!(tables.children.len(), 332);
    let plan = plan(&folder, own.path());
    let output =
        Command::new(env!("CARGO_BIN_EXE_social-gradient")).arg("check").arg(&plan).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("reference-date-not-march") && said.contains("402 episodes read"), "{said}");
    assert!(!said.contains("RND0"), "no identifier is printed");
}

/// A plan for the published fake return, with every child at a published postcode of one authority.
fn plan(folder: &Path, own: &Path) -> PathBuf {
    let children = std::fs::read_to_string(folder.join("samples/cin_tables/ChildIdentifiers.csv")).unwrap();
    let mut addresses = "child_id,postcode,start,end\n".to_owned();
    for row in children.lines().skip(1) {
        let child = row.split(',').nth(1).unwrap();
        addresses.push_str(&format!("{child},m15 4ab,2000-01-01,\n"));
    }
    std::fs::write(own.join("addresses.csv"), addresses).unwrap();
    let at = |path: &str| folder.join(path).display().to_string();
    let text = format!(
        "title = \"Samples\"\noutput = \"out\"\n[site]\nname = \"Sample\"\ndistricts = [\"E08000009\"]\n[window]\nyears = 3\n\
         [inputs]\ncin = ['{}']\naddresses = \"addresses.csv\"\npostcodes = '{}'\ndeprivation = '{}'\npopulation = '{}'\n",
        at("samples/cin_xml/fake_CIN_data.xml"),
        at("one_authority/trafford_postcodes_onspd_feb2025.csv"),
        at("iod2025/File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx"),
        at("one_authority/mid-year_2022_population_estimates_lsoa.csv"),
    );
    let path = own.join("plan.toml");
    std::fs::write(&path, text).unwrap();
    path
}
