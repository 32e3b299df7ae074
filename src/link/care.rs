//! Starts of care: the home each child came from, and the episode of need each belongs to.
//!
//! The home is the one that the SSDA903 return gives; where it gives none, the address in force on the day
//! before, and never one that began with care, which would be the placement. A start belongs to the child's
//! latest episode referred on or before it, open or closed, and is related to domestic abuse as that is. A second
//! start within one episode counts in the home of the first, so that an episode is in one group.

use std::collections::HashMap;

use super::areas::Areas;
use super::families::Kin;
use super::frame::Event;
use super::locate::{Locator, Placed};
use super::reconcile::Reconciled;
use super::{is_adult, meets, traits};
use crate::config::Base;
use crate::domain::{Date, Evidence, LossReason, Losses, Outcome, Window};
use crate::read::{AddressPlace, CareStart, Tables};

/// What the episodes of need were linked to.
pub(super) struct Linked<'a> {
    pub(super) episodes: &'a [Reconciled],
    pub(super) kin: &'a Kin,
    pub(super) bases: &'a [Base],
}

/// Returns the starts of care in the window as events, and accounts for every one that was read.
pub(super) fn events<A: Placed>(
    tables: &Tables,
    (locator, areas): (&Locator<'_>, &Areas<A>),
    linked: &Linked<'_>,
    window: &Window,
    (places, losses): (&mut Vec<Vec<Option<u8>>>, &mut Losses),
) -> Vec<Event> {
    let episodes = linked.episodes;
    let key = |row: usize| (episodes[row].episode.child, episodes[row].episode.referred);
    let mut order: Vec<usize> = (0..episodes.len()).collect();
    order.sort_by_key(|&row| key(row));
    let (mut events, mut met) = (Vec::new(), HashMap::new());
    for (nth, start) in tables.care.iter().enumerate() {
        let groups = groups(tables, locator, areas, start, window);
        match groups {
            Ok(_) => losses.keep(),
            Err(reason) => losses.lose(reason),
        }
        if groups.is_err_and(|reason| !reason.could_move_the_gradient()) {
            continue;
        }
        let before = order.partition_point(|&row| key(row) <= (start.child, start.day));
        let own = before.checked_sub(1).map(|at| order[at]);
        let own = own.filter(|&row| episodes[row].episode.child == start.child);
        let evidence = own.map_or_else(Evidence::default, |row| episodes[row].evidence(start.day));
        let number = own.unwrap_or(episodes.len() + nth);
        let place = *met.entry(number).or_insert_with(|| {
            let group = |base: &Base| {
                let of = (base.index, base.basis);
                groups.ok()?[areas.rankings.iter().position(|&ranking| ranking == of)?]
            };
            places.push(linked.bases.iter().map(group).collect());
            places.len() - 1
        });
        events.push(Event {
            episode: u32::try_from(number).expect("fewer episodes than 2^32"),
            child: start.child.0,
            family: linked.kin.family(start.child),
            recorded: !evidence.episode[0].is_empty(),
            meets: meets(&evidence),
            traits: traits(&tables.children[start.child.0 as usize], start.day),
            place,
            ..Event::on(Outcome::ClaStart, start.day)
        });
    }
    events
}

/// Returns the groups of the home before care, or why they are not known.
fn groups<'a, A: Placed>(
    tables: &Tables,
    locator: &Locator<'_>,
    areas: &'a Areas<A>,
    start: &CareStart,
    window: &Window,
) -> Result<&'a [Option<u8>], LossReason> {
    if !window.whole.holds(start.day) {
        return Err(LossReason::OutsideWindow);
    }
    if is_adult(tables.children[start.child.0 as usize].birth, start.day) {
        return Err(LossReason::Adult);
    }
    let area = match start.home {
        AddressPlace::Unreadable => locator.area::<A>(start.child, day_before(start.day)),
        home => locator.at::<A>(home),
    };
    area.and_then(|area| areas.check(area))
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}
