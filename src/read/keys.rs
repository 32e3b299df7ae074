//! Which child an identifier names. The only place where identifiers are held, and only while reading.

use std::collections::HashMap;

use super::ChildKey;
use super::cin::cache::Cache;

/// Identifiers met so far. Never printed, never written, dropped when reading ends.
#[derive(Default)]
pub struct ChildKeys {
    keys: HashMap<Box<[u8]>, ChildKey>,
    cache: Option<Cache>,
}

impl ChildKeys {
    /// Starts with nobody, and names children by the pseudonyms of a cache.
    #[must_use]
    pub fn through(cache: Cache) -> Self {
        Self { keys: HashMap::new(), cache: Some(cache) }
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
