//! Folders and files that only their owner may open: what a cache is made of.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::diag::{Code, Diagnostic};

/// Makes a folder that only its owner may open, with those above it that are not there.
///
/// # Errors
///
/// Returns `output-failed` where the system will not.
pub fn folder(path: &Path) -> Result<(), Diagnostic> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| unwritable(path, &error))
}

/// Writes a file that only its owner may read.
///
/// # Errors
///
/// Returns `output-failed` where the system will not.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| unwritable(path, &error))
}

/// Removes a file, where it is there.
///
/// # Errors
///
/// Returns `output-failed` where the system will not.
pub fn without(path: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritable(path, &error)),
        _ => Ok(()),
    }
}

/// Says that a place of the cache cannot be written.
#[must_use]
pub fn unwritable(path: &Path, why: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed, format!("the cache cannot be written: {why}"))
        .in_file(path)
        .with_help("give `inputs.cache` a folder of your own, or use --no-cache")
}
