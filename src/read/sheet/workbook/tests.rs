//! Workbooks as publishers and spreadsheets write them.

use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;

use super::super::{Missing, read as read_table};
use super::*;

fn saved(book: &mut Workbook) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xlsx");
    book.save(&path).unwrap();
    (folder, path)
}

fn cells(path: &Path) -> Result<Vec<(u64, Vec<String>)>, Diagnostic> {
    let find = |header: &Header| header.named(&["a"]).ok_or(Missing(vec!["`a`"]));
    let mut rows = Vec::new();
    read_table(path, find, &mut Findings::default(), |_, row, _| {
        rows.push((row.number(), (0..row.width()).map(|index| row.at(index).to_owned()).collect()));
        Ok(())
    })?;
    Ok(rows)
}

fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (number, cells.iter().map(|&cell| cell.to_owned()).collect())
}

#[test]
fn the_sheet_that_has_the_header_is_read_from_the_row_it_is_on() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").unwrap().write(0, 0, "What this is").unwrap();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "A title").unwrap();
    for (column, name) in ["a", "b", "c"].iter().enumerate() {
        sheet.write(5, column as u16, *name).unwrap();
    }
    sheet.write(6, 0, "E01").unwrap().write(6, 1, 29_199.0).unwrap().write(6, 2, 0.125).unwrap();
    sheet.write(8, 2, true).unwrap();
    let (_folder, path) = saved(&mut book);
    assert_eq!(cells(&path).unwrap(), [row(7, &["E01", "29199", "0.125"]), row(9, &["", "", "true"])]);
}

#[test]
fn dates_are_written_as_dates() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let format = Format::new().set_num_format("dd/mm/yyyy");
    let date = ExcelDateTime::from_ymd(2023, 4, 1).unwrap();
    sheet.write(0, 0, "a").unwrap().write_with_format(1, 0, &date, &format).unwrap();
    let (_folder, path) = saved(&mut book);
    assert_eq!(cells(&path).unwrap(), [row(2, &["2023-04-01"])]);
}

#[test]
fn a_workbook_without_the_columns_names_them() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "b").unwrap();
    let (_folder, path) = saved(&mut book);
    let error = cells(&path).unwrap_err();
    assert_eq!(error.code, Code::MissingColumn);
    assert!(error.message.contains("`a`"), "{}", error.message);
}

#[test]
fn a_sheet_wider_than_any_table_is_refused() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "a").unwrap().write(1, 16_383, "far").unwrap();
    let (_folder, path) = saved(&mut book);
    assert_eq!(cells(&path).unwrap_err().code, Code::FileTooLarge);
}

#[test]
fn a_damaged_workbook_is_refused_without_a_panic() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..200 {
        sheet.write(row, 0, if row == 0 { "a" } else { "b" }).unwrap();
    }
    let (_folder, path) = saved(&mut book);
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&path, &bytes).unwrap();
        // Some bytes do not matter, such as those of a time stamp; none may cause a panic.
        let _ = cells(&path);
        std::fs::write(&path, &whole[..at]).unwrap();
        assert!(cells(&path).is_err(), "cut at {at}");
    }
}
