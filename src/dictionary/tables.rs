//! The tables that are read and written: what each column or element is, and what is done with it.

use std::sync::LazyLock;

use super::{files, rows};

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The name a user types: the key of the plan that names its file.
    pub name: &'static str,
    /// The name a reader sees.
    pub title: &'static str,
    /// What it is, in a sentence or two.
    pub what: &'static str,
    /// Its columns, or its elements in the order of the file.
    pub columns: Vec<Column>,
}

/// One column of a table, or one element of a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Other names under which it is met.
    pub also: Vec<String>,
    /// The element that holds it; empty in a table and for the root.
    pub parent: String,
    /// What kind of value it holds: `date`, `code`, `group` of others.
    pub kind: String,
    /// The code list of a `code`; empty otherwise.
    pub codes: String,
    /// How often it occurs: `0..1`, `1..n`, or `required` and when.
    pub occurs: String,
    /// The first census year that has it, by the year it ends in; `None` if before 2017.
    pub first_year: Option<i16>,
    /// The last census year that has it; `None` if it still does.
    pub last_year: Option<i16>,
    /// Whether it could say who a child is.
    pub identifying: Identifying,
    /// What it means, in plain English.
    pub meaning: String,
    /// What the program does with it; empty for what the program writes.
    pub used: String,
}

/// Whether a value could say who a child is, alone or with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifying {
    /// It could: never printed, logged or written.
    Yes,
    /// It could not.
    No,
}

impl Table {
    /// Returns the columns of a name; several where an element occurs under different parents.
    pub fn columns(&self, name: &str) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.name == name)
    }
}

/// Returns every table, inputs first.
#[must_use]
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> =
        LazyLock::new(|| files::TABLES.iter().map(input).chain(files::OUTPUTS.iter().map(output)).collect());
    &TABLES
}

/// Returns a table by its name.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    tables().iter().find(|table| table.name == name)
}

fn output(file: &files::Rows) -> Table {
    let columns = rows::read(file.text)
        .into_iter()
        .map(|mut row| Column {
            name: row.take("name"),
            also: Vec::new(),
            parent: String::new(),
            kind: row.take("type"),
            codes: String::new(),
            occurs: match row.take("required").as_str() {
                "yes" => "required".to_owned(),
                _ => "may be empty".to_owned(),
            },
            first_year: None,
            last_year: None,
            identifying: Identifying::No,
            meaning: row.take("description"),
            used: String::new(),
        })
        .collect();
    Table { name: file.name, title: file.title, what: file.what, columns }
}

fn input(file: &files::Rows) -> Table {
    let columns = rows::read(file.text)
        .into_iter()
        .map(|mut row| Column {
            name: row.take("name"),
            also: row
                .take("also")
                .split(';')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            parent: row.take("parent"),
            kind: row.take("type"),
            codes: row.take("codes"),
            occurs: row.take("occurs"),
            first_year: row.take_year("first_year"),
            last_year: row.take_year("last_year"),
            identifying: match row.take("identifying").as_str() {
                "no" => Identifying::No,
                _ => Identifying::Yes,
            },
            meaning: row.take("meaning"),
            used: row.take("used"),
        })
        .collect();
    Table { name: file.name, title: file.title, what: file.what, columns }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::code_list;

    #[test]
    fn every_element_hangs_from_the_root_of_the_return() {
        let cin = table("cin").unwrap();
        for column in &cin.columns {
            match column.name.as_str() {
                "Message" => assert_eq!(column.parent, ""),
                name => {
                    let parent = cin.columns.iter().position(|other| other.name == column.parent);
                    let own = cin.columns.iter().position(|other| std::ptr::eq(other, column));
                    assert!(parent.is_some() && parent < own, "{name} comes after its parent");
                    assert!(cin.columns[parent.unwrap()].kind == "group", "{name}");
                }
            }
        }
    }

    #[test]
    fn every_coded_column_of_a_return_names_a_code_list() {
        for column in &table("cin").unwrap().columns {
            assert_eq!(column.kind == "code", !column.codes.is_empty(), "{}", column.name);
            assert!(column.codes.is_empty() || code_list(&column.codes).is_some(), "{}", column.name);
        }
    }

    #[test]
    fn every_column_has_a_meaning_and_every_input_says_what_is_done_with_it() {
        for table in tables() {
            for column in &table.columns {
                assert!(column.meaning.ends_with('.'), "{} {}", table.name, column.name);
                let is_output = files::OUTPUTS.iter().any(|file| file.name == table.name);
                assert_eq!(column.used.is_empty(), is_output, "{} {}", table.name, column.name);
            }
        }
    }

    #[test]
    fn every_date_of_a_child_and_every_identifier_is_marked() {
        for column in &table("cin").unwrap().columns {
            let of_a_child = column.kind == "date" && column.parent != "CollectionDetails";
            let names_one = ["LAchildID", "UPN", "FormerUPN"].contains(&column.name.as_str());
            assert_eq!(column.identifying == Identifying::Yes, of_a_child || names_one, "{}", column.name);
        }
        assert!(table("addresses").unwrap().columns.iter().all(|c| c.identifying == Identifying::Yes));
    }
}
