//! Children's histories, put together from the rows that were read by no code of the program's but its readers.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::{Date, date};
use social_gradient::domain::codes::{ClosureReason, Factor, ReferralSource};
use social_gradient::read::{Birth, Tables};

/// The first and the last day that the returns tell of.
pub(crate) const SEEN: (Date, Date) = (date(2022, 4, 1), date(2025, 3, 31));

/// An episode, as all returns together tell it.
pub(crate) struct Episode {
    pub(crate) referred: Date,
    pub(crate) closed: Option<Date>,
    pub(crate) reason: Option<ClosureReason>,
    pub(crate) source: Option<ReferralSource>,
    /// Whether any authorised assessment found domestic abuse.
    pub(crate) abuse: bool,
    pub(crate) unborn: bool,
    /// The last day on which it is known to be open, where it is not known to have ended.
    pub(crate) known_to: Date,
    pub(crate) enquiry: Option<Date>,
    pub(crate) conference: Option<Date>,
    /// By the day of the start.
    pub(crate) plans: BTreeMap<Date, Plan>,
}

/// A child with the episodes in order.
pub(crate) struct Child {
    pub(crate) adult: Option<Date>,
    pub(crate) episodes: Vec<Episode>,
    /// The days on which care started, in order.
    pub(crate) care: Vec<Date>,
}

/// A plan of a child.
pub(crate) struct Plan {
    pub(crate) started: Date,
    pub(crate) ended: Option<Date>,
    /// How many the authority says came before.
    pub(crate) reported: u16,
}

impl Child {
    /// Returns the plans of every episode.
    pub(crate) fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.episodes.iter().flat_map(|one| one.plans.values())
    }

    /// Returns the day from which nothing more can be seen of the child: 18, or gone for good.
    pub(crate) fn gone(&self) -> Option<Date> {
        let left = self.episodes.last().filter(|last| last.left()).and_then(|last| last.closed);
        self.adult.into_iter().chain(left).min()
    }
}

impl Episode {
    /// Returns whether the child left for good when it closed.
    pub(crate) fn left(&self) -> bool {
        let gone = [ClosureReason::Rc1, ClosureReason::Rc2, ClosureReason::Rc5, ClosureReason::Rc6];
        self.reason.is_some_and(|reason| gone.contains(&reason))
    }
}

/// Returns the day so many calendar months later.
pub(crate) fn months(day: Date, months: i32) -> Date {
    day.saturating_add(Span::new().months(months))
}

/// Puts the rows together by child; a later return stands over an earlier one.
pub(crate) fn children(tables: &Tables) -> Vec<Child> {
    let mut episodes: BTreeMap<(u32, Date), Episode> = BTreeMap::new();
    let mut held: Vec<(u32, Date)> = Vec::new();
    for one in &tables.episodes {
        let of = (one.child.0, one.referred);
        held.push(of);
        let without_action = one.no_further_action == Some(true);
        let told = Episode {
            referred: one.referred,
            closed: one.closed.or(without_action.then_some(one.referred)),
            reason: one.closure,
            source: one.source,
            abuse: false,
            unborn: match tables.children[one.child.0 as usize].birth {
                Some(Birth::Expected(_)) => true,
                Some(Birth::Born(born)) => born > one.referred,
                None => false,
            },
            known_to: tables.returns[usize::from(one.file)].reference,
            enquiry: None,
            conference: one.conference,
            plans: BTreeMap::new(),
        };
        let before = episodes.remove(&of);
        let conference = told.conference.or(before.as_ref().and_then(|before| before.conference));
        episodes.insert(of, Episode { conference, ..told });
    }
    let earlier = |one: &mut Option<Date>, other: Option<Date>| *one = one.iter().copied().chain(other).min();
    for enquiry in &tables.enquiries {
        let episode = episodes.get_mut(&held[enquiry.episode as usize]).unwrap();
        earlier(&mut episode.enquiry, enquiry.started);
        earlier(&mut episode.conference, enquiry.conference);
    }
    for assessment in tables.assessments.iter().filter(|one| one.authorised.is_some()) {
        let found = [Factor::F3A, Factor::F3B, Factor::F3C].iter().any(|&one| assessment.factors.holds(one));
        episodes.get_mut(&held[assessment.episode as usize]).unwrap().abuse |= found;
    }
    for plan in &tables.plans {
        let episode = episodes.get_mut(&held[plan.episode as usize]).unwrap();
        if let Some(started) = plan.started {
            let ended = plan.ended.filter(|&ended| ended >= started);
            let reported = plan.earlier_plans.unwrap_or(0);
            episode.plans.insert(started, Plan { started, ended, reported });
        }
    }
    let mut children: BTreeMap<u32, Child> = BTreeMap::new();
    for ((child, _), episode) in episodes {
        let own = children.entry(child).or_insert_with(|| Child {
            adult: match tables.children[child as usize].birth {
                Some(Birth::Born(born)) => Some(born.saturating_add(Span::new().years(18))),
                _ => None,
            },
            episodes: Vec::new(),
            care: tables.care.iter().filter(|one| one.child.0 == child).map(|one| one.day).collect(),
        });
        own.episodes.push(episode);
    }
    children.into_values().collect()
}
