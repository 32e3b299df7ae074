//! Starts of care: the home each child came from, and the episode of need each belongs to.
//!
//! The home is the one that the SSDA903 return gives; where it gives none, the address in force on the day
//! before, and never one that began with care, which would be the placement. A start belongs to the child's
//! latest episode referred on or before it, open or closed, and is related to domestic abuse as that is.

use super::Standing;
use super::frame::Event;
use super::locate::{Locator, Placed};
use super::reconcile::Reconciled;
use super::{Areas, is_adult};
use crate::domain::codes::FactorSet;
use crate::domain::{Date, LossReason, Losses, Outcome, Window};
use crate::read::{AddressPlace, CareStart, Tables};

/// Returns the starts of care in the window as events, and accounts for every one that was read.
pub(super) fn events<A: Placed>(
    tables: &Tables,
    (locator, areas): (&Locator<'_>, &Areas<A>),
    (episodes, standing): (&[Reconciled], &[Standing]),
    window: &Window,
    losses: &mut Losses,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut order: Vec<usize> = (0..episodes.len()).collect();
    let key = |row: usize| (episodes[row].episode.child, episodes[row].episode.referred);
    order.sort_by_key(|&row| key(row));
    for (nth, start) in tables.care.iter().enumerate() {
        let place = place(tables, locator, areas, start, window);
        match place {
            Ok(_) => losses.keep(),
            Err(reason) => losses.lose(reason),
        }
        let group = match place {
            Ok(group) => Some(group),
            Err(reason) if reason.could_move_the_gradient() => None,
            Err(_) => continue,
        };
        let before = order.partition_point(|&row| key(row) <= (start.child, start.day));
        let own = before.checked_sub(1).map(|at| order[at]);
        let own = own.filter(|&row| episodes[row].episode.child == start.child);
        let number = own.unwrap_or(episodes.len() + nth);
        events.push(Event {
            episode: u32::try_from(number).expect("fewer episodes than 2^32"),
            child: start.child.0,
            group,
            recorded: own.is_some_and(|row| !episodes[row].factors().is_empty()),
            meets: own.map_or_else(|| super::meets(FactorSet::EMPTY), |row| standing[row].meets),
            ..Event::on(Outcome::ClaStart, start.day)
        });
    }
    events
}

/// Returns the group of the home before care, or why it is not known.
fn place<A: Placed>(
    tables: &Tables,
    locator: &Locator<'_>,
    areas: &Areas<A>,
    start: &CareStart,
    window: &Window,
) -> Result<u8, LossReason> {
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
