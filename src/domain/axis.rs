//! Axes of a breakdown, and their crosses.
//!
//! Every child has a category on every axis, if only "not recorded": a group that is left out of a table
//! is a group nobody asks about. Ethnic groups are those of the 2001 census, as the Department for Education publishes
//! them: Chinese is within Asian. Age bands are the Department's, with the unborn apart. A child may have several disabilities;
//! kinds of disability count each child once, so that they add up.

use super::codes::{Disability, DisabilitySet, Ethnicity};
use super::comparator::{AGAINST, FUNNEL_LIMITS, RECONCILIATION};
use super::deprivation::Grouping;
use super::journey::{Journey, Portions, STANDING};

/// One characteristic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    /// Group of deprivation.
    Deprivation(Grouping),
    /// Ethnic group: five, and not recorded.
    Ethnicity,
    /// Ethnic group in full: eighteen, and not recorded.
    EthnicityDetail,
    /// Sex.
    Sex,
    /// Age at the event, in bands.
    Age,
    /// Whether younger than 8 at the event.
    YoungerHalf,
    /// Whether any disability is recorded.
    Disability,
    /// What kinds of disability are recorded.
    DisabilityType,
    /// How many children of the family are counted in the same table.
    Siblings,
    /// How many months after a journey began.
    Months(Journey),
    /// What had become of those on a journey.
    Standing,
    /// The part of a table of shares.
    Part(Portions),
    /// The authority itself, and what it is set beside.
    Against,
    /// Which limits of a funnel.
    FunnelLimits,
    /// The lines between what was published of the authority and what was counted.
    Reconciliation,
}

const ETHNICITY: &[(&str, &str)] = &[
    ("White", "White"),
    ("Mixed", "Mixed or multiple ethnic groups"),
    ("Asian", "Asian"),
    ("Black", "Black"),
    ("Other", "Other ethnic group"),
    NOT_RECORDED,
];

const ETHNICITY_DETAIL: &[(&str, &str)] = &[
    ("WBRI", "White British"),
    ("WIRI", "White Irish"),
    ("WIRT", "Traveller of Irish heritage"),
    ("WROM", "Gypsy or Roma"),
    ("WOTH", "Any other White background"),
    ("MWBC", "White and Black Caribbean"),
    ("MWBA", "White and Black African"),
    ("MWAS", "White and Asian"),
    ("MOTH", "Any other Mixed background"),
    ("AIND", "Indian"),
    ("APKN", "Pakistani"),
    ("ABAN", "Bangladeshi"),
    ("CHNE", "Chinese"),
    ("AOTH", "Any other Asian background"),
    ("BCRB", "Black Caribbean"),
    ("BAFR", "Black African"),
    ("BOTH", "Any other Black background"),
    ("OOTH", "Any other ethnic group"),
    NOT_RECORDED,
];

const SEX: &[(&str, &str)] = &[("female", "Girls"), ("male", "Boys"), NOT_RECORDED];

const AGE: &[(&str, &str)] = &[
    ("0", "Under 1"),
    ("1 to 4", "1 to 4"),
    ("5 to 9", "5 to 9"),
    ("10 to 15", "10 to 15"),
    ("16 to 17", "16 and 17"),
    ("unborn", "Unborn"),
    NOT_RECORDED,
];

const YOUNGER_HALF: &[(&str, &str)] =
    &[("0 to 7", "Under 8"), ("8 to 17", "8 to 17"), ("unborn", "Unborn"), NOT_RECORDED];

const DISABILITY: &[(&str, &str)] =
    &[("recorded", "Disability recorded"), ("none_recorded", "No disability recorded")];

const DISABILITY_TYPE: &[(&str, &str)] = &[
    ("learning_or_behaviour", "Learning, autism, behaviour or communication"),
    ("physical_or_sensory", "Physical or sensory"),
    ("both", "Both of these kinds"),
    ("other", "Another kind, or the kind not recorded"),
    DISABILITY[1],
];

