//! What a synthetic authority is made from: a TOML file, checked before anything is drawn.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::diag::{Code, Diagnostic, unreadable};
use crate::domain::codes::{Ethnicity, Factor};
use crate::domain::{AreaCode, LossReason};

pub use super::factors::Factors;
use super::nation::Territory;

/// The specification that ships with the program.
const NORTHBRIDGE: &str = include_str!("../../fixtures/northbridge/spec.toml");

/// A whole synthetic authority.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// What the authority is called.
    pub name: String,
    /// The word from which every draw follows.
    pub seed: String,
    /// Where it is.
    pub place: PlaceSpec,
    /// Which years are returned.
    pub years: Years,
    /// Who is referred.
    pub families: Families,
    /// The path of families with domestic abuse behind the referral.
    pub domestic_abuse: Pathway,
    /// The path of all other families.
    pub other: Pathway,
    /// What assessments record.
    pub factors: Factors,
    /// Children lost for each reason.
    pub losses: LossCounts,
    /// Oddities of the returns.
    pub oddities: Oddities,
    /// How ethnic groups differ, by their codes; left out, all are referred alike.
    #[serde(default)]
    pub ethnicity: BTreeMap<String, EthnicGroup>,
    /// The authority's part of a nation; `None` where it is alone.
    #[serde(skip)]
    pub(super) territory: Option<Territory>,
}

/// How one ethnic group differs. Involvement is log-linear in the rank of the neighbourhood, between two ends.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EthnicGroup {
    /// The group's share of children, at the middle.
    pub children: f64,
    /// How many times as large that share is at the most deprived end as at the least.
    pub deprived: f64,
    /// Involvement at the most deprived end, relative to other groups'.
    pub most: f64,
    /// Involvement at the least deprived end, relative to other groups'.
    pub least: f64,
}

/// The authority and its children.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSpec {
    /// Its district code.
    pub district: String,
    /// The name of the district next to it.
    pub neighbour_name: String,
    /// The code of the district next to it.
    pub neighbour_district: String,
    /// The Department for Education's three digits.
    pub lea: String,
    /// How many 2021 areas it has.
    pub areas: usize,
    /// How many areas of the district next to it are known.
    pub neighbour_areas: usize,
    /// How many children aged 0 to 17 it has, near enough.
    pub children: u32,
    /// How they are spread over national deciles, the most deprived first.
    pub children_by_decile: [f64; 10],
    /// How many postcodes each area has.
    pub postcodes_per_area: usize,
}

/// The years that are returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The year in which the last return's year ends.
    pub last: i16,
    /// How many returns there are.
    pub returns: i16,
    /// How many years are simulated before the first.
    pub run_in: i16,
    /// What an open episode carries into the next return.
    pub carry: Carry,
}

/// What an open episode carries into the next year's return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    /// All that happened since the referral.
    History,
    /// Only what falls in the year of the return.
    Year,
}

/// Who is referred.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Families {
    /// Children referred in a year, near enough.
    pub referrals_per_year: f64,
    /// The shares of families with one, two, three and four children referred together.
    pub sizes: [f64; 4],
    /// The share of children whose own path stops at assessment.
    pub siblings_apart: f64,
    /// The share of children who are unborn at the referral.
    pub unborn: f64,
    /// The share of closed episodes followed by another referral within twelve months.
    pub repeats: f64,
    /// The share followed by another referral later.
    pub later_repeats: f64,
    /// The share of families that move after their first referral.
    pub moves: f64,
    /// The share of children on a plan who had one before the years that are simulated.
    #[serde(default = "usual_earlier_plans")]
    pub earlier_plans: f64,
}

const fn usual_earlier_plans() -> f64 {
    0.19
}

/// The path from referral to plan.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pathway {
    /// Referred.
    pub referral: Step,
    /// Assessed, of those referred.
    pub assessed: Step,
    /// The subject of an enquiry, of those assessed.
    pub s47: Step,
    /// The subject of a conference, of those enquired about.
    pub icpc: Step,
    /// On a plan, of those conferred about.
    pub cpp_start: Step,
}

/// One step on the path.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The share of those at the step before.
    pub share: f64,
    /// The true ratio of ends of the rate of coming this far.
    pub relative_index: f64,
}

