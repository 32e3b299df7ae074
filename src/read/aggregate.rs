//! Tables of counts that somebody has made already, for `estimate`.
//!
//! Nothing is guessed: a count that is missing, or a row that does not say what it counts, stops the reading,
//! since every figure rests on the whole table. Columns as `social-gradient explain counts` has them.

use std::cell::RefCell;
use std::io::Read;
use std::path::Path;

use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::{Aggregate, AggregateRow};

use super::sheet::{self, Column, Header, Missing, Row, decimal, whole};

/// The most that a count may be: more people than live in any country but two, and few enough that every
/// method's arithmetic is quick.
const MAX_COUNT: f64 = 1e9;

/// The columns that were found.
struct Columns {
    cases: Column,
    population: Column,
    site: Option<Column>,
    period: Option<Column>,
    outcome: Option<Column>,
    group: Option<Column>,
    score: Option<Column>,
    families: Option<Column>,
    sum_sq: Option<Column>,
    standard_cases: Option<Column>,
    standard_population: Option<Column>,
    dimensions: Vec<Column>,
    /// Whether two columns have one name.
    repeated: bool,
}

/// Reads a table of counts from a file, or from `input` where there is one.
///
/// # Errors
///
/// Returns a diagnostic where the table cannot be read, lacks a column, or has a cell that cannot be used;
/// of cells, all that there are.
pub fn aggregate<R: Read>(path: &Path, input: Option<R>) -> Result<Aggregate, Vec<Diagnostic>> {
    let mut findings = Findings::default();
    let rows = RefCell::new(Vec::new());
    let each = |columns: &Columns, row: Row<'_>, findings: &mut Findings| {
        let cells = Cells { path, row, findings: RefCell::new(findings) };
        rows.borrow_mut().push(columns.row(&cells));
        Ok(())
    };
    let columns = match input {
        Some(input) => sheet::read_stream(path, input, Columns::find, &mut findings, each),
        None => sheet::read(path, Columns::find, &mut findings, each),
    };
    let columns = columns.map_err(|problem| vec![problem])?;
    if columns.repeated {
        return Err(vec![
            Diagnostic::new(Code::RepeatedColumn, Code::RepeatedColumn.message()).in_file(path),
        ]);
    }
    let problems = findings.diagnostics();
    if problems.is_empty() {
        let dimensions = columns.dimensions.iter().map(|column| column.title().trim().to_owned()).collect();
        Ok(Aggregate { dimensions, rows: rows.into_inner() })
    } else {
        Err(problems)
    }
}

impl Columns {
    fn find(header: &Header) -> Result<Self, Missing> {
        let mut known = Vec::new();
        let mut take = |names: &[&str]| {
            let found = header.named(names);
            known.extend(found.clone());
            found
        };
        let (cases, population) = (take(&["cases", "events"]), take(&["population", "people", "children"]));
        let optional = [
            take(&["site", "authority", "team"]),
            take(&["period", "year"]),
            take(&["outcome"]),
            take(&["group", "decile", "quintile", "deprivation group"]),
            take(&["score", "deprivation score"]),
            take(&["families"]),
            take(&["sum sq"]),
            take(&["standard cases"]),
            take(&["standard population", "standard", "weight"]),
        ];
        let (Some(cases), Some(population)) = (cases.clone(), population.clone()) else {
            let missing = [("cases", cases), ("population", population)];
            let missing = missing.into_iter().filter(|(_, found)| found.is_none());
            return Err(Missing(missing.map(|(name, _)| name).collect()));
        };
        let [site, period, outcome, group, score, families, sum_sq, standard_cases, standard_population] =
            optional;
        let mut names: Vec<_> = header.columns().map(|column| header.name(&column).to_owned()).collect();
        names.sort_unstable();
        let repeated = names.windows(2).any(|pair| pair[0] == pair[1]);
        let dimensions = header.columns().filter(|column| !known.contains(column)).collect();
        Ok(Self {
            cases,
            population,
            site,
            period,
            outcome,
            group,
            score,
            families,
            sum_sq,
            standard_cases,
            standard_population,
            dimensions,
            repeated,
        })
    }

    fn row(&self, cells: &Cells<'_, '_>) -> AggregateRow {
        self.check_families(cells);
        let text = |column: &Option<Column>| column.as_ref().map_or_else(String::new, |it| cells.text(it));
        let count = |column: &Option<Column>| column.as_ref().map(|it| cells.count(it));
        AggregateRow {
            site: text(&self.site),
            period: text(&self.period),
            outcome: text(&self.outcome),
            group: self.group.as_ref().map(|column| cells.group(column)),
            score: self.score.as_ref().map(|column| cells.score(column)),
            families: count(&self.families),
            sum_sq: count(&self.sum_sq),
            standard_cases: count(&self.standard_cases),
            standard_population: count(&self.standard_population),
            levels: self.dimensions.iter().map(|column| cells.text(column)).collect(),
            cases: cells.count(&self.cases),
            population: cells.count(&self.population),
        }
    }

