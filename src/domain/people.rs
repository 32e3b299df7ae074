//! Children who could be counted: the denominators, by neighbourhood, sex, age and, where a table gives it, ethnic group.

use super::deprivation::Grouping;
use super::{Axis, Cross};

/// Ages are single years, from birth to the eighteenth birthday.
pub const AGES: usize = 18;
/// The ethnic groups a population is told by, without "not recorded".
pub const ETHNIC_GROUPS: usize = 5;

/// Whom a table of ethnic groups counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MixOf {
    /// Everybody: the mix of an area's people stands for that of its children, which is younger and so more diverse.
    Everybody,
    /// Children.
    Children,
}

impl MixOf {
    /// Returns the name a plan or a convention uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Children => "children",
        }
    }
}

/// Whether a table of the population tells girls and boys apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sexes {
    /// It does.
    Apart,
    /// It does not.
    Together,
}

/// Children aged 0 to 17, by group of deprivation, sex, single year of age and ethnic group.
///
/// Public figures, never protected.
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    grouping: Grouping,
    sexes: Sexes,
    /// Whose ethnic mix was applied; `None` where there is no table of it.
    mix: Option<MixOf>,
    /// `[group][girls, boys][age][ethnic group]`; everybody among the girls or in the first group where not known.
    cells: Vec<f64>,
}

impl People {
    /// Returns nobody, to be added to.
    #[must_use]
    pub fn nobody(grouping: Grouping, sexes: Sexes, mix: Option<MixOf>) -> Self {
        let cells = vec![0.0; usize::from(grouping.count()) * 2 * AGES * ETHNIC_GROUPS];
        Self { grouping, sexes, mix, cells }
    }

    /// Adds the children of an area to a group, counted from nought. `mix` sums to 1.
    pub fn add(&mut self, group: usize, girls: &[u32; AGES], boys: &[u32; AGES], mix: [f64; ETHNIC_GROUPS]) {
        for (sex, ages) in [girls, boys].into_iter().enumerate() {
            for (age, &children) in ages.iter().enumerate() {
                for (ethnicity, share) in mix.iter().enumerate() {
                    let at = ((group * 2 + sex) * AGES + age) * ETHNIC_GROUPS + ethnicity;
                    self.cells[at] += f64::from(children) * share;
                }
            }
        }
    }

    /// Returns whose ethnic mix was applied; `None` where there is none.
    #[must_use]
    pub const fn mix(&self) -> Option<MixOf> {
        self.mix
    }

    /// Returns children in each stratum of a cross, `None` for a stratum of no people such as "not recorded".
    ///
    /// Returns `None` where nobody knows how many there are: children by disability, for one.
    #[must_use]
    pub fn by(&self, cross: Cross) -> Option<Vec<Option<f64>>> {
        if !cross.axes().all(|axis| self.knows(axis)) {
            return None;
        }
        let mut strata: Vec<Option<f64>> = (0..cross.count())
            .map(|stratum| {
                let categories = cross.categories(stratum);
                let people = cross.axes().zip(categories).all(|(axis, at)| axis.is_of_people(at));
                people.then_some(0.0)
            })
            .collect();
        for (at, &children) in self.cells.iter().enumerate() {
            let (rest, ethnicity) = (at / ETHNIC_GROUPS, at % ETHNIC_GROUPS);
            let (rest, age) = (rest / AGES, rest % AGES);
            let (group, sex) = (rest / 2, rest % 2);
            let stratum = cross.stratum(|axis| match axis {
                Axis::Deprivation(grouping) => group / usize::from(self.grouping.count() / grouping.count()),
                Axis::Ethnicity => ethnicity,
                Axis::Sex => sex,
                Axis::Age => age_band(age),
                Axis::YoungerHalf => usize::from(age >= 8),
                _ => unreachable!("no table tells the population by this"),
            });
            if let Some(sum) = stratum.and_then(|stratum| strata[stratum].as_mut()) {
                *sum += children;
            }
        }
        Some(strata)
    }

