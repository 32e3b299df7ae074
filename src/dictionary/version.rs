//! Which dictionary a run used, as its manifest states it.

use sha2::{Digest, Sha256};

use super::files;
use crate::provenance::hex;

/// Returns the SHA-256 of every file of the dictionary, in hexadecimal: one changed meaning changes it.
#[must_use]
pub fn version() -> String {
    let rows = [files::CODES, files::TABLES, files::OUTPUTS].concat();
    let words = files::WORDS.iter().map(|&(_, text)| text);
    let texts = rows.iter().map(|file| file.text).chain(words);
    hash(texts.chain(files::YEARS.iter().copied()).chain(files::INDICES.iter().copied()))
}

fn hash(texts: impl Iterator<Item = &'static str>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_other_files_are_another_dictionary() {
        assert_eq!(hash(["a", "b"].into_iter()), hash(["a", "b"].into_iter()));
        assert_ne!(hash(["a", "b"].into_iter()), hash(["ab", ""].into_iter()));
        assert_eq!(version().len(), 64);
    }
}
