//! The index as published, as exported again, and as it should not be.

use std::path::PathBuf;

use rust_xlsxwriter::Workbook;
use tempfile::TempDir;

use super::*;

const FILE_1: &str = "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District name (2024),\
    Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),\
    Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA";

fn saved(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.csv");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

/// Reads rows of area, district, rank and decile under the header of File 1 of 2025.
fn imd(rows: &str) -> Result<(DeprivationTable, Findings), Diagnostic> {
    let rows: String = rows
        .lines()
        .map(|row| {
            let (area, rest) = row.split_once(' ').unwrap();
            format!("{area},\"A, place\",E06000001,Place,{rest}\n")
        })
        .collect();
    let (_folder, path) = saved(&format!("{FILE_1}\n{rows}"));
    let mut findings = Findings::default();
    Ok((deprivation(&path, Index::Imd, Edition::Iod2025, &mut findings)?, findings))
}

fn ranks(table: &DeprivationTable) -> Vec<u32> {
    table.rows.iter().map(|row| row.rank).collect()
}

#[test]
fn ranks_are_read_however_a_spreadsheet_wrote_them() {
    let (table, findings) =
        imd("E01000001 26525,8\nE01000002 \"31,203\",10\nE01000003 1.00,1.00\nE01000004 33755,\n").unwrap();
    assert_eq!(ranks(&table), [26_525, 31_203, 1, 33_755]);
    assert!(table.rows[0].district.0.starts_with("E06") && table.rows[0].score.is_none());
    assert_eq!(findings, Findings::default());
}

#[test]
fn each_index_of_file_7_is_found_among_its_neighbours() {
    let (_folder, path) = saved(
        "\u{feff}LSOA code (2011) ,Local Authority District code (2019),\
         Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),\
         Income Score (rate),Income Rank (where 1 is most deprived),Income Decile (where 1 is most deprived 10% of LSO,\
         Income Deprivation Affecting Children Index (IDACI) Score (rate),\
         Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived),\
         Income Deprivation Affecting Older People (IDAOPI) Rank (where 1 is most deprived)\r\n\
         E01000001,E09000001,6.208,29199,0.007,32831,10,0.006,32806,32820\r\n",
    );
    for (index, rank, score) in
        [(Index::Imd, 29_199, 6.208), (Index::Income, 32_831, 0.007), (Index::Idaci, 32_806, 0.006)]
    {
        let table = deprivation(&path, index, Edition::Iod2019, &mut Findings::default()).unwrap();
        assert_eq!((table.rows[0].rank, table.rows[0].score), (rank, Some(score)), "{}", index.name());
    }
}

#[test]
fn an_export_that_drops_the_brackets_is_read() {
    let (_folder, path) = saved(
        "LSOA11CD,Local Authority District code (2019),Index of Multiple Deprivation (IMD) Rank,\
         Index of Multiple Deprivation (IMD) Decile\nE01000001,E09000001,\"29,199\",9\n",
    );
    let table = deprivation(&path, Index::Imd, Edition::Iod2019, &mut Findings::default()).unwrap();
    assert_eq!(ranks(&table), [29_199]);
}

#[test]
fn a_workbook_is_read_from_the_sheet_that_has_the_index() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Notes")
        .unwrap()
        .write(0, 0, "LSOA code (2021) is explained here")
        .unwrap();
    let sheet = book.add_worksheet();
    for (column, title) in FILE_1.split(',').enumerate() {
        sheet.write(0, column as u16, title).unwrap();
    }
    sheet.write(1, 0, "E01000001").unwrap().write(1, 2, "E06000001").unwrap();
    sheet.write(1, 4, 26_525).unwrap().write(1, 5, 8).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index.xlsx");
    book.save(&path).unwrap();
    let table = deprivation(&path, Index::Imd, Edition::Iod2025, &mut Findings::default()).unwrap();
    assert_eq!(ranks(&table), [26_525]);
}

#[test]
fn a_decile_that_is_not_the_one_of_its_rank_is_refused_with_the_first_row_and_the_count() {
    let error = imd("E01000001 26525,8\nE01000002 31203,9\nE01000003 1,2\nE01000004 2,ten\n").err().unwrap();
    assert_eq!(error.code, Code::DecileDisagrees);
    assert!(error.message.starts_with("3 rows"), "{}", error.message);
    assert!(matches!(&*error.place, Place::Row { first: 3, count: 3, .. }), "{:?}", error.place);
}

#[test]
fn a_rank_that_is_not_of_the_edition_is_refused() {
    for rank in ["", "0", "33756", "first", "1.5", "-1"] {
        let error = imd(&format!("E01000001 26525,8\nE01000002 {rank},1\n")).err().unwrap();
        assert_eq!(error.code, Code::BadRank, "{rank}");
        assert!(matches!(&*error.place, Place::Row { first: 3, count: 1, .. }), "{:?}", error.place);
    }
}

#[test]
fn an_area_that_comes_twice_is_used_once_and_noted() {
    let (table, findings) = imd("E01000001 26525,8\nE01000001 1,1\n").unwrap();
    assert_eq!(ranks(&table), [26_525]);
    assert_eq!(findings.count(Code::DuplicateArea), 1);
}

#[test]
fn a_code_that_is_not_one_is_noted_and_its_row_left_out() {
    let (table, findings) = imd("E01000001 26525,8\nTotal 1,1\n").unwrap();
    assert_eq!(table.rows.len(), 1);
    assert_eq!(findings.count(Code::BadArea), 1);
}

#[test]
fn areas_of_the_other_census_are_refused_with_the_fix() {
    let (_folder, path) = saved(&format!("{FILE_1}\nE01000001,x,E06000001,y,26525,8\n"));
    let error = deprivation(&path, Index::Imd, Edition::Iod2019, &mut Findings::default()).err().unwrap();
    assert_eq!(error.code, Code::AreaVintageMismatch);
    assert!(error.help.contains("edition to 2025"), "{}", error.help);
}

#[test]
fn an_index_that_the_file_lacks_is_named_with_the_file_that_has_it() {
    let (_folder, path) = saved(&format!("{FILE_1}\nE01000001,x,E06000001,y,26525,8\n"));
    let error = deprivation(&path, Index::Idaci, Edition::Iod2025, &mut Findings::default()).err().unwrap();
    assert_eq!(error.code, Code::MissingColumn);
    assert!(error.message.contains("(IDACI) Rank") && error.help.contains("File 3"), "{error:?}");
}