const SIBLINGS: &[(&str, &str)] = &[
    ("1", "One child of the family"),
    ("2", "Two children of the family"),
    ("3", "Three children of the family"),
    ("4 or more", "Four or more children of the family"),
];

/// The category of those for whom nothing usable was recorded.
const NOT_RECORDED: (&str, &str) = ("not_recorded", "Not recorded or refused");

impl Axis {
    /// Every axis but deprivation, whose groups a plan chooses.
    pub const OTHERS: &'static [Self] = &[
        Self::Ethnicity,
        Self::EthnicityDetail,
        Self::Sex,
        Self::Age,
        Self::YoungerHalf,
        Self::Disability,
        Self::DisabilityType,
        Self::Siblings,
    ];

    /// Returns the name a result uses.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Deprivation(grouping) => match grouping.noun() {
                "group" => format!("deprivation_group{}", grouping.count()),
                noun => format!("deprivation_{noun}"),
            },
            Self::Ethnicity => "ethnicity".to_owned(),
            Self::EthnicityDetail => "ethnicity_detail".to_owned(),
            Self::Sex => "sex".to_owned(),
            Self::Age => "age".to_owned(),
            Self::YoungerHalf => "age_under_8".to_owned(),
            Self::Disability => "disability".to_owned(),
            Self::DisabilityType => "disability_type".to_owned(),
            Self::Siblings => "siblings".to_owned(),
            Self::Months(journey) => format!("months_since_{}", journey.since()),
            Self::Standing => "standing".to_owned(),
            Self::Part(portions) => portions.axis().to_owned(),
            Self::Against => "against".to_owned(),
            Self::FunnelLimits => "funnel_limits".to_owned(),
            Self::Reconciliation => "reconciliation".to_owned(),
        }
    }

    /// Returns the name a reader sees, in the middle of a sentence.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Deprivation(_) => "deprivation",
            Self::Ethnicity => "ethnic group",
            Self::EthnicityDetail => "ethnic group in detail",
            Self::Sex => "sex",
            Self::Age => "age",
            Self::YoungerHalf => "age under 8",
            Self::Disability => "disability",
            Self::DisabilityType => "kind of disability",
            Self::Siblings => "children of the same family",
            Self::Months(_) => "months since",
            Self::Standing => "what had become of them",
            Self::Part(_) => "part",
            Self::Against => "the areas beside it",
            Self::FunnelLimits => "limits of the funnel",
            Self::Reconciliation => "lines of the reconciliation",
        }
    }

    /// Returns how many categories it has.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Self::Deprivation(grouping) => grouping.count() as usize,
            Self::Months(journey) => journey.months().len(),
            Self::Part(portions) => portions.parts().len(),
            _ => self.categories().len(),
        }
    }

    /// Returns the name of a category, counted from nought; the number of a group of deprivation.
    #[must_use]
    pub fn category(self, at: usize) -> String {
        match self {
            Self::Deprivation(_) => (at + 1).to_string(),
            Self::Months(journey) => journey.months()[at].to_string(),
            Self::Part(portions) => portions.parts()[at].to_owned(),
            _ => self.categories()[at].0.to_owned(),
        }
    }

    /// Returns a category as a reader sees it.
    #[must_use]
    pub fn category_title(self, at: usize) -> String {
        match self {
            Self::Deprivation(grouping) if at == 0 => format!("{} 1, most deprived", grouping.noun()),
            Self::Deprivation(grouping) if at + 1 == self.count() => {
                format!("{} {}, least deprived", grouping.noun(), at + 1)
            }
            Self::Deprivation(grouping) => format!("{} {}", grouping.noun(), at + 1),
            Self::Months(journey) => format!("{} months", journey.months()[at]),
            Self::Part(portions) => portions.titles()[at].to_owned(),
            _ => self.categories()[at].1.to_owned(),
        }
    }

    /// Returns whether a category stands for a group of people whose number could be known: not for what was
    /// not recorded, nor for the unborn.
    #[must_use]
    pub fn is_of_people(self, at: usize) -> bool {
        match self {
            Self::Deprivation(_) => true,
            Self::Months(_)
            | Self::Standing
            | Self::Part(_)
            | Self::Against
            | Self::FunnelLimits
            | Self::Reconciliation => false,
            _ => !matches!(self.categories()[at].0, "not_recorded" | "unborn"),
        }
    }

    /// Returns whether a child's category is the same at every event.
    #[must_use]
    pub const fn is_fixed(self) -> bool {
        matches!(
            self,
            Self::Ethnicity | Self::EthnicityDetail | Self::Sex | Self::Disability | Self::DisabilityType
        )
    }

    /// Returns the category of `coarser` that holds a category of this axis; `None` where the one does not nest in the
    /// other.
    #[must_use]
    pub fn within(self, coarser: Self, at: usize) -> Option<usize> {
        match (self, coarser) {
            (one, other) if one == other => Some(at),
            (Self::Deprivation(fine), Self::Deprivation(coarse)) if fine.count() % coarse.count() == 0 => {
                Some(at / usize::from(fine.count() / coarse.count()))
            }
            (Self::EthnicityDetail, Self::Ethnicity) => {
                Some(Ethnicity::ALL.get(at).map_or(MISSING, |&code| group_of(code)))
            }
            (Self::DisabilityType, Self::Disability) => Some(usize::from(at == NO_DISABILITY)),
            _ => None,
        }
    }

    const fn categories(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Deprivation(_) | Self::Months(_) | Self::Part(_) => &[],
            Self::Standing => STANDING,
            Self::Against => AGAINST,
            Self::FunnelLimits => FUNNEL_LIMITS,
            Self::Reconciliation => RECONCILIATION,
            Self::Ethnicity => ETHNICITY,
            Self::EthnicityDetail => ETHNICITY_DETAIL,
            Self::Sex => SEX,
            Self::Age => AGE,
            Self::YoungerHalf => YOUNGER_HALF,
            Self::Disability => DISABILITY,
            Self::DisabilityType => DISABILITY_TYPE,
            Self::Siblings => SIBLINGS,
        }
    }
}

