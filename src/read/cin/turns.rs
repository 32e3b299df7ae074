//! What is done side by side and ends in any order, handed on in the order in which it came.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Hands on the first to come first, and keeps what is done before its turn.
pub(super) struct Turns<T, E, F> {
    next: usize,
    early: BTreeMap<usize, T>,
    each: F,
    ended: Result<(), E>,
}

impl<T, E, F: FnMut(T) -> Result<(), E>> Turns<T, E, F> {
    /// Begins at nought.
    pub(super) fn new(each: F) -> Self {
        Self { next: 0, early: BTreeMap::new(), each, ended: Ok(()) }
    }

    /// Takes what came at a place, and hands on all whose turn it is now; stops for good where that fails.
    pub(super) fn take(&mut self, place: usize, done: T) -> ControlFlow<()> {
        self.early.insert(place, done);
        while self.ended.is_ok()
            && let Some(done) = self.early.remove(&self.next)
        {
            self.next += 1;
            self.ended = (self.each)(done);
        }
        if self.ended.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Returns the first fault in order.
    pub(super) fn ended(self) -> Result<(), E> {
        self.ended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_come_in_order_whatever_is_done_first() {
        let mut met = Vec::new();
        let mut turns = Turns::new(|one: u8| {
            met.push(one);
            Ok::<_, ()>(())
        });
        for place in [2_u8, 0, 3, 1] {
            assert!(turns.take(usize::from(place), place).is_continue());
        }
        assert_eq!(turns.ended(), Ok(()));
        assert_eq!(met, [0, 1, 2, 3]);
    }

    #[test]
    fn the_first_fault_in_order_stands_and_nothing_comes_after_it() {
        let mut met = Vec::new();
        let mut turns = Turns::new(|one: Result<u8, &str>| {
            met.push(one?);
            Ok(())
        });
        assert!(turns.take(2, Err("second")).is_continue());
        assert!(turns.take(0, Ok(0)).is_continue());
        assert!(turns.take(1, Err("first")).is_break());
        assert!(turns.take(3, Ok(3)).is_break());
        assert_eq!(turns.ended(), Err("first"));
        assert_eq!(met, [0]);
    }
}
