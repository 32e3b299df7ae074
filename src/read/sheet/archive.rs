//! Whether a workbook, which is a ZIP archive, may be unpacked at all.
//!
//! The directory is looked at first, and every part is then unpacked into nothing, since a directory can lie: the
//! archive reader stops at a part that unpacks to more than its entry says. OWASP ASVS 5.0, 5.2.1 to 5.2.5.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::diag::{Code, Diagnostic, unreadable};

/// The largest workbook; the ONS population workbook of three years has 83 MB.
const MAX_FILE_BYTES: u64 = 512 << 20;

/// The most parts of a workbook.
const MAX_PARTS: usize = 5_000;

/// The most bytes a workbook may unpack to.
const MAX_UNPACKED_BYTES: u64 = 4 << 30;

/// The most bytes the list of texts, which is held in memory, may unpack to.
const MAX_TEXT_BYTES: u64 = 128 << 20;

/// How much larger than its packed form a part may be.
const MAX_RATIO: u64 = 200;

/// Below this size the ratio says nothing: an empty style sheet packs very well.
const SMALL_PART_BYTES: u64 = 1 << 20;

/// Any stretch of this length in a sheet holds a tag: a cell has 32,767 characters at most.
const STRETCH: usize = 1 << 20;

/// Refuses an archive that is not plainly a workbook of reasonable size.
pub(super) fn inspect(path: &Path, file: &mut File) -> Result<(), Diagnostic> {
    let fail = |error| unreadable(path, &error);
    let length = file.metadata().map_err(fail)?.len();
    if length > MAX_FILE_BYTES {
        return Err(too_large(path, "the workbook is larger than any that is published"));
    }
    if directory_entries(file, length).map_err(fail)?.is_none_or(|parts| parts > MAX_PARTS) {
        return Err(too_large(path, "the workbook has no directory of parts, or one of too many"));
    }
    file.seek(SeekFrom::Start(0)).map_err(fail)?;
    let mut archive = ZipArchive::new(BufReader::new(&mut *file)).map_err(|_| damaged(path))?;
    if archive.has_duplicate_names() || archive.has_overlapping_entries().map_err(|_| damaged(path))? {
        return Err(bad(path, "the parts of the workbook overlap"));
    }
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        unpacked = unpacked.saturating_add(archive.by_index_data(index).map_err(|_| damaged(path))?.size());
    }
    if unpacked > MAX_UNPACKED_BYTES {
        return Err(too_large(path, "the workbook unpacks to more than 4 GiB"));
    }
    for index in 0..archive.len() {
        part(path, archive.by_index(index).map_err(|_| unopenable(path))?)?;
    }
    file.seek(SeekFrom::Start(0)).map_err(fail).map(|_| ())
}

/// Refuses a part that has an odd name, is not what its entry says, or is out of proportion.
fn part<R: Read + ?Sized>(path: &Path, mut part: ZipFile<'_, R>) -> Result<(), Diagnostic> {
    if part.encrypted() || part.is_symlink() {
        return Err(unopenable(path));
    }
    if odd(part.name_raw()) {
        return Err(bad(path, "a part of the workbook has a name that points outside it"));
    }
    let size = part.size();
    if size > SMALL_PART_BYTES && size / MAX_RATIO > part.compressed_size() {
        return Err(too_large(path, "a part of the workbook unpacks to more than 200 times its size"));
    }
    let texts = part.name_raw().to_ascii_lowercase().ends_with(b"sharedstrings.xml");
    if texts && size > MAX_TEXT_BYTES {
        return Err(too_large(path, "the texts of the workbook unpack to more than 128 MiB"));
    }
    let xml = [&b".xml"[..], b".rels"].iter().any(|end| part.name_raw().to_ascii_lowercase().ends_with(end));
    if !xml {
        return Ok(());
    }
    let mut chunk = vec![0; STRETCH];
    loop {
        let filled = fill(&mut part, &mut chunk).map_err(|_| damaged(path))?;
        if filled < chunk.len() {
            return Ok(());
        }
        if memchr::memchr(b'<', &chunk).is_none() || memchr::memchr(b'>', &chunk).is_none() {
            return Err(too_large(path, "a cell of the workbook is larger than a cell can be"));
        }
    }
}

fn odd(name: &[u8]) -> bool {
    let climbs = name.split(|&sign| sign == b'/' || sign == b'\\').any(|step| step == b"..");
    climbs || name.starts_with(b"/") || name.iter().any(|sign| b"\\:\0".contains(sign))
}

fn fill(input: &mut impl Read, chunk: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match input.read(&mut chunk[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}

/// Returns how many parts the end of the archive declares, without reading their directory.
///
/// Returns `None` where there is no end of an archive, or one that refers to the format for archives of more
/// than 65,534 parts.
fn directory_entries(file: &mut File, length: u64) -> std::io::Result<Option<usize>> {
    const END: u64 = 22;
    const COMMENT: u64 = u16::MAX as u64;
    file.seek(SeekFrom::Start(length.saturating_sub(END + COMMENT)))?;
    let mut tail = Vec::new();
    file.take(END + COMMENT).read_to_end(&mut tail)?;
    let parts = memchr::memmem::rfind(&tail, b"PK\x05\x06")
        .and_then(|at| tail.get(at + 10..at + 12))
        .map(|count| usize::from(u16::from_le_bytes([count[0], count[1]])));
    Ok(parts)
}

fn too_large(path: &Path, message: &str) -> Diagnostic {
    Diagnostic::new(Code::FileTooLarge, message)
        .in_file(path)
        .with_help("use the file as its publisher provides it, or a CSV of the sheet")
}

fn bad(path: &Path, message: &str) -> Diagnostic {
    Diagnostic::new(Code::BadWorkbook, message).in_file(path)
}

fn damaged(path: &Path) -> Diagnostic {
    bad(path, "the workbook is damaged")
}

fn unopenable(path: &Path) -> Diagnostic {
    bad(path, "a part of the workbook is protected by a password, or is packed in an unusual way")
}

#[cfg(test)]
mod tests;