/// The place of "not recorded" among the five groups.
const MISSING: usize = 5;

/// Returns the group of an ethnicity among the five; refused and not obtained are not recorded.
const fn group_of(ethnicity: Ethnicity) -> usize {
    match ethnicity {
        Ethnicity::Wbri | Ethnicity::Wiri | Ethnicity::Wirt | Ethnicity::Wrom | Ethnicity::Woth => 0,
        Ethnicity::Mwbc | Ethnicity::Mwba | Ethnicity::Mwas | Ethnicity::Moth => 1,
        Ethnicity::Aind | Ethnicity::Apkn | Ethnicity::Aban | Ethnicity::Chne | Ethnicity::Aoth => 2,
        Ethnicity::Bcrb | Ethnicity::Bafr | Ethnicity::Both => 3,
        Ethnicity::Ooth => 4,
        Ethnicity::Refu | Ethnicity::Nobt => MISSING,
    }
}

/// Returns the place of an ethnicity among the categories of [`Axis::EthnicityDetail`].
#[must_use]
pub fn ethnicity_place(ethnicity: Option<Ethnicity>) -> usize {
    let last = ETHNICITY_DETAIL.len() - 1;
    ethnicity.map_or(last, |code| (code as usize).min(last))
}

/// The place of no disability among the categories of [`Axis::DisabilityType`].
const NO_DISABILITY: usize = DISABILITY_TYPE.len() - 1;

