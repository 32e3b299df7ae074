//! Where the figures come from: inputs, plan and program, by their hashes.

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::config::Plan;
use crate::diag::{Diagnostic, unreadable};

/// What a run was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The program's version.
    pub program: &'static str,
    /// The hash of the plan's text.
    pub plan: String,
    /// Each input, by role and then in the plan's order.
    pub inputs: Vec<Input>,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What the file is for, as the plan's key has it: `cin`, `addresses`.
    pub role: &'static str,
    /// Its name, without its folder.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Provenance {
    /// Hashes the plan and every input but those whose hash is `known`, from when they were read.
    ///
    /// # Errors
    ///
    /// Returns the first file that cannot be read.
    pub fn of(plan: &Plan, known: &Hashes) -> Result<Self, Diagnostic> {
        let inputs = plan
            .inputs
            .files()
            .into_par_iter()
            .map(|(role, path)| {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let sha256 = known.get(&path).map_or_else(|| sha256(&path), |known| Ok(known.clone()))?;
                Ok(Input { role, name, sha256 })
            })
            .collect::<Vec<Result<_, Diagnostic>>>();
        let inputs = inputs.into_iter().collect::<Result<_, _>>()?;
        Ok(Self { program: env!("CARGO_PKG_VERSION"), plan: sha256(&plan.path)?, inputs })
    }
}

/// Returns the SHA-256 of a file in lower-case hexadecimal.
///
/// # Errors
///
/// Returns `file-unreadable` where it cannot be read.
pub fn sha256(path: &Path) -> Result<String, Diagnostic> {
    let unread = |error| unreadable(path, &error);
    let mut file = Hashing::new(std::fs::File::open(path).map_err(unread)?);
    let mut block = vec![0; 1 << 16];
    while file.read(&mut block).map_err(unread)? > 0 {}
    Ok(file.sha256())
}

/// The SHA-256 of files, in lower-case hexadecimal, by path.
pub type Hashes = HashMap<PathBuf, String>;

/// Hashes what is read through it.
pub struct Hashing<R> {
    source: R,
    hasher: Sha256,
}

impl<R> Hashing<R> {
    /// Starts where the source stands.
    pub fn new(source: R) -> Self {
        Self { source, hasher: Sha256::new() }
    }

    /// Returns the SHA-256 of all that was read, in lower-case hexadecimal.
    pub fn sha256(self) -> String {
        hex(&self.hasher.finalize())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(block)?;
        self.hasher.update(&block[..length]);
        Ok(length)
    }
}

/// Returns the SHA-256 of bytes in lower-case hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Returns bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
