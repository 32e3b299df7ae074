//! Linking: each child's episodes to the area they lived in and how deprived it is.
//!
//! Every episode that was read is kept or lost, and a lost one has a reason. Events of episodes that
//! are lost only for want of a neighbourhood stay in the cohort without a group, so that what they
//! could do to the gradient can be counted.

mod areas;
mod care;
mod families;
mod frame;
pub mod journeys;
mod locate;
mod numbered;
mod reconcile;

#[cfg(test)]
mod tests;

use polars::frame::DataFrame;

use self::areas::Areas;
use self::families::Kin;
use self::frame::Event;
pub use self::frame::{AGE_UNKNOWN, Trait, UNBORN, group_column};
use self::journeys::Histories;
use self::locate::{Locator, Placed};
pub use self::numbered::Numbered;
use self::reconcile::Reconciled;
use crate::config::{AddressOn, Base, Plan};
use crate::diag::{Code, Diagnostic, Findings};
use crate::domain::codes::Sex;
use crate::domain::comparator::Comparators;
use crate::domain::period::age_on;
use crate::domain::{
    Date, Definition, Evidence, Families, LossReason, Losses, Lsoa11, Lsoa21, Outcome, People, Scores,
    Vintage, Window, disability_place, ethnicity_place,
};
use crate::read::{Birth, Child, Tables};

/// Child by episode by area, in the window.
pub struct Cohort {
    /// The window of the plan.
    pub window: Window,
    /// One row for each event; see `frame` for its columns.
    pub events: DataFrame,
    /// The ways of putting a child in a group of deprivation, the plan's own first.
    pub bases: Vec<Base>,
    /// Children aged 0 to 17 in each group of the plan's finest grouping, for each base.
    pub populations: Vec<Vec<u64>>,
    /// Who they are, by the plan's own base.
    pub people: People,
    /// How deprived the groups are on the index's own scale; `None` where the file has no scores.
    pub scores: Option<Scores>,
    /// How families are known.
    pub families: Families,
    /// The year of the population estimate.
    pub estimate: String,
    /// Each child's episodes in order of time.
    pub histories: Histories,
    /// Published figures to set the authority beside.
    pub comparators: Comparators,
}

/// Where an episode stands in a journey.
struct Standing {
    /// The group of its neighbourhood by the plan's own base, where that is known.
    group: Option<u8>,
    /// Whether it meets each of [`Definition::ALL`], a bit for each, by all that it came to hold.
    meets: u32,
}

/// The areas that a plan ranks, with their groups and their children: the same for every authority of a pool.
pub struct Ground(Census);

/// The areas of one census: that of the index.
enum Census {
    Old(Areas<Lsoa11>),
    New(Areas<Lsoa21>),
}

/// Links what was read.
///
/// # Errors
///
/// Returns a fault that no rule can deal with: areas of two censuses, an authority without an area in
/// the index, nothing left to count.
pub fn link(tables: &Tables, plan: &Plan, findings: &mut Findings) -> Result<(Cohort, Losses), Diagnostic> {
    link_to(&ground(tables, plan)?, tables, plan, findings)
}

/// Gets the areas ready that [`link_to`] links to.
///
/// # Errors
///
/// Returns a diagnostic where population and index are of two censuses, or the plan's districts have no area.
pub fn ground(tables: &Tables, plan: &Plan) -> Result<Ground, Diagnostic> {
    Ok(Ground(match plan.edition.vintage() {
        Vintage::Lsoa11 => Census::Old(Areas::of(tables, plan)?),
        Vintage::Lsoa21 => Census::New(Areas::of(tables, plan)?),
    }))
}

/// Links what one authority gave to areas that were got ready before.
///
/// # Errors
///
/// Returns what [`link`] returns.
pub fn link_to(
    ground: &Ground,
    tables: &Tables,
    plan: &Plan,
    findings: &mut Findings,
) -> Result<(Cohort, Losses), Diagnostic> {
    match &ground.0 {
        Census::Old(areas) => linked(areas, tables, plan, findings),
        Census::New(areas) => linked(areas, tables, plan, findings),
    }
}

