//! The files that a plan names: paths and patterns within its own folder, or within that of an authority.

use std::path::{Component, Path, PathBuf};

use toml::Spanned;

use super::validate::Check;
use crate::diag::Code;

impl Check<'_> {
    pub(super) fn file(&mut self, path: &Spanned<String>) -> PathBuf {
        self.file_in(self.folder, path)
    }

    pub(super) fn file_in(&mut self, folder: &Path, path: &Spanned<String>) -> PathBuf {
        let full = folder.join(path.get_ref());
        if !full.is_file() {
            let message = format!("there is no file `{}`", self.relative(&full));
            self.problem(Code::PlanFileMissing, path, message, None);
        }
        tidy(&full)
    }

    /// Returns a folder that the plan names.
    pub(super) fn folder_of(&mut self, path: &Spanned<String>) -> PathBuf {
        let full = self.folder.join(path.get_ref());
        if !full.is_dir() {
            let message = format!("there is no folder `{}`", path.get_ref());
            self.problem(Code::PlanFileMissing, path, message, None);
        }
        tidy(&full)
    }

    /// Returns the files that a path or a pattern names, in order of name.
    pub(super) fn files_in(&mut self, folder: &Path, pattern: &Spanned<String>) -> Vec<PathBuf> {
        if !pattern.get_ref().contains(['*', '?', '[']) {
            return vec![self.file_in(folder, pattern)];
        }
        let found: Vec<PathBuf> = matches(folder, pattern.get_ref()).filter(|path| path.is_file()).collect();
        if found.is_empty() {
            let message = format!("no file matches `{}`", self.relative(&folder.join(pattern.get_ref())));
            self.problem(Code::PlanFileMissing, pattern, message, None);
        }
        found
    }

    /// Returns a path as the plan would write it.
    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(self.folder).unwrap_or(path).display().to_string()
    }
}

/// Returns what a pattern matches within a folder, in order of name.
pub(super) fn matches(folder: &Path, pattern: &str) -> impl Iterator<Item = PathBuf> {
    let folder = glob::Pattern::escape(&folder.to_string_lossy());
    let found = glob::glob(&Path::new(&folder).join(pattern).to_string_lossy());
    found.into_iter().flatten().flatten().map(|path| tidy(&path))
}

/// Takes `folder/..` out of a path, so that messages name files as a reader would; a path that leads elsewhere
/// without it, because a folder is a link, stays as it is.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match (part, tidy.components().next_back()) {
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidy.pop();
            }
            _ => tidy.push(part),
        }
    }
    let same = path.canonicalize().ok() == tidy.canonicalize().ok();
    if same { tidy } else { path.to_owned() }
}
