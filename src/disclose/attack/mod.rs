//! What a reader can work out. It knows only what was published and how counts hang together, and shares no
//! code with what hides them.

mod narrow;
mod net;

pub(super) use self::narrow::Halt;
use self::narrow::narrow;
use self::net::Net;
use super::problem::Seen;
use super::published::Range;

/// Narrows every range by every relation.
pub(super) fn attack(seen: Seen) -> Result<Vec<Range>, Halt> {
    let Seen { mut ranges, rows } = seen;
    let net = Net::new(rows, ranges.len());
    narrow(&mut ranges, &net).map(|()| ranges)
}
