//! What the dictionary's tables, code lists, years and editions say, as explanations.

use super::codes::{CodeList, CodeMeaning, code_list, code_lists};
use super::explain::{Entry, Kind, normal};
use super::indices::{EditionFacts, editions};
use super::tables::{Column, Identifying, Table, tables};
use super::years::{Change, CollectionYear, collection_years};

/// Returns everything that the dictionary holds as data.
pub(super) fn entries() -> Vec<Entry> {
    let editions = editions().iter().map(edition);
    let years = collection_years().iter().map(year);
    let tables = tables().iter().flat_map(|each| std::iter::once(table(each)).chain(columns(each)));
    let codes = code_lists().iter().flat_map(|list| {
        std::iter::once(whole_list(list)).chain(list.codes.iter().map(|each| code(list, each)))
    });
    editions.chain(years).chain(tables).chain(codes).collect()
}

fn edition(facts: &EditionFacts) -> Entry {
    let listed = |lines: &[String]| lines.iter().map(|line| format!("  -  {line}\n")).collect::<String>();
    let body = format!(
        "{} areas of {} ({}), ranked from {} for the most deprived. Districts: {}. Population: {}.\n\n\
         A plan can choose from it: {}.\n\n\
         Published by the {}, {}. Get it from the page \"{}\". Any one of these files will do, if it holds the \
         index that the plan chooses:\n\n{}\n{}\n\nBeware:\n\n{}\nLicence: {}. A release made with it says: \"{}\"",
        facts.areas,
        facts.nation,
        facts.vintage,
        facts.most_deprived,
        facts.districts,
        facts.population,
        facts.indices.join(", "),
        facts.publisher,
        facts.published,
        facts.page,
        listed(&facts.files),
        facts.layout,
        listed(&facts.caveats),
        facts.licence,
        facts.attribution,
    );
    Entry::new(Kind::Edition, facts.edition.as_str(), facts.title.as_str(), body)
        .also([format!("IoD {}", facts.edition), format!("IoD{}", facts.edition), facts.title.clone()])
        .see(facts.indices.iter().cloned().chain(["deprivation".to_owned(), facts.vintage.clone()]))
}

fn year(year: &CollectionYear) -> Entry {
    let lines = |verb: &str, changes: &[Change]| {
        changes
            .iter()
            .map(|change| {
                let names = match change.names.as_slice() {
                    many if many.len() > 12 => format!("{} in all", many.len()),
                    few => few.join(", "),
                };
                let note = if change.note.is_empty() { String::new() } else { format!(". {}", change.note) };
                format!("\n  {verb}  {}: {names}{note}", change.place)
            })
            .collect::<String>()
    };
    let changes =
        [lines("Added:  ", &year.added), lines("Altered:", &year.altered), lines("Removed:", &year.removed)]
            .concat();
    let gap = if changes.is_empty() { "" } else { "\n" };
    let body =
        format!("{}\n{gap}{}\n\nSource: {}.", year.summary, changes.trim_start_matches('\n'), year.source);
    let title = format!("Census year {} (1 April {} to 31 March {})", year.name, year.year - 1, year.year);
    Entry::new(Kind::Year, year.name.as_str(), title, body).see(["cin".to_owned()])
}

fn table(table: &Table) -> Entry {
    let body = if table.columns.iter().any(|column| !column.parent.is_empty()) {
        let tree: String = table
            .columns
            .iter()
            .map(|column| {
                let indent = " ".repeat(2 * depth(table, column) + 2);
                format!("{indent}{} [{}]\n", column.name, column.occurs)
            })
            .collect();
        format!(
            "{}\n\nIts elements, each under the one that holds it, with how often it occurs. Ask for one by its \
             name.\n\n{tree}",
            table.what
        )
    } else {
        let widest = table.columns.iter().map(|column| column.name.len().min(24)).max().unwrap_or(0);
        let list: String = table
            .columns
            .iter()
            .map(|column| {
                let need = &column.occurs;
                let also = match column.also.as_slice() {
                    [] => String::new(),
                    also => format!(" Also met as {}.", ticked(also)),
                };
                format!(
                    "  {:widest$}   {} ({need}).{also}\n",
                    column.name,
                    column.meaning.trim_end_matches('.')
                )
            })
            .collect();
        format!("{}\n\n{list}", table.what)
    };
    Entry::new(Kind::Table, table.name, table.title, body.trim_end())
}

fn depth(table: &Table, column: &Column) -> usize {
    match table.columns.iter().find(|other| other.name == column.parent) {
        Some(parent) => 1 + depth(table, parent),
        None => 0,
    }
}

/// Returns an entry for each name among a table's columns; those of one name are explained together.
fn columns(table: &Table) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for column in &table.columns {
        match entries.iter_mut().find(|entry| entry.name == column.name) {
            Some(entry) => entry.body = format!("{}\n\n{}", entry.body, column_body(column)),
            None => {
                let noun = if table.name == "cin" { "element" } else { "column" };
                let title = format!("`{}`: {noun} of `{}`", column.name, table.name);
                let entry = Entry::new(Kind::Column, column.name.as_str(), title, column_body(column));
                entries.push(entry.also(column.also.iter().cloned()).see([table.name.to_owned()]));
            }
        }
    }
    entries
}