/// Links to areas of one kind: that of the index.
fn linked<A: Placed>(
    areas: &Areas<A>,
    tables: &Tables,
    plan: &Plan,
    findings: &mut Findings,
) -> Result<(Cohort, Losses), Diagnostic> {
    let window = window(tables, plan)?;
    let locator = Locator::new(tables, A::VINTAGE, &plan.inputs.addresses, findings)?;
    let (episodes, absorbed) = reconcile::reconcile(tables, findings);
    let mut losses = Losses::default();
    (0..absorbed).for_each(|_| losses.lose(LossReason::Superseded));
    let kin = Kin::of(tables, &episodes, &locator);
    let bases = bases(areas, plan);
    let ranked = |base: &Base| areas.rankings.iter().position(|&ranking| ranking == (base.index, base.basis));
    let populations =
        bases.iter().filter_map(ranked).map(|ranking| areas.populations[ranking].clone()).collect();
    let (mut events, mut places) = (Vec::new(), Vec::new());
    let mut standing = Vec::with_capacity(episodes.len());
    for (number, episode) in episodes.iter().enumerate() {
        let mut happened = happenings(episode, &window);
        let child = &tables.children[episode.episode.child.0 as usize];
        let on = |address_on| match address_on {
            AddressOn::Referral => episode.episode.referred,
            AddressOn::YearEnd => tables.returns[usize::from(episode.episode.file)].reference,
        };
        let groups = |day| locator.area::<A>(child.key, day).and_then(|area| areas.check(area));
        let place = if happened.is_empty() {
            Err(LossReason::OutsideWindow)
        } else if is_adult(child.birth, episode.episode.referred) {
            Err(LossReason::Adult)
        } else {
            groups(on(plan.address_on))
        };
        match place {
            Ok(_) => losses.keep(),
            Err(reason) => losses.lose(reason),
        }
        let group = place.ok().and_then(|groups| groups[0]);
        standing.push(Standing { group, meets: meets(&episode.evidence(Date::MAX)) });
        if place.is_err_and(|reason| !reason.could_move_the_gradient()) {
            continue;
        }
        let by_day =
            [AddressOn::Referral, AddressOn::YearEnd].map(|address_on| (address_on, groups(on(address_on))));
        let group = |base: &Base| {
            let (_, groups) = by_day.iter().find(|(address_on, _)| *address_on == base.address_on)?;
            let ranking = areas.rankings.iter().position(|&ranking| ranking == (base.index, base.basis))?;
            groups.ok()?[ranking]
        };
        places.push(bases.iter().map(group).collect::<Vec<_>>());
        let family = kin.family(child.key);
        for event in &mut happened {
            event.episode = u32::try_from(number).expect("fewer episodes than 2^32");
            event.child = child.key.0;
            event.family = family;
            event.unborn = is_unborn(child.birth, event.date);
            event.traits = traits(child, event.date);
            event.place = places.len() - 1;
            let evidence = episode.evidence(event.date);
            event.recorded = !evidence.episode[0].is_empty();
            event.meets = meets(&evidence);
        }
        events.append(&mut happened);
    }
    let linked = care::Linked { episodes: &episodes, kin: &kin, bases: &bases };
    events.extend(care::events(tables, (&locator, areas), &linked, &window, (&mut places, &mut losses)));
    if losses.kept() == 0 {
        return Err(Diagnostic::new(Code::NothingToCount, Code::NothingToCount.message()));
    }
    let (events, histories) = rayon::join(
        || frame::events(&events, &places, bases.len()),
        || journeys::histories(tables, &episodes, &standing),
    );
    let cohort = Cohort {
        window,
        events,
        bases,
        populations,
        people: areas.people.clone(),
        scores: areas.scores.clone(),
        families: kin.told,
        estimate: areas.estimate.clone(),
        histories,
        comparators: tables.comparators.clone(),
    };
    Ok((cohort, losses))
}

/// Returns a bit for each of [`Definition::ALL`] that an episode with this evidence meets.
fn meets(evidence: &Evidence) -> u32 {
    let each = Definition::ALL.iter().enumerate();
    each.fold(0, |bits, (place, definition)| bits | (u32::from(definition.meets(evidence)) << place))
}

/// Returns every way of putting a child in a group that the files allow, the plan's own first.
fn bases<A>(areas: &Areas<A>, plan: &Plan) -> Vec<Base> {
    let mut bases = vec![plan.base()];
    for &(index, basis) in &areas.rankings {
        let both =
            [AddressOn::Referral, AddressOn::YearEnd].map(|address_on| Base { index, basis, address_on });
        bases.extend(both.into_iter().filter(|&base| base != plan.base()));
    }
    bases
}

/// Returns what is known of a child on a day, in the order of [`Trait::ALL`].
fn traits(child: &Child, day: Date) -> [u32; 4] {
    let age = match child.birth {
        _ if is_unborn(child.birth, day) => UNBORN,
        Some(Birth::Born(born)) => u32::try_from(age_on(born, day)).unwrap_or(AGE_UNKNOWN),
        _ => AGE_UNKNOWN,
    };
    let sex = match child.sex {
        Sex::Female => 0,
        Sex::Male => 1,
        Sex::Unknown => 2,
    };
    let place = |at: usize| u32::try_from(at).expect("fewer categories than 2^32");
    [place(ethnicity_place(child.ethnicity)), sex, age, place(disability_place(child.disabilities))]
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