/// How many children lose their episodes for each reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the name of a loss")]
pub struct LossCounts {
    pub outside_window: usize,
    pub adult: usize,
    pub no_address: usize,
    pub no_address_on_date: usize,
    pub unknown_postcode: usize,
    pub postcode_without_area: usize,
    pub area_not_convertible: usize,
    pub area_not_in_index: usize,
    pub outside_authority: usize,
    pub area_without_population: usize,
}

/// Oddities of the returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oddities {
    /// How many children in each return show each kind.
    pub each: usize,
}

impl Spec {
    /// Returns Northbridge, the authority that ships with the program.
    ///
    /// # Panics
    ///
    /// Never: the text is part of the program and a test reads it.
    #[must_use]
    pub fn northbridge() -> Self {
        Self::parse(NORTHBRIDGE, Path::new("spec.toml")).expect("the specification in the program is valid")
    }

    /// Reads a specification.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic where the file cannot be read, is not TOML, has an unknown key, or says what cannot be.
    pub fn load(file: &Path) -> Result<Self, Diagnostic> {
        let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
        Self::parse(&text, file)
    }

    fn parse(text: &str, file: &Path) -> Result<Self, Diagnostic> {
        let spec: Self = toml::from_str(text).map_err(|error| {
            Diagnostic::new(Code::PlanSyntax, error.message())
                .in_file(file)
                .with_help("fixtures/northbridge/spec.toml has every key explained")
        })?;
        match spec.fault() {
            None => Ok(spec),
            Some(fault) => Err(Diagnostic::new(Code::PlanValue, fault).in_file(file)),
        }
    }

    /// Returns the first thing that cannot be.
    pub(super) fn fault(&self) -> Option<String> {
        self.place_fault().or_else(|| self.share_fault()).or_else(|| super::gradient::fault(self))
    }

    /// Returns what is wrong with names, codes and sizes. Names go into file names and rows as they are.
    fn place_fault(&self) -> Option<String> {
        let (place, years) = (&self.place, &self.years);
        let word =
            |name: &String| !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphabetic());
        if ![&self.name, &place.neighbour_name].into_iter().all(word) {
            return Some("`name` and `place.neighbour_name` are words of plain letters".into());
        }
        let codes = [&place.district, &place.neighbour_district];
        if codes.iter().any(|code| AreaCode::parse(code.as_bytes()).is_none()) {
            return Some("`place` names a district that is not a letter and eight digits".into());
        }
        if place.lea.len() != 3 || !place.lea.bytes().all(|digit| digit.is_ascii_digit()) {
            return Some("`place.lea` is three digits".into());
        }
        if !(20..=900).contains(&place.areas) || !(1..=90).contains(&place.neighbour_areas) {
            return Some("`place` has 20 to 900 areas and 1 to 90 areas next to it".into());
        }
        if !(2..=40).contains(&place.postcodes_per_area) {
            return Some("`place.postcodes_per_area` is 2 to 40".into());
        }
        let areas = u32::try_from(place.areas).unwrap_or(u32::MAX);
        if !(50..=5_000).contains(&(place.children / areas)) {
            return Some("`place.children` is 50 to 5,000 for each area".into());
        }
        if !(1.0..=f64::from(areas) * 300.0).contains(&self.families.referrals_per_year) {
            return Some("`families.referrals_per_year` is 1 to 300 for each area".into());
        }
        let known = (1..=15).contains(&years.returns) && (1..=5).contains(&years.run_in);
        if !known || !(2017..=2100).contains(&years.last) {
            return Some(
                "`years` has 1 to 15 returns, 1 to 5 years of run-in, and a last year from 2017".into(),
            );
        }
        None
    }

    /// Returns what is wrong with shares, factors and steps.
    fn share_fault(&self) -> Option<String> {
        let (place, families) = (&self.place, &self.families);
        let whole: [(&str, Vec<f64>); 4] = [
            ("`place.children_by_decile`", place.children_by_decile.to_vec()),
            ("`families.sizes`", families.sizes.to_vec()),
            ("`factors.abuse`", self.factors.abuse.values().copied().collect()),
            ("the shares of `referral`", vec![self.domestic_abuse.referral.share, self.other.referral.share]),
        ];
        let share = |share: &f64| (0.0..=1.0).contains(share);
        for (name, shares) in whole {
            let adds_up = (0.999_999..=1.000_001).contains(&shares.iter().sum::<f64>());
            if !adds_up || !shares.iter().all(share) {
                return Some(format!("{name} should be shares that add up to 1"));
            }
        }
        let alone = [
            families.siblings_apart,
            families.unborn,
            families.repeats,
            families.later_repeats,
            families.moves,
            families.earlier_plans,
            self.factors.missing,
            self.factors.none,
        ];
        if !alone.iter().chain(self.factors.other.values()).all(share) {
            return Some("a share of `families` or `factors` is not from 0 to 1".into());
        }
        let steps = self.domestic_abuse.steps().into_iter().chain(self.other.steps());
        if steps.clone().any(|step| !(step.relative_index > 0.0 && (0.0..=1.0).contains(&step.share))) {
            return Some("a step has a share from 0 to 1 and a relative index above 0".into());
        }
        if let Some(name) = self.ethnicity.keys().find(|name| Ethnicity::from_code(name.as_bytes()).is_none())
        {
            return Some(format!("`ethnicity` has `{name}`, which is not an ethnicity"));
        }
        let groups = self.ethnicity.values();
        let above = |part: f64| part.is_finite() && part > 0.0;
        if !groups.flat_map(|one| [one.children, one.deprived, one.most, one.least]).all(above) {
            return Some("a number of `ethnicity` is not above 0".into());
        }
        let factor = |name: &str| Factor::from_code(name.as_bytes()).is_some();
        if let Some(name) = self.factors.other.keys().find(|name| !factor(name)) {
            return Some(format!("`factors.other` has `{name}`, which is not a factor"));
        }
        if let Some(name) = self.factors.abuse.keys().find(|name| !name.split('+').all(factor)) {
            return Some(format!("`factors.abuse` has `{name}`, which is not made of factors"));
        }
        None
    }
}

