//! Population tables in each of their layouts.

use std::path::PathBuf;

use rust_xlsxwriter::{Workbook, Worksheet};
use tempfile::TempDir;

use super::*;
use crate::domain::Vintage;

fn saved(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn read(name: &str, text: &str) -> (PopulationTable, Findings) {
    let (_folder, path) = saved(name, text);
    let mut findings = Findings::default();
    (population(&path, None, &mut findings).unwrap(), findings)
}

/// Returns titles of ages 0 to 20 after a letter, or the same count for each of them.
fn ages(letter: &str) -> String {
    (0..=20).map(|age| format!(",{letter}{age}")).collect()
}

fn each(count: u32) -> String {
    format!(",{count}").repeat(21)
}

fn people(table: &PopulationTable) -> Vec<(u32, u32)> {
    table.rows.iter().map(|row| (row.girls.iter().sum(), row.boys.iter().sum())).collect()
}

#[test]
fn a_column_for_each_age_is_read_and_adults_are_not() {
    let text =
        format!("lsoa11_name,lsoa11_code,total_population{},90+\nx,E01000001,999{},7\n", ages(""), each(2));
    let (table, findings) = read("population_mid2020_persons.csv", &text);
    assert_eq!((table.estimate.as_str(), table.vintage), ("mid-2020", Some(Vintage::Lsoa11)));
    assert_eq!(people(&table), [(36, 0)]);
    assert_eq!(table.rows[0].children(), 36);
    assert_eq!(findings, Findings::default());
}

#[test]
fn rows_for_each_sex_are_put_together_and_persons_are_not_added_to_them() {
    let text = format!(
        "period,area_code,sex{}\n2022-06-30,E01000002,Persons{}\n2022-06-30,E01000002,Females{}\n\
         2022-06-30,E01000001,All{}\n2022-06-30,E01000002,Males{}\n",
        ages(""),
        each(3),
        each(1),
        each(5),
        each(2)
    );
    let (table, findings) = read("population.csv", &text);
    assert_eq!((table.estimate.as_str(), table.vintage), ("mid-2022", None));
    assert_eq!(people(&table), [(18, 36), (90, 0)]);
    assert_eq!(findings, Findings::default());
}

#[test]
fn a_long_table_is_read_in_words() {
    let mut text = "area_code,period,unit,age,sex,value\n".to_owned();
    for sex in ["All persons", "Female", "Male"] {
        for age in 0..=19 {
            let age = match age {
                0 => "Aged under 1 year".to_owned(),
                1 => "Aged 1 year".to_owned(),
                18 => "Total".to_owned(),
                19 => "Aged 0 to 17 years".to_owned(),
                age => format!("Aged {age} years"),
            };
            let value = if sex == "Male" { 3 } else { 4 };
            text += &format!("E01000001,2021-03-21,Persons,{age},{sex},{value}\n");
        }
    }
    let (table, findings) = read("census.csv", &text);
    assert_eq!(table.estimate, "Census 2021");
    assert_eq!(people(&table), [(72, 54)]);
    assert_eq!(findings, Findings::default());
}

#[test]
fn an_area_that_lacks_an_age_or_a_sex_is_left_out_and_noted() {
    let bad = each(1).replacen(",1", ",c", 1);
    let text = format!(
        "lsoa21cd,sex{}\nE01000001,F{bad}\nE01000001,M{}\nE01000002,F{}\nE01000003,P{}\nE01000004,All{}\n",
        ages(""),
        each(1),
        each(1),
        each(1),
        each(1)
    );
    let (table, findings) = read("mid-2021.csv", &text);
    assert_eq!(table.rows.len(), 1);
    assert_eq!(findings.count(Code::BadNumber), 1);
    assert_eq!(findings.count(Code::BadCode), 1);
    // The area whose only row had a sex that is not known has nothing at all.
    assert_eq!(findings.count(Code::IncompleteArea), 3);
}

#[test]
fn a_count_beyond_all_people_is_not_a_number_of_people() {
    let text = format!("lsoa21cd{}\nE01000001{}\nE01000002{}\n", ages(""), each(4_000_000_000), each(1));
    let (table, findings) = read("mid-2021.csv", &text);
    assert_eq!((table.rows.len(), findings.count(Code::IncompleteArea)), (1, 1));
}

#[test]
fn an_area_that_comes_twice_is_used_once_and_noted() {
    let text = format!("lsoa21cd{}\nE01000001{}\nE01000001{}\n", ages(""), each(1), each(2));
    let (table, findings) = read("mid-2021.csv", &text);
    assert_eq!(people(&table), [(18, 0)]);
    assert_eq!(findings.count(Code::DuplicateArea), 1);
}

#[test]
fn the_latest_estimate_of_a_file_is_used_unless_another_is_asked_for() {
    let text = format!(
        "year,lsoa21cd{}\n2021,E01000001{}\n2023,E01000001{}\n2022,E01000001{}\n",
        ages(""),
        each(1),
        each(3),
        each(2)
    );
    let (_folder, path) = saved("population.csv", &text);
    let read = |year| population(&path, year, &mut Findings::default());
    for (year, estimate, girls) in [(None, "mid-2023", 54), (Some(2022), "mid-2022", 36)] {
        let table = read(year).ok().unwrap();
        assert_eq!((table.estimate.as_str(), people(&table)), (estimate, vec![(girls, 0)]));
    }
    assert_eq!(read(Some(2019)).err().unwrap().code, Code::EstimateMissing);
}

#[test]
fn the_workbook_of_ons_is_read_from_its_latest_sheet() {
    fn fill(sheet: &mut Worksheet, count: u32) {
        sheet.write(0, 0, "Population estimates").unwrap();
        let titles = ["LAD 2023 Code", "LAD 2023 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total"]
            .map(str::to_owned);
        let both = ["F", "M"].into_iter().flat_map(|sex| (0..=90).map(move |age| format!("{sex}{age}")));
        for (column, title) in titles.into_iter().chain(both).enumerate() {
            sheet.write(3, column as u16, title).unwrap();
            sheet.write(4, column as u16, count + u32::from(column >= 5 + 91)).unwrap();
        }
        sheet.write(4, 0, "E06000001").unwrap().write(4, 2, "E01000001").unwrap();
    }
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap();
    fill(book.add_worksheet().set_name("Mid-2022 LSOA 2021").unwrap(), 2);
    fill(book.add_worksheet().set_name("Mid-2024 LSOA 2021").unwrap(), 4);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sapelsoasyoa.xlsx");
    book.save(&path).unwrap();
    for (year, estimate, expected) in [(None, "mid-2024", (72, 90)), (Some(2022), "mid-2022", (36, 54))] {
        let mut findings = Findings::default();
        let table = population(&path, year, &mut findings).ok().unwrap();
        assert_eq!((table.estimate.as_str(), table.vintage), (estimate, Some(Vintage::Lsoa21)));
        assert_eq!(people(&table), [expected]);
        assert_eq!(findings, Findings::default());
    }
    book = Workbook::new();
    fill(book.add_worksheet().set_name("Mid-2022 LSOA 2021").unwrap(), 2);
    book.save(&path).unwrap();
    let error = population(&path, Some(2019), &mut Findings::default()).err().unwrap();
    assert_eq!(error.code, Code::EstimateMissing);
}

#[test]
fn a_table_without_ages_says_what_it_lacks() {
    let (_folder, path) = saved("p.csv", "lsoa21_code,total_residents\nE01000001,5\n");
    let error = population(&path, None, &mut Findings::default()).err().unwrap();
    assert_eq!(error.code, Code::MissingColumn);
    assert!(error.message.contains("`F0` to `F17`"), "{}", error.message);
}
