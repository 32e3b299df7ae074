//! The tabular readers on the files that publishers and other people made.
//!
//! `SOCIAL_GRADIENT_OPEN_DATA` names the folder; without it every test here says that it was skipped. Figures
//! are those of the English Indices of Deprivation joined to the mid-2020 estimates of ONS.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test that cannot go on stops, and says why")]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use social_gradient::diag::{Code, Findings};
use social_gradient::domain::area::AreaCode;
use social_gradient::domain::{AreaKind, Edition, Grouping, Index, Vintage};
use social_gradient::read::sheet::{self, Header, Missing};
use social_gradient::read::{
    AddressPlace, ChildKeys, DeprivationTable, PopulationTable, addresses, deprivation, population,
    postcodes, successors,
};

const IMD_2019: [u32; 10] = [
    1_500_426, 1_383_937, 1_305_847, 1_194_915, 1_151_005, 1_137_212, 1_090_265, 1_098_294, 1_106_425,
    1_124_962,
];
const IDACI_2019: [u32; 10] = [
    1_451_660, 1_403_460, 1_314_653, 1_266_534, 1_198_948, 1_135_876, 1_098_205, 1_065_562, 1_064_321,
    1_094_069,
];
const MID_2020: &str = "population/population_mid2020_LSOA11_single_year_of_age_persons_EW.csv";

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SOCIAL_GRADIENT_OPEN_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: SOCIAL_GRADIENT_OPEN_DATA is not set");
    }
    folder
}

/// Reads an index, every decile of which is recomputed and checked by the reader.
fn index(path: &Path, index: Index, edition: Edition) -> DeprivationTable {
    let mut findings = Findings::default();
    let table = deprivation(path, index, edition, &mut findings).unwrap();
    assert_eq!(findings, Findings::default(), "{}", path.display());
    assert_eq!(table.rows.len(), edition.areas() as usize, "{}", path.display());
    table
}

fn people(path: &Path, year: Option<i16>) -> PopulationTable {
    let mut findings = Findings::default();
    let table = population(path, year, &mut findings).unwrap();
    assert_eq!(findings, Findings::default(), "{}", path.display());
    table
}

#[test]
fn every_published_decile_is_the_one_of_its_rank() {
    let Some(folder) = folder() else { return };
    for (edition, files) in [
        (
            Edition::Iod2019,
            [
                ("iod2019/assembled_File_7_IoD2019_layout_NOT_PUBLISHED_BYTES.csv", Index::ALL),
                ("iod2019/File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx", &[Index::Imd]),
                ("iod2019/excel_export_File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv", &[Index::Imd]),
                (
                    "iod2019/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.csv",
                    &[Index::Idaci, Index::Imd],
                ),
            ]
            .as_slice(),
        ),
        (
            Edition::Iod2025,
            [
                ("iod2025/assembled_File_7_IoD2025_layout_NOT_PUBLISHED_BYTES.csv", Index::ALL),
                ("iod2025/File_1_IoD2025_Index_of_Multiple_Deprivation.xlsx", &[Index::Imd]),
                (
                    "iod2025/File_3_IoD2025_Supplementary_Indices_IDACI_and_IDAOPI.xlsx",
                    &[Index::Idaci, Index::Imd],
                ),
            ]
            .as_slice(),
        ),
    ] {
        let mut first: BTreeMap<&str, HashMap<AreaCode, u32>> = BTreeMap::new();
        for (file, indices) in files {
            for &each in *indices {
                let table = index(&folder.join(file), each, edition);
                let ranks: HashMap<_, _> = table.rows.iter().map(|row| (row.area, row.rank)).collect();
                // Whatever the format, the same index of the same edition is the same.
                let known = first.entry(each.name()).or_insert_with(|| ranks.clone());
                assert!(*known == ranks, "{file}: {}", each.name());
            }
        }
    }
}

