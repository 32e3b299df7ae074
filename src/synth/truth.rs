//! What is true of the files as drawn: the parameters, and every count a run should arrive at.
//!
//! Counted here from the children themselves and not from the files, by the rules a run is held to:
//! episodes are one where child and referral date are one; an outcome counts on its day in a period; the
//! definition is met by a factor in any authorised assessment of the episode; the area is that of the day of
//! referral; a child counts once in a period, in the decile of the first counted event; the unborn count in
//! plan outcomes only.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;

use crate::domain::codes::FactorSet;
use crate::domain::period::age_on;
use crate::domain::{Date, Definition, Evidence, LossReason, Losses, Outcome, Period, Window};

use super::areas::{Ground, Standing};
use super::dirt::{ODD_ADDRESSES, Oddity};
use super::families::{reference_dates, window};
use super::gradient::{ByDecile, midpoint_ranks};
use super::person::{Birth, Child, Episode, Place};
use super::spec::Spec;
use super::view::{as_of, shown};

/// What `truth.json` holds.
#[derive(Serialize)]
pub(super) struct Truth {
    notice: String,
    seed: String,
    /// By definition and outcome: the true ratio of ends on the mid-point rank of deciles, log-linear.
    relative_index: BTreeMap<&'static str, BTreeMap<&'static str, f64>>,
    midpoint_rank_by_decile: ByDecile,
    children_aged_0_to_17_by_estimate_and_decile: BTreeMap<String, ByDecile>,
    pub(super) returns: Vec<Return>,
    pub(super) rows_in: u64,
    pub(super) kept: u64,
    pub(super) lost: BTreeMap<&'static str, u64>,
    unborn_children: usize,
    rereferred_within_12_months_share: f64,
    children_per_family: f64,
    children_with_odd_address: BTreeMap<&'static str, usize>,
    #[serde(skip)]
    kept_episodes: Vec<Kept>,
    #[serde(skip)]
    periods: Vec<Period>,
}

/// What one return holds.
#[derive(Serialize)]
pub(super) struct Return {
    pub(super) file: String,
    pub(super) reference_date: String,
    pub(super) children: usize,
    /// A child given twice has two.
    pub(super) child_elements: usize,
    pub(super) episodes: usize,
    /// How many children show each oddity.
    pub(super) oddities: BTreeMap<&'static str, usize>,
}

/// An episode that is counted.
struct Kept {
    child: usize,
    family: usize,
    unborn: bool,
    decile: usize,
    factors: FactorSet,
    episode: Episode,
}

/// Counts of one outcome in one decile.
#[derive(Clone, Default)]
struct Count {
    children: usize,
    unborn: usize,
    episodes: usize,
    events: usize,
    families: usize,
}

impl Truth {
    /// Finds out what is true.
    pub(super) fn of(spec: &Spec, ground: &Ground, children: &[Child]) -> Self {
        let dates = reference_dates(spec);
        let window = window(spec);
        let (mut losses, mut kept_episodes) = (Losses::default(), Vec::new());
        for (number, child) in children.iter().enumerate() {
            let files: Vec<Vec<Episode>> =
                (0..dates.len()).map(|file| shown(spec, &dates, file, child)).collect();
            for episode in &child.episodes {
                let seen = |file: &Vec<Episode>| file.iter().any(|shown| shown.referred == episode.referred);
                let times = files.iter().filter(|file| seen(file)).count();
                (1..times).for_each(|_| losses.lose(LossReason::Superseded));
                let last = files.iter().rposition(seen).expect("every episode is in a return");
                let episode = as_of(episode, dates[last]);
                match decile(ground, child, &episode, window) {
                    Err(reason) => losses.lose(reason),
                    Ok(decile) => {
                        losses.keep();
                        let unborn = child.birth.is_expected();
                        let (family, factors) = (child.family, factors(&episode));
                        kept_episodes.push(Kept { child: number, family, unborn, decile, factors, episode });
                    }
                }
            }
        }
        let estimates = ground.areas[0].people.len();
        let year =
            |estimate: usize| usize::from((spec.years.last - spec.years.returns).unsigned_abs()) + estimate;
        let families = children.iter().map(|child| child.family).collect::<BTreeSet<_>>().len();
        let last = dates[dates.len() - 1];
        let returns = u8::try_from(spec.years.returns).unwrap_or(1);
        Self {
            notice: format!(
                "SYNTHETIC DATA. {} is a made-up authority; no child in these files exists.",
                spec.name
            ),
            seed: spec.seed.clone(),
            relative_index: relative_index(spec),
            midpoint_rank_by_decile: midpoint_ranks(&ground.children(estimates / 2)).map(rounded),
            children_aged_0_to_17_by_estimate_and_decile: (0..estimates)
                .map(|estimate| (format!("mid-{}", year(estimate)), ground.children(estimate)))
                .collect(),
            returns: (0..dates.len()).map(|file| Return::of(spec, &dates, file, children)).collect(),
            rows_in: losses.rows_in(),
            kept: losses.kept(),
            lost: LossReason::ALL.iter().map(|&reason| (reason.name(), losses.lost(reason))).collect(),
            unborn_children: children.iter().filter(|child| child.birth.is_expected()).count(),
            rereferred_within_12_months_share: rounded(rereferred(children, window)),
            children_per_family: rounded(children.len() as f64 / families as f64),
            children_with_odd_address: ODD_ADDRESSES.into_iter().collect(),
            kept_episodes,
            periods: Window::ending(last, returns).map(|window| window.periods()).unwrap_or_default(),
        }
    }

