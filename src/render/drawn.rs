//! Pictures and documents that were drawn before, so that a second run draws only what changed.
//!
//! A file for each under the plan's cache, named by the hash of all that it was drawn from. What it holds is public,
//! as the release is; it begins with its own hash, so what was cut short or changed is drawn again.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::config::Plan;
use crate::diag::Diagnostic;
use crate::private;
use crate::provenance::{digest, hex};

/// Raised whenever something is drawn in another way from the same words and figures.
const LAYOUT: &str = "1";
/// How long the hash is with which a file begins.
const HASH: usize = 64;

/// The folder of what a plan's runs drew; none where the plan has no cache.
pub(super) struct Drawn {
    folder: Option<PathBuf>,
    used: Mutex<BTreeSet<String>>,
}

impl Drawn {
    /// Opens the folder of a plan, or makes it.
    pub(super) fn open(plan: &Plan) -> Result<Self, Diagnostic> {
        let stem = plan.path.file_stem().unwrap_or_default();
        let folder = plan.inputs.cache.as_ref().map(|cache| cache.join("drawn").join(stem));
        if let Some(folder) = &folder {
            private::folder(folder)?;
        }
        Ok(Self { folder, used: Mutex::default() })
    }

    /// Returns what was drawn from these before, or else draws it and keeps it.
    pub(super) fn or_draw(
        &self,
        from: &[&[u8]],
        draw: impl FnOnce() -> Result<Vec<u8>, Diagnostic>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let Some(folder) = &self.folder else { return draw() };
        let name = name(from);
        let path = folder.join(&name);
        self.used.lock().expect("nothing panics with the lock held").insert(name);
        if let Some(bytes) = fs::read(&path).ok().and_then(whole) {
            return Ok(bytes);
        }
        let bytes = draw()?;
        private::file(&path, &[digest(&bytes).as_bytes(), &bytes].concat())?;
        Ok(bytes)
    }

    /// Removes what this run had no use for.
    pub(super) fn sweep(self) -> Result<(), Diagnostic> {
        let Some(folder) = self.folder else { return Ok(()) };
        let used = self.used.into_inner().expect("nothing panics with the lock held");
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        entries
            .filter(|entry| !used.contains(&*entry.file_name().to_string_lossy()))
            .try_for_each(|entry| private::without(&entry.path()))
    }
}

/// Returns the name of what is drawn from these: the hash of each with its length before it, and of the way of drawing.
fn name(from: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in [env!("CARGO_PKG_VERSION").as_bytes(), LAYOUT.as_bytes()].iter().chain(from) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

/// Returns what a file holds after its hash; `None` where that is not its hash.
fn whole(mut file: Vec<u8>) -> Option<Vec<u8>> {
    let (stated, bytes) = file.split_at_checked(HASH)?;
    (stated == digest(bytes).as_bytes()).then(|| {
        file.drain(..HASH);
        file
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::made_up;

    fn cached(place: &std::path::Path) -> Plan {
        let mut plan = made_up::plan();
        plan.inputs.cache = Some(place.join("cache"));
        plan
    }

    fn files(place: &std::path::Path) -> Vec<PathBuf> {
        let pattern = place.join("cache/drawn/*/*");
        glob::glob(&pattern.to_string_lossy()).unwrap().flatten().collect()
    }

    fn never() -> Result<Vec<u8>, Diagnostic> {
        panic!("it was drawn again")
    }

    #[test]
    fn what_was_drawn_is_drawn_again_only_where_something_changed() {
        let place = tempfile::tempdir().unwrap();
        let plan = cached(place.path());
        let first = Drawn::open(&plan).unwrap();
        assert_eq!(first.or_draw(&[b"ab", b"c"], || Ok(b"one".to_vec())).unwrap(), b"one");
        assert_eq!(first.or_draw(&[b"a", b"bc"], || Ok(b"two".to_vec())).unwrap(), b"two");
        first.sweep().unwrap();
        let second = Drawn::open(&plan).unwrap();
        assert_eq!(second.or_draw(&[b"ab", b"c"], never).unwrap(), b"one");
        assert_eq!(second.or_draw(&[b"a", b"bc"], never).unwrap(), b"two");
    }

    #[test]
    fn what_was_spoilt_is_drawn_again_and_what_has_no_use_goes() {
        let place = tempfile::tempdir().unwrap();
        let plan = cached(place.path());
        let first = Drawn::open(&plan).unwrap();
        first.or_draw(&[b"a"], || Ok(b"one".to_vec())).unwrap();
        for spoilt in [&b"short"[..], &[b'0'; 80]] {
            fs::write(&files(place.path())[0], spoilt).unwrap();
            let again = Drawn::open(&plan).unwrap();
            assert_eq!(again.or_draw(&[b"a"], || Ok(b"one".to_vec())).unwrap(), b"one");
        }
        let other = Drawn::open(&plan).unwrap();
        other.or_draw(&[b"b"], || Ok(b"two".to_vec())).unwrap();
        assert_eq!(files(place.path()).len(), 2);
        other.sweep().unwrap();
        assert_eq!(files(place.path()).len(), 1);
    }

    #[test]
    fn without_a_cache_nothing_is_kept() {
        let drawn = Drawn::open(&made_up::plan()).unwrap();
        assert_eq!(drawn.or_draw(&[b"a"], || Ok(b"one".to_vec())).unwrap(), b"one");
        assert_eq!(drawn.or_draw(&[b"a"], || Ok(b"two".to_vec())).unwrap(), b"two");
        drawn.sweep().unwrap();
    }
}
