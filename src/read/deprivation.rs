//! The English Indices of Deprivation.
//!
//! File 7, or whichever of Files 1 to 3 holds the index, as published or as a spreadsheet exports it again.
//! Headers are known by how they begin: File 7 of 2025 cuts one short, that of 2019 ends one with a space, and
//! exports drop what stands in brackets. Deciles are `ceil(rank * 10 / N)` in every edition, so a published decile is
//! a check on the file and is not otherwise used.

use std::collections::HashSet;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings, Place};
use crate::domain::{DistrictCode, Edition, Grouping, Index, Vintage};

use super::sheet::{self, Column, Header, Missing, Row};
use super::{AreaDeprivation, DeprivationTable, areas};

const DISTRICT: &[&str] = &["local authority district code", "lad code"];

/// The columns that were found.
struct Columns {
    /// The census the file says its areas are of.
    vintage: Option<Vintage>,
    area: Column,
    district: Column,
    rank: Column,
    decile: Option<Column>,
    score: Option<Column>,
    /// The rank by each of [`Index::ALL`], where the file has it.
    ranks: [Option<Column>; 3],
}

/// Rows that break a rule, and the first of them.
#[derive(Default)]
struct Breaches {
    count: u64,
    first: u64,
}

/// Reads the ranks of an index.
///
/// The file may hold only some areas of the nation; ranks and deciles are the nation's all the same.
///
/// # Errors
///
/// Returns a diagnostic where the file cannot be read, lacks the index, holds areas of the wrong census, a rank
/// that is missing or not one of the edition's, or a decile that is not the one of its rank.
pub fn deprivation(
    path: &Path,
    index: Index,
    edition: Edition,
    findings: &mut Findings,
) -> Result<DeprivationTable, Diagnostic> {
    let mut table = DeprivationTable::default();
    let mut met = HashSet::new();
    let (mut bad_ranks, mut bad_deciles) = (Breaches::default(), Breaches::default());
    let columns = sheet::read(
        path,
        |header| Columns::find(header, index),
        findings,
        |columns, row, findings| {
            check_vintage(path, columns, edition)?;
            let Some(mut area) = columns.area(path, row, findings) else { return Ok(()) };
            if !met.insert(area.area) {
                findings.note(Code::DuplicateArea, path, Some(columns.area.title()), row.number());
                return Ok(());
            }
            if table.rows.len() >= usize::try_from(edition.areas()).unwrap_or(usize::MAX) {
                return Err(too_many(path, edition));
            }
            let rank = sheet::whole(row.cell(&columns.rank)).ok().flatten();
            let decile = rank.and_then(|rank| Grouping::DECILES.group(rank, edition.areas()));
            let (Some(rank), Some(decile)) = (rank, decile) else {
                bad_ranks.add(row);
                return Ok(());
            };
            let published = columns.decile.as_ref().map_or(Ok(None), |decile| sheet::whole(row.cell(decile)));
            if published.map_or(true, |published| {
                published.is_some_and(|number| number != u32::from(decile.number()))
            }) {
                bad_deciles.add(row);
            }
            area.rank = rank;
            area.ranks = columns.ranks.each_ref().map(|column| {
                let rank = column.as_ref().and_then(|column| sheet::whole(row.cell(column)).ok().flatten());
                rank.filter(|&rank| Grouping::DECILES.group(rank, edition.areas()).is_some())
            });
            table.rows.push(area);
            Ok(())
        },
    );
    let columns = columns.map_err(|diagnostic| explain_missing(diagnostic, index))?;
    bad_ranks.refuse(path, &columns.rank, Code::BadRank, || {
        format!("rank is not one of 1 to {}", edition.areas())
    })?;
    bad_deciles.refuse(
        path,
        columns.decile.as_ref().unwrap_or(&columns.rank),
        Code::DecileDisagrees,
        || format!("published decile is not ceil(rank * 10 / {})", edition.areas()),
    )?;
    Ok(table)
}

impl Columns {
    fn find(header: &Header, index: Index) -> Result<Self, Missing> {
        let area = header
            .beginning(&["lsoa code"])
            .or_else(|| areas::of(header, Vintage::Lsoa11).or_else(|| areas::of(header, Vintage::Lsoa21)));
        let find = |index: Index, what: &str| {
            let names = beginnings(index).map(|name| format!("{name} {what}"));
            header.beginning(&[names[0].as_str(), names[1].as_str()])
        };
        let column = |what: &str| find(index, what);
        let ranks = std::array::from_fn(|at| find(Index::ALL[at], "rank"));
        match (area, header.beginning(DISTRICT), column("rank")) {
            (Some(area), Some(district), Some(rank)) => {
                let vintage = census(header.name(&area));
                Ok(Self {
                    vintage,
                    area,
                    district,
                    rank,
                    decile: column("decile"),
                    score: column("score"),
                    ranks,
                })
            }
            (area, district, rank) => {
                let lacking = [
                    (area, "`LSOA code`"),
                    (district, "`Local Authority District code`"),
                    (rank, rank_name(index)),
                ];
                let names = lacking.into_iter().filter(|(column, _)| column.is_none()).map(|(_, name)| name);
                Err(Missing(names.collect()))
            }
        }
    }

