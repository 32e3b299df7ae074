//! Rules X: the Analysis Function's rules for releasing statistics in spreadsheets, on the file as it is.

mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use super::markup::{Node, Tag, inside, nodes, tags, words};
use super::{Fault, Faults};

/// X01 to X08, X10 to X18, X20 to X31 less X19 and X25's appearance, X34 to X38.
pub(super) const RULES: usize = 32;

/// The parts of a workbook that the rules look at.
struct Book {
    parts: BTreeMap<String, String>,
    sheets: Vec<Sheet>,
    strings: Vec<String>,
}

/// One sheet.
struct Sheet {
    name: String,
    nodes: Vec<Node>,
    /// The cells that are there: row, column, and what they hold.
    cells: BTreeMap<(u32, u32), Value>,
    /// The tables marked up on it: the root tag of each, and its headers.
    tables: Vec<(Tag, Vec<String>)>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Text(String),
    Number,
    Formula,
    Empty,
}

/// Tests a workbook.
pub(super) fn check(file: &str, bytes: &[u8]) -> Vec<Fault> {
    let mut faults = Faults::of(file);
    let Some(book) = open(bytes) else {
        faults.when(true, "X01", "the file is not a workbook");
        return faults.found;
    };
    faults.when(file.len() > 218, "X10", "the path of the file is too long");
    whole(&mut faults, &book);
    names(&mut faults, &book);
    order(&mut faults, &book);
    notes(&mut faults, &book);
    for (sheet, at) in book.sheets.iter().zip(0..) {
        sheet::check(&mut faults, sheet, at);
    }
    faults.found
}

fn open(bytes: &[u8]) -> Option<Book> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        let name = file.name().ok()?.into_owned();
        parts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    let part = |name: &str| parts.get(name).and_then(|text| nodes(text));
    let strings = part("xl/sharedStrings.xml")
        .map(|nodes| inside(&nodes, "si").into_iter().map(|(_, inner)| words(inner)).collect())
        .unwrap_or_default();
    let named: Vec<String> =
        tags(&part("xl/workbook.xml")?, "sheet").map(|tag| tag.get("name").to_owned()).collect();
    let mut book = Book { parts, sheets: Vec::new(), strings };
    for (name, number) in named.into_iter().zip(1..) {
        book.sheets.push(read(&book, name, number)?);
    }
    Some(book)
}

fn read(book: &Book, name: String, number: usize) -> Option<Sheet> {
    let nodes = nodes(book.parts.get(&format!("xl/worksheets/sheet{number}.xml"))?)?;
    let mut cells = BTreeMap::new();
    let rows = inside(&nodes, "sheetData");
    for (cell, inner) in rows.iter().flat_map(|(_, rows)| inside(rows, "c")) {
        let value = inside(inner, "v").first().map(|(_, text)| words(text));
        let value = match (tags(inner, "f").next().is_some(), cell.get("t"), value) {
            (true, ..) => Value::Formula,
            (false, "s", Some(at)) => Value::Text(book.strings.get(at.parse::<usize>().ok()?)?.clone()),
            (false, "inlineStr" | "str", _) => Value::Text(words(inner)),
            (false, _, Some(_)) => Value::Number,
            (false, _, None) => Value::Empty,
        };
        cells.insert(place(cell.get("r"))?, value);
    }
    let relations = book.parts.get(&format!("xl/worksheets/_rels/sheet{number}.xml.rels"));
    let relations = relations.and_then(|text| self::nodes(text)).unwrap_or_default();
    let mut tables = Vec::new();
    for relation in tags(&relations, "Relationship").filter(|tag| tag.get("Type").ends_with("/table")) {
        let path = format!("xl/{}", relation.get("Target").trim_start_matches("../"));
        let table = self::nodes(book.parts.get(&path)?)?;
        let headers = tags(&table, "tableColumn").map(|tag| tag.get("name").to_owned()).collect();
        let root = tags(&table, "table").next()?.clone();
        let filtered = tags(&table, "autoFilter").next().is_some();
        let mut root = root;
        if filtered {
            root.attributes.insert("filtered".to_owned(), String::new());
        }
        tables.push((root, headers));
    }
    Some(Sheet { name, nodes, cells, tables })
}

/// Returns the row and column, from 1, of a reference such as `B7`.
fn place(reference: &str) -> Option<(u32, u32)> {
    let split = reference.find(|c: char| c.is_ascii_digit())?;
    let column = reference[..split].bytes().try_fold(0_u32, |sum, letter| {
        letter.is_ascii_uppercase().then(|| sum * 26 + u32::from(letter - b'A') + 1)
    })?;
    Some((reference[split..].parse().ok()?, column))
}