#[test]
fn an_index_of_the_other_census_is_refused_with_the_fix() {
    let Some(folder) = folder() else { return };
    let file = folder.join("iod2019/excel_export_File_1_-_IMD2019_Index_of_Multiple_Deprivation.csv");
    let error = deprivation(&file, Index::Imd, Edition::Iod2025, &mut Findings::default()).err().unwrap();
    assert_eq!(error.code, Code::AreaVintageMismatch);
    assert!(error.help.contains("2019"), "{}", error.help);
    let error = deprivation(&file, Index::Idaci, Edition::Iod2019, &mut Findings::default()).err().unwrap();
    assert_eq!(error.code, Code::MissingColumn);
    assert!(error.help.contains("File 3"), "{}", error.help);
}

#[test]
fn children_by_decile_are_those_of_the_reference() {
    let Some(folder) = folder() else { return };
    let table = people(&folder.join(MID_2020), None);
    assert_eq!((table.estimate.as_str(), table.vintage), ("mid-2020", Some(Vintage::Lsoa11)));
    assert_eq!(table.rows.len(), 34_753);
    let children: HashMap<_, _> = table.rows.iter().map(|row| (row.area, row.children())).collect();
    let file = folder.join("iod2019/File_3_-_IoD2019_Supplementary_Indices_-_IDACI_and_IDAOPI.csv");
    for (each, expected) in [(Index::Imd, IMD_2019), (Index::Idaci, IDACI_2019)] {
        let mut deciles = [0; 10];
        for row in index(&file, each, Edition::Iod2019).rows {
            let group = Grouping::DECILES.group(row.rank, Edition::Iod2019.areas()).unwrap();
            deciles[usize::from(group.number()) - 1] += children[&row.area];
        }
        assert_eq!(deciles, expected, "{}", each.name());
    }
}

#[test]
fn the_lookup_converts_what_ons_says_is_clean() {
    let Some(folder) = folder() else { return };
    let mut findings = Findings::default();
    let file = folder.join("lookups/LSOA11_to_LSOA21_LAD22_exact_fit_with_CHGIND_EW.csv");
    let lookup = successors(&file, &mut findings).unwrap();
    assert_eq!(findings, Findings::default());
    let english: Vec<_> = lookup.rows.iter().filter(|(old, _)| old.code().starts_with("E01")).collect();
    assert_eq!(english.len(), 32_844);
    assert_eq!(english.iter().filter(|(_, new)| new.is_some()).count(), 31_810 + 194);
}

#[test]
fn the_best_fit_and_other_lookups_are_refused() {
    let Some(folder) = folder() else { return };
    for file in
        ["lookups/LSOA21_to_Ward24_LAD24_EW.csv", "one_authority/gm_lsoa21_to_ward22_best-fit_lookup.csv"]
    {
        let error = successors(&folder.join(file), &mut Findings::default()).err().unwrap();
        assert_eq!(error.code, Code::MissingColumn, "{file}");
    }
}

#[test]
fn the_populations_of_one_authority_are_read_in_each_of_their_shapes() {
    let Some(folder) = folder() else { return };
    for (file, estimate) in [
        ("one_authority/mid-year_2022_population_estimates_lsoa.csv", "mid-2022"),
        ("one_authority/mid-year_2024_population_estimates_lsoa.csv", "mid-2024"),
    ] {
        let table = people(&folder.join(file), None);
        assert_eq!(
            (table.rows.len(), table.estimate.as_str(), table.vintage),
            (139, estimate, None),
            "{file}"
        );
        assert!(table.rows.iter().all(|row| row.boys.iter().sum::<u32>() > 0), "{file}");
    }
    // The census table was cut off by the server after 25,000 rows, in the middle of its last area.
    let mut findings = Findings::default();
    let file = folder.join("one_authority/2021_population_by_sex_and_age_lsoa_trafford.csv");
    let table = population(&file, None, &mut findings).unwrap();
    assert_eq!(table.estimate, "Census 2021");
    assert_eq!(table.rows.len() as u64 + findings.count(Code::IncompleteArea), 92);
}

