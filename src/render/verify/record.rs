//! Rules R: every output is in the record and on the disk, with the same hash.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::{Fault, Faults, not_a_run};
use crate::diag::{Diagnostic, unreadable};
use crate::provenance::digest;
use crate::render::folder::MANIFEST;

/// R01 and R02, and R05: each output has its label.
pub(super) const RULES: usize = 3;

/// Compares the folder with its manifest.
pub(super) fn check(folder: &Path) -> Result<Vec<Fault>, Diagnostic> {
    let manifest = manifest(folder)?;
    let mut found = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::from([MANIFEST.to_owned()]);
    for output in manifest["outputs"].as_array().into_iter().flatten() {
        let Some(path) = output["path"].as_str().filter(|path| is_inside(path)) else { continue };
        let mut faults = Faults::of(path);
        match std::fs::read(folder.join(path)) {
            Ok(bytes) => {
                let same = output["sha256"].as_str() == Some(digest(&bytes).as_str());
                faults.when(!same, "R02", "the file is not the one that the run wrote");
            }
            Err(_) => faults.when(true, "R01", "the manifest lists the file and it is not there"),
        }
        faults.when(output["label"] != "public", "R05", "the file is not labelled public");
        known.insert(path.to_owned());
        found.extend(faults.found);
    }
    let mut folders = vec![folder.to_owned()];
    while let Some(one) = folders.pop() {
        for entry in std::fs::read_dir(&one).map_err(|error| unreadable(&one, &error))? {
            let path = entry.map_err(|error| unreadable(&one, &error))?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let mut faults = Faults::of(&name);
            faults.when(!known.contains(&name), "R01", "the file is there and the manifest does not list it");
            found.extend(faults.found);
        }
    }
    found.sort();
    Ok(found)
}

/// Returns the files that the manifest lists.
pub(super) fn listed(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let manifest = manifest(folder)?;
    let outputs = manifest["outputs"].as_array().cloned().unwrap_or_default();
    let paths = outputs.iter().filter_map(|output| output["path"].as_str());
    Ok(paths.filter(|path| is_inside(path)).map(str::to_owned).collect())
}

fn manifest(folder: &Path) -> Result<Value, Diagnostic> {
    let text = std::fs::read_to_string(folder.join(MANIFEST)).map_err(|_| not_a_run(folder))?;
    serde_json::from_str(&text).map_err(|_| not_a_run(folder))
}

/// Returns whether a path stays inside its folder.
fn is_inside(path: &str) -> bool {
    !path.starts_with(['/', '\\']) && !path.contains(':') && path.split(['/', '\\']).all(|part| part != "..")
}
