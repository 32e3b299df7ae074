//! Children in need census returns, collection years 2016-17 to 2026-27, as XML or as tables.
//!
//! Elements and their quirks: `data-dictionary/tables/cin.csv`. A file is cut into pieces of whole
//! children; pieces of all files are read in parallel and put together in order, so that the outcome is
//! the same for any number of threads and memory does not grow with a file's length.

mod blades;
pub mod cache;
mod child;
mod element;
mod events;
mod header;
mod split;
mod turns;
mod values;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, mpsc};
use std::thread;

use rayon::prelude::*;

use self::child::Batch;
use self::element::Element;
use self::events::{Events, Note};
use self::split::{Part, Piece, Pieces};
use self::turns::Turns;
use super::{ChildKeys, Return, Tables};
use crate::diag::{Code, Diagnostic, Findings, unreadable};
use crate::provenance::Hashing;

/// Reads returns into the children, episodes and events of `tables`.
///
/// Returns are taken in order of reference date, so that where a child comes again the later return's
/// record stands. `progress` is told of every byte read.
///
/// # Errors
///
/// Returns the first file that cannot be read as a return at all. Oddities within it are findings.
pub fn returns(
    paths: &[PathBuf],
    tables: &mut Tables,
    keys: &mut ChildKeys,
    findings: &mut Findings,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<(), Diagnostic> {
    tables.returns = in_order(paths, findings)?;
    let mut met = Met::default();
    for (number, file) in tables.returns.clone().into_iter().enumerate() {
        let number = u16::try_from(number).expect("a run has fewer returns than 65,536");
        met.next_file();
        if is_tables(&file.path) {
            let (mut batch, found) = blades::read(&file.path)?;
            if let Some(cache) = keys.cache() {
                cache.rename(&mut batch);
            }
            findings.merge(found);
            progress(std::fs::metadata(&file.path).map_or(0, |file| file.len()));
            merge(batch, number, &file.path, tables, keys, &mut met, findings);
            continue;
        }
        if let Some(cache) = keys.cache() {
            let read = || whole(&file.path, progress);
            let (batch, found, sha256) = cache.year(&file.path, file.reference, read)?;
            findings.merge(found);
            merge(batch, number, &file.path, tables, keys, &mut met, findings);
            tables.hashes.insert(file.path, sha256);
            continue;
        }
        let sha256 = in_pieces(&file.path, progress, |batch, found| {
            findings.merge(found);
            merge(batch, number, &file.path, tables, keys, &mut met, findings);
        })?;
        tables.hashes.insert(file.path, sha256);
    }
    Ok(())
}

/// Reads a return at once, for the cache; returns its hash with it.
fn whole(path: &Path, progress: &(dyn Fn(u64) + Sync)) -> Result<(Batch, Findings, String), Diagnostic> {
    let (mut all, mut findings) = (Batch::default(), Findings::default());
    let sha256 = in_pieces(path, progress, |batch, found| {
        findings.merge(found);
        all.append(batch);
    })?;
    Ok((all, findings, sha256))
}

/// Reads a return piece by piece, several at once, and hands them on in order; returns its hash.
fn in_pieces(
    path: &Path,
    progress: &(dyn Fn(u64) + Sync),
    mut each: impl FnMut(Batch, Findings) + Send,
) -> Result<String, Diagnostic> {
    let mut pieces = Pieces::new(path, Hashing::new(open(path)?));
    let turns = Mutex::new(Turns::new(|read: Result<_, Diagnostic>| {
        let (batch, found) = read?;
        each(batch, found);
        Ok(())
    }));
    // The disk is waited for by a thread of its own, which is never far ahead.
    let (ahead, ready) = mpsc::sync_channel::<Piece>(2 * rayon::current_num_threads());
    let hashed = thread::scope(|scope| {
        let ahead = scope.spawn(move || {
            while let Some(piece) = pieces.next()? {
                // Nobody takes it where reading has stopped at a fault.
                if ahead.send(piece).is_err() {
                    break;
                }
            }
            Ok(pieces.source().sha256())
        });
        let _ = ready.into_iter().enumerate().par_bridge().try_for_each(|(place, piece)| {
            let read = piece_of(path, &piece);
            progress(piece.bytes.len() as u64);
            turns.lock().expect("a thread that merges does not panic").take(place, read)
        });
        ahead.join().expect("a thread that reads does not panic")
    });
    turns.into_inner().expect("a thread that merges does not panic").ended()?;
    hashed
}

/// Which children the file at hand has held so far.
#[derive(Default)]
struct Met {
    file: u32,
    last: Vec<u32>,
}

impl Met {
    fn next_file(&mut self) {
        self.file += 1;
    }

    /// Notes a child, and returns whether this file held it before.
    fn again(&mut self, row: usize) -> bool {
        if self.last.len() <= row {
            self.last.resize(row + 1, 0);
        }
        std::mem::replace(&mut self.last[row], self.file) == self.file
    }
}

fn in_order(paths: &[PathBuf], findings: &mut Findings) -> Result<Vec<Return>, Diagnostic> {
    let mut returns = Vec::with_capacity(paths.len());
    for path in paths {
        if is_tables(path) {
            let reference = blades::reference_date(path, findings)?;
            returns.push(Return { path: path.clone(), reference });
            continue;
        }
        let head = Pieces::new(path, open(path)?).next()?.expect("every file has a head");
        let reference = header::reference_date(path, &head.bytes, findings)?;
        returns.push(Return { path: path.clone(), reference });
    }
    returns.sort_by_key(|file| file.reference);
    Ok(returns)
}

/// Returns whether a path names a return as tables, by their header.
fn is_tables(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("csv"))
}

