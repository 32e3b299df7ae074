//! `tables.xlsx`: the tables of the briefing and every breakdown, to the Analysis Function's rules for releasing
//! statistics in spreadsheets.
//!
//! Cover, contents and notes come first, then one table a sheet: marked up as a table under a unique name, its
//! header in one row, no cell merged or empty, no filter, no frozen pane, symbols in place of what is not a number,
//! numbers as numbers. Text is written as text, so nothing can be taken for a formula. No ODS is written beside it:
//! no well-kept crate writes accessible tables in it.

mod breakdowns;
mod properties;
mod sheet;

use rust_xlsxwriter::{Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::content::{Content, Flat};
use super::release::Release;

/// The type of every cell, and its sizes: text, headings of a part, the title of a sheet.
const FAMILY: &str = "Arial";
const SIZE: f64 = 12.0;
const SUBHEAD: f64 = 14.0;
const TITLE: f64 = 16.0;

/// One sheet with its table.
struct Sheet {
    /// The name of the sheet.
    name: String,
    /// The name of the table, unique in the workbook.
    table: String,
    /// What the table holds.
    title: String,
    /// The headers.
    columns: Vec<String>,
    /// The rows, each as long as there are headers.
    rows: Vec<Vec<Flat>>,
}

/// A note with the number that titles give it.
struct Note<'a> {
    number: usize,
    text: &'a str,
}

/// Writes the workbook; the same release gives the same bytes.
pub(super) fn workbook(content: &Content, release: Release<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut sheets: Vec<Sheet> = content
        .tables()
        .into_iter()
        .map(|table| {
            let (columns, rows) = table.flat();
            Sheet {
                name: format!("Table_{}", table.number),
                table: table.id.replace('-', "_"),
                title: format!("Table {}. {}", table.number, table.caption),
                columns,
                rows,
            }
        })
        .collect();
    sheets.extend(breakdowns::sheets(release));
    let used = |note: &&super::content::Note| sheets.iter().any(|sheet| applies(&note.to, sheet));
    let notes: Vec<_> = content.notes.iter().filter(used).collect();
    let notes: Vec<_> = notes.into_iter().zip(1..).collect();
    let mut workbook = Workbook::new();
    cover(workbook.add_worksheet(), content)?;
    contents(workbook.add_worksheet(), &sheets)?;
    let listed: Vec<_> =
        notes.iter().map(|(note, number)| Note { number: *number, text: &note.text }).collect();
    self::notes(workbook.add_worksheet(), &listed)?;
    for one in &sheets {
        let marks: Vec<_> =
            notes.iter().filter(|(note, _)| applies(&note.to, one)).map(|(_, number)| *number).collect();
        sheet::write(workbook.add_worksheet(), one, &marks, &content.source)?;
    }
    properties::describe(&workbook.save_to_buffer()?, &content.title, &content.site)
}

/// Returns whether a note belongs to a table.
fn applies(to: &str, sheet: &Sheet) -> bool {
    let holds =
        |words: &[&str]| sheet.columns.iter().any(|name| words.iter().any(|word| name.contains(word)));
    match to {
        "counts" => true,
        "limits" => holds(&["limit"]),
        "rates" => holds(&["ate per 10,000"]),
        "gradients" => holds(&["Ratio", "index", "Difference"]),
        _ => false,
    }
}

fn cover(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    sheet.set_name("Cover")?;
    sheet.set_column_width(0, 72)?;
    let mut row = 0;
    let mut line = |text: &str, format: &Format| {
        let written = sheet.write_string_with_format(row, 0, text, format).map(|_| ());
        row += 1;
        written
    };
    line(&format!("{}: {}", content.title, content.site), &title())?;
    line(&content.front.lead, &words())?;
    line("What was found", &subhead())?;
    content.headlines.iter().try_for_each(|sentence| line(sentence, &words()))?;
    line("How to read these tables", &subhead())?;
    line(&content.front.caution, &words())?;
    line(
        "Symbols stand in place of numbers: [c] confidential, hidden to protect children; [z] not applicable; [x] not available.",
        &words(),
    )?;
    line(
        "Notes are in the worksheet Notes. A mark such as [note 1] in a title names one of them.",
        &words(),
    )?;
    line("Where it comes from", &subhead())?;
    line(&content.source, &words())?;
    line(&content.footer, &words())
}

fn contents(sheet: &mut Worksheet, sheets: &[Sheet]) -> Result<(), XlsxError> {
    sheet.set_name("Contents")?;
    sheet.write_string_with_format(0, 0, "Contents", &title())?;
    sheet.write_string_with_format(1, 0, "This worksheet contains one table.", &running())?;
    let columns = ["Worksheet".to_owned(), "Table".to_owned()];
    let rows: Vec<_> = sheets.iter().map(|one| (one.name.as_str(), one.title.as_str())).collect();
    sheet::table(sheet, 2, "contents_of_workbook", &columns, rows.len())?;
    for ((name, title), row) in rows.iter().zip(3..) {
        let link = Url::new(format!("internal:'{name}'!A1")).set_text(*name);
        sheet.write_url_with_format(row, 0, link, &link_words())?;
        sheet.write_string_with_format(row, 1, *title, &words())?;
    }
    sheet.set_column_width(0, 32)?;
    sheet.set_column_width(1, 100)?;
    Ok(())
}

fn notes(sheet: &mut Worksheet, notes: &[Note<'_>]) -> Result<(), XlsxError> {
    sheet.set_name("Notes")?;
    sheet.write_string_with_format(0, 0, "Notes", &title())?;
    sheet.write_string_with_format(1, 0, "This worksheet contains one table.", &running())?;
    let columns = ["Note number".to_owned(), "Note text".to_owned()];
    sheet::table(sheet, 2, "notes_of_workbook", &columns, notes.len())?;
    for (note, row) in notes.iter().zip(3..) {
        sheet.write_string_with_format(row, 0, format!("[note {}]", note.number), &words())?;
        sheet.write_string_with_format(row, 1, note.text, &words())?;
    }
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 100)?;
    Ok(())
}

fn plain() -> Format {
    Format::new().set_font_name(FAMILY).set_font_size(SIZE)
}

/// Text that wraps in its cell.
fn words() -> Format {
    plain().set_text_wrap().set_align(FormatAlign::Top)
}

/// Text that runs over the cells beside it.
fn running() -> Format {
    plain()
}

fn title() -> Format {
    plain().set_font_size(TITLE).set_bold()
}

fn subhead() -> Format {
    plain().set_font_size(SUBHEAD).set_bold()
}

fn link_words() -> Format {
    plain()
        .set_font_color("#1A5A96")
        .set_underline(rust_xlsxwriter::FormatUnderline::Single)
        .set_align(FormatAlign::Top)
}

#[cfg(test)]
mod tests;
