//! Which child an identifier names. The only place where identifiers are held, and only while reading.

use std::collections::HashMap;

use super::ChildKey;

/// Identifiers met so far. Never printed, never written, dropped when reading ends.
#[derive(Default)]
pub struct ChildKeys {
    keys: HashMap<Box<[u8]>, ChildKey>,
    /// By unique pupil number; `None` where two children were given the same one.
    pupils: HashMap<Box<str>, Option<ChildKey>>,
}

impl ChildKeys {
    /// Returns the child's key, giving out the next one to a child not met before.
    ///
    /// # Panics
    ///
    /// Panics beyond four thousand million children, which is more than there are.
    pub fn key(&mut self, identifier: &[u8]) -> ChildKey {
        if let Some(&key) = self.keys.get(identifier) {
            return key;
        }
        let key = ChildKey(u32::try_from(self.keys.len()).expect("fewer children than 2^32"));
        self.keys.insert(identifier.into(), key);
        key
    }

    /// Notes the unique pupil number of a child; one that two children have names neither.
    pub fn pupil(&mut self, number: &str, child: ChildKey) {
        let known = self.pupils.entry(number.to_ascii_uppercase().into()).or_insert(Some(child));
        *known = known.filter(|&one| one == child);
    }

    /// Returns the key of the one child of a unique pupil number.
    #[must_use]
    pub fn of_pupil(&self, number: &str) -> Option<ChildKey> {
        self.pupils.get(number.trim().to_ascii_uppercase().as_str()).copied().flatten()
    }

    /// Returns the key of a child who was met, spaces around the identifier aside.
    #[must_use]
    pub fn known(&self, identifier: &[u8]) -> Option<ChildKey> {
        self.keys.get(identifier.trim_ascii()).copied()
    }
}
