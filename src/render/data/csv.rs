//! Rows as CSV: UTF-8, a comma, one header, lines that end in a line feed (RFC 4180 quoting).
//!
//! Text that a spreadsheet could take for a formula gets an apostrophe in front (CWE-1236); numbers stay
//! numbers, so a negative figure is left alone.

use super::cells::{Rows, Value};
use crate::render::content::{Flat, Table};

/// Returns the table as CSV text.
pub(in crate::render) fn csv(rows: &Rows) -> String {
    let mut text = String::new();
    line(&mut text, rows.columns.iter().map(|column| column.name.clone()));
    for row in &rows.rows {
        line(&mut text, row.iter().map(cell));
    }
    text
}

/// Returns a table of the briefing as CSV text, one number in each cell and symbols where there is none.
pub(in crate::render) fn flat_csv(table: &Table) -> String {
    let (columns, rows) = table.flat();
    let mut text = String::new();
    line(&mut text, columns.iter().map(|name| quoted(&harmless(name))));
    for row in &rows {
        line(&mut text, row.iter().map(flat));
    }
    text
}

fn flat(cell: &Flat) -> String {
    match cell {
        Flat::Words(words) => quoted(&harmless(words)),
        Flat::Symbol(symbol) => (*symbol).to_owned(),
        Flat::Number(number, _) | Flat::Percent(number) => ((number * 1e6).round() / 1e6 + 0.0).to_string(),
    }
}

pub(super) fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&cell);
    }
    text.push('\n');
}

pub(super) fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(&harmless(text)),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Missing => String::new(),
    }
}

pub(super) fn harmless(text: &str) -> String {
    let first = text.trim_start_matches(' ').chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text.to_owned(),
    }
}

pub(super) fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells;
    use super::*;
    use crate::domain::{Cell, Results, Unit};
    use crate::render::made_up;

    fn one(site: &str, value: Cell, limits: Option<(f64, f64)>) -> String {
        let figures = vec![made_up::figure(Unit::Per10000Aged0To17, value, limits)].into();
        let results = Results { site: site.to_owned(), figures, ..made_up::results() };
        csv(&cells::results(&results)).lines().nth(1).unwrap().to_owned()
    }

    #[test]
    fn a_figure_is_one_line_in_the_promised_columns() {
        assert_eq!(
            one("Northbridge", Cell::Shown(-12.345_678_9), Some((-20.0, -4.5))),
            "Northbridge,2023-2025,any,cpp_start,idaci,2019,national,rii,deprivation_decile,,\
             -12.345679,-20,-4.5,0.95,,,per_10000_aged_0_17,,,shown"
        );
    }

    #[test]
    fn a_site_that_looks_like_a_formula_is_text_and_a_negative_figure_is_a_number() {
        let line = one("=cmd|' /C calc'!A0", Cell::Shown(-1.0), None);
        assert!(line.starts_with("'=cmd|' /C calc'!A0,"), "{line}");
        assert!(line.contains(",-1,"), "{line}");
        for site in ["+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            let line = one(site, Cell::Hidden, None);
            assert!(line.trim_start_matches('"').starts_with('\''), "{line}");
        }
    }

    #[test]
    fn what_is_written_reads_back_with_any_csv_reader() {
        let site = "Kirk, \"the\" Vale\r\nand Dale";
        let results = Results { site: site.to_owned(), ..made_up::results() };
        for rows in [cells::results(&results), cells::losses(&results)] {
            let text = csv(&rows);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let read: Vec<_> = reader.records().map(|record| record.unwrap()).collect();
            assert_eq!(read.len(), rows.rows.len());
            assert!(read.iter().all(|record| &record[0] == site));
        }
    }

    #[test]
    fn a_group_that_is_hidden_and_one_that_is_not_are_as_they_were_when_last_looked_at() {
        let text = csv(&cells::results(&made_up::results()));
        let end =
            |line: &&str| line.starts_with("Northbridge,2023-2025,any,cpp_at,") && line.contains("_decile,");
        let lines: Vec<_> = text.lines().filter(end).collect();
        let of = |measure: &str, group: &str| {
            let cell = format!(",{measure},deprivation_decile,{group},");
            lines.iter().find(|line| line.contains(&cell)).unwrap().rsplit("national,").next().unwrap()
        };
        assert_eq!(of("children", "1"), "children,deprivation_decile,1,40,,,,,,children,,,shown");
        assert_eq!(of("children", "10"), "children,deprivation_decile,10,,,,,,,children,,,c");
        let shown = "43.859649,30.267403,59.644878,0.95,40,9120,per_10000_aged_0_17,byar,,shown";
        assert_eq!(of("rate", "1"), format!("rate,deprivation_decile,1,{shown}"));
        let hidden = ",,,,,2480,per_10000_aged_0_17,byar,,c";
        assert_eq!(of("rate", "10"), format!("rate,deprivation_decile,10,{hidden}"));
    }

    #[test]
    fn the_loss_account_is_as_it_was_when_last_looked_at() {
        let expected = "\
site,period,line,title,could_move_gradient,episodes,status
Northbridge,2023-2025,rows_in,Episodes read,false,9860,shown
Northbridge,2023-2025,superseded,\"Same referral met again, and read as one episode\",false,820,shown
Northbridge,2023-2025,outside_window,Nothing in the episode falls in these years,false,310,shown
Northbridge,2023-2025,adult,Aged 18 or older,false,,c
Northbridge,2023-2025,no_address,Child is not in the address file,true,85,shown
Northbridge,2023-2025,no_address_on_date,No address in force on the day,true,40,shown
Northbridge,2023-2025,unknown_postcode,Postcode is not in the directory,true,15,shown
Northbridge,2023-2025,area_not_in_index,Area is not in the deprivation index,true,0,shown
Northbridge,2023-2025,outside_authority,Address is outside the authority,false,130,shown
Northbridge,2023-2025,kept,Episodes analysed,false,8455,shown
";
        assert_eq!(csv(&cells::losses(&made_up::results())), expected);
    }
}
