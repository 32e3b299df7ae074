//! A sheet with one table: title, what it holds, marks and symbols in words, then the table.

use rust_xlsxwriter::{Format, FormatAlign, Table, TableColumn, TableStyle, Worksheet, XlsxError};

use super::{Flat, Sheet, plain, running, title, words};

/// The width of a column, and that of one with long text.
const NARROW: u16 = 16;
const WIDE: u16 = 44;
/// Text longer than this is long.
const LONG: usize = 24;

/// Writes a table with what stands above it.
pub(super) fn write(
    sheet: &mut Worksheet,
    one: &Sheet,
    notes: &[usize],
    source: &str,
) -> Result<(), XlsxError> {
    sheet.set_name(&one.name)?;
    let marks: String = notes.iter().map(|number| format!(" [note {number}]")).collect();
    sheet.write_string_with_format(0, 0, format!("{}{marks}", one.title), &title())?;
    let mut above = vec!["This worksheet contains one table.".to_owned()];
    if !notes.is_empty() {
        above.push("Notes are in the worksheet Notes, under the number in square brackets.".to_owned());
    }
    above.extend(symbols(one));
    above.push(source.to_owned());
    for (text, row) in above.iter().zip(1..) {
        sheet.write_string_with_format(row, 0, text, &running())?;
    }
    let head = u32::try_from(above.len() + 1).expect("a few lines stand above a table");
    let empty = [one.columns.iter().map(|_| Flat::Symbol("[x]")).collect::<Vec<_>>()];
    let rows = if one.rows.is_empty() { &empty[..] } else { &one.rows };
    table(sheet, head, &one.table, &one.columns, rows.len())?;
    for (cells, row) in rows.iter().zip(head + 1..) {
        for (cell, column) in cells.iter().zip(0..) {
            put(sheet, row, column, cell)?;
        }
    }
    for (column, at) in (0..).zip(0..one.columns.len()) {
        let long = |row: &Vec<Flat>| matches!(&row[at], Flat::Words(text) if text.chars().count() > LONG);
        sheet.set_column_width(column, if rows.iter().any(long) { WIDE } else { NARROW })?;
    }
    Ok(())
}

/// Marks cells up as a table with its headers.
pub(super) fn table(
    sheet: &mut Worksheet,
    head: u32,
    name: &str,
    columns: &[String],
    rows: usize,
) -> Result<(), XlsxError> {
    let header = plain().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let columns: Vec<_> =
        columns.iter().map(|name| TableColumn::new().set_header(name).set_header_format(&header)).collect();
    let last = u16::try_from(columns.len() - 1).expect("a sheet has room for the columns");
    let rows = u32::try_from(rows.max(1)).expect("a sheet has room for the rows");
    let made =
        Table::new().set_name(name).set_style(TableStyle::None).set_autofilter(false).set_columns(&columns);
    sheet.add_table(head, 0, head + rows, last, &made)?;
    Ok(())
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Flat) -> Result<(), XlsxError> {
    let number = |form: &str| plain().set_num_format(form).set_align(FormatAlign::Right);
    match cell {
        Flat::Words(text) => sheet.write_string_with_format(row, column, text, &words())?,
        Flat::Symbol(symbol) => sheet.write_string_with_format(row, column, *symbol, &right())?,
        Flat::Percent(share) => sheet.write_number_with_format(row, column, *share, &number("0.0%"))?,
        Flat::Number(value, 0) => sheet.write_number_with_format(row, column, *value, &number("#,##0"))?,
        Flat::Number(value, places) => {
            let form = format!("#,##0.{}", "0".repeat(usize::from(*places)));
            sheet.write_number_with_format(row, column, *value, &number(&form))?
        }
    };
    Ok(())
}

fn right() -> Format {
    plain().set_align(FormatAlign::Right)
}

/// Says what the symbols of a table mean; nothing where it has none.
fn symbols(one: &Sheet) -> Option<String> {
    let met = |symbol: &&(&'static str, &str)| {
        one.rows.iter().flatten().any(|cell| *cell == Flat::Symbol(symbol.0))
    };
    let known: [(&'static str, &str); 3] = [
        ("[c]", "confidential, hidden to protect children"),
        ("[z]", "not applicable"),
        ("[x]", "not available"),
    ];
    let met: Vec<_> =
        known.iter().filter(met).map(|(symbol, meaning)| format!("{symbol} {meaning}")).collect();
    (!met.is_empty()).then(|| format!("Some cells hold a symbol in place of a number: {}.", met.join("; ")))
}
