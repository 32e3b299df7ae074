//! Linking: each child's episodes to the area they lived in and how deprived it is.
//!
//! Every episode that was read is kept or lost, and a lost one has a reason. Events of episodes that
//! are lost only for want of a neighbourhood stay in the cohort without a group, so that what they
//! could do to the gradient can be counted.

mod care;
mod frame;
pub mod journeys;
mod locate;
mod reconcile;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use polars::frame::DataFrame;

use self::frame::Event;
use self::journeys::Histories;
use self::locate::{Locator, Placed};
use self::reconcile::Reconciled;
use crate::config::{AddressOn, Plan};
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::codes::FactorSet;
use crate::domain::period::age_on;
use crate::domain::{
    AreaKind, Basis, Date, Definition, LossReason, Losses, Lsoa11, Lsoa21, Outcome, Vintage, Window,
};
use crate::read::{AreaDeprivation, Birth, Tables};

/// Child by episode by area, in the window.
pub struct Cohort {
    /// The window of the plan.
    pub window: Window,
    /// One row for each event; see `frame` for its columns.
    pub events: DataFrame,
    /// Children aged 0 to 17 in each group of the plan's finest grouping, the most deprived first.
    pub population: Vec<u64>,
    /// The year of the population estimate.
    pub estimate: String,
    /// Each child's episodes in order of time.
    pub histories: Histories,
}

/// Where an episode stands: what its events and journeys are counted under.
struct Standing {
    /// The group of its neighbourhood, where that is known.
    group: Option<u8>,
    /// Whether it meets each of [`Definition::ALL`], a bit for each.
    meets: u8,
}

/// Links what was read.
///
/// # Errors
///
/// Returns a fault that no rule can deal with: areas of two censuses, an authority without an area in
/// the index, nothing left to count.
pub fn link(tables: &Tables, plan: &Plan, findings: &mut Findings) -> Result<(Cohort, Losses), Diagnostic> {
    match plan.edition.vintage() {
        Vintage::Lsoa11 => linked::<Lsoa11>(tables, plan, findings),
        Vintage::Lsoa21 => linked::<Lsoa21>(tables, plan, findings),
    }
}

/// Links to areas of one kind: that of the index.
fn linked<A: Placed>(
    tables: &Tables,
    plan: &Plan,
    findings: &mut Findings,
) -> Result<(Cohort, Losses), Diagnostic> {
    let window = window(tables, plan)?;
    let areas = Areas::<A>::of(tables, plan)?;
    let locator = Locator::new(tables, A::VINTAGE, &plan.inputs.addresses, findings)?;
    let (episodes, absorbed) = reconcile::reconcile(tables, findings);
    let mut losses = Losses::default();
    (0..absorbed).for_each(|_| losses.lose(LossReason::Superseded));
    let (mut events, mut standing) = (Vec::new(), Vec::with_capacity(episodes.len()));
    for (number, episode) in episodes.iter().enumerate() {
        let mut happened = happenings(episode, &window);
        let as_of = match plan.address_on {
            AddressOn::Referral => episode.episode.referred,
            AddressOn::YearEnd => tables.returns[usize::from(episode.episode.file)].reference,
        };
        let birth = tables.children[episode.episode.child.0 as usize].birth;
        let place = if happened.is_empty() {
            Err(LossReason::OutsideWindow)
        } else if is_adult(birth, episode.episode.referred) {
            Err(LossReason::Adult)
        } else {
            locator.area::<A>(episode.episode.child, as_of).and_then(|area| areas.check(area))
        };
        match place {
            Ok(_) => losses.keep(),
            Err(reason) => losses.lose(reason),
        }
        let factors = episode.factors();
        let meets = meets(factors);
        standing.push(Standing { group: place.ok(), meets });
        let group = match place {
            Ok(group) => Some(group),
            Err(reason) if reason.could_move_the_gradient() => None,
            Err(_) => continue,
        };
        for event in &mut happened {
            event.episode = u32::try_from(number).expect("fewer episodes than 2^32");
            event.child = episode.episode.child.0;
            event.group = group;
            event.unborn = is_unborn(birth, event.date);
            event.recorded = !factors.is_empty();
            event.meets = meets;
        }
        events.append(&mut happened);
    }
    let linked = (&episodes[..], &standing[..]);
    events.extend(care::events(tables, (&locator, &areas), linked, &window, &mut losses));
    if losses.kept() == 0 {
        return Err(Diagnostic::new(Code::NothingToCount, Code::NothingToCount.message()));
    }
    let cohort = Cohort {
        window,
        events: frame::events(&events),
        population: areas.population,
        estimate: tables.population.estimate.clone(),
        histories: journeys::histories(tables, &episodes, &standing),
    };
    Ok((cohort, losses))
}

/// Returns a bit for each of [`Definition::ALL`] that factors meet.
fn meets(factors: FactorSet) -> u8 {
    let each = Definition::ALL.iter().enumerate();
    each.fold(0, |bits, (place, definition)| bits | (u8::from(definition.meets(factors)) << place))
}