#[test]
fn a_table_without_single_years_of_age_is_refused() {
    let Some(folder) = folder() else { return };
    for file in [
        "population/census2021_TS021_ethnic_group_5_LSOA21_all_ages_EW.csv",
        "population/population_mid2020_DZ11_single_year_of_age_by_sex_Scotland.csv",
        "one_authority/2021_disability_lsoa_trafford.csv",
        "one_authority/2021_population_ethnic_group_lsoa_trafford.csv",
    ] {
        let error = population(&folder.join(file), None, &mut Findings::default()).err().unwrap();
        assert_eq!(error.code, Code::MissingColumn, "{file}");
    }
}

#[test]
fn the_postcodes_of_one_authority_resolve() {
    let Some(folder) = folder() else { return };
    let file = folder.join("one_authority/trafford_postcodes_onspd_feb2025.csv");
    // An address file made of the directory itself, so that every postcode of it is asked for.
    let text = std::fs::read_to_string(&file).unwrap();
    let lines = text.lines().skip(1).map(|line| line.split(',').next().unwrap());
    let rows: String = lines.map(|postcode| format!("c,{},2020-01-01,\n", postcode.to_lowercase())).collect();
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("addresses.csv");
    std::fs::write(&list, format!("child_id,postcode,start,end\n{rows}")).unwrap();
    let mut keys = ChildKeys::default();
    keys.key(b"c");
    let mut findings = Findings::default();
    let (mut places, wanted) = addresses(&list, &keys, Vintage::Lsoa21, &mut findings).unwrap();
    let directory = postcodes(&file, &wanted, Vintage::Lsoa21, &mut places, &mut findings).unwrap();
    assert_eq!(findings, Findings::default());
    assert_eq!((places.len(), wanted.len()), (11_264, 11_264));
    assert!(places.iter().all(|address| matches!(address.place, AddressPlace::Postcode(Some(_)))));
    assert!(directory.entries.iter().all(|entry| entry.lsoa21.is_some() && entry.lsoa11.is_none()));
}

#[test]
fn every_other_table_opens_or_says_why_not() {
    let Some(folder) = folder() else { return };
    let mut files = Vec::new();
    tables(&folder, &mut files);
    assert!(files.len() > 40, "{}", files.len());
    for file in files {
        let mut findings = Findings::default();
        let (mut rows, mut cells) = (0_u64, 0);
        let any = |header: &Header| header.first(|_| true).ok_or(Missing(Vec::new()));
        let read = sheet::read(&file, any, &mut findings, |_, row, _| {
            rows += 1;
            cells += row.width();
            Ok(())
        });
        println!("{rows:>7} rows {cells:>9} cells  {}", file.display());
        match read {
            Ok(_) => assert!(rows > 0 && findings.count(Code::RaggedRow) == 0, "{}", file.display()),
            Err(error) => assert_eq!(error.code, Code::EmptyTable, "{}", file.display()),
        }
    }
}

#[test]
fn every_sheet_of_an_annex_a_return_opens_or_says_why_not() {
    let Some(folder) = folder() else { return };
    let file = folder.join("samples/annex_a/Annex_A.xlsx");
    for place in 0..11 {
        let one = |sheets: &[String]| vec![sheets[place].clone()];
        let any = |header: &Header| header.first(|_| true).ok_or(Missing(Vec::new()));
        let read = sheet::read_sheets(&file, one, any, &mut Findings::default(), |_, _, _| Ok(()));
        assert!(read.as_ref().err().is_none_or(|error| error.code == Code::EmptyTable), "sheet {place}");
    }
}

fn tables(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            tables(&path, files);
        } else if path.extension().is_some_and(|kind| kind == "csv" || kind == "xlsx") {
            files.push(path);
        }
    }
}