    const fn knows(&self, axis: Axis) -> bool {
        match axis {
            Axis::Deprivation(grouping) => self.grouping.count().is_multiple_of(grouping.count()),
            Axis::Ethnicity => self.mix.is_some(),
            Axis::Sex => matches!(self.sexes, Sexes::Apart),
            Axis::Age | Axis::YoungerHalf => true,
            Axis::EthnicityDetail
            | Axis::Disability
            | Axis::DisabilityType
            | Axis::Siblings
            | Axis::Months(_)
            | Axis::Standing
            | Axis::Part(_)
            | Axis::Against
            | Axis::FunnelLimits
            | Axis::Reconciliation => false,
        }
    }
}

/// How brothers and sisters are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Families {
    /// The addresses name families.
    Named,
    /// They do not; children referred on the same day from the same address are taken to be of one.
    Referred,
}

impl Families {
    /// Returns the convention of figures that rest on families.
    #[must_use]
    pub const fn convention(self) -> &'static str {
        match self {
            Self::Named => "families_named_by_addresses",
            Self::Referred => "families_referred_on_one_day_from_one_address",
        }
    }
}

/// How deprived the groups are on the index's own scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// The mean score of the authority's areas in each group of the finest grouping, weighted by children.
    pub groups: Vec<Option<f64>>,
    /// The standard deviation of the scores of all areas in the file.
    pub deviation: f64,
    /// How many areas that is.
    pub areas: usize,
}

impl Scores {
    /// Returns the scores of coarser groups, each the mean of its finer ones weighted by children.
    #[must_use]
    pub fn coarser(&self, population: &[u64], grouping: Grouping) -> Self {
        let width = self.groups.len() / usize::from(grouping.count());
        let mean = |(scores, children): (&[Option<f64>], &[u64])| {
            let known =
                scores.iter().zip(children).filter_map(|(score, &children)| Some(((*score)?, children)));
            let (sum, all) = known.fold((0.0, 0.0), |(sum, all), (score, children)| {
                let children = to_f64(children);
                (sum + score * children, all + children)
            });
            (all > 0.0).then(|| sum / all)
        };
        let groups = self.groups.chunks(width).zip(population.chunks(width)).map(mean).collect();
        Self { groups, ..self.clone() }
    }
}

#[expect(clippy::cast_precision_loss, reason = "no nation has 2^53 children")]
const fn to_f64(children: u64) -> f64 {
    children as f64
}

/// Returns the place of completed years of age among the bands of [`Axis::Age`].
#[must_use]
pub const fn age_band(age: usize) -> usize {
    match age {
        0 => 0,
        1..=4 => 1,
        5..=9 => 2,
        10..=15 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> People {
        let mut people = People::nobody(Grouping::DECILES, Sexes::Apart, Some(MixOf::Everybody));
        people.add(0, &[10; AGES], &[20; AGES], [0.5, 0.0, 0.5, 0.0, 0.0]);
        people.add(1, &[30; AGES], &[0; AGES], [1.0, 0.0, 0.0, 0.0, 0.0]);
        people
    }

    #[test]
    fn every_cross_adds_up_to_the_same_children() {
        let axes = [Axis::Deprivation(Grouping::QUINTILES), Axis::Ethnicity, Axis::Sex, Axis::Age];
        for axes in [&axes[..1], &axes[1..2], &axes[2..], &axes[..]] {
            let strata = people().by(Cross::new(axes).unwrap()).unwrap();
            let all: f64 = strata.iter().flatten().sum();
            assert!((all - 60.0 * 18.0).abs() < 1e-9);
        }
    }

    #[test]
    fn no_rate_of_disability_can_be_had() {
        assert_eq!(people().by(Cross::new(&[Axis::Disability]).unwrap()), None);
    }

    #[test]
    fn nobody_lives_in_not_recorded() {
        let strata = people().by(Cross::new(&[Axis::Ethnicity]).unwrap()).unwrap();
        assert_eq!((strata[5], strata[1]), (None, Some(0.0)));
        assert_eq!(strata[2], Some(15.0 * 18.0));
    }
}
