//! The code lists: what each code means, and in which years it was valid.

use std::sync::LazyLock;

use super::{files, rows};

/// One code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// The name a user types: `assessment_factors`.
    pub name: &'static str,
    /// The word that tells its codes from those of other lists: `factor`, as in `factor 3B`.
    pub noun: &'static str,
    /// The name a reader sees.
    pub title: &'static str,
    /// What it is of, in a sentence.
    pub what: &'static str,
    /// The codes, in their published order.
    pub codes: Vec<CodeMeaning>,
}

/// One code, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeMeaning {
    /// The code as a return writes it.
    pub code: String,
    /// A few words for a table or a chart.
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// The first census year in which it is valid, by the year it ends in; `None` if before 2017.
    pub first_year: Option<i16>,
    /// The last census year in which it is valid; `None` if it still is.
    pub last_year: Option<i16>,
    /// What a reader should beware of; may be empty.
    pub note: String,
    /// Columns that only this list has, such as `group5` of ethnicity, by name.
    pub more: Vec<(String, String)>,
}

impl CodeList {
    /// Returns a code's meaning; `None` where the list does not hold it.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<&CodeMeaning> {
        self.codes.iter().find(|entry| entry.code == code)
    }
}

impl CodeMeaning {
    /// Returns whether the code is valid in the census year that ends in `year`.
    #[must_use]
    pub fn valid_in(&self, year: i16) -> bool {
        self.first_year.is_none_or(|first| first <= year) && self.last_year.is_none_or(|last| year <= last)
    }

    /// Returns the value of a column that only this list has.
    #[must_use]
    pub fn more(&self, column: &str) -> Option<&str> {
        self.more.iter().find(|(name, _)| name == column).map(|(_, value)| value.as_str())
    }
}

/// Returns every code list.
#[must_use]
pub fn code_lists() -> &'static [CodeList] {
    static LISTS: LazyLock<Vec<CodeList>> = LazyLock::new(|| files::CODES.iter().map(read).collect());
    &LISTS
}

/// Returns a code list by its name.
#[must_use]
pub fn code_list(name: &str) -> Option<&'static CodeList> {
    code_lists().iter().find(|list| list.name == name)
}

fn read(file: &files::Rows) -> CodeList {
    let codes = rows::read(file.text)
        .into_iter()
        .map(|mut row| CodeMeaning {
            code: row.take("code"),
            label: row.take("label"),
            meaning: row.take("meaning"),
            first_year: row.take_year("first_year"),
            last_year: row.take_year("last_year"),
            note: row.take("note"),
            more: row.rest(),
        })
        .collect();
    CodeList { name: file.name, noun: file.noun, title: file.title, what: file.what, codes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::{
        AbuseCategory, CareReason, ClosureReason, Disability, DisabilitySet, Ethnicity, Factor, LegalStatus,
        PrimaryNeed, ReferralSource, Sex, UpnUnknown,
    };
    use crate::domain::{Axis, disability_place};

    /// Asserts that a file holds the codes of a type, in its order, each with its own words.
    fn holds(name: &str, codes: &[&str]) {
        let list = code_list(name).unwrap();
        assert_eq!(list.codes.iter().map(|entry| entry.code.as_str()).collect::<Vec<_>>(), codes, "{name}");
        assert!(list.codes.iter().all(|entry| !entry.label.is_empty() && entry.meaning.ends_with('.')));
    }

    #[test]
    fn each_file_holds_the_codes_of_its_type_in_their_order() {
        macro_rules! check {
            ($($name:literal = $kind:ident),+ $(,)?) => {
                $(holds($name, &$kind::ALL.iter().map(|code| code.code()).collect::<Vec<_>>());)+
            };
        }
        check!(
            "assessment_factors" = Factor,
            "referral_source" = ReferralSource,
            "primary_need" = PrimaryNeed,
            "closure_reason" = ClosureReason,
            "abuse_category" = AbuseCategory,
            "ethnicity" = Ethnicity,
            "disability" = Disability,
            "care_reason" = CareReason,
            "legal_status" = LegalStatus,
            "upn_unknown" = UpnUnknown,
        );
    }

    #[test]
    fn both_value_sets_of_sex_read_as_the_file_says() {
        for entry in &code_list("sex").unwrap().codes {
            let read = match Sex::from_code(entry.code.as_bytes()) {
                Some(Sex::Female) => "female",
                Some(Sex::Male) => "male",
                Some(Sex::Unknown) => "unknown",
                None => "nothing",
            };
            assert_eq!(Some(read), entry.more("reads_as"), "{}", entry.code);
        }
        assert_eq!(code_list("sex").unwrap().codes.len(), 7);
    }

    #[test]
    fn every_ethnicity_has_one_of_five_groups_or_is_unknown() {
        let groups = ["White", "Mixed", "Asian", "Black", "Other", "Unknown"];
        for entry in &code_list("ethnicity").unwrap().codes {
            let group = entry.more("group5").unwrap();
            assert!(groups.contains(&group), "{}", entry.code);
            assert_eq!(entry.more("census2021").is_none(), group == "Unknown", "{}", entry.code);
        }
    }

    #[test]
    fn every_disability_has_the_kind_that_breakdowns_by_kind_give_it() {
        for &one in Disability::ALL {
            let mut recorded = DisabilitySet::default();
            recorded.insert(one);
            let entry = code_list("disability").unwrap().code(one.code()).unwrap();
            let kind = Axis::DisabilityType.category(disability_place(recorded));
            assert_eq!(entry.more("kind").unwrap_or("none_recorded"), kind, "{}", entry.code);
        }
    }

    #[test]
    fn a_code_is_valid_from_its_first_year_to_its_last() {
        let factors = code_list("assessment_factors").unwrap();
        let valid = |code: &str, year| factors.code(code).unwrap().valid_in(year);
        assert!(valid("18A", 2020) && !valid("18A", 2021));
        assert!(!valid("18B", 2020) && valid("18B", 2021));
        assert!(valid("3A", 2017) && valid("3A", 2027));
    }
}