fn open(path: &Path) -> Result<File, Diagnostic> {
    File::open(path).map_err(|error| unreadable(path, &error))
}

fn piece_of(file: &Path, piece: &Piece) -> Result<(Batch, Findings), Diagnostic> {
    match piece.part {
        Part::Head => Ok((Batch::default(), Findings::default())),
        Part::Tail => tail(file, piece),
        Part::Children => {
            let mut events = Events::new(&piece.bytes);
            let outcome = child::children(&mut events);
            let mut batch = outcome.map_err(|code| stopped(file, piece, code, events.fault(code)))?;
            let mut lines = Lines { bytes: &piece.bytes, at: 0, line: piece.line };
            let mut episodes = batch.episodes.iter_mut().peekable();
            // A child's place is where it ends, behind its episodes.
            for (_, line, _) in &mut batch.children {
                while let Some(episode) = episodes.next_if(|episode| episode.line <= *line) {
                    episode.line = lines.of(episode.line as usize);
                }
                *line = lines.of(*line as usize);
            }
            Ok((batch, found(file, piece, events.notes)))
        }
    }
}

/// The end of a file closes what its head opened, and nothing else.
fn tail(file: &Path, piece: &Piece) -> Result<(Batch, Findings), Diagnostic> {
    const OPENED: &[u8] = b"<Message><Children>";
    // What comes behind the last end is not read as XML, and has to be text all the same.
    std::str::from_utf8(&piece.bytes)
        .map_err(|error| stopped(file, piece, Code::NotUtf8, error.valid_up_to()))?;
    let whole = [OPENED, &piece.bytes].concat();
    let mut events = Events::new(&whole);
    let mut closed = || -> Result<(), Code> {
        if events.top()?.is_none() {
            return Ok(());
        }
        while let Some(element) = events.next()? {
            match element {
                Element::Children => {
                    while events.next()?.is_some() {
                        events.skip()?;
                    }
                }
                _ => events.skip()?,
            }
        }
        Ok(())
    };
    let outcome = closed();
    outcome.map_err(|code| stopped(file, piece, code, events.fault(code).saturating_sub(OPENED.len())))?;
    Ok((Batch::default(), Findings::default()))
}

fn stopped(file: &Path, piece: &Piece, code: Code, at: usize) -> Diagnostic {
    let line = piece.line + split::newlines(&piece.bytes[..at.min(piece.bytes.len())]);
    Diagnostic::new(code, code.message()).at_row(file, line, None)
}

fn found(file: &Path, piece: &Piece, mut notes: Vec<Note>) -> Findings {
    let mut findings = Findings::default();
    notes.sort_by_key(|note| note.at);
    let mut lines = Lines { bytes: &piece.bytes, at: 0, line: piece.line };
    for note in notes {
        findings.note(note.code, file, note.element.name(), u64::from(lines.of(note.at)));
    }
    findings
}

/// Turns places, asked for in order, into lines.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> u32 {
        self.line += split::newlines(&self.bytes[self.at..at]);
        self.at = at;
        u32::try_from(self.line).unwrap_or(u32::MAX)
    }
}

fn merge(
    batch: Batch,
    file: u16,
    path: &Path,
    tables: &mut Tables,
    keys: &mut ChildKeys,
    met: &mut Met,
    findings: &mut Findings,
) {
    let mut known = Vec::with_capacity(batch.children.len());
    for (names, line, mut child) in batch.children {
        let key = keys.key(names.own.as_bytes());
        if let Some(number) = names.pupil {
            keys.pupil(&number, key);
        }
        child.key = key;
        known.push(key);
        let row = key.0 as usize;
        if met.again(row) {
            findings.note(Code::DuplicateChild, path, Some("LAchildID"), u64::from(line));
        } else if row < tables.children.len() {
            tables.children[row] = child;
        } else {
            tables.children.push(child);
        }
    }
    let base = u32::try_from(tables.episodes.len()).expect("fewer episodes than 2^32");
    tables.episodes.extend(batch.episodes.into_iter().map(|mut episode| {
        episode.child = known[episode.child.0 as usize];
        episode.file = file;
        episode
    }));
    tables.assessments.extend(batch.assessments.into_iter().map(|mut row| {
        row.episode += base;
        row
    }));
    tables.enquiries.extend(batch.enquiries.into_iter().map(|mut row| {
        row.episode += base;
        row
    }));
    tables.plans.extend(batch.plans.into_iter().map(|mut row| {
        row.episode += base;
        row
    }));
}
