//! Workbooks as publishers and spreadsheets write them.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

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

/// Writes a workbook whose only sheet is the XML, with everything else as it should be.
fn with_sheet(xml: &str) -> (TempDir, PathBuf) {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "a").unwrap();
    let (folder, path) = saved(&mut book);
    let mut whole = ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..whole.len() {
        let mut part = whole.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        writer.start_file(&name, SimpleFileOptions::default()).unwrap();
        if name.ends_with("sheet1.xml") {
            writer.write_all(xml.as_bytes()).unwrap();
        } else {
            std::io::copy(&mut part, &mut writer).unwrap();
        }
    }
    std::fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
    (folder, path)
}

/// Reads a sheet of a sound header and one row of the XML.
fn with_row(xml: &str) -> Result<Vec<(u64, Vec<String>)>, Diagnostic> {
    let head = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>"#;
    let (_folder, path) = with_sheet(&format!("<worksheet><sheetData>{head}{xml}</sheetData></worksheet>"));
    cells(&path)
}

#[test]
fn a_sheet_made_by_hand_is_read() {
    assert_eq!(with_row(r#"<row r="3"><c r="B3"><v>7</v></c></row>"#).unwrap(), [row(3, &["", "7"])]);
}

#[test]
fn a_cell_that_is_not_where_it_should_be_is_refused_without_a_panic() {
    for xml in [
        r#"<row r="2"><c r="XFD1048576"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="ZZZZZZZZ9"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="A0"><v>1</v></c></row>"#,
        r#"<row r="2"><c r=""><v>1</v></c></row>"#,
        r#"<row r="2"><c r="é2"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row>"#,
        r#"<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#,
        r#"<row r="99999999999"><c><v>1</v></c></row>"#,
        r#"<row r="2"><c r="A2"><v>1</v>"#,
    ] {
        assert!(with_row(xml).is_err(), "{xml}");
    }
}

#[test]
fn a_value_that_is_no_value_causes_no_panic() {
    for xml in [
        r#"<row r="2"><c r="A2" t="s"><v>99999999</v></c></row>"#,
        r#"<row r="2"><c r="A2" t="s"><v>-1</v></c></row>"#,
        r#"<row r="2"><c r="A2" t="b"><v>perhaps</v></c></row>"#,
        r#"<row r="2"><c r="A2" t="e"><v>#WHAT?</v></c></row>"#,
        r#"<row r="2"><c r="A2" t="d"><v>soon</v></c></row>"#,
        r#"<row r="2"><c r="A2" s="99999"><v>1e308</v></c></row>"#,
        r#"<row r="2"><c r="A2"><v>NaN</v></c></row>"#,
        r#"<row r="2"><c r="A2"><v>&#0;&nope;</v></c></row>"#,
        r#"<row r="2"><c r="A2"><f t="shared" si="18446744073709551615">A1</f><v>1</v></c></row>"#,
        r#"<row r="4294967295"><c><v>1</v></c></row>"#,
    ] {
        let _ = with_row(xml);
    }
    let (_folder, path) = with_sheet("<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet>&a;</worksheet>");
    assert!(cells(&path).is_err());
}
