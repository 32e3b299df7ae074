//! Published tables to set the authority beside: CSVs of Explore Education Statistics.
//!
//! Columns are found by name, and were renamed in 2025 (`Referrals` became `referral_count`). In place of a number
//! stand `c` (confidential), `x` (not available), `z` (not applicable), `u` (unreliable), `k` or `low` (rounds to
//! nought), and `:` in older files. A six-figure period, as 202324, is the year in which it ends.

use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::AreaCode;
use crate::domain::comparator::{Item, PublishedFigure, Whose};

use super::sheet::{self, Column, Header, Missing, Row};

/// The columns that were found.
struct Columns {
    period: Column,
    level: Column,
    region: Option<Column>,
    authority: Option<Column>,
    age: Option<Column>,
    items: Vec<(Item, Column)>,
}

/// Reads the cells of every file that this program knows, in the order of the plan, and the region of the authority.
///
/// # Errors
///
/// Returns a diagnostic where a file cannot be read or has none of the columns that are known.
pub fn comparators(
    files: &[PathBuf],
    own: Option<AreaCode>,
    findings: &mut Findings,
) -> Result<(Vec<PublishedFigure>, Option<AreaCode>), Diagnostic> {
    let (mut figures, mut region) = (Vec::new(), None);
    for path in files {
        sheet::read(path, Columns::find, findings, |columns, row, findings| {
            let mut note = |code: Code, column: &Column| {
                findings.note(code, path, Some(column.title()), row.number());
            };
            let Some(year) = year(row.cell(&columns.period)) else {
                note(Code::BadNumber, &columns.period);
                return Ok(());
            };
            let Some(whose) = columns.whose(row) else { return Ok(()) };
            if own.is_some_and(|own| whose == Whose::Authority(own)) {
                region = columns.region.as_ref().and_then(|column| code(row, column)).or(region);
            }
            let ages = columns.age.as_ref().map(|column| row.cell(column).to_lowercase());
            for (item, column) in &columns.items {
                if *item == Item::Children && ages.as_ref().is_some_and(|ages| !ages.contains("0 to 17")) {
                    continue;
                }
                match number(row.cell(column)) {
                    Ok(value) => figures.push(PublishedFigure { year, whose, item: *item, value }),
                    Err(code) => note(code, column),
                }
            }
            Ok(())
        })?;
    }
    Ok((figures, region))
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Missing> {
        let items: Vec<_> =
            Item::ALL.iter().filter_map(|&item| Some((item, header.named(item.columns())?))).collect();
        match (header.named(&["time period"]), header.named(&["geographic level"])) {
            (Some(period), Some(level)) if !items.is_empty() => Ok(Self {
                period,
                level,
                region: header.named(&["region code"]),
                authority: header.named(&["new la code"]),
                age: header.named(&["age group", "age"]),
                items,
            }),
            (period, level) => {
                let lacking = [
                    (period.is_none(), "`time_period`"),
                    (level.is_none(), "`geographic_level`"),
                    (items.is_empty(), "of any figure that is known, such as `CPP_start`"),
                ];
                Err(Missing(lacking.into_iter().filter_map(|(lacks, name)| lacks.then_some(name)).collect()))
            }
        }
    }

    /// Returns of which area a row is; `None` for a level that is not compared, or an area without a code.
    fn whose(&self, row: Row<'_>) -> Option<Whose> {
        match row.cell(&self.level).to_lowercase().as_str() {
            "national" => Some(Whose::England),
            "regional" => code(row, self.region.as_ref()?).map(Whose::Region),
            "local authority" => code(row, self.authority.as_ref()?).map(Whose::Authority),
            _ => None,
        }
    }
}

fn code(row: Row<'_>, column: &Column) -> Option<AreaCode> {
    AreaCode::parse(row.cell(column).as_bytes())
}

fn year(cell: &str) -> Option<i16> {
    let digits = cell.bytes().all(|digit| digit.is_ascii_digit());
    match cell.len() {
        4 if digits => cell.parse().ok(),
        6 if digits => Some(cell[..4].parse::<i16>().ok()? + 1),
        _ => None,
    }
}

fn number(cell: &str) -> Result<Option<f64>, Code> {
    match cell.to_lowercase().as_str() {
        "c" | "x" | "z" | "u" | "k" | "low" | ":" | "." | ".." => Ok(None),
        cell => sheet::decimal(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Vec<PublishedFigure>, Option<AreaCode>), Diagnostic> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).unwrap();
        comparators(&[path], AreaCode::parse(b"E06000008"), &mut Findings::default())
    }

    const START: &str = "time_period,time_identifier,geographic_level,region_code,new_la_code";

    #[test]
    fn old_names_and_those_of_2025_are_the_same_items() {
        for names in ["Referrals,Re_referrals", "referral_count,rereferral_count"] {
            let (figures, region) = read(&format!(
                "\u{feff}{START},{names}\n2025,Reporting year,Local authority,E12000002,E06000008,2806,604\n"
            ))
            .unwrap();
            let found: Vec<_> = figures.iter().map(|one| (one.item, one.value)).collect();
            assert_eq!(found, [(Item::Referrals, Some(2806.0)), (Item::Rereferrals, Some(604.0))]);
            assert_eq!(region, AreaCode::parse(b"E12000002"));
        }
    }

    #[test]
    fn symbols_are_no_numbers_and_no_faults() {
        for symbol in ["c", "x", "z", "u", "k", "low", ":"] {
            let (figures, _) =
                read(&format!("{START},CPP_start\n202324,Year,National,,,{symbol}\n")).unwrap();
            assert_eq!((figures[0].value, figures[0].year), (None, 2024), "{symbol}");
        }
    }

    #[test]
    fn a_table_of_something_else_is_refused_and_a_bad_number_is_noted() {
        let problem = read(&format!("{START},visits\n2024,Year,National,,,3\n")).unwrap_err();
        assert_eq!(problem.code, Code::MissingColumn);
        let (figures, _) = read(&format!("{START},CPP_start\n2024,Year,National,,,many\n")).unwrap();
        assert!(figures.is_empty());
    }

    #[test]
    fn only_children_up_to_17_are_a_population() {
        let rows = "2023,Y,National,,,Children aged 0 to 17 years,11998646\n2023,Y,National,,,Adults,9\n";
        let (figures, _) = read(&format!("{START},age_group,population_estimate\n{rows}")).unwrap();
        assert_eq!(figures.iter().map(|one| one.value).collect::<Vec<_>>(), [Some(11_998_646.0)]);
    }
}
