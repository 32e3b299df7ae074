//! What stands in the way of a request: names that are not known, columns that are not there, groups that
//! are not.

use crate::diag::{Code, Diagnostic};
use crate::domain::{Aggregate, AggregateRow};

use super::cells::{self, By};
use super::registry::MEASURES;
use super::{How, Measure, Need};

/// How near a name must be to be suggested, in letters.
const NEAR: usize = 3;

/// Returns the measures that were asked for.
pub(super) fn measures(names: &[String], problems: &mut Vec<Diagnostic>) -> Vec<&'static Measure> {
    let mut found = Vec::new();
    for name in names {
        let wanted = normal(name);
        match MEASURES.iter().find(|measure| measure.name == wanted) {
            Some(measure) => found.push(measure),
            None => problems.push(unknown(&wanted)),
        }
    }
    if names.is_empty() {
        problems.push(Diagnostic::new(Code::UnknownMeasure, "no measure is asked for"));
    }
    found
}

/// Returns the dimensions that were asked for.
pub(super) fn dimensions<'a>(
    table: &'a Aggregate,
    names: &[String],
    problems: &mut Vec<Diagnostic>,
) -> Vec<By<'a>> {
    let mut found: Vec<By<'a>> = Vec::new();
    for name in names {
        let wanted = normal(name);
        let at = table.dimensions.iter().position(|dimension| normal(dimension) == wanted);
        let by = match at {
            Some(at) => Some(By::Dimension(at, &table.dimensions[at])),
            None if wanted == "group" && grouped(table) => Some(By::Group),
            None => None,
        };
        match by {
            Some(by) if found.contains(&by) => {
                problems.push(Diagnostic::new(Code::BadDimension, "a dimension is named twice"));
            }
            Some(by) => found.push(by),
            None => problems.push(no_dimension(table, &wanted)),
        }
    }
    found
}

/// Checks that the table has what the measures need.
pub(super) fn table(table: &Aggregate, by: &[By<'_>], measures: &[&Measure], problems: &mut Vec<Diagnostic>) {
    for measure in measures {
        let lacking = measure.needs.iter().filter(|need| !has(table, by, **need));
        problems.extend(lacking.map(|need| lacks(measure.name, *need)));
    }
    let in_groups = measures.iter().any(|measure| matches!(measure.how, How::Groups(_)));
    if in_groups && problems.is_empty() && grouped(table) {
        gaps(table, by, problems);
    }
}

/// Checks that every part has every group from 1 to the last.
fn gaps(table: &Aggregate, by: &[By<'_>], problems: &mut Vec<Diagnostic>) {
    let last = table.rows.iter().filter_map(|row| row.group).max().unwrap_or(0);
    let apart = cells::without_group(by);
    let contexts = cells::contexts(table);
    let parts = contexts.iter().flat_map(|context| context.split(&apart));
    let whole = |rows: &[&AggregateRow]| {
        let mut groups: Vec<u32> = rows.iter().filter_map(|row| row.group).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.iter().copied().eq(1..=last)
    };
    let broken = parts.filter(|part| !whole(&part.rows)).count();
    if broken > 0 {
        let message = if broken == 1 && by.is_empty() {
            Code::GroupGap.message().to_owned()
        } else {
            format!("{broken} parts of the table lack a group from 1 to {last}")
        };
        problems.push(Diagnostic::new(Code::GroupGap, message));
    }
}

fn grouped(table: &Aggregate) -> bool {
    table.rows.iter().any(|row| row.group.is_some())
}

fn has(table: &Aggregate, by: &[By<'_>], need: Need) -> bool {
    let any = |has: fn(&AggregateRow) -> bool| table.rows.iter().any(has);
    match need {
        Need::Group => grouped(table),
        Need::Order => any(|row| row.group.is_some() || row.score.is_some()),
        Need::Parts => any(|row| row.group.is_some() || row.score.is_some()) || !by.is_empty(),
        Need::Areas => has(table, by, Need::Parts) || has(table, by, Need::Site),
        Need::Score => any(|row| row.score.is_some()),
        Need::SumSquares => any(|row| row.sum_sq.is_some()),
        Need::StandardCases => any(|row| row.standard_cases.is_some()),
        Need::StandardPopulation => any(|row| row.standard_population.is_some()),
        Need::Site => any(|row| !row.site.is_empty()),
        Need::Period => any(|row| !row.period.is_empty()),
        Need::By => !by.is_empty(),
        Need::TwoByTwo => by.len() == 2 && by.iter().all(|by| levels(table, *by) == 2),
    }
}

fn levels(table: &Aggregate, by: By<'_>) -> usize {
    let mut parts: Vec<_> = cells::all_sites(table)
        .iter()
        .flat_map(|context| context.split(&[by]))
        .filter_map(|part| part.stratum.into_iter().next_back())
        .collect();
    parts.sort_unstable();
    parts.dedup();
    parts.len()
}

fn lacks(measure: &str, need: Need) -> Diagnostic {
    let (code, what) = match need {
        Need::Group => (Code::MissingColumn, "a column `group`"),
        Need::Order => (Code::MissingColumn, "a column `group` or `score`"),
        Need::Parts => (Code::MissingColumn, "a column `group` or `score`, or --by"),
        Need::Areas => (Code::MissingColumn, "a column `site` or `group`, or --by"),
        Need::Score => (Code::MissingColumn, "a column `score`"),
        Need::SumSquares => (Code::MissingColumn, "a column `sum_sq`"),
        Need::StandardCases => (Code::MissingColumn, "a column `standard_cases`"),
        Need::StandardPopulation => (Code::MissingColumn, "a column `standard_population`"),
        Need::Site => (Code::MissingColumn, "a column `site`"),
        Need::Period => (Code::MissingColumn, "a column `period`"),
        Need::By => (Code::BadDimension, "--by"),
        Need::TwoByTwo => (Code::BadDimension, "--by with two dimensions of two levels each"),
    };
    let diagnostic = Diagnostic::new(code, format!("`{measure}` needs {what}"));
    match code {
        Code::MissingColumn => diagnostic.with_help("`social-gradient explain counts` describes the columns"),
        _ => diagnostic,
    }
}

fn unknown(wanted: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownMeasure, format!("there is no measure `{wanted}`"));
    let distance = |name: &str| strsim::damerau_levenshtein(name, wanted);
    let near = MEASURES.iter().map(|measure| (distance(measure.name), measure.name)).min();
    match near {
        Some((distance, name)) if distance <= NEAR && distance < wanted.chars().count() => {
            diagnostic.with_help(format!("did you mean `{name}`?"))
        }
        _ => diagnostic,
    }
}

fn no_dimension(table: &Aggregate, wanted: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::BadDimension, format!("the table has no dimension `{wanted}` for --by"));
    let mut names: Vec<_> = table.dimensions.iter().map(|name| format!("`{name}`")).collect();
    names.extend(grouped(table).then(|| "`group`".to_owned()));
    if names.is_empty() {
        return diagnostic.with_help("the table has no dimension; every column of levels is one");
    }
    diagnostic.with_help(format!("the table has {}", names.join(", ")))
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}
