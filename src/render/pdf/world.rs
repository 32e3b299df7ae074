//! The world that typst sees: one template, the files it is given, and the program's own fonts. No disk, no time.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The template.
pub(in crate::render) const TEMPLATE: &str = include_str!("../../../reports/briefing.typ");

/// Files by their paths.
pub(in crate::render) type Entries = BTreeMap<String, Vec<u8>>;

/// The template with its files.
pub(super) struct Pages {
    library: LazyHash<Library>,
    main: Source,
    files: BTreeMap<String, Bytes>,
}

/// The fonts with their book; they are read once.
static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let faces = [notosans::REGULAR_TTF, notosans::BOLD_TTF];
    let fonts: Vec<_> = faces.into_iter().filter_map(|face| Font::new(Bytes::new(face), 0)).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// Returns whether the fonts can show a character.
pub(super) fn has(character: char) -> bool {
    FONTS.1.iter().all(|font| font.info().coverage.contains(character.into()))
}

impl Pages {
    /// Puts the template beside some files.
    pub(super) fn new(entries: &Entries) -> Self {
        let path = VirtualPath::new("briefing.typ").expect("a plain file name is a path");
        let main = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Self {
            library: LazyHash::new(library),
            main: Source::new(main, TEMPLATE.to_owned()),
            files: entries.iter().map(|(path, bytes)| (path.clone(), Bytes::new(bytes.clone()))).collect(),
        }
    }
}

impl World for Pages {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        self.files.get(path).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