impl Pathway {
    /// Returns the steps in order.
    #[must_use]
    pub fn steps(&self) -> [Step; 5] {
        [self.referral, self.assessed, self.s47, self.icpc, self.cpp_start]
    }
}

impl LossCounts {
    /// Returns each reason with its number of children.
    #[must_use]
    pub fn by_reason(&self) -> [(LossReason, usize); 10] {
        [
            (LossReason::OutsideWindow, self.outside_window),
            (LossReason::Adult, self.adult),
            (LossReason::NoAddress, self.no_address),
            (LossReason::NoAddressOnDate, self.no_address_on_date),
            (LossReason::UnknownPostcode, self.unknown_postcode),
            (LossReason::PostcodeWithoutArea, self.postcode_without_area),
            (LossReason::AreaNotConvertible, self.area_not_convertible),
            (LossReason::AreaNotInIndex, self.area_not_in_index),
            (LossReason::OutsideAuthority, self.outside_authority),
            (LossReason::AreaWithoutPopulation, self.area_without_population),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Spec, Diagnostic> {
        Spec::parse(text, Path::new("spec.toml"))
    }

    #[test]
    fn northbridge_is_valid() {
        assert_eq!(Spec::northbridge().name, "Northbridge");
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let error = read(&NORTHBRIDGE.replace("areas = 165", "areas = 165\nareaz = 3")).unwrap_err();
        assert_eq!(error.code, Code::PlanSyntax);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (from, to) in [
            ("0.170, 0.145", "0.270, 0.145"),
            ("\"3A\" = 0.060", "\"3Z\" = 0.060"),
            ("1A = 0.021", "8A = 0.021"),
            ("areas = 165", "areas = 5"),
            ("share = 0.87, relative_index = 8.0", "share = 0.87, relative_index = 80.0"),
            ("share = 0.87, relative_index = 8.0", "share = 0.87, relative_index = -8.0"),
            ("E08000991", "Eastmere"),
            ("name = \"Northbridge\"", "name = \"../Northbridge\""),
            ("moves = 0.15", "moves = nan"),
            ("referrals_per_year = 1450", "referrals_per_year = inf"),
            ("sizes = [0.50, 0.32,", "sizes = [1.50, -0.68,"),
            ("siblings_apart = 0.08", "siblings_apart = 1.0"),
            ("last = 2025", "last = 32000"),
            ("lea = \"990\"", "lea = \"99,\""),
        ] {
            let text = NORTHBRIDGE.replacen(from, to, 1);
            assert_ne!(text, NORTHBRIDGE, "{from}");
            assert_eq!(read(&text).unwrap_err().code, Code::PlanValue, "{to}");
        }
    }
}
