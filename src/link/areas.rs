//! The authority's areas: the group of each under every way of ranking them, and the children who live there.

use std::collections::{HashMap, HashSet};
use std::marker::PhantomData;

use super::numbered::Numbered;
use crate::config::Plan;
use crate::diag::{Code, Diagnostic};
use crate::domain::people::{ETHNIC_GROUPS, Scores, Sexes};
use crate::domain::{AreaKind, Basis, Index, LossReason, People};
use crate::read::{AreaDeprivation, Tables};

/// A way of ranking areas: by an index, among the nation's or the authority's.
pub(super) type Ranking = (Index, Basis);

/// The authority's areas with their groups.
pub(super) struct Areas<A> {
    /// The rankings, the plan's own first.
    pub(super) rankings: Vec<Ranking>,
    /// Children by group of the finest grouping, for each ranking.
    pub(super) populations: Vec<Vec<u64>>,
    /// Who lives there, by the plan's own ranking.
    pub(super) people: People,
    /// The mean score of each group by the plan's own ranking, weighted by children; `None` where the file has no scores.
    pub(super) scores: Option<Scores>,
    /// The year of the population estimate.
    pub(super) estimate: String,
    /// Every area of the nation, by the number of its code.
    areas: Numbered<Area>,
    kind: PhantomData<A>,
}

/// What an area has to do with the authority.
enum Area {
    /// It is the authority's: its groups, one for each ranking.
    Own(Vec<Option<u8>>),
    /// It is the authority's, and has no population.
    Empty,
    /// It is another authority's.
    Elsewhere,
}

impl<A: AreaKind> Areas<A> {
    pub(super) fn of(tables: &Tables, plan: &Plan) -> Result<Self, Diagnostic> {
        if let Some(vintage) = tables.population.vintage
            && vintage != A::VINTAGE
        {
            let message =
                format!("the population is of {}, the index ranks {}", vintage.title(), A::VINTAGE.title());
            return Err(Diagnostic::new(Code::AreaVintageMismatch, message)
                .in_file(&plan.inputs.population)
                .with_help("use a population estimate and an index of one census"));
        }
        let (own, other): (Vec<&AreaDeprivation>, Vec<&AreaDeprivation>) =
            tables.deprivation.rows.iter().partition(|row| plan.site.districts.contains(&row.district));
        if own.is_empty() {
            return Err(Diagnostic::new(Code::NoAreaInAuthority, Code::NoAreaInAuthority.message())
                .in_file(&plan.inputs.deprivation));
        }
        let living: HashMap<A, _> =
            tables.population.rows.iter().map(|row| (A::from_code(row.area), row)).collect();
        let rankings = rankings(plan, &own);
        let grouped: Vec<HashMap<A, u8>> =
            rankings.iter().map(|&ranking| groups(plan, &own, ranking)).collect();
        let finest = plan.groupings[0];
        let mut populations = vec![vec![0; usize::from(finest.count())]; rankings.len()];
        let boys = tables.population.rows.iter().any(|row| row.boys.iter().any(|&boys| boys > 0));
        let sexes = if boys { Sexes::Apart } else { Sexes::Together };
        let mix_of = tables.ethnicity.as_ref().map(|_| plan.inputs.ethnicity_of);
        let mut people = People::nobody(finest, sexes, mix_of);
        let whole = whole_mix(tables, &own);
        let mut areas: Vec<_> = other.iter().map(|row| (row.area.number(), Area::Elsewhere)).collect();
        for row in &own {
            let area = A::from_code(row.area);
            let Some(here) = living.get(&area) else {
                areas.push((row.area.number(), Area::Empty));
                continue;
            };
            let placed: Vec<Option<u8>> = grouped.iter().map(|groups| groups.get(&area).copied()).collect();
            for (population, group) in populations.iter_mut().zip(&placed) {
                if let Some(group) = group {
                    population[usize::from(group - 1)] += u64::from(here.children());
                }
            }
            let own_group = placed[0].expect("the plan's own index ranks every area it read");
            let mix = tables.ethnicity.as_ref().and_then(|table| table.mix(row.area)).unwrap_or(whole);
            people.add(usize::from(own_group - 1), &here.girls, &here.boys, mix);
            areas.push((row.area.number(), Area::Own(placed)));
        }
        let scores = scores(tables, &own, &grouped[0], &living, populations[0].len());
        let estimate = tables.population.estimate.clone();
        let areas = Numbered::of(areas);
        Ok(Self { rankings, populations, people, scores, estimate, areas, kind: PhantomData })
    }

