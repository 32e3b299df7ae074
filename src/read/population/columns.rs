//! The layouts of population tables.

use crate::domain::Vintage;

use super::super::areas;
use super::super::sheet::{Column, Header, Missing};
use super::AGES;

/// Whom a count is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sexes {
    Both,
    Girls,
    Boys,
}

/// How ages and sexes are laid out.
pub(super) enum Layout {
    /// A row for each area, with columns for each age of each sex: `F0`, `M0`.
    Sexes { girls: Box<[Column; AGES]>, boys: Box<[Column; AGES]> },
    /// A row for each area, or for each area and sex, with a column for each age.
    Wide { sex: Option<Column>, ages: Box<[Column; AGES]> },
    /// A row for each area, age and sex.
    Long { age: Column, sex: Option<Column>, value: Column },
}

/// The columns that were found.
pub(super) struct Columns {
    pub(super) sheet: Option<String>,
    pub(super) area: Column,
    pub(super) vintage: Option<Vintage>,
    pub(super) period: Option<Column>,
    pub(super) layout: Layout,
}

impl Columns {
    pub(super) fn find(header: &Header) -> Result<Self, Missing> {
        let labelled = [Vintage::Lsoa21, Vintage::Lsoa11]
            .into_iter()
            .find_map(|vintage| areas::of(header, vintage).map(|column| (column, Some(vintage))));
        let silent = || {
            areas::unlabelled(header).or_else(|| header.named(&["area code"])).map(|column| (column, None))
        };
        match (labelled.or_else(silent), Layout::find(header)) {
            (Some((area, vintage)), Some(layout)) => {
                let period = header.named(&["period", "year", "mid year", "date"]);
                Ok(Self { sheet: header.sheet().map(str::to_owned), area, vintage, period, layout })
            }
            (area, layout) => {
                let lacking = [
                    (area.is_none(), "`LSOA 2021 Code` or `area_code`"),
                    (
                        layout.is_none(),
                        "`0` to `17`, or `F0` to `F17` and `M0` to `M17`, or `age` and `value`",
                    ),
                ];
                let names = lacking.into_iter().filter_map(|(lacks, name)| lacks.then_some(name));
                Err(Missing(names.collect()))
            }
        }
    }
}

impl Layout {
    fn find(header: &Header) -> Option<Self> {
        if let (Some(girls), Some(boys)) = (each_age(header, &["f"]), each_age(header, &["m"])) {
            return Some(Self::Sexes { girls, boys });
        }
        let sex = header.named(&["sex", "gender"]);
        if let Some(ages) = each_age(header, &["", "age ", "aged ", "age", "x"]) {
            return Some(Self::Wide { sex, ages });
        }
        let age = header.named(&["age", "age code", "single year of age"])?;
        let value = header.named(&["value", "count", "population", "observation"])?;
        Some(Self::Long { age, sex, value })
    }
}

/// Returns the columns of ages 0 to 17, named by a number after one of the beginnings.
fn each_age(header: &Header, beginnings: &[&str]) -> Option<Box<[Column; AGES]>> {
    let columns = beginnings.iter().find_map(|beginning| {
        let named = |age| header.named(&[format!("{beginning}{age}").as_str()]);
        (0..AGES).map(named).collect::<Option<Vec<_>>>()
    })?;
    Box::<[Column; AGES]>::try_from(columns.into_boxed_slice()).ok()
}

/// Reads an age in words or as a number; `None` for a range, a total or an adult.
pub(super) fn age(cell: &str) -> Option<usize> {
    let cell = cell.to_ascii_lowercase();
    let words: Vec<_> = cell
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|word| !matches!(*word, "" | "age" | "aged" | "year" | "years" | "old"))
        .collect();
    match words.as_slice() {
        ["under", "1"] => Some(0),
        [number] if number.bytes().all(|digit| digit.is_ascii_digit()) && !cell.contains('+') => {
            number.parse().ok().filter(|&age| age < AGES)
        }
        _ => None,
    }
}

/// Reads whom a row counts.
pub(super) fn sex(cell: &str) -> Option<Sexes> {
    match cell.to_ascii_lowercase().as_str() {
        "persons" | "person" | "people" | "all" | "all persons" | "all people" | "both" | "total" => {
            Some(Sexes::Both)
        }
        "females" | "female" | "f" | "girls" => Some(Sexes::Girls),
        "males" | "male" | "m" | "boys" => Some(Sexes::Boys),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_years_of_childhood_are_read_in_words_and_numbers() {
        for (cell, expected) in
            [("Aged under 1 year", 0), ("Aged 1 year", 1), ("Aged 17 years", 17), ("4", 4)]
        {
            assert_eq!(age(cell), Some(expected), "{cell}");
        }
        for cell in
            ["Aged 18 years", "Aged 0 to 15 years", "90+", "Aged 90 years and over", "Total", "1+", ""]
        {
            assert_eq!(age(cell), None, "{cell}");
        }
    }
}
