//! Which child an identifier names. The only place where identifiers are held, and only while reading.

use std::collections::HashMap;

use super::ChildKey;
use super::cin::cache::Cache;

/// Identifiers met so far. Never printed, never written, dropped when reading ends.
#[derive(Default)]
pub struct ChildKeys {
    keys: HashMap<Box<[u8]>, ChildKey>,
    /// By unique pupil number; `None` where two children were given the same one.
    pupils: HashMap<Box<str>, Option<ChildKey>>,
    cache: Option<Cache>,
}

impl ChildKeys {
    /// Starts with nobody, and names children by the pseudonyms of a cache.
    #[must_use]
    pub fn through(cache: Cache) -> Self {
        Self { cache: Some(cache), ..Self::default() }
    }

    /// Returns the cache that returns are kept in, if any.
    pub(super) const fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
    }

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

    /// Notes the unique pupil number of a child, in capitals, or what stands for it; one that two children have names
    /// neither.
    pub fn pupil(&mut self, number: &str, child: ChildKey) {
        let known = self.pupils.entry(number.into()).or_insert(Some(child));
        *known = known.filter(|&one| one == child);
    }

    /// Returns the key of the one child of a unique pupil number.
    #[must_use]
    pub fn of_pupil(&self, number: &str) -> Option<ChildKey> {
        let number = number.trim().to_ascii_uppercase();
        let kept = match &self.cache {
            Some(cache) => cache.pseudonym(number.as_bytes()),
            None => number.into(),
        };
        self.pupils.get(&kept).copied().flatten()
    }

    /// Returns the key of a child who is in no return, as [`key`](Self::key).
    pub(super) fn stranger(&mut self, identifier: &[u8]) -> ChildKey {
        match self.cache.as_ref().map(|cache| cache.pseudonym(identifier.trim_ascii())) {
            Some(pseudonym) => self.key(pseudonym.as_bytes()),
            None => self.key(identifier),
        }
    }

    /// Returns the key of a child who was met, spaces around the identifier aside.
    #[must_use]
    pub fn known(&self, identifier: &[u8]) -> Option<ChildKey> {
        let identifier = identifier.trim_ascii();
        match &self.cache {
            Some(cache) => self.keys.get(cache.pseudonym(identifier).as_bytes()).copied(),
            None => self.keys.get(identifier).copied(),
        }
    }
}