    /// Returns `truth.json`.
    pub(super) fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("names and numbers can be written as JSON");
        text.push('\n');
        text
    }

    /// Returns `truth_counts.csv`: one row for each definition, outcome, period and decile.
    pub(super) fn counts(&self) -> String {
        let mut out =
            String::from("definition,outcome,period,decile,children,unborn,episodes,events,families\n");
        for definition in related().chain([Definition::All]) {
            for &outcome in Outcome::ALL {
                for &period in &self.periods {
                    for (decile, count) in (1..).zip(self.count(definition, outcome, period)) {
                        let (name, of) = (definition.name(), outcome.name());
                        let Count { children, unborn, episodes, events, families } = count;
                        let period = period.label();
                        writeln!(
                            out,
                            "{name},{of},{period},{decile},{children},{unborn},{episodes},{events},{families}"
                        )
                        .expect("a string takes all that is written");
                    }
                }
            }
        }
        out
    }

    /// Fits the log-linear rate to the counted children of the whole window; for tests at scale.
    #[cfg(test)]
    pub(super) fn fitted_index(&self, ground: &Ground, definition: Definition, outcome: Outcome) -> f64 {
        let children = ground.children(ground.areas[0].people.len() / 2);
        let ranks = midpoint_ranks(&children);
        let cases = self.count(definition, outcome, self.periods[0]).map(|count| count.children as f64);
        let (mut level, mut slope) = ((cases.iter().sum::<f64>() / children.iter().sum::<f64>()).ln(), 0.0);
        for _ in 0..50 {
            let (mut score, mut information) = ([0.0; 2], [0.0; 3]);
            for ((cases, children), rank) in cases.iter().zip(children).zip(ranks) {
                let fitted = children * (slope * rank + level).exp();
                score = [score[0] + cases - fitted, score[1] + (cases - fitted) * rank];
                information = [
                    information[0] + fitted,
                    information[1] + fitted * rank,
                    information[2] + fitted * rank * rank,
                ];
            }
            let [a, b, c] = information;
            level += (score[0] * c - score[1] * b) / (a * c - b * b);
            slope += (score[1] * a - score[0] * b) / (a * c - b * b);
        }
        slope.exp()
    }

    fn count(&self, definition: Definition, outcome: Outcome, period: Period) -> [Count; 10] {
        let mut counts: [Count; 10] = Default::default();
        let mut first: BTreeMap<usize, (Date, &Kept)> = BTreeMap::new();
        let counted = |kept: &&Kept| {
            let evidence = Evidence {
                episode: [kept.factors, FactorSet::EMPTY, FactorSet::EMPTY],
                ..Evidence::default()
            };
            definition.meets(&evidence) && (outcome.counts_unborn() || !kept.unborn)
        };
        for kept in self.kept_episodes.iter().filter(counted) {
            let days = events(&kept.episode, outcome, period);
            let Some(&earliest) = days.first() else { continue };
            counts[kept.decile].episodes += 1;
            counts[kept.decile].events += days.len();
            let entry = first.entry(kept.child).or_insert((earliest, kept));
            if earliest < entry.0 {
                *entry = (earliest, kept);
            }
        }
        let mut families = BTreeSet::new();
        for (_, kept) in first.into_values() {
            counts[kept.decile].children += 1;
            counts[kept.decile].unborn += usize::from(kept.unborn);
            counts[kept.decile].families += usize::from(families.insert(kept.family));
        }
        counts
    }
}

