//! A plan of several authorities: one folder each, with paths within it.

use std::path::{Path, PathBuf};

use toml::Spanned;

use super::file;
use super::paths::matches;
use super::validate::Check;
use super::{Authority, Inputs, LookedAfter, Site};
use crate::diag::Code;
use crate::domain::Date;

/// What authorities give: several of them, or one alone.
#[derive(Default)]
pub(super) struct Own {
    pub(super) authorities: Vec<Authority>,
    pub(super) cin: Vec<PathBuf>,
    pub(super) addresses: PathBuf,
    pub(super) looked_after: Option<LookedAfter>,
}

/// Returns the files of a return: the tables beside a header, or the return itself.
pub(super) fn tables(path: &Path) -> Vec<PathBuf> {
    let is_table = |path: &Path| path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("csv"));
    match path.parent() {
        Some(folder) if is_table(path) => matches(folder, "*").filter(|path| is_table(path)).collect(),
        _ => vec![path.to_owned()],
    }
}

/// Gives a plan of one authority its own folder of the cache; those that are pooled have theirs by name.
pub(super) fn own_cache(inputs: Inputs, site: &Site) -> Inputs {
    if !inputs.authorities.is_empty() {
        return inputs;
    }
    let plain = |sign: char| if sign.is_alphanumeric() { sign } else { '_' };
    let name: String = site.name.chars().map(plain).collect();
    Inputs { cache: inputs.cache.map(|folder| folder.join(format!("site={name}"))), ..inputs }
}

impl Check<'_> {
    /// Returns the files of one authority, whose paths are within `folder`.
    pub(super) fn own(&mut self, folder: &Path, inputs: &file::Inputs) -> Own {
        let mut cin: Vec<PathBuf> =
            inputs.cin.get_ref().iter().flat_map(|pattern| self.files_in(folder, pattern)).collect();
        cin.dedup();
        let looked_after = inputs.looked_after.as_ref().map(|files| LookedAfter {
            header: self.files_in(folder, &files.header),
            episodes: self.files_in(folder, &files.episodes),
        });
        let addresses = self.file_in(folder, &inputs.addresses);
        Own { authorities: Vec::new(), cin, addresses, looked_after }
    }

    /// Returns the authorities whose folders a pattern matches, in order of name.
    pub(super) fn authorities(&mut self, pattern: &Spanned<String>, inputs: &file::Inputs) -> Vec<Authority> {
        let folders: Vec<PathBuf> =
            matches(self.folder, pattern.get_ref()).filter(|path| path.is_dir()).collect();
        if folders.is_empty() {
            let message = format!("no folder matches `{}`", pattern.get_ref());
            self.problem(Code::PlanFileMissing, pattern, message, None);
        }
        let of = |folder: PathBuf| {
            let Own { cin, addresses, looked_after, .. } = self.own(&folder, inputs);
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Authority { name, cin, addresses, looked_after }
        };
        folders.into_iter().map(of).collect()
    }

    /// Sees to it that authorities which are pooled are counted over one window, whichever returns each has, and that
    /// none of them is compared with others.
    pub(super) fn pooled(
        &mut self,
        authorities: Option<&Spanned<String>>,
        end: Option<Date>,
        compared: bool,
    ) {
        let Some(authorities) = authorities else { return };
        if compared {
            let message = "several authorities are pooled, and published tables stand beside one alone";
            self.value(authorities, message.to_owned(), "leave out `[comparators]`");
        }
        if end.is_none() {
            self.value(
                authorities,
                "several authorities are pooled, and the plan names no last day".to_owned(),
                "set `window.end`, so that all are counted over the same years",
            );
        }
    }
}
