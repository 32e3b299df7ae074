//! Rules X13 to X38 on one sheet and its table.

use std::collections::BTreeSet;

use super::{Faults, Sheet, Value, place, tags, words};
use crate::render::verify::markup::inside;

/// Marks that once stood for what is not a number, and may not.
const REFUSED: [&str; 9] = ["..", ".", ":", "*", "-", "†", "~", "N/A", "n/a"];

/// Tests a sheet; the first is the cover and has no table.
pub(super) fn check(faults: &mut Faults<'_>, sheet: &Sheet, at: usize) {
    let text = |row, column| match sheet.cells.get(&(row, column)) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    faults.when(sheet.cells.values().all(|value| *value == Value::Empty), "X03", "a sheet is blank");
    faults.when(text(1, 1).is_empty(), "X13", "a sheet has no title in its first cell");
    faults.when(sheet.cells.values().any(|value| *value == Value::Formula), "X38", "a cell holds a formula");
    setting(faults, sheet);
    if at == 0 {
        return;
    }
    faults.when(
        text(2, 1) != "This worksheet contains one table.",
        "X14",
        "a sheet does not say how many tables it has",
    );
    faults.when(sheet.tables.is_empty(), "X21", "a table is not marked up as one");
    faults.when(sheet.tables.len() > 1, "X17", "a sheet has more than one table");
    let Some((table, headers)) = sheet.tables.first() else { return };
    let mut corners = table.get("ref").split(':').map(place);
    let (Some(Some(from)), Some(Some(to))) = (corners.next(), corners.next()) else {
        faults.when(true, "X21", "a table has no place");
        return;
    };
    faults.when(from.1 != 1, "X16", "a table does not start in the first column");
    faults.when(text(from.0 - 1, 1).is_empty(), "X15", "a blank row stands above a table");
    faults.when(table.get("headerRowCount") == "0", "X25", "a table has no header row");
    faults.when(table.has("filtered"), "X28", "a table has filters");
    let unique: BTreeSet<String> = headers.iter().map(|name| name.to_lowercase()).collect();
    let named = headers.iter().all(|name| !name.trim().is_empty()) && unique.len() == headers.len();
    faults.when(!named, "X26", "a header is empty or comes twice");
    let bare = headers.iter().enumerate().any(|(at, name)| name == &format!("Column{}", at + 1));
    faults.when(bare, "X26", "a header says nothing");
    let beyond = sheet.cells.iter().any(|(place, value)| {
        *value != Value::Empty && (place.0 > to.0 || (place.0 >= from.0 && place.1 > to.1))
    });
    faults.when(beyond, "X18", "something stands below or beside a table");
    cells(faults, sheet, from, to);
}

fn cells(faults: &mut Faults<'_>, sheet: &Sheet, from: (u32, u32), to: (u32, u32)) {
    for row in from.0 + 1..=to.0 {
        let blank = (from.1..=to.1)
            .all(|column| matches!(sheet.cells.get(&(row, column)), None | Some(Value::Empty)));
        faults.when(blank, "X24", "a row of a table is blank");
        for column in from.1..=to.1 {
            let text = match sheet.cells.get(&(row, column)) {
                None | Some(Value::Empty) => {
                    faults.when(!blank, "X27", "a cell of a table is blank");
                    continue;
                }
                Some(Value::Text(text)) => text,
                Some(Value::Number | Value::Formula) => continue,
            };
            let digits = text.replace([',', '%'], "");
            let number = digits.parse::<f64>().is_ok() && column > 3 && digits.contains('.');
            faults.when(number, "X29", "a number is text");
            faults.when(
                REFUSED.contains(&text.trim()),
                "X30",
                "a cell holds a mark that is not in square brackets",
            );
            let marks = text.matches('[').count();
            let alone = text.starts_with('[') && text.ends_with(']') && marks == 1;
            let symbol = ["[c]", "[x]", "[z]", "[low]"].iter().any(|symbol| text.contains(symbol));
            // Notes say in a sentence what a symbol means.
            let stands = alone || sheet.name == "Notes";
            faults.when(symbol && !stands, "X30", "a symbol does not stand alone in its cell");
            faults.when(column > 1 && text.contains("[note "), "X31", "a note is marked in a cell of data");
            faults.when(
                text.contains(['¹', '²', '³', '*', '†']),
                "X31",
                "a note is marked by other than [note 1]",
            );
        }
    }
    let met = sheet.cells.iter().filter(|(place, _)| place.0 > from.0).filter_map(|(_, value)| match value {
        Value::Text(text) if ["[c]", "[x]", "[z]"].contains(&text.as_str()) => Some(text.clone()),
        _ => None,
    });
    let above: String = sheet
        .cells
        .iter()
        .filter(|(place, _)| place.0 < from.0)
        .filter_map(|(_, value)| match value {
            Value::Text(text) => Some(format!("{text}\n")),
            _ => None,
        })
        .collect();
    for symbol in met.collect::<BTreeSet<_>>() {
        faults.when(!above.contains(&symbol), "X30", "a symbol is not explained above its table");
    }
}

/// Tests what a sheet sets: merges, hidden parts, panes, protection, headers and footers, widths.
fn setting(faults: &mut Faults<'_>, sheet: &Sheet) {
    let any = |name: &'static str| tags(&sheet.nodes, name).next().is_some();
    faults.when(any("mergeCell"), "X23", "cells are merged");
    let hidden =
        ["row", "col"].iter().any(|name| tags(&sheet.nodes, name).any(|tag| tag.get("hidden") == "1"));
    faults.when(hidden, "X04", "a row or column is hidden");
    faults.when(any("pane") || any("autoFilter"), "X28", "a sheet has frozen panes or filters");
    faults.when(any("sheetProtection"), "X06", "a sheet is protected");
    let headed = inside(&sheet.nodes, "headerFooter").iter().any(|(_, inner)| !words(inner).is_empty());
    faults.when(headed, "X20", "a sheet has a header or a footer");
    let narrow =
        tags(&sheet.nodes, "col").any(|tag| tag.get("width").parse::<f64>().is_ok_and(|width| width < 9.0));
    faults.when(narrow, "X37", "a column is too narrow for its numbers");
    let away = tags(&sheet.nodes, "selection").any(|tag| !matches!(tag.get("activeCell"), "" | "A1"));
    faults.when(away, "X08", "a sheet does not open at its first cell");
}
