//! What a nation is made from: a TOML file, checked before anything is drawn.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::diag::{Code, Diagnostic, unreadable};
use crate::synth::areas::RANKED;
use crate::synth::spec::{
    EthnicGroup, Factors, Families, LossCounts, Oddities, Pathway, PlaceSpec, Spec, Years,
};

/// A whole synthetic nation. Sections that an authority has too mean the same and hold for the nation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nation {
    /// What the nation is called.
    pub name: String,
    /// The word from which every draw follows.
    pub seed: String,
    /// Its authorities and their children.
    pub country: Country,
    /// How authorities differ in what they record and do.
    pub variation: Variation,
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
    /// Children lost for each reason, in each authority.
    pub losses: LossCounts,
    /// How ethnic groups differ.
    pub ethnicity: BTreeMap<String, EthnicGroup>,
    /// In which formats the returns are written.
    pub formats: Vec<Format>,
}

/// A format of returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The census as XML, in `cin`.
    CinXml,
    /// The census as tables, in `cin_tables`, a folder for each year.
    CinTables,
}

/// Authorities and their children.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// How many authorities there are.
    pub authorities: usize,
    /// How many areas an authority has on average.
    pub areas: f64,
    /// How many children aged 0 to 17 an area has on average.
    pub children: f64,
    /// How the children are spread over national deciles, the most deprived first.
    pub children_by_decile: [f64; 10],
    /// How many postcodes each area has.
    pub postcodes_per_area: usize,
    /// Spread of the number of areas of an authority, on the log scale.
    pub size: f64,
    /// Spread of deprivation between authorities, in units of that within them.
    pub deprivation: f64,
}

/// Spreads between authorities, as standard deviations on the log scale for rates and the logit scale for shares.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is the name of a step or a factor")]
pub struct Variation {
    pub referral: f64,
    pub domestic_abuse: f64,
    pub assessed: f64,
    pub s47: f64,
    pub icpc: f64,
    pub cpp_start: f64,
    pub factor_3a: f64,
    pub factor_3b: f64,
    pub factor_3c: f64,
    pub factors_missing: f64,
}

impl Nation {
    /// Reads a specification; `None` where the file is that of one authority.
    ///
    /// # Errors
    ///
    /// Returns a diagnostic where the file cannot be read, is not TOML, has an unknown key, or says what cannot be.
    pub fn load(file: &Path) -> Result<Option<Self>, Diagnostic> {
        let text = std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
        let syntax = |error: toml::de::Error| {
            Diagnostic::new(Code::PlanSyntax, error.message())
                .in_file(file)
                .with_help("fixtures/albion/spec.toml has every key explained")
        };
        let table: toml::Table = toml::from_str(&text).map_err(syntax)?;
        if !table.contains_key("country") {
            return Ok(None);
        }
        let nation: Self = toml::from_str(&text).map_err(syntax)?;
        match nation.fault() {
            None => Ok(Some(nation)),
            Some(fault) => Err(Diagnostic::new(Code::PlanValue, fault).in_file(file)),
        }
    }

    /// Returns the first thing that cannot be.
    fn fault(&self) -> Option<String> {
        let country = &self.country;
        if !(1..=300).contains(&country.authorities) || !(40.0..=600.0).contains(&country.areas) {
            return Some("`country` has 1 to 300 authorities of 40 to 600 areas on average".into());
        }
        let areas = country.areas * to_f64(country.authorities);
        if areas > f64::from(RANKED) + 0.5 {
            return Some(format!("`country` has more areas than the {RANKED} that the index ranks"));
        }
        if !(0.0..=1.0).contains(&country.size) || !(0.0..=3.0).contains(&country.deprivation) {
            return Some("`country.size` is 0 to 1 and `country.deprivation` 0 to 3".into());
        }
        let variation = &self.variation;
        let spreads = [
            variation.referral,
            variation.domestic_abuse,
            variation.assessed,
            variation.s47,
            variation.icpc,
            variation.cpp_start,
            variation.factor_3a,
            variation.factor_3b,
            variation.factor_3c,
            variation.factors_missing,
        ];
        if !spreads.iter().all(|spread| (0.0..=1.5).contains(spread)) {
            return Some("a spread of `variation` is not from 0 to 1.5".into());
        }
        let own_ground =
            self.losses.by_reason().into_iter().any(|(reason, number)| number > 0 && ground(reason));
        if own_ground {
            return Some("`losses` of a nation are those that need no area of their own".into());
        }
        self.alone().fault()
    }

    /// Returns the nation's parameters as those of one authority, from which each is made.
    pub(super) fn alone(&self) -> Spec {
        let Country { areas, children, children_by_decile, postcodes_per_area, .. } = self.country;
        let place = PlaceSpec {
            district: "E06900001".into(),
            neighbour_name: "Nowhere".into(),
            neighbour_district: "E06900999".into(),
            lea: "201".into(),
            areas: rounded(areas),
            neighbour_areas: 1,
            children: u32::try_from(rounded(areas.round() * children)).unwrap_or(u32::MAX),
            children_by_decile,
            postcodes_per_area,
        };
        Spec {
            name: self.name.clone(),
            seed: self.seed.clone(),
            place,
            years: self.years,
            families: self.families.clone(),
            domestic_abuse: self.domestic_abuse,
            other: self.other,
            factors: self.factors.clone(),
            losses: self.losses,
            oddities: Oddities { each: 0 },
            ethnicity: self.ethnicity.clone(),
            territory: None,
        }
    }
}

/// Returns whether losing a child for the reason needs an area that a nation does not have.
const fn ground(reason: crate::domain::LossReason) -> bool {
    use crate::domain::LossReason as L;
    matches!(
        reason,
        L::AreaNotConvertible | L::AreaNotInIndex | L::OutsideAuthority | L::AreaWithoutPopulation
    )
}

/// Returns a number of things as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "nothing here is counted beyond 2^53")]
pub(super) const fn to_f64(count: usize) -> f64 {
    count as f64
}

/// Returns the nearest whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are small and not negative"
)]
pub(super) fn rounded(value: f64) -> usize {
    value.round() as usize
}