impl Return {
    fn of(spec: &Spec, dates: &[Date], file: usize, children: &[Child]) -> Self {
        let (mut found, mut elements, mut episodes) = (0, 0, 0);
        let mut oddities: BTreeMap<&'static str, usize> = BTreeMap::new();
        for child in children {
            let here = shown(spec, dates, file, child).len();
            let odd = child.odd.filter(|&(at, _)| at == file).map(|(_, oddity)| oddity);
            found += usize::from(here > 0);
            episodes += here;
            elements += if odd == Some(Oddity::DuplicateChild) { here } else { usize::from(here > 0) };
            odd.into_iter().for_each(|oddity| *oddities.entry(oddity.name()).or_default() += 1);
        }
        let reference_date = dates[file].to_string();
        let name = super::return_name(dates[file]);
        Self { file: name, reference_date, children: found, child_elements: elements, episodes, oddities }
    }
}

/// Returns the decile, from 0, that an episode counts in, or why it is lost.
fn decile(ground: &Ground, child: &Child, episode: &Episode, window: Period) -> Result<usize, LossReason> {
    if Outcome::ALL.iter().all(|&outcome| events(episode, outcome, window).is_empty()) {
        return Err(LossReason::OutsideWindow);
    }
    if matches!(child.birth, Birth::Born(birth) if age_on(birth, episode.referred) >= 18) {
        return Err(LossReason::Adult);
    }
    match child.place_on(episode.referred) {
        Place::Lost(reason) => Err(reason),
        Place::Area(area) => match ground.areas[area].standing {
            Standing::Home => Ok(ground.areas[area].decile),
            Standing::Neighbour => Err(LossReason::OutsideAuthority),
            Standing::WithoutIndex => Err(LossReason::AreaNotInIndex),
            Standing::WithoutPopulation => Err(LossReason::AreaWithoutPopulation),
        },
    }
}

/// Returns the days in the period on which the outcome happened, the earliest first.
fn events(episode: &Episode, outcome: Outcome, period: Period) -> Vec<Date> {
    let enquiries = episode.enquiries.iter();
    let mut days: Vec<Date> = match outcome {
        Outcome::Referral => vec![episode.referred],
        Outcome::Assessed => {
            episode.assessments.iter().filter_map(|assessment| assessment.authorised).collect()
        }
        Outcome::S47 => enquiries.map(|enquiry| enquiry.started).collect(),
        Outcome::Icpc => {
            enquiries.filter_map(|enquiry| enquiry.conference).chain(episode.conference).collect()
        }
        Outcome::CppStart => episode.plan.iter().map(|plan| plan.started).collect(),
        Outcome::CppAt => {
            let open = |plan: &&super::person::Plan| {
                plan.started <= period.end && plan.ended.is_none_or(|ended| ended > period.end)
            };
            episode.plan.iter().filter(open).map(|_| period.end).collect()
        }
    };
    days.retain(|&day| period.holds(day));
    days.sort_unstable();
    days.dedup();
    days
}

fn factors(episode: &Episode) -> FactorSet {
    let mut set = FactorSet::EMPTY;
    let authorised = episode.assessments.iter().filter(|assessment| assessment.authorised.is_some());
    authorised.flat_map(|assessment| &assessment.factors).for_each(|&factor| set.insert(factor));
    set
}

/// Returns the true index of each definition and outcome. Abuse is known only once an assessment records it,
/// so a referral seen to be related to abuse was assessed, and has the steepness of the assessed.
fn relative_index(spec: &Spec) -> BTreeMap<&'static str, BTreeMap<&'static str, f64>> {
    let path = &spec.domestic_abuse;
    let of = |outcome| match outcome {
        Outcome::Referral | Outcome::Assessed => path.assessed.relative_index,
        Outcome::S47 => path.s47.relative_index,
        Outcome::Icpc => path.icpc.relative_index,
        Outcome::CppStart | Outcome::CppAt => path.cpp_start.relative_index,
    };
    let by_outcome: BTreeMap<_, _> =
        Outcome::ALL.iter().map(|&outcome| (outcome.name(), of(outcome))).collect();
    related().map(|definition| (definition.name(), by_outcome.clone())).collect()
}

/// Returns the plain definitions of domestic abuse, which the truth is told of.
fn related() -> impl Iterator<Item = Definition> {
    Definition::ALL.iter().copied().filter(|definition| definition.plain().is_some())
}

/// Returns the share of referrals in the window that follow another of the same child within twelve months.
fn rereferred(children: &[Child], window: Period) -> f64 {
    let (mut all, mut again) = (0.0, 0.0);
    for child in children {
        for (nth, episode) in child.episodes.iter().enumerate().filter(|(_, e)| window.holds(e.referred)) {
            all += 1.0;
            let before = nth.checked_sub(1).map(|before| child.episodes[before].referred);
            let soon = before.is_some_and(|before| super::episodes::after(before, 365) >= episode.referred);
            again += if soon { 1.0 } else { 0.0 };
        }
    }
    again / all
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
