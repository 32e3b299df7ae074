//! The workbook, opened again.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::domain::{Figures, Results};
use crate::render::{content, made_up};

fn made(results: &Results) -> Vec<u8> {
    let plan = made_up::plan();
    let release = Release { results, plan: &plan };
    let wording = content::Wording::own();
    let content =
        content::content(release, made_up::audit().get(), &made_up::provenance(), &wording).unwrap();
    workbook(&content, release).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn cover_contents_and_notes_come_before_one_table_a_sheet() {
    let bytes = made(&made_up::results());
    let names = open(&bytes).sheet_names();
    assert_eq!(names[..4], ["Cover", "Contents", "Notes", "Table_1"]);
    assert!(names.contains(&"by_deprivation_decile".to_owned()), "{names:?}");
    let mut workbook = open(&bytes);
    let listed = workbook.worksheet_range("Contents").unwrap();
    assert_eq!(listed.rows().skip(3).count(), names.len() - 3);
}

#[test]
fn a_number_is_a_number_and_a_hidden_one_its_symbol() {
    let bytes = made(&made_up::results());
    let range = open(&bytes).worksheet_range("Table_1").unwrap();
    let rows: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let first = rows.iter().find(|row| row[0] == Data::String("1 (most deprived)".to_owned())).unwrap();
    assert!(matches!(first[1], Data::Float(_)), "{first:?}");
    let mut workbook = open(&bytes);
    let hidden = Data::String("[c]".to_owned());
    let sheets = workbook.worksheets();
    assert!(sheets.iter().any(|(_, range)| range.rows().flatten().any(|cell| *cell == hidden)));
}

#[test]
fn title_and_language_are_stated_and_no_time_is() {
    let core = part(&made(&made_up::results()), "docProps/core.xml");
    assert!(core.contains("<dc:language>en-GB</dc:language>"), "{core}");
    assert!(core.contains("<dc:title>Domestic abuse and deprivation in Northbridge</dc:title>"), "{core}");
    assert!(!core.contains("dcterms:created>"), "{core}");
}

#[test]
fn a_name_that_looks_like_a_formula_is_text() {
    let results = Results { site: "=HYPERLINK(\"x\")".to_owned(), ..made_up::results() };
    let bytes = made(&results);
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..archive.len() {
        let mut text = String::new();
        archive.by_index(at).unwrap().read_to_string(&mut text).unwrap();
        assert!(!text.contains("<f>") && !text.contains("<f "), "a formula");
    }
}

#[test]
fn a_release_without_figures_still_makes_a_workbook() {
    let mut results = made_up::results();
    (results.figures, results.losses, results.population) = (Figures::default(), Vec::new(), Vec::new());
    assert!(open(&made(&results)).sheet_names().len() > 4);
}
