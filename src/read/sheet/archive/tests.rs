//! Archives made to exhaust a computer, or to reach outside themselves.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// Writes an archive of parts, each of which repeats a text.
fn archive(parts: &[(&str, &str, usize)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text, times) in parts {
        writer.start_file(*name, options).unwrap();
        let block = text.repeat(1 + 65_536 / text.len().max(1));
        let mut left = text.len() * times;
        while left > 0 {
            let length = left.min(block.len());
            writer.write_all(&block.as_bytes()[..length]).unwrap();
            left -= length;
        }
    }
    writer.finish().unwrap().into_inner()
}

fn inspected(bytes: &[u8]) -> Result<(), Code> {
    let (_folder, path) = saved(bytes);
    inspect(&path, &mut File::open(&path).unwrap()).map_err(|diagnostic| diagnostic.code)
}

fn saved(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.xlsx");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[test]
fn an_ordinary_archive_passes() {
    assert_eq!(
        inspected(&archive(&[("xl/workbook.xml", "<sheet/>", 10), ("docs/picture.png", "..", 5)])),
        Ok(())
    );
}

#[test]
fn a_bomb_is_refused_by_its_ratio() {
    let bomb = archive(&[("xl/worksheets/sheet1.xml", "<c/>", 5_000_000)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(inspected(&bomb), Err(Code::FileTooLarge));
}

#[test]
fn a_bomb_that_lies_about_its_size_is_found_out_by_unpacking() {
    let name = b"xl/worksheets/sheet1.xml";
    let mut bomb = archive(&[("xl/worksheets/sheet1.xml", "<c/>", 5_000_000)]);
    // The size stands 24 bytes into the directory's entry, and 22 into the part's own header.
    let entry = memchr::memmem::rfind(&bomb, name).unwrap() - 46;
    assert_eq!(bomb[entry..entry + 4], *b"PK\x01\x02");
    bomb[entry + 24..entry + 28].copy_from_slice(&1_000_u32.to_le_bytes());
    bomb[22..26].copy_from_slice(&1_000_u32.to_le_bytes());
    assert_eq!(inspected(&bomb), Err(Code::BadWorkbook));
}

#[test]
fn a_cell_larger_than_a_cell_can_be_is_refused() {
    let noise: String =
        (0..3_000_000_u32).map(|n| char::from(b'a' + (n.wrapping_mul(n >> 3) % 25) as u8)).collect();
    let sheet = format!("<sheetData><row><c><v>{noise}</v></c></row></sheetData>");
    assert_eq!(inspected(&archive(&[("xl/worksheets/sheet1.xml", &sheet, 1)])), Err(Code::FileTooLarge));
}

#[test]
fn an_archive_of_too_many_parts_is_refused_before_they_are_listed() {
    let names: Vec<_> = (0..6_000).map(|number| format!("p{number}.xml")).collect();
    let parts: Vec<_> = names.iter().map(|name| (name.as_str(), "", 0)).collect();
    assert_eq!(inspected(&archive(&parts)), Err(Code::FileTooLarge));
}

#[test]
fn names_that_point_outside_are_refused() {
    for name in ["../evil.xml", "xl/../../evil.xml", "/etc/evil.xml", "xl\\evil.xml", "C:evil.xml"] {
        assert!(odd(name.as_bytes()), "{name}");
    }
    assert!(!odd(b"xl/worksheets/sheet..1.xml"));
    // The writer makes names harmless, so the name is put in afterwards.
    let mut bytes = archive(&[("xl/evil.xml", "<a/>", 1)]);
    while let Some(at) = memchr::memmem::find(&bytes, b"xl/evil") {
        bytes[at..at + 7].copy_from_slice(b"../evil");
    }
    assert_eq!(inspected(&bytes), Err(Code::BadWorkbook));
}

#[test]
fn a_part_that_says_it_is_protected_is_refused() {
    let mut bytes = archive(&[("xl/workbook.xml", "<a/>", 1)]);
    let entry = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[entry + 8] |= 1;
    bytes[6] |= 1;
    assert_eq!(inspected(&bytes), Err(Code::BadWorkbook));
}
