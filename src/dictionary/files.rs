//! A table of data. Every file of `data-dictionary/`, embedded in the binary so that it works anywhere.

/// A file of rows, with what is said of it as a whole.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// The name a user types: the file's own, without its ending.
    pub name: &'static str,
    /// A word that goes before a code, as in `factor 3B`; empty for a table.
    pub noun: &'static str,
    /// The name a reader sees.
    pub title: &'static str,
    /// What it holds, in a sentence.
    pub what: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! file {
    ($path:literal) => {
        include_str!(concat!("../../data-dictionary/", $path))
    };
}

/// The code lists.
pub(super) const CODES: &[Rows] = &[
    Rows {
        name: "assessment_factors",
        noun: "factor",
        title: "Assessment factor",
        what: "Concerns recorded at the end of an assessment, as many as apply. The only place where a return records domestic abuse: 3A, 3B and 3C.",
        text: file!("codes/assessment_factors.csv"),
    },
    Rows {
        name: "referral_source",
        noun: "source",
        title: "Referral source",
        what: "Who made the referral. Some of its codes look like factors and have nothing to do with them.",
        text: file!("codes/referral_source.csv"),
    },
    Rows {
        name: "primary_need",
        noun: "need",
        title: "Primary need",
        what: "The main reason a child came to be in need. No code of it picks out domestic abuse.",
        text: file!("codes/primary_need.csv"),
    },
    Rows {
        name: "closure_reason",
        noun: "closure",
        title: "Reason for closure",
        what: "Why an episode of need ended.",
        text: file!("codes/closure_reason.csv"),
    },
    Rows {
        name: "abuse_category",
        noun: "category",
        title: "Category of abuse",
        what: "The category of a child protection plan. None of them is domestic abuse.",
        text: file!("codes/abuse_category.csv"),
    },
    Rows {
        name: "ethnicity",
        noun: "ethnicity",
        title: "Ethnicity",
        what: "A child's ethnicity as recorded, with its group of five and its counterpart in the 2021 census.",
        text: file!("codes/ethnicity.csv"),
    },
    Rows {
        name: "sex",
        noun: "sex",
        title: "Sex",
        what: "A child's sex as recorded: `F`, `M` and `U` from 2024-25, numbers before. Either is read under either element.",
        text: file!("codes/sex.csv"),
    },
    Rows {
        name: "disability",
        noun: "disability",
        title: "Disability",
        what: "Disabilities as a service records them, with their kinds. No population of children counts disability in the same way, so give shares and not rates.",
        text: file!("codes/disability.csv"),
    },
    Rows {
        name: "care_reason",
        noun: "rne",
        title: "Why an episode of care began",
        what: "Why a new row of the SSDA903 episodes began (RNE). Only `S` begins a period of care.",
        text: file!("codes/care_reason.csv"),
    },
    Rows {
        name: "legal_status",
        noun: "status",
        title: "Legal status",
        what: "The legal status of a looked-after child (LS).",
        text: file!("codes/legal_status.csv"),
    },
    Rows {
        name: "upn_unknown",
        noun: "upn",
        title: "Why there is no unique pupil number",
        what: "Why a return gives no unique pupil number. The program does not use it.",
        text: file!("codes/upn_unknown.csv"),
    },
];

