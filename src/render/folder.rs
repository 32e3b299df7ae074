//! The run folder: it appears whole, or not at all.
//!
//! Everything is written beside the place where the folder goes, on the same disk, and moved there in one
//! step. A run folder that is already there is moved aside first and put back if the step fails. Anything
//! else that is there is left alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, why};
use crate::provenance::digest;

/// The file that makes a folder a run folder.
pub(super) const MANIFEST: &str = "manifest.json";
/// The name under which the manifest states who wrote it.
pub(super) const PROGRAM: &str = "social-gradient";

/// A file of a release: its path inside the folder, with forward slashes, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// The path inside the folder.
    pub(super) path: String,
    /// What it holds.
    pub(super) bytes: Vec<u8>,
    /// The SHA-256 of that, in hexadecimal.
    pub(super) sha256: String,
}

impl File {
    pub(super) fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), sha256: digest(&bytes), bytes }
    }
}

/// Puts the files in a folder, in place of the run folder that may be there.
///
/// # Errors
///
/// Returns `folder-not-empty` where something else is there, and `output-failed` where the system will
/// not write or move; what was there is then as it was.
pub(super) fn publish(files: &[File], out: &Path) -> Result<(), Diagnostic> {
    let out = fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    let occupied = occupied(&out)?;
    let parent = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    let beside = tempfile::Builder::new()
        .prefix(".social-gradient-")
        .tempdir_in(parent)
        .map_err(|error| failed(parent, &error))?;
    let fresh = beside.path().join("new");
    write(files, &fresh).map_err(|error| failed(&out, &error))?;
    let aside = beside.path().join("old");
    if occupied == Occupied::Replaceable {
        fs::rename(&out, &aside).map_err(|error| failed(&out, &error))?;
    }
    match fs::rename(&fresh, &out) {
        Ok(()) => Ok(()),
        Err(error) if occupied == Occupied::Replaceable => {
            let back = fs::rename(&aside, &out);
            if back.is_err() {
                let kept = beside.keep().join("old");
                return Err(failed(&out, &error)
                    .with_help(format!("the earlier run is whole, in `{}`; move it back", kept.display())));
            }
            Err(failed(&out, &error))
        }
        Err(error) => Err(failed(&out, &error)),
    }
}

/// What is at the place where the folder goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Occupied {
    /// Nothing.
    No,
    /// An earlier run, or an empty folder.
    Replaceable,
}

fn occupied(out: &Path) -> Result<Occupied, Diagnostic> {
    let first = match fs::read_dir(out) {
        Ok(mut entries) => entries.next(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Occupied::No),
        Err(error) => return Err(failed(out, &error)),
    };
    match first {
        None => Ok(Occupied::Replaceable),
        Some(_) if is_run(out) => Ok(Occupied::Replaceable),
        Some(_) => Err(Diagnostic::new(
            Code::FolderNotEmpty,
            "the folder for the run holds something that is not an earlier run",
        )
        .in_file(out)),
    }
}

/// Returns whether a folder is a run folder: its manifest says that this program wrote it.
fn is_run(folder: &Path) -> bool {
    let Ok(text) = fs::read_to_string(folder.join(MANIFEST)) else { return false };
    serde_json::from_str::<serde_json::Value>(&text)
        .is_ok_and(|manifest| manifest["program"]["name"] == PROGRAM)
}

fn write(files: &[File], folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)?;
    files.par_iter().try_for_each(|file| {
        let path: PathBuf = file.path.split('/').fold(folder.to_owned(), |path, part| path.join(part));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &file.bytes)
    })
}

fn failed(place: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed, format!("the run folder could not be written: {}", why(error)))
        .in_file(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<File> {
        let file = |path: &str, text: &str| File::new(path, text.as_bytes().to_vec());
        vec![file("data/a.csv", text), file(MANIFEST, r#"{"program":{"name":"social-gradient"}}"#)]
    }

    fn listing(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_new_folder_appears_with_nothing_left_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("deep/run");
        publish(&files("1"), &out).unwrap();
        assert_eq!(fs::read_to_string(out.join("data/a.csv")).unwrap(), "1");
        assert_eq!(listing(&place.path().join("deep")), ["run"]);
    }

    #[test]
    fn an_earlier_run_is_replaced_whole() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        publish(&files("1"), &out).unwrap();
        fs::write(out.join("left-over.txt"), "x").unwrap();
        publish(&files("2"), &out).unwrap();
        assert_eq!(listing(&out), ["data", MANIFEST]);
        assert_eq!(fs::read_to_string(out.join("data/a.csv")).unwrap(), "2");
        assert_eq!(listing(place.path()), ["run"]);
    }

    #[test]
    fn a_folder_of_something_else_is_refused_and_left_alone() {
        let place = tempfile::tempdir().unwrap();
        for manifest in [None, Some("{\"name\":\"a browser extension\"}"), Some("not json")] {
            let out = place.path().join("mine");
            fs::create_dir_all(&out).unwrap();
            fs::write(out.join("letter.txt"), "dear").unwrap();
            if let Some(text) = manifest {
                fs::write(out.join(MANIFEST), text).unwrap();
            }
            let before = listing(&out);
            assert_eq!(publish(&files("1"), &out).unwrap_err().code, Code::FolderNotEmpty);
            assert_eq!(listing(&out), before);
            assert_eq!(listing(place.path()), ["mine"]);
        }
    }

    #[test]
    fn an_empty_folder_is_used() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("empty");
        fs::create_dir(&out).unwrap();
        let impossible = File::new(format!("{MANIFEST}/below"), Vec::new());
        assert!(publish(&[files("1"), vec![impossible]].concat(), &out).is_err());
        assert_eq!(listing(&out), Vec::<String>::new());
        publish(&files("1"), &out).unwrap();
        assert_eq!(listing(&out), ["data", MANIFEST]);
    }

    #[test]
    fn a_failure_leaves_the_earlier_run_as_it_was() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        publish(&files("1"), &out).unwrap();
        let mut broken = files("2");
        broken.push(File::new("data/a.csv/impossible", Vec::new()));
        assert_eq!(publish(&broken, &out).unwrap_err().code, Code::OutputFailed);
        assert_eq!(fs::read_to_string(out.join("data/a.csv")).unwrap(), "1");
        assert_eq!(listing(place.path()), ["run"]);
    }

    #[test]
    fn a_file_in_the_way_is_an_error_and_stays() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("run");
        fs::write(&out, "a file").unwrap();
        assert_eq!(publish(&files("1"), &out).unwrap_err().code, Code::OutputFailed);
        assert_eq!(fs::read_to_string(&out).unwrap(), "a file");
    }
}
