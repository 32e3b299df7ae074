//! A count as a reader may see it.

use super::problem::UNBOUNDED;
use crate::config::Disclosure;

/// A count under the rounding policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Published {
    /// Nought, or a multiple of the step.
    Count(u64),
    /// Hidden, because it is small or because a small one could be worked out from it. Nothing tells
    /// the two apart.
    Hidden,
}

impl Published {
    /// Applies the policy to one true count.
    #[must_use]
    pub fn of(count: u64, policy: Disclosure) -> Self {
        let step = u64::from(policy.round_to);
        match count {
            0 => Self::Count(0),
            small if small <= u64::from(policy.hide_up_to) => Self::Hidden,
            _ => Self::Count((count + step / 2) / step * step),
        }
    }

    /// Returns the count where it is shown.
    #[must_use]
    pub const fn shown(self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(count),
            Self::Hidden => None,
        }
    }

    /// Returns the least and the most that the true count can be, to a reader who knows the policy.
    ///
    /// A hidden count is taken to be a small one: the reader who guesses so is the harder to protect from.
    #[must_use]
    pub(super) fn range(self, policy: Disclosure) -> Range {
        let (step, hidden) = (i64::from(policy.round_to), i64::from(policy.hide_up_to));
        match self {
            Self::Count(0) => Range { least: 0, most: 0 },
            Self::Count(count) => {
                let count = i64::try_from(count).unwrap_or(UNBOUNDED).min(UNBOUNDED);
                Range { least: (count - step / 2).max(hidden + 1), most: count + (step - 1) / 2 }
            }
            Self::Hidden => Range { least: 1, most: hidden },
        }
    }
}

/// The least and the most that a count can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) least: i64,
    pub(super) most: i64,
}

impl Range {
    /// Returns whether it holds a value.
    pub(super) const fn holds(self, value: i64) -> bool {
        self.least <= value && value <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_lies_in_the_range_that_its_published_form_allows() {
        for policy in
            [Disclosure::default(), Disclosure { hide_up_to: 11, round_to: 10, ..Disclosure::default() }]
        {
            for count in 0..200 {
                let range = Published::of(count, policy).range(policy);
                assert!(range.holds(count as i64), "{count}");
            }
        }
    }

    #[test]
    fn one_to_seven_are_hidden_and_nought_is_not() {
        let policy = Disclosure::default();
        let published: Vec<_> = [0, 1, 7, 8, 12, 13].map(|count| Published::of(count, policy).shown()).into();
        assert_eq!(published, [Some(0), None, None, Some(10), Some(10), Some(15)]);
    }

    #[test]
    fn no_range_is_narrower_than_the_step() {
        let policy = Disclosure::default();
        for count in 1..200 {
            let range = Published::of(count, policy).range(policy);
            assert!(range.most - range.least >= 4, "{count}");
        }
    }
}