/// The tables that are read, by the plan's key for each.
pub(super) const TABLES: &[Rows] = &[
    Rows {
        name: "cin",
        noun: "",
        title: "Children in need census return",
        what: "An XML file for each census year. It holds no address of any kind, and nothing but nesting joins what belongs together.",
        text: file!("tables/cin.csv"),
    },
    Rows {
        name: "addresses",
        noun: "",
        title: "Where each child lived, and when",
        what: "A CSV with a row for each stay of each child. The return has no address, so this joins children to neighbourhoods. Column names of the Standard Safeguarding Dataset's ssd_address are taken as they are.",
        text: file!("tables/addresses.csv"),
    },
    Rows {
        name: "postcodes",
        noun: "",
        title: "Postcode directory",
        what: "The ONS Postcode Directory or the National Statistics Postcode Lookup, as published, of any year. Newer ones keep withdrawn postcodes and are better.",
        text: file!("tables/postcodes.csv"),
    },
    Rows {
        name: "deprivation",
        noun: "",
        title: "Index of deprivation",
        what: "File 7 of the English Indices of Deprivation as CSV, or File 1 or 3 as CSV or workbook, as published or as Excel writes them again. Headers are matched by how they begin.",
        text: file!("tables/deprivation.csv"),
    },
    Rows {
        name: "population",
        noun: "",
        title: "Children by area and age",
        what: "The ONS small area population estimates by single year of age, as the published workbook or as CSV. Its areas must be of the census that the index ranks, or the area lookup be given.",
        text: file!("tables/population.csv"),
    },
    Rows {
        name: "area_lookup",
        noun: "",
        title: "What became of 2011 areas in 2021",
        what: "The ONS exact-fit lookup from 2011 to 2021 lower super output areas. The best-fit lookup will not do: it leaves out over a thousand English areas of 2021.",
        text: file!("tables/area_lookup.csv"),
    },
    Rows {
        name: "looked_after",
        noun: "",
        title: "Children looked after (SSDA903)",
        what: "The header and the episodes of the SSDA903 return as CSV, of one year or several. Only the starts of care are used: the day, and the home before it.",
        text: file!("tables/looked_after.csv"),
    },
    Rows {
        name: "comparators",
        noun: "",
        title: "Published tables to set the authority beside",
        what: "CSVs of Explore Education Statistics on children in need, of any years, as published. `c` (confidential), `x` (not available), `z` (not applicable), `u` (unreliable), `k` and `low` (rounds to nought) and `:` stand in place of numbers.",
        text: file!("tables/comparators.csv"),
    },
    Rows {
        name: "counts",
        noun: "",
        title: "Counts for `estimate`",
        what: "A CSV of counts that somebody has made already, one row a cell and no totals. Every column that is not named here is a dimension, such as ethnicity or sex, and can be asked for with --by; without that, its rows are added up.",
        text: file!("tables/counts.csv"),
    },
];

/// The tables that are written.
pub(super) const OUTPUTS: &[Rows] = &[
    Rows {
        name: "results",
        noun: "",
        title: "Results: data/results.csv",
        what: "What a run found: one figure a row, with these columns and no others.",
        text: file!("outputs/results.csv"),
    },
    Rows {
        name: "losses",
        noun: "",
        title: "Losses: data/losses.csv",
        what: "What became of the episodes that were read: one line of the account a row.",
        text: file!("outputs/losses.csv"),
    },
    Rows {
        name: "specifications",
        noun: "",
        title: "Specification curve: data/specifications.csv",
        what: "The headline's relative index under every set of choices that could have been made: one set a row, the least index first.",
        text: file!("outputs/specifications.csv"),
    },
    Rows {
        name: "funnels",
        noun: "",
        title: "Funnels of published figures: data/funnels.csv",
        what: "Where authorities stand by what the Department for Education published of them, beside what England's figure would give one of their size, and the limits at each size. Written where the plan names published tables. No authority but the plan's own can be told apart, and none is put in an order of merit.",
        text: file!("outputs/funnels.csv"),
    },
];

/// The collection years, the earliest first.
pub(super) const YEARS: &[&str] = &[
    file!("years/2017.toml"),
    file!("years/2018.toml"),
    file!("years/2019.toml"),
    file!("years/2020.toml"),
    file!("years/2021.toml"),
    file!("years/2022.toml"),
    file!("years/2023.toml"),
    file!("years/2024.toml"),
    file!("years/2025.toml"),
    file!("years/2026.toml"),
    file!("years/2027.toml"),
];

/// The editions of the indices of deprivation, the earliest first.
pub(super) const INDICES: &[&str] = &[file!("indices/iod2019.toml"), file!("indices/iod2025.toml")];

/// The words, by what kind of word each file holds.
pub(super) const WORDS: &[(super::Kind, &str)] = &[
    (super::Kind::Measure, file!("words/measures.toml")),
    (super::Kind::Outcome, file!("words/outcomes.toml")),
    (super::Kind::Definition, file!("words/definitions.toml")),
    (super::Kind::Loss, file!("words/losses.toml")),
    (super::Kind::Symbol, file!("words/symbols.toml")),
    (super::Kind::Index, file!("words/indices.toml")),
    (super::Kind::Word, file!("words/glossary.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let rows = CODES.iter().chain(TABLES).chain(OUTPUTS).map(|file| file.text);
        let words = WORDS.iter().map(|&(_, text)| text);
        let embedded: Vec<&str> =
            rows.chain(words).chain(YEARS.iter().copied()).chain(INDICES.iter().copied()).collect();
        let mut found = 0;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("data-dictionary");
        for folder in std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
            for file in std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
                let text = std::fs::read_to_string(&file).unwrap();
                assert!(embedded.contains(&text.as_str()), "{} is not embedded", file.display());
                found += 1;
            }
        }
        assert_eq!(found, embedded.len());
    }
}