/// Returns the place of a child's disabilities among the categories of [`Axis::DisabilityType`], each child in one.
#[must_use]
pub fn disability_place(recorded: DisabilitySet) -> usize {
    let any = |kind: &[Disability]| kind.iter().any(|&one| recorded.holds(one));
    let learning =
        any(&[Disability::Learning, Disability::Autism, Disability::Behaviour, Disability::Communication]);
    let physical = any(&[
        Disability::Mobility,
        Disability::Hand,
        Disability::PersonalCare,
        Disability::Incontinence,
        Disability::Hearing,
        Disability::Vision,
        Disability::Consciousness,
    ]);
    match (learning, physical) {
        (true, false) => 0,
        (false, true) => 1,
        (true, true) => 2,
        (false, false) if recorded.holds(Disability::Other) => 3,
        (false, false) => NO_DISABILITY,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cross;
    use super::*;

    #[test]
    fn strata_and_categories_are_two_ways_of_saying_the_same() {
        let cross =
            Cross::new(&[Axis::Deprivation(Grouping::QUINTILES), Axis::Ethnicity, Axis::Sex]).unwrap();
        for stratum in 0..cross.count() {
            let categories = cross.categories(stratum);
            let mut each = categories.iter();
            assert_eq!(cross.stratum(|_| *each.next().unwrap()), Some(stratum));
        }
        assert_eq!(cross.name(), "deprivation_quintile*ethnicity*sex");
    }

    #[test]
    fn a_cross_nests_in_its_margins_and_in_coarser_groups() {
        let fine = Cross::new(&[Axis::Deprivation(Grouping::DECILES), Axis::EthnicityDetail]).unwrap();
        let coarse = Cross::new(&[Axis::Ethnicity]).unwrap();
        let both = Cross::new(&[Axis::Ethnicity, Axis::Deprivation(Grouping::QUINTILES)]).unwrap();
        // Decile 4 and Chinese: among the Asian group, in the second fifth.
        let stratum = fine.stratum(|axis| if axis == Axis::EthnicityDetail { 12 } else { 3 }).unwrap();
        assert_eq!(fine.within(coarse, stratum), Some(2));
        assert_eq!(fine.within(both, stratum), Some(2 * 5 + 1));
        assert_eq!(coarse.within(fine, 0), None);
    }

    #[test]
    fn every_code_of_the_census_has_its_own_place_and_refusals_share_the_last() {
        assert_eq!(ethnicity_place(Some(Ethnicity::Ooth)), 17);
        for missing in [Some(Ethnicity::Refu), Some(Ethnicity::Nobt), None] {
            assert_eq!(Axis::EthnicityDetail.category(ethnicity_place(missing)), "not_recorded");
        }
        for (at, &code) in Ethnicity::ALL.iter().enumerate().take(18) {
            assert_eq!(Axis::EthnicityDetail.category(at), code.code());
        }
    }

    #[test]
    fn every_disability_has_a_kind_and_any_of_them_is_a_disability() {
        for &one in Disability::ALL {
            let mut recorded = DisabilitySet::default();
            recorded.insert(one);
            let at = disability_place(recorded);
            let any = Axis::DisabilityType.within(Axis::Disability, at).unwrap();
            let none = one == Disability::NoDisability;
            assert_eq!(Axis::Disability.category(any), if none { "none_recorded" } else { "recorded" });
        }
        let of = |held: &[Disability]| {
            let mut recorded = DisabilitySet::default();
            held.iter().for_each(|&one| recorded.insert(one));
            Axis::DisabilityType.category(disability_place(recorded))
        };
        assert_eq!(of(&[Disability::Autism, Disability::Vision, Disability::Other]), "both");
        assert_eq!(of(&[Disability::Hand, Disability::Other]), "physical_or_sensory");
        assert_eq!(of(&[]), "none_recorded");
    }

    #[test]
    fn what_was_not_recorded_has_a_stratum_alone_and_only_ethnicity_has_one_in_a_cross() {
        let alone = Cross::new(&[Axis::Sex]).unwrap();
        let crossed = Cross::new(&[Axis::Ethnicity, Axis::Sex]).unwrap();
        assert_eq!((alone.count(), crossed.count()), (3, 12));
        assert_eq!((alone.stratum(|_| 2), crossed.stratum(|_| 2)), (Some(2), None));
        assert!(crossed.leaves_out(Axis::Sex) && !crossed.leaves_out(Axis::Ethnicity));
    }

    #[test]
    fn an_axis_is_crossed_once() {
        assert_eq!(Cross::new(&[Axis::Sex, Axis::Sex]), None);
        assert_eq!(Cross::new(&[]), None);
    }
}