fn whole(faults: &mut Faults<'_>, book: &Book) {
    let macros = book.parts.keys().any(|name| name.contains("vbaProject"));
    let outside = book.parts.keys().any(|name| name.contains("externalLink"));
    faults.when(macros || outside, "X05", "the workbook holds macros or links to other workbooks");
    let text = |name: &str| book.parts.get(name).map_or("", String::as_str);
    let locked = text("xl/workbook.xml").contains("<workbookProtection");
    faults.when(locked, "X06", "the workbook is protected");
    let core = nodes(text("docProps/core.xml")).unwrap_or_default();
    let said = |name: &str| inside(&core, name).first().is_some_and(|(_, inner)| !words(inner).is_empty());
    faults.when(!said("title"), "X07", "the workbook has no title in its properties");
    faults.when(!said("language"), "X07", "the workbook has no language in its properties");
    let view = nodes(text("xl/workbook.xml")).unwrap_or_default();
    let active =
        tags(&view, "workbookView").next().is_some_and(|tag| !matches!(tag.get("activeTab"), "" | "0"));
    faults.when(active, "X08", "the workbook does not open at its first sheet");
    let drawn =
        book.parts.keys().any(|name| name.starts_with("xl/drawings/") || name.starts_with("xl/media/"));
    faults.when(drawn, "X20", "a sheet holds a drawing or a text box");
    let styles = nodes(text("xl/styles.xml")).unwrap_or_default();
    let filled =
        tags(&styles, "patternFill").any(|tag| !matches!(tag.get("patternType"), "none" | "gray125"));
    faults.when(filled, "X34", "cells are filled with colour");
    for (_, font) in inside(&styles, "fonts").iter().flat_map(|(_, inner)| inside(inner, "font")) {
        let size = tags(font, "sz").next().and_then(|tag| tag.get("val").parse::<f64>().ok()).unwrap_or(0.0);
        let serif =
            tags(font, "name").next().is_some_and(|tag| !["Arial", "Calibri"].contains(&tag.get("val")));
        faults.when(size < 10.0 || serif, "X35", "type is small or has serifs");
        let pale = tags(font, "color").next().map_or("", |tag| tag.get("rgb"));
        let ratio =
            crate::render::branding::contrast(&format!("#{}", pale.get(2..).unwrap_or_default()), "#FFFFFF");
        faults.when(ratio.is_some_and(|ratio| ratio < 4.5), "X33", "type does not stand out from the page");
    }
}

fn names(faults: &mut Faults<'_>, book: &Book) {
    let mut seen = BTreeSet::new();
    for sheet in &book.sheets {
        let name = &sheet.name;
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let fits = !name.is_empty() && name.len() <= 31 && plain && starts;
        faults.when(
            !fits,
            "X02",
            "the name of a sheet is empty, long, or holds more than letters, digits and underscores",
        );
        faults.when(!seen.insert(name.to_lowercase()), "X02", "two sheets have one name");
    }
    let view = book.parts.get("xl/workbook.xml").and_then(|text| nodes(text)).unwrap_or_default();
    let hidden = tags(&view, "sheet").any(|tag| tag.has("state"));
    faults.when(hidden, "X04", "a sheet is hidden");
    let mut tables = BTreeSet::new();
    for (table, _) in book.sheets.iter().flat_map(|sheet| &sheet.tables) {
        let name = table.get("displayName");
        let bare = name.strip_prefix("Table").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
        faults.when(name.is_empty() || bare, "X22", "a table has no meaningful name");
        faults.when(!tables.insert(name.to_lowercase()), "X22", "two tables have one name");
    }
}

fn order(faults: &mut Faults<'_>, book: &Book) {
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let first = names.first() == Some(&"Cover") && names.get(1) == Some(&"Contents");
    let third = names.get(2) == Some(&"Notes") || !names.contains(&"Notes");
    faults.when(!first || !third, "X01", "cover, contents and notes do not come first");
    let front = if names.contains(&"Notes") { 3 } else { 2 };
    let tables: BTreeSet<&str> = names.iter().copied().skip(front).collect();
    let Some(contents) = book.sheets.iter().find(|sheet| sheet.name == "Contents") else { return };
    let listed: Vec<&str> = column(contents, 1);
    let once: BTreeSet<&str> = listed.iter().copied().collect();
    let same = listed.len() == once.len() && once == tables;
    faults.when(!same, "X11", "the contents do not list every table once");
    let links = tags(&contents.nodes, "hyperlink").count();
    faults.when(links != listed.len(), "X11", "a line of the contents has no link");
    let vague =
        listed.iter().any(|text| ["link", "here", "click here"].contains(&text.to_lowercase().as_str()));
    faults.when(vague, "X36", "a link does not say where it leads");
}

/// Returns the texts of a column below the header of a sheet's table.
fn column(sheet: &Sheet, column: u32) -> Vec<&str> {
    let head = sheet.tables.first().and_then(|(table, _)| place(table.get("ref").split(':').next()?));
    let head = head.map_or(0, |(row, _)| row);
    let cells = sheet.cells.iter().filter(|((row, at), _)| *at == column && *row > head);
    let texts = cells.filter_map(|(_, value)| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn notes(faults: &mut Faults<'_>, book: &Book) {
    let mut used = BTreeSet::new();
    let mut listed = BTreeSet::new();
    for sheet in &book.sheets {
        if sheet.name == "Notes" {
            listed.extend(column(sheet, 1).into_iter().map(str::to_owned));
            continue;
        }
        if sheet.name == "Cover" {
            continue;
        }
        for value in sheet.cells.values() {
            let Value::Text(text) = value else { continue };
            for rest in text.split("[note ").skip(1) {
                used.insert(format!("[note {}]", rest.split(']').next().unwrap_or_default()));
            }
        }
    }
    faults.when(used != listed, "X12", "notes that are used and notes that are listed are not the same");
}
