//! The published tables of a plan: which they are, and by which codes they know the authority and its neighbours.

use toml::Spanned;

use super::validate::Check;
use super::{Comparators, Site, file};
use crate::diag::{Code, Diagnostic, Place};
use crate::domain::{AreaCode, DistrictCode};

impl Check<'_> {
    /// Returns what the authority is set beside; it is known by its own district where it has one.
    pub(super) fn comparators(&mut self, written: &file::Comparators, site: &Site) -> Option<Comparators> {
        let files = written.files.iter().flat_map(|pattern| self.files_in(self.folder, pattern)).collect();
        let neighbours = written.neighbours.iter().filter_map(|text| self.authority(text)).collect();
        let authority = match (&written.authority, site.districts.as_slice()) {
            (Some(text), _) => self.authority(text)?,
            (None, [DistrictCode(only)]) => *only,
            (None, _) => {
                let mut diagnostic = Diagnostic::new(
                    Code::PlanValue,
                    "the plan does not say by which code published tables know the authority",
                );
                *diagnostic.place = Place::File(self.path.to_owned());
                self.problems.push(diagnostic.with_help("add `authority = \"E10...\"` to `[comparators]`"));
                return None;
            }
        };
        Some(Comparators { files, authority, neighbours })
    }

    fn authority(&mut self, text: &Spanned<String>) -> Option<AreaCode> {
        let code = AreaCode::parse(text.get_ref().as_bytes());
        if code.is_none() {
            let message = format!("`{}` is not a code of a local authority", text.get_ref());
            self.value(text, message, "codes look like E08000009, or E10000014 of a county");
        }
        code
    }
}
