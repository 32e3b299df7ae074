//! People by area and ethnic group: the mix that is applied to an area's children.
//!
//! Census tables with a column for each of the five groups (TS021 by group), or a row for each group or part of one
//! (TS021 as tidy tables have it: `White: Irish` is a part of `White`). Where a table has both groups and parts, the groups stand.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::AreaCode;
use crate::domain::people::ETHNIC_GROUPS;

use super::sheet::{self, Column, Header, Missing};
use super::{EthnicityTable, areas};

/// How the name of each group begins, in the order of the census forms' five groups as results give them.
const GROUPS: [&str; ETHNIC_GROUPS] = ["white", "mixed", "asian", "black", "other"];

/// The columns that were found.
struct Columns {
    area: Column,
    layout: Layout,
}

enum Layout {
    /// A column for each group.
    Wide([Column; ETHNIC_GROUPS]),
    /// A row for each group.
    Long { group: Column, value: Column },
}

/// What one area's rows say: whole groups, and parts of groups.
#[derive(Default)]
struct Found {
    whole: [Option<u32>; ETHNIC_GROUPS],
    parts: [u32; ETHNIC_GROUPS],
}

/// Reads the ethnic mix of areas.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read or lacks a column.
pub fn ethnicity(path: &Path, findings: &mut Findings) -> Result<EthnicityTable, Diagnostic> {
    let mut rows: BTreeMap<AreaCode, Found> = BTreeMap::new();
    sheet::read(path, Columns::find, findings, |columns, row, findings| {
        let mut note = |code: Code, column: &Column| {
            findings.note(code, path, Some(column.title()), row.number());
        };
        let Ok(Some(area)) = areas::code(row.cell(&columns.area)) else {
            note(Code::BadArea, &columns.area);
            return Ok(());
        };
        let mut number = |column: &Column| {
            let number = sheet::whole(row.cell(column)).ok().flatten();
            if number.is_none() {
                note(Code::BadNumber, column);
            }
            number
        };
        match &columns.layout {
            Layout::Wide(groups) => {
                let whole = groups.each_ref().map(number);
                rows.entry(area).or_default().whole = whole;
            }
            Layout::Long { group, value } => {
                let Some((at, part)) = group_of(row.cell(group)) else { return Ok(()) };
                let Some(people) = number(value) else { return Ok(()) };
                let found = rows.entry(area).or_default();
                match part {
                    Part::Whole => found.whole[at] = Some(people),
                    Part::Part => found.parts[at] = found.parts[at].saturating_add(people),
                }
            }
        }
        Ok(())
    })?;
    let people = |found: Found| std::array::from_fn(|at| found.whole[at].unwrap_or(found.parts[at]));
    Ok(EthnicityTable { rows: rows.into_iter().map(|(area, found)| (area, people(found))).collect() })
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Missing> {
        let area = areas::any(header).or_else(|| header.named(&["area code"]));
        let wide = GROUPS.map(|name| header.beginning(&[name]));
        let long = header.named(&["ethnic group", "ethnicity"]).zip(header.named(&[
            "value",
            "count",
            "observation",
        ]));
        let layout = match (wide, long) {
            ([Some(white), Some(mixed), Some(asian), Some(black), Some(other)], _) => {
                Some(Layout::Wide([white, mixed, asian, black, other]))
            }
            (_, Some((group, value))) => Some(Layout::Long { group, value }),
            _ => None,
        };
        match (area, layout) {
            (Some(area), Some(layout)) => Ok(Self { area, layout }),
            (area, layout) => {
                let lacking = [
                    (area.is_none(), "`lsoa21`"),
                    (layout.is_none(), "a column for each ethnic group, or `ethnic_group` and `value`"),
                ];
                Err(Missing(lacking.into_iter().filter_map(|(lacks, name)| lacks.then_some(name)).collect()))
            }
        }
    }
}

enum Part {
    Whole,
    Part,
}

/// Returns the group a label names, and whether it names the whole of it.
fn group_of(label: &str) -> Option<(usize, Part)> {
    let label = label.trim().to_lowercase();
    let at = GROUPS.iter().position(|name| label.starts_with(name))?;
    Some((at, if label.contains(':') { Part::Part } else { Part::Whole }))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(text: &str) -> Result<EthnicityTable, Diagnostic> {
        let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        ethnicity(file.path(), &mut Findings::default())
    }

    #[test]
    fn a_column_for_each_group_in_any_order() {
        let text = "lsoa21_code,total_residents,\"Asian, Asian British or Asian Welsh\",\"Black, Black British\",\
                    Mixed or Multiple ethnic groups,Other ethnic group,White\nE01000001,1474,158,11,56,68,1181\n";
        assert_eq!(read(text).unwrap().rows[0].1, [1181, 56, 158, 11, 68]);
    }

    #[test]
    fn parts_of_groups_add_up_unless_the_group_itself_is_there() {
        let parts = "lsoa21,ethnic_group,value\nE01000001,White: Irish,3\nE01000001,White: British,4\n";
        assert_eq!(read(parts).unwrap().rows[0].1, [7, 0, 0, 0, 0]);
        let both = format!("{parts}E01000001,White,8\n");
        assert_eq!(read(&both).unwrap().rows[0].1, [8, 0, 0, 0, 0]);
    }

    #[test]
    fn a_table_without_groups_is_refused_with_what_it_lacks() {
        let refused = read("lsoa21,people\nE01000001,3\n").unwrap_err();
        assert_eq!(refused.code, Code::MissingColumn);
    }
}