    /// Returns the row's area, still without its rank; `None` where a code is not one.
    fn area(&self, path: &Path, row: Row<'_>, findings: &mut Findings) -> Option<AreaDeprivation> {
        let mut note = |code: Code, column: &Column| {
            findings.note(code, path, Some(column.title()), row.number());
        };
        let mut code = |column: &Column| {
            let code = areas::code(row.cell(column)).ok().flatten();
            if code.is_none() {
                note(Code::BadArea, column);
            }
            code
        };
        let (area, district) = (code(&self.area)?, DistrictCode(code(&self.district)?));
        let score = self.score.as_ref().and_then(|column| {
            let score = sheet::decimal(row.cell(column));
            score.inspect_err(|&code| note(code, column)).ok().flatten()
        });
        Some(AreaDeprivation { area, district, rank: 0, score, ranks: [None; 3] })
    }
}

impl Breaches {
    fn add(&mut self, row: Row<'_>) {
        if self.count == 0 {
            self.first = row.number();
        }
        self.count += 1;
    }

    fn refuse(
        &self,
        path: &Path,
        column: &Column,
        code: Code,
        what: impl Fn() -> String,
    ) -> Result<(), Diagnostic> {
        if self.count == 0 {
            return Ok(());
        }
        let noun = if self.count == 1 { "row" } else { "rows" };
        let mut diagnostic = Diagnostic::new(code, format!("{} {noun}: the {}", self.count, what()));
        let (file, column) = (path.to_owned(), Some(column.title().to_owned()));
        *diagnostic.place = Place::Row { file, column, first: self.first, count: self.count };
        Err(diagnostic)
    }
}

/// Returns how the columns of an index begin: as published, and in short.
const fn beginnings(index: Index) -> [&'static str; 2] {
    match index {
        Index::Idaci => ["income deprivation affecting children index idaci", "idaci"],
        Index::Imd => ["index of multiple deprivation imd", "imd"],
        Index::Income => ["income", "income domain"],
    }
}

const fn rank_name(index: Index) -> &'static str {
    match index {
        Index::Idaci => "`Income Deprivation Affecting Children Index (IDACI) Rank`",
        Index::Imd => "`Index of Multiple Deprivation (IMD) Rank`",
        Index::Income => "`Income Rank`",
    }
}

/// Returns the census that a column's name gives.
fn census(name: &str) -> Option<Vintage> {
    let says = |words: [&str; 2]| words.iter().any(|word| name.contains(word));
    if says(["2011", "lsoa11"]) {
        Some(Vintage::Lsoa11)
    } else if says(["2021", "lsoa21"]) {
        Some(Vintage::Lsoa21)
    } else {
        None
    }
}

fn check_vintage(path: &Path, columns: &Columns, edition: Edition) -> Result<(), Diagnostic> {
    let Some(vintage) = columns.vintage.filter(|&vintage| vintage != edition.vintage()) else {
        return Ok(());
    };
    let fitting = Edition::ALL.iter().find(|edition| edition.vintage() == vintage);
    let message = format!(
        "the index has {}, and edition {} ranks {}",
        vintage.title(),
        edition.name(),
        edition.vintage().title()
    );
    let help = fitting.map_or_else(String::new, |fitting| {
        format!(
            "set the edition to {} in the plan, or give it the file of {}",
            fitting.name(),
            edition.name()
        )
    });
    Err(Diagnostic::new(Code::AreaVintageMismatch, message).in_file(path).with_help(help))
}

fn too_many(path: &Path, edition: Edition) -> Diagnostic {
    let message =
        format!("the file has more areas than the {} of edition {}", edition.areas(), edition.name());
    Diagnostic::new(Code::BadRank, message).in_file(path)
}

fn explain_missing(diagnostic: Diagnostic, index: Index) -> Diagnostic {
    if diagnostic.code != Code::MissingColumn {
        return diagnostic;
    }
    diagnostic.with_help(match index {
        Index::Idaci => "IDACI is in File 7 and in File 3 (supplementary indices)",
        Index::Imd => "the Index of Multiple Deprivation is in File 7 and in File 1",
        Index::Income => "the income domain is in File 7 and in File 2 (domains)",
    })
}

#[cfg(test)]
mod tests;