    /// Notes families that a row's cases cannot come from.
    fn check_families(&self, cells: &Cells<'_, '_>) {
        let Some(cases) = cells.number(&self.cases) else { return };
        let too_many = |families: f64| families > cases || (families == 0.0 && cases > 0.0);
        let too_few = |squares: f64| squares < cases;
        for (column, wrong) in [(&self.families, &too_many as &dyn Fn(f64) -> bool), (&self.sum_sq, &too_few)]
        {
            if let Some(column) = column.as_ref().filter(|column| cells.number(column).is_some_and(wrong)) {
                cells.note(Code::ImpossibleFamilies, column);
            }
        }
    }
}

/// The cells of one row, and where what is wrong with them is noted.
struct Cells<'a, 'f> {
    path: &'a Path,
    row: Row<'a>,
    findings: RefCell<&'f mut Findings>,
}

impl Cells<'_, '_> {
    fn text(&self, column: &Column) -> String {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            self.note(Code::BlankLevel, column);
        }
        cell.to_owned()
    }

    /// A count, where the cell is one.
    fn number(&self, column: &Column) -> Option<f64> {
        decimal(self.row.cell(column)).ok().flatten().filter(|count| (0.0..=MAX_COUNT).contains(count))
    }

    fn count(&self, column: &Column) -> f64 {
        self.number(column).unwrap_or_else(|| {
            self.note(Code::BadCount, column);
            0.0
        })
    }

    fn score(&self, column: &Column) -> f64 {
        decimal(self.row.cell(column)).ok().flatten().unwrap_or_else(|| {
            self.note(Code::BadCount, column);
            0.0
        })
    }

    fn group(&self, column: &Column) -> u32 {
        let group = whole(self.row.cell(column)).ok().flatten().filter(|group| *group > 0);
        group.unwrap_or_else(|| {
            self.note(Code::GroupGap, column);
            1
        })
    }

    fn note(&self, code: Code, column: &Column) {
        self.findings.borrow_mut().note(code, self.path, Some(column.title()), self.row.number());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Aggregate, Vec<&'static str>> {
        aggregate(Path::new("counts.csv"), Some(text.as_bytes()))
            .map_err(|problems| problems.iter().map(|problem| problem.code.name()).collect())
    }

    #[test]
    fn columns_that_are_not_known_are_dimensions() {
        let table = read("\u{feff}Sex, Cases ,decile,population\nF,3,1,\"1,000\"\n").unwrap();
        assert_eq!(table.dimensions, ["Sex"]);
        let row = &table.rows[0];
        assert_eq!((row.cases, row.population, row.group), (3.0, 1_000.0, Some(1)));
        assert_eq!((row.levels.as_slice(), row.score), (&["F".to_owned()][..], None));
    }

    #[test]
    fn families_of_one_or_of_all_are_possible() {
        let table = read("cases,population,families,sum_sq\n3,10,3,3\n3,10,1,9\n0,10,0,0\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| row.families).collect::<Vec<_>>(), [3.0, 1.0, 0.0].map(Some));
    }

    #[test]
    fn what_would_change_every_figure_stops_the_reading() {
        for (text, code) in [
            ("cases,population\n,10\n", "bad-count"),
            ("cases,population\n-1,10\n", "bad-count"),
            ("cases,population\n[c],10\n", "bad-count"),
            ("cases,population\n1e999,10\n", "bad-count"),
            ("cases,population\n1,1e10\n", "bad-count"),
            ("cases,population,sex\n1,10,\n", "blank-level"),
            ("cases,population,group\n1,10,0\n", "group-gap"),
            ("cases,population,group\n1,10,1.5\n", "group-gap"),
            ("cases,population,families\n3,10,4\n", "impossible-families"),
            ("cases,population,families\n3,10,0\n", "impossible-families"),
            ("cases,population,sum_sq\n3,10,2\n", "impossible-families"),
            // What is wrong with its cases is said once.
            ("cases,population,families\n[c],10,4\n", "bad-count"),
            ("cases,population\n1,10\n1,10,3\n", "ragged-row"),
            ("cases,population,sex,Sex\n1,10,F,F\n", "repeated-column"),
            ("cases,people_at_risk\n1,10\n", "missing-column"),
            ("cases,population\n", "empty-table"),
            ("", "missing-column"),
        ] {
            assert_eq!(read(text).unwrap_err(), [code], "{text}");
        }
    }
}
