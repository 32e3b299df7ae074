//! The mark of what may be published.

use crate::config::Plan;

/// A value that may be published: it was protected and audited, or made only from what was.
///
/// Only [`disclose`](super::disclose) makes one from data. Everything else grows from a safe value by
/// [`derive`](Self::derive), whose function is given the protected value and the plan and can capture
/// nothing else, so what it makes can hold no more than a reader of the release could work out.
#[derive(Debug, Clone, PartialEq)]
pub struct Safe<T>(T);

impl<T> Safe<T> {
    /// Marks a value as safe. Only the gate may call this.
    pub(super) const fn seal(value: T) -> Self {
        Self(value)
    }

    /// Returns the value.
    #[must_use]
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// Makes something new from the protected value and the plan alone.
    #[must_use]
    pub fn derive<U>(&self, plan: &Plan, make: fn(&T, &Plan) -> U) -> Safe<U> {
        Safe(make(&self.0, plan))
    }
}

#[cfg(test)]
impl<T> Safe<T> {
    /// Marks made-up values as safe, so that renderers can be tested without data.
    pub(crate) const fn made_up(value: T) -> Self {
        Self(value)
    }
}