fn window(tables: &Tables, plan: &Plan) -> Result<Window, Diagnostic> {
    let latest = tables.returns.iter().map(|file| file.reference).max();
    let end = plan.end.or(latest).expect("a plan names at least one return");
    Window::ending(end, plan.years)
        .ok_or_else(|| Diagnostic::new(Code::PlanValue, "the window reaches beyond the calendar"))
}

/// Returns whether the child had turned 18; unknown birth dates and the unborn are not adults.
fn is_adult(birth: Option<Birth>, day: Date) -> bool {
    matches!(birth, Some(Birth::Born(born)) if age_on(born, day) >= 18)
}

fn is_unborn(birth: Option<Birth>, day: Date) -> bool {
    match birth {
        Some(Birth::Expected(_)) => true,
        Some(Birth::Born(born)) => born > day,
        None => false,
    }
}

/// Returns all that happened in the episode and belongs to the window.
fn happenings(one: &Reconciled, window: &Window) -> Vec<Event> {
    let mut events = vec![Event::on(Outcome::Referral, one.episode.referred)];
    events.extend(
        one.assessments.iter().filter_map(|one| one.authorised).map(|day| Event::on(Outcome::Assessed, day)),
    );
    events.extend(one.enquiries.iter().filter_map(|one| one.started).map(|day| Event::on(Outcome::S47, day)));
    events.extend(reconcile::conferences(one).into_iter().map(|day| Event::on(Outcome::Icpc, day)));
    for plan in &one.plans {
        let Some(started) = plan.started else { continue };
        events.push(Event::on(Outcome::CppStart, started));
        let open_on =
            |day: Date| started <= day && plan.ended.is_none_or(|ended| ended > day && ended >= started);
        let ends_of_years = window.years.iter().map(|year| year.end).filter(|&day| open_on(day));
        events.extend(ends_of_years.map(|day| Event::on(Outcome::CppAt, day)));
    }
    events.retain(|event| window.whole.holds(event.date));
    events
}

/// The authority's areas with their groups.
struct Areas<A> {
    /// The group of each area of the authority that has a population; `None` where it has none.
    groups: HashMap<A, Option<u8>>,
    /// Areas of the nation that are not the authority's.
    elsewhere: HashSet<A>,
    /// Children by group.
    population: Vec<u64>,
}

impl<A: AreaKind> Areas<A> {
    fn of(tables: &Tables, plan: &Plan) -> Result<Self, Diagnostic> {
        if let Some(vintage) = tables.population.vintage
            && vintage != A::VINTAGE
        {
            let message =
                format!("the population is of {}, the index ranks {}", vintage.title(), A::VINTAGE.title());
            return Err(Diagnostic::new(Code::AreaVintageMismatch, message)
                .in_file(&plan.inputs.population)
                .with_help("use a population estimate and an index of one census"));
        }
        let rows = tables.population.rows.iter();
        let children: HashMap<A, u64> =
            rows.map(|row| (A::from_code(row.area), u64::from(row.children()))).collect();
        let (own, other): (Vec<&AreaDeprivation>, Vec<&AreaDeprivation>) =
            tables.deprivation.rows.iter().partition(|row| plan.site.districts.contains(&row.district));
        if own.is_empty() {
            return Err(Diagnostic::new(Code::NoAreaInAuthority, Code::NoAreaInAuthority.message())
                .in_file(&plan.inputs.deprivation));
        }
        let finest = plan.groupings[0];
        let mut ranked: Vec<(u32, A)> = own.iter().map(|row| (row.rank, A::from_code(row.area))).collect();
        ranked.sort_unstable();
        let local_areas = u32::try_from(ranked.len()).expect("fewer areas than 2^32");
        let mut population = vec![0; usize::from(finest.count())];
        let mut groups = HashMap::with_capacity(ranked.len());
        for (place, &(rank, area)) in (1_u32..).zip(&ranked) {
            let group = match plan.basis {
                Basis::National => finest.group(rank, plan.edition.areas()),
                Basis::Local => finest.group(place, local_areas),
            };
            let group = group.expect("ranks were checked when they were read").number();
            let here = children.get(&area).copied();
            groups.insert(area, here.map(|_| group));
            population[usize::from(group) - 1] += here.unwrap_or(0);
        }
        let elsewhere = other.iter().map(|row| A::from_code(row.area)).collect();
        Ok(Self { groups, elsewhere, population })
    }

    fn check(&self, area: A) -> Result<u8, LossReason> {
        match self.groups.get(&area) {
            Some(Some(group)) => Ok(*group),
            Some(None) => Err(LossReason::AreaWithoutPopulation),
            None if self.elsewhere.contains(&area) => Err(LossReason::OutsideAuthority),
            None => Err(LossReason::AreaNotInIndex),
        }
    }
}