fn column_body(column: &Column) -> String {
    let occurs = match column.occurs.as_str() {
        "1" => "always once",
        "0..1" => "at most once",
        "1..n" => "once or more",
        "0..n" => "any number of times",
        words => words,
    };
    let mut facts = vec![column.kind.clone(), occurs.to_owned()];
    if !column.parent.is_empty() {
        facts.push(format!("inside `{}`", column.parent));
    }
    facts.extend(span(column.first_year, column.last_year));
    if column.identifying == Identifying::Yes {
        facts.push("could say who a child is, so never printed".to_owned());
    }
    if !column.also.is_empty() {
        facts.push(format!("also met as {}", ticked(&column.also)));
    }
    let mut body = format!("{}\n\nForm: {}.", column.meaning, facts.join("; "));
    if !column.used.is_empty() {
        body.push_str(&format!("\n\nWhat the program does with it: {}", column.used));
    }
    // A name that is also its list's own is explained beside the list, which gives the codes.
    match code_list(&column.codes) {
        Some(list) if normal(list.name) != normal(&column.name) => {
            body.push_str(&format!("\n\nCodes (`{}`):\n\n{}", list.name, code_lines(list)));
        }
        _ => {}
    }
    body
}

fn whole_list(list: &CodeList) -> Entry {
    let body = format!(
        "{}\n\n{}\n\nTo ask for one: `{} {}`.",
        list.what,
        code_lines(list),
        list.noun,
        list.codes.first().map_or("", |entry| entry.code.as_str())
    );
    Entry::new(Kind::CodeList, list.name, list.title, body)
}

fn code_lines(list: &CodeList) -> String {
    let lines: Vec<_> = list
        .codes
        .iter()
        .map(|entry| {
            let years = span(entry.first_year, entry.last_year).map_or(String::new(), |s| format!(" ({s})"));
            format!("  {:<5}  {}{years}", entry.code, entry.label)
        })
        .collect();
    lines.join("\n")
}

fn code(list: &CodeList, entry: &CodeMeaning) -> Entry {
    let mut body = entry.meaning.clone();
    for (name, value) in &entry.more {
        let name = match name.as_str() {
            "group5" => "Group of five",
            "kind" => "Kind",
            "census2021" => "Counterpart in the 2021 census",
            "element" => "Element",
            "reads_as" => "Read as",
            other => other,
        };
        body.push_str(&format!("\n\n{name}: {value}."));
    }
    if let Some(years) = span(entry.first_year, entry.last_year) {
        body.push_str(&format!("\n\nYears: {years}."));
    }
    if !entry.note.is_empty() {
        body.push_str(&format!("\n\n{}", entry.note));
    }
    let noun = list.noun;
    Entry::new(
        Kind::Code,
        entry.code.as_str(),
        format!("{} {}: {}", list.title, entry.code, entry.label),
        body,
    )
    .also([format!("{noun} {}", entry.code), format!("{} {}", list.name, entry.code)])
    .see([list.name.to_owned()])
}

/// Returns the census years in words; `None` for all of them.
fn span(first: Option<i16>, last: Option<i16>) -> Option<String> {
    let name = |year: i16| format!("{}-{:02}", year - 1, year % 100);
    match (first.map(name), last.map(name)) {
        (None, None) => None,
        (Some(first), None) => Some(format!("from {first}")),
        (None, Some(last)) => Some(format!("until {last}")),
        (Some(first), Some(last)) => Some(format!("{first} to {last}")),
    }
}

fn ticked(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use crate::dictionary::explain;

    #[test]
    fn a_table_lists_the_columns_it_needs() {
        let body = explain("addresses").unwrap().body;
        for column in ["child_id", "postcode", "lsoa", "start", "end", "addr_person_id", "required"] {
            assert!(body.contains(column), "{column}: {body}");
        }
    }

    #[test]
    fn the_return_is_shown_as_a_tree() {
        let body = explain("cin").unwrap().body;
        assert!(body.contains("\n  Message [1]\n    Header [0..1]\n"), "{body}");
        assert!(
            body.contains("\n          AssessmentFactors [1..n]")
                || body.contains("AssessmentFactors [1..n]")
        );
    }

    #[test]
    fn a_code_says_in_which_years_it_was_valid() {
        assert!(explain("18A").unwrap().body.contains("until 2019-20"));
        assert!(explain("factor 18B").unwrap().body.contains("from 2020-21"));
    }

    #[test]
    fn an_ethnicity_says_its_group_and_its_counterpart() {
        let body = explain("WROM").unwrap().body;
        assert!(body.contains("Group of five: White.") && body.contains("no exact counterpart"), "{body}");
    }

    #[test]
    fn an_edition_says_where_to_get_it_and_what_to_beware_of() {
        let explanation = explain("IoD 2025").unwrap();
        assert_eq!(Some(&explanation), explain("2025").as_ref());
        for part in ["33755 areas of England", "on gov.uk", "partly circular", "Open Government Licence"] {
            assert!(explanation.body.contains(part), "{part}: {}", explanation.body);
        }
    }

    #[test]
    fn a_year_says_what_changed_in_it() {
        let body = explain("2024-25").unwrap().body;
        assert!(
            body.contains("Added:    cin: Sex") && body.contains("Removed:  cin: GenderCurrent"),
            "{body}"
        );
        assert!(explain("2023-24").unwrap().body.starts_with("No change"));
    }

    #[test]
    fn the_codes_of_a_name_that_is_also_its_list_come_once() {
        let body = explain("ethnicity").unwrap().body;
        assert_eq!(body.matches("  WBRI ").count(), 1, "{body}");
    }
}
