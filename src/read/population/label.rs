//! Which estimate a table is, from the name of its sheet, its period or the name of its file.

use std::fmt;

/// A population estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Estimate {
    year: i16,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    /// On census day.
    Census,
    /// At the middle of the year, 30 June.
    MidYear,
}

impl Estimate {
    /// Reads `Mid-2022 LSOA 2021`, `2022-06-30`, `2022`, `mid-year_2022_population.csv` or `census2021`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let after = |word: &str| text.find(word).and_then(|at| year(&text[at + word.len()..]));
        if let Some(year) = after("mid") {
            return Some(Self { year, kind: Kind::MidYear });
        }
        if let Some(year) = after("census") {
            return Some(Self { year, kind: Kind::Census });
        }
        let census_day = ["2011-03-27", "2021-03-21"].iter().any(|day| text.starts_with(day));
        let kind = if census_day { Kind::Census } else { Kind::MidYear };
        let plain = text.bytes().all(|sign| sign.is_ascii_digit() || b"-/ :t".contains(&sign));
        year(&text).filter(|_| plain).map(|year| Self { year, kind })
    }

    /// Returns the year the estimate is of.
    pub(super) const fn year(self) -> i16 {
        self.year
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Census => write!(f, "Census {}", self.year),
            Kind::MidYear => write!(f, "mid-{}", self.year),
        }
    }
}

/// Returns the sheets to look at: those of the wanted year or of the latest first, and none of one sex only.
pub(super) fn sheets(names: &[String], wanted: Option<i16>) -> Vec<String> {
    let year = |name: &String| Estimate::parse(name).map(Estimate::year);
    let both = names.iter().filter(|name| !name.to_ascii_lowercase().contains("male"));
    let mut names: Vec<_> = both
        .filter(|name| wanted.is_none() || year(name).is_none() || year(name) == wanted)
        .cloned()
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(year(name)));
    names
}

/// Returns the first run of exactly four digits that is a year of this century.
fn year(text: &str) -> Option<i16> {
    let runs = text.split(|sign: char| !sign.is_ascii_digit()).filter(|run| run.len() == 4);
    runs.filter_map(|run| run.parse().ok()).find(|year| (2000..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_known_by_its_sheet_its_period_or_its_file() {
        for (text, expected) in [
            ("Mid-2022 LSOA 2021", "mid-2022"),
            ("2024-06-30", "mid-2024"),
            ("2021-03-21", "Census 2021"),
            ("2023", "mid-2023"),
            ("population_mid2020_LSOA11_single_year_of_age_persons_EW", "mid-2020"),
            ("mid-year_2022_population_estimates_lsoa", "mid-2022"),
            ("census2021_TS021", "Census 2021"),
        ] {
            assert_eq!(Estimate::parse(text).map(|estimate| estimate.to_string()).as_deref(), Some(expected));
        }
        for text in ["population", "LSOA 2021", "sheet1", "20220630"] {
            assert_eq!(Estimate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_latest_sheet_comes_first_and_a_sheet_of_one_sex_never() {
        let names: Vec<_> = ["Notes", "Mid-2022 LSOA 2021", "Mid-2024 LSOA 2021", "Mid-2024 Females"]
            .map(str::to_owned)
            .to_vec();
        assert_eq!(sheets(&names, None), ["Mid-2024 LSOA 2021", "Mid-2022 LSOA 2021", "Notes"]);
        assert_eq!(sheets(&names, Some(2022)), ["Mid-2022 LSOA 2021", "Notes"]);
    }
}