    /// Returns the groups of an area, one for each ranking; the plan's own is always there.
    pub(super) fn check(&self, area: A) -> Result<&[Option<u8>], LossReason> {
        match self.areas.get(area.code().number()) {
            Some(Area::Own(groups)) => Ok(groups),
            Some(Area::Empty) => Err(LossReason::AreaWithoutPopulation),
            Some(Area::Elsewhere) => Err(LossReason::OutsideAuthority),
            None => Err(LossReason::AreaNotInIndex),
        }
    }
}

/// Returns the rankings that the file allows, the plan's own first.
fn rankings(plan: &Plan, own: &[&AreaDeprivation]) -> Vec<Ranking> {
    let mut rankings = vec![(plan.index, plan.basis)];
    for (at, &index) in Index::ALL.iter().enumerate() {
        if index != plan.index && !own.iter().all(|row| row.ranks[at].is_some()) {
            continue;
        }
        let both = [Basis::National, Basis::Local].map(|basis| (index, basis));
        rankings.extend(both.into_iter().filter(|&ranking| ranking != (plan.index, plan.basis)));
    }
    rankings
}

/// Returns the group of each of the authority's areas by one ranking.
fn groups<A: AreaKind>(plan: &Plan, own: &[&AreaDeprivation], (index, basis): Ranking) -> HashMap<A, u8> {
    let finest = plan.groupings[0];
    let rank = |row: &AreaDeprivation| {
        if index == plan.index { Some(row.rank) } else { row.ranks[index as usize] }
    };
    let mut ranked: Vec<(u32, A)> =
        own.iter().filter_map(|row| Some((rank(row)?, A::from_code(row.area)))).collect();
    ranked.sort_unstable();
    let local_areas = u32::try_from(ranked.len()).expect("fewer areas than 2^32");
    let group = |place: u32, rank: u32| match basis {
        Basis::National => finest.group(rank, plan.edition.areas()),
        Basis::Local => finest.group(place, local_areas),
    };
    (1_u32..)
        .zip(ranked)
        .map(|(place, (rank, area))| {
            (area, group(place, rank).expect("ranks were checked when they were read").number())
        })
        .collect()
}

/// Returns the ethnic mix of the authority as a whole, for areas that the table lacks.
fn whole_mix(tables: &Tables, own: &[&AreaDeprivation]) -> [f64; ETHNIC_GROUPS] {
    let own: HashSet<_> = own.iter().map(|row| row.area).collect();
    let mut people = [0.0; ETHNIC_GROUPS];
    for (area, groups) in tables.ethnicity.iter().flat_map(|table| &table.rows) {
        if own.contains(area) {
            people.iter_mut().zip(groups).for_each(|(sum, &group)| *sum += f64::from(group));
        }
    }
    let all: f64 = people.iter().sum();
    if all > 0.0 { people.map(|group| group / all) } else { [1.0, 0.0, 0.0, 0.0, 0.0] }
}

fn scores<A: AreaKind>(
    tables: &Tables,
    own: &[&AreaDeprivation],
    groups: &HashMap<A, u8>,
    living: &HashMap<A, &crate::read::AreaPopulation>,
    count: usize,
) -> Option<Scores> {
    let all: Vec<f64> = tables.deprivation.rows.iter().map(|row| row.score).collect::<Option<_>>()?;
    let mut sums = vec![(0.0, 0.0); count];
    for row in own {
        let area = A::from_code(row.area);
        let (Some(&group), Some(here)) = (groups.get(&area), living.get(&area)) else { continue };
        let (score, children) = (row.score?, f64::from(here.children()));
        let sum = &mut sums[usize::from(group - 1)];
        *sum = (sum.0 + score * children, sum.1 + children);
    }
    let mean = all.iter().sum::<f64>() / to_f64(all.len());
    let variance = all.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / to_f64(all.len());
    let groups = sums.into_iter().map(|(score, children)| (children > 0.0).then(|| score / children));
    Some(Scores { groups: groups.collect(), deviation: variance.sqrt(), areas: all.len() })
}

#[expect(clippy::cast_precision_loss, reason = "no nation has 2^53 areas")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}
